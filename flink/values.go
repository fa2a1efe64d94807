package flink

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// ValueFault says why a text is not a value of its option's type.
type ValueFault string

// The ways in which Flink refuses a number or a boolean.
const (
	NotANumber      ValueFault = "not-a-number"
	NotAWholeNumber ValueFault = "not-a-whole-number"
	NotABoolean     ValueFault = "not-a-boolean"
	NumberRange     ValueFault = "number-range" // a number, but outside what the type holds
)

// ValueError says that Flink cannot read a text as a number or a boolean.
type ValueError struct {
	Text  string
	Fault ValueFault
}

func (e *ValueError) Error() string {
	switch e.Fault {
	case NotAWholeNumber:
		return fmt.Sprintf("%q is not a whole number", e.Text)
	case NotABoolean:
		return fmt.Sprintf("%q is neither true nor false", e.Text)
	case NumberRange:
		return fmt.Sprintf("%q is outside the range of numbers that the option takes", e.Text)
	case NotADuration:
		return fmt.Sprintf("%q is not a duration", e.Text)
	default:
		return fmt.Sprintf("%q is not a number", e.Text)
	}
}

// parseFraction reads an option of type Float and widens it to a double, as Flink does before it multiplies: 0.1
// becomes 0.10000000149011612. Flink reads a text with Float.parseFloat, where too large a number becomes infinity;
// standard says that the YAML parser of 1.19 on read the file, which makes a double of a plain number, and a double
// outside the range of floats is refused. The error is a *[ValueError].
func parseFraction(text string, standard bool) (float64, error) {
	number, err := javaFloat(text)
	if err != nil {
		return 0, err
	}
	if standard && printedDouble(text) {
		d, _ := parse64(number)
		if abs := math.Abs(d); d != 0 && (abs < math.SmallestNonzeroFloat32 || abs > math.MaxFloat32) {
			return 0, &ValueError{Text: text, Fault: NumberRange}
		}
		return float64(float32(d)), nil
	}
	f, err := strconv.ParseFloat(number, 32)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0, &ValueError{Text: text, Fault: NotANumber}
	}
	return f, nil
}

// parseDouble reads an option of type Double (Java's Double.parseDouble): too large a number is infinity. The error
// is a *[ValueError].
func parseDouble(text string) (float64, error) {
	number, err := javaFloat(text)
	if err != nil {
		return 0, err
	}
	d, ok := parse64(number)
	if !ok {
		return 0, &ValueError{Text: text, Fault: NotANumber}
	}
	return d, nil
}

// readDouble is parseDouble, and takes the infinities of a config.yaml, which Flink keeps as doubles and prints as
// YAML does. Standard is as for [parseFraction].
func readDouble(text string, standard bool) (float64, error) {
	if standard {
		switch text {
		case ".nan":
			text = "NaN"
		case ".inf":
			text = "Infinity"
		case "-.inf":
			text = "-Infinity"
		}
	}
	return parseDouble(text)
}

func parse64(number string) (float64, bool) {
	d, err := strconv.ParseFloat(number, 64)
	return d, err == nil || errors.Is(err, strconv.ErrRange)
}

// parseInt reads an option of type Integer (Java's Integer.parseInt): an optional sign and decimal digits of any
// script, nothing around them. The error is a *[ValueError].
func parseInt(text string) (int32, error) {
	n, err := parseLong(text)
	if err != nil {
		return 0, err
	}
	if n < math.MinInt32 || n > math.MaxInt32 {
		return 0, &ValueError{Text: text, Fault: NumberRange}
	}
	return int32(n), nil
}

// parseLong reads an option of type Long (Java's Long.parseLong), see [parseInt].
func parseLong(text string) (int64, error) {
	number := asciiDigits(text)
	digits := strings.TrimLeft(number, "+-")
	if len(number)-len(digits) > 1 || !allDigits(digits) {
		return 0, &ValueError{Text: text, Fault: NotAWholeNumber}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0, &ValueError{Text: text, Fault: NumberRange}
	}
	return n, nil
}

// parseBool reads an option of type Boolean: true or false in any case, nothing around it. The error is a
// *[ValueError].
func parseBool(text string) (bool, error) {
	switch strings.ToUpper(text) {
	case "TRUE":
		return true, nil
	case "FALSE":
		return false, nil
	}
	return false, &ValueError{Text: text, Fault: NotABoolean}
}

// javaFloat checks a text against the grammar of Java's Float.valueOf and returns what strconv.ParseFloat reads as
// the same number: white space and the suffixes f and d are gone.
func javaFloat(text string) (string, error) {
	s := strings.TrimFunc(text, javaSpace)
	unsigned := s
	if s != "" && (s[0] == '+' || s[0] == '-') {
		unsigned = s[1:]
	}
	if unsigned == "NaN" {
		return "NaN", nil
	}
	if unsigned == "Infinity" {
		return s, nil
	}
	if n := len(s); n > 0 && strings.IndexByte("fFdD", s[n-1]) >= 0 {
		s, unsigned = s[:n-1], unsigned[:len(unsigned)-1]
	}
	if !decimalFloat(unsigned) && !hexFloat(unsigned) {
		return "", &ValueError{Text: text, Fault: NotANumber}
	}
	return s, nil
}

func decimalFloat(s string) bool {
	rest, ok := mantissa(s, isDigit)
	if !ok || rest == "" {
		return ok
	}
	return (rest[0] == 'e' || rest[0] == 'E') && exponent(rest[1:])
}

// hexFloat reports whether s is a hexadecimal number with its binary exponent, such as 0x1.8p1.
func hexFloat(s string) bool {
	if len(s) < 2 || s[0] != '0' || s[1] != 'x' && s[1] != 'X' {
		return false
	}
	rest, ok := mantissa(s[2:], isHexDigit)
	return ok && rest != "" && (rest[0] == 'p' || rest[0] == 'P') && exponent(rest[1:])
}

// mantissa skips digits with at most one point among or around them; it takes at least one digit.
func mantissa(s string, digit func(byte) bool) (rest string, ok bool) {
	point := false
	for s != "" {
		switch {
		case digit(s[0]):
			ok = true
		case s[0] == '.' && !point:
			point = true
		default:
			return s, ok
		}
		s = s[1:]
	}
	return s, ok
}

func exponent(s string) bool {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	return allDigits(s)
}

func allDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isHexDigit(b byte) bool { return isDigit(b) || b|0x20 >= 'a' && b|0x20 <= 'f' }

// asciiDigits writes the decimal digits of other scripts, which Java's integers may use, as 0 to 9.
func asciiDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 || r > 0xFFFF {
			return r
		}
		for _, digits := range unicode.Nd.R16 {
			if r >= rune(digits.Lo) && r <= rune(digits.Hi) {
				return '0' + (r-rune(digits.Lo))%10
			}
		}
		return r
	}, s)
}

// printedDouble reports whether the text is how Java prints a double: with a point, and without a plus sign or a
// suffix. That is how a number of a config.yaml looks once Flink has read it; a quoted text hardly ever looks so.
func printedDouble(text string) bool {
	s := strings.TrimPrefix(text, "-")
	mantissa, exp, scientific := strings.Cut(s, "E")
	whole, decimals, point := strings.Cut(mantissa, ".")
	if !point || !allDigits(whole) || !allDigits(decimals) {
		return false
	}
	return !scientific || len(whole) == 1 && allDigits(strings.TrimPrefix(exp, "-"))
}
