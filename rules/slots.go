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
