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
