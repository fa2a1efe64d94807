package rules

import (
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var overheadOutOfRange = &lint.Rule{
	ID: "jvm-overhead-out-of-range", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "Two totals leave a JVM overhead outside its range",
		Why: "JVM overhead is the native memory that the JVM needs beside its heap. With two totals it becomes whatever " +
			"the smaller one leaves of the larger, and where that is too little or too much the process does not start. " +
			"One total is enough: Flink then computes the overhead itself.",
		Does: "Where process.size stands beside flink.size, or beside sizes that give Total Flink Memory (task.heap.size " +
			"and managed.size on the TaskManager, heap.size on the JobManager from 1.11 on), JVM overhead = Total Process " +
			"Memory - Total Flink Memory - JVM metaspace. It has to lie between jvm-overhead.min (192 MiB) and " +
			"jvm-overhead.max (1 GiB); jvm-overhead.fraction does not count then.",
		Bad:  "taskmanager.memory.process.size: 8g\ntaskmanager.memory.flink.size: 4g\n",
		Good: "taskmanager.memory.process.size: 8g\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup/",
		},
	},
	Check: eachProblem(wordOverhead, flink.OverheadOutOfRange),
}

func wordOverhead(x problem) lint.Finding {
	f := x.statement()
	f.Help, f.Later = x.oneTotal(), x.mend
	return f
}

// oneTotal asks to keep one total where two contradict each other.
func (x problem) oneTotal() string {
	help := ""
	switch {
	case x.isSet("flink.size"):
		help = "set one total: remove flink.size, or process.size"
	case x.role() == flink.JobManager && x.isSet("heap.size"):
		help = "set one of process.size and heap.size"
	case x.isSet("task.heap.size") && x.isSet("managed.size"):
		help = "remove process.size, or one of task.heap.size and managed.size"
	default: // an old heap size, which stands for the other total
		for _, k := range x.Keys {
			if k != x.key("process.size") && strings.Contains(k, ".heap.") && !strings.Contains(k, ".memory.") {
				help = "set one total: remove " + k + ", or process.size"
			}
		}
	}
	if total := x.process.Options[x.key("process.size")]; total.Layer == source.LayerResource { // cannot be removed
		help = strings.NewReplacer("set one total: ", "", ", or process.size", "", "remove process.size, or one", "remove one",
			"set one of process.size and heap.size", "remove heap.size").Replace(help) + ": the total is the resource's memory"
	}
	if raise := x.minFit(); raise != "" && help != "" {
		help += "; or " + raise
	}
	return help
}
