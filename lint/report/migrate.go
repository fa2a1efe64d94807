package report

import (
	"fmt"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// Migrated says what a migration changed, one sentence a line: options first, then the memory of each process.
func Migrated(m *lint.Migration, c *source.Cluster) []string {
	from := m.From.String()
	if c.Evidence == source.FromAssumption {
		from += " (assumed)"
	}
	lines := []string{fmt.Sprintf("%s of Flink %s, as a config.yaml of Flink %s:", c.Document.Path, from, m.To)}
	for _, change := range m.Changes {
		text := fmt.Sprintf("line %d: %s", change.Line, change.Key)
		switch {
		case len(change.To) == 0:
			text += " is a comment now: " + change.Note
		case len(change.To) == 1 && change.To[0] == change.Key:
			text += " has another value: " + change.Note
		default:
			text += " becomes " + strings.Join(change.To, " and ")
			if change.Note != "" {
				text += ": " + change.Note
			}
		}
		lines = append(lines, text)
	}
	differ := false
	for i := range m.Processes {
		p := &m.Processes[i]
		lines = append(lines, memoryChange(p, m))
		differ = differ || p.Comparable() && !p.Equal()
	}
	if differ {
		for _, d := range m.Defaults {
			lines = append(lines, fmt.Sprintf("the default of %s was %s and is %s", d.Key, orNone(d.Before), orNone(d.After)))
		}
	}
	return lines
}

func memoryChange(p *lint.MigratedProcess, m *lint.Migration) string {
	switch {
	case !p.Before.OK() && len(p.Before.Problems) > 0:
		return fmt.Sprintf("%s: Flink %s refuses it already, so there is nothing to compare", p.Role, m.From)
	case !p.Comparable():
		return fmt.Sprintf("%s: Flink %s computes no such memory, so there is nothing to compare", p.Role, m.From)
	case !p.After.OK():
		return fmt.Sprintf("%s: Flink %s refuses to start it: check the new file with flinkmem-lint", p.Role, m.To)
	case p.Equal():
		return fmt.Sprintf("%s: Flink %s computes the same memory as %s", p.Role, m.To, m.From)
	}
	var changes []string
	for _, c := range p.Changed() {
		changes = append(changes, fmt.Sprintf("%s %s instead of %s", c.Name.Label(), c.After, c.Before))
	}
	return fmt.Sprintf("%s: Flink %s computes another memory than %s: %s", p.Role, m.To, m.From, strings.Join(changes, ", "))
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}
