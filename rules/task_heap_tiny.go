package rules

import (
	"fmt"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var taskHeapTiny = &lint.Rule{
	ID: "tm-task-heap-tiny", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "Hardly any heap is left for the tasks",
		Why: "The task heap is what all other components leave of the TaskManager's memory, and user code lives in it. A " +
			"TaskManager of 1024 MiB starts with Flink's defaults, but with 26 MiB for its tasks: a job that keeps more than a " +
			"few records there ends with an OutOfMemoryError. The slots share what there is.",
		Does: "The task heap is what framework heap, off-heap, network and managed memory leave of Total Flink Memory, and may be 0. " +
			"Flink checks no minimum. The default settings speak up below 64 MiB, and below 32 MiB for each of several task " +
			"slots, where nobody set the task heap.",
		Bad:       "taskmanager.memory.process.size: 1024m\n",
		Good:      "taskmanager.memory.process.size: 1728m\n",
		Heuristic: true,
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup_tm/",
		},
	},
	Settings: []lint.Setting{{
		Name: "minimum-per-slot", Default: 32 * flink.MiB,
		Doc: "The least task heap for each of several task slots: a slot runs a copy of all of a job's operators, and a Kafka consumer alone may hold 50 MiB of fetched records.",
	}, {
		Name: "minimum", Default: 64 * flink.MiB,
		Doc: "The least task heap to accept: user code, the operators' objects and the records in flight of all slots share it, and hardly any job runs in less.",
	}},
	Check: checkTaskHeap,
}

func checkTaskHeap(p *lint.Pass) {
	tm := p.Cluster.TaskManager
	if tm == nil || p.Cluster.Fragment() || p.Cluster.LoadError() != nil {
		return
	}
	m := tm.Memory()
	heap, ok := m.Component(flink.TaskHeap)
	if !ok || heap.Origin == flink.Explicit {
		return
	}
	if heap.Size >= p.Size("minimum") {
		checkHeapPerSlot(p, tm, heap)
		return
	}
	role := flink.TaskManager
	f := lint.Finding{
		Role:    &role,
		Message: fmt.Sprintf("only %s of task heap are left for user code", heap.Size),
		Sum:     taskHeapSum(m),
		Help:    moreForHeap(p, tm, max(p.Size("minimum"), usefulHeap)),
	}
	if managed, _ := m.Component(flink.Managed); managed.Size > 0 {
		key := "taskmanager.memory.managed.fraction"
		if managed.Origin == flink.Explicit && len(managed.Keys) == 1 {
			key = managed.Keys[0]
		}
		f.Help += ", or give managed memory less (" + key + ")"
	}
	if o, ok := totalOption(tm); ok {
		f.Place, f.Span, f.Label = o.Place, o.Place.Value, heapTotal(m, o)
		p.Report(f)
	}
}

func checkHeapPerSlot(p *lint.Pass, tm *source.Process, heap flink.Component) {
	slots, err := flink.TaskSlots(tm.Config(), p.Version())
	o, set := tm.Options["taskmanager.numberOfTaskSlots"]
	if err != nil || slots < 2 || !set || o.Place.IsZero() {
		return
	}
	each := flink.PerSlot(heap.Size, slots)
	if each > p.Size("minimum-per-slot")-flink.MiB/100 { // what would be written as the minimum is not below it
		return
	}
	role := flink.TaskManager
	m := tm.Memory()
	f := lint.Finding{
		Place: o.Place, Span: o.Place.Value, Role: &role, Label: "task slots",
		Message: fmt.Sprintf("only %s of task heap are left for user code in each of %d task slots", each, slots),
		Sum:     fmt.Sprintf("%s\n%s (task heap) / %d (task slots) = %s", taskHeapSum(m), heap.Size, slots, each),
		Help:    moreForHeap(p, tm, max(flink.Size(slots)*p.Size("minimum-per-slot"), usefulHeap)) + ", or set fewer slots, if jobs use all of them",
	}
	if total, ok := totalOption(tm); ok {
		f.Related = []lint.Related{{Place: total.Place, Span: total.Place.Value, Message: heapTotal(m, total)}}
	}
	p.Report(f)
}

// heapTotal names the total that an option sets, an old heap size by what it stands for.
func heapTotal(m *flink.Memory, o source.Option) string {
	if total, _ := m.Component(flink.TotalFlink); o.Key == "taskmanager.memory.process.size" || total.Remainder {
		return flink.TotalProcess.Label()
	}
	return flink.TotalFlink.Label()
}

// taskHeapSum writes how the task heap came about.
func taskHeapSum(m *flink.Memory) string {
	inner := termsOf(m, flink.FrameworkHeap, flink.FrameworkOffHeap, flink.TaskOffHeap, flink.Network, flink.Managed)
	return remainderSum(m, flink.TotalFlink, inner, flink.TaskHeap)
}

// moreForHeap names a total that leaves as much task heap, where there is one to find.
func moreForHeap(p *lint.Pass, tm *source.Process, heap flink.Size) string {
	if o, ok := totalOption(tm); ok {
		x := problem{&flink.Problem{Keys: []string{o.Key}}, p, tm, map[flink.Size]leastTotal{}}
		if total := x.leastTotal(heap); total.ok {
			return "set " + x.written(o.Key) + " to " + total.text() + " or more"
		}
	}
	return "give the TaskManager more memory"
}
