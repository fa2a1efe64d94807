package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// mark is a span to underline in an excerpt, and the note beside the line under it.
type mark struct {
	span    source.Span
	label   string
	primary bool
}

// excerpt prints the lines of a document that have marks, each mark on a row of its own below its line. Lines that are
// too long are cut to what is around their first mark.
func (p *printer) excerpt(doc *source.Document, marks []mark, style Style) {
	slices.SortStableFunc(marks, func(a, b mark) int { return cmp.Compare(a.span.Start, b.span.Start) })
	last := 0
	for _, m := range marks {
		last = max(last, doc.Lines.Line(m.span.Start))
	}
	gutter := max(3, len(fmt.Sprint(last))) + 2
	bar := style.paint(dim, strings.Repeat(" ", gutter)+" |")

	before := 0
	for i := 0; i < len(marks); {
		line := doc.Lines.Line(marks[i].span.Start)
		j := i
		for j < len(marks) && doc.Lines.Line(marks[j].span.Start) == line {
			j++
		}
		if before > 0 && line > before+1 {
			p.print(style.paint(dim, strings.Repeat(" ", gutter-3)+"..."), "\n")
		}
		before = line
		span := doc.Lines.Span(line)
		v := view{cells: layout(doc.Lines.Text(line)), room: style.width() - gutter - 3}
		v.aim(marks[i:j], span.Start)
		p.print(style.paint(dim, fmt.Sprintf("%*d |", gutter, line)), spaced(v.text()), "\n")
		for _, m := range marks[i:j] {
			from, to := v.columns(m, span)
			sign, color := "-", blue
			if m.primary {
				sign, color = "^", red
			}
			row := strings.Repeat(sign, to-from)
			if m.label != "" {
				row += " " + visible(m.label)
			}
			p.print(bar, " ", strings.Repeat(" ", from), style.paint(color, row), "\n")
		}
		i = j
	}
}

// spaced puts a space before a text, unless there is none: no line shall end with a space of ours.
func spaced(text string) string {
	if text == "" {
		return ""
	}
	return " " + text
}

// view is the part of a line that fits: the columns [from, to) of its cells.
type view struct {
	cells    []cell
	room     int
	from, to int
}

const ellipsis = "…"

// aim chooses the part of the line that shows the primary mark, or else the first one, with some of what is before it.
func (v *view) aim(marks []mark, start int) {
	total := v.cells[len(v.cells)-1].column
	v.to = total
	if total <= v.room {
		return
	}
	target := marks[0]
	for _, m := range marks {
		if m.primary {
			target = m
		}
	}
	first := columnOf(v.cells, target.span.Start-start)
	v.from = max(0, min(first-v.room/4, total-v.room))
	v.to = v.from + v.room
}

// text is the visible part, with an ellipsis where something was cut.
func (v *view) text() string {
	var b strings.Builder
	total := v.cells[len(v.cells)-1].column
	if v.from > 0 {
		b.WriteString(ellipsis)
	}
	for _, c := range v.cells {
		left := v.from
		if v.from > 0 {
			left++
		}
		right := v.to
		if v.to < total {
			right--
		}
		switch {
		case c.column >= left && c.column+c.width <= right:
			b.WriteString(c.text)
		case c.column+c.width > left && c.column < right:
			// A wide character that the edge cuts leaves its columns empty.
			b.WriteString(strings.Repeat(" ", min(c.column+c.width, right)-max(c.column, left)))
		}
	}
	if v.to < total {
		b.WriteString(ellipsis)
	}
	return strings.TrimRight(b.String(), " ")
}

// columns are those of a mark in the visible part: at least one, and none beyond the line.
func (v *view) columns(m mark, line source.Span) (from, to int) {
	from = columnOf(v.cells, m.span.Start-line.Start)
	to = columnOf(v.cells, min(m.span.End, line.End)-line.Start)
	from = min(max(from, v.from), v.to) - v.from
	to = min(max(to, v.from), v.to) - v.from
	return from, max(to, from+1)
}
