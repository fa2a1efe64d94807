package source

// csharpValue is the text that an expression stands for, as far as it is constant.
type csharpValue struct {
	text   []byte
	pieces []piece // to the file
	// holes are what is not known, in the text; each is also an uncertainSpan of the file.
	holes     []Span
	uncertain []uncertainSpan
	tokens    Span // the strings that it is written in
	// shared is true where other expressions use the same strings.
	shared bool
}

// maxCSharpDepth bounds how deep names stand for names, and brackets in brackets.
const maxCSharpDepth = 20

// value is what the expression of some tokens stands for; nil where nothing of it is known.
func (f *csharpFile) value(tokens Span) *csharpValue { return f.valueOf(tokens, 0) }

func (f *csharpFile) valueOf(tokens Span, depth int) *csharpValue {
	if tokens.Len() <= 0 || depth > maxCSharpDepth {
		return nil
	}
	if f.kind(tokens.Start) == '(' && f.closing(tokens.Start) == tokens.End-1 {
		return f.valueOf(Span{tokens.Start + 1, tokens.End - 1}, depth+1)
	}
	operands, ok := f.operands(tokens)
	if !ok {
		return nil
	}
	if len(operands) == 1 {
		return f.operand(operands[0], depth)
	}
	if f.kind(operands[0].Start) == csharpNumber {
		return nil // a sum
	}
	v := &csharpValue{tokens: tokens}
	for _, o := range operands {
		if part := f.operand(o, depth); part != nil {
			v.add(f, part, o)
		} else {
			v.unknown(f, f.bytes(o))
		}
	}
	return v.finished(f)
}

// operands are those of the plus signs of an expression. It is false where there are other operators.
func (f *csharpFile) operands(tokens Span) ([]Span, bool) {
	var all []Span
	start := tokens.Start
	for i := tokens.Start; i < tokens.End; i++ {
		switch f.tokens[i].kind {
		case '+':
			if i == start {
				return nil, false
			}
			all = append(all, Span{start, i})
			start = i + 1
		case '(', '[', '{':
			i = min(f.closing(i), tokens.End-1)
		case '?', ':', csharpArrow, csharpOperator, csharpChange, '=', ';':
			return nil, false
		case csharpWord:
			switch f.word(i) {
			case "switch", "is", "as", "with", "await", "throw":
				return nil, false
			}
		}
	}
	return append(all, Span{start, tokens.End}), start < tokens.End
}

// operand is the value of one operand, nil where it is not known.
func (f *csharpFile) operand(o Span, depth int) *csharpValue {
	first := o.Start
	switch f.kind(first) {
	case csharpString:
		if o.Len() == 1 {
			return f.literal(first, depth)
		}
		return f.called(o, first+1, func() *csharpValue { return f.literal(first, depth) })
	case csharpNumber:
		text := f.text[f.tokens[first].start:f.tokens[first].end]
		if o.Len() == 1 && digits(text) == len(text) {
			v := &csharpValue{tokens: o}
			v.put(text, int(f.tokens[first].start), int(f.tokens[first].end), true)
			return v.finished(f)
		}
	case '(':
		end := f.closing(first)
		if end == o.End-1 {
			return f.valueOf(Span{first + 1, end}, depth+1)
		}
		return f.called(o, end+1, func() *csharpValue { return f.valueOf(Span{first + 1, end}, depth+1) })
	case csharpWord:
		return f.named(o, depth)
	}
	return nil
}

// called is the value that a method of a text gives which changes nothing that counts here.
func (f *csharpFile) called(o Span, dot int, of func() *csharpValue) *csharpValue {
	if f.kind(dot) == '.' && f.word(dot+1) == "ReplaceLineEndings" && f.kind(dot+2) == '(' && f.closing(dot+2) == o.End-1 {
		return of()
	}
	return nil
}

// named is the value of a name, or of a call that joins texts.
func (f *csharpFile) named(o Span, depth int) *csharpValue {
	var path []string
	i := o.Start
	for f.kind(i) == csharpWord && i < o.End {
		if path = append(path, f.word(i)); f.kind(i+1) != '.' {
			i++
			break
		}
		i += 2
	}
	n := len(path)
	if n == 0 {
		return nil
	}
	name, owner := path[n-1], ""
	if n > 1 {
		owner = path[n-2]
	}
	if i == o.End {
		if owner == "this" {
			owner = ""
		}
		return f.constantValue(owner, name, o, depth)
	}
	if f.kind(i) != '(' || f.closing(i) != o.End-1 {
		return nil
	}
	arguments := f.arguments(i)
	switch {
	case (owner == "string" || owner == "String") && name == "Join" && len(arguments) > 1:
		separator := f.valueOf(arguments[0].tokens, depth+1)
		if separator == nil || len(separator.holes) > 0 {
			return nil
		}
		items := arguments[1:]
		if list, ok := f.list(items[0].tokens); ok && len(items) == 1 {
			items = list
		} else if len(items) == 1 {
			return nil // a list that is made somewhere else
		}
		return f.joined(o, items, string(separator.text), depth)
	case (owner == "string" || owner == "String") && name == "Concat":
		return f.joined(o, arguments, "", depth)
	case name == "ReplaceLineEndings" && n > 1:
		return f.constantValue("", path[0], Span{o.Start, o.Start + 1}, depth)
	}
	return nil
}

