package source

import (
	"slices"
	"strings"
)

// csharpSyntax writes options into strings of C#.
type csharpSyntax struct {
	file  *csharpFile
	inner syntax // of the text in the strings; nil for a variable that is one value
	text  *Text  // of which the option is a line; nil for one that is a whole string
	// call is what to delete together with the only option in it, empty where that cannot be told.
	call Span
	// argument is true for a string that is an argument of a command line.
	argument bool
}

func (s csharpSyntax) value(d *Document, o Option, value string) (string, bool) {
	if s.inner != nil {
		var ok bool
		if value, ok = s.inner.value(d, o, value); !ok {
			return "", false
		}
	}
	return s.file.encode(o.Place.Value.Start, value)
}

// key takes no place: only what is the same in every form is written.
func (s csharpSyntax) key(written, key string) (string, bool) {
	if s.inner != nil {
		var ok bool
		if key, ok = s.inner.key(written, key); !ok {
			return "", false
		}
	}
	return key, needsNoQuotes(key)
}

// sets reports whether a line of the text starts with the key.
func (s csharpSyntax) sets(key string) bool { return s.text != nil && s.text.sets(key) }

// literalAt is the string whose body an offset lies in.
func (f *csharpFile) literalAt(offset int) (l csharpLiteral, token int, ok bool) {
	token, found := slices.BinarySearchFunc(f.tokens, offset, func(t csharpToken, offset int) int {
		switch {
		case int(t.end) <= offset:
			return -1
		case int(t.start) > offset:
			return 1
		}
		return 0
	})
	if !found || f.tokens[token].kind != csharpString {
		return l, token, false
	}
	l, ok = scanLiteral(f.text, int(f.tokens[token].start), 0, nil)
	return l, token, ok && offset >= l.body.Start && offset <= l.body.End
}

// hasLines reports whether an expression is one string whose lines are those of the file.
func hasLines(expression string) bool {
	l, ok := scanLiteral(expression, 0, 0, nil)
	return ok && l.form != plainLiteral && l.end == len(expression) && strings.IndexByte(expression, '\n') >= 0
}

// encode is how a text is written inside the string that an offset lies in.
func (f *csharpFile) encode(offset int, text string) (string, bool) {
	l, _, ok := f.literalAt(offset)
	if !ok {
		return "", false
	}
	for i := 0; i < len(text); i++ {
		if text[i] < ' ' || text[i] == 0x7f {
			return "", false
		}
	}
	if l.form == rawLiteral {
		// quotes and braces of a raw string cannot be written otherwise
		return text, text != "" && strings.IndexByte(text, '"') < 0 && (l.dollars == 0 || !strings.ContainsAny(text, "{}"))
	}
	if l.form == plainLiteral {
		text = strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)
	} else {
		text = strings.ReplaceAll(text, `"`, `""`)
	}
	if l.dollars > 0 {
		text = strings.NewReplacer("{", "{{", "}", "}}").Replace(text)
	}
	return text, true
}

// lines deletes a line of the text, or the whole call where it is the only one.
func (s csharpSyntax) lines(d *Document, o Option) (Span, bool) {
	switch {
	case s.argument:
		return s.argumentSpan(d, o)
	case s.text == nil:
		return s.call, s.call.Len() > 0
	}
	above, own, below := textLines(s.text, o.Place.Entry)
	if own.Len() == 0 {
		return Span{}, false
	}
	if above.Len()+below.Len() == 0 {
		return s.call, s.call.Len() > 0 && d.deletes(s.call, o)
	}
	at := s.text.Span(own.Start, own.End)
	first, token, ok := s.file.literalAt(at.Start)
	if !ok || at.End > first.body.End {
		return Span{}, false // over several strings
	}
	if span, ok := d.wholeLines(at); ok && first.form != plainLiteral && d.deletes(span, o) {
		return span, true
	}
	if span, ok := s.operandSpan(d, own, token); ok && d.deletes(span, o) {
		return span, true
	}
	span := at
	switch {
	case below.Len() > 0:
		span.End = s.text.Span(below.Start, below.End).Start
	default:
		span.Start = s.text.Span(above.Start, above.End).End
	}
	return span, span.Start >= first.body.Start && span.End <= first.body.End && span.Start < span.End && d.deletes(span, o)
}

// operandSpan is the whole string of a line with its plus sign or comma, where the line is all that is in it.
func (s csharpSyntax) operandSpan(d *Document, own Span, token int) (Span, bool) {
	f := s.file
	t := f.tokens[token]
	v := f.literal(token, 0)
	if v == nil || strings.TrimSpace(string(v.text)) != s.text.Decoded[own.Start:own.End] {
		return Span{}, false
	}
	span := Span{int(t.start), int(t.end)}
	isJoint := func(i int) bool { k := f.kind(i); return k == '+' || k == ',' }
	switch {
	case isJoint(token + 1):
		span.End = int(f.tokens[token+2].start)
		if rest := d.slice(Span{int(f.tokens[token+1].end), span.End}); strings.TrimSpace(rest) != "" {
			return Span{}, false // a comment
		}
	case isJoint(token - 1):
		span.Start = int(f.tokens[token-2].end)
		if rest := d.slice(Span{int(f.tokens[token-1].end), int(t.start)}); strings.TrimSpace(rest) != "" {
			return Span{}, false
		}
	default:
		return Span{}, false
	}
	return span, true
}

