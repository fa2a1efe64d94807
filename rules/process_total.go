package rules

import (
	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

var metaspaceOverheadExceed = &lint.Rule{
	ID: "metaspace-overhead-exceed-process", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "JVM metaspace and JVM overhead alone exceed Total Process Memory",
		Why: "The JVM takes memory of its own from Total Process Memory before Flink gets the rest. Where it needs more " +
			"than the whole, the process does not start.",
		Does: "Where process.size is the only total, Flink takes off JVM metaspace (jvm-metaspace.size, 256 MiB by default) " +
			"and JVM overhead (0.1 of Total Process Memory, but 192 MiB at least and 1 GiB at most). The two together " +
			"must not exceed Total Process Memory. This holds for the TaskManager, and from 1.11 on for the JobManager. A " +
			"total that is that small because its unit is missing is reported as missing-memory-unit instead.",
		Bad:  "taskmanager.memory.process.size: 400m\n",
		Good: "taskmanager.memory.process.size: 1728m\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup/",
		},
	},
	Check: eachProblem(wordMetaspaceOverhead, flink.MetaspaceOverheadExceedProcess),
}

func wordMetaspaceOverhead(x problem) lint.Finding {
	f := x.statement()
	f.Help = "give the process more memory"
	if raise := x.minFit(); raise != "" {
		f.Help = raise
	}
	f.Later = x.mend
	return f
}

var processBelowFlink = &lint.Rule{
	ID: "total-process-below-flink", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "Total Process Memory is less than what it has to contain",
		Why: "Total Process Memory is the whole process, Total Flink Memory a part of it. Where the part does not fit into " +
			"the whole, as when both are set to the same size, the process does not start.",
		Does: "Where process.size stands beside flink.size, or beside sizes that give Total Flink Memory (task.heap.size " +
			"and managed.size on the TaskManager, heap.size on the JobManager from 1.11 on), Total Flink Memory + JVM " +
			"metaspace (256 MiB by default) must not exceed Total Process Memory. What is left becomes the JVM overhead, " +
			"which has a range of its own: see jvm-overhead-out-of-range.",
		Bad:  "jobmanager.memory.process.size: 1g\njobmanager.memory.flink.size: 1g\n",
		Good: "jobmanager.memory.process.size: 1600m\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup/",
		},
	},
	Check: checkProcessBelowFlink,
}

func checkProcessBelowFlink(p *lint.Pass) {
	for _, x := range problems(p, flink.ProcessBelowFlink) {
		if x.Sum != nil && !misled(x) { // without a sum it is a number of buffers below nothing
			x.report(wordProcessBelowFlink(x))
		}
	}
}

func wordProcessBelowFlink(x problem) lint.Finding {
	f := x.statement()
	f.Help, f.Later = x.oneTotal(), x.mend
	return f
}
