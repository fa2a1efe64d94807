package source

import (
	"fmt"
	"strings"
	"unicode"
)

// listWriter prints lists as Flink does: as one line of YAML. A list or map that an alias repeats gets an anchor, with
// numbers that go on over the whole file.
type listWriter struct {
	b       strings.Builder
	anchors int
	names   map[*node]string
	done    map[*node]bool
}

func (w *listWriter) list(n *node) string {
	w.b.Reset()
	w.names, w.done = nil, nil
	w.name(n, map[*node]bool{})
	w.write(n)
	return w.b.String()
}

// name gives an anchor to everything that occurs twice, in the order of the second occurrence.
func (w *listWriter) name(n *node, seen map[*node]bool) {
	n = n.resolved()
	if n.kind == scalarNode {
		return
	}
	if seen[n] {
		if w.names == nil {
			w.names, w.done = map[*node]string{}, map[*node]bool{}
		}
		if w.names[n] == "" {
			w.anchors++
			w.names[n] = fmt.Sprintf("id%03d", w.anchors)
		}
		return
	}
	seen[n] = true
	for _, child := range n.children {
		w.name(child, seen)
	}
}

func (w *listWriter) write(n *node) {
	n = n.resolved()
	if name := w.names[n]; name != "" {
		if w.done[n] {
			w.b.WriteString("*" + name)
			return
		}
		w.done[n] = true
		w.b.WriteString("&" + name + " ")
	}
	switch n.kind {
	case scalarNode:
		w.scalar(n)
	case listNode:
		w.b.WriteByte('[')
		for i, child := range n.children {
			if i > 0 {
				w.b.WriteString(", ")
			}
			w.write(child)
		}
		w.b.WriteByte(']')
	default:
		w.b.WriteByte('{')
		for i := 0; i+1 < len(n.children); i += 2 {
			if i > 0 {
				w.b.WriteString(", ")
			}
			w.write(n.children[i])
			w.b.WriteString(": ")
			w.write(n.children[i+1])
		}
		w.b.WriteByte('}')
	}
}

func (w *listWriter) scalar(n *node) {
	t, _ := n.typeOf()
	text, _ := render(t, n.value)
	switch {
	case t != textType:
		w.b.WriteString(text)
	case !printable(text):
		w.doubleQuoted(text)
	case plainType(text) != textType || !plainInList(text):
		w.b.WriteString("'" + strings.ReplaceAll(text, "'", "''") + "'")
	default:
		w.b.WriteString(text)
	}
}

// plainInList reports whether a text needs no quotes inside brackets.
func plainInList(s string) bool {
	if s == "" || s[0] == ' ' || s[len(s)-1] == ' ' || strings.HasPrefix(s, "---") || strings.HasPrefix(s, "...") {
		return false
	}
	if strings.IndexByte("#,[]{}&*!|>'\"%@`", s[0]) >= 0 || s == "-" || strings.HasPrefix(s, "- ") {
		return false
	}
	return !strings.ContainsAny(s, ",?[]{}:") && !strings.Contains(s, " #")
}

func printable(s string) bool {
	for _, r := range s {
		if r < ' ' || r == 0x7f || r != 0xfeff && !unicode.IsGraphic(r) {
			return false
		}
	}
	return true
}

func (w *listWriter) doubleQuoted(s string) {
	w.b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			w.b.WriteString("\\" + string(r))
		case r == '\n':
			w.b.WriteString("\\n")
		case r == '\t':
			w.b.WriteString("\\t")
		case r == '\r':
			w.b.WriteString("\\r")
		case r >= ' ' && r != 0x7f && (r == 0xfeff || unicode.IsGraphic(r)):
			w.b.WriteRune(r)
		case r <= 0xff:
			fmt.Fprintf(&w.b, "\\x%02x", r)
		case r <= 0xffff:
			fmt.Fprintf(&w.b, "\\u%04x", r)
		default:
			fmt.Fprintf(&w.b, "\\U%08x", r)
		}
	}
	w.b.WriteByte('"')
}
