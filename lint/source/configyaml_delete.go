package source

import "strings"

// lines are those of the entry; where it is the only one of its block, those of the key above it as well, since a key
// without a value is an error.
func (s yamlSyntax) lines(d *Document, o Option) (Span, bool) { return s.entryLines(d, o, nil) }

// entryLines are these lines; a block that gets another option stays.
func (s yamlSyntax) entryLines(d *Document, o Option, stays *yamlBlock) (Span, bool) {
	if s.in == nil || o.Place.Value.Len() == 0 {
		return Span{}, false
	}
	at := s.in.entry(o)
	if at < 0 {
		return Span{}, false
	}
	b, at, ok := s.in.lonely(at, stays)
	if !ok {
		return Span{}, false
	}
	if b.m.flow {
		span := b.inBrackets(at)
		if span.Len() <= 0 { // a tag without a value: the library places what follows it too early
			return Span{}, false
		}
		return span, strings.IndexByte(d.slice(span), '#') < 0 && d.deletes(span, o)
	}
	k, v := b.m.children[at], b.m.children[at+1]
	entry := b.text.Span(k.start, max(k.span.End, v.span.End))
	span, ok := d.wholeLines(entry)
	if !ok || stays != nil || !b.outer || len(b.m.children) > 2 {
		return span, ok
	}
	return d.emptied(entry, span)
}

// lonely is the outermost block whose entry holds nothing but the one given, inside the one that stays, and the index of that
// entry. It is false
// where an anchor or a tag stands at one of them, which an alias may need.
func (b *yamlBlock) lonely(at int, stays *yamlBlock) (*yamlBlock, int, bool) {
	for {
		k, v := b.m.children[at], b.m.children[at+1]
		if k.start != k.span.Start || v.start != v.span.Start && strings.IndexByte(b.text.Decoded[v.start:v.span.Start], '&') >= 0 || v.shared {
			return b, at, false
		}
		if len(b.m.children) > 2 || b.up == nil || b == stays {
			return b, at, true
		}
		b, at = b.up, b.at
	}
}

// inBrackets is what to delete of a map in brackets: the entry with the comma behind it, or else the one before it.
func (b *yamlBlock) inBrackets(at int) Span {
	c := b.m.children
	span := Span{c[at].start, max(c[at].span.End, c[at+1].span.End)}
	switch {
	case at+2 < len(c):
		span.End = c[at+2].start
	case at > 0:
		span.Start = max(c[at-2].span.End, c[at-1].span.End)
	}
	return b.text.Span(span.Start, span.End)
}

// emptied adds to the lines of an entry those of the keys above that nothing else is below of.
func (d *Document) emptied(entry, span Span) (Span, bool) {
	first, last := d.Lines.Line(entry.Start), d.Lines.Line(entry.End-1)
	indent, _ := d.indent(first)
	for indent > 0 && !d.hasSiblings(first, last, indent) {
		parent := first - 1
		for ; parent >= 1; parent-- {
			if n, content := d.indent(parent); content && n < indent {
				indent = n
				break
			}
		}
		if parent < 1 {
			break // the whole file is indented
		}
		line := strings.TrimRight(strings.TrimSpace(d.Lines.Text(parent)), " \t")
		line = strings.TrimSpace(line[:commentStart(line, Span{0, len(line)})])
		if !strings.HasSuffix(line, ":") || strings.HasPrefix(line, "?") || strings.HasPrefix(line, "-") {
			return Span{}, false
		}
		first = parent
		span.Start = d.Lines.Span(parent).Start
	}
	return span, true
}

// indent is the indentation of a line, and whether it is neither blank nor a comment.
func (d *Document) indent(line int) (n int, content bool) {
	text := d.Lines.Text(line)
	trimmed := strings.TrimLeft(text, " ")
	return len(text) - len(trimmed), trimmed != "" && trimmed[0] != '#'
}

// hasSiblings reports whether the block that the lines belong to has other entries.
func (d *Document) hasSiblings(first, last, indent int) bool {
	for i := first - 1; i >= 1; i-- {
		if n, content := d.indent(i); content && n <= indent {
			if n == indent {
				return true
			}
			break
		}
	}
	for i := last + 1; i <= d.Lines.Count(); i++ {
		if n, content := d.indent(i); content {
			return n == indent
		}
	}
	return false
}
