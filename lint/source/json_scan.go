package source

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonNode is a value of JSON in a text.
type jsonNode struct {
	kind    byte         // '{', '[', '"', '0' for a number, 't' for true, false and null
	span    Span         // in the text, with quotes or brackets
	members []jsonMember // of an object; what stands in a list is not kept
}

// jsonMember is a name with its value.
type jsonMember struct {
	name  string
	key   Span // with the quotes
	value *jsonNode
}

// jsonMistake is why a text is no JSON, and where.
type jsonMistake struct {
	at   int
	code ProblemCode
	what string
}

// maxJSONDepth bounds how deep lists and objects stand in each other.
const maxJSONDepth = 200

// jsonScanner reads JSON as the readers of .NET's files do: with comments. The host of .NET stops behind the first value,
// and refuses a comma before a closing bracket; those of launchSettings.json take it (lenient).
type jsonScanner struct {
	text    *Text
	s       string
	at      int
	lenient bool
	fault   *jsonMistake
}

// scanJSON reads the first value of a text. Where the text is no JSON, the value is what was read up to the fault.
func scanJSON(t *Text, lenient bool) (*jsonNode, *jsonMistake) {
	p := &jsonScanner{text: t, s: t.Decoded, lenient: lenient}
	if strings.HasPrefix(p.s, string(byteOrderMark)) {
		p.at = len(byteOrderMark)
	}
	return p.value(0), p.fault
}

// fail notes the first fault. Nothing is read behind it.
func (p *jsonScanner) fail(code ProblemCode, at int, what string) {
	if p.fault == nil {
		p.fault = &jsonMistake{min(at, len(p.s)), code, what}
	}
	p.at = len(p.s)
}

// skip goes behind white space and comments.
func (p *jsonScanner) skip() {
	for p.at < len(p.s) {
		switch c := p.s[p.at]; {
		case isBlank(c) || isBreak(c):
			p.at++
		case strings.HasPrefix(p.s[p.at:], "//"):
			p.at = lineStop(p.s, p.at)
		case strings.HasPrefix(p.s[p.at:], "/*"):
			p.at = blockCommentEnd(p.s, p.at)
		default:
			return
		}
	}
}

func (p *jsonScanner) value(depth int) *jsonNode {
	p.skip()
	start := p.at
	if start >= len(p.s) {
		p.fail(BadSyntax, start, "a value is missing")
		return nil
	}
	n := &jsonNode{kind: p.s[start]}
	switch c := p.s[start]; {
	case c == '{' || c == '[':
		if depth >= maxJSONDepth {
			p.fail(TooDeep, start, "too many brackets in each other")
			return nil
		}
		p.at++
		p.list(n, depth)
	case c == '"':
		p.skipString()
	case c == '-' || c >= '0' && c <= '9':
		n.kind = '0'
		for p.at < len(p.s) && (isNameByte(p.s[p.at]) || strings.IndexByte("+-.", p.s[p.at]) >= 0) {
			p.at++
		}
		if !isNumberOfJSON(p.s[start:p.at]) {
			p.fail(BadSyntax, start, "no number of JSON")
		}
	default:
		for p.at < len(p.s) && isNameByte(p.s[p.at]) {
			p.at++
		}
		switch n.kind = 't'; p.s[start:p.at] {
		case "true", "false", "null":
		default:
			p.fail(BadSyntax, start, "no value of JSON")
			return nil
		}
	}
	if n.span = (Span{start, p.at}); p.fault != nil {
		if n.kind != '{' && n.kind != '[' {
			return nil
		}
		n.span.End = max(start+1, min(p.fault.at, p.at)) // what was read of it
	}
	return n
}

// isNumberOfJSON reports whether a text is one: without a leading zero or plus, with digits on both sides of the point.
func isNumberOfJSON(s string) bool {
	s = strings.TrimPrefix(s, "-")
	n := digits(s)
	if n == 0 || n > 1 && s[0] == '0' {
		return false
	}
	if s = s[n:]; strings.HasPrefix(s, ".") {
		if n = digits(s[1:]); n == 0 {
			return false
		}
		s = s[1+n:]
	}
	if s != "" && (s[0] == 'e' || s[0] == 'E') {
		s = strings.TrimLeft(s[1:], "+-")
		return s != "" && digits(s) == len(s)
	}
	return s == ""
}

