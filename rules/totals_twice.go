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
		Does: "Total Process Memory beside Total Flink Memory, beside the JobManager's heap or beside task heap and managed memory " +
			"of the TaskManager leaves the rest to the JVM overhead, which has to lie between its minimum and maximum. Total " +
			"Flink Memory beside task heap and managed memory leaves the rest to network memory. Total Flink Memory, heap and " +
			"off-heap memory of the JobManager have to add up to the byte.",
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
		if !m.OK() || !m.Modelled() || p.Cluster.LoadError() != nil {
			continue // where they contradict each other there is an error already
		}
		if first, second, ok := twoTotals(process); ok {
			reportTwoTotals(p, process, first, second)
		} else if total, parts, ok := totalOfParts(process); ok {
			reportTotalOfParts(p, process, total, parts)
		}
	}
}

func reportTwoTotals(p *lint.Pass, process *source.Process, first, second source.Option) {
	overhead, _ := process.Memory().Component(flink.Overhead)
	role := process.Role
	f := lint.Finding{
		Place: second.Place, Span: second.Place.Key, Role: &role, Label: "another total",
		Message: fmt.Sprintf("%s: %s and %s are both set, which leaves %s to the JVM overhead",
			role, short(first.Key), short(second.Key), overhead.Size),
		Help:    "keep one of them",
		Related: []lint.Related{{Place: first.Place, Span: first.Place.Key, Message: "one total"}},
	}
	f.Fixes = removeTotal(p, process, second)
	p.Report(f)
}

// removeTotal offers to do without a total.
func removeTotal(p *lint.Pass, process *source.Process, total source.Option) []lint.Fix {
	e, ok := total.Place.Document.DeleteEntry(total)
	after := flink.Calculate(process.Role, process.Reading, p.Version(), process.Config().Without(total.Key))
	outcome := outcomeOf(after)
	if !ok || outcome == "" {
		return nil
	}
	return []lint.Fix{{Title: "remove " + total.Key + " (" + outcome + ")", Safety: lint.Unsafe, Edits: []source.Edit{e}}}
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
		second, ok = setBy(process, n)
		if ok && second.Key != first.Key {
			return first, second, true
		}
	}
	return first, second, false
}

// setBy is the option that sets a component, where it is written somewhere.
func setBy(process *source.Process, name flink.Name) (source.Option, bool) {
	c, ok := process.Memory().Component(name)
	if !ok || c.Origin != flink.Explicit || len(c.Keys) != 1 {
		return source.Option{}, false
	}
	o, ok := process.Options[c.Keys[0]]
	return o, ok && !o.Place.IsZero()
}

// totalOfParts is a total beside all the parts of it that would fix it.
func totalOfParts(process *source.Process) (total source.Option, parts []source.Option, ok bool) {
	names, totals := []flink.Name{flink.TaskHeap, flink.Managed}, []flink.Name{flink.TotalFlink, flink.TotalProcess}
	if process.Role == flink.JobManager {
		names, totals = []flink.Name{flink.Heap, flink.OffHeap}, totals[:1]
	}
	for _, n := range names {
		o, set := setBy(process, n)
		if !set {
			return total, nil, false
		}
		parts = append(parts, o)
	}
	for _, n := range totals {
		if total, ok = setBy(process, n); ok {
			return total, parts, true
		}
	}
	return total, nil, false
}

func reportTotalOfParts(p *lint.Pass, process *source.Process, total source.Option, parts []source.Option) {
	m := process.Memory()
	role := process.Role
	f := lint.Finding{Place: total.Place, Span: total.Place.Key, Role: &role, Label: "follows from the parts", Help: "remove the total"}
	names := make([]string, len(parts))
	for i, o := range parts {
		names[i] = short(o.Key)
		f.Related = append(f.Related, lint.Related{Place: o.Place, Span: o.Place.Key, Message: "a part"})
	}
	f.Message = fmt.Sprintf("%s: %s is set beside %s", role, short(total.Key), list(names, "and"))
	if total.Layer == source.LayerResource { // the operator wants one
		last := parts[len(parts)-1]
		f.Place, f.Span, f.Label = last.Place, last.Place.Key, "beside the total"
		f.Help = "remove one of " + list(names, "and") + ": the total is the resource's memory"
		f.Message = fmt.Sprintf("%s: %s are set beside the resource's memory", role, list(names, "and"))
		f.Related[len(parts)-1] = lint.Related{Place: total.Place, Span: total.Place.Value, Message: flink.TotalProcess.Label()}
	}
	rest, what := flink.Network, "network memory"
	if c, _ := m.Component(flink.Overhead); c.Remainder {
		rest, what = flink.Overhead, "the JVM overhead"
	}
	if role == flink.TaskManager {
		f.Message += fmt.Sprintf(", which leaves %s to %s", m.Size(rest), what)
		f.Sum = leftOver(m, rest)
		if total.Place == f.Place {
			f.Fixes = removeTotal(p, process, total)
		}
	} else {
		f.Message += ", which have to add up to it"
		f.Fixes = removeIgnored(p, total)
	}
	p.Report(f)
}
