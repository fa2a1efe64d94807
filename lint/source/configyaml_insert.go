package source

import (
	"strconv"
	"strings"
)

// yamlBlock is a map that options stand in, and the maps around it. It is what an edit has to know to put another
// option into the right one.
type yamlBlock struct {
	text   *Text // that the map was parsed from
	m      *node
	prefix string // of the keys in it
	up     *yamlBlock
	at     int // the index of its key in the map above
	// outer is true where the map is the value of a key that belongs to no option.
	outer bool
}

// entry is the index of an option's key in the block, -1 where it stands somewhere else.
func (b *yamlBlock) entry(o Option) int {
	for i := 0; i+1 < len(b.m.children); i += 2 {
		if k := b.m.children[i]; b.text.Span(k.span.Start, k.span.End) == o.Place.Key {
			return i
		}
	}
	return -1
}

// insert writes an option into the block of its relative, or of those around it, that its key belongs to, and there into
// the blocks that are there for it.
func (s yamlSyntax) insert(d *Document, i insertion) []Edit {
	b := s.in
	if b == nil {
		return nil
	}
	at := b.entry(i.near)
	for b.up != nil && !strings.HasPrefix(i.key, b.prefix) {
		at, b = b.at, b.up
	}
	if at < 0 || !strings.HasPrefix(i.key, b.prefix) {
		return nil
	}
	target, ok := b.descend(at, i.key)
	if !ok {
		return nil
	}
	w := yamlWriter{d: d, near: i.near, block: target, key: strings.TrimPrefix(i.key, target.prefix)}
	if w.value = i.written; w.value == "" {
		if w.value, ok = s.beside(d, i); !ok {
			return nil
		}
	}
	if target.m.flow {
		return w.inBrackets()
	}
	edits := w.line()
	if target.prefix == "" { // lines of a text that is embedded in quotes
		if k, ok := s.key("", i.key); ok {
			edits = append(edits, insertLine(d, i, k+": "+w.value)...)
		}
	}
	return edits
}

// descend goes into the blocks below the one given that the key belongs to. The block that it returns is a copy, whose
// at is the entry to write behind. It is false where the key is there, and where such a block may not be changed.
func (b *yamlBlock) descend(at int, key string) (target yamlBlock, ok bool) {
	target = *b
	target.at = at
	for {
		rest := strings.TrimPrefix(key, target.prefix)
		if target.m.shared {
			return target, false
		}
		next := -1
		for i := 0; i+1 < len(target.m.children); i += 2 {
			k, v := target.m.children[i], target.m.children[i+1]
			switch {
			case k.kind != scalarNode:
			case k.value == rest:
				return target, false
			case !strings.HasPrefix(rest, k.value+"."):
			case v.kind == aliasNode && v.resolved().kind == mapNode:
				return target, false
			case v.kind == mapNode && (next < 0 || len(target.m.children[next].value) < len(k.value)):
				next = i
			}
		}
		if next < 0 {
			return target, true
		}
		m := target.m.children[next+1]
		if len(m.children) == 0 {
			return target, false
		}
		target = yamlBlock{text: b.text, m: m, prefix: target.prefix + target.m.children[next].value + ".", at: len(m.children) - 2}
	}
}

// beside is how a value is written beside another one: in its quotes where the map's values have to be texts.
func (yamlSyntax) beside(d *Document, i insertion) (string, bool) {
	quote := ""
	if w := d.slice(i.near.Place.Value); w != "" && (w[0] == '"' || w[0] == '\'') {
		quote = w[:1]
	}
	texts := i.near.Layer == LayerConfiguration || d.Kind == HelmValues // the operator and charts take nothing else for sure
	if texts && quote != "" {
		return writeScalar(quote, i.value)
	}
	written, ok := writeScalar("x", i.value)
	if written[:min(len(written), 1)] == "'" && quote != "'" || texts && !isText(i.value) {
		return writeScalar(`"`, i.value)
	}
	return written, ok
}

// yamlWriter writes one entry behind the one at the block's index.
type yamlWriter struct {
	d          *Document
	near       Option
	block      yamlBlock
	key, value string
}

// keyText is a key, quoted as its relative's is.
func (w *yamlWriter) keyText(key string) (string, bool) {
	return yamlSyntax{}.key(w.d.slice(w.near.Place.Key), key)
}

// span is where the entry stands in the file, from its key to the end of its value.
func (w *yamlWriter) span() Span {
	k, v := w.block.m.children[w.block.at], w.block.m.children[w.block.at+1]
	return w.block.text.Span(k.start, max(k.span.End, v.span.End))
}

// column is the white space that a place's line starts with; it is false where something else stands before the place.
func (d *Document) column(at int) (string, bool) {
	start := min(d.Lines.Span(d.Lines.Line(at)).Start, at)
	before := string(d.Bytes[start:at])
	return before, strings.Trim(before, " ") == ""
}

// line writes the entry on a line of its own. What is left of the key is written flat, as Flink reads it, too: one more
// block would be there twice where a fix sets two options of it.
func (w *yamlWriter) line() []Edit {
	entry := w.span()
	indent, ok := w.d.column(entry.Start)
	if _, own := w.d.wholeLines(entry); !ok || !own {
		return nil
	}
	key, ok := w.keyText(w.key)
	if !ok {
		return nil
	}
	last := w.d.Lines.Line(max(entry.Start, entry.End-1))
	end := w.d.Lines.Span(last).End
	return []Edit{{Span: Span{end, end}, NewText: w.d.lineEnding(last) + indent + key + ": " + w.value}}
}

// inBrackets writes the entry into a map in brackets, which may be JSON.
func (w *yamlWriter) inBrackets() []Edit {
	entry := w.span()
	key, ok := w.keyText(w.key)
	if !ok {
		return nil
	}
	value := w.value
	if key[0] == '"' && value[0] == '\'' || key[0] == '"' && plainType(value) == textType && value[0] != '"' {
		value = strconv.Quote(w.d.unquoted(value))
	}
	separator := ", "
	if before, own := w.d.column(entry.Start); own {
		separator = "," + w.d.lineEnding(w.d.Lines.Line(entry.Start)) + before
	}
	return []Edit{{Span: Span{entry.End, entry.End}, NewText: separator + key + ": " + value}}
}

func (*Document) unquoted(s string) string {
	if v, ok := unquote(s); ok {
		return strings.ReplaceAll(v, "''", "'")
	}
	return s
}
