package dotnet

import (
	"math"
	"strconv"
	"strings"
)

// Number is what the runtime reads from the text of a setting.
type Number struct {
	Value uint64
	// OK is false where the text has no number at its start, or, in an environment variable, one of more than 64 bits: the
	// setting counts for nothing then, and nothing of another layer takes its place.
	OK bool
	// Rest is what stands behind the number, and is passed over: "m" of "512m".
	Rest string
	// Base is 16, or what the text shows in runtimeconfig.json: 8 for a leading 0, 16 for 0x, otherwise 10.
	Base int
}

// ParseNumber reads a number as C's strtoull does: after white space and a sign, up to the first character that is no
// digit. Base is 16 for environment variables, with 0x or without, and 0 for runtimeconfig.json, where a number of more
// than 64 bits is the largest one.
func ParseNumber(s string, base int) Number {
	rest, saturates := s, base == 0
	for rest != "" && (rest[0] == ' ' || rest[0] >= '\t' && rest[0] <= '\r') {
		rest = rest[1:]
	}
	negative := false
	if rest != "" && (rest[0] == '+' || rest[0] == '-') {
		negative = rest[0] == '-'
		rest = rest[1:]
	}
	if len(rest) > 2 && rest[0] == '0' && (rest[1] == 'x' || rest[1] == 'X') && digit(rest[2]) < 16 && (base == 16 || base == 0) {
		base, rest = 16, rest[2:]
	}
	if base == 0 {
		if base = 10; rest != "" && rest[0] == '0' {
			base = 8
		}
	}
	n := Number{Rest: rest, Base: base}
	overflow := false
	for n.Rest != "" && digit(n.Rest[0]) < base {
		d := uint64(digit(n.Rest[0]))
		if n.Value > (math.MaxUint64-d)/uint64(base) {
			overflow = true
		}
		n.Value = n.Value*uint64(base) + d
		n.Rest = n.Rest[1:]
	}
	n.OK = len(n.Rest) < len(rest) && (!overflow || saturates)
	switch {
	case overflow:
		n.Value = math.MaxUint64
	case negative:
		n.Value = -n.Value
	}
	return n
}

// digit is the value of a digit, 99 for anything else.
func digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return 99
}

// JSONText is the text that the runtime gets of a number or another scalar in runtimeconfig.json. The host reads the
// file and writes numbers again: a whole one of up to 64 bits as it is, any other as a floating-point number.
func JSONText(written string) string {
	if _, err := strconv.ParseInt(written, 10, 64); err == nil {
		return written
	}
	if _, err := strconv.ParseUint(written, 10, 64); err == nil {
		return written
	}
	f, err := strconv.ParseFloat(written, 64)
	if err != nil {
		return written
	}
	if math.Abs(f) >= 1e21 {
		return strconv.FormatFloat(f, 'e', -1, 64)
	}
	text := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}
