package rules

import (
	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

var networkInconsistent = &lint.Rule{
	ID: "tm-network-inconsistent", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "What is left for network memory is outside its range",
		Why: "Where the total and the task heap are both fixed, network memory gets whatever is left, be it much or " +
			"little. Where its minimum and maximum do not allow that, the TaskManager does not start.",
		Does: "With task.heap.size beside flink.size, or beside process.size alone, network memory = Total Flink Memory - " +
			"framework heap - framework off-heap - task heap - task off-heap - managed memory. It has to lie between " +
			"network.min (64 MiB) and network.max (1 GiB up to 1.16, unlimited from 1.17 on); network.fraction does not " +
			"count then. Up to 1.20, where taskmanager.network.numberOfBuffers is set and no bound or fraction of network " +
			"memory, the rest has to be exactly what these buffers take.",
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
	f.Later = x.mend
	return f
}
