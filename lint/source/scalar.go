package source

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// scalarEnd is the end of the scalar that starts at an offset, found by decoding the source again. It is exact where
// that gives the value; otherwise the end is a guess.
func scalarEnd(text string, start int, style scalarStyle, value string) (end int, exact bool) {
	rest := text[start:]
	switch style {
	case plainStyle:
		if strings.HasPrefix(rest, value) {
			return start + len(value), true
		}
		if n, ok := foldPlain(rest, value); ok {
			return start + n, true
		}
	case singleQuoted, doubleQuoted:
		if got, n, ok := decodeQuoted(rest); ok {
			return start + n, got == value
		}
	case literalBlock, foldedBlock:
		n := blockLength(rest, text[:start], value)
		return start + n, decodeBlock(rest[:n], value)
	}
	if n := strings.IndexAny(rest, "\r\n"); n >= 0 {
		return start + n, false
	}
	return len(text), false
}

func isBreak(c byte) bool { return c == '\n' || c == '\r' }

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// breakLength is the length of the line break at the start of the text.
func breakLength(s string) int {
	if strings.HasPrefix(s, "\r\n") {
		return 2
	}
	return 1
}

// foldWhite reads a run of white space: how long it is, and what it becomes where it holds line breaks (one is a space,
// more are all but one of them).
func foldWhite(s string) (n int, folded string) {
	breaks := 0
	for n < len(s) {
		switch {
		case isBlank(s[n]):
			n++
			continue
		case isBreak(s[n]):
			n += breakLength(s[n:])
			breaks++
			continue
		}
		break
	}
	switch breaks {
	case 0:
		return n, s[:n]
	case 1:
		return n, " "
	}
	return n, strings.Repeat("\n", breaks-1)
}

// foldPlain is how much of the source a plain text of several lines takes.
func foldPlain(s, value string) (int, bool) {
	i := 0
	for value != "" {
		if i >= len(s) {
			return 0, false
		}
		if isBlank(s[i]) || isBreak(s[i]) {
			n, folded := foldWhite(s[i:])
			rest, ok := strings.CutPrefix(value, folded)
			if !ok {
				return 0, false
			}
			i, value = i+n, rest
			continue
		}
		if s[i] != value[0] {
			return 0, false
		}
		i, value = i+1, value[1:]
	}
	return i, true
}

// decodeQuoted reads a text in quotes: its value and its length in the source.
func decodeQuoted(s string) (value string, n int, ok bool) {
	if s == "" || s[0] != '\'' && s[0] != '"' {
		return "", 0, false // behind a tag with a comma, the library is mistaken about where the text starts
	}
	quote := s[0]
	stop := "'\r\n"
	if quote == '"' {
		stop = "\"\\\r\n"
	}
	var b []byte
	for i := 1; i < len(s); {
		j := strings.IndexAny(s[i:], stop)
		if j < 0 {
			return "", 0, false
		}
		j += i
		switch c := s[j]; {
		case c == quote && quote == '\'' && j+1 < len(s) && s[j+1] == '\'':
			b = append(append(b, s[i:j]...), '\'')
			i = j + 2
		case c == quote:
			if b == nil {
				return s[1:j], j + 1, true
			}
			return string(append(b, s[i:j]...)), j + 1, true
		case c == '\\':
			b = append(b, s[i:j]...)
			var known bool
			if b, i, known = appendEscape(b, s, j); !known {
				return "", 0, false
			}
		default:
			b = append(b, strings.TrimRight(s[i:j], " \t")...)
			width, folded := foldWhite(s[j:])
			b = append(b, folded...)
			i = j + width
		}
	}
	return "", 0, false
}

// simpleEscapes are the escapes of one character.
var simpleEscapes = map[byte]string{
	'0': "\x00", 'a': "\a", 'b': "\b", 't': "\t", '\t': "\t", 'n': "\n", 'v': "\v", 'f': "\f", 'r': "\r", 'e': "\x1b",
	' ': " ", '"': "\"", '\'': "'", '/': "/", '\\': "\\", 'N': "\u0085", '_': "\u00a0", 'L': "\u2028", 'P': "\u2029",
}

