package report

import (
	"fmt"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// container draws what all processes of a container take of its limit, in one picture.
func (p *printer) container(c *Container, style Style) {
	rows, above := c.rows()
	writeSizes(rows)
	p.table(rows[:above], style)
	parts := make([]flink.Component, len(c.Parts), len(c.Parts)+1)
	looks := make([]fill, len(c.Parts), len(c.Parts)+1)
	for i, part := range c.Parts {
		parts[i], looks[i] = flink.Component{Size: part.Size - part.Shared}, part.fill
	}
	if left := c.Left(); c.Limit > 0 && left > 0 {
		parts, looks = append(parts, flink.Component{Size: left}), append(looks, freeFill)
	}
	p.print("  ", drawn(parts, func(i int) fill { return looks[i] }, max(c.Limit, c.Used), style), "\n")
	p.table(rows[above:], style)
}

var freeFill = fill{" ", ""}

// rows are the lines of the table, and how many of them stand above the bar: the totals. Shares are those of the limit,
// or of all that is used where there is none.
func (c *Container) rows() (rows []row, above int) {
	whole := c.Limit
	if whole <= 0 {
		whole = c.Used
	}
	add := func(label string, size flink.Size, origin string, f *fill) {
		rows = append(rows, row{component: flink.Component{Size: size}, label: label, share: share(size, whole), origin: origin, fill: f})
	}
	none := &fill{}
	if c.Limit > 0 {
		add("container", c.Limit, "limit", none)
	}
	if c.Process != nil {
		for _, t := range c.Process.totals() {
			rows = append(rows, row{component: t, label: t.Name.Label(), share: share(t.Size, whole), origin: c.Process.origin(t), fill: none})
		}
	}
	above = len(rows)
	for i := range c.Parts {
		part := &c.Parts[i]
		rows = append(rows, row{component: flink.Component{Name: part.Component, Size: part.Size}, label: part.Label, share: share(part.Size, whole), origin: part.Origin, fill: &part.fill})
	}
	switch left := c.Left(); {
	case c.Limit <= 0:
	case left < 0:
		add("missing", -left, "together they need more than the container may use", none)
		rows[len(rows)-1].color = red
	default:
		add("left", left, "nobody has asked for it", none)
	}
	return rows, above
}

// dotNet says what the .NET runtime of a place does, which runs there alone or whose heap nothing limits.
func (p *printer) dotNet(m *Memory, style Style) {
	title := ".NET  " + visible(m.File)
	if m.Cluster != "" {
		title += " " + visible(m.Cluster)
	}
	p.print(style.paint(bold, title), "\n")
	text, color := m.DotNet.words()
	if text != "" {
		p.paragraph(text, color, style)
	}
	for _, c := range m.Containers() {
		p.container(&c, style)
	}
	p.paragraph(m.DotNet.notes(), noColor, style)
}

// words say what cannot be shown as a picture, "" where nothing has to be said.
func (m *DotNetMemory) words() (text, color string) {
	switch {
	case !m.Starts():
		return ".NET does not start: " + m.Reason + ".", red
	case !m.Known():
		return "It cannot be computed here: the value of " + strings.Join(m.Unknown, ", ") + " is not known.", yellow
	case m.HeapLimit == 0 && m.Share > 0:
		return fmt.Sprintf("The heap may take %d %% of the machine's memory: the container has no limit.", m.Share), yellow
	case m.HeapLimit == 0:
		return "Nothing limits the heap but the memory of the machine.", yellow
	}
	return "", noColor
}
