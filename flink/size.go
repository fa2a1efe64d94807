package flink

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Size is an amount of memory in bytes.
type Size int64

// Units of memory, in bytes. Flink's "kb", "mb" and so on are powers of 1024.
const (
	KiB Size = 1 << 10
	MiB Size = 1 << 20
	GiB Size = 1 << 30
	TiB Size = 1 << 40

	// Unlimited is Flink's MemorySize.MAX_VALUE, the default of network.max from 1.17 on.
	Unlimited Size = math.MaxInt64
)

// units in the order of their size, each with the spellings that Flink's MemorySize.parse accepts.
var units = []struct {
	size   Size
	config string
	iec    string
	names  []string
}{
	{1, "b", "B", []string{"b", "bytes"}},
	{KiB, "k", "KiB", []string{"k", "kb", "kibibytes"}},
	{MiB, "m", "MiB", []string{"m", "mb", "mebibytes"}},
	{GiB, "g", "GiB", []string{"g", "gb", "gibibytes"}},
	{TiB, "t", "TiB", []string{"t", "tb", "tebibytes"}},
}

// SizeFault says why a text is not a memory size.
type SizeFault string

// The ways in which Flink's MemorySize.parse refuses a text.
const (
	SizeEmpty    SizeFault = "empty"     // nothing but white space
	SizeNoNumber SizeFault = "no-number" // does not start with a digit
	SizeUnit     SizeFault = "unit"      // what follows the digits is not a unit
	SizeOverflow SizeFault = "overflow"  // more than 2^63-1 bytes
)

// SizeError is the error of [ParseSize].
type SizeError struct {
	Text  string
	Fault SizeFault
	Unit  string // what stood behind the digits, for SizeUnit
}

func (e *SizeError) Error() string {
	switch e.Fault {
	case SizeEmpty:
		return "the size is empty"
	case SizeNoNumber:
		return fmt.Sprintf("%q does not start with a number", e.Text)
	case SizeUnit:
		return fmt.Sprintf("%q is not a unit that Flink knows", e.Unit)
	default:
		return fmt.Sprintf("%q is more than 64 bits can hold", e.Text)
	}
}

// javaSpace is what Java's String.trim removes: every character up to U+0020.
func javaSpace(r rune) bool { return r <= ' ' }

// ParseSize reads a memory size exactly as Flink's MemorySize.parse does, in every version from 1.10 to 2.3:
// ASCII digits, optional white space, an optional unit in any case; no unit means bytes.
// Its error is a *[SizeError].
func ParseSize(text string) (Size, error) {
	t := strings.TrimFunc(text, javaSpace)
	if t == "" {
		return 0, &SizeError{Text: text, Fault: SizeEmpty}
	}
	end := 0
	for end < len(t) && t[end] >= '0' && t[end] <= '9' {
		end++
	}
	if end == 0 {
		return 0, &SizeError{Text: text, Fault: SizeNoNumber}
	}
	unit := strings.ToLower(strings.TrimFunc(t[end:], javaSpace))
	n, err := strconv.ParseInt(t[:end], 10, 64)
	if err != nil {
		return 0, &SizeError{Text: text, Fault: SizeOverflow}
	}
	mul := Size(1)
	if unit != "" {
		if mul = unitNamed(unit); mul == 0 {
			return 0, &SizeError{Text: text, Fault: SizeUnit, Unit: strings.TrimFunc(t[end:], javaSpace)}
		}
	}
	if n > math.MaxInt64/int64(mul) {
		return 0, &SizeError{Text: text, Fault: SizeOverflow}
	}
	return Size(n) * mul, nil
}

func unitNamed(name string) Size {
	for _, u := range units {
		for _, n := range u.names {
			if n == name {
				return u.size
			}
		}
	}
	return 0
}

// HasUnit reports whether a text that [ParseSize] accepts names its unit; without one Flink reads bytes.
func HasUnit(text string) bool {
	t := strings.TrimFunc(text, javaSpace)
	return t != "" && (t[len(t)-1] < '0' || t[len(t)-1] > '9')
}

// String writes the size for people: the largest unit that leaves a number of at least 1, with as many
// decimals as it takes to tell (at most two), such as "1.69 GiB", "256 MiB" or "96 B".
func (s Size) String() string {
	if s == Unlimited {
		return "unlimited"
	}
	if s < 0 {
		return "-" + (-s).String()
	}
	u := units[0]
	for _, c := range units[1:] {
		if s >= c.size {
			u = c
		}
	}
	if s%u.size == 0 {
		return fmt.Sprintf("%d %s", s/u.size, u.iec)
	}
	return fmt.Sprintf("%.2f %s", float64(s)/float64(u.size), u.iec)
}

// Exact writes the size as [Size.String] does, and the bytes behind it where String had to round.
func (s Size) Exact() string {
	if t := s.String(); !strings.Contains(t, ".") {
		return t
	}
	return fmt.Sprintf("%s (%d bytes)", s.String(), int64(s))
}

// Config writes the size as a Flink option's value that [ParseSize] reads back: the largest unit that
// divides it, such as "1728m".
func (s Size) Config() string {
	u := units[0]
	for _, c := range units[1:] {
		if s != 0 && s%c.size == 0 {
			u = c
		}
	}
	return fmt.Sprintf("%d%s", s/u.size, u.config)
}
