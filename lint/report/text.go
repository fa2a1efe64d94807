package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
)

// Text writes a result for people, as a compiler would: place, severity, message and rule; the lines concerned with the
// places underlined; the sum behind the message, and what to do.
func Text(w io.Writer, r *lint.Result, style Style) error {
	p := &printer{w: w}
	explained := map[string]bool{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if i > 0 {
			p.print("\n")
		}
		p.finding(f, style)
		if !explained[f.Rule.ID] {
			explained[f.Rule.ID] = true
			p.print(indent, style.paint(dim, "why: flinkmem-lint rules "+f.Rule.ID), "\n")
		}
	}
	if r.Files > 0 {
		if len(r.Findings) > 0 {
			p.print("\n")
		}
		p.print(style.paint(bold, Summary(r)), "\n")
	}
	return p.err
}

// indent is that of everything that belongs to a finding, except for its first line.
const indent = "   "

var severityColors = map[lint.Severity]string{lint.Error: red, lint.Warning: yellow, lint.Info: cyan}

func (p *printer) finding(f *lint.Finding, style Style) {
	doc := f.Place.Document
	line, column := doc.Lines.Position(f.Span.Start)
	p.print(style.paint(bold, fmt.Sprintf("%s:%d:%d:", visible(doc.Path), line, column)), " ",
		style.paint(severityColors[f.Severity], f.Severity.String()+":"), " ",
		style.paint(bold, visible(f.Message)), " ", style.paint(dim, "["+f.Rule.ID+"]"), "\n")

	marks := []mark{{f.Span, f.Label, true}}
	for _, r := range f.Related {
		if r.Place.Document == doc {
			marks = append(marks, mark{r.Span, r.Message, false})
		}
	}
	p.excerpt(doc, marks, style)
	for _, r := range f.Related {
		if d := r.Place.Document; d != nil && d != doc {
			line, column := d.Lines.Position(r.Span.Start)
			p.paragraph(fmt.Sprintf("%s:%d:%d: note: %s", d.Path, line, column, r.Message), noColor, style)
		}
	}
	p.paragraph(f.Sum, noColor, style)
	for _, c := range f.Consequences {
		p.hanging(indent+"so: ", c.Message, noColor, style)
	}
	p.paragraph(f.Help, noColor, style)
	for _, fix := range f.Fixes {
		p.hanging(indent+"fix: ", fix.Title, green, style)
	}
}

// paragraph prints a text below a finding, broken to the style's width.
func (p *printer) paragraph(text, color string, style Style) {
	if text != "" {
		p.hanging(indent, text, color, style)
	}
}

// hanging prints a text behind a lead, all further lines below the text's first word.
func (p *printer) hanging(lead, text, color string, style Style) {
	for _, line := range wrap(text, style.width()-len(lead)) {
		sign := strings.TrimLeft(lead, " ")
		p.print(lead[:len(lead)-len(sign)], style.paint(color, sign+visible(line)), "\n")
		lead = strings.Repeat(" ", len(lead))
	}
}

// Summary counts a result's findings in words: "2 errors, 1 warning in 3 files".
func Summary(r *lint.Result) string {
	errors, warnings, infos := r.Count()
	var parts []string
	for _, c := range []struct {
		n    int
		name string
	}{{errors, "error"}, {warnings, "warning"}, {infos, "info"}} {
		if c.n > 0 {
			parts = append(parts, plural(c.n, c.name))
		}
	}
	if parts == nil {
		parts = []string{"no findings"}
	}
	text := strings.Join(parts, ", ") + " in " + plural(r.Files, "file")
	if r.Baselined > 0 {
		text += fmt.Sprintf(" (%d more in the baseline)", r.Baselined)
	}
	return text
}

func plural(n int, name string) string {
	if n == 1 {
		return "1 " + name
	}
	return fmt.Sprintf("%d %ss", n, name)
}
