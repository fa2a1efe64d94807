package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"gopkg.in/yaml.v3"
)

// This is the only file that knows the YAML library. It gives lines and columns of starts, nothing else; the spans are
// found by reading the source again (scalar.go).

type nodeKind int8

const (
	scalarNode nodeKind = iota
	mapNode
	listNode
	aliasNode
)

type scalarStyle int8

const (
	plainStyle scalarStyle = iota
	singleQuoted
	doubleQuoted
	literalBlock
	foldedBlock
)

// node is a part of a YAML document and where it stands, in offsets of the text that was parsed.
type node struct {
	kind   nodeKind
	style  scalarStyle
	flow   bool // a list or map in brackets
	exact  bool // the text at span decodes to value
	shared bool // an alias refers to it
	// value is the decoded text of a scalar, the name of an alias.
	value string
	// tag is the tag as written, "" without one.
	tag string
	// start is where the node begins with its anchor and tag, span the node without them.
	start int
	span  Span
	// children are a list's items; a map's keys and values in turn.
	children []*node
	target   *node // of an alias
}

// resolved is the node itself, or what an alias refers to.
func (n *node) resolved() *node {
	if n.kind == aliasNode {
		return n.target
	}
	return n
}

// syntaxError says that the YAML library cannot read a text. It knows no place worth telling.
type syntaxError struct {
	message string
	alias   string // the name of an alias without an anchor, where that is what is wrong
	flinks  bool   // the library takes the text, and Flink's parser does not
}

func (e *syntaxError) Error() string { return e.message }

