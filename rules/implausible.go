package rules

import (
	"fmt"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

var sizeImplausible = &lint.Rule{
	ID: "memory-size-implausible", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "A total of more memory than machines have",
		Why: "4096g instead of 4096m is a slip of one letter. Flink starts the JVM with a heap of that size, and the JVM or the " +
			"cluster refuses it with words that name no option.",
		Does:      "Flink computes with any size that 64 bits hold, and does not compare it with the machine.",
		Bad:       "taskmanager.memory.process.size: 4096g\n",
		Good:      "taskmanager.memory.process.size: 4096m\n",
		Heuristic: true,
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup/#configure-total-memory",
		},
	},
	Settings: []lint.Setting{{
		Name: "maximum", Default: 2 * flink.TiB,
		Doc: "The largest total to accept: no machine of the usual cloud offers has more for one process.",
	}},
	Check: checkImplausible,
}

func checkImplausible(p *lint.Pass) {
	for _, process := range p.Processes() {
		for _, name := range []flink.Name{flink.TotalProcess, flink.TotalFlink, flink.Heap} {
			size := process.Memory().Size(name)
			o, set := setBy(process, name)
			if !set || size <= p.Size("maximum") || p.Cluster.LoadError() != nil {
				continue
			}
			role := process.Role
			f := lint.Finding{
				Place: o.Place, Span: o.Place.Value, Role: &role, Label: name.Label(),
				Mends:   []string{o.Key},
				Message: fmt.Sprintf("%s: %s is %s, more than one process is likely to get", short(o.Key), shorten(o.Value), size),
				Help:    "check the unit",
			}
			if meant := unitBelow(o.Value); meant != "" && !strings.HasSuffix(o.Key, ".mb") {
				f.Help = "write " + meant + " if that was meant"
				f.Fixes = setTotal(p, process, o, meant)
			}
			p.Report(f)
			break
		}
	}
}

// unitBelow is the size with the next smaller unit; "" where the unit is none of g and t.
func unitBelow(value string) string {
	number := strings.TrimRight(value, "bBgGtT ")
	switch strings.ToLower(strings.TrimRight(value, "bB"))[len(number):] {
	case "g":
		return number + "m"
	case "t":
		return number + "g"
	}
	return ""
}
