package source

import "strings"

// checkDirectives reads the lines before the first "---" that start with '%': Flink's parser takes every version 1 of
// YAML and directives that it does not know, which the YAML library does not.
func (r *yamlReader) checkDirectives() {
	at := 0
	if strings.HasPrefix(r.src, string(byteOrderMark)) {
		at = len(byteOrderMark)
	}
	directive := Span{}
	for at < len(r.src) {
		end, next := lineEnd(r.src, at)
		line := r.src[at:end]
		switch {
		case strings.HasPrefix(line, "%"):
			directive = Span{at, end}
			name, rest, _ := strings.Cut(line[1:], " ")
			major, minor, _ := strings.Cut(strings.TrimSpace(rest), ".")
			if !isAnchor(name) || strings.Contains(name, ".") || name == "YAML" && (major != "1" || minor == "" || digits(minor) == 0) {
				r.problem(parseStage, true, Problem{Code: BadDirective, Place: r.at(at, end), Detail: line})
			}
			if name != "TAG" {
				r.src = r.src[:at] + strings.Repeat(" ", end-at) + r.src[end:]
			}
		case strings.TrimSpace(line) != "" && line[0] != '#':
			if !isMarker(line) {
				r.looseDirective(directive)
			}
			return
		}
		at = next
	}
	r.looseDirective(directive)
}

// looseDirective reports a directive that no "---" follows.
func (r *yamlReader) looseDirective(s Span) {
	if s.Len() > 0 {
		r.problem(parseStage, true, Problem{Code: BadDirective, Place: r.at(s.Start, s.End), Detail: r.text.Decoded[s.Start:s.End]})
	}
}

// check finds what makes Flink's YAML parser refuse a document that is well formed: tags it does not know, values that
// do not fit theirs, keys that occur twice.
func (r *yamlReader) check(n *node, indent, depth int) {
	if n.kind == aliasNode {
		if n.target.kind != scalarNode {
			r.aliases++
		}
		if n.target.kind == mapNode && n.target.span.Start <= n.span.Start && n.span.End <= n.target.span.End {
			r.problem(flattenStage, true, Problem{Code: RecursiveAlias, Place: r.at(n.span.Start, n.span.End), Detail: n.value})
			n.target = &node{kind: scalarNode, style: doubleQuoted, start: n.start, span: n.span}
		}
		return
	}
	if n.kind == scalarNode {
		r.checkScalar(n, indent)
		return
	}
	if depth == maxDepth {
		r.problem(parseStage, true, Problem{Code: TooDeep, Place: r.at(n.span.Start, min(n.span.Start+1, len(r.src)))})
	}
	if !n.flow {
		indent = n.span.Start - r.lines.starts[r.lines.Line(n.span.Start)-1]
	}
	if n.tag != "" {
		r.checkTag(n)
	}
	if n.kind == mapNode {
		r.checkDuplicates(n)
	}
	for _, child := range n.children {
		r.check(child, indent, depth+1)
	}
}

func (r *yamlReader) checkScalar(n *node, indent int) {
	if n.style == literalBlock || n.style == foldedBlock {
		r.checkBlock(n, indent)
	}
	if n.style == doubleQuoted {
		r.checkEscapes(n)
	}
	if n.tag == "" && (n.style != plainStyle || n.value == "" || n.value[0] != '+') {
		return
	}
	t, known := n.typeOf()
	if !known {
		r.checkTag(n)
		return
	}
	if _, fits := render(t, n.value); !fits {
		stage := buildStage
		if t == boolType {
			stage = setStage // Java makes a null of it
		}
		r.problem(stage, true, Problem{Code: BadTaggedValue, Place: r.at(n.start, n.span.End), Value: n.value, Detail: n.tag})
	}
}

