package rules

import (
	"fmt"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

var frameworkMemoryChanged = &lint.Rule{
	ID: "framework-memory-changed", Severity: lint.Info,
	Doc: lint.Doc{
		Title: "The framework's own memory is not Flink's default",
		Why: "framework.heap.size is often taken for the heap of the job. It gives the JVM no more heap where a total is set: it " +
			"only counts less of it as task heap. Less off-heap memory than the default is what the framework itself runs " +
			"out of, as \"Direct buffer memory\".",
		Does: "Framework heap and task heap are one JVM heap, and framework off-heap, task off-heap and network memory one limit " +
			"on direct memory: nothing keeps them apart when the process runs. Flink's documentation advises to leave the " +
			"framework's shares alone. This speaks up for more heap and for less off-heap memory. More off-heap memory is what " +
			"batch shuffles need and Flink's own error message proposes; less heap is harmless.",
		Bad:       "taskmanager.memory.process.size: 4g\ntaskmanager.memory.framework.heap.size: 1g\n",
		Good:      "taskmanager.memory.process.size: 4g\n",
		Heuristic: true,
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup_tm/#framework-memory",
		},
	},
	Check: checkFrameworkMemory,
}

func checkFrameworkMemory(p *lint.Pass) {
	tm := p.Cluster.TaskManager
	if tm == nil || p.Cluster.LoadError() != nil {
		return
	}
	m := tm.Memory()
	for _, name := range []flink.Name{flink.FrameworkHeap, flink.FrameworkOffHeap} {
		o, set := setBy(tm, name)
		if !set {
			continue
		}
		known, _ := flink.Lookup(o.Key)
		standard, ok := known.DefaultIn(p.Version())
		size := m.Size(name)
		raised := size > standard.Bytes
		if !ok || size == standard.Bytes || raised != (name == flink.FrameworkHeap) {
			continue
		}
		role := flink.TaskManager
		f := lint.Finding{
			Place: o.Place, Span: o.Place.Value, Role: &role, Label: name.Label(),
			Message: fmt.Sprintf("%s is %s, and Flink's default is %s", short(o.Key), size, standard.Bytes),
			Help:    "remove it, unless the direct memory is known to be enough",
			Fixes:   removeForDefault(p, tm, o),
		}
		if raised {
			f.Help = "remove it, and set taskmanager.memory.task.heap.size for more heap"
		}
		if heap, _ := m.Component(flink.TaskHeap); raised && heap.Remainder {
			whole := size + heap.Size
			u := commonUnit(whole, size, heap.Size)
			f.Message += ", which changes nothing of the JVM heap"
			f.Sum = fmt.Sprintf("%s (%s) + %s (task heap, the rest) = %s (JVM heap)", u.write(size), short(o.Key), u.write(heap.Size), u.write(whole))
			f.Help = "remove it; for more heap raise the total, or lower managed memory"
		}
		p.Report(f)
	}
}
