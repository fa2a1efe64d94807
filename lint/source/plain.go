package source

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// isKeyByte reports whether a byte may be a part of a key that is an option's; Flink itself takes any.
func isKeyByte(c byte) bool {
	return isLetter(c) || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_'
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// unquote takes the quotes off a text that stands in one pair of them.
func unquote(s string) (string, bool) {
	if len(s) < 2 || s[0] != '"' && s[0] != '\'' || s[len(s)-1] != s[0] {
		return "", false
	}
	inner := s[1 : len(s)-1]
	return inner, strings.IndexByte(inner, s[0]) < 0
}

// openQuote is the quote that a text leaves open, 0 for none. An apostrophe inside a word opens nothing.
func openQuote(s string) byte {
	open := byte(0)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case open != 0:
			if c == open {
				open = 0
			}
		case c == '"', c == '\'' && (i == 0 || !isLetter(s[i-1])):
			open = c
		}
	}
	return open
}

// yamlValue says what a plain text would be in YAML ("" for a plain text there, too), and the text that was meant.
func yamlValue(v string) (what, meant string) {
	last := v[len(v)-1]
	switch v[0] {
	case '|', '>':
		if strings.Trim(v[1:], "+-0123456789") == "" {
			return "block scalar", ""
		}
	case '[':
		if last == ']' && !strings.Contains(v, "::") {
			return "list", strings.TrimSpace(v[1 : len(v)-1])
		}
	case '{':
		if last == '}' && !strings.HasPrefix(v, "{{") {
			return "map", strings.TrimSpace(v[1 : len(v)-1])
		}
	case '&':
		if name, rest, ok := strings.Cut(v[1:], " "); ok && isAnchor(name) {
			return "anchor", strings.TrimSpace(rest)
		}
	case '*':
		if isAnchor(v[1:]) {
			return "alias", ""
		}
	case '!':
		if _, rest, ok := strings.Cut(v, " "); ok {
			return "tag", strings.TrimSpace(rest)
		}
	case '~', 'n', 'N':
		if v == "~" || v == "null" || v == "Null" || v == "NULL" {
			return "null", ""
		}
	}
	return "", ""
}

func isAnchor(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isKeyByte(s[i]) {
			return false
		}
	}
	return s != ""
}

// trimSpaces cuts the spaces that Flink takes for a part of the text, and names the first one found.
func trimSpaces(s string) (trimmed, char string) {
	if s == "" || s[0] < utf8.RuneSelf && s[len(s)-1] < utf8.RuneSelf {
		return s, ""
	}
	trimmed = strings.TrimFunc(s, isWideSpace)
	if len(trimmed) == len(s) {
		return s, ""
	}
	r, _ := utf8.DecodeRuneInString(s)
	if !isWideSpace(r) {
		r, _ = utf8.DecodeLastRuneInString(s)
	}
	return strings.TrimFunc(trimmed, func(r rune) bool { return r <= ' ' || isWideSpace(r) }), fmt.Sprintf("U+%04X", r)
}

// isWideSpace reports whether a character looks like white space, or like nothing, and is a part of the text for Flink.
func isWideSpace(r rune) bool {
	return r >= 0x80 && (unicode.IsSpace(r) || r >= 0x200b && r <= 0x200d || r == 0x2060 || r == 0xfeff)
}

// wideSpace is the length of such a character at the start of the text, 0 for none.
func wideSpace(s string) int {
	if s[0] < utf8.RuneSelf {
		return 0
	}
	r, n := utf8.DecodeRuneInString(s)
	if !isWideSpace(r) {
		return 0
	}
	return n
}

// javaText is the text as Java's UTF-8 decoder reads it: U+FFFD in place of what is not UTF-8, one for each start of a
// character that is not completed.
func javaText(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			b.WriteRune(utf8.RuneError)
			i += malformed(s[i:])
			continue
		}
		b.WriteString(s[i : i+n])
		i += n
	}
	return b.String()
}

// malformed is the length of the longest start of a character at the start of the text, at least 1.
func malformed(s string) int {
	// the bytes that may follow the first one: Unicode, table 3-7, but that Java takes a surrogate as one character
	lo, hi, more := byte(0x80), byte(0xbf), 0
	switch c := s[0]; {
	case c >= 0xc2 && c <= 0xdf:
		more = 1
	case c >= 0xe0 && c <= 0xef:
		more = 2
		if c == 0xe0 {
			lo = 0xa0
		}
	case c >= 0xf0 && c <= 0xf4:
		more = 3
		if c == 0xf0 {
			lo = 0x90
		}
		if c == 0xf4 {
			hi = 0x8f
		}
	}
	n := 1
	for ; n <= more && n < len(s) && s[n] >= lo && s[n] <= hi; n++ {
		lo, hi = 0x80, 0xbf
	}
	return n
}

// invalidUTF8 is the index of the first byte that is not UTF-8, -1 for none.
func invalidUTF8(s string) int {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// wideEncoding names the encoding that a byte order mark of UTF-16 or UTF-32 announces.
func wideEncoding(s string) string {
	switch {
	case strings.HasPrefix(s, "\xff\xfe\x00\x00"), strings.HasPrefix(s, "\x00\x00\xfe\xff"):
		return "UTF-32"
	case strings.HasPrefix(s, "\xff\xfe"), strings.HasPrefix(s, "\xfe\xff"):
		return "UTF-16"
	}
	return ""
}

func hexByte(c byte) string { return fmt.Sprintf("0x%02X", c) }

// clip is the start of a text, for a message.
func clip(s string) string {
	const most = 60
	if len(s) <= most {
		return javaText(s)
	}
	n := most
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return javaText(s[:n]) + "..."
}

// gluedOption is a second option in a value, with the separator behind its key; not ok where there is none.
func gluedOption(s string, value Span, separator string) (key, second Span, ok bool) {
	for from := value.Start; ; {
		n := strings.Index(s[from:value.End], separator)
		if n < 0 {
			return Span{}, Span{}, false
		}
		colon := from + n
		from = colon + len(separator)
		start := colon
		for start > value.Start && isKeyByte(s[start-1]) {
			start--
		}
		for ; start < colon; start++ {
			if _, known := flink.Lookup(s[start:colon]); known && start > value.Start {
				return Span{start, colon}, trimSpan(s, Span{from, value.End}), true
			}
		}
	}
}

func placeRef(p Place) *Place { return &p }
