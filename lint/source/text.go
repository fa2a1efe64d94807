package source

import "sort"

// Text is a run of options in one syntax and where it is written. For a plain file it is the file itself; a text
// embedded in another one (a block scalar, an escaped string) maps its decoded bytes to the bytes of the file.
type Text struct {
	Document *Document
	// Decoded is what the reader of the syntax gets to see.
	Decoded string
	// parent is the text that this one is embedded in; nil where the pieces map to the file.
	parent *Text
	// pieces map Decoded to the parent, in order and without gaps; none for a text that is the whole file.
	pieces []piece
	// original is the text with its template expressions where Decoded has them hidden, "" where it hides none.
	original string
	// scalar is where the text is written, with its quotes or the sign of a block; empty for a text that is no scalar.
	scalar Span
	// template is true where expressions of a template may stand in the text, whatever the file's name says.
	template bool
}

// piece maps a run of decoded bytes. Where both sides are equally long they are the same bytes; otherwise the run is an
// escape, which cannot be cut.
type piece struct{ at, end, from, to int }

// fileText is the whole document as a text.
func fileText(d *Document) *Text { return &Text{Document: d, Decoded: string(d.Bytes)} }

// Span maps a span of the decoded text to the file.
func (t *Text) Span(start, end int) Span {
	s := Span{start, end}
	if len(t.pieces) > 0 {
		s.Start = t.pieces[t.find(start)].forward(start, false)
		last := t.find(start)
		if end > start {
			last = t.find(end - 1)
		}
		s.End = max(s.Start, t.pieces[last].forward(end, true))
	}
	if t.parent != nil {
		return t.parent.Span(s.Start, s.End)
	}
	return s
}

// Verbatim reports whether a span of the decoded text stands in the file byte by byte, so that an edit may replace it.
func (t *Text) Verbatim(start, end int) bool {
	if len(t.pieces) > 0 {
		p := t.pieces[t.find(start)]
		if p.end-p.at != p.to-p.from || end > p.end {
			return false
		}
		start, end = p.from+start-p.at, p.from+end-p.at
	}
	return t.parent == nil || t.parent.Verbatim(start, end)
}

// find is the piece that the offset lies in; the last one for the end of the text.
func (t *Text) find(offset int) int {
	i := sort.Search(len(t.pieces), func(i int) bool { return t.pieces[i].end > offset })
	return min(i, len(t.pieces)-1)
}

func (p piece) forward(offset int, end bool) int {
	switch {
	case p.end-p.at == p.to-p.from:
		return p.from + min(offset, p.end) - p.at
	case end && offset > p.at, offset >= p.end:
		return p.to
	default:
		return p.from
	}
}

// place maps the decoded spans of an option to the file.
func (t *Text) place(key, value, entry Span) Place {
	p := Place{Document: t.Document, Entry: t.Span(entry.Start, entry.End)}
	if key.End > key.Start {
		p.Key = t.Span(key.Start, key.End)
	}
	if value.End > value.Start {
		p.Value = t.Span(value.Start, value.End)
	}
	return p
}

// lines are the lines of the decoded text.
func (t *Text) lines() *Lines {
	if len(t.pieces) == 0 && t.parent == nil && t.Document.Lines != nil {
		return t.Document.Lines
	}
	return NewLines([]byte(t.Decoded))
}
