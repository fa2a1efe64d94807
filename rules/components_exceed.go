package rules

import (
	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

var componentsExceedTotal = &lint.Rule{
	ID: "tm-components-exceed-total", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "The TaskManager's components need more than Total Flink Memory",
		Why: "The parts of a TaskManager have to fit into its Total Flink Memory, and some need a fixed amount however " +
			"small that is. Where they do not fit the TaskManager does not start: with Flink's defaults below a Total " +
			"Process Memory of about 982 MiB.",
		Does: "The parts are framework heap and framework off-heap memory (128 MiB each), task off-heap memory (0), managed " +
			"memory (managed.size, else 0.4 of Total Flink Memory), network memory (0.1 of it, but 64 MiB at least) and " +
			"the task heap. The task heap gets what the others leave, which may be nothing but not less. Where " +
			"task.heap.size is set, network memory gets the rest, and the others have to fit without it. Total Flink " +
			"Memory is flink.size, else process.size less JVM metaspace and JVM overhead.",
		Bad:  "taskmanager.memory.process.size: 768m\n",
		Good: "taskmanager.memory.process.size: 1728m\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup_tm/",
		},
	},
	Check: eachProblem(wordComponentsExceed, flink.ComponentsExceedFlink),
}

func wordComponentsExceed(x problem) lint.Finding {
	f := x.statement()
	f.Help = "give the process more memory, or its components less"
	if raise := x.minFit(); raise != "" {
		f.Help = raise + ", or give a component less"
	} else if shares(x.Sum) >= 1 {
		f.Help = "lower a fraction: they leave nothing over, whatever the total"
	}
	f.Later = x.mend
	return f
}

// shares is what the fractions of a sum's parts add up to.
func shares(s *flink.Sum) float64 {
	var f float64
	for _, t := range s.Parts {
		if t.Origin == flink.Derived {
			f += t.Fraction
		}
	}
	return f
}
