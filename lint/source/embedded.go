package source

import "strings"

// embed is the text of a scalar as a text of its own: options that stand in a block scalar or a quoted string keep their
// places in the file. Where the source does not decode piece by piece to the value, everything maps to the whole scalar.
func embed(parent *Text, n *node) *Text {
	t := &Text{Document: parent.Document, Decoded: n.value, parent: parent, scalar: parent.Span(n.span.Start, n.span.End)}
	e := &embedding{source: parent.Decoded, value: n.value}
	ok := n.exact || n.style == literalBlock || n.style == foldedBlock
	if ok {
		ok = e.scalar(n)
	}
	if !ok {
		e.pieces = []piece{{0, len(n.value), n.span.Start, n.span.End}}
	}
	t.pieces = e.pieces
	t.reveal()
	return t
}

// embedding maps the value of a scalar to its source, one line of the source after the other.
type embedding struct {
	source, value string
	at            int // how much of value is mapped
	pieces        []piece
}

func (e *embedding) scalar(n *node) bool {
	start, end := n.span.Start, n.span.End
	switch n.style {
	case singleQuoted, doubleQuoted:
		start, end = start+1, end-1
	case literalBlock, foldedBlock:
		header, next := lineEnd(e.source, start)
		if next >= end {
			return e.finish(header)
		}
		start = next
		indent := firstIndent(e.source[start:end]) - firstIndent(n.value)
		for start < end {
			stop, next := lineEnd(e.source, start)
			stop = min(stop, end)
			from := min(start+indent, stop)
			if strings.Trim(e.source[start:from], " ") != "" {
				return false
			}
			if from < stop && !e.line(from, stop, n.style) {
				return false
			}
			start = max(next, start+1)
		}
		return e.finish(end)
	}
	for first := true; ; first = false {
		stop, next := lineEnd(e.source, start)
		last := next >= end || stop >= end
		if last {
			stop = end
		}
		from, to := start, stop
		for !first && from < to && isBlank(e.source[from]) {
			from++
		}
		for !last && to > from && isBlank(e.source[to-1]) {
			to--
		}
		if from < to && !e.line(from, to, n.style) {
			return false
		}
		if last {
			return e.finish(end)
		}
		start = next
	}
}

// line maps a line of the source to what comes next in the value, behind the break or space that joins it to the line
// above.
func (e *embedding) line(from, to int, style scalarStyle) bool {
	pieces, text, ok := decodeLine(e.source, from, to, style)
	if !ok {
		return false
	}
	rest := e.value[e.at:]
	join := len(rest) - len(strings.TrimLeft(rest, "\n"))
	switch {
	case strings.HasPrefix(rest, text):
		join = 0
	case strings.HasPrefix(rest[join:], text) && join > 0:
	case strings.HasPrefix(rest, " "+text):
		join = 1
	default:
		return false
	}
	e.skip(join, from)
	for _, p := range pieces {
		e.pieces = append(e.pieces, piece{e.at + p.at, e.at + p.end, p.from, p.to})
	}
	e.at += len(text)
	return true
}

// skip maps what joins two lines to all that stands between them in the source.
func (e *embedding) skip(n, until int) {
	if n == 0 {
		return
	}
	from := until
	if len(e.pieces) > 0 {
		from = e.pieces[len(e.pieces)-1].to
	}
	if until-from == n && e.source[from:until] != e.value[e.at:e.at+n] {
		from = until // equally long pieces have to be the same bytes
	}
	e.pieces = append(e.pieces, piece{e.at, e.at + n, from, until})
	e.at += n
}

// finish maps the line ends behind the last line, and blank lines.
func (e *embedding) finish(end int) bool {
	rest := e.value[e.at:]
	if strings.Trim(rest, " \n") != "" {
		return false
	}
	e.skip(len(rest), end)
	return len(e.pieces) > 0 || e.value == ""
}

// decodeLine decodes one line of a scalar; the pieces' decoded offsets count from the line's start.
func decodeLine(s string, from, to int, style scalarStyle) (pieces []piece, text string, ok bool) {
	special := byte(0)
	switch style {
	case singleQuoted:
		special = '\''
	case doubleQuoted:
		special = '\\'
	}
	if special == 0 || strings.IndexByte(s[from:to], special) < 0 {
		return []piece{{0, to - from, from, to}}, s[from:to], true
	}
	var b []byte
	run := from
	flush := func(at int) {
		if at > run {
			pieces = append(pieces, piece{len(b), len(b) + at - run, run, at})
			b = append(b, s[run:at]...)
		}
	}
	for i := from; i < to; {
		if s[i] != special {
			i++
			continue
		}
		flush(i)
		before, next := len(b), i+2
		switch {
		case style == singleQuoted:
			b = append(b, '\'')
		case i+1 == to: // a backslash that joins two lines
			next = to
		default:
			if b, next, ok = appendEscape(b, s, i); !ok {
				return nil, "", false
			}
		}
		if len(b) > before {
			pieces = append(pieces, piece{before, len(b), i, next})
		}
		i, run = next, next
	}
	flush(to)
	return pieces, string(b), true
}

// firstIndent is how far the first line that is not blank is indented. In a block scalar's source it is that much more
// than in its value.
func firstIndent(body string) int {
	for start := 0; start < len(body); {
		end, next := lineEnd(body, start)
		if line := body[start:end]; strings.TrimLeft(line, " ") != "" {
			return len(line) - len(strings.TrimLeft(line, " "))
		}
		start = next
	}
	return 0
}