// joined is the value of items with a separator between them.
func (f *csharpFile) joined(o Span, items []csharpArgument, separator string, depth int) *csharpValue {
	v := &csharpValue{tokens: o}
	for n, item := range items {
		if n > 0 && separator != "" {
			at := int(f.tokens[item.tokens.Start].start)
			v.put(separator, at, at, false)
		}
		if part := f.valueOf(item.tokens, depth+1); part != nil {
			v.add(f, part, item.tokens)
		} else {
			v.unknown(f, f.bytes(item.tokens))
		}
	}
	return v.finished(f)
}

// constantValue is the value of a name. One that is the whole expression keeps the places of the string that it stands for.
func (f *csharpFile) constantValue(owner, name string, at Span, depth int) *csharpValue {
	c := f.constant(owner, name, at.Start)
	if c == nil || c.state == csharpReading {
		return nil
	}
	if c.state == csharpUnread {
		c.state = csharpReading
		c.result = f.valueOf(c.value, depth+1)
		c.state = csharpRead
	}
	if c.result == nil || len(c.result.text) > f.budget {
		return nil
	}
	f.budget -= len(c.result.text)
	v := *c.result
	v.shared = v.shared || !f.usedOnce(name)
	return &v
}

// usedOnce reports whether a word stands in the file twice only, where it is declared and where it is used; also strings
// and comments count.
func (f *csharpFile) usedOnce(name string) bool {
	if f.names == nil {
		f.names = map[string]int{}
		for i := 0; i < len(f.text); {
			end := i
			for end < len(f.text) && isNameByte(f.text[end]) {
				end++
			}
			if end > i {
				f.names[f.text[i:end]]++
			}
			i = end + 1
		}
	}
	return f.names[name] == 2
}

// put adds text that stands at bytes of the file; same says that these are the bytes.
func (v *csharpValue) put(text string, from, to int, same bool) {
	if text == "" {
		return
	}
	at := len(v.text)
	v.text = append(v.text, text...)
	if same || len(text) != to-from {
		v.pieces = append(v.pieces, piece{at, len(v.text), from, to})
		return
	}
	// in two: pieces that are equally long are the same bytes
	if len(text) > 1 {
		v.pieces = append(v.pieces, piece{at, at + 1, from, to}, piece{at + 1, len(v.text), to, to})
		return
	}
	v.pieces = append(v.pieces, piece{at, len(v.text), from, from})
}

// unknownText stands where something is not known. It looks like an expression of a template, of which no reader takes
// anything for granted.
const unknownText = "{{unknown}}"

func (v *csharpValue) unknown(f *csharpFile, at Span) {
	start := len(v.text)
	v.put(unknownText, at.Start, at.End, false)
	v.holes = append(v.holes, Span{start, len(v.text)})
	v.uncertain = append(v.uncertain, uncertainSpan{at, Unknown})
}

// add adds the value of a part of the expression. A name that stands for whole lines keeps the places of their string; any
// other one is a value, and is shown where it is used.
func (v *csharpValue) add(f *csharpFile, part *csharpValue, at Span) {
	start := len(v.text)
	whole := f.bytes(at)
	elsewhere := len(part.pieces) > 0 && (part.pieces[0].from < whole.Start || part.pieces[0].from >= whole.End)
	lines := len(part.text) > 0 && part.text[len(part.text)-1] == '\n' && (start == 0 || v.text[start-1] == '\n')
	switch {
	case elsewhere && !lines:
		v.put(string(part.text), whole.Start, whole.End, false)
	default:
		for _, p := range part.pieces {
			v.pieces = append(v.pieces, piece{start + p.at, start + p.end, p.from, p.to})
		}
		v.text = append(v.text, part.text...)
		v.shared = v.shared || part.shared
	}
	for _, h := range part.holes {
		v.holes = append(v.holes, Span{start + h.Start, start + h.End})
	}
	if elsewhere && !lines && len(part.holes) > 0 {
		v.uncertain = append(v.uncertain, uncertainSpan{whole, Unknown})
	} else {
		v.uncertain = append(v.uncertain, part.uncertain...)
	}
}

// finished gives a value without text a place.
func (v *csharpValue) finished(f *csharpFile) *csharpValue {
	if len(v.pieces) == 0 {
		at := f.bytes(v.tokens)
		v.pieces = []piece{{0, 0, at.Start, at.Start}}
	}
	return v
}

// asText is the value as a text of the document.
func (v *csharpValue) asText(f *csharpFile) *Text {
	return &Text{Document: f.doc, Decoded: string(v.text), pieces: v.pieces, scalar: f.bytes(v.tokens)}
}
