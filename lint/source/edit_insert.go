package source

import "strings"

// Insert puts an option beside a relative of it: behind the relative's lines, indented and quoted as it is. Nested options
// go into the block that is there for them. It is false where the option cannot be written there, where the part that the
// relative stands in has the key already, and where it is a template or an alias repeats it.
func (d *Document) Insert(near Option, key, value string) (Edit, bool) {
	if !d.holds(near) || near.shared || near.State == Unknown || key == "" || value == "" {
		return Edit{}, false
	}
	before := d.reread(d.Bytes)
	in := partsWith(before, near)
	if len(in) == 0 || isTemplate(d.Path) {
		return Edit{}, false
	}
	for _, p := range in {
		if p.has(key) || p.isTemplate() {
			return Edit{}, false
		}
	}
	for _, e := range near.syntax.insert(d, insertion{near: near, in: in[0], key: key, value: value}) {
		e.Document = d
		if d.inserts(before, e, near, key, value) {
			return e, true
		}
	}
	return Edit{}, false
}

// insertion is what a syntax is asked to write.
type insertion struct {
	near       Option
	in         *Part // that near stands in, as read from the document's bytes
	key, value string
}

// inserts reports whether an edit adds the option wherever its relative counts, and changes nothing else.
func (d *Document) inserts(before []*Part, e Edit, near Option, key, value string) bool {
	content, err := d.Apply([]Edit{e})
	if err != nil {
		return false
	}
	after := d.reread(content)
	if len(after) != len(before) {
		return false
	}
	for i, p := range before {
		want := p.Options
		if at := p.index(near); at >= 0 {
			want = append(want[:len(want):len(want)], Option{Key: key, Value: value})
		}
		if !sameOptions(want, after[i].Options) || len(after[i].Problems) > len(p.Problems) {
			return false
		}
	}
	return true
}

// sameOptions reports whether two lists hold the same options in any order, those of one key in the same order.
func sameOptions(a, b []Option) bool {
	if len(a) != len(b) {
		return false
	}
	type reading struct {
		value string
		state State
	}
	byKey := make(map[string][]reading, len(a))
	for i := range a {
		byKey[a[i].Key] = append(byKey[a[i].Key], reading{a[i].Value, a[i].State})
	}
	for i := range b {
		first := byKey[b[i].Key]
		if len(first) == 0 || first[0] != (reading{b[i].Value, b[i].State}) {
			return false
		}
		byKey[b[i].Key] = first[1:]
	}
	return true
}

// isTemplate reports whether expressions of a template stand in the part's text.
func (p *Part) isTemplate() bool {
	s := string(p.Document.Bytes)
	if p.Text != nil {
		s = p.Text.written(Span{0, len(p.Text.Decoded)})
	}
	start, _ := expression(s)
	return start >= 0
}

func (p *Part) has(key string) bool {
	for i := range p.Options {
		if p.Options[i].Key == key {
			return true
		}
	}
	return false
}

// lineEnding is what ends a line of the document; where it is the last one, what ends the line above.
func (d *Document) lineEnding(line int) string {
	for ; line >= 1; line-- {
		if line < d.Lines.Count() {
			return string(d.Bytes[d.Lines.Span(line).End:d.Lines.starts[line]])
		}
	}
	return "\n"
}

// insertLine are the ways to write a line behind that of an option in a text of lines. Which of them the text takes shows
// when it is read again.
func insertLine(d *Document, i insertion, line string) []Edit {
	entry := i.near.Place.Entry
	var edits []Edit
	first, last := d.Lines.Line(entry.Start), d.Lines.Line(max(entry.Start, entry.End-1))
	start := min(d.Lines.Span(first).Start, entry.Start)
	if before := string(d.Bytes[start:entry.Start]); strings.Trim(before, " \t") == "" {
		end := d.Lines.Span(last).End
		edits = append(edits, Edit{Span: Span{end, end}, NewText: d.lineEnding(last) + before + line})
	}
	if !needsNoQuotes(i.key) || !needsNoQuotes(i.value) {
		return edits
	}
	text := i.in.Text
	if text == nil {
		return edits
	}
	above, own, below := textLines(text, entry)
	if own.Len() == 0 {
		return edits
	}
	at := text.Span(own.Start, own.End).End
	add := func(separator string) {
		edits = append(edits, Edit{Span: Span{at, at}, NewText: separator + line})
	}
	between := func(upper, lower Span) {
		from, to := text.Span(upper.Start, upper.End).End, text.Span(lower.Start, lower.End).Start
		if upper.Len() > 0 && lower.Len() > 0 && from < to {
			add(string(d.Bytes[from:to]))
		}
	}
	between(own, below)
	between(above, own)
	add(`\n`)
	return edits
}

// textLines are the decoded line that a place in the file stands in, and the lines with text above and below it.
func textLines(t *Text, at Span) (above, own, below Span) {
	for start := 0; start < len(t.Decoded); {
		end, next := lineEnd(t.Decoded, start)
		line := trimSpan(t.Decoded, Span{start, end})
		switch {
		case line.Len() == 0:
		case own.Len() > 0:
			return above, own, line
		case overlap(t.Span(line.Start, line.End), at):
			own = line
		default:
			above = line
		}
		start = next
	}
	return above, own, below
}
