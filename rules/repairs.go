package rules

import (
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// repair offers to write what a syntax problem is about as it was meant, where that is certain: the file then reads with
// fewer problems, and loads at least as well.
func repair(p *source.Problem) []lint.Fix {
	for _, r := range repairsOf(p) {
		if len(r.Edits) > 0 && mendsSyntax(r.Edits) {
			return []lint.Fix{r}
		}
	}
	return nil
}

// repairsOf are the ways to write it that come into question, the likeliest first.
func repairsOf(p *source.Problem) []lint.Fix {
	d, at := p.Place.Document, p.Place
	entry := textIn(d, at.Entry)
	edit := func(title string, span source.Span, text string) lint.Fix {
		return lint.Fix{Title: title, Safety: lint.Unsafe, Edits: []source.Edit{{Document: d, Span: span, NewText: text}}}
	}
	switch p.Code {
	case source.MissingSpace, source.EqualsSign, source.MissingColon:
		between := source.Span{Start: at.Key.End, End: at.Value.Start}
		if textIn(d, at.Key) == p.Key && textIn(d, at.Value) == p.Value && between.Len() >= 0 && !strings.ContainsAny(textIn(d, between), "\"'\r\n") {
			return []lint.Fix{edit("write "+shorten(p.Key)+": "+shorten(p.Value), between, ": ")}
		}
	case source.QuotedKey:
		if k := textIn(d, at.Key); strings.Trim(k, `"'`) == p.Key {
			return []lint.Fix{edit("write "+shorten(p.Key), at.Key, p.Key)}
		}
	case source.ByteOrderMark:
		if i := strings.Index(entry, "\ufeff"); i >= 0 {
			return []lint.Fix{edit("remove the byte order mark", source.Span{Start: at.Entry.Start + i, End: at.Entry.Start + i + 3}, "")}
		}
		if strings.HasPrefix(string(d.Bytes[:min(3, len(d.Bytes))]), "\ufeff") {
			return []lint.Fix{edit("remove the byte order mark", source.Span{End: 3}, "")}
		}
	case source.NoBreakSpace:
		if k, v := textIn(d, at.Key), textIn(d, at.Value); p.Key != "" && at.Key.End <= at.Value.Start && strings.Contains(k, p.Key) && strings.Contains(v, p.Value) {
			whole := source.Span{Start: at.Key.Start, End: at.Value.End}
			plain := p.Key + string(d.Bytes[at.Key.End:at.Value.Start]) + p.Value
			return []lint.Fix{edit("write "+shorten(p.Key)+": "+shorten(p.Value), whole, plain)}
		}
		if plain := strings.ReplaceAll(entry, "\u00a0", " "); plain != entry {
			return []lint.Fix{edit("write ordinary spaces", at.Entry, plain)}
		}
	case source.GluedLines:
		if p.Related != nil && p.Related.Entry.Start > 0 {
			end := source.Span{Start: p.Related.Entry.Start, End: p.Related.Entry.Start}
			return []lint.Fix{edit("start a new line in front of "+shorten(p.Key), end, lineEndOf(d)+indentOf(d, at.Entry.Start))}
		}
	case source.ColonInValue, source.ReservedCharacter:
		if v := textIn(d, at.Value); v != "" && !strings.ContainsAny(v, "\r\n") {
			return []lint.Fix{edit("put the value in quotes", at.Value, "'"+strings.ReplaceAll(v, "'", "''")+"'")}
		}
	case source.TabIndentation:
		return untabbed(p, edit)
	case source.NoValue:
		if line, ok := lineOf(d, at.Entry); ok && p.Fatal {
			return []lint.Fix{edit("remove "+shorten(p.Key)+", which has no value", line, "")}
		}
	case source.DocumentMarker:
		if line, ok := lineOf(d, at.Entry); ok {
			f := edit("remove the line", line, "")
			f.Safety = lint.Safe // Flink skips it
			return []lint.Fix{f}
		}
	}
	return nil
}

// untabbed writes spaces for the tabs at the start of all lines: as many as the other lines are indented by.
func untabbed(p *source.Problem, edit func(string, source.Span, string) lint.Fix) []lint.Fix {
	d := p.Place.Document
	var fixes []lint.Fix
	for _, width := range []int{2, 4, 8} {
		var edits []source.Edit
		for line := 1; line <= d.Lines.Count(); line++ {
			text := d.Lines.Text(line)
			white := text[:len(text)-len(strings.TrimLeft(text, " \t"))]
			if strings.Contains(white, "\t") && white != text {
				start := d.Lines.Span(line).Start
				edits = append(edits, source.Edit{
					Document: d, Span: source.Span{Start: start, End: start + len(white)},
					NewText: strings.ReplaceAll(white, "\t", strings.Repeat(" ", width)),
				})
			}
		}
		fixes = append(fixes, lint.Fix{Title: "indent with spaces instead of tabs", Safety: lint.Unsafe, Edits: edits})
	}
	if i := strings.Index(textIn(d, p.Place.Entry), "\t"); i >= 0 {
		tab := source.Span{Start: p.Place.Entry.Start + i, End: p.Place.Entry.Start + i + 1}
		fixes = append(fixes, edit("write a space instead of the tab", tab, " "))
	}
	return fixes
}

// flatten writes the entries of a nested block as whole keys, in place of their short ones, and removes the heads.
func flatten(part *source.Part, head *source.Problem) []lint.Fix {
	d := head.Place.Document
	var edits []source.Edit
	for i := range part.Problems {
		p := &part.Problems[i]
		if p != head && (p.Related == nil || p.Related.Entry != head.Place.Entry) {
			continue
		}
		start := d.Lines.Span(d.Lines.Line(p.Place.Entry.Start)).Start
		switch line, whole := lineOf(d, p.Place.Entry); {
		case !whole:
			return nil
		case p.Code == source.NestedBlock:
			edits = append(edits, source.Edit{Document: d, Span: line})
		case p.Code == source.NestedEntry && p.Place.Key.Len() > 0:
			edits = append(edits, source.Edit{Document: d, Span: source.Span{Start: start, End: p.Place.Key.End}, NewText: indentOf(d, head.Place.Entry.Start) + p.Key})
		default:
			return nil
		}
	}
	f := lint.Fix{Title: "write whole keys, each on its line", Safety: lint.Unsafe, Edits: edits}
	if len(edits) < 2 || !mendsSyntax(edits) {
		return nil
	}
	return []lint.Fix{f}
}

// flattenAll does so for all blocks of a part, where it can be done for each.
func flattenAll(part *source.Part) []lint.Fix {
	var all []lint.Fix
	for i := range part.Problems {
		head := &part.Problems[i]
		if head.Code != source.NestedBlock || head.Related != nil {
			continue
		}
		one := flatten(part, head)
		if len(one) == 0 {
			return nil
		}
		if len(all) == 0 {
			all = one
		} else {
			all[0].Edits = append(all[0].Edits, one[0].Edits...)
		}
	}
	return all
}

// mendsSyntax reports whether a document reads with fewer problems after edits, and with no new one that keeps it from
// being loaded.
func mendsSyntax(edits []source.Edit) bool {
	d := edits[0].Document
	content, err := d.Apply(edits)
	if err != nil {
		return false
	}
	before, fatalBefore := problemsIn(source.Read(d.Path, d.Bytes, d.Kind))
	after, fatalAfter := problemsIn(source.Read(d.Path, content, d.Kind))
	return after < before && fatalAfter <= fatalBefore
}

func problemsIn(d *source.Document) (all, fatal int) {
	if d == nil {
		return 1 << 20, 1 << 20
	}
	parts := d.Parts
	for _, w := range d.Workloads {
		parts = append(parts[:len(parts):len(parts)], w.Parts...)
	}
	for _, part := range parts {
		for i := range part.Problems {
			all++
			if part.Problems[i].Fatal {
				fatal++
			}
		}
	}
	return all, fatal
}

func textIn(d *source.Document, s source.Span) string {
	if s.Start < 0 || s.End > len(d.Bytes) || s.End < s.Start {
		return ""
	}
	return string(d.Bytes[s.Start:s.End])
}

// lineOf is the whole line of a span, with its end; not ok where something else than white space and a comment is on it.
func lineOf(d *source.Document, s source.Span) (source.Span, bool) {
	line := d.Lines.Line(s.Start)
	span := d.Lines.Span(line)
	before, behind := textIn(d, source.Span{Start: span.Start, End: s.Start}), ""
	if s.End <= span.End {
		behind = strings.TrimSpace(textIn(d, source.Span{Start: s.End, End: span.End}))
	}
	if s.End > span.End || strings.TrimSpace(before) != "" || behind != "" && behind[0] != '#' {
		return source.Span{}, false
	}
	if line < d.Lines.Count() {
		span.End = d.Lines.Span(line + 1).Start
	}
	return span, true
}

// lineEndOf is what ends the document's first line.
func lineEndOf(d *source.Document) string {
	if d.Lines.Count() < 2 {
		return "\n"
	}
	return textIn(d, source.Span{Start: d.Lines.Span(1).End, End: d.Lines.Span(2).Start})
}

// indentOf is the white space in front of a place, where nothing else is.
func indentOf(d *source.Document, offset int) string {
	before := textIn(d, source.Span{Start: d.Lines.Span(d.Lines.Line(offset)).Start, End: offset})
	if strings.TrimLeft(before, " ") != "" {
		return ""
	}
	return before
}
