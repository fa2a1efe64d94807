package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// jvmFlags are the JVM's flags that Flink sets itself, and the options that they follow from.
var jvmFlags = []struct{ flag, option string }{
	{"-Xmx", "task.heap.size (heap.size on the JobManager) or the total"},
	{"-Xms", "task.heap.size (heap.size on the JobManager) or the total"},
	{"-XX:MaxHeapSize=", "task.heap.size (heap.size on the JobManager) or the total"},
	{"-XX:MaxDirectMemorySize=", "task.off-heap.size (off-heap.size on the JobManager)"},
	{"-XX:MaxMetaspaceSize=", "jvm-metaspace.size"},
}

var jvmFlagOverrides = &lint.Rule{
	ID: "jvm-flag-overrides-flink", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "A JVM flag that overrides what Flink computes",
		Why: "Flink starts the JVM with -Xmx, -Xms, -XX:MaxDirectMemorySize and -XX:MaxMetaspaceSize from its own sum. Flags in " +
			"env.java.opts come later on the command line, and the JVM takes the last: the process then uses another amount " +
			"than the sum says, and neither Flink nor its container knows.",
		Bad:  "taskmanager.memory.process.size: 2g\nenv.java.opts.taskmanager: -Xmx6g\n",
		Good: "taskmanager.memory.process.size: 8g\nenv.java.opts.taskmanager: -XX:+UseG1GC\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup/#jvm-parameters",
		},
	},
	CheckPart: func(p *lint.Pass) {
		for _, o := range p.Part.Options {
			if !strings.HasPrefix(o.Key, "env.java.opts") && !strings.HasPrefix(o.Key, "env.java.default-opts") || o.State == source.Unknown {
				continue
			}
			for _, word := range strings.Fields(strings.Trim(o.Value, `"'`)) {
				i := slices.IndexFunc(jvmFlags, func(f struct{ flag, option string }) bool { return strings.HasPrefix(word, f.flag) })
				if i < 0 {
					continue
				}
				p.Report(lint.Finding{
					Place: o.Place, Span: o.Place.Value, Label: "overrides Flink",
					Message: fmt.Sprintf("%s in %s overrides what Flink computes", shorten(word), o.Key),
					Help:    "remove the flag, and set " + jvmFlags[i].option,
				})
			}
		}
	},
}
