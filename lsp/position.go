package lsp

import (
	"unicode/utf8"

	"github.com/flinkmem/flinkmem-lint/lint/source"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// encoding names the units that a client counts columns in.
type encoding string

const (
	utf8Units  encoding = "utf-8"
	utf16Units encoding = "utf-16"
	utf32Units encoding = "utf-32"
)

func (e encoding) width(r rune, bytes int) int {
	switch {
	case e == utf8Units && r == utf8.RuneError: // also for a byte that is no character, which no client can be sent
		return len(string(utf8.RuneError))
	case e == utf8Units:
		return bytes
	case e == utf16Units && r > 0xffff:
		return 2
	}
	return 1
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// mapper converts between the byte offsets of a text and the positions of the protocol.
type mapper struct {
	text  []byte
	lines *source.Lines
	units encoding
	// marked is true where the client's text has the byte order mark, so that it counts as a column. Editors keep it to themselves.
	marked bool
}

// start is where the columns of a line, from 0, begin to count.
func (m *mapper) start(line int) int {
	if m.marked && line == 0 {
		return 0
	}
	return m.lines.Span(line + 1).Start
}

// positionOf converts an offset. One inside a line end is the end of its line.
func (m *mapper) positionOf(offset int) protocol.Position {
	offset = min(max(offset, 0), len(m.text))
	line := m.lines.Line(offset) - 1
	end := min(offset, m.lines.Span(line+1).End)
	column := 0
	for i := m.start(line); i < end; {
		r, n := utf8.DecodeRune(m.text[i:])
		i += n
		column += m.units.width(r, n)
	}
	return protocol.Position{Line: uint32(line), Character: uint32(column)}
}

func (m *mapper) rangeOf(s source.Span) protocol.Range {
	return protocol.Range{Start: m.positionOf(s.Start), End: m.positionOf(s.End)}
}

// offsetOf converts a position. A column beyond the line is the line's end, a line beyond the text the text's end; a
// column inside a character is its start.
func (m *mapper) offsetOf(p protocol.Position) int {
	if int64(p.Line) >= int64(m.lines.Count()) {
		return len(m.text)
	}
	i, end := m.start(int(p.Line)), m.lines.Span(int(p.Line)+1).End
	for column := int64(p.Character); i < end; {
		r, n := utf8.DecodeRune(m.text[i:end])
		if column -= int64(m.units.width(r, n)); column < 0 {
			break
		}
		i += n
	}
	return i
}

func (m *mapper) spanOf(r protocol.Range) source.Span {
	s := source.Span{Start: m.offsetOf(r.Start), End: m.offsetOf(r.End)}
	s.End = max(s.Start, s.End)
	return s
}

// newMapper is the mapper of a text as the client has it.
func newMapper(text []byte, units encoding) *mapper {
	return &mapper{text: text, lines: source.NewLines(text), units: units, marked: startsWithMark(text)}
}
