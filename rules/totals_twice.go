package rules

import (
	"fmt"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var totalSetTwice = &lint.Rule{
	ID: "total-memory-set-twice", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "A process has more than one total",
		Why: "Total Process Memory contains Total Flink Memory. Where both are set, or one of them next to all the sizes that " +
			"it contains, the process starts only as long as they happen to agree: what lies between becomes JVM overhead, " +
			"and the next change of one of them stops the process. One total is enough: Total Process Memory in containers, " +
			"Total Flink Memory elsewhere.",
		Bad:  "taskmanager.memory.process.size: 1728m\ntaskmanager.memory.flink.size: 1280m\n",
		Good: "taskmanager.memory.process.size: 1728m\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup/#configure-total-memory",
		},
	},
	Check: checkTotalsTwice,
}

func checkTotalsTwice(p *lint.Pass) {
	for _, process := range p.Processes() {
		m := process.Memory()
		if !m.OK() || p.Cluster.LoadError() != nil {
			continue // where they contradict each other there is an error already
		}
		first, second, ok := twoTotals(process)
		if !ok {
			continue
		}
		overhead, _ := m.Component(flink.Overhead)
		role := process.Role
		f := lint.Finding{
			Place: second.Place, Span: second.Place.Key, Role: &role, Label: "another total",
			Message: fmt.Sprintf("%s: %s and %s are both set, which leaves %s to the JVM overhead",
				role, short(first.Key), short(second.Key), overhead.Size),
			Help:    "set one of them",
			Related: []lint.Related{{Place: first.Place, Span: first.Place.Key, Message: "one total"}},
		}
		if e, ok := second.Place.Document.DeleteEntry(second); ok {
			after := flink.Calculate(role, process.Reading, p.Version(), process.Config().Without(second.Key))
			if outcome := outcomeOf(after); outcome != "" {
				f.Fixes = []lint.Fix{{Title: "remove " + second.Key + " (" + outcome + ")", Safety: lint.Unsafe, Edits: []source.Edit{e}}}
			}
		}
		p.Report(f)
	}
}

// twoTotals are Total Process Memory and what else fixes the same memory.
func twoTotals(process *source.Process) (first, second source.Option, ok bool) {
	prefix := process.Role.Prefix()
	first, ok = process.Options[prefix+"process.size"]
	if !ok || first.Place.IsZero() {
		return first, second, false
	}
	inner := []flink.Name{flink.TotalFlink}
	if process.Role == flink.JobManager {
		inner = append(inner, flink.Heap)
	}
	for _, n := range inner {
		c, ok := process.Memory().Component(n)
		if !ok || c.Origin != flink.Explicit || len(c.Keys) != 1 || c.Keys[0] == first.Key {
			continue
		}
		if second, ok = process.Options[c.Keys[0]]; ok && !second.Place.IsZero() {
			return first, second, true
		}
	}
	return first, second, false
}
