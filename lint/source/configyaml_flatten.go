package source

import (
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// leaves is how many options a map holds.
func leaves(m *node) int {
	n := 0
	for i := 1; i < len(m.children); i += 2 {
		if v := m.children[i]; v.kind == mapNode {
			n += leaves(v)
		} else {
			n++
		}
	}
	return n
}

// maxRepeated ends the flattening of maps that aliases repeat: 50 aliases are enough for 2^50 options.
const maxRepeated = 10_000

// owner is the place of the alias that brings a map's options in; nil for options that stand where they are written.
type owner struct{ key, alias *node }

// above is what the blocks around an entry say about it.
type above struct {
	prefix string
	by     *owner
	shared bool // an alias refers to one of them
	in     *yamlBlock
}

// flatten turns a map into options with dotted keys, as Flink's GlobalConfiguration does since 1.19.
func (r *yamlReader) flatten(m *node, up above) {
	for i := 0; i+1 < len(m.children); i += 2 {
		if up.by != nil {
			if r.repeated++; r.repeated > maxRepeated || r.aliases > maxAliases {
				r.overflow = true
				return
			}
		}
		key, value := m.children[i], m.children[i+1]
		name, ok := r.keyText(key)
		if !ok {
			continue
		}
		name = up.prefix + name
		here := above{up.prefix, up.by, up.shared || m.shared || value.shared, up.in}
		if value.kind == aliasNode && up.by == nil {
			here.by = &owner{key, value}
		}
		target := value.resolved()
		if target.kind == mapNode {
			here.prefix = name + "."
			if here.in = nil; here.by == nil {
				here.in = &yamlBlock{text: r.text, m: target, prefix: here.prefix, up: up.in, at: i}
			}
			r.flatten(target, here)
			continue
		}
		if target.kind == listNode {
			r.option(name, r.lists.list(target), key, value, here)
			continue
		}
		t, known := target.typeOf()
		text, fits := render(t, target.value)
		switch {
		case t == nullType:
			r.noValue(name, key, value, m, i)
		case known && fits:
			r.option(name, text, key, value, here)
		}
	}
}

// keyText is a key as Flink reads it; a null becomes the text.
func (r *yamlReader) keyText(key *node) (string, bool) {
	k := key.resolved()
	if k.kind == scalarNode {
		t, _ := k.typeOf()
		if t == textType {
			return k.value, true
		}
		if t == nullType {
			return "null", true
		}
		r.problem(flattenStage, true, Problem{Code: KeyNotText, Place: r.text.place(key.span, Span{}, key.span), Key: k.value, Detail: t.String()})
		return "", false
	}
	what := "map"
	if k.kind == listNode {
		what = "list"
	}
	r.problem(flattenStage, true, Problem{Code: KeyNotText, Place: r.text.place(key.span, Span{}, key.span), Detail: what})
	return "", false
}

func (r *yamlReader) option(name, text string, key, value *node, up above) {
	at := up.by
	if at == nil {
		at = &owner{key, value}
	}
	if r.missing[value.span.Start] {
		return
	}
	o := Option{
		Key: name, Value: text, State: stateOf(r.text.Document.Path, text), Layer: LayerFile, Nested: up.prefix != "", syntax: yamlSyntax{up.in}, shared: up.shared,
		Place: r.text.place(at.key.span, at.alias.span, Span{at.key.start, at.alias.span.End}),
	}
	o.Exact = up.by == nil && value.kind == scalarNode && value.exact && value.span.Len() > 0 &&
		(value.tag == "" || value.tag == "!!str") && r.text.Verbatim(value.span.Start, value.span.End) && !r.altered(value.span)
	if r.template {
		written := r.text.Decoded[at.alias.span.Start:at.alias.span.End]
		if stateOf(r.text.Document.Path, written) == Unknown {
			o.Value, o.State, o.Exact = written, Unknown, false
		}
		if start, _ := expression(r.text.Decoded[at.key.span.Start:at.key.span.End]); start >= 0 {
			return
		}
	}
	r.part.Options = append(r.part.Options, o)
	if up.by == nil {
		r.checkText(&o, key, value)
	}
}

// altered reports whether the text at a span is not what was parsed.
func (r *yamlReader) altered(s Span) bool {
	for _, spans := range [][]Span{r.masked, r.respaced} {
		for _, a := range spans {
			if a.Start < s.End && s.Start < a.End {
				return true
			}
		}
	}
	return false
}

// noValue reports a null, which Flink refuses.
func (r *yamlReader) noValue(name string, key, value, m *node, i int) {
	if r.maskedBehind(key.span.End) {
		return // what stands here could not be read, and that has been said
	}
	end := max(key.span.End, value.span.End)
	p := Problem{Code: NoValue, Key: name, Place: r.text.place(key.span, value.span, Span{key.start, end})}
	stop, _ := lineEnd(r.src, end)
	if value.span.Len() > 0 {
		p.Detail = "null"
		p.Value = value.value
	} else if n := strings.IndexByte(r.src[end:stop], '#'); n >= 0 {
		if c := strings.TrimSpace(strings.TrimLeft(r.src[end+n:stop], "#")); c != "" {
			p.Detail, p.Value = "comment", c
		}
	}
	if p.Detail == "" && i+2 < len(m.children) {
		// a block that lost its indentation: the next key would be an option below this one
		next := m.children[i+2]
		if t := next.resolved(); t.kind == scalarNode {
			if _, ok := flink.Lookup(name + "." + t.value); ok {
				related := r.text.place(next.span, Span{}, Span{next.start, m.children[i+3].span.End})
				p.Detail, p.Related = "indentation", &related
			}
		}
	}
	r.problem(setStage, true, p)
}

// maskedBehind reports whether an unreadable line follows the offset, with nothing readable between.
func (r *yamlReader) maskedBehind(at int) bool {
	for _, s := range r.masked {
		if s.Start >= at && strings.Trim(r.src[at:s.Start], " \t\r\n:") == "" {
			return true
		}
	}
	return false
}
