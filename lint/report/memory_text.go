package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// MemoryText writes the memory of all places as pictures: each process as a bar of its components, and a table of
// their sizes, shares and origins.
func MemoryText(w io.Writer, all []Memory, style Style) error {
	p := &printer{w: w}
	for i := range all {
		if i > 0 {
			p.print("\n")
		}
		p.memory(&all[i], style)
	}
	return p.err
}

func (p *printer) memory(m *Memory, style Style) {
	title := visible(m.Heading())
	if note, refusal := m.Note(); note != "" {
		color := noColor
		if refusal {
			color = red
		} else if m.Readers != nil {
			color = yellow
		}
		p.print(style.paint(bold, title), "\n")
		p.paragraph(note, color, style)
		return
	}
	for i, process := range m.Processes() {
		if i > 0 {
			p.print("\n")
		}
		p.print(style.paint(bold, process.Role.String()+"  "+title), "\n")
		if c := m.container(process); c != nil {
			p.container(c, style)
		} else {
			p.process(process, style)
		}
	}
	if m.DotNet != nil && (len(m.Processes()) == 0 || len(m.Containers()) == 0) {
		if len(m.Processes()) > 0 {
			p.print("\n")
		}
		p.dotNet(m, style)
	}
}

func evidenceWords(e source.Evidence) string {
	switch e {
	case source.FromAssumption:
		return " (assumed)"
	case source.FromFlag:
		return ""
	case source.FromFlinkVersion:
		return " (from flinkVersion)"
	case source.FromImage:
		return " (from the image)"
	case source.FromNeighbour:
		return " (from a name or a file beside it)"
	case source.FromConfig:
		return " (from .flinkmem-lint.toml)"
	}
	return " (from " + string(e) + ")"
}

func (p *printer) process(m *ProcessMemory, style Style) {
	switch {
	case len(m.Problems) > 0:
		p.print("  ", style.paint(red, "Flink refuses to start it:"), "\n")
		for _, message := range m.Messages {
			p.hanging("  - ", message, noColor, style)
		}
		return
	case len(m.Unknown) > 0:
		p.paragraph("It cannot be computed here: the value of "+strings.Join(m.Unknown, ", ")+" is not known.", yellow, style)
		return
	}
	rows := m.rows()
	n := len(m.totals())
	p.table(rows[:n], style)
	if n > 0 {
		p.print("  ", bar(m.parts(), m.Size(flink.TotalProcess), style), "\n")
	}
	p.table(rows[n:], style)
}

// totals are Total Process Memory and Total Flink Memory, parts everything else.
func (m *ProcessMemory) totals() []flink.Component {
	var totals []flink.Component
	for _, name := range []flink.Name{flink.TotalProcess, flink.TotalFlink} {
		if c, ok := m.Component(name); ok { // 1.10 computes none for the JobManager
			totals = append(totals, c)
		}
	}
	return totals
}

func (m *ProcessMemory) parts() []flink.Component {
	return slices.DeleteFunc(slices.Clone(m.Components), func(c flink.Component) bool {
		return c.Name == flink.TotalFlink || c.Name == flink.TotalProcess
	})
}

type row struct {
	component                  flink.Component
	label, size, share, origin string
	fill                       *fill // nil for that of the component
	color                      string
}

// rows are the totals and the parts in words.
func (m *ProcessMemory) rows() []row {
	var rows []row
	for _, c := range slices.Concat(m.totals(), m.parts()) {
		rows = append(rows, row{component: c, label: c.Name.Label(), share: share(c.Size, m.Size(flink.TotalProcess)), origin: m.origin(c)})
	}
	writeSizes(rows)
	return rows
}

// labelWidth is that of the longest label, so that the tables of all processes have the same columns.
const labelWidth = len("Total Process Memory")

func (p *printer) table(rows []row, style Style) {
	for _, r := range rows {
		sign := swatch(r.component.Name, style)
		if r.fill != nil {
			sign = r.fill.swatch(style)
		}
		line := fmt.Sprintf("%s %s  %s  %s   ", sign, style.paint(r.color, fmt.Sprintf("%-*s", labelWidth, r.label)), r.size, r.share)
		used := 2 + 3 + labelWidth + 2 + len(r.size) + 2 + len(r.share) + 3
		p.print("  ", line)
		for i, part := range wrap(r.origin, max(20, style.width()-used)) {
			if i > 0 {
				p.print(strings.Repeat(" ", used))
			}
			p.print(style.paint(dim, visible(part)), "\n")
		}
	}
}

// writeSizes writes the sizes in MiB, with decimals where one of them needs them, and aligns them.
func writeSizes(rows []row) {
	whole := true
	width := 0
	for i, r := range rows {
		rows[i].size = fmt.Sprintf("%.2f", float64(r.component.Size)/float64(flink.MiB))
		whole = whole && strings.HasSuffix(rows[i].size, ".00")
	}
	for i, r := range rows {
		switch {
		case r.component.Size > 0 && r.component.Size < flink.MiB/100:
			rows[i].size = r.component.Size.String()
		case whole:
			rows[i].size = strings.TrimSuffix(r.size, ".00") + " MiB"
		default:
			rows[i].size += " MiB"
		}
		width = max(width, len(rows[i].size))
	}
	for i, r := range rows {
		rows[i].size = fmt.Sprintf("%*s", width, r.size)
	}
}

func share(part, total flink.Size) string {
	if total <= 0 {
		return "     "
	}
	percent := 100 * float64(part) / float64(total)
	if percent > 0 && percent < 0.5 {
		return " <1 %"
	}
	return fmt.Sprintf("%3.0f %%", percent)
}

// origin says in words why a component has its size.
func (m *ProcessMemory) origin(c flink.Component) string {
	switch c.Origin {
	case flink.Explicit:
		return m.named(c.Keys)
	case flink.Default:
		return "default"
	case flink.Clamped:
		bound := "below its minimum"
		if c.Bound == "max" {
			bound = "above its maximum"
		}
		text := fmt.Sprintf("%s of %s is %s", fraction(c.Fraction), c.Of.Label(), bound)
		if named := m.named(c.Keys); named != "" {
			text += ", " + named
		}
		return text
	}
	switch {
	case c.Remainder:
		return "what is left of " + c.Of.Label()
	case c.Of != "":
		text := fmt.Sprintf("%s of %s", fraction(c.Fraction), c.Of.Label())
		if named := m.named(c.Keys); named != "" {
			text += ", " + named
		}
		return text
	}
	return "the sum of its parts"
}

// named lists the options that are written, and where: "process.size, line 3". Others, such as a default's, are left out.
func (m *ProcessMemory) named(keys []string) string {
	var names []string
	for _, key := range keys {
		if where, ok := m.Written[key]; ok {
			names = append(names, strings.TrimPrefix(key, m.Role.Prefix())+", "+where)
		}
	}
	return strings.Join(names, "; ")
}

// fraction writes a fraction as the shortest text that Flink reads as the same 32-bit float.
func fraction(f float64) string { return fmt.Sprint(float32(f)) }
