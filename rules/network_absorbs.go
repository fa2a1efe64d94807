package rules

import (
	"fmt"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

const taskHeapKey = "taskmanager.memory.task.heap.size"

var networkAbsorbsRemainder = &lint.Rule{
	ID: "tm-network-absorbs-remainder", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "Network memory takes what a fixed task heap leaves",
		Why: "Whoever sets the task heap next to a total usually expects the rest to stay where it was. It becomes network " +
			"memory: buffers that no job asked for, outside the heap, while the tasks have less heap than they could have.",
		Does: "Where Total Flink Memory is known (it is set, or follows from Total Process Memory) and " +
			"taskmanager.memory.task.heap.size is set, network memory is the rest: network.fraction has no effect, and the rest " +
			"only has to lie between network.min and network.max, which is 1 GiB up to 1.16 and unlimited from 1.17 on. With " +
			"4 GiB of Total Process Memory and 1 GiB of task heap that is 778 MiB instead of 343 MiB.",
		Bad:   "taskmanager.memory.process.size: 4g\ntaskmanager.memory.task.heap.size: 1g\n",
		Good:  "taskmanager.memory.process.size: 4g\n",
		Links: []string{"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup_tm/#detailed-memory-model"},
	},
	Settings: []lint.Setting{{
		Name: "factor", Default: 2.0,
		Doc: "How many times the network memory that Flink would take by itself is too much: up to twice as much may be what a rounded task heap leaves.",
	}},
	Check: checkNetworkAbsorbs,
}

func checkNetworkAbsorbs(p *lint.Pass) {
	tm := p.Cluster.TaskManager
	if tm == nil || p.Cluster.LoadError() != nil || p.Cluster.Fragment() {
		return
	}
	m := tm.Memory()
	network, ok := m.Component(flink.Network)
	o, set := writtenOf(tm, taskHeapKey)
	if !ok || !set || !network.Remainder {
		return
	}
	free := flink.Calculate(flink.TaskManager, tm.Reading, p.Version(), tm.Config().Without(taskHeapKey))
	usual, ok := free.Component(flink.Network)
	if !ok || float64(network.Size) <= p.Fraction("factor")*float64(usual.Size) {
		return
	}
	role := flink.TaskManager
	heap := free.Size(flink.TaskHeap)
	u := commonUnit(network.Size, usual.Size)
	f := lint.Finding{
		Place: o.Place, Span: o.Place.Value, Role: &role, Label: "task heap",
		Message: fmt.Sprintf("network memory takes the %s that the task heap leaves, instead of %s",
			u.write(network.Size), u.term(termOf(usual))),
		Sum: leftOver(m, flink.Network),
		Help: fmt.Sprintf("remove %s, or set it to %s, and network memory gets its fraction again", o.Key,
			(heap / flink.MiB * flink.MiB).Config()),
	}
	if total, ok := totalOption(tm); ok {
		f.Related = []lint.Related{{Place: total.Place, Span: total.Place.Value, Message: "total"}}
	}
	if e, ok := o.Place.Document.DeleteEntry(o); ok {
		f.Fixes = []lint.Fix{{
			Title: fmt.Sprintf("remove %s (task heap %s, network %s)", o.Key, heap, usual.Size), Safety: lint.Unsafe, Edits: []source.Edit{e},
		}}
	}
	p.Report(f)
}
