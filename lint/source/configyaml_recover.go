package source

import (
	"bytes"
	"strconv"
	"strings"
)

// The YAML library gives nothing at all where a text has a syntax error. recover finds the lines that are at fault: it
// takes the text apart at the entries of the top level, and each entry that cannot be parsed at its lines. Every such
// line is reported and made blank; what is left is parsed.

// maxSyntaxProblems is how many unreadable lines are told apart; the rest of the file is given up.
const maxSyntaxProblems = 40

// srcLine is a line of the text.
type srcLine struct {
	start, end int // without the line break
	indent     int
	content    bool // neither blank nor a comment
	tabs       bool // indented with tabs, which have been reported and replaced
}

// chunk is a run of lines, from one index to the one behind the last.
type chunk struct{ from, to int }

// recovery is the search for the lines at fault.
type recovery struct {
	r     *yamlReader
	src   []byte // the text, with the lines found so far made blank; r.src keeps them until the end
	lines []srcLine
	found int
	// several is true where the text has more than one entry, so that each has to be one of a block.
	several bool
}

// recover reports the syntax errors of the text and returns the documents without them.
func (r *yamlReader) recover(cause error) []*node {
	c := &recovery{r: r, src: []byte(r.src)}
	c.split()
	chunks := c.chunks()
	c.several = len(chunks) > 1
	c.checkMargin(chunks)
	for _, ch := range chunks {
		for c.found < maxSyntaxProblems && !c.parses(ch) {
			c.mend(ch, cause)
		}
		if c.found >= maxSyntaxProblems && !c.parses(ch) {
			c.blank(ch)
		}
	}
	r.src = string(c.src)
	docs, err := r.parse()
	if err == nil && (len(docs) == 0 || c.found == 0 || !isLooseText(docs[0])) {
		c.unexplained(cause)
		return docs
	}
	return c.pieces(err)
}

// split finds the lines of the text.
func (c *recovery) split() {
	s := c.r.src
	start := 0
	if strings.HasPrefix(s, string(byteOrderMark)) {
		start = len(byteOrderMark)
	}
	for start < len(s) {
		end, next := lineEnd(s, start)
		l := srcLine{start: start, end: end}
		for start < end && isBlank(s[start]) {
			start++
		}
		l.indent = start - l.start
		l.content = start < end && s[start] != '#'
		c.lines = append(c.lines, l)
		start = next
	}
}

func (c *recovery) text(l srcLine) string { return c.r.src[l.start+l.indent : l.end] }

// chunks are the entries of the top level, each with the lines that follow it. Directives and document markers are in
// none of them.
func (c *recovery) chunks() []chunk {
	base, from := -1, -1
	var chunks []chunk
	flush := func(to int) {
		if from >= 0 {
			chunks = append(chunks, chunk{from, to})
		}
		from = -1
	}
	for i, l := range c.lines {
		if !l.content {
			continue
		}
		text := c.text(l)
		if l.indent == 0 && (isMarker(text) || text[0] == '%' && base < 0) {
			flush(i)
			base = -1
			continue
		}
		if base < 0 {
			base = l.indent
		}
		item := strings.HasPrefix(text, "- ") || text == "-"
		if l.indent <= base && (!item || from < 0) {
			flush(i)
			from = i
		}
	}
	flush(len(c.lines))
	return chunks
}

// isMarker reports whether a line marks the start or the end of a document.
func isMarker(line string) bool {
	return (strings.HasPrefix(line, "---") || strings.HasPrefix(line, "...")) && (len(line) == 3 || isBlank(line[3]))
}

// parses reports whether a chunk is an entry, or nothing.
func (c *recovery) parses(ch chunk) bool {
	docs, err := c.parse(ch)
	if e, ok := err.(*syntaxError); ok {
		return e.alias != "" // its anchor may be in another chunk
	}
	if len(docs) == 0 || !c.several {
		return len(docs) == 0 || !isLooseText(docs[0])
	}
	return docs[0].kind == mapNode && !docs[0].flow || docs[0].kind == scalarNode && docs[0].span.Len() == 0
}

// checkMargin reports the first entry that stands further to the left than the first one. Nothing is unreadable for it.
func (c *recovery) checkMargin(chunks []chunk) {
	for _, ch := range chunks {
		first, l := c.lines[chunks[0].from], c.lines[ch.from]
		if l.indent < first.indent {
			related := c.r.at(first.start+first.indent, first.end)
			at := Span{l.start + l.indent, l.end}
			p := Problem{Code: WrongIndentation, Related: &related}
			if key, value, ok := (&diagnosis{c: c}).entry(at); ok {
				p.Key, p.Value, p.Place = c.r.src[key.Start:key.End], c.r.src[value.Start:value.End], c.r.text.place(key, value, at)
			}
			c.report(parseStage, p, at)
			c.found++
			return
		}
	}
}

func (c *recovery) parse(ch chunk) ([]*node, error) {
	text := c.src[c.lines[ch.from].start:c.lines[ch.to-1].end]
	return parseYAML(string(text), NewLines(text), c.r.hidden)
}

