package source

import "strings"

// diagnosis says what is wrong with a line, or with the one before it, where a text stops being YAML.
type diagnosis struct {
	c     *recovery
	bad   int // the line with which the text stops being YAML
	cause error
}

// run reports the problem and returns the line that is at fault.
func (d *diagnosis) run() int {
	s := d.c.r.src
	l := d.c.lines[d.bad]
	line := Span{l.start + l.indent, l.end}
	line = trimSpan(s, line)
	before := d.previous()
	if s[line.Start] == '-' && (line.Len() == 1 || isBlank(s[line.Start+1])) && d.c.several && l.indent == 0 {
		return d.found(d.bad, Problem{Code: ListItem, Value: strings.TrimSpace(s[line.Start+1 : line.End]), Related: d.placeOf(before)}, line)
	}
	if before >= 0 {
		if at, ok := d.looseBefore(before, l); ok {
			return at
		}
	}
	if key, value, ok := d.entry(line); ok {
		if d.badValue(key, value, line) {
			return d.bad
		}
		return d.found(d.bad, Problem{Code: WrongIndentation, Key: s[key.Start:key.End], Value: s[value.Start:value.End], Related: d.placeOf(before)}, line)
	}
	return d.noEntry(line, before)
}

func (d *diagnosis) found(at int, p Problem, entry Span) int {
	d.c.report(parseStage, p, entry)
	return at
}

// previous is the last line before with content, -1 without one.
func (d *diagnosis) previous() int {
	for i := d.bad - 1; i >= 0; i-- {
		if d.c.lines[i].content {
			return i
		}
	}
	return -1
}

func (d *diagnosis) placeOf(i int) *Place {
	if i < 0 {
		return nil
	}
	l := d.c.lines[i]
	p := d.c.r.at(l.start+l.indent, l.end)
	return &p
}

// entry cuts a line into a key and a value at the first ": ", or at a colon at its end.
func (d *diagnosis) entry(line Span) (key, value Span, ok bool) {
	s := d.c.r.src[line.Start:line.End]
	from := 0
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		_, n, closed := decodeQuoted(s)
		if !closed {
			return key, value, false
		}
		from = n
	}
	for i := from; i < len(s); i++ {
		if s[i] == '#' && i > 0 && isBlank(s[i-1]) {
			return key, value, false
		}
		if s[i] == ':' && (i+1 == len(s) || isBlank(s[i+1])) {
			key = trimSpan(d.c.r.src, Span{line.Start, line.Start + i})
			value = trimSpan(d.c.r.src, Span{line.Start + i + 1, line.End})
			return key, value, key.Len() > 0 || value.Len() > 0
		}
	}
	return key, value, false
}

// looseBefore looks at the line before: a text without a colon is read on, and only the next line shows it.
func (d *diagnosis) looseBefore(before int, l srcLine) (int, bool) {
	s, b := d.c.r.src, d.c.lines[before]
	line := trimSpan(s, Span{b.start + b.indent, b.end})
	if _, _, ok := d.entry(line); ok || b.indent > l.indent || strings.HasPrefix(s[line.Start:], "- ") {
		return 0, false
	}
	if strings.IndexByte("\"'[{]}|>&*!-", s[line.Start]) >= 0 {
		return 0, false
	}
	if _, _, ok := d.entry(Span{l.start + l.indent, l.end}); !ok {
		return 0, false
	}
	d.loose(before, line)
	return before, true
}

// loose reports a line without a colon.
func (d *diagnosis) loose(at int, line Span) {
	s := d.c.r.src
	stop := commentStart(s, line)
	g, ok := guessEntry(s, Span{line.Start, stop})
	if !ok {
		g, ok = d.guessInBlock(at, Span{line.Start, stop})
	}
	if !ok {
		code, detail := NotAnOption, clip(s[line.Start:line.End])
		if strings.HasPrefix(d.c.r.text.Decoded[line.Start:], "\ufeff") {
			code, detail = ByteOrderMark, ""
		}
		d.found(0, Problem{Code: code, Detail: detail}, line)
		return
	}
	p := Problem{Code: g.code, Detail: g.detail, Key: s[g.key.Start:g.key.End], Value: s[g.value.Start:g.value.End]}
	p.Place = d.c.r.text.place(g.key, g.value, Span{line.Start, stop})
	d.found(0, p, line)
}