// checkEscapes finds the escapes that the library takes over from older YAML, and Flink's parser does not.
func (r *yamlReader) checkEscapes(n *node) {
	for at := n.span.Start; at+1 < n.span.End; at++ {
		if r.src[at] != '\\' {
			continue
		}
		if at++; r.src[at] == '\'' || r.src[at] == '\t' {
			r.problem(parseStage, true, Problem{Code: BadEscape, Place: r.at(n.span.Start, n.span.End), Detail: r.src[at-1 : at+1], Value: r.src[n.span.Start:n.span.End]})
			return
		}
	}
}

// checkBlock looks at a block scalar for something behind its header, as in "|# text", and for a text that is not
// indented as Flink's parser wants it: below the key, and no less than the blank lines above it.
func (r *yamlReader) checkBlock(n *node, indent int) {
	at, added := n.span.Start+1, 0
	for ; at < len(r.src) && strings.IndexByte("+-123456789", r.src[at]) >= 0; at++ {
		if r.src[at] > '0' {
			added = int(r.src[at] - '0')
		}
	}
	if at < len(r.src) && !isBlank(r.src[at]) && !isBreak(r.src[at]) {
		r.problem(parseStage, true, Problem{Code: TextAfterValue, Place: r.at(n.span.Start, at+1), Detail: r.src[at : at+1]})
		return
	}
	end, next := lineEnd(r.src, at)
	if end == next {
		return
	}
	want, got := indent+1, 0
	for at := next; at < len(r.src); {
		end, next := lineEnd(r.src, at)
		got = 0
		for at < end && r.src[at] == ' ' {
			at, got = at+1, got+1
		}
		want = max(want, got)
		if at < end {
			break
		}
		if at = next; end < next {
			got = 0
		}
	}
	if added > 0 {
		want = indent + added
	}
	if got < want && got != indent {
		r.problem(parseStage, true, Problem{Code: WrongIndentation, Place: r.at(n.span.Start, n.span.End), Detail: "block scalar"})
	}
}

// checkTag reports a tag that Flink's parser does not know, or not for what it stands at.
func (r *yamlReader) checkTag(n *node) {
	name, ok := tagName(n.tag)
	known := n.tag == "!"
	if ok && n.kind == mapNode {
		known = name == "map" || name == "set"
	}
	if ok && n.kind == listNode {
		known = name == "seq"
	}
	if !known {
		r.problem(buildStage, true, Problem{Code: UnknownTag, Place: r.at(n.start, n.start+len(n.tag)), Detail: n.tag})
	}
}

// checkDuplicates reports the keys of one map that are there twice.
func (r *yamlReader) checkDuplicates(m *node) {
	const few = 8
	var first map[string]*node
	if len(m.children) > 2*few {
		first = make(map[string]*node, len(m.children)/2)
	}
	for i := 0; i+1 < len(m.children); i += 2 {
		key := m.children[i].resolved()
		if key.kind != scalarNode {
			continue
		}
		name := keyIdentity(key)
		earlier := (*node)(nil)
		if first != nil {
			if earlier = first[name]; earlier == nil {
				first[name] = m.children[i]
			}
		} else {
			for j := 0; j < i && earlier == nil; j += 2 {
				if k := m.children[j].resolved(); k.kind == scalarNode && k.value == key.value && keyIdentity(k) == name {
					earlier = m.children[j]
				}
			}
		}
		if earlier != nil {
			at, value := m.children[i], m.children[i+1]
			related := r.text.place(earlier.span, Span{}, earlier.span)
			r.problem(buildStage, true, Problem{
				Code: DuplicateKey, Key: key.value, Value: value.value, Related: &related,
				Place: r.text.place(at.span, value.span, Span{at.start, max(at.span.End, value.span.End)}),
			})
		}
	}
}

// keyIdentity tells keys apart as Java does: 1 and "1" are two keys, 1 and 0x1 are one.
func keyIdentity(n *node) string {
	t, _ := n.typeOf()
	if t == textType {
		return n.value
	}
	text, _ := render(t, n.value)
	return "\x00" + text
}

