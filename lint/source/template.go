package source

import (
	"path"
	"strings"
)

// templateSuffixes are those of files that a program fills in before Flink reads them.
var templateSuffixes = []string{".template", ".tmpl", ".tpl", ".j2", ".jinja", ".jinja2", ".erb", ".ftl", ".mustache", ".gotmpl", ".in"}

// isTemplate reports whether the file's name says that it is a template.
func isTemplate(file string) bool {
	name := strings.ToLower(path.Base(file))
	for _, s := range templateSuffixes {
		if strings.HasSuffix(name, s) {
			return true
		}
	}
	return false
}

// stateOf says whether a value can be taken as it is written. Only a file that is a template by its name may hold
// ${...} expressions: in any other, Flink reads them as text.
func stateOf(file, value string) State {
	special := false
	for i := 0; i < len(value) && !special; i++ {
		c := value[i]
		special = c == '{' || c == '<' || c == '$' || c == '@'
	}
	if !special {
		return Known
	}
	if start, _ := expression(value); start >= 0 || strings.Contains(value, "{{") { // which may go on in the next line
		return Unknown
	}
	if isTemplate(file) && (strings.Contains(value, "${") || strings.Contains(value, "$(") || strings.Contains(value, "@")) {
		return Unknown
	}
	return Known
}

// expression is where the first template expression of a text starts and ends; -1 without one.
func expression(s string) (start, end int) {
	for i := 0; i < len(s); i++ {
		n := strings.IndexAny(s[i:], "{<")
		if n < 0 {
			break
		}
		i += n
		if end := expressionEnd(s, i); end > 0 {
			return i, end
		}
	}
	return -1, 0
}

// expressionEnd is where the template expression ends that starts at an offset; 0 where none does. These are the brackets
// of Go's templates, Jinja, ERB and FreeMarker, which no option has in its value. All but FreeMarker's may hold line breaks.
func expressionEnd(s string, at int) int {
	rest := s[at:]
	if len(rest) < 4 {
		return 0
	}
	switch rest[:2] {
	case "{{":
		for _, open := range []string{"{{/*", "{{- /*"} {
			if strings.HasPrefix(rest, open) {
				return templateComment(s, at, open)
			}
		}
		return templateAction(s, at)
	case "{%":
		return closed(s, at, "{%", "%}")
	case "<%":
		return closed(s, at, "<%", "%>")
	case "<#", "</":
		if rest[1] == '/' && rest[2] != '#' {
			return 0
		}
		if n := strings.IndexAny(rest[1:], "<>\r\n"); n >= 0 && rest[1+n] == '>' {
			return at + n + 2
		}
	}
	return 0
}

// closed is where the expression ends. A second opening bracket shows that the first one opens nothing.
func closed(s string, at int, open, end string) int {
	rest := s[at+len(open):]
	if n := strings.Index(rest, open); n >= 0 {
		rest = rest[:n]
	}
	if n := strings.Index(rest, end); n >= 0 {
		return at + len(open) + n + len(end)
	}
	return 0
}

// templateComment is the end of a {{/* comment */}}, which may hold anything but its own end.
func templateComment(s string, at int, open string) int {
	n := closed(s, at, open, "*/")
	if n == 0 {
		return 0
	}
	for _, end := range []string{"}}", " -}}"} {
		if strings.HasPrefix(s[n:], end) {
			return n + len(end)
		}
	}
	return 0
}

// templateAction is the end of a {{ }}. Brackets inside its strings do not count.
func templateAction(s string, at int) int {
	for i := at + 2; i+1 < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '`':
			i = stringEnd(s, i)
		case c == '}' && s[i+1] == '}':
			if s[at+2] == '{' && i+2 < len(s) && s[i+2] == '}' { // mustache: {{{ }}}
				i++
			}
			return i + 2
		case c == '{' && s[i+1] == '{':
			return 0
		}
	}
	return 0
}

// stringEnd is the offset of the quote that ends a string of one line; where none does, the offset of its first quote.
func stringEnd(s string, at int) int {
	for i := at + 1; i < len(s) && !isBreak(s[i]); i++ {
		switch {
		case s[i] == s[at]:
			return i
		case s[i] == '\\' && s[at] == '"':
			i++
		}
	}
	return at
}

// onlyExpressions reports whether a line consists of template expressions: a condition, a loop, an include.
func onlyExpressions(line string) bool {
	found := false
	for {
		line = strings.TrimLeft(line, " \t")
		start, end := expression(line)
		if start != 0 {
			return found && line == ""
		}
		found, line = true, line[end:]
	}
}

// What stands in place of a hidden expression.
const (
	hiddenValue = 'x'
	hiddenMark  = 0x01 // while it is not known what else is in the line
)

