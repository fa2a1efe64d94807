package rules

import (
	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

var metaspaceOverheadExceed = &lint.Rule{
	ID: "metaspace-overhead-exceed-process", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "JVM metaspace and JVM overhead alone exceed Total Process Memory",
		Why: "The JVM's own memory comes first: metaspace (256 MiB by default) and overhead (192 MiB at least). What is left " +
			"of Total Process Memory is Flink's. Where nothing is left the process does not start. A size without a unit, " +
			"which Flink reads as bytes, is a common cause.",
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
	var fs fixes
	fs.raise(x)
	f.Fixes = fs
	return f
}

var processBelowFlink = &lint.Rule{
	ID: "total-process-below-flink", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "Total Process Memory is less than what it has to contain",
		Why: "Total Process Memory contains Total Flink Memory, the JVM metaspace and the JVM overhead. Where the first two " +
			"are more than the whole the process does not start. It happens where both totals are set to the same size.",
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
	f.Help, f.Fixes = x.oneTotal()
	return f
}
