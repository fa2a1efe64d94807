package rules

import (
	"fmt"
	"slices"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// localIgnored are the options that Flink drops for a job that runs in the client's own process
// (TaskExecutorResourceUtils.adjustForLocalExecution, asked in 1.11, 1.20 and 2.3): it warns of the first eight, and sets
// what the others are a share of.
var localIgnored = []string{
	"process.size", "flink.size", "framework.heap.size", "framework.off-heap.size", "jvm-metaspace.size",
	"jvm-overhead.min", "jvm-overhead.max", "jvm-overhead.fraction", "managed.fraction", "network.fraction",
}

var localExecutionIgnored = &lint.Rule{
	ID: "local-execution-option-ignored", Severity: lint.Info, Tag: lint.Unused,
	Doc: lint.Doc{
		Title: "Memory options that a local execution ignores",
		Why: "With execution.target: local a job runs inside the process that submits it, whose memory is what its own -Xmx " +
			"gives. The total that is written here does not count, nor do its parts: a test that passes with 8 GiB of managed " +
			"memory in the file ran with 128 MiB.",
		Does: "A MiniCluster reads taskmanager.cpu.cores and, of the memory options, task.heap.size, task.off-heap.size, " +
			"network.min, network.max and managed.size. Without the last it takes 128 MiB of managed memory, without " +
			"network.min and max 64 MiB of network memory. It drops the others, of most of them with a warning in the log.",
		Bad:   "execution.target: local\ntaskmanager.memory.process.size: 8g\n",
		Good:  "execution.target: local\ntaskmanager.memory.managed.size: 1g\ntaskmanager.memory.task.heap.size: 4g\n",
		Since: "1.11", Heuristic: true,
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup_tm/#local-execution",
		},
	},
	Check: checkLocalExecution,
}

func checkLocalExecution(p *lint.Pass) {
	tm := p.Cluster.TaskManager
	if tm == nil || p.Cluster.LoadError() != nil || p.Version().Before(jobManagerModel) {
		return
	}
	target, ok := writtenOf(tm, "execution.target")
	if !ok || target.Value != "local" || target.State != source.Known {
		return
	}
	var ignored []source.Option
	for _, rest := range localIgnored {
		if o, ok := writtenOf(tm, flink.TaskManager.Prefix()+rest); ok {
			ignored = append(ignored, o)
		}
	}
	if len(ignored) == 0 {
		return
	}
	slices.SortStableFunc(ignored, func(a, b source.Option) int { return a.Place.Entry.Start - b.Place.Entry.Start })
	names := make([]string, len(ignored))
	for i, o := range ignored {
		names[i] = short(o.Key)
	}
	verb := "have"
	if len(names) == 1 {
		verb = "has"
	}
	role := flink.TaskManager
	f := lint.Finding{
		Place: ignored[0].Place, Span: ignored[0].Place.Key, Role: &role, Label: "no effect",
		Message: fmt.Sprintf("%s %s no effect on jobs that execution.target: local runs", list(names, "and"), verb),
		Help: "set taskmanager.memory.managed.size, taskmanager.memory.network.min and .max, and the -Xmx of the process that " +
			"submits the job; or run it on a cluster",
		Related: []lint.Related{{Place: target.Place, Span: target.Place.Value, Message: "inside the client"}},
	}
	for _, o := range ignored[1:] {
		f.Related = append(f.Related, lint.Related{Place: o.Place, Span: o.Place.Key, Message: "no effect"})
	}
	p.Report(f)
}
