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
	Colon   bool   // a colon follows the key
}

// SlotAt is where in the part an offset lies. It is false in a comment, outside of the part, and in parts that are not written
// line by line, such as a command line.
func (p *Part) SlotAt(offset int) (Slot, bool) {
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
	rest := text[indent:]
	if strings.HasPrefix(rest, "#") || strings.Contains(text[:min(max(offset-span.Start, 0), len(text))], " #") {
		return Slot{}, false
	}
	slot := Slot{}
	if p.Standard || p.Layer == LayerConfiguration {
		if rest == "" {
			indent = offset - span.Start
		}
		if slot.Prefix, ok = p.blocksAround(line, indent, bounds); !ok {
			return Slot{}, false
		}
	}
	n := 0
	for n < len(rest) && isKeyByte(rest[n]) {
		n++
	}
	start := span.Start + len(text) - len(rest)
	if rest == "" {
		start = offset
	}
	colon := strings.IndexByte(rest, ':')
	if slot.Typed = (Span{start, start + n}); offset <= slot.Typed.End && offset >= start {
		slot.Colon = colon == n
		return slot, n == len(strings.TrimRight(rest, " \t")) || slot.Colon
	}
	if colon != n || colon < 0 || offset <= start+colon {
		return Slot{}, false
	}
	value := Span{start + colon + 1, span.End}
	if cut := strings.Index(d.slice(value), " #"); cut >= 0 {
		value.End = value.Start + cut
	}
	for value.Start < value.End && isBlank(d.Bytes[value.Start]) && value.Start < offset {
		value.Start++
	}
	for value.End > value.Start && isBlank(d.Bytes[value.End-1]) && value.End > offset {
		value.End--
	}
	slot.OnValue, slot.Key, slot.AsText = true, slot.Prefix+rest[:n], p.Layer == LayerConfiguration
	inYAML := p.Standard || slot.AsText
	slot.Typed, slot.Quoted = d.insideQuotes(value, offset, inYAML)
	return slot, slot.Key != "" && value.Start > start+colon+1
}

// insideQuotes is a value without the quotes that an offset is inside of, also where the second one is still to come. It is the
// whole of the value elsewhere.
func (d *Document) insideQuotes(value Span, offset int, inYAML bool) (Span, bool) {
	text := d.slice(value)
	if !inYAML || text == "" || text[0] != '"' && text[0] != '\'' || offset <= value.Start {
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
	case p.Layer == LayerCommand || p.Layer == LayerResource || p.Layer == LayerImage:
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
		if at := p.Text.scalar; at.Len() > 0 && strings.IndexByte("|>", d.Bytes[at.Start]) < 0 && !(d.Kind == Aspire && hasLines(d.slice(at))) {
			return Span{}, false // in quotes
		}
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
