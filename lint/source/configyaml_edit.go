package source

import (
	"strconv"
	"strings"
)

// yamlSyntax writes options into YAML.
type yamlSyntax struct{ in *yamlBlock }

func (yamlSyntax) value(d *Document, o Option, value string) (string, bool) {
	written, behind := d.slice(o.Place.Value), o.Place.Value.End
	if (written[0] == '|' || written[0] == '>') && d.Lines.Line(o.Place.Key.Start) != d.Lines.Line(o.Place.Value.Start) {
		return "", false // a block's header may stand further to the left than a value
	}
	text, ok := writeScalar(written, value)
	if ok && strings.IndexByte(`"'`, text[0]) >= 0 && text[0] != written[0] && behind < len(d.Bytes) && d.Bytes[behind] == '\t' {
		return "", false // only a plain text may have a tab behind it
	}
	return text, ok
}

// writeScalar keeps the quotes that are there, and adds some where the text would be read as something else without.
func writeScalar(written, value string) (string, bool) {
	if strings.ContainsAny(value, "\r\n") || !printable(value) {
		return "", false
	}
	switch written[0] {
	case '"':
		return strconv.Quote(value), isASCII(value)
	case '\'':
		return quoteSingle(value), true
	}
	text, ok := render(plainType(value), value)
	if !ok || text != value || plainType(value) == nullType || !plainInList(value) {
		return quoteSingle(value), true
	}
	return value, true
}

func (yamlSyntax) key(written, key string) (string, bool) {
	if written != "" && (written[0] == '"' || written[0] == '\'') {
		return writeScalar(written, key)
	}
	for i := 0; i < len(key); i++ {
		if !isKeyByte(key[i]) {
			return "", false
		}
	}
	return key, plainType(key) == textType
}

func quoteSingle(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// lines are those of the entry; where it is the only one of its block, those of the key above it as well, since a key
// without a value is an error.
func (yamlSyntax) lines(d *Document, o Option) (Span, bool) {
	span, ok := d.wholeLines(o.Place.Entry)
	if _, own := d.blocksAbove(o); !ok || !own || o.Place.Value.Len() == 0 {
		return Span{}, false
	}
	if strings.Contains(d.slice(Span{o.Place.Key.End, o.Place.Value.Start}), "&") {
		return Span{}, false // an alias may need it
	}
	first, last := d.Lines.Line(o.Place.Entry.Start), d.Lines.Line(o.Place.Entry.End-1)
	indent, _ := d.indent(first)
	for indent > 0 && !d.hasSiblings(first, last, indent) {
		parent := first - 1
		for ; parent >= 1; parent-- {
			if n, content := d.indent(parent); content && n < indent {
				indent = n
				break
			}
		}
		if parent < 1 {
			break // the whole file is indented
		}
		line := strings.TrimRight(strings.TrimSpace(d.Lines.Text(parent)), " \t")
		line = strings.TrimSpace(line[:commentStart(line, Span{0, len(line)})])
		if !strings.HasSuffix(line, ":") || strings.HasPrefix(line, "?") || strings.HasPrefix(line, "-") {
			return Span{}, false
		}
		first = parent
		span.Start = d.Lines.Span(parent).Start
	}
	return span, true
}

// indent is the indentation of a line, and whether it is neither blank nor a comment.
func (d *Document) indent(line int) (n int, content bool) {
	text := d.Lines.Text(line)
	trimmed := strings.TrimLeft(text, " ")
	return len(text) - len(trimmed), trimmed != "" && trimmed[0] != '#'
}

// hasSiblings reports whether the block that the lines belong to has other entries.
func (d *Document) hasSiblings(first, last, indent int) bool {
	for i := first - 1; i >= 1; i-- {
		if n, content := d.indent(i); content && n <= indent {
			if n == indent {
				return true
			}
			break
		}
	}
	for i := last + 1; i <= d.Lines.Count(); i++ {
		if n, content := d.indent(i); content {
			return n == indent
		}
	}
	return false
}
