package source

import (
	"math"
	"strconv"
	"strings"
)

// The limits of what aliases may repeat: how deep, and how many entries.
const (
	maxConfigurationDepth   = 64
	maxConfigurationEntries = maxRepeated
)

// flowSyntax writes options into a map in brackets, which may be JSON.
type flowSyntax struct{ yamlSyntax }

func (s flowSyntax) value(d *Document, o Option, value string) (string, bool) {
	written := d.slice(o.Place.Value)
	json := strings.HasPrefix(d.slice(o.Place.Key), `"`)
	if json && plainType(written) != textType && plainType(value) == textType {
		return strconv.Quote(value), isASCII(value) && printable(value) // JSON has no texts without quotes
	}
	return s.yamlSyntax.value(d, o, value)
}

// flinkConfiguration reads a map of options as the operator does: nested maps make dotted keys, lists
// are joined with semicolons (ConfigObjectNode of operator 1.16). Nil where there is no map.
func (r *resource) flinkConfiguration(m *node) *Part {
	if m = resolve(m); m == nil || m.kind != mapNode {
		return nil
	}
	part := &Part{Document: r.doc, Name: r.name, Namespace: r.namespace, Layer: LayerConfiguration, Text: r.text}
	c := &configuration{r: r, part: part}
	c.entries(m, block{shared: m.shared, flow: m.flow, edits: &yamlBlock{text: r.text, m: m, outer: true}}, nil)
	return part
}

// configuration makes options of a map.
type configuration struct {
	r       *resource
	part    *Part
	visited int // entries
}

// block is what surrounds an entry.
type block struct {
	prefix string
	by     *owner // the alias that brings it
	shared bool
	flow   bool
	depth  int
	edits  *yamlBlock // nil where an edit may not add to it
}

// entries reads the entries of a map, those of merged maps first. Skip are keys that the map which merges it has itself.
func (c *configuration) entries(m *node, in block, skip map[string]bool) {
	if c.visited++; in.depth > maxConfigurationDepth || c.visited > maxConfigurationEntries {
		return
	}
	own := skip
	for i := 0; i+1 < len(m.children); i += 2 {
		if !isMerge(m.children[i]) {
			continue
		}
		if own == nil {
			own = map[string]bool{}
		}
		for j := 0; j+1 < len(m.children); j += 2 {
			own[m.children[j].value] = true
		}
		merged := block{in.prefix, in.by, true, in.flow, in.depth + 1, nil}
		value := m.children[i+1].resolved()
		switch {
		case value == nil:
		case value.kind == mapNode:
			c.entries(value, merged, own)
		default:
			for _, item := range value.items() {
				if item.kind == mapNode {
					c.entries(item, merged, own)
				}
			}
		}
	}
	for i := 0; i+1 < len(m.children); i += 2 {
		key, value := m.children[i], m.children[i+1]
		name := key.resolved()
		if isMerge(key) || name == nil || name.kind != scalarNode || skip[name.value] || c.r.text.hides(key.span) {
			continue
		}
		c.entry(i, key, value, in.prefix+name.value, in)
	}
}

func isMerge(key *node) bool {
	return key.kind == scalarNode && key.value == "<<" && key.style == plainStyle
}

func (c *configuration) entry(i int, key, value *node, name string, in block) {
	if c.visited++; c.visited > maxConfigurationEntries {
		return
	}
	by := in.by
	if by == nil && value.kind == aliasNode {
		by = &owner{key, value}
	}
	target := value.resolved()
	if target == nil {
		return
	}
	in.shared = in.shared || value.shared || target.shared
	if target.kind == mapNode {
		var edits *yamlBlock
		if in.edits != nil && value.kind == mapNode {
			edits = &yamlBlock{text: c.r.text, m: value, prefix: name + ".", up: in.edits, at: i}
		}
		c.entries(target, block{name + ".", by, in.shared, in.flow || target.flow, in.depth + 1, edits}, nil)
		return
	}
	at := by
	if at == nil {
		at = &owner{key, value}
	}
	o := Option{
		Key: name, Layer: LayerConfiguration, Nested: in.prefix != "", shared: in.shared, syntax: yamlSyntax{in.edits},
		Place: c.r.entryPlace(at.key, at.alias),
	}
	if in.flow {
		o.syntax = flowSyntax{yamlSyntax{in.edits}}
	}
	switch target.kind {
	case listNode:
		if len(target.children) == 0 {
			return // no option at all, unlike an empty text
		}
		o.Value = c.list(target)
		if c.r.text.hides(target.span) {
			o.State = Unknown
		}
	default:
		if _, ok := target.text(); !ok {
			if c.r.partial || c.r.text.original != "" {
				return // a patch deletes the option, a template may have something there
			}
			o.Value = "null"
			break
		}
		o.Value, o.State = c.r.value(target)
		if o.State == Known {
			o.Value = jsonText(target)
			o.Exact = by == nil && o.Value == target.value && c.r.exact(key, value)
		}
	}
	c.part.Options = append(c.part.Options, o)
}

func (c *configuration) list(n *node) string {
	var b strings.Builder
	for i, item := range n.items() {
		if i > 0 {
			b.WriteByte(';')
		}
		if item.kind == scalarNode {
			b.WriteString(jsonText(item))
		}
	}
	return b.String()
}

// exact reports whether the text of an entry's value stands there as it is, so that an edit may replace it.
func (r *resource) exact(key, value *node) bool {
	return key != nil && value.kind == scalarNode && value.exact && value.span.Len() > 0 && !isShared(value) &&
		(value.tag == "" || value.tag == "!!str") && key.span.End <= value.span.Start &&
		r.text.Verbatim(value.span.Start, value.span.End) && !r.text.hides(value.span)
}

func isShared(n *node) bool { return n.shared || n.kind == aliasNode }

// jsonText is what is left of a scalar behind the conversion from YAML 1.1 to JSON that Kubernetes' tools make (yes is
// true, 010 is 8, 2.0 is 2), printed as Jackson's asText does.
func jsonText(n *node) string {
	s := n.value
	if n.style != plainStyle || n.tag != "" || s == "" {
		return s
	}
	switch s {
	case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON":
		return "true"
	case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF":
		return "false"
	}
	if c := s[0]; (c < '0' || c > '9') && c != '+' && c != '-' && c != '.' {
		return s
	}
	plain := strings.ReplaceAll(s, "_", "")
	if i, err := strconv.ParseInt(plain, 0, 64); err == nil {
		return strconv.FormatInt(i, 10)
	}
	if number := decimalLength(plain); number == 0 || strings.Trim(plain[number:], "eE+-0123456789") != "" {
		return s
	}
	f, err := strconv.ParseFloat(plain, 64)
	switch {
	case err != nil:
		return s
	case f == math.Trunc(f) && math.Abs(f) < 1e21:
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return javaDouble(f)
}
