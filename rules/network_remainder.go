package rules

import (
	"fmt"

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
	u := sumUnit(x.Problem)
	f := lint.Finding{Sum: u.from(x.Problem) + u.subtraction(x.Sum) + " (network memory)"}
	bound, side := x.High, "above its maximum of "
	if x.Sum.Left < x.Low.Size {
		bound, side = x.Low, "below its minimum of "
	}
	if x.Low == x.High {
		side = "but the configured buffers take exactly "
	}
	f.Message = fmt.Sprintf("%s are left for network memory, %s%s", u.write(x.Sum.Left), side, u.term(*bound))
	f.Help = "leave one of the sizes to Flink, or allow what is left with network.min and network.max"
	var fs fixes
	if x.isSet("task.heap.size") {
		fs.remove(x, x.key("task.heap.size"))
	}
	if bound.Origin == flink.Explicit {
		fs.set(x, bound.Key, roundTo(x.Sum.Left, bound == x.High).Config())
	}
	for _, total := range []string{"process.size", "flink.size"} {
		if x.isSet(total) && x.isSet("task.heap.size") && x.isSet("managed.size") {
			fs.remove(x, x.key(total))
		}
	}
	f.Fixes = fs
	return f
}

// roundTo is a whole number of MiB at or above a size, or at or below it.
func roundTo(n flink.Size, up bool) flink.Size {
	if up {
		n += flink.MiB - 1
	}
	return n / flink.MiB * flink.MiB
}
