package source

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// byteOrderMark is U+FEFF in UTF-8; at the start of a file it belongs to no line and to no column.
var byteOrderMark = []byte("\xef\xbb\xbf")

// Lines converts between byte offsets, and lines and columns. Lines end with LF, CRLF or CR; lines and columns
// count from 1, and a byte order mark has no column.
type Lines struct {
	content []byte
	starts  []int // offset of the first byte of each line, behind a byte order mark
}

// NewLines indexes the lines of a file.
func NewLines(content []byte) *Lines {
	l := &Lines{content: content, starts: make([]int, 1, 1+bytes.Count(content, []byte{'\n'}))}
	if bytes.HasPrefix(content, byteOrderMark) {
		l.starts[0] = len(byteOrderMark)
	}
	crs := bytes.IndexByte(content, '\r') >= 0
	for i := 0; i < len(content); {
		n := bytes.IndexByte(content[i:], '\n')
		if crs {
			n = bytes.IndexAny(content[i:], "\r\n")
		}
		if n < 0 {
			break
		}
		i += n + 1
		if content[i-1] == '\r' && i < len(content) && content[i] == '\n' {
			i++
		}
		l.starts = append(l.starts, i)
	}
	return l
}

// Count is the number of lines; a file that ends with a line end has an empty last line.
func (l *Lines) Count() int { return len(l.starts) }

// Line is the line that the byte at the offset is in; a line end belongs to the line that it ends.
func (l *Lines) Line(offset int) int {
	n := sort.SearchInts(l.starts, offset+1)
	return max(n, 1)
}

// Span is a line without its line end; the empty span at the end of the file where there is no such line.
func (l *Lines) Span(line int) Span {
	if line < 1 || line > len(l.starts) {
		return Span{len(l.content), len(l.content)}
	}
	start, end := l.starts[line-1], len(l.content)
	if line < len(l.starts) {
		end = l.starts[line]
		if end > start && l.content[end-1] == '\n' {
			end--
		}
		if end > start && l.content[end-1] == '\r' {
			end--
		}
	}
	return Span{start, end}
}

// Text is the text of a line without its line end.
func (l *Lines) Text(line int) string {
	s := l.Span(line)
	return string(l.content[s.Start:s.End])
}

// Position is the line and the column of an offset, the column in code points. An invalid byte is one code point.
func (l *Lines) Position(offset int) (line, column int) {
	line = l.Line(offset)
	start, offset := l.starts[line-1], min(offset, len(l.content))
	if offset < start {
		return line, 1
	}
	return line, 1 + utf8.RuneCount(l.content[start:offset])
}

// UTF16 is the line and the column of an offset, the column in UTF-16 code units.
func (l *Lines) UTF16(offset int) (line, column int) {
	line = l.Line(offset)
	column = 1
	for i := l.starts[line-1]; i < min(offset, len(l.content)); {
		r, n := utf8.DecodeRune(l.content[i:])
		i += n
		column += units16(r)
	}
	return line, column
}

// Offset is the byte offset of a line and a column in code points. A column beyond the line is the line's end, a
// line beyond the file the file's end.
func (l *Lines) Offset(line, column int) int {
	return l.offset(line, column, func(rune) int { return 1 })
}

// OffsetUTF16 is the byte offset of a line and a column in UTF-16 code units; beyond the end as for [Lines.Offset].
func (l *Lines) OffsetUTF16(line, column int) int { return l.offset(line, column, units16) }

func (l *Lines) offset(line, column int, width func(rune) int) int {
	if line < 1 {
		return l.starts[0]
	}
	s := l.Span(line)
	i := s.Start
	for column > 1 && i < s.End {
		r, n := utf8.DecodeRune(l.content[i:s.End])
		column -= width(r)
		i += n
	}
	return i
}

func units16(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}
