package source

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

// Edit replaces a span of a document. It holds only for the bytes that Document.Hash names.
type Edit struct {
	Document *Document
	Span     Span
	NewText  string
}

// syntax writes options back in the syntax that they were read in.
type syntax interface {
	// value is how another value is written in place of the option's.
	value(d *Document, o Option, value string) (string, bool)
	// key is how another key is written in place of the written one.
	key(written, key string) (string, bool)
	// lines is what to delete so that the option is gone and nothing else changes.
	lines(d *Document, o Option) (Span, bool)
	// insert are the ways in which another option may be written beside one, the best first.
	insert(d *Document, i insertion) []Edit
}

// Apply returns the document's bytes with the edits made. It fails where edits overlap, lie outside the file, or belong
// to another document or to other bytes than these.
func (d *Document) Apply(edits []Edit) ([]byte, error) {
	if sha256.Sum256(d.Bytes) != d.Hash {
		return nil, fmt.Errorf("%s has changed since it was read: run again", d.Path)
	}
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
	})
	var out []byte
	at := 0
	for _, e := range sorted {
		switch {
		case e.Document == nil || e.Document != d && e.Document.Hash != d.Hash:
			return nil, fmt.Errorf("%s: an edit of another file cannot be applied here", d.Path)
		case e.Span.Start < at || e.Span.End < e.Span.Start || e.Span.End > len(d.Bytes):
			line, column := d.Lines.Position(min(e.Span.Start, len(d.Bytes)))
			return nil, fmt.Errorf("%s:%d:%d: two edits overlap: apply one of them, and run again", d.Path, line, column)
		}
		out = append(out, d.Bytes[at:e.Span.Start]...)
		out = append(out, e.NewText...)
		at = e.Span.End
	}
	return append(out, d.Bytes[at:]...), nil
}

// SetValue changes the value of an option, and keeps its quotes and the comment behind it. It is false where the value
// cannot be written there, and where the one that is there is an expression of a template.
func (d *Document) SetValue(o Option, value string) (Edit, bool) {
	if !d.holds(o) || !o.Exact || o.shared || o.State == Unknown || o.Place.Value.Len() == 0 {
		return Edit{}, false
	}
	text, ok := o.syntax.value(d, o, value)
	return Edit{d, o.Place.Value, text}, ok
}

// blocksAbove is the part of a nested option's key that the keys above it give. It is false where the option comes from
// an alias, and its key stands somewhere else.
func (d *Document) blocksAbove(o Option) (string, bool) {
	written := d.slice(o.Place.Key)
	if v, ok := unquote(written); ok {
		written = v
	}
	return strings.CutSuffix(o.Key, written)
}

func (d *Document) holds(o Option) bool { return o.Place.Document == d && o.syntax != nil }

func (d *Document) slice(s Span) string { return string(d.Bytes[s.Start:max(s.Start, s.End)]) }

// has reports whether a part that the option stands in has the key already.
func (d *Document) has(o Option, key string) bool {
	in := func(parts []*Part) bool {
		for _, p := range parts {
			holds, has := false, false
			for i := range p.Options {
				holds = holds || p.Options[i].Place == o.Place
				has = has || p.Options[i].Key == key
			}
			if holds && has {
				return true
			}
		}
		return false
	}
	if p, ok := o.syntax.(interface{ sets(key string) bool }); ok && p.sets(key) {
		return true // its part is made for each version that reads it
	}
	for _, w := range d.Workloads {
		if in(w.Parts) {
			return true
		}
	}
	return in(d.Parts)
}

// wholeLines are the lines from the start of a span to its end, with the last line's end. They are false where
// something else than white space is before the span, or something else than a comment behind it.
func (d *Document) wholeLines(s Span) (Span, bool) {
	first, last := d.Lines.Line(s.Start), d.Lines.Line(max(s.Start, s.End-1))
	start, end := d.Lines.Span(first).Start, d.Lines.Span(last).End
	if s.Start < start { // a byte order mark that belongs to the key
		start = s.Start
	}
	if s.End > end {
		return Span{}, false // it ends inside a line end
	}
	before, behind := string(d.Bytes[start:s.Start]), strings.TrimLeft(string(d.Bytes[s.End:end]), " \t")
	if strings.Trim(before, " \t") != "" || behind != "" && behind[0] != '#' {
		return Span{}, false
	}
	if last < d.Lines.Count() {
		end = d.Lines.starts[last]
	}
	return Span{start, end}, true
}
