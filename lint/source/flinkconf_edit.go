package source

import "strings"

// confSyntax writes options into flink-conf.yaml.
type confSyntax struct{}

func (confSyntax) value(_ *Document, _ Option, value string) (string, bool) {
	return value, value != "" && !strings.ContainsAny(value, "#\r\n") && strings.Trim(value, " \t") == value
}

func (confSyntax) key(_, key string) (string, bool) {
	return key, !strings.ContainsAny(key, "#\r\n") && !strings.Contains(key, ": ") && strings.Trim(key, " \t") == key
}

func (confSyntax) lines(d *Document, o Option) (Span, bool) {
	line := d.Lines.Line(o.Place.Entry.Start)
	s := d.Lines.Span(line)
	s.Start = min(s.Start, o.Place.Entry.Start)
	if line < d.Lines.Count() {
		s.End = d.Lines.starts[line]
	}
	return s, true
}

func (s confSyntax) insert(d *Document, i insertion) []Edit {
	if _, ok := s.value(d, i.near, i.value); !ok {
		return nil
	}
	if _, ok := s.key("", i.key); !ok {
		return nil
	}
	return insertLine(d, i, i.key+": "+i.value)
}
