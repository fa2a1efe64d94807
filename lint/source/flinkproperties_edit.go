package source

import "strings"

// propertySyntax writes options into an environment variable, whose text may stand in any kind of scalar: only what needs
// no encoding is written, and only an option that has the lines of the file for itself is deleted.
type propertySyntax struct {
	inner syntax
	text  *Text
}

func (s propertySyntax) value(d *Document, o Option, value string) (string, bool) {
	text, ok := s.inner.value(d, o, value)
	return text, ok && needsNoQuotes(text)
}

func (s propertySyntax) key(written, key string) (string, bool) {
	text, ok := s.inner.key(written, key)
	return text, ok && needsNoQuotes(text)
}

func (s propertySyntax) lines(d *Document, o Option) (Span, bool) {
	if !s.standsAlone(d, o) {
		return Span{}, false
	}
	return d.wholeLines(o.Place.Entry)
}

// standsAlone reports whether the lines of the option in the file are a line of the text, with other lines in the text.
func (s propertySyntax) standsAlone(d *Document, o Option) bool {
	line := d.Lines.Span(d.Lines.Line(o.Place.Entry.Start))
	if o.Place.Entry.End > line.End {
		return false
	}
	decoded := s.text.Decoded
	for start := 0; start < len(decoded); {
		end, next := lineEnd(decoded, start)
		trimmed := trimSpan(decoded, Span{start, end})
		if trimmed.Len() > 0 && overlap(s.text.Span(trimmed.Start, trimmed.End), o.Place.Entry) {
			others := strings.TrimSpace(decoded[:start])+strings.TrimSpace(decoded[next:]) != ""
			return others && s.text.Verbatim(trimmed.Start, trimmed.End)
		}
		start = next
	}
	return false
}

func (s propertySyntax) insert(d *Document, i insertion) []Edit { return s.inner.insert(d, i) }
