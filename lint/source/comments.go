package source

import (
	"bytes"
	"slices"
	"strings"
)

// Comment is a comment of a document.
type Comment struct {
	Span Span // with its signs
	Text Span // without them and the spaces around
	// Covers are the lines that the comment is about: its own or, where it stands alone, the next one that is no comment.
	Covers Span
	Alone  bool // nothing else is on its line
}

// Comments finds the comments of the document that contain a word. It works on the file's text and may be called before
// [Document.Forget] only. A "#" inside quotes starts none; inside a block scalar it does, for the text in there has comments of its own.
func (d *Document) Comments(word string) []Comment {
	var found []Comment
	if open, _ := d.CommentSigns(); open == slashes {
		return d.slashComments(word)
	}
	for at := 0; at < len(d.Bytes); {
		n := bytes.Index(d.Bytes[at:], []byte(word))
		if n < 0 {
			break
		}
		line := d.Lines.Line(at + n)
		c, ok := d.commentIn(line, at+n)
		if ok {
			found = append(found, c)
		}
		at = max(d.Lines.Span(line).End, at+n+len(word))
	}
	return found
}

// commentIn is the comment of a line that the offset lies in.
func (d *Document) commentIn(line, offset int) (Comment, bool) {
	s := d.Lines.Span(line)
	text := string(d.Bytes[s.Start:s.End])
	if d.Kind == Markdown || d.Kind == MSBuild {
		if c, ok := d.htmlComment(text, s, offset); ok {
			return c, true
		}
		if _, inside := d.fenceAt(offset); !inside || d.Kind != Markdown {
			return Comment{}, false
		}
	}
	start := hashComment(text, offset-s.Start)
	alone := start >= 0 && strings.TrimLeft(text[:start], " \t>") == ""
	if start < 0 || d.Kind == Dockerfile && !alone {
		return Comment{}, false
	}
	c := Comment{Span: Span{s.Start + start, s.Start + len(strings.TrimRight(text, " \t"))}, Alone: alone}
	c.Text = Span{c.Span.Start, c.Span.End}
	for c.Text.Start < c.Text.End && d.Bytes[c.Text.Start] == '#' {
		c.Text.Start++
	}
	c.Text = trimmed(d.Bytes, c.Text)
	c.Covers = s
	if alone {
		c.Covers = d.nextEntry(line)
	}
	return c, true
}

// hashComment is where the comment starts that the offset lies in, -1 where it lies in none.
func hashComment(line string, offset int) int {
	for i := 0; i < offset; i++ {
		if line[i] == '#' && (i == 0 || isBlank(line[i-1]) || line[i-1] == '#') && openQuote(line[:i]) == 0 {
			return i
		}
	}
	return -1
}

// nextEntry is the first line behind a line that is neither empty nor a comment, the end of the file where there is none.
func (d *Document) nextEntry(line int) Span {
	for line++; line <= d.Lines.Count(); line++ {
		s := d.Lines.Span(line)
		text := strings.TrimLeft(string(d.Bytes[s.Start:s.End]), " \t")
		if text == "" {
			break
		}
		if text[0] != '#' {
			for d.Kind == Dockerfile && line < d.Lines.Count() && strings.HasSuffix(strings.TrimRight(text, " \t"), "\\") {
				line++ // the instruction goes on
				next := d.Lines.Span(line)
				text, s.End = string(d.Bytes[next.Start:next.End]), next.End
			}
			return s
		}
	}
	return Span{len(d.Bytes), len(d.Bytes)}
}

