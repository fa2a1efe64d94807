package source

import "strings"

// Slot is where a key or a value is being written: what is there need not be an option yet.
type Slot struct {
	OnValue bool
	Key     string // of a value: the whole key
	Prefix  string // of a key in nested blocks: the keys above it, with a dot at the end
	Typed   Span   // what is written so far of the key or the value, without quotes around it
	Quoted  bool   // the value is written in quotes
	AsText  bool   // the value has to be a text, as in an operator's resource: a number needs quotes
	// Separator is what stands between a key and its value, "" where it follows the key already.
	Separator string
}

// SlotAt is where in the part an offset lies. It is false in a comment, and outside of the part.
func (p *Part) SlotAt(offset int) (Slot, bool) {
	switch {
	case p.Layer == LayerCommand:
		return p.argumentAt(offset)
	case p.inline():
		return p.inlineSlot(offset)
	}
	bounds, ok := p.bounds()
	if !ok || offset < bounds.Start || offset > bounds.End {
		return Slot{}, false
	}
	d := p.Document
	line := d.Lines.Line(offset)
	if at := d.Lines.Span(line + 1); offset == len(d.Bytes) && at.Start == offset && line < d.Lines.Count() {
		line++ // the empty line at the end of the file
	}
	span := d.Lines.Span(line)
	span.Start = max(span.Start, bounds.Start)
	text := d.slice(span)
	indent := len(text) - len(strings.TrimLeft(text, " "))
	slot, ok := slotOfLine(text, offset-span.Start)
	if !ok {
		return Slot{}, false
	}
	if slot.AsText = p.Layer == LayerConfiguration && slot.OnValue; p.Standard || p.Layer == LayerConfiguration {
		if text[indent:] == "" {
			indent = offset - span.Start
		}
		if slot.Prefix, ok = p.blocksAround(line, indent, bounds); !ok {
			return Slot{}, false
		}
		if slot.OnValue {
			slot.Key = slot.Prefix + slot.Key
			slot.Typed, slot.Quoted = insideQuotes(text, slot.Typed, offset-span.Start)
		}
	}
	slot.Typed = Span{span.Start + slot.Typed.Start, span.Start + slot.Typed.End}
	return slot, true
}

// slotOfLine is where in a line of "key: value" an offset lies. The span of what is typed counts from the line's start.
func slotOfLine(text string, offset int) (Slot, bool) {
	rest := strings.TrimLeft(text, " ")
	if strings.HasPrefix(rest, "#") || strings.Contains(text[:min(max(offset, 0), len(text))], " #") {
		return Slot{}, false
	}
	n := 0
	for n < len(rest) && isKeyByte(rest[n]) {
		n++
	}
	start := len(text) - len(rest)
	if rest == "" {
		start = offset
	}
	colon := strings.IndexByte(rest, ':')
	slot := Slot{Typed: Span{start, start + n}}
	if offset <= slot.Typed.End && offset >= start {
		if colon != n {
			slot.Separator = ": "
		}
		return slot, n == len(strings.TrimRight(rest, " \t")) || colon == n
	}
	if colon != n || colon < 0 || offset <= start+colon {
		return Slot{}, false
	}
	value := Span{start + colon + 1, len(text)}
	if cut := strings.Index(text[value.Start:], " #"); cut >= 0 {
		value.End = value.Start + cut
	}
	for value.Start < value.End && isBlank(text[value.Start]) && value.Start < offset {
		value.Start++
	}
	for value.End > value.Start && isBlank(text[value.End-1]) && value.End > offset {
		value.End--
	}
	slot.OnValue, slot.Key, slot.Typed = true, rest[:n], value
	return slot, slot.Key != "" && value.Start > start+colon+1 && offset <= value.End // not in front of a comment
}

// insideQuotes is a value of a line without the quotes that an offset is inside of, also where the second one is still to come. It
// is the whole of the value elsewhere.
func insideQuotes(line string, value Span, offset int) (Span, bool) {
	text := line[value.Start:value.End]
	if text == "" || text[0] != '"' && text[0] != '\'' || offset <= value.Start {
		return value, false
	}
	inside := Span{value.Start + 1, value.End}
	if len(text) > 1 && text[len(text)-1] == text[0] && offset < value.End {
		inside.End--
	}
	return inside, true
}

// bounds are the lines that the part's options stand in.
func (p *Part) bounds() (Span, bool) {
	d := p.Document
	var s Span
	switch {
	case p.Layer == LayerResource || p.Layer == LayerImage:
		return Span{}, false
	case p.Layer == LayerConfiguration:
		if len(p.Options) == 0 {
			return Span{}, false
		}
		s = p.Options[0].Place.Entry
		for _, o := range p.Options {
			if o.Place.Document != d {
				return Span{}, false
			}
			s.Start, s.End = min(s.Start, o.Place.Entry.Start), max(s.End, o.Place.Entry.End)
		}
		s.Start = d.Lines.Span(d.Lines.Line(s.Start)).Start
	case p.Text == nil || len(p.Text.pieces) == 0 && p.Text.parent == nil:
		return Span{0, len(d.Bytes)}, true
	default:
		s = p.Text.Span(0, len(p.Text.Decoded))
		s.Start = d.Lines.Span(d.Lines.Line(s.Start)).Start
	}
	line := d.Lines.Line(max(s.Start, s.End-1))
	for line < d.Lines.Count() && strings.TrimSpace(d.Lines.Text(line+1)) == "" {
		line++
	}
	s.End = max(s.End, d.Lines.Span(line).End)
	return s, true
}

// blocksAround are the keys of the blocks that a line of some indentation is nested in.
func (p *Part) blocksAround(line, indent int, bounds Span) (prefix string, ok bool) {
	d := p.Document
	base := -1
	for n := d.Lines.Line(bounds.Start); n <= d.Lines.Line(bounds.End); n++ {
		text := d.Lines.Text(n)
		if trimmed := strings.TrimLeft(text, " "); trimmed != "" && trimmed[0] != '#' && (base < 0 || len(text)-len(trimmed) < base) {
			base = len(text) - len(trimmed)
		}
	}
	for line--; line >= 1 && d.Lines.Span(line).Start >= bounds.Start && indent > base; line-- {
		text := d.Lines.Text(line)
		rest := strings.TrimLeft(text, " ")
		if at := len(text) - len(rest); rest != "" && rest[0] != '#' && at < indent {
			if cut := strings.Index(rest, " #"); cut >= 0 {
				rest = rest[:cut]
			}
			key, isBlock := strings.CutSuffix(strings.TrimRight(rest, " \t"), ":")
			if !isBlock || key == "" || strings.ContainsAny(key, " :\"'") {
				return "", false
			}
			prefix, indent = key+"."+prefix, at
		}
	}
	return prefix, true
}
