package report

import (
	"fmt"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// MemoryMarkdown is the memory of a process as a table in Markdown; the components that are marked stand out. In a container with .NET
// in it, which all is, the table has both.
func MemoryMarkdown(all *Memory, m *ProcessMemory, marked func(flink.Component) bool) string {
	var b strings.Builder
	container := all.container(m)
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
	if container != nil {
		b.WriteString(container.markdown(marked))
		return b.String()
	}
	writeTable(&b, m.Role.String(), m.rows(), marked)
	return b.String()
}

// markdown is the table of a container.
func (c *Container) markdown(marked func(flink.Component) bool) string {
	var b strings.Builder
	title := ".NET"
	if c.Process != nil {
		title = c.Process.Role.String() + " and .NET"
	}
	rows, _ := c.rows()
	writeTable(&b, title, rows, marked)
	return b.String()
}

// DotNetMarkdown is what the .NET runtime of a place takes, in Markdown.
func DotNetMarkdown(m *Memory) string {
	if text, _ := m.DotNet.words(); text != "" {
		return markdownText(text) + "\n"
	}
	var b strings.Builder
	for _, c := range m.Containers() {
		b.WriteString(c.markdown(nil))
	}
	return b.String()
}

func writeTable(b *strings.Builder, title string, rows []row, marked func(flink.Component) bool) {
	writeSizes(rows)
	fmt.Fprintf(b, "| %s | | | |\n|---|--:|--:|---|\n", title)
	for _, r := range rows {
		cells := []string{r.label, strings.TrimSpace(r.size), strings.TrimSpace(r.share), markdownText(r.origin)}
		if marked != nil && marked(r.component) {
			for i, c := range cells {
				if c != "" {
					cells[i] = "**" + c + "**"
				}
			}
		}
		fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | "))
	}
}

// markdownText is a text that may hold anything, such as the name of a file, in a cell of a table.
func markdownText(text string) string {
	return strings.NewReplacer("|", `\|`, "*", `\*`, "_", `\_`, "<", "&lt;", "\n", " ").Replace(text)
}
