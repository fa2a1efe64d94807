package rules

import (
	"fmt"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

var minAboveMax = &lint.Rule{
	ID: "min-greater-than-max", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A minimum is above its maximum",
		Why: "No size lies between a minimum and a maximum that is below it, so the process does not start. Setting one of " +
			"the two is enough to get there, because the other one then has its default.",
		Does: "Network memory and JVM overhead are a fraction of a total, kept between a minimum and a maximum. Flink " +
			"checks the two against each other before it uses them, defaults included: 64 MiB to 1 GiB for network memory " +
			"(unlimited from 1.17 on), 192 MiB to 1 GiB for JVM overhead. So a jvm-overhead.max of 128 MiB is refused by " +
			"itself, and up to 1.16 a network.min of 2 GiB.",
		Bad:  "taskmanager.memory.process.size: 4g\ntaskmanager.memory.jvm-overhead.max: 128m\n",
		Good: "taskmanager.memory.process.size: 4g\ntaskmanager.memory.jvm-overhead.min: 128m\ntaskmanager.memory.jvm-overhead.max: 128m\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup/#capped-fractionated-components",
		},
	},
	Check: func(p *lint.Pass) {
		for _, x := range problems(p, flink.RangeInvalid) {
			if x.Low != nil && !misled(x) {
				x.report(wordMinAboveMax(x))
			}
		}
	},
}

func wordMinAboveMax(x problem) lint.Finding {
	f := x.statement()
	switch {
	case x.Low.Origin == flink.Default:
		f.Help = fmt.Sprintf("set %s as well, or raise %s to %s", x.Low.Key, x.High.Key, x.Low.Size.Config())
	case x.High.Origin == flink.Default:
		f.Help = fmt.Sprintf("set %s as well, or lower %s to %s", x.High.Key, x.Low.Key, x.High.Size.Config())
	default:
		f.Help = "swap the two, or make them equal to fix the size"
	}
	f.Later = x.mend
	return f
}

var fractionOutOfRange = &lint.Rule{
	ID: "fraction-out-of-range", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A fraction is not at least 0 and less than 1",
		Why: "A fraction is a share of a total. Flink does not start a process with a fraction outside its range; mostly a " +
			"percentage was written, 40 for 0.4.",
		Does: "managed.fraction, network.fraction and jvm-overhead.fraction have to be at least 0 and less than 1; 1 itself " +
			"is refused. One that the calculation does not need, such as managed.fraction beside managed.size, is not " +
			"checked.",
		Bad:  "taskmanager.memory.process.size: 4g\ntaskmanager.memory.managed.fraction: 40\n",
		Good: "taskmanager.memory.process.size: 4g\ntaskmanager.memory.managed.fraction: 0.4\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup/#capped-fractionated-components",
		},
	},
	Check: func(p *lint.Pass) {
		for _, x := range problems(p, flink.RangeInvalid) {
			if x.Low == nil && !x.process.Cluster.Fragment() {
				x.report(wordFraction(x))
			}
		}
	},
}

func wordFraction(x problem) lint.Finding {
	f := x.statement()
	f.Help, f.Label = "write the share of the total, such as 0.4 for 40 %", "not a fraction"
	f.Later = x.mend
	return f
}