// mend finds the first line at fault in a chunk that does not parse, reports it and makes it blank.
func (c *recovery) mend(ch chunk, cause error) {
	c.found++
	bad := c.firstBad(ch)
	if l := &c.lines[bad]; !l.content && c.replaceTabs(l) {
		return
	}
	for bad < ch.to-1 && !c.lines[bad].content {
		bad++
	}
	for bad > ch.from && !c.lines[bad].content {
		bad--
	}
	if l := &c.lines[bad]; l.tabs || !l.content {
		c.blank(chunk{bad, bad + 1})
		return
	} else if c.replaceTabs(l) {
		return
	}
	d := diagnosis{c: c, bad: bad, cause: cause}
	at := d.run()
	c.blank(chunk{at, at + 1})
	// without the line, what is indented below it would get other keys
	for i := at + 1; i < ch.to && (!c.lines[i].content || c.lines[i].indent > c.lines[at].indent); i++ {
		c.blank(chunk{i, i + 1})
	}
}

// replaceTabs reports tabs in a line's indentation and takes each for a space: where all lines of a block have as many,
// that is what was meant.
func (c *recovery) replaceTabs(l *srcLine) bool {
	margin := c.src[l.start : l.start+l.indent]
	tab := bytes.IndexByte(margin, '\t')
	if tab < 0 {
		return false
	}
	p := Problem{Code: TabIndentation, Detail: "indentation"}
	if key, value, ok := (&diagnosis{c: c}).entry(Span{l.start + l.indent, l.end}); ok && l.content {
		p.Key, p.Value = c.r.src[key.Start:key.End], c.r.src[value.Start:value.End]
	}
	c.report(parseStage, p, Span{l.start + tab, l.start + tab + 1})
	for i := range margin {
		margin[i] = ' '
	}
	l.tabs = true
	c.r.respaced = append(c.r.respaced, Span{l.start, l.start + l.indent})
	return true
}

// firstBad is the line behind the longest beginning of the chunk that parses. A beginning that ends inside brackets or
// quotes does not parse though its continuation may: so it looks some lines ahead.
func (c *recovery) firstBad(ch chunk) int {
	const ahead = 40
	low, high := ch.from, ch.to
	for low+1 < high {
		mid := (low + high) / 2
		ok := mid
		for ok < min(mid+ahead, high) && !c.parses(chunk{ch.from, ok}) {
			ok++
		}
		if ok < min(mid+ahead, high) {
			low = ok
		} else {
			high = mid
		}
	}
	return low
}

// blank overwrites lines with spaces.
func (c *recovery) blank(ch chunk) {
	for i := ch.from; i < ch.to; i++ {
		l := &c.lines[i]
		if !l.content {
			continue
		}
		l.content = false
		c.r.masked = append(c.r.masked, Span{l.start, l.end})
		for j := l.start; j < l.end; j++ {
			c.src[j] = ' '
		}
	}
}

func (c *recovery) report(stage loadStage, p Problem, entry Span) {
	if p.Place.IsZero() {
		p.Place = c.r.at(entry.Start, entry.End)
	}
	c.r.problem(stage, true, p)
}

// pieces parses the chunks one by one where they do not fit together.
func (c *recovery) pieces(cause error) []*node {
	root := &node{kind: mapNode}
	for _, ch := range c.chunks() {
		docs, err := c.parse(ch)
		if err != nil || len(docs) != 1 || docs[0].kind != mapNode {
			continue
		}
		docs[0].shift(c.lines[ch.from].start, map[*node]bool{})
		root.children = append(root.children, docs[0].children...)
	}
	c.unexplained(cause)
	return []*node{root}
}

// unexplained reports an error of the YAML library that no line explains, in the line that it names, if it does.
func (c *recovery) unexplained(cause error) {
	if cause == nil || c.found > 0 {
		return
	}
	at, message := Span{0, min(1, len(c.r.src))}, cause.Error()
	if rest, ok := strings.CutPrefix(message, "line "); ok {
		if n := digits(rest); n > 0 && n < 10 {
			line, _ := strconv.Atoi(rest[:n])
			if message = strings.TrimPrefix(rest[n:], ": "); strings.HasPrefix(message, "did not find expected") {
				line++ // the library counts lines from 0 here
			}
			at = c.r.lines.Span(line)
		}
	}
	if at.Len() == 0 {
		at = Span{0, min(1, len(c.r.src))}
	}
	code := BadSyntax
	if strings.Contains(message, "max depth") {
		code, message = TooDeep, ""
	}
	c.report(parseStage, Problem{Code: code, Detail: message}, at)
}

// shift moves a node and everything below it.
func (n *node) shift(by int, done map[*node]bool) {
	if done[n] {
		return
	}
	done[n] = true
	n.start += by
	n.span.Start += by
	n.span.End += by
	for _, child := range n.children {
		child.shift(by, done)
	}
}
