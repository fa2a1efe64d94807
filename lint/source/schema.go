package source

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

// scalarType is what YAML 1.2's core schema makes of a scalar, as Flink's parser (snakeyaml-engine 2.6) implements it.
type scalarType int8

const (
	textType scalarType = iota
	nullType
	boolType
	intType
	floatType
)

// String is the type's name for messages.
func (t scalarType) String() string {
	return [...]string{"text", "null", "boolean", "integer", "number"}[t]
}

// plainType is the type of a plain scalar without a tag.
func plainType(s string) scalarType {
	if s == "" {
		return nullType
	}
	switch c := s[0]; {
	case c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.':
		return numberType(s)
	case c == '~', c == 'n', c == 'N':
		if s == "~" || s == "null" || s == "Null" || s == "NULL" {
			return nullType
		}
	case c == 't', c == 'T', c == 'f', c == 'F':
		switch s {
		case "true", "True", "TRUE", "false", "False", "FALSE":
			return boolType
		}
	}
	return textType
}

func numberType(s string) scalarType {
	if len(s) > 2 && s[0] == '0' && (s[1] == 'o' || s[1] == 'x') {
		digits := "01234567"
		if s[1] == 'x' {
			digits = "0123456789abcdefABCDEF"
		}
		if strings.Trim(s[2:], digits) == "" {
			return intType
		}
		return textType
	}
	t := s
	if t[0] == '+' || t[0] == '-' {
		t = t[1:]
	}
	switch t {
	case ".inf", ".Inf", ".INF":
		return floatType
	case ".nan", ".NaN", ".NAN":
		if t == s {
			return floatType
		}
		return textType
	}
	whole := digits(t)
	if whole == len(t) && whole > 0 {
		return intType
	}
	t = t[whole:]
	fraction := 0
	if strings.HasPrefix(t, ".") {
		fraction = digits(t[1:])
		t = t[1+fraction:]
	}
	if whole == 0 && fraction == 0 {
		return textType
	}
	if t != "" && (t[0] == 'e' || t[0] == 'E') {
		t = t[1:]
		if t != "" && (t[0] == '+' || t[0] == '-') {
			t = t[1:]
		}
		if n := digits(t); n > 0 {
			t = t[n:]
		} else {
			return textType
		}
	}
	if t != "" {
		return textType
	}
	return floatType
}

// digits is how many decimal digits the text starts with.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// tagName is the name of a tag of YAML's own, such as int for !!int.
func tagName(tag string) (name string, ok bool) {
	name, ok = strings.CutPrefix(tag, "!!")
	if !ok {
		name, ok = strings.CutPrefix(tag, "!<tag:yaml.org,2002:")
		name = strings.TrimSuffix(name, ">")
	}
	return name, ok
}

// typeOf is the type of a scalar. It is false where the tag is unknown, or not one for scalars.
func (n *node) typeOf() (scalarType, bool) {
	if n.tag == "" {
		if n.style != plainStyle {
			return textType, true
		}
		return plainType(n.value), true
	}
	if n.tag == "!" {
		return textType, true
	}
	name, ok := tagName(n.tag)
	switch {
	case !ok:
		return textType, false
	case name == "str", name == "binary":
		return textType, true
	case name == "int":
		return intType, true
	case name == "float":
		return floatType, true
	case name == "bool":
		return boolType, true
	case name == "null":
		return nullType, true
	}
	return textType, false
}

// render is a scalar as Flink's Configuration.toMap prints it; ok is false where Java cannot make the type of the text.
func render(t scalarType, s string) (text string, ok bool) {
	switch t {
	case boolType:
		switch strings.ToLower(s) {
		case "true", "false":
			return strings.ToLower(s), true
		}
		return "", false
	case intType:
		return renderInt(s)
	case floatType:
		return renderFloat(s)
	case nullType:
		return "null", true
	}
	return s, true
}

func renderInt(s string) (string, bool) {
	if s != "" && s[0] != '0' && len(s) < 19 && digits(s) == len(s) {
		return s, true
	}
	t, base := strings.TrimPrefix(s, "+"), 10
	switch {
	case strings.HasPrefix(t, "0x"):
		t, base = t[2:], 16
	case strings.HasPrefix(t, "0o"):
		t, base = t[2:], 8
	}
	n, ok := new(big.Int).SetString(t, base)
	if !ok {
		return "", false
	}
	return n.String(), true
}

func renderFloat(s string) (string, bool) {
	t := strings.ToLower(s)
	switch t {
	case ".inf", "-.inf", ".nan":
		return t, true
	case "+.inf":
		return "", false // Java takes the sign off and does not know what is left
	}
	d, err := strconv.ParseFloat(t, 64)
	if err != nil && !math.IsInf(d, 0) {
		return "", false
	}
	return javaDouble(d), true
}

// javaDouble is Java's Double.toString (JDK 19 and later; older ones sometimes print a digit more), but for infinity and
// NaN, which YAML writes.
func javaDouble(d float64) string {
	switch a := math.Abs(d); {
	case math.IsNaN(d):
		return ".nan"
	case math.IsInf(d, 1):
		return ".inf"
	case math.IsInf(d, -1):
		return "-.inf"
	case a == 0 || a >= 1e-3 && a < 1e7:
		s := strconv.FormatFloat(d, 'f', -1, 64)
		if strings.IndexByte(s, '.') < 0 {
			s += ".0"
		}
		return s
	}
	s := strconv.FormatFloat(d, 'E', -1, 64)
	mantissa, exponent, _ := strings.Cut(s, "E")
	if strings.IndexByte(mantissa, '.') < 0 {
		mantissa += ".0"
	}
	sign := ""
	if exponent[0] == '-' {
		sign = "-"
	}
	return mantissa + "E" + sign + strings.TrimLeft(exponent, "+-0")
}
