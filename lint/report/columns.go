package report

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// tabWidth is how far a tab reaches in an excerpt; the excerpt's gutter moves the tab stops, so that any width would do.
const tabWidth = 4

// cell is one character as a reader sees it: a grapheme cluster of the source line, and the columns it takes.
type cell struct {
	offset int // in the line, in bytes
	column int
	width  int
	text   string
}

// layout cuts a line into cells. The last cell is the empty one behind the line's end.
func layout(line string) []cell {
	cells := make([]cell, 0, len(line)+1)
	column, offset, state := 0, 0, -1
	for rest := line; rest != ""; {
		var cluster string
		var width int
		cluster, rest, width, state = uniseg.FirstGraphemeClusterInString(rest, state)
		text := cluster
		switch {
		case cluster == "\t":
			width = tabWidth - column%tabWidth
			text = strings.Repeat(" ", width)
		default:
			if shown := visible(cluster); shown != cluster || width == 0 {
				text, width = shown, uniseg.StringWidth(shown)
			}
		}
		cells = append(cells, cell{offset, column, width, text})
		column += width
		offset += len(cluster)
	}
	return append(cells, cell{offset: offset, column: column})
}

// columnOf is the column at which the byte at the offset is shown.
func columnOf(cells []cell, offset int) int {
	for i := len(cells) - 1; i >= 0; i-- {
		if cells[i].offset <= offset {
			return cells[i].column
		}
	}
	return 0
}

// visible replaces what a terminal would obey instead of showing it: control characters by their pictures, and
// characters that turn the direction of the text by the replacement character.
func visible(s string) string {
	clean := true
	for _, r := range s {
		if obeyed(r) || r == unicode.ReplacementChar {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ':
			return '\u2400' + r
		case r == 0x7f:
			return '\u2421'
		case obeyed(r):
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// obeyed reports whether a terminal, or the layout of text, does something other than showing the character.
func obeyed(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r == '\ufeff' || r >= '\u2028' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' ||
		r == '\u200e' || r == '\u200f'
}

// wrap breaks a text into lines of at most so many columns, at spaces, but not between a number and its unit. Its own
// line ends and the indentation of its lines stay.
func wrap(text string, width int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		words := strings.TrimLeft(paragraph, " ")
		margin := paragraph[:len(paragraph)-len(words)]
		line, used := margin, 0
		for rest := words; rest != ""; {
			var word string
			word, rest = nextWord(rest)
			w := uniseg.StringWidth(word)
			switch {
			case used == 0:
				line += word
				used = len(margin) + w
			case used+1+w > width:
				lines = append(lines, line)
				line, used = margin+word, len(margin)+w
			default:
				line += " " + word
				used += 1 + w
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// nextWord cuts the first word off a text, with the unit behind it if there is one.
func nextWord(text string) (word, rest string) {
	word, rest, _ = strings.Cut(text, " ")
	unit, after, _ := strings.Cut(rest, " ")
	switch strings.TrimRight(unit, ".,;:)") {
	case "B", "KiB", "MiB", "GiB", "TiB", "bytes", "%":
		return word + " " + unit, after
	}
	return word, rest
}
