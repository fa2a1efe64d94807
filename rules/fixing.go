package rules

import (
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// outcomeOf names what matters most of a process's memory.
func outcomeOf(m *flink.Memory) string {
	var parts []string
	for _, n := range []flink.Name{flink.Heap, flink.TaskHeap, flink.Managed, flink.TotalProcess} {
		if c, ok := m.Component(n); ok {
			parts = append(parts, n.Label()+" "+about(c.Size))
		}
	}
	return strings.Join(parts, ", ")
}

// replaceValue is a fix that corrects how a value is written.
func replaceValue(o source.Option, value, why string, safety lint.Safety) []lint.Fix {
	if value == "" || o.Place.IsZero() {
		return nil
	}
	e, ok := o.Place.Document.SetValue(o, value)
	if !ok {
		return nil
	}
	return []lint.Fix{{Title: "write " + value + why, Safety: safety, Edits: []source.Edit{e}}}
}

// removeIgnored is a fix that deletes an option without effect. It is safe where every process that reads this entry has
// the same memory without it, in every version that it may run, and no other entry of the key comes to light.
func removeIgnored(p *lint.Pass, o source.Option) []lint.Fix {
	e, ok := o.Place.Document.DeleteEntry(o)
	if !ok {
		return nil
	}
	read, changes := false, false
	for _, c := range p.Siblings {
		read = read || slices.ContainsFunc(c.Processes(), func(process *source.Process) bool { return inEffect(process, o) })
		changes = changes || changesWithout(c, o)
	}
	return []lint.Fix{{Title: "remove " + o.Key, Safety: safeIf(read && !changes), Edits: []source.Edit{e}}}
}

// changesWithout reports whether a process of the cluster may have another memory, or another value of the option, once
// the entry is deleted.
func changesWithout(c *source.Cluster, o source.Option) bool {
	return slices.ContainsFunc(c.Processes(), func(process *source.Process) bool {
		if other := strings.ToLower(otherRole(process.Role).String()) + "."; !inEffect(process, o) || strings.HasPrefix(o.Key, other) {
			return false
		}
		for _, part := range c.Written() {
			if slices.ContainsFunc(part.Options, func(other source.Option) bool { return other.Key == o.Key && other.Place != o.Place }) {
				return true
			}
		}
		return slices.ContainsFunc(versionsOf(c), func(v flink.Version) bool {
			return !flink.SameSizes(process.MemoryIn(v), flink.Calculate(process.Role, process.Reading, v, process.Config().Without(o.Key)))
		})
	})
}

// versionsOf are the versions that a cluster may run.
func versionsOf(c *source.Cluster) []flink.Version {
	if c.Evidence == source.FromAssumption && len(c.Candidates) > 0 {
		return c.Candidates
	}
	return []flink.Version{c.Version}
}
