package source

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// hiddenChar is something that the library does not read as YAML 1.2 says, and the character of the same width that it
// gets to see instead.
type hiddenChar struct{ original, seen, quoted string }

// hideable are characters that the library takes for line breaks, U+FEFF, which it skips at the start of every line, and
// an escape that it does not know. The last column is what they mean in double quotes.
var hideable = []hiddenChar{
	{"\u0085", "\u07b3", "\u0085"}, {"\u2028", "\ue0f8", "\u2028"}, {"\u2029", "\ue0f9", "\u2029"}, {"\ufeff", "\ue0fa", "\ufeff"},
	{`\/`, "\u07b4", "/"},
}

// halves are the escapes of characters in UTF-16, as JSON writes them, which the library refuses.
var halves = regexp.MustCompile(`(?i)\\\\|(?:\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2})+|(?:\\ud[89a-f][0-9a-f]{2})+`)

// mostHalves bounds how many different ones are hidden: each is looked for in the whole text, and takes a character of its own.
const mostHalves = 64

// hiddenHalves are those of a text, none where there are too many.
func hiddenHalves(text string) (hidden []hiddenChar) {
	if !strings.Contains(text, `\ud`) && !strings.Contains(text, `\uD`) {
		return nil
	}
	for _, escapes := range halves.FindAllString(text, -1) {
		if escapes == `\\` || slices.ContainsFunc(hidden, func(h hiddenChar) bool { return h.original == escapes }) {
			continue
		}
		if len(hidden) == mostHalves {
			return nil
		}
		var units []uint16
		for at := 2; at < len(escapes); at += 6 {
			unit, _ := strconv.ParseUint(escapes[at:at+4], 16, 16)
			units = append(units, uint16(unit))
		}
		seen := strings.Repeat(string(rune(0xe100+len(hidden))), len(escapes)/3)
		hidden = append(hidden, hiddenChar{escapes, seen, string(utf16.Decode(units))})
	}
	return hidden
}

// hideChars makes a text safe for the library, byte by byte, and returns what it replaced.
func hideChars(text string) (string, []hiddenChar) {
	mark := ""
	if strings.HasPrefix(text, string(byteOrderMark)) {
		mark = text[:len(byteOrderMark)]
	}
	var hidden []hiddenChar
	for _, h := range append(hiddenHalves(text), hideable...) {
		if rest := text[len(mark):]; strings.Contains(rest, h.original) && !strings.Contains(rest, h.seen) {
			// a backslash that is escaped itself is passed over
			text = mark + strings.NewReplacer(`\\`, `\\`, h.original, h.seen).Replace(rest)
			hidden = append(hidden, h)
		}
	}
	return text, hidden
}

func (c *converter) reveal(s string, style scalarStyle) string {
	for _, h := range c.hidden {
		if style == doubleQuoted {
			s = strings.ReplaceAll(s, h.seen, h.quoted)
		} else {
			s = strings.ReplaceAll(s, h.seen, h.original)
		}
	}
	return s
}
