package rules

import (
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
