package source

import "strings"

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

// lineOfText is what to delete of a text in quotes so that the line of an option is gone.
func lineOfText(d *Document, o Option, t *Text) (Span, bool) {
	above, own, below := textLines(t, o.Place.Entry)
	if own.Len() == 0 {
		return Span{}, false
	}
	span := t.Span(own.Start, own.End)
	switch {
	case below.Len() > 0:
		span.End = t.Span(below.Start, below.End).Start
	case above.Len() > 0:
		span.Start = t.Span(above.Start, above.End).End
	default:
		return Span{}, false
	}
	return span, span.Start < span.End && d.deletes(span, o)
}