// appendEscape decodes the escape at an offset, and returns the offset behind it.
func appendEscape(b []byte, s string, at int) ([]byte, int, bool) {
	if at+1 >= len(s) {
		return b, at, false
	}
	c := s[at+1]
	if e, ok := simpleEscapes[c]; ok {
		return append(b, e...), at + 2, true
	}
	if isBreak(c) {
		n := at + 1 + breakLength(s[at+1:])
		width, _ := foldWhite(s[n:])
		return append(b, strings.Repeat("\n", breaksIn(s[n:n+width]))...), n + width, true
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]
	if digits == 0 || at+2+digits > len(s) {
		return b, at, false
	}
	code, err := strconv.ParseUint(s[at+2:at+2+digits], 16, 32)
	if err != nil {
		return b, at, false
	}
	return utf8.AppendRune(b, rune(code)), at + 2 + digits, true
}

func breaksIn(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if isBreak(s[i]) {
			i += breakLength(s[i:]) - 1
			n++
		}
	}
	return n
}

// blockLength is how much of the source a block scalar takes, from its header to the end of its last line of text.
func blockLength(s, before, value string) int {
	end, next := lineEnd(s, 0)
	indent := -1
	for next < len(s) {
		lineStop, following := lineEnd(s, next)
		line := s[next:lineStop]
		text := strings.TrimLeft(line, " ")
		if text != "" {
			spaces := len(line) - len(text)
			if indent < 0 {
				// spaces that belong to the text: an indentation indicator makes them so
				first := strings.TrimLeft(value, "\n")
				indent = spaces - (len(first) - len(strings.TrimLeft(first, " ")))
				if value == "" || indent < 1 && indentOf(before) > 0 {
					return end
				}
			}
			if spaces < indent {
				return end
			}
			end = lineStop
		}
		next = following
	}
	return end
}

// indentOf is the indentation of the last line of a text.
func indentOf(s string) int {
	line := s[strings.LastIndexAny(s, "\r\n")+1:]
	return len(line) - len(strings.TrimLeft(line, " "))
}

// decodeBlock reports whether a block scalar's source, header included, decodes to the value. Line breaks at the end
// are the header's business, not the text's.
func decodeBlock(s, value string) bool {
	header, next := lineEnd(s, 0)
	folded := s[0] == '>'
	var lines []string
	for next < len(s) {
		stop, following := lineEnd(s, next)
		lines = append(lines, s[next:stop])
		next = following
	}
	value = strings.TrimRight(value, "\n")
	indent := -1
	for _, l := range lines {
		if t := strings.TrimLeft(l, " "); t != "" {
			first := strings.TrimLeft(value, "\n")
			indent = len(l) - len(t) - (len(first) - len(strings.TrimLeft(first, " ")))
			break
		}
	}
	if indent < 0 {
		return value == "" && header > 0
	}
	for i, l := range lines {
		lines[i] = l[min(indent, len(l)):]
	}
	if folded {
		return foldLines(lines) == value
	}
	return strings.Join(lines, "\n") == value
}

// foldLines joins the lines of a folded block scalar: lines that are indented further keep their breaks.
func foldLines(lines []string) string {
	var b strings.Builder
	for i := 0; i < len(lines); i++ {
		b.WriteString(lines[i])
		empty := 0
		next := i + 1
		for next < len(lines) && lines[next] == "" {
			next, empty = next+1, empty+1
		}
		if next >= len(lines) {
			break
		}
		keep := lines[i] == "" || isBlank(lines[i][0]) || isBlank(lines[next][0])
		switch {
		case lines[i] == "":
			b.WriteString(strings.Repeat("\n", empty+1))
		case keep:
			b.WriteString(strings.Repeat("\n", empty+1))
		case empty == 0:
			b.WriteByte(' ')
		default:
			b.WriteString(strings.Repeat("\n", empty))
		}
		i = next - 1
	}
	return b.String()
}

// skipBlank skips white space, line breaks and comments.
func skipBlank(text string, at int) int {
	for at < len(text) {
		switch c := text[at]; {
		case isBlank(c) || isBreak(c):
			at++
		case c == '#' && (at == 0 || isBlank(text[at-1]) || isBreak(text[at-1])):
			for at < len(text) && !isBreak(text[at]) {
				at++
			}
		default:
			return at
		}
	}
	return at
}

// closingBracket is the offset behind the bracket that ends a list or map, whose last child ends at the offset.
func closingBracket(text string, at int) int {
	for i := at; i < len(text); {
		i = skipBlank(text, i)
		if i >= len(text) {
			break
		}
		switch text[i] {
		case ']', '}':
			return i + 1
		case ',', ':', '?':
			i++
		default:
			return at
		}
	}
	return at
}
