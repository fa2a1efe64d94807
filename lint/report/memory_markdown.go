package report

import (
	"fmt"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// MemoryMarkdown is the memory of a process as a table in Markdown; the components that are marked stand out.
func MemoryMarkdown(m *ProcessMemory, marked func(flink.Component) bool) string {
	var b strings.Builder
	switch {
	case len(m.Problems) > 0:
		fmt.Fprintf(&b, "Flink refuses to start the %v:\n\n", m.Role)
		for _, message := range m.Messages {
			fmt.Fprintf(&b, "- %s\n", markdownText(oneLine(message)))
		}
		return b.String()
	case len(m.Unknown) > 0:
		return fmt.Sprintf("The memory of the %v cannot be computed here: the value of %s is not known.\n", m.Role, strings.Join(m.Unknown, ", "))
	}
	fmt.Fprintf(&b, "| %v | | | |\n|---|--:|--:|---|\n", m.Role)
	for _, r := range m.rows() {
		cells := []string{r.label, strings.TrimSpace(r.size), strings.TrimSpace(r.share), markdownText(r.origin)}
		if marked != nil && marked(r.component) {
			for i, c := range cells {
				if c != "" {
					cells[i] = "**" + c + "**"
				}
			}
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | "))
	}
	return b.String()
}

// markdownText is a text that may hold anything, such as the name of a file, in a cell of a table.
func markdownText(text string) string {
	return strings.NewReplacer("|", `\|`, "*", `\*`, "_", `\_`, "<", "&lt;", "\n", " ").Replace(text)
}