// list reads what is in brackets.
func (p *jsonScanner) list(n *jsonNode, depth int) {
	closing := n.kind + 2 // in ASCII
	for first := true; ; first = false {
		p.skip()
		if p.at < len(p.s) && p.s[p.at] == closing && (first || p.lenient) {
			p.at++
			return
		}
		if n.kind == '[' {
			if p.value(depth + 1); p.fault != nil {
				return
			}
		} else if !p.member(n, depth) {
			return
		}
		p.skip()
		switch {
		case p.at < len(p.s) && p.s[p.at] == ',':
			p.at++
		case p.at < len(p.s) && p.s[p.at] == closing:
			p.at++
			return
		case p.at >= len(p.s):
			p.fail(UnclosedBracket, n.start(p), string(n.kind))
			return
		default:
			p.fail(BadSyntax, p.at, "a comma is missing")
			return
		}
	}
}

func (n *jsonNode) start(p *jsonScanner) int {
	if len(n.members) > 0 {
		return n.members[0].key.Start
	}
	return p.at
}

func (p *jsonScanner) member(n *jsonNode, depth int) bool {
	start := p.at
	if start >= len(p.s) || p.s[start] != '"' {
		what := "a name in double quotes is missing"
		if start < len(p.s) && p.s[start] == '}' {
			what = "a comma before the closing bracket"
		}
		p.fail(BadSyntax, start, what)
		return false
	}
	p.skipString()
	m := jsonMember{key: Span{start, p.at}}
	if p.fault != nil {
		return false
	}
	m.name = p.text.jsonString(m.key).Decoded
	p.skip()
	if p.at >= len(p.s) || p.s[p.at] != ':' {
		p.fail(BadSyntax, p.at, "a colon is missing")
		return false
	}
	p.at++
	if m.value = p.value(depth + 1); m.value != nil {
		n.members = append(n.members, m)
	}
	return p.fault == nil
}

// skipString goes behind a string.
func (p *jsonScanner) skipString() {
	start := p.at
	for p.at++; p.at < len(p.s); p.at++ {
		switch c := p.s[p.at]; {
		case c == '"':
			p.at++
			return
		case c < ' ':
			p.fail(SpecialCharacter, p.at, "a control character in a string")
			return
		case c == '\\':
			if _, next := decodeJSONEscape(p.s, p.at); next == p.at {
				p.fail(BadEscape, p.at, p.s[p.at:min(p.at+2, len(p.s))])
				return
			}
			p.at++
		}
	}
	p.fail(UnclosedQuote, start, `"`)
}

// jsonString is the string at a span of the text, as a text of its own.
func (t *Text) jsonString(at Span) *Text {
	out := &Text{Document: t.Document, parent: t, template: t.template, scalar: t.Span(at.Start, at.End)}
	var b []byte
	run := at.Start + 1
	put := func(text string, from, to int) {
		if text != "" {
			out.pieces = append(out.pieces, piece{len(b), len(b) + len(text), from, to})
			b = append(b, text...)
		}
	}
	for i := run; i < at.End-1; {
		if t.Decoded[i] != '\\' {
			i++
			continue
		}
		put(t.Decoded[run:i], run, i)
		text, next := decodeJSONEscape(t.Decoded, i)
		put(text, i, next)
		i, run = next, next
	}
	put(t.Decoded[run:at.End-1], run, at.End-1)
	if len(out.pieces) == 0 {
		out.pieces = []piece{{0, 0, at.Start + 1, at.Start + 1}}
	}
	out.Decoded = string(b)
	return out
}

var jsonEscapes = map[byte]string{'"': `"`, '\\': `\`, '/': "/", 'b': "\b", 'f': "\f", 'n': "\n", 'r': "\r", 't': "\t"}

// decodeJSONEscape is the text of the escape at an offset, and where it ends: at the offset for one that does not exist.
func decodeJSONEscape(s string, at int) (text string, next int) {
	unit := func(at int) (rune, bool) {
		if at+6 > len(s) || s[at] != '\\' || s[at+1] != 'u' {
			return 0, false
		}
		n, err := strconv.ParseUint(s[at+2:at+6], 16, 16)
		return rune(n), err == nil
	}
	if r, ok := unit(at); ok {
		if low, ok := unit(at + 6); ok && utf16.DecodeRune(r, low) != utf8.RuneError {
			return string(utf16.DecodeRune(r, low)), at + 12
		}
		return string(r), at + 6
	}
	if at+1 < len(s) {
		if e, ok := jsonEscapes[s[at+1]]; ok {
			return e, at + 2
		}
	}
	return "", at
}

// get is the value of a name in an object: of several, the first or the last; nil where there is none.
func (n *jsonNode) get(name string, last bool) (m jsonMember, ok bool) {
	if n == nil || n.kind != '{' {
		return m, false
	}
	for _, o := range n.members {
		if o.name == name && (!ok || last) {
			m, ok = o, true
		}
	}
	return m, ok
}
