// Package report writes results for people and for programs, one file per format. It knows no rules and no dialects.
package report

import "io"

// Style is what the receiver of a text can show.
type Style struct {
	Color bool
	Width int // columns; 0 where nobody knows
}

// defaultWidth is the width of a text that goes to a file or a pipe.
const defaultWidth = 120

func (s Style) width() int {
	if s.Width <= 0 {
		return defaultWidth
	}
	return max(s.Width, 40)
}

// Colours of the terminal's own palette, so that they suit its background.
const (
	reset   = "\x1b[0m"
	bold    = "\x1b[1m"
	dim     = "\x1b[2m"
	red     = "\x1b[1;31m"
	yellow  = "\x1b[1;33m"
	blue    = "\x1b[1;34m"
	cyan    = "\x1b[36m"
	green   = "\x1b[32m"
	noColor = ""
)

// paint colours a text, where the style has colours.
func (s Style) paint(color, text string) string {
	if !s.Color || color == noColor || text == "" {
		return text
	}
	return color + text + reset
}

// printer writes and remembers the first error, so that not every line has to look at it.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) print(texts ...string) {
	for _, t := range texts {
		if p.err == nil {
			_, p.err = io.WriteString(p.w, t)
		}
	}
}
