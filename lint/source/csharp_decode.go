package source

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// literal is the value of a string.
func (f *csharpFile) literal(token, depth int) *csharpValue {
	var holes []Span
	l, ok := scanLiteral(f.text, int(f.tokens[token].start), 0, func(h Span) { holes = append(holes, h) })
	if !ok || !l.closed {
		return nil
	}
	r := &literalReader{file: f, literal: l, value: &csharpValue{tokens: Span{token, token + 1}}, token: token, depth: depth}
	parts, ok := l.lines(f.text)
	for _, part := range parts {
		at := part.Start
		for len(holes) > 0 && holes[0].Start >= part.Start && holes[0].End <= part.End {
			r.run(Span{at, holes[0].Start})
			r.hole(holes[0])
			at = holes[0].End
			holes = holes[1:]
		}
		r.run(Span{at, part.End})
	}
	if len(holes) > 0 || r.failed || !ok {
		return nil // a hole over several lines of a raw string, or what the compiler refuses
	}
	return r.value.finished(f)
}

// lines are the pieces of the body that count: all of it, or of a raw string of several lines those behind the white
// space that its last line starts with. It is false where a line does not start with that.
func (l csharpLiteral) lines(s string) (lines []Span, ok bool) {
	first := lineStop(s[:l.body.End], l.body.Start)
	if l.form != rawLiteral || first == l.body.End {
		return []Span{l.body}, true
	}
	last := l.body.End
	for last > l.body.Start && !isBreak(s[last-1]) {
		last--
	}
	indent := s[last:l.body.End]
	end := last - 1 // the last line's break does not count
	if s[end] == '\n' && end > l.body.Start && s[end-1] == '\r' {
		end--
	}
	ok = strings.Trim(indent, " \t") == ""
	_, at := lineEnd(s, first)
	for at < last {
		stop, next := lineEnd(s, at)
		line := Span{at, min(next, max(end, at))}
		n := commonPrefix(s[line.Start:line.End], indent)
		ok = ok && (n == len(indent) || strings.Trim(s[line.Start:stop], " \t") == "")
		line.Start += n
		lines = append(lines, line)
		at = next
	}
	return lines, ok
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// literalReader decodes the body of a string.
type literalReader struct {
	file    *csharpFile
	literal csharpLiteral
	value   *csharpValue
	token   int
	depth   int
	failed  bool
}

// hole reads what stands in a hole: a name that is known, with nothing else, or something of which nothing is.
func (r *literalReader) hole(h Span) {
	s, n := r.file.text, r.literal.dollars
	path := strings.Split(strings.TrimSpace(s[h.Start+n:h.End-n]), ".")
	name, owner := path[len(path)-1], ""
	if len(path) > 1 {
		owner = path[len(path)-2]
	}
	for _, p := range path {
		if p == "" || !isNameStart(p[0]) || strings.IndexFunc(p, func(c rune) bool { return c < 0x80 && !isNameByte(byte(c)) }) >= 0 {
			r.value.unknown(r.file, h)
			return
		}
	}
	v := r.file.constantValue(owner, name, Span{r.token, r.token + 1}, r.depth+1)
	if v == nil || len(v.holes) > 0 {
		r.value.unknown(r.file, h)
		return
	}
	r.value.put(string(v.text), h.Start, h.End, false)
}

// run decodes a piece of the body without holes.
func (r *literalReader) run(at Span) {
	s := r.file.text
	start := at.Start
	flush := func(end int) {
		if end > start {
			r.value.put(s[start:end], start, end, true)
		}
	}
	for i := at.Start; i < at.End; {
		c := s[i]
		doubled := i+1 < at.End && s[i+1] == c && (c == '"' && r.literal.form == verbatimLiteral ||
			(c == '{' || c == '}') && r.literal.dollars > 0 && r.literal.form != rawLiteral)
		switch {
		case doubled:
			flush(i)
			r.value.put(s[i:i+1], i, i+2, false)
			i += 2
			start = i
		case c == '\\' && r.literal.form == plainLiteral:
			flush(i)
			text, next := decodeCSharpEscape(s, i)
			if next > at.End || text == "" {
				r.failed = true
				return
			}
			r.value.put(text, i, next, false)
			i, start = next, next
		default:
			i++
		}
	}
	flush(at.End)
}

// csharpEscapes are the escapes of one letter.
var csharpEscapes = map[byte]string{
	'n': "\n", 'r': "\r", 't': "\t", '"': `"`, '\'': "'", '\\': `\`, '0': "\x00", 'a': "\a", 'b': "\b", 'f': "\f", 'v': "\v", 'e': "\x1b",
}

// decodeCSharpEscape is the text of the escape at an offset, "" for one that C# does not know, and where it ends. Two that are
// the halves of a character count as one.
func decodeCSharpEscape(s string, at int) (text string, next int) {
	unit, next, ok := csharpCodeUnit(s, at)
	if !ok {
		if at+1 < len(s) {
			return csharpEscapes[s[at+1]], at + 2
		}
		return "", at
	}
	if utf16.IsSurrogate(rune(unit)) {
		low, behind, ok := csharpCodeUnit(s, next)
		if r := utf16.DecodeRune(rune(unit), rune(low)); ok && r != utf8.RuneError {
			return string(r), behind
		}
		return string(utf8.RuneError), next
	}
	if unit > utf8.MaxRune {
		return "", next
	}
	return string(rune(unit)), next
}

// csharpCodeUnit reads \uXXXX, \UXXXXXXXX, and \x with one to four digits.
func csharpCodeUnit(s string, at int) (unit uint32, next int, ok bool) {
	if at+2 >= len(s) || s[at] != '\\' {
		return 0, at, false
	}
	least, most := 4, 4
	switch s[at+1] {
	case 'u':
	case 'U':
		least, most = 8, 8
	case 'x':
		least = 1
	default:
		return 0, at, false
	}
	end := at + 2
	for end < len(s) && end < at+2+most && isHexDigit(s[end]) {
		end++
	}
	if end-at-2 < least {
		return 0, at, false
	}
	n, err := strconv.ParseUint(s[at+2:end], 16, 32)
	return uint32(n), end, err == nil
}

func isHexDigit(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
