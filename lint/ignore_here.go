package lint

import (
	"bytes"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// IgnoreHere is the edit that silences a finding with a comment: above its line or, where a comment would become a part of
// a value there, above the entry around it. It is false where no comment can stand, as in JSON.
func IgnoreHere(f *Finding) (source.Edit, bool) {
	d := f.Place.Document
	open, closing := d.CommentSigns()
	if text := bytes.TrimLeft(d.Bytes, "\ufeff \t\r\n"); len(text) > 1 && text[0] == '{' && text[1] != '{' && d.Kind != source.Markdown && open == "#" {
		return source.Edit{}, false // JSON, although a reader of YAML would take a comment in it
	}
	before := alone(d.Path, d.Bytes, d.Kind)
	if before == nil {
		return source.Edit{}, false
	}
	lines := []int{d.Lines.Line(f.Span.Start)}
	for _, p := range before.parts {
		if entry, text, ok := p.Embedded(); ok && f.Span.Start >= entry && f.Span.End <= text.End {
			lines = append(lines, d.Lines.Line(entry))
		}
	}
	slices.SortFunc(lines, func(a, b int) int { return b - a })
	if closing != "" {
		closing = " " + closing
	}
	for _, line := range slices.Compact(lines) {
		edit := source.Edit{Document: d, Span: source.Span{Start: d.Lines.Span(line).Start}}
		edit.Span.End = edit.Span.Start
		text := d.Lines.Text(line)
		edit.NewText = text[:len(text)-len(strings.TrimLeft(text, " \t"))] +
			open + " " + directiveSign + " ignore[" + f.Rule.ID + "]" + closing + lineEnd(d, line)
		if silencesNothingElse(before, edit, f) {
			return edit, true
		}
	}
	return source.Edit{}, false
}

// reading is a document by itself, with the texts of options in it.
type reading struct {
	document *source.Document
	parts    []*source.Part
}

func alone(path string, content []byte, kind source.Kind) *reading {
	d := source.ReadWith(path, content, source.ReadOptions{Kind: kind})
	if d == nil {
		return nil
	}
	r := &reading{document: d}
	for _, c := range source.Link([]*source.Document{d}, source.LinkOptions{}) {
		for _, p := range c.Written() {
			if !slices.Contains(r.parts, p) {
				r.parts = append(r.parts, p)
			}
		}
	}
	return r
}

// silencesNothingElse reports whether the comment covers the finding, and every option is read as before.
func silencesNothingElse(before *reading, edit source.Edit, f *Finding) bool {
	d := edit.Document
	content, err := d.Apply([]source.Edit{edit})
	if err != nil {
		return false
	}
	after := alone(d.Path, content, d.Kind)
	if after == nil || !slices.EqualFunc(before.parts, after.parts, sameOptions) {
		return false
	}
	at := edit.Span.Start + strings.Index(edit.NewText, directiveSign)
	comments := after.document.Comments(directiveSign)
	n := slices.IndexFunc(comments, func(c source.Comment) bool { return c.Text.Start == at })
	if n < 0 {
		return false
	}
	i := &Ignore{Document: after.document, Comment: comments[n]}
	i.parse(string(content[i.Comment.Text.Start:i.Comment.Text.End]), []*Rule{f.Rule})
	i.place(after.parts)
	moved := *f
	moved.Place = source.Place{Document: after.document}
	moved.Span = source.Span{Start: f.Span.Start + len(edit.NewText), End: f.Span.End + len(edit.NewText)}
	moved.Related = nil
	return i.silences(&moved)
}

func sameOptions(a, b *source.Part) bool {
	return len(a.Problems) == len(b.Problems) && slices.EqualFunc(a.Options, b.Options, func(a, b source.Option) bool {
		return a.Key == b.Key && a.Value == b.Value && a.State == b.State
	})
}

// lineEnd is how a line ends, or the one before it where it is the last.
func lineEnd(d *source.Document, line int) string {
	for ; line > 0; line-- {
		end := d.Lines.Span(line).End
		if next := d.Lines.Span(line + 1).Start; line < d.Lines.Count() && next > end {
			return string(d.Bytes[end:next])
		}
	}
	return "\n"
}
