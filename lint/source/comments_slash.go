package source

import "strings"

// The signs of comments.
const (
	slashes   = "//"
	htmlOpen  = "<!--"
	htmlClose = "-->"
)

// CommentSigns are what a comment of one line beside a setting starts and ends with.
func (d *Document) CommentSigns() (open, closing string) {
	switch d.Kind {
	case Aspire, RuntimeConfig, LaunchSettings:
		return slashes, ""
	case MSBuild:
		return htmlOpen, htmlClose
	}
	return "#", ""
}

// slashComments are the comments with two slashes that contain a word. What looks like one inside a string is none.
func (d *Document) slashComments(word string) []Comment {
	if !strings.Contains(string(d.Bytes), word) {
		return nil
	}
	var found []Comment
	for _, s := range tokenizeCSharp(string(d.Bytes)).comments {
		if !strings.Contains(d.slice(s), word) {
			continue
		}
		line := d.Lines.Line(s.Start)
		c := Comment{Span: trimmed(d.Bytes, s), Covers: d.Lines.Span(line)}
		c.Text = c.Span
		for c.Text.Start < c.Text.End && d.Bytes[c.Text.Start] == '/' {
			c.Text.Start++
		}
		c.Text = trimmed(d.Bytes, c.Text)
		if c.Alone = strings.Trim(d.slice(Span{c.Covers.Start, s.Start}), " \t\ufeff") == ""; c.Alone {
			c.Covers = d.nextCode(line)
		}
		found = append(found, c)
	}
	return found
}

// nextCode is the first line behind a line that is neither empty nor a comment, the end of the file where there is none.
func (d *Document) nextCode(line int) Span {
	for line++; line <= d.Lines.Count(); line++ {
		s := d.Lines.Span(line)
		switch text := strings.TrimLeft(d.slice(s), " \t"); {
		case text == "":
			return Span{len(d.Bytes), len(d.Bytes)}
		case !strings.HasPrefix(text, slashes):
			return s
		}
	}
	return Span{len(d.Bytes), len(d.Bytes)}
}
