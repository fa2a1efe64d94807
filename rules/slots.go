package rules

import (
	"fmt"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

var taskSlotsInvalid = &lint.Rule{
	ID: "task-slots-invalid", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A TaskManager without a task slot",
		Why: "With taskmanager.cpu.cores set the memory calculation does not look at the number of slots, so the start scripts pass. " +
			"The TaskManager process then stops at its start. Without cpu.cores the slots are the cores, and cpu-cores-invalid " +
			"reports them.",
		Does: "A TaskManager takes a taskmanager.numberOfTaskSlots of 1 or more, and -1 for 1.",
		Bad:  "taskmanager.memory.process.size: 1728m\ntaskmanager.cpu.cores: 2\ntaskmanager.numberOfTaskSlots: 0\n",
		Good: "taskmanager.memory.process.size: 1728m\ntaskmanager.cpu.cores: 2\ntaskmanager.numberOfTaskSlots: 2\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/#taskmanager-numberoftaskslots",
		},
	},
	Check: func(p *lint.Pass) {
		tm := p.Cluster.TaskManager
		if tm == nil || !tm.Memory().OK() || p.Cluster.LoadError() != nil {
			return
		}
		_, err := flink.TaskSlots(tm.Config(), p.Version())
		o, written := writtenOf(tm, slotsKey)
		if err == nil || err.Fault != flink.BelowMinimum || !written {
			return
		}
		role := flink.TaskManager
		p.Report(lint.Finding{
			Place: o.Place, Span: o.Place.Value, Role: &role, Label: "no slot",
			Message:  fmt.Sprintf("%s is %s: the TaskManager stops at its start, as it needs a slot", o.Key, strings.TrimSpace(o.Value)),
			Help:     "write 1 or more",
			Fixes:    replaceValue(o, "1", "", lint.Unsafe),
			Versions: versionsWhere(p, func(flink.Version) bool { return true }),
		})
	},
}

var slotLimitBelow = &lint.Rule{
	ID: "slot-limit-below-taskmanager", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "The limit of the cluster's resources is below one TaskManager",
		Why: "On native Kubernetes and YARN Flink starts TaskManagers as the jobs need them, and the limits of the slot manager bound " +
			"them all together. Where one TaskManager is already too much none is started: the job waits for slots until it times " +
			"out, and only the JobManager's log says why.",
		Does: "No TaskManager is requested while slotmanager.number-of-slots.max is below taskmanager.numberOfTaskSlots, or, from " +
			"1.19 on, slotmanager.max-total-resource.memory is below the task heap, task off-heap, network and managed memory of " +
			"one TaskManager. Standalone clusters ignore both.",
		Bad: slotLimitExample("2"), Good: slotLimitExample("8"), Kind: "kubernetes", Since: "1.11",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/#slotmanager-number-of-slots-max",
		},
	},
	Check: checkSlotLimit,
}

func slotLimitExample(slots string) string {
	return "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: job\nspec:\n  flinkVersion: v1_20\n" +
		"  flinkConfiguration:\n    taskmanager.numberOfTaskSlots: \"4\"\n    slotmanager.number-of-slots.max: \"" + slots + "\"\n" +
		"  jobManager:\n    resource:\n      memory: 2g\n  taskManager:\n    resource:\n      memory: 4g\n"
}

func checkSlotLimit(p *lint.Pass) {
	tm := p.Cluster.TaskManager
	if tm == nil || tm.Reading != flink.Container || p.Cluster.LoadError() != nil || p.Cluster.Fragment() || p.Assumed() || !tm.Memory().OK() {
		return
	}
	limits, err := flink.ReadSlotLimits(tm.Config(), p.Version())
	slots, slotsErr := flink.TaskSlots(tm.Config(), p.Version())
	if err != nil || slotsErr != nil {
		return
	}
	role := flink.TaskManager
	f := lint.Finding{Role: &role, Label: "less than one TaskManager"}
	needs := flink.WorkerMemory(tm.Memory())
	o, written := writtenOf(tm, "slotmanager.number-of-slots.max")
	_, cpu := tm.Options["slotmanager.max-total-resource.cpu"]
	_, memory := tm.Options["slotmanager.max-total-resource.memory"]
	switch {
	case written && limits.Slots < slots && !(cpu && memory): // where both are set the number of slots may not count
		f.Message = fmt.Sprintf("Flink may use no more than %d of the %d slots that one TaskManager has: none is started", limits.Slots, slots)
		f.Help = fmt.Sprintf("raise it to a multiple of %d, or lower %s", slots, slotsKey)
		if other, ok := writtenOf(tm, slotsKey); ok {
			f.Related = []lint.Related{{Place: other.Place, Span: other.Place.Value, Message: "of one TaskManager"}}
		}
	case limits.Memory < needs:
		if o, written = writtenOf(tm, "slotmanager.max-total-resource.memory"); !written {
			return
		}
		u := commonUnit(limits.Memory, needs)
		f.Message = fmt.Sprintf("all TaskManagers together may use %s, but the slots of one have %s: none is started", u.write(limits.Memory), u.write(needs))
		f.Sum = slotMemorySum(tm.Memory())
		f.Help = "raise it to a multiple of that, or remove it"
	default:
		return
	}
	f.Place, f.Span = o.Place, o.Place.Value
	p.Report(f)
}

// slotMemorySum writes what the slots of a TaskManager share.
func slotMemorySum(m *flink.Memory) string {
	s := &flink.Sum{}
	var sizes []flink.Size
	for _, n := range []flink.Name{flink.TaskHeap, flink.TaskOffHeap, flink.Network, flink.Managed} {
		c, _ := m.Component(n)
		s.Parts, sizes = append(s.Parts, termOf(c)), append(sizes, c.Size)
	}
	return commonUnit(sizes...).addition(s)
}