// hideExpressions puts letters in place of the template expressions of a text in YAML, byte by byte, and makes lines
// blank that consist of them. Lines stay lines, also where an expression goes on over several of them.
func hideExpressions(s string) string {
	start, end := expression(s)
	if start < 0 {
		return s
	}
	b := []byte(s)
	for at := 0; start >= 0; start, end = expression(s[at:]) {
		for i := at + start; i < at+end; i++ {
			if !isBreak(b[i]) {
				b[i] = hiddenMark
			}
		}
		at += end
	}
	h := hider{b: b, s: string(b), header: -1}
	for at := 0; at < len(b); {
		end, next := lineEnd(h.s, at)
		h.line(at, end, next)
		at = next
	}
	return string(b)
}

// hidePlaceholders puts letters in place of @NAME@, which Maven, CMake and others fill in and YAML does not allow.
func hidePlaceholders(s string) string {
	var b []byte
	for at := 0; ; {
		n := strings.IndexByte(s[at:], '@')
		if n < 0 {
			break
		}
		end := at + n + 1
		for end < len(s) && isKeyByte(s[end]) {
			end++
		}
		if end > at+n+1 && end < len(s) && s[end] == '@' {
			if b == nil {
				b = []byte(s)
			}
			end++
			for i := at + n; i < end; i++ {
				b[i] = hiddenValue
			}
		}
		at = end
	}
	if b == nil {
		return s
	}
	return string(b)
}

// hider puts the final characters in place of the marks.
type hider struct {
	b []byte
	s string // b with the marks
	// header is the indentation of a line that ends like the head of a block scalar of which only blank lines followed
	// so far, -1 otherwise.
	header int
}

func (h *hider) line(at, end, next int) {
	line := h.s[at:end]
	text := strings.TrimLeft(line, " \t")
	switch bare := strings.TrimLeft(text, " \t\x01"); {
	case text == "":
		return
	case strings.IndexByte(text, hiddenMark) < 0:
	case bare == "" || bare[0] == '#' && bare != text:
		h.blank(at, end-len(bare), next)
		return
	default:
		for i := at; i < end; i++ {
			if h.b[i] == hiddenMark {
				h.b[i] = hiddenValue
			}
		}
	}
	h.header = -1
	if text = strings.TrimRight(text, "+-0123456789 \t"); text != "" && strings.HasSuffix(text, "|") || strings.HasSuffix(text, ">") {
		h.header = len(line) - len(strings.TrimLeft(line, " "))
	}
}

// blank hides a line that consists of expressions. At the start of a block scalar it must not be longer than the text
// that follows is indented, or YAML takes its spaces for the indentation: there, the rest becomes a comment.
func (h *hider) blank(at, end, next int) {
	indent := end - at
	if h.header >= 0 {
		if n := h.nextIndent(next); n > h.header {
			indent = min(indent, n)
		}
	}
	for i := at; i < end; i++ {
		h.b[i] = ' '
		if i-at >= indent {
			h.b[i] = '#'
		}
	}
}

// nextIndent is the indentation of the next line that holds something else than expressions.
func (h *hider) nextIndent(at int) int {
	for at < len(h.s) {
		end, next := lineEnd(h.s, at)
		line := h.s[at:end]
		text := strings.TrimLeft(line, " ")
		if rest := strings.TrimLeft(text, " \t\x01"); rest != "" && (rest[0] != '#' || rest == text) {
			return len(line) - len(text)
		}
		at = next
	}
	return 0
}

// withoutExpressions is the text with its template expressions hidden, for the YAML parser. Texts that are embedded in it
// have them again: see [embed].
func (t *Text) withoutExpressions() *Text {
	hidden := hideExpressions(t.Decoded)
	if hidden == t.Decoded {
		return t
	}
	h := *t
	h.Decoded, h.original = hidden, t.Decoded
	return &h
}

// hides reports whether a template expression stands at a span, so that what was parsed there is not its value.
func (t *Text) hides(s Span) bool {
	return t.original != "" && t.Decoded[s.Start:s.End] != t.original[s.Start:s.End]
}

// written is the text at a span with the expressions that are hidden there.
func (t *Text) written(s Span) string {
	if t.original != "" {
		return t.original[s.Start:s.End]
	}
	return t.Decoded[s.Start:s.End]
}

// reveal brings the hidden expressions of values back into a text that is embedded in one without them. Where a text
// cannot be mapped piece by piece, nobody could tell what is hidden: nothing is left of it.
func (t *Text) reveal() {
	from := t.parent
	if from.original == "" {
		return
	}
	t.template = true
	b := []byte(t.Decoded)
	for _, p := range t.pieces {
		if !from.hides(Span{p.from, p.to}) {
			continue
		}
		if p.end-p.at != p.to-p.from || t.Decoded[p.at:p.end] != from.Decoded[p.from:p.to] {
			if strings.Trim(t.Decoded[p.at:p.end], " \n") != "" {
				t.Decoded, t.pieces = "", []piece{{0, 0, p.from, p.from}}
				return
			}
			continue
		}
		for i := range p.end - p.at {
			if from.Decoded[p.from+i] == hiddenValue {
				b[p.at+i] = from.original[p.from+i]
			}
		}
	}
	t.Decoded = string(b)
}
