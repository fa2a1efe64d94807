package source

// csharpArgument is an argument of a call, or an item of a list.
type csharpArgument struct {
	name   string // of a named one
	tokens Span
}

// arguments are those in the brackets that open at a token; none where they do not close.
func (f *csharpFile) arguments(open int) []csharpArgument {
	var all []csharpArgument
	end := f.closing(open)
	if end == len(f.tokens) {
		return nil
	}
	for start := open + 1; start < end; {
		stop := min(f.expressionEnd(start), end)
		a := csharpArgument{tokens: Span{start, stop}}
		if f.kind(start+1) == ':' && f.word(start) != "" {
			a.name, a.tokens.Start = f.word(start), start+2
		}
		if a.tokens.Len() > 0 {
			all = append(all, a)
		}
		start = stop + 1
	}
	return all
}

// list are the items of "[a, b]" or "new[] { a, b }".
func (f *csharpFile) list(tokens Span) ([]csharpArgument, bool) {
	if tokens.Len() < 2 {
		return nil, false
	}
	last := tokens.End - 1
	open := tokens.Start
	if f.word(open) == "new" && f.kind(last) == '}' {
		open = int(f.match[last])
	}
	if k := f.kind(open); open < tokens.Start || k != '[' && k != '{' || f.closing(open) != last {
		return nil, false
	}
	return f.arguments(open), true
}

// argumentAt is the argument of a name, or the one at a position among those without.
func argumentAt(arguments []csharpArgument, position int, name string) (csharpArgument, bool) {
	for n, a := range arguments {
		if a.name == name && name != "" || a.name == "" && n == position {
			return a, true
		}
	}
	return csharpArgument{}, false
}

// typeArguments is the token behind "<...>" at a token, and the last name in there; the token itself without one.
func (f *csharpFile) typeArguments(i int) (next int, name string) {
	if f.kind(i) != '<' {
		return i, ""
	}
	for j := i + 1; j < i+maxParameters; j++ {
		switch f.kind(j) {
		case csharpWord:
			name = f.word(j)
		case '>':
			return j + 1, name
		case '.', ',', '<', '[', ']', '?':
		default:
			return i, ""
		}
	}
	return i, ""
}

// inside is what stands between the quotes of a string; the whole expression where it is anything else.
func (f *csharpFile) inside(tokens Span) Span {
	if tokens.Len() == 1 && f.kind(tokens.Start) == csharpString {
		if l, ok := scanLiteral(f.text, int(f.tokens[tokens.Start].start), 0, nil); ok {
			return l.body
		}
	}
	return f.bytes(tokens)
}