// parseYAML parses all documents of a text. The text must be valid UTF-8 without control characters; lines are those of
// the text. A document without content is a scalar of no length.
func parseYAML(text string, lines *Lines, hidden []hiddenChar) (docs []*node, err error) {
	defer func() {
		if p := recover(); p != nil {
			docs, err = nil, &syntaxError{message: fmt.Sprint(p)}
		}
	}()
	content := []byte(text)
	c := &converter{lines: lines, text: text, hidden: hidden, ascii: isASCII(text)}
	if !c.ascii {
		c.lines = NewLines(content) // columns count the characters that the library sees, not those that are hidden
	}
	if !strings.Contains(text, "---") && !strings.Contains(text, "...") {
		var n yaml.Node
		if err := yaml.Unmarshal(content, &n); err != nil {
			return nil, newSyntaxError(err)
		}
		if n.Kind == 0 {
			return nil, nil
		}
		doc := c.document(&n)
		if err := c.nothingBehind(doc); err != nil {
			return nil, err
		}
		return []*node{doc}, c.err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	for {
		var n yaml.Node
		if err := decoder.Decode(&n); errors.Is(err, io.EOF) {
			return docs, c.err
		} else if err != nil {
			return docs, newSyntaxError(err)
		}
		docs = append(docs, c.document(&n))
	}
}

// yamlRefuses reports whether the YAML library refuses the first document of a text as it is.
func yamlRefuses(text string) (refused bool) {
	defer func() {
		if recover() != nil {
			refused = true
		}
	}()
	var n yaml.Node
	return yaml.Unmarshal([]byte(text), &n) != nil
}

func newSyntaxError(err error) error {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	e := &syntaxError{message: message}
	if rest, ok := strings.CutPrefix(message, "unknown anchor '"); ok {
		e.alias, _, _ = strings.Cut(rest, "' referenced")
	}
	return e
}

// converter turns the library's nodes into located ones.
type converter struct {
	text   string
	lines  *Lines
	ascii  bool
	hidden []hiddenChar
	// anchored are the nodes that an alias may refer to.
	anchored map[*yaml.Node]*node
	// err is what the library takes and Flink's parser does not.
	err  error
	slab []node
}

func (c *converter) document(n *yaml.Node) *node {
	return c.node(n.Content[0])
}

func (c *converter) newNode() *node {
	if len(c.slab) == 0 {
		c.slab = make([]node, 64)
	}
	n := &c.slab[0]
	c.slab = c.slab[1:]
	return n
}

func (c *converter) offset(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(c.lines.starts) {
		return len(c.text)
	}
	if c.ascii {
		return min(c.lines.starts[n.Line-1]+n.Column-1, len(c.text))
	}
	return c.lines.Offset(n.Line, n.Column)
}

func (c *converter) node(y *yaml.Node) *node {
	n := c.newNode()
	n.start = c.offset(y)
	at := n.start
	// a block map starts where its first key does: an anchor there is the key's unless the map has one, too
	own := y.Kind == yaml.ScalarNode || y.Kind == yaml.AliasNode || y.Anchor != "" || y.Style&(yaml.TaggedStyle|yaml.FlowStyle) != 0
	if own && at < len(c.text) && (c.text[at] == '&' || c.text[at] == '!') {
		at = c.properties(n, at)
	}
	if y.Anchor != "" {
		if c.anchored == nil {
			c.anchored = map[*yaml.Node]*node{}
		}
		c.anchored[y] = n
	}
	n.span = Span{at, at}
	switch y.Kind {
	case yaml.AliasNode:
		n.kind, n.value = aliasNode, y.Value
		n.span.End = min(at+1+len(y.Value), len(c.text))
		c.checkName(n.span.End)
		n.target = c.anchored[y.Alias]
		n.target.shared = true
	case yaml.ScalarNode:
		c.scalar(n, y)
	case yaml.MappingNode:
		n.kind = mapNode
		c.children(n, y)
	case yaml.SequenceNode:
		n.kind = listNode
		c.children(n, y)
	}
	return n
}

func (c *converter) children(n *node, y *yaml.Node) {
	n.flow = y.Style&yaml.FlowStyle != 0
	n.children = make([]*node, len(y.Content))
	end := n.span.Start
	if n.flow {
		end++
	}
	for i, child := range y.Content {
		n.children[i] = c.node(child)
		end = max(end, n.children[i].span.End)
		c.checkColon(n, n.children[i], i)
	}
	if n.flow {
		end = closingBracket(c.text, end)
	} else if len(n.children) > 0 && n.kind == mapNode {
		n.span.Start = n.children[0].start
	}
	n.span.End = min(max(end, n.span.Start), len(c.text))
}

// checkColon checks how a value in a map in brackets ends: for Flink's parser, a colon there is none of its characters.
func (c *converter) checkColon(n, child *node, i int) {
	if n.kind == mapNode && n.flow && i%2 == 1 && child.kind == scalarNode && child.style == plainStyle && strings.HasSuffix(child.value, ":") {
		c.err = &syntaxError{message: "a colon behind the value", flinks: true}
	}
}

func (c *converter) scalar(n *node, y *yaml.Node) {
	switch {
	case y.Style&yaml.DoubleQuotedStyle != 0:
		n.style = doubleQuoted
	case y.Style&yaml.SingleQuotedStyle != 0:
		n.style = singleQuoted
	case y.Style&yaml.LiteralStyle != 0:
		n.style = literalBlock
	case y.Style&yaml.FoldedStyle != 0:
		n.style = foldedBlock
	}
	n.span.End, n.exact = scalarEnd(c.text, n.span.Start, n.style, y.Value)
	n.value = y.Value
	if len(c.hidden) > 0 {
		n.value = c.reveal(y.Value, n.style)
	}
}

// properties skips anchors and tags, and keeps the tag.
func (c *converter) properties(n *node, at int) int {
	for at < len(c.text) && (c.text[at] == '&' || c.text[at] == '!') {
		end := at + 1
		if strings.HasPrefix(c.text[at:], "!<") {
			for end < len(c.text) && c.text[end-1] != '>' {
				end++
			}
		}
		for end < len(c.text) && c.text[end] > ' ' && strings.IndexByte(",[]{}", c.text[end]) < 0 {
			end++
		}
		if c.text[at] == '!' {
			if n.tag = c.text[at:end]; end < len(c.text) && c.text[end] > ' ' {
				c.err = &syntaxError{message: "no space behind a tag", flinks: true}
			}
		} else {
			c.checkName(at + 1 + nameLength(c.text[at+1:]))
		}
		at = skipBlank(c.text, end)
	}
	return at
}

// checkName checks where the name of an anchor or alias ends: for Flink's parser, a colon is a part of it.
func (c *converter) checkName(end int) {
	if end < len(c.text) && c.text[end] > ' ' && strings.IndexByte(",[]{}", c.text[end]) < 0 {
		c.err = &syntaxError{message: "a name with a colon", flinks: true}
	}
}

// nameLength is the length of the name that the library reads.
func nameLength(s string) int {
	n := 0
	for n < len(s) && (isLetter(s[n]) || s[n] >= '0' && s[n] <= '9' || s[n] == '_' || s[n] == '-') {
		n++
	}
	return n
}

// nothingBehind checks that the document is all that there is: the library stops reading where a document ends. A
// block that is not indented ends nowhere else.
func (c *converter) nothingBehind(doc *node) error {
	start := doc.span.Start
	if doc.kind == scalarNode || !doc.flow && (start == 0 || isBreak(c.text[start-1])) {
		return nil
	}
	if end := skipBlank(c.text, doc.span.End); end < len(c.text) {
		return &syntaxError{message: "text behind the end of the document"}
	}
	return nil
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
