package rules

import (
	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

var networkInconsistent = &lint.Rule{
	ID: "tm-network-inconsistent", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "What is left for network memory is outside its range",
		Why: "Where Total Flink Memory and the task heap are known, nothing is left to adjust but network memory: it gets " +
			"the rest. The rest has to lie between network.min and network.max (or to equal the configured number of " +
			"buffers), else the TaskManager does not start.",
		Bad: "taskmanager.memory.flink.size: 1280m\ntaskmanager.memory.task.heap.size: 256m\n" +
			"taskmanager.memory.network.max: 64m\n",
		Good: "taskmanager.memory.flink.size: 1280m\ntaskmanager.memory.network.max: 64m\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup_tm/",
		},
	},
	Check: eachProblem(wordNetworkRemainder, flink.NetworkOutOfRange),
}

func wordNetworkRemainder(x problem) lint.Finding {
	f := x.statement()
	f.Help = "leave one of the sizes to Flink, or allow what is left with network.min and network.max"
	var fs fixes
	if x.isSet("task.heap.size") {
		fs.remove(x, x.key("task.heap.size"))
	}
	if x.Low != x.High {
		if x.Sum.Left < x.Low.Size && x.Low.Origin == flink.Explicit {
			fs.set(x, x.Low.Key, (x.Sum.Left / flink.MiB * flink.MiB).Config())
		} else if x.Sum.Left > x.High.Size && x.High.Origin == flink.Explicit {
			fs.set(x, x.High.Key, ((x.Sum.Left + flink.MiB - 1) / flink.MiB * flink.MiB).Config())
		}
	}
	for _, total := range []string{"process.size", "flink.size"} {
		if x.isSet(total) && x.isSet("task.heap.size") && x.isSet("managed.size") {
			fs.remove(x, x.key(total))
		}
	}
	f.Fixes = fs
	return f
}