// guessInBlock takes two words for a key and its value, and a single word above an indented block for a key, where the
// line stands in a block itself: the keys there are short, and no sign of an option by themselves.
func (d *diagnosis) guessInBlock(at int, line Span) (entryGuess, bool) {
	s := d.c.r.src
	end := line.Start
	for end < line.End && isKeyByte(s[end]) {
		end++
	}
	g := entryGuess{code: MissingColon, key: Span{line.Start, end}, value: trimSpan(s, Span{end, line.End})}
	if g.key.Len() == 0 || !isLetter(s[line.Start]) || strings.ContainsAny(s[g.value.Start:g.value.End], " \t") {
		return g, false
	}
	if g.value.Len() > 0 {
		return g, d.c.lines[at].indent > 0 && isBlank(s[end])
	}
	for i := at + 1; i < len(d.c.lines); i++ {
		if l := d.c.lines[i]; l.content {
			_, _, entry := d.entry(Span{l.start + l.indent, l.end})
			return g, entry && l.indent > d.c.lines[at].indent
		}
	}
	return g, false
}

// commentStart is where the comment of a line starts, or where the line ends; white space before it is left out.
func commentStart(s string, line Span) int {
	for i := line.Start + 1; i < line.End; i++ {
		if s[i] == '#' && isBlank(s[i-1]) {
			return trimSpan(s, Span{line.Start, i}).End
		}
	}
	return line.End
}

// noEntry diagnoses a line that has no colon.
func (d *diagnosis) noEntry(line Span, before int) int {
	s := d.c.r.src
	c := s[line.Start]
	switch {
	case c == '}' || c == ']':
		return d.found(d.bad, Problem{Code: StrayBracket, Detail: string(c)}, line)
	case c == '"' || c == '\'':
		if _, _, closed := decodeQuoted(s[line.Start:line.End]); !closed {
			return d.found(d.bad, Problem{Code: UnclosedQuote, Detail: string(c), Value: s[line.Start+1 : line.End]}, line)
		}
	case strings.IndexByte("%@`", c) >= 0:
		return d.found(d.bad, Problem{Code: ReservedCharacter, Detail: string(c)}, line)
	case c == '[' || c == '{':
		return d.found(d.bad, d.brackets(line), line)
	}
	if before >= 0 {
		// a value below its key, but not indented below it
		b := d.c.lines[before]
		key, value, ok := d.entry(trimSpan(s, Span{b.start + b.indent, b.end}))
		if _, guessed := guessEntry(s, line); ok && value.Len() == 0 && !guessed && d.c.lines[d.bad].indent <= b.indent {
			return d.found(d.bad, Problem{Code: WrongIndentation, Key: s[key.Start:key.End], Value: s[line.Start:line.End], Related: d.placeOf(before)}, line)
		}
	}
	d.loose(d.bad, line)
	return d.bad
}

