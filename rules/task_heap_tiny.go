package rules

import (
	"fmt"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

var taskHeapTiny = &lint.Rule{
	ID: "tm-task-heap-tiny", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "Hardly any heap is left for the tasks",
		Why: "The task heap is what all other components leave of the TaskManager's memory, and user code lives in it. A " +
			"TaskManager of 1024 MiB starts with Flink's defaults, but with 26 MiB for its tasks: the first job fails with an " +
			"OutOfMemoryError. This speaks up below 64 MiB where nobody set the task heap.",
		Bad:       "taskmanager.memory.process.size: 1024m\n",
		Good:      "taskmanager.memory.process.size: 1728m\n",
		Heuristic: true,
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup_tm/",
		},
	},
	Settings: []lint.Setting{{
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
	if !ok || heap.Origin == flink.Explicit || heap.Size >= p.Size("minimum") {
		return
	}
	total, _ := m.Component(flink.TotalFlink)
	role := flink.TaskManager
	f := lint.Finding{
		Role:    &role,
		Message: fmt.Sprintf("only %s of task heap are left for user code", heap.Size),
		Sum:     taskHeapSum(m),
		Help:    "give the TaskManager more memory",
	}
	if managed, _ := m.Component(flink.Managed); managed.Size > 0 {
		key := "taskmanager.memory.managed.fraction"
		if managed.Origin == flink.Explicit && len(managed.Keys) == 1 {
			key = managed.Keys[0]
		}
		f.Help += ", or managed memory (" + short(key) + ") less"
	}
	for _, k := range []string{"taskmanager.memory.process.size", "taskmanager.memory.flink.size", "taskmanager.heap.size", "taskmanager.heap.mb"} {
		if o, set := tm.Options[k]; set && !o.Place.IsZero() {
			f.Place, f.Span, f.Label = o.Place, o.Place.Value, flink.TotalFlink.Label()
			if k == "taskmanager.memory.process.size" || total.Remainder {
				f.Label = flink.TotalProcess.Label()
			}
			break
		}
	}
	if !f.Place.IsZero() {
		p.Report(f)
	}
}

// taskHeapSum writes how the task heap came about.
func taskHeapSum(m *flink.Memory) string {
	terms := func(names ...flink.Name) []flink.Term {
		var ts []flink.Term
		for _, n := range names {
			c, _ := m.Component(n)
			ts = append(ts, termOf(c))
		}
		return ts
	}
	inner := terms(flink.FrameworkHeap, flink.FrameworkOffHeap, flink.TaskOffHeap, flink.Network, flink.Managed)
	p := &flink.Problem{Sum: &flink.Sum{Total: terms(flink.TotalFlink)[0], Parts: inner, Left: m.Size(flink.TaskHeap)}}
	if total, _ := m.Component(flink.TotalFlink); total.Remainder {
		p.From = &flink.Sum{Total: terms(flink.TotalProcess)[0], Parts: terms(flink.Metaspace, flink.Overhead), Left: total.Size}
	}
	u := sumUnit(p)
	return u.from(p) + u.subtraction(p.Sum) + " (task heap)"
}
