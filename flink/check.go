package flink

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// Check reads a text as the option's type in a version, as Flink does when it asks for the option: memory sizes,
// fractions and other numbers, durations, booleans. The error is a *[SizeError] or a *[ValueError]; types of which not every text
// can be told right or wrong here have none. standard is as in [Config].
func (o *Option) Check(text string, v Version, standard bool) error {
	var err error
	switch o.TypeIn(v) {
	case "MemorySize":
		_, err = ParseSize(text)
	case "Float":
		_, err = parseFraction(text, standard)
	case "Double":
		_, err = readDouble(text, standard)
	case "Duration":
		_, err = parseDuration(text, v)
	case "Integer":
		_, err = parseInt(text)
	case "Long":
		_, err = parseLong(text)
	case "Boolean":
		_, err = parseBool(text)
	}
	return err
}

// Meant guesses what the writer of a text that Check refuses meant, as a text that it takes; "" where that is not
// clear. A size keeps its exact amount.
func (o *Option) Meant(text string, v Version) string {
	var guess string
	switch o.TypeIn(v) {
	case "MemorySize":
		guess = meantSize(text)
	case "Float", "Double":
		guess = meantNumber(text, false)
	case "Integer", "Long":
		guess = meantNumber(text, true)
	case "Boolean":
		guess = meantBool(text)
	}
	if guess == "" || o.Check(guess, v, false) != nil {
		return ""
	}
	return guess
}

// unwrap takes quotes and what people put behind a value away.
func unwrap(text string) string {
	t := strings.TrimSpace(text)
	t = strings.TrimRight(t, ";,. ")
	if len(t) >= 2 && (t[0] == '"' || t[0] == '\'') && t[len(t)-1] == t[0] {
		t = strings.TrimSpace(t[1 : len(t)-1])
	}
	return strings.Trim(t, `"'`)
}

// unitsMeant are units of other programs, in lower case: Kubernetes' quantities and the names people use. They are
// powers of 1024 here even where their owner says 1000 ("MB"), as Flink's own "mb" is.
var unitsMeant = map[string]Size{
	"": 1, "ki": KiB, "kib": KiB, "mi": MiB, "mib": MiB, "gi": GiB, "gib": GiB, "ti": TiB, "tib": TiB,
	"byte": 1, "kilobyte": KiB, "kilobytes": KiB, "kibibyte": KiB, "megabyte": MiB, "megabytes": MiB, "mebibyte": MiB, "meg": MiB, "megs": MiB,
	"gigabyte": GiB, "gigabytes": GiB, "gibibyte": GiB, "gig": GiB, "gigs": GiB, "terabyte": TiB, "terabytes": TiB, "tebibyte": TiB,
}

// meantSize reads sizes such as 4Gi, 1.5g, 1,5 GB or 4_096m.
func meantSize(text string) string {
	t := strings.ReplaceAll(unwrap(text), "_", "")
	end := strings.IndexFunc(t, func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' && r != ' ' })
	if end < 0 {
		end = len(t)
	}
	number := strings.TrimSpace(t[:end])
	unit := strings.ToLower(strings.TrimSpace(t[end:]))
	mul, ok := unitsMeant[unit]
	if named := unitNamed(unit); named != 0 {
		mul, ok = named, true
	}
	if !ok || number == "" {
		return ""
	}
	number = decimalPoint(number)
	if strings.Contains(number, ".") && mul == 1 {
		return ""
	}
	whole, decimals, _ := strings.Cut(strings.ReplaceAll(number, " ", ""), ".")
	n, err := ParseSize("0" + whole)
	if err != nil || len(decimals) > 9 || n > Unlimited/mul {
		return ""
	}
	size, scale := n*mul, Size(1)
	var part Size
	for _, d := range decimals {
		if d < '0' || d > '9' {
			return ""
		}
		part, scale = 10*part+Size(d-'0'), 10*scale
	}
	if part > 0 && mul > math.MaxInt64/scale {
		return ""
	}
	size += part * mul / scale
	return size.Config()
}

// decimalPoint reads "1,5" as a decimal comma and "1,024" as a thousand.
func decimalPoint(number string) string {
	before, after, found := strings.Cut(number, ",")
	switch {
	case !found:
		return number
	case strings.Contains(after, ",") || len(after) == 3:
		return strings.ReplaceAll(number, ",", "")
	default:
		return before + "." + after
	}
}

// meantNumber reads 10%, 0,4, 1/2 and "2.0" for a whole number.
func meantNumber(text string, whole bool) string {
	t := strings.ReplaceAll(unwrap(text), "_", "")
	t = strings.ReplaceAll(t, ",", ".")
	divisor := 1.0
	if rest, percent := strings.CutSuffix(t, "%"); percent {
		t, divisor = strings.TrimSpace(rest), 100
	} else if a, b, fraction := strings.Cut(t, "/"); fraction {
		d, err := parseDouble(strings.TrimSpace(b))
		if err != nil || d == 0 {
			return ""
		}
		t, divisor = strings.TrimSpace(a), d
	}
	n, err := parseDouble(t)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return ""
	}
	n /= divisor
	if whole && n != math.Trunc(n) {
		return ""
	}
	return plainNumber(n)
}

func meantBool(text string) string {
	switch strings.ToLower(unwrap(text)) {
	case "true", "yes", "on", "1", "y", "enabled":
		return "true"
	case "false", "no", "off", "0", "n", "disabled":
		return "false"
	}
	return ""
}

// ParseFactor reads a number as Flink reads an option of type Double. The error is a *[ValueError].
func ParseFactor(text string) (float64, error) { return parseDouble(text) }

// FaultOf is the kind of error that [Option.Check] gave: a [SizeFault] or a [ValueFault] as text, "" for another error.
func FaultOf(err error) string {
	var size *SizeError
	var value *ValueError
	switch {
	case errors.As(err, &size):
		return string(size.Fault)
	case errors.As(err, &value):
		return string(value.Fault)
	}
	return ""
}

// plainNumber writes a number without an exponent, as people write options.
func plainNumber(n float64) string {
	return strconv.FormatFloat(n, 'f', -1, 64)
}
