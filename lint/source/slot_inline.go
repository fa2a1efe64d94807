package source

import "strings"

// argumentAt is where in the options of a command line an offset lies.
func (p *Part) argumentAt(offset int) (Slot, bool) {
	for _, o := range p.Options {
		key, value := o.Place.Key, o.Place.Value
		if value.Len() == 0 {
			value = Span{key.End + 1, o.Place.Entry.End}
		}
		switch {
		case o.Place.Document != p.Document:
		case value.Contains(offset):
			return Slot{OnValue: true, Key: o.Key, Typed: value}, true
		case key.Contains(offset) && o.Key == p.Document.slice(key): // unlike -tm, which stands for a key
			return Slot{Typed: key}, true
		}
	}
	for _, key := range p.unfinished {
		if key.Contains(offset) {
			return Slot{Typed: key, Separator: "="}, true
		}
	}
	return Slot{}, false
}

// inline reports whether the part's lines are not lines of the file: it stands in quotes, or is an environment variable that does.
func (p *Part) inline() bool {
	for t := p.Text; t != nil; t = t.parent {
		if at := t.scalar; at.Len() > 0 {
			d := p.Document
			return strings.IndexByte("|>", d.Bytes[at.Start]) < 0 && !(d.Kind == Aspire && hasLines(d.slice(at)))
		}
	}
	return p.Layer == LayerProperties
}

// inlineSlot is where in such a text an offset lies.
func (p *Part) inlineSlot(offset int) (Slot, bool) {
	t := p.Text
	at, ok := t.at(offset)
	if !ok || p.Standard && p.Layer != LayerProperties {
		return Slot{}, false
	}
	start := strings.LastIndexByte(t.Decoded[:at], '\n') + 1
	line, _, _ := strings.Cut(t.Decoded[start:], "\n")
	slot, ok := slotOfLine(line, at-start)
	if slot.Typed.Len() == 0 {
		slot.Typed = Span{offset, offset}
		return slot, ok
	}
	typed := Span{start + slot.Typed.Start, start + slot.Typed.End}
	slot.Typed = t.Span(typed.Start, typed.End)
	return slot, ok && t.Verbatim(typed.Start, typed.End) && slot.Typed.Contains(offset) // or it is at the quote in front
}

// at is the offset in the decoded text of what stands at an offset of the file. It is false outside of the text, and inside an
// escape.
func (t *Text) at(offset int) (int, bool) {
	if t.Decoded == "" && t.scalar.Len() > 0 {
		return 0, t.scalar.Start < offset && offset < t.scalar.End
	}
	if t.parent != nil {
		var ok bool
		if offset, ok = t.parent.at(offset); !ok {
			return 0, false
		}
	}
	if len(t.pieces) == 0 {
		return offset, offset <= len(t.Decoded)
	}
	for _, p := range t.pieces {
		switch {
		case offset < p.from || offset > p.to:
		case p.end-p.at == p.to-p.from:
			return p.at + offset - p.from, true
		case offset == p.to:
			return p.end, true
		case offset == p.from:
			return p.at, true
		}
	}
	return 0, false
}
