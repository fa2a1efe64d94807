package source

import "strings"

// commandSyntax writes options of a command line: an argument of a list, or a word of a script.
type commandSyntax struct{}

func (commandSyntax) value(_ *Document, _ Option, value string) (string, bool) {
	return value, needsNoQuotes(value) && strings.IndexByte(value, ' ') < 0
}

func (commandSyntax) key(_, key string) (string, bool) {
	return key, needsNoQuotes(key) && strings.IndexByte(key, ' ') < 0
}

// lines are those of the list item that is the option and nothing else.
func (commandSyntax) lines(d *Document, o Option) (Span, bool) {
	e := o.Place.Entry
	if !strings.HasPrefix(d.slice(e), "-D") {
		return Span{}, false // the key of "-D", "key=value", whose first half would stay
	}
	line := d.Lines.Line(e.Start)
	if e.End > d.Lines.Span(line).End {
		return Span{}, false
	}
	start := d.Lines.Span(line).Start
	before, quote := string(d.Bytes[start:e.Start]), ""
	if n := len(before); n > 0 && (before[n-1] == '"' || before[n-1] == '\'') {
		before, quote = before[:n-1], before[n-1:]
	}
	end := e.End + len(quote)
	if end > len(d.Bytes) || string(d.Bytes[e.End:end]) != quote || strings.TrimSpace(before) != "-" {
		return Span{}, false
	}
	item := Span{start + strings.IndexByte(before, '-'), end}
	return d.wholeLines(item)
}

// needsNoQuotes reports whether a text stands for itself in a shell and in every kind of scalar.
func needsNoQuotes(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !isKeyByte(c) && strings.IndexByte("+/=, ", c) < 0 {
			return false
		}
	}
	return s != "" && s[0] != ' ' && s[len(s)-1] != ' '
}

// insert writes another argument: an item of a list, or a word of a script.
func (s commandSyntax) insert(d *Document, i insertion) []Edit {
	if !needsNoQuotes(i.key) || !needsNoQuotes(i.value) || strings.IndexByte(i.key+i.value, ' ') >= 0 {
		return nil
	}
	entry := i.near.Place.Entry
	flag := d.slice(Span{entry.Start, i.near.Place.Key.Start})
	if flag != "-D" && flag != "-yD" {
		return nil // the second word of "-D", "key=value", or one with quotes in it
	}
	word := flag + i.key + "=" + i.value
	before, behind := "", ""
	if at := entry.Start; at > 0 && (d.Bytes[at-1] == '"' || d.Bytes[at-1] == '\'') {
		before = string(d.Bytes[at-1 : at])
	}
	if at := entry.End; at < len(d.Bytes) && (d.Bytes[at] == '"' || d.Bytes[at] == '\'') {
		behind = string(d.Bytes[at : at+1])
	}
	var edits []Edit
	if before == behind {
		start, end := entry.Start-len(before), entry.End+len(behind)
		line := d.Lines.Line(start)
		span := d.Lines.Span(line)
		if head := string(d.Bytes[span.Start:start]); strings.TrimSpace(head) == "-" && end <= span.End {
			edits = append(edits, Edit{Span: Span{span.End, span.End}, NewText: d.lineEnding(line) + head + before + word + behind})
		}
		for _, separator := range []string{", ", " "} {
			edits = append(edits, Edit{Span: Span{end, end}, NewText: separator + before + word + behind})
		}
	}
	return append(edits, Edit{Span: Span{entry.End, entry.End}, NewText: " " + word})
}
