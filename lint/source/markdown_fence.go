package source

import "strings"

// fence is a fenced block of a document.
type fence struct {
	opening
	source string // the whole document
	within Span   // the lines of the block in it, still with what stands before them in lists and quotes
}

// eachFence calls visit with each fenced block of a Markdown document until it returns false: blocks at the top, in list
// items and in quotes, as CommonMark has them. A block that is never closed ends with the document, or with its quote.
func eachFence(s string, visit func(fence) bool) {
	at := [2]int{-1, -1} // where the next line stands that may open a block
	for start := 0; start < len(s); {
		for i, marks := range [2]string{"```", "~~~"} {
			if at[i] >= start {
				continue
			}
			at[i] = len(s)
			if n := strings.Index(s[start:], marks); n >= 0 {
				at[i] = start + n
			}
		}
		first := min(at[0], at[1])
		if first == len(s) {
			return
		}
		line := lineStart(s, first)
		end, next := lineEnd(s, line)
		o, ok := openFence(s[line:end])
		if !ok {
			start = max(next, start+1)
			continue
		}
		f := fence{opening: o, source: s, within: Span{next, next}}
		f.within.End, start = o.end(s, next)
		if !visit(f) {
			return
		}
	}
}

// lineStart is where the line of an offset starts.
func lineStart(s string, at int) int {
	for at > 0 && !isBreak(s[at-1]) {
		at--
	}
	return at
}

// opening is the line that opens a fenced block.
type opening struct {
	quotes   int // how many quotes it stands in
	indent   int // how far the block is indented, within the quotes
	fence    byte
	length   int
	language string
}

// openFence reads a line that opens a block, which may be the first one of a quote or of a list's item.
func openFence(line string) (opening, bool) {
	var o opening
	rest := line
	for {
		trimmed := strings.TrimLeft(rest, " \t")
		if !strings.HasPrefix(trimmed, ">") {
			break
		}
		o.quotes++
		rest = strings.TrimPrefix(trimmed[1:], " ")
	}
	text := strings.TrimLeft(rest, " \t")
	for {
		n := listMarker(text)
		if n == 0 {
			break
		}
		text = strings.TrimLeft(text[n:], " \t")
	}
	o.indent = len(rest) - len(text)
	if text == "" || text[0] != '`' && text[0] != '~' {
		return o, false
	}
	o.fence = text[0]
	info := strings.TrimLeft(text, text[:1])
	if o.length = len(text) - len(info); o.length < 3 || o.fence == '`' && strings.IndexByte(info, '`') >= 0 {
		return o, false
	}
	o.language = language(info)
	return o, true
}

// listMarker is the length of a list's marker at the start of a text, with the blank behind it; 0 without one.
func listMarker(s string) int {
	n := digits(s)
	switch {
	case n > 0 && n < 10 && n < len(s) && (s[n] == '.' || s[n] == ')'):
		n++
	case n == 0 && s != "" && (s[0] == '-' || s[0] == '*' || s[0] == '+'):
		n = 1
	default:
		return 0
	}
	if n == len(s) || !isBlank(s[n]) {
		return 0
	}
	return n + 1
}

// language is the first word of an info string, such as "yaml", "{.yaml}" or "yaml:conf/config.yaml".
func language(info string) string {
	info = strings.TrimLeft(info, " \t{.")
	n := 0
	for n < len(info) && (isLetter(info[n]) || info[n] == '-' || info[n] == '_') {
		n++
	}
	return strings.ToLower(info[:n])
}

// end is where the lines of a block end, and where the document goes on.
func (o opening) end(s string, start int) (end, next int) {
	for start < len(s) {
		stop, after := lineEnd(s, start)
		at, ok := o.content(s[start:stop])
		if !ok {
			break
		}
		if o.closes(s[start+at : stop]) {
			return start, after
		}
		start = after
	}
	return start, start
}

// text is the text of the block, and where it stands; no pieces where there is none.
func (f *fence) text() (text string, pieces []piece) {
	var b strings.Builder
	b.Grow(f.within.Len())
	for start := f.within.Start; start < f.within.End; {
		end, after := lineEnd(f.source, start)
		from, _ := f.content(f.source[start:end])
		from += start
		from = min(from+min(blanks(f.source[from:end]), f.indent), end)
		// lines that follow each other in the document are one piece
		if n := len(pieces); n > 0 && pieces[n-1].to == from {
			pieces[n-1].end += after - from
			pieces[n-1].to = after
		} else if after > from {
			pieces = append(pieces, piece{b.Len(), b.Len() + after - from, from, after})
		}
		b.WriteString(f.source[from:after])
		start = after
	}
	return b.String(), pieces
}

// content is where the text of a line starts behind the marks of the quotes; not ok where the line is in none of them
// any more.
func (o opening) content(line string) (at int, ok bool) {
	for range o.quotes {
		n := blanks(line[at:])
		if at+n == len(line) || line[at+n] != '>' {
			return 0, false
		}
		at += n + 1
		if at < len(line) && line[at] == ' ' {
			at++
		}
	}
	return at, true
}

func (o opening) closes(line string) bool {
	line = line[blanks(line):]
	n := 0
	for n < len(line) && line[n] == o.fence {
		n++
	}
	return n >= o.length && blanks(line[n:]) == len(line)-n
}

// blanks is how many blanks a text starts with.
func blanks(s string) int {
	n := 0
	for n < len(s) && isBlank(s[n]) {
		n++
	}
	return n
}
