package source

import "strings"

// propertySyntax writes options into an environment variable, whose text may stand in any kind of scalar: only what needs
// no encoding is written, and what is deleted is read again.
type propertySyntax struct {
	inner syntax
	text  *Text
	entry Span // of the variable; empty where it stands in another file
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
	above, own, below := textLines(s.text, o.Place.Entry)
	if above.Len()+below.Len() == 0 {
		if span, ok := s.variable(d); ok && d.deletes(span, o) {
			return span, true
		}
	}
	line := d.Lines.Span(d.Lines.Line(o.Place.Entry.Start))
	if own.Len() > 0 && o.Place.Entry.End <= line.End && s.text.Verbatim(own.Start, own.End) {
		if span, ok := d.wholeLines(o.Place.Entry); ok && (above.Len()+below.Len() > 0 || d.deletes(span, o)) {
			return span, true
		}
	}
	return lineOfText(d, o, s.text)
}

// variable are the lines of the whole variable, where it is an entry of a map or a list of its own.
func (s propertySyntax) variable(d *Document) (Span, bool) {
	if s.entry.Len() == 0 || d.Kind == Dockerfile || d.Kind == Shell {
		return Span{}, false // a line of ENV or of a command may go on
	}
	entry := s.entry
	for t := s.text; t != nil; t = t.parent {
		if t.scalar.Start <= entry.Start && t.scalar.End >= entry.End {
			entry = t.scalar // an item of a list, with its quotes
		}
	}
	if at := entry.End; d.Kind == Dotenv && at < len(d.Bytes) && (d.Bytes[at] == '"' || d.Bytes[at] == '\'') {
		entry.End++
	}
	start := d.Lines.Span(d.Lines.Line(entry.Start)).Start
	switch head := strings.TrimLeft(string(d.Bytes[start:max(entry.Start, start)]), " "); strings.TrimRight(head, " ") {
	case "":
		span, ok := d.wholeLines(entry)
		if !ok {
			return span, false
		}
		return d.emptied(entry, span)
	case "-":
		entry.Start -= len(head)
		return d.listItem(entry)
	}
	return Span{}, false
}

// listItem are the lines of an item of a list, with those of its key where it is the only one.
func (d *Document) listItem(item Span) (Span, bool) {
	span, ok := d.wholeLines(item)
	if !ok {
		return Span{}, false
	}
	first, last := d.Lines.Line(item.Start), d.Lines.Line(item.End-1)
	indent, _ := d.indent(first)
	isItem := func(line int) bool {
		n, _ := d.indent(line)
		return n == indent && strings.HasPrefix(strings.TrimLeft(d.Lines.Text(line), " "), "-")
	}
	above, below := first-1, last+1
	for ; above >= 1; above-- {
		if n, content := d.indent(above); content && n <= indent {
			break
		}
	}
	for ; below <= d.Lines.Count(); below++ {
		if _, content := d.indent(below); content {
			break
		}
	}
	if isItem(above) || isItem(below) {
		return span, true
	}
	key := strings.TrimSpace(d.Lines.Text(above))
	if above < 1 || !strings.HasSuffix(key, ":") || strings.HasPrefix(key, "-") {
		return Span{}, false
	}
	n, _ := d.indent(above)
	span.Start = d.Lines.Span(above).Start
	return d.emptied(Span{span.Start + n, item.End}, span)
}

func (s propertySyntax) insert(d *Document, i insertion) []Edit { return s.inner.insert(d, i) }

func (s propertySyntax) sets(key string) bool { return s.text.sets(key) }

// sets reports whether a line of the text starts with the key.
func (t *Text) sets(key string) bool {
	for rest := t.Decoded; rest != ""; {
		line, behind, _ := strings.Cut(rest, "\n")
		if after, ok := strings.CutPrefix(strings.TrimLeft(line, " \t"), key); ok && strings.HasPrefix(strings.TrimLeft(after, " \t"), ":") {
			return true
		}
		rest = behind
	}
	return false
}
