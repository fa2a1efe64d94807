package source

import (
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// readSnippet reads a text of options that no file name tells the syntax of: lines "key: value" that flink-conf.yaml and
// config.yaml read alike, or else YAML. What is wrong with its syntax is not said, since nobody knows what becomes of it.
func readSnippet(t *Text, part *Part) {
	part.Text = t
	part.Standard = outlineOf([]byte(t.Decoded)).yamlOnly
	if part.Standard {
		readYAMLOptions(t, part)
	} else {
		readConfLines(t, part)
	}
	part.Problems = nil
}

// readMap reads a map in YAML whose entries are options, flat or nested; text is what the node was parsed from.
func readMap(text *Text, n *node, part *Part) {
	part.Standard = true
	r := &yamlReader{text: text, part: part, src: text.Decoded, lines: text.lines()}
	if text.original != "" {
		whole := *text
		whole.Decoded, whole.original, whole.template = text.original, "", true
		r.text, r.template = &whole, true
	}
	if n = resolve(n); n != nil && n.kind == mapNode {
		r.check(n, 0, 0) // ends aliases inside their own anchors
		r.flatten(n, above{in: &yamlBlock{text: r.text, m: n, outer: true}})
	}
	part.Problems = nil
}

// flinkShare is how many of the options are Flink's, and how many of these are unmistakable.
func flinkShare(options []Option) (known, strong int) {
	for i := range options {
		if !isKnown(options[i].Key) {
			continue
		}
		known++
		if isStrong(options[i].Key) {
			strong++
		}
	}
	return known, strong
}

// meansFlink reports whether a key is an option of Flink, or one that somebody invented for its memory.
func meansFlink(key string) bool {
	for _, role := range []flink.Role{flink.JobManager, flink.TaskManager} {
		if strings.HasPrefix(key, role.Prefix()) {
			return true
		}
	}
	return isKnown(key)
}

// setLayer says where all options of a part come from.
func (p *Part) setLayer(layer Layer) {
	p.Layer = layer
	for i := range p.Options {
		p.Options[i].Layer = layer
	}
}
