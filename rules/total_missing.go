package rules

import (
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var memoryTotalMissing = &lint.Rule{
	ID: "memory-total-missing", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "A process has memory options, but no total to divide",
		Why: "Flink divides a total among the parts of a process, and has no default for that total. Without one the " +
			"process does not start, whatever else is set. The configuration file that Flink ships has a total for both " +
			"processes; a file that replaces it needs one, too.",
		Does: "A TaskManager needs process.size (Total Process Memory), flink.size (Total Flink Memory), or both " +
			"task.heap.size and managed.size. A JobManager, from 1.11 on, needs process.size, flink.size or heap.size. Up " +
			"to 1.20 the old taskmanager.heap.size and jobmanager.heap.size, or the same with .mb, stand for one of them; " +
			"Flink 2 ignores these. In a plain file this is a warning, because the total may come from the command line " +
			"or from a container's environment; where all of that is in view it is an error.",
		Bad:  "taskmanager.memory.managed.fraction: 0.3\n",
		Good: "taskmanager.memory.process.size: 1728m\ntaskmanager.memory.managed.fraction: 0.3\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup/",
		},
	},
	Check: checkTotalMissing,
}

func checkTotalMissing(p *lint.Pass) {
	for _, x := range problems(p, flink.TotalMemoryMissing) {
		if x.process.Configured && !misled(x) {
			x.report(wordTotalMissing(x))
		}
	}
}

func wordTotalMissing(x problem) lint.Finding {
	example := "1728m"
	if x.role() == flink.JobManager {
		example = "1600m"
	}
	f := x.statement()
	f.Help = "set " + x.key("process.size") + ", such as " + example + ", unless it is given on the command line (-D) or by the container"
	if x.process.Cluster.Workload != nil {
		f.Severity, f.Help = lint.Error, "set "+x.key("process.size")+", such as "+example
		if w := x.process.Cluster.Workload; w.Generated {
			field := "spec.taskManager"
			if x.role() == flink.JobManager {
				field = "spec.jobManager"
			}
			f.Help = "set " + field + ".resource.memory, such as " + example
		}
	}
	f.Later = x.mend
	for _, o := range x.writtenOptions() {
		if withdrawnTotal(o, x) {
			f.Place, f.Span, f.Label = o.Place, o.Place.Key, "no longer read by Flink "+x.pass.Version().String()
		}
	}
	return f
}

// withdrawnTotal reports whether an option is a heap size that set the total in older versions.
func withdrawnTotal(o source.Option, x problem) bool {
	prefix := strings.ToLower(x.role().String())
	if o.Key != prefix+".heap.size" && o.Key != prefix+".heap.mb" {
		return false
	}
	known, ok := flink.Lookup(o.Key)
	return ok && !known.WorksIn(x.pass.Version())
}
