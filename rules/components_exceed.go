package rules

import (
	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

var componentsExceedTotal = &lint.Rule{
	ID: "tm-components-exceed-total", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "The TaskManager's components need more than Total Flink Memory",
		Why: "Total Flink Memory holds the framework's and the tasks' heap and off-heap memory, managed memory and network " +
			"memory. Some have a fixed size, some are a fraction with a minimum; the task heap gets what they leave. Where " +
			"they leave less than nothing the TaskManager does not start. With Flink's defaults it takes a Total Process " +
			"Memory of about 982 MiB to start at all.",
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
	var fs fixes
	fs.raise(x)
	if largest := x.largestExplicit(); largest != "" {
		fs.remove(x, largest)
	}
	f.Fixes = fs
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

// largestExplicit is the option behind the largest component that somebody sized.
func (x problem) largestExplicit() string {
	var key string
	var size flink.Size
	for _, t := range x.Sum.Parts {
		if t.Origin == flink.Explicit && t.Size > size {
			key, size = t.Key, t.Size
		}
	}
	return key
}
