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
	target, flat, ok := b.descend(at, i.key)
	if !ok {
		return nil
	}
	w := yamlWriter{d: d, near: i.near, block: target, key: strings.TrimPrefix(i.key, target.prefix)}
	if w.value, ok = s.beside(d, i); !ok {
		return nil
	}
	if target.m.flow {
		return w.inBrackets()
	}
	edits := w.lines(!flat && s.in.isDeep(i.near))
	if b.prefix == "" && target.up == nil { // lines of a text that is embedded in quotes
		if k, ok := s.key("", i.key); ok {
			edits = append(edits, insertLine(d, i, k+": "+w.value)...)
		}
	}
	return edits
}

// descend goes into the blocks below the one given that the key belongs to. The block that it returns is a copy, whose
// at is the entry to write behind. Flat is true where a key of the block is the start of what remains of the key, so that
// it cannot be one more block. It is false where the key is there.
func (b *yamlBlock) descend(at int, key string) (target yamlBlock, flat, ok bool) {
	target = *b
	target.at = at
	for {
		rest := strings.TrimPrefix(key, target.prefix)
		if target.m.shared {
			return target, false, false
		}
		next, flat := -1, false
		for i := 0; i+1 < len(target.m.children); i += 2 {
			k, v := target.m.children[i], target.m.children[i+1]
			switch {
			case k.kind != scalarNode:
			case k.value == rest:
				return target, false, false
			case !strings.HasPrefix(rest, k.value+"."):
			case v.kind == mapNode:
				if next < 0 || len(target.m.children[next].value) < len(k.value) {
					next = i
				}
			case v.kind == aliasNode && v.resolved().kind == mapNode:
				return target, false, false
			default:
				flat = flat || strings.IndexByte(k.value, '.') < 0
			}
		}
		if next < 0 {
			return target, flat, true
		}
		m := target.m.children[next+1]
		if len(m.children) == 0 {
			return target, false, false
		}
		up := target
		target = yamlBlock{text: b.text, m: m, prefix: target.prefix + target.m.children[next].value + ".", up: &up, at: len(m.children) - 2}
		up.at = next
	}
}

// isDeep reports whether every key around the option has a line of its own, so that another one should be written so.
func (b *yamlBlock) isDeep(o Option) bool {
	if !o.Nested {
		return false
	}
	for ; b != nil; b = b.up {
		for i := 0; b.up != nil && i+1 < len(b.m.children); i += 2 {
			if strings.IndexByte(b.m.children[i].value, '.') >= 0 {
				return false
			}
		}
	}
	return true
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
	asText := jsonText(&node{value: i.value}) == i.value && plainType(i.value) == textType
	if written[:min(len(written), 1)] == "'" && quote != "'" || texts && !asText {
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

// lines writes the entry on lines of its own, with a block for every part of its key where that is asked for.
func (w *yamlWriter) lines(deep bool) []Edit {
	entry := w.span()
	indent, ok := w.d.column(entry.Start)
	if !ok {
		return nil
	}
	if _, ok := w.d.wholeLines(entry); !ok {
		return nil
	}
	keys := []string{w.key}
	step := "  "
	if deep {
		keys = strings.Split(w.key, ".")
		if b := w.block; b.up != nil && b.up.at < len(b.up.m.children) {
			above := b.up.m.children[b.up.at]
			if outer, ok := w.d.column(b.text.Span(above.start, above.span.End).Start); ok && len(indent) > len(outer) {
				step = indent[len(outer):]
			}
		}
	}
	last := w.d.Lines.Line(max(entry.Start, entry.End-1))
	var b strings.Builder
	for i, k := range keys {
		text, ok := w.keyText(k)
		if !ok {
			return nil
		}
		b.WriteString(w.d.lineEnding(last) + indent + strings.Repeat(step, i) + text + ":")
	}
	b.WriteString(" " + w.value)
	end := w.d.Lines.Span(last).End
	return []Edit{{Span: Span{end, end}, NewText: b.String()}}
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