// checkText looks at a plain text for an entry that it swallowed, and for spaces that are none.
func (r *yamlReader) checkText(o *Option, key, value *node) {
	if value.kind != scalarNode || value.style != plainStyle {
		return
	}
	tk, char := trimSpaces(o.Key)
	tv, charV := trimSpaces(o.Value)
	if char != "" || charV != "" {
		if char == "" {
			char = charV
		}
		r.problem(setStage, false, Problem{Code: NoBreakSpace, Place: o.Place, Key: tk, Value: tv, Detail: char})
	}
	if value.span.Len() == 0 || strings.IndexByte(r.src[key.span.End:value.span.End], '\n') < 0 && strings.IndexByte(r.src[key.span.End:value.span.End], '\r') < 0 {
		return
	}
	for at := value.span.Start; at < value.span.End; {
		end, next := lineEnd(r.src[:value.span.End], at)
		line := trimSpan(r.src, Span{at, end})
		if g, ok := guessEntry(r.src, line); ok && g.code != NoValue {
			name, place := r.src[g.key.Start:g.key.End], r.text.place(g.key, g.value, line)
			if at == value.span.Start {
				name = o.Key + "." + name
			}
			r.problem(setStage, false, Problem{Code: g.code, Place: place, Key: name, Value: r.src[g.value.Start:g.value.End], Detail: g.detail, Related: &o.Place})
		}
		at = next
	}
}

// checkTabs finds tabs where Flink's YAML parser expects a token. The YAML library takes most of them.
func (r *yamlReader) checkTabs(docs []*node) {
	if strings.IndexByte(r.src, '\t') < 0 {
		return
	}
	c := &tabCheck{r: r}
	for _, d := range docs {
		c.visit(d)
	}
	c.gap(len(r.src))
}

// tabCheck goes over what is between the scalars. A plain text takes the tabs behind it.
type tabCheck struct {
	r          *yamlReader
	at         int
	afterPlain bool
	lastLine   int
}

func (c *tabCheck) visit(n *node) {
	switch {
	case n.kind == mapNode || n.kind == listNode:
		for _, child := range n.children {
			c.visit(child)
		}
		return
	case n.span.Len() == 0:
		return
	}
	c.gap(n.span.Start)
	c.at, c.afterPlain = n.span.End, n.kind == scalarNode && n.style == plainStyle
	if n.kind != scalarNode {
		return
	}
	s := c.r.src
	switch n.style {
	case plainStyle:
		for i := n.span.Start; i < n.span.End; {
			_, next := lineEnd(s[:n.span.End], i)
			for i = next; i < n.span.End && isBlank(s[i]); i++ {
				if s[i] == '\t' {
					c.report(i)
				}
			}
		}
	case literalBlock, foldedBlock:
		end, _ := lineEnd(s, n.span.Start)
		if i := strings.IndexByte(s[n.span.Start:end], '\t'); i >= 0 && strings.IndexByte(s[n.span.Start:n.span.Start+i], '#') < 0 {
			c.report(n.span.Start + i)
		}
	}
}

// gap looks at the text up to an offset.
func (c *tabCheck) gap(to int) {
	s, i := c.r.src, c.at
	if c.afterPlain {
		for i < to && isBlank(s[i]) {
			i++
		}
	}
	for ; i < to; i++ {
		switch {
		case s[i] == '\t':
			c.report(i)
		case s[i] == '#' && (i == 0 || isBlank(s[i-1]) || isBreak(s[i-1])):
			end, _ := lineEnd(s[:to], i)
			i = end - 1
		}
	}
}

func (c *tabCheck) report(at int) {
	line := c.r.lines.Line(at)
	if line == c.lastLine {
		return
	}
	c.lastLine = line
	detail := "indentation"
	if strings.Trim(c.r.src[c.r.lines.starts[line-1]:at], " \t") != "" {
		detail = "separation"
	}
	c.r.problem(parseStage, true, Problem{Code: TabIndentation, Place: c.r.at(at, at+1), Detail: detail})
}
