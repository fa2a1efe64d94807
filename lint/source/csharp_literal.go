package source

import "strings"

// csharpForm is a way of writing a string.
type csharpForm byte

const (
	plainLiteral    csharpForm = iota // "..." with escapes, on one line
	verbatimLiteral                   // @"..." in which only quotes are doubled
	rawLiteral                        // """...""" of three quotes and more, without escapes
)

// csharpLiteral is a string of C#.
type csharpLiteral struct {
	form    csharpForm
	dollars int // of an interpolated one
	quotes  int // on each side of a raw one
	body    Span
	end     int
	closed  bool
}

// maxInterpolated bounds how deep strings stand in the holes of strings.
const maxInterpolated = 50

// scanLiteral finds the end of the string that starts at an offset; it is false where none does. Hole is called for each
// hole of an interpolated string, with its braces; it may be nil. No byte is looked at twice, but for those in holes.
func scanLiteral(s string, at, depth int, hole func(Span)) (csharpLiteral, bool) {
	l := csharpLiteral{}
	i := at
	for ; i < len(s) && (s[i] == '$' || s[i] == '@'); i++ {
		switch {
		case s[i] == '$':
			l.dollars++
		case l.form == verbatimLiteral:
			return l, false
		default:
			l.form = verbatimLiteral
		}
	}
	for i+l.quotes < len(s) && s[i+l.quotes] == '"' {
		l.quotes++
	}
	switch {
	case l.quotes == 0 || l.dollars > 0 && depth > maxInterpolated:
		return l, false
	case l.form == verbatimLiteral && l.dollars < 2:
		l.quotes = 1
	case l.quotes >= 3:
		l.form = rawLiteral
	case l.dollars > 1:
		return l, false
	case l.quotes == 2: // an empty one
		l.quotes = 1
	}
	l.body = Span{i + l.quotes, i + l.quotes}
	l.scan(s, depth, hole)
	return l, true
}

// scan goes from the start of the body to its end.
func (l *csharpLiteral) scan(s string, depth int, hole func(Span)) {
	first := l.body.Start
	for first < len(s) && isBlank(s[first]) {
		first++
	}
	oneLine := l.form == plainLiteral || l.form == rawLiteral && first < len(s) && !isBreak(s[first])
	for i := l.body.Start; i < len(s); {
		switch c := s[i]; {
		case c == '"':
			n := runLength(s, i, '"')
			switch {
			case l.form == verbatimLiteral:
				if n%2 == 0 {
					i += n
					continue
				}
			case l.form == plainLiteral:
				n = 1
			case n < l.quotes:
				i += n
				continue
			}
			l.body.End, l.end, l.closed = i+n-l.quotes, i+n, true
			return
		case oneLine && isBreak(c):
			l.body.End, l.end = i, i
			return
		case c == '\\' && l.form == plainLiteral && i+1 < len(s) && !isBreak(s[i+1]):
			i += 2
		case c == '{' && l.dollars > 0:
			n := runLength(s, i, '{')
			open := l.dollars
			if l.form != rawLiteral && n%2 == 0 || n < open {
				i += n // doubled ones
				continue
			}
			end, ok := l.holeEnd(s, i+n, depth)
			if !ok {
				l.body.End, l.end = end, end
				return
			}
			if hole != nil {
				hole(Span{i + n - open, end})
			}
			i = end
		default:
			i++
		}
	}
	l.body.End, l.end = len(s), len(s)
}

// holeEnd is where the hole ends whose expression starts at an offset, false where it does not.
func (l *csharpLiteral) holeEnd(s string, at, depth int) (int, bool) {
	nested := 0
	for i := at; i < len(s); {
		switch c := s[i]; c {
		case '(', '[', '{':
			nested++
			i++
		case ')', ']':
			nested = max(nested-1, 0)
			i++
		case '}':
			if nested > 0 {
				nested--
				i++
				continue
			}
			n := runLength(s, i, '}')
			if n < l.dollars {
				return i + n, false
			}
			return i + l.dollars, true
		case '"', '$', '@':
			inner, ok := scanLiteral(s, i, depth+1, nil)
			if ok && !inner.closed {
				return max(inner.end, i+1), false
			}
			i = max(inner.end, i+1)
		case '\'':
			i = characterEnd(s, i)
		case '/':
			switch {
			case strings.HasPrefix(s[i:], "//"):
				i = lineStop(s, i)
			case strings.HasPrefix(s[i:], "/*"):
				i = blockCommentEnd(s, i)
			default:
				i++
			}
		case ':':
			if nested == 0 && !strings.HasPrefix(s[i+1:], ":") && s[i-1] != ':' {
				for i < len(s) && s[i] != '}' { // the format
					if s[i] == '"' || l.form == plainLiteral && isBreak(s[i]) {
						return i, false
					}
					i++
				}
				continue
			}
			i++
		default:
			i++
		}
	}
	return len(s), false
}

func runLength(s string, at int, c byte) int {
	n := 0
	for at+n < len(s) && s[at+n] == c {
		n++
	}
	return n
}