// argumentSpan is an argument with its comma.
func (s csharpSyntax) argumentSpan(d *Document, o Option) (Span, bool) {
	f := s.file
	l, token, ok := f.literalAt(o.Place.Entry.Start)
	if !ok || !strings.HasPrefix(d.slice(l.body), "-D") || token == 0 || token+1 >= len(f.tokens) {
		return Span{}, false
	}
	t := f.tokens[token]
	span := Span{int(t.start), int(t.end)}
	switch {
	case f.kind(token-1) == ',':
		span.Start = int(f.tokens[token-1].start)
	case f.kind(token+1) == ',' && token+2 < len(f.tokens):
		span.End = int(f.tokens[token+2].start)
	default:
		return Span{}, false
	}
	return span, d.deletes(span, o)
}

// insert writes a line behind that of an option: in the same string, or as a string of its own where each line is one.
func (s csharpSyntax) insert(d *Document, i insertion) []Edit {
	if s.inner == nil {
		return nil
	}
	if s.argument {
		return s.inner.insert(d, i)
	}
	text := i.in.Text
	if text == nil || !needsNoQuotes(i.key) {
		return nil
	}
	_, own, _ := textLines(text, i.near.Place.Entry)
	at := text.Span(own.Start, own.End).End
	l, token, ok := s.file.literalAt(at)
	value, encodes := s.file.encode(at, i.value)
	if own.Len() == 0 || !ok || !encodes {
		return nil
	}
	line := i.key + ": " + value
	number := d.Lines.Line(at)
	source := d.Lines.Span(number)
	var edits []Edit
	add := func(newText string) { edits = append(edits, Edit{Span: Span{at, at}, NewText: newText}) }
	if l.form != plainLiteral { // its lines are those of the file
		if before := d.slice(Span{source.Start, text.Span(own.Start, own.Start).Start}); strings.Trim(before, " \t") == "" {
			return append(edits, Edit{Span: Span{source.End, source.End}, NewText: d.lineEnding(number) + before + line})
		}
		if l.form == verbatimLiteral {
			add(d.lineEnding(number) + line)
		}
		return edits
	}
	v := s.file.literal(token, 0)
	indent := d.slice(Span{source.Start, int(s.file.tokens[token].start)})
	if v != nil && strings.TrimSpace(string(v.text)) == text.Decoded[own.Start:own.End] && strings.Trim(indent, " \t") == "" {
		prefix := d.slice(Span{int(s.file.tokens[token].start), l.body.Start})
		switch {
		case s.file.kind(token+1) == '+' || s.file.kind(token-1) == '+':
			add(`\n" +` + d.lineEnding(number) + indent + prefix + line)
		case s.file.kind(token+1) == ',' || s.file.kind(token-1) == ',':
			add(`",` + d.lineEnding(number) + indent + prefix + line)
		}
	}
	add(`\n` + line)
	return edits
}

// callSpan is a call of a chain that starts with the dot at a token, with the white space that it leaves, or its whole
// statement. It is empty where neither can be deleted.
func (f *csharpFile) callSpan(dot int) Span {
	if f.kind(dot) != '.' {
		return Span{}
	}
	open, _ := f.typeArguments(dot + 2)
	end := f.closing(open)
	if f.kind(open) != '(' || end >= len(f.tokens) {
		return Span{}
	}
	span := Span{int(f.tokens[dot].start), int(f.tokens[end].end)}
	if f.kind(dot-1) == csharpWord && f.kind(end+1) == ';' { // x.WithEnvironment();
		switch f.kind(dot - 2) {
		case ';', '{', '}', csharpEnd:
			span.Start, span.End = int(f.tokens[dot-1].start), int(f.tokens[end+1].end)
		case '=':
		default:
			return Span{}
		}
	}
	start, stop := span.Start, span.End
	for start > 0 && isBlank(f.text[start-1]) {
		start--
	}
	for stop < len(f.text) && isBlank(f.text[stop]) {
		stop++
	}
	if before := int(f.tokens[dot-1].end); stop < len(f.text) && f.text[stop] == ';' && strings.TrimSpace(f.text[before:span.Start]) == "" {
		span.Start = before // the semicolon moves to the line above
		return span
	}
	if start > 0 && !isBreak(f.text[start-1]) || stop < len(f.text) && !isBreak(f.text[stop]) && !strings.HasPrefix(f.text[stop:], "//") {
		return span
	}
	_, stop = lineEnd(f.text, stop)
	return Span{start, stop}
}