// htmlComment is a comment of Markdown or XML on one line. Alone above a fenced block it is about the whole block.
func (d *Document) htmlComment(line string, s Span, offset int) (Comment, bool) {
	start := strings.LastIndex(line[:offset-s.Start], htmlOpen)
	if start < 0 {
		return Comment{}, false
	}
	length := strings.Index(line[start:], htmlClose)
	if length < 0 || s.Start+start+length < offset {
		return Comment{}, false
	}
	c := Comment{Span: Span{s.Start + start, s.Start + start + length + len(htmlClose)}, Covers: s}
	c.Text = trimmed(d.Bytes, Span{c.Span.Start + len(htmlOpen), c.Span.End - len(htmlClose)})
	if c.Alone = strings.Trim(line[:start], " \t>")+strings.TrimSpace(line[start+length+len(htmlClose):]) == ""; c.Alone {
		next := c.Span.End
		for next < len(d.Bytes) && strings.IndexByte(" \t\r\n>", d.Bytes[next]) >= 0 {
			next++
		}
		c.Covers = d.Lines.Span(d.Lines.Line(next))
		if f, inside := d.fenceAt(c.Covers.End + 1); inside && f.Start > c.Covers.Start {
			c.Covers.End = f.End
		}
	}
	return c, true
}

// fenceAt is the inside of the fenced block that an offset lies in.
func (d *Document) fenceAt(offset int) (Span, bool) {
	found, inside := Span{}, false
	eachFence(string(d.Bytes), func(f fence) bool {
		if offset >= f.within.Start && offset <= f.within.End {
			found, inside = f.within, true
		}
		return !inside && f.within.Start <= offset
	})
	return found, inside
}

// WholeComment is what to delete so that a comment is gone: its lines where it stands alone, else the comment with the
// spaces before it.
func (d *Document) WholeComment(c Comment) Span {
	line := d.Lines.Line(c.Span.Start)
	if c.Alone {
		if line < d.Lines.Count() {
			return Span{d.Lines.Span(line).Start, d.Lines.starts[line]}
		}
		return d.Lines.Span(line)
	}
	s := c.Span
	for s.Start > 0 && isBlank(d.Bytes[s.Start-1]) {
		s.Start--
	}
	return s
}

func trimmed(b []byte, s Span) Span {
	for s.Start < s.End && isBlank(b[s.Start]) {
		s.Start++
	}
	for s.End > s.Start && isBlank(b[s.End-1]) {
		s.End--
	}
	return s
}

// Embedded tells where a part that is the value of an entry is written, such as FLINK_PROPERTIES or an entry of a
// ConfigMap: from where on the entry stands, and where the text in it starts and ends. It is false for a part that is a
// file, or a map of its file.
func (p *Part) Embedded() (entry int, text Span, ok bool) {
	if p.Text == nil {
		return 0, Span{}, false
	}
	outer := p.entry
	for t := p.Text; t != nil; t = t.parent {
		if t.scalar.Len() == 0 {
			continue
		}
		if outer.Len() == 0 {
			outer = t.scalar
		}
		outer.Start = min(outer.Start, t.scalar.Start) // an item of a list starts with the sign of its block
		break
	}
	text = Span{p.Text.Span(0, 0).Start, outer.End}
	return outer.Start, text, outer.Len() > 0 && text.Start >= outer.Start && text.End >= text.Start
}

// Block is the block of nested options that a key at a line opens: the line, and those below that are indented deeper. It is
// false for any other line, also for one of the file around the options.
func (p *Part) Block(line Span) (Span, bool) {
	d := p.Document
	first := d.Lines.Line(line.Start)
	indent, isEntry := d.indent(first)
	if !isEntry {
		return Span{}, false
	}
	block := d.Lines.Span(first)
	head := block.End
	for n := first + 1; n <= d.Lines.Count(); n++ {
		deeper, isEntry := d.indent(n)
		if isEntry && deeper <= indent {
			break
		}
		block.End = d.Lines.Span(n).End
	}
	key, _, _ := strings.Cut(strings.TrimLeft(d.Lines.Text(first), " "), ":")
	key = strings.Trim(key, "\"' ") + "."
	return block, slices.ContainsFunc(p.Options, func(o Option) bool {
		at := o.Place.Entry
		return o.Nested && o.Place.Document == d && at.Start > head && at.End <= block.End && strings.Contains("."+o.Key, "."+key)
	})
}
