package source

import "strings"

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
		var f fence
		f, start = o.block(s, next)
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

// block reads the lines of a block up to its end; next is where the document goes on.
func (o opening) block(s string, start int) (f fence, next int) {
	f.language = o.language
	var b strings.Builder
	for start < len(s) {
		end, after := lineEnd(s, start)
		from, ok := o.content(s[start:end])
		if !ok {
			break
		}
		from += start
		if o.closes(s[from:end]) {
			start = after
			break
		}
		from = min(from+min(blanks(s[from:end]), o.indent), end)
		// lines that follow each other in the document are one piece
		if n := len(f.pieces); n > 0 && f.pieces[n-1].to == from {
			f.pieces[n-1].end += after - from
			f.pieces[n-1].to = after
		} else if after > from {
			f.pieces = append(f.pieces, piece{b.Len(), b.Len() + after - from, from, after})
		}
		b.WriteString(s[from:after])
		start = after
	}
	f.text = b.String()
	return f, start
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
	line = strings.Trim(line, " \t")
	return len(line) >= o.length && strings.Trim(line, string(rune(o.fence))) == ""
}

// blanks is how many blanks a text starts with.
func blanks(s string) int { return len(s) - len(strings.TrimLeft(s, " \t")) }