// badValue reports what is wrong with the value of an entry.
func (d *diagnosis) badValue(key, value, line Span) bool {
	s := d.c.r.src
	p := Problem{Key: s[key.Start:key.End], Value: s[value.Start:value.End], Place: d.c.r.text.place(key, value, line)}
	if key.Len() == 0 {
		p.Code = NoKey
		d.found(0, p, line)
		return true
	}
	if c := s[key.Start]; strings.IndexByte("%@`,]}|>*&!", c) >= 0 {
		p.Code, p.Detail = ReservedCharacter, string(c)
		d.found(0, p, line)
		return true
	}
	if value.Len() == 0 {
		return false
	}
	v := s[value.Start:value.End]
	switch c := v[0]; {
	case c == '"' || c == '\'':
		p.Code, p.Detail, p.Value = quoteProblem(v)
	case c == '[' || c == '{':
		q := d.brackets(value)
		p.Code, p.Detail = q.Code, q.Detail
		if p.Code == BadSyntax {
			if _, err := parseYAML(v, NewLines([]byte(v)), nil); err == nil {
				return false // nothing is wrong with the value itself
			}
		}
	case strings.IndexByte("%@`,]}|>", c) >= 0, c == '?' && (len(v) == 1 || isBlank(v[1])), (c == '&' || c == '*' || c == '!') && !strings.Contains(v, ": "):
		p.Code, p.Detail = ReservedCharacter, string(c)
	case v == "-" || strings.HasPrefix(v, "- ") || strings.HasPrefix(v, "-\t"):
		p.Code, p.Value = ListInValue, strings.TrimSpace(v[1:])
	default:
		plain := v[:commentStart(s, value)-value.Start]
		if strings.Contains(plain, ": ") || strings.HasSuffix(plain, ":") || strings.Contains(plain, ":\t") {
			p.Code, p.Value = ColonInValue, plain
			p.Place = d.c.r.text.place(key, Span{value.Start, value.Start + len(plain)}, Span{line.Start, value.Start + len(plain)})
		}
	}
	if p.Code == "" {
		return false
	}
	d.found(0, p, line)
	return true
}

// quoteProblem says what is wrong with a value that starts with a quote.
func quoteProblem(v string) (code ProblemCode, detail, meant string) {
	if _, n, ok := decodeQuoted(v); ok {
		rest := strings.TrimLeft(v[n:], " \t")
		if rest == "" || rest[0] == '#' && n < len(v) && isBlank(v[n]) {
			return "", "", ""
		}
		return TextAfterValue, rest[:1], v
	}
	if v[0] == '"' {
		for i := 1; i < len(v); i++ {
			if v[i] == '"' {
				break
			}
			if v[i] != '\\' {
				continue
			}
			_, next, ok := appendEscape(nil, v, i)
			if !ok && i+1 < len(v) {
				return BadEscape, v[i : i+2], v
			}
			i = max(i, next-1)
		}
	}
	return UnclosedQuote, v[:1], v[1:]
}

// brackets says what is wrong with a list or map in brackets.
func (d *diagnosis) brackets(value Span) Problem {
	v := d.c.r.src[value.Start:value.End]
	var open []byte
	for i := 0; i < len(v); i++ {
		switch c := v[i]; c {
		case '"', '\'':
			_, n, ok := decodeQuoted(v[i:])
			if !ok {
				return Problem{Code: UnclosedQuote, Detail: string(c), Value: v}
			}
			i += n - 1
		case '[', '{':
			open = append(open, c)
		case ']', '}':
			if len(open) == 0 || open[len(open)-1] != c-2 {
				return Problem{Code: StrayBracket, Detail: string(c), Value: v}
			}
			if open = open[:len(open)-1]; len(open) == 0 {
				rest := strings.TrimLeft(v[i+1:], " \t")
				if rest != "" && rest[0] != '#' {
					return Problem{Code: TextAfterValue, Detail: rest[:1], Value: v}
				}
				if words := d.words(); !strings.Contains(words, "max depth") {
					return Problem{Code: BadSyntax, Detail: words, Value: v}
				}
				return Problem{Code: TooDeep}
			}
		}
	}
	return Problem{Code: UnclosedBracket, Detail: v[:1], Value: v}
}

// words are those of the YAML library, without its line.
func (d *diagnosis) words() string {
	if d.cause == nil {
		return ""
	}
	m := d.cause.Error()
	if strings.HasPrefix(m, "line ") {
		if _, rest, ok := strings.Cut(m, ": "); ok {
			return rest
		}
	}
	return m
}
