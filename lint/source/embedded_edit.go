package source

// embeddedSyntax writes options into a text that is embedded in another one: the inner syntax says how, and whatever
// would need to be encoded once more, or would reach beyond the text, is not written.
type embeddedSyntax struct {
	inner  syntax
	within Span // the scalar in the file
	block  bool // a literal block, whose lines are the text's
	text   *Text
}

func (s embeddedSyntax) value(d *Document, o Option, value string) (string, bool) {
	text, ok := s.inner.value(d, o, value)
	return text, ok && (s.block || needsNoQuotes(text))
}

func (s embeddedSyntax) key(written, key string) (string, bool) {
	text, ok := s.inner.key(written, key)
	return text, ok && (s.block || needsNoQuotes(text))
}

func (s embeddedSyntax) lines(d *Document, o Option) (Span, bool) {
	if !s.block {
		return lineOfText(d, o, s.text)
	}
	span, ok := s.inner.lines(d, o)
	// the first line holds the head of the block, the last one may lack its end in the scalar
	first, end := s.within.End, s.within.End
	if line := d.Lines.Line(s.within.Start); line < d.Lines.Count() {
		first = min(first, d.Lines.starts[line])
	}
	if line := d.Lines.Line(max(end-1, 0)); line < d.Lines.Count() {
		end = d.Lines.starts[line]
	}
	return span, ok && span.Start >= first && span.End <= end
}

// confineEdits keeps the edits of a part's options inside the scalar that their text was embedded from.
func confineEdits(part *Part, parent *Text, n *node) {
	within := parent.Span(n.span.Start, n.span.End)
	for i := range part.Options {
		o := &part.Options[i]
		o.syntax = embeddedSyntax{o.syntax, within, n.style == literalBlock && parent.parent == nil, part.Text}
	}
}

func (s embeddedSyntax) insert(d *Document, i insertion) []Edit { return s.inner.insert(d, i) }
