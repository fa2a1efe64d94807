package dotnet

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// What people mean by a value is a guess, for words and fixes; the runtime never makes it.

// Hex is how a number is best written in an environment variable: with 0x, nobody takes it for a decimal one.
func Hex(n int64) string { return fmt.Sprintf("0x%X", n) }

// IntendedBytes is the amount that a person means by a text: decimal digits, a fraction, a unit of powers of 1024. It is
// false for any other text.
func IntendedBytes(s string) (int64, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	end := strings.IndexFunc(s, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
	if end < 0 {
		end = len(s)
	}
	amount, err := strconv.ParseFloat(s[:end], 64)
	if err != nil {
		return 0, false
	}
	unit := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(s[end:]), "b"), "i")
	power := strings.Index(" kmgt", unit)
	if unit == "" {
		power = 0
	}
	if len(unit) > 1 || power < 0 {
		return 0, false
	}
	if amount *= math.Pow(1024, float64(power)); amount < 1 || amount >= math.MaxInt64 {
		return 0, false
	}
	return int64(amount), true
}

// IntendedPercent is the share that a person means by a text: decimal digits, with a sign of percent or without.
func IntendedPercent(s string) (int64, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "%")))
	return int64(n), err == nil && n >= 1 && n <= 99
}

// onlyDigits reports whether a value is written in decimal digits alone, so that nothing shows that it is hexadecimal.
func onlyDigits(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// mebibyte is what people round amounts of memory to.
const mebibyte = 1 << 20

// TakenForDecimal reports whether a person who wrote an amount in an environment variable probably meant decimal bytes:
// it is a round amount in decimal and none in hexadecimal, or it is above what the container has in hexadecimal, and
// below it in decimal. Limit is the container's, 0 without one.
func TakenForDecimal(value string, limit int64) bool {
	decimal, ok := IntendedBytes(value)
	if !onlyDigits(value) || !ok || decimal < mebibyte {
		return false
	}
	n := ParseNumber(value, 16)
	round := decimal%mebibyte == 0 || decimal%1e6 == 0
	return round && n.Value%mebibyte != 0 || limit > 0 && n.Value > uint64(limit) && decimal <= limit
}

// ShareTakenForDecimal reports whether a share in an environment variable was probably meant in decimal. Sure is false
// where it may as well be hexadecimal: a round share in hexadecimal, and none in decimal, such as 32 for 50 %.
func ShareTakenForDecimal(value string) (taken, sure bool) {
	decimal, ok := IntendedPercent(value)
	if !ok || !onlyDigits(value) || decimal < 10 || strings.HasPrefix(strings.TrimSpace(value), "0") {
		return false, false
	}
	n := ParseNumber(value, 16).Value
	return true, n >= 100 || n%5 != 0 || decimal%5 == 0
}

// Largest is the largest limit of the heap that leaves the runtime its native memory in a container, and where it is
// small enough 75 % of the container as the runtime itself would take; rounded down to a mebibyte. It is false where
// nothing is left.
func Largest(limit, others, native int64) (int64, bool) {
	n := min(limit-others-native, int64(percentOf(uint64(limit), DefaultShare)))
	n -= n % mebibyte
	return n, n >= DefaultFloor
}
