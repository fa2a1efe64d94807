package source

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// maxQuantity is how long a quantity may be: much longer than any that means something, and short enough for exact
// arithmetic.
const maxQuantity = 64

// ParseQuantity reads an amount of memory as Kubernetes does (apimachinery's resource.Quantity), in bytes: "2Gi" is
// 2^31, "2G" is 2*10^9, "1.5Gi", "1e9" and "2048m" (2.048, rounded up to 3) are amounts as well. It is false for what is
// no quantity, and for less than nothing. What exceeds 64 bits is their maximum.
func ParseQuantity(text string) (flink.Size, bool) {
	amount, ok := quantity(text)
	if !ok || amount.Sign() < 0 {
		return 0, false
	}
	n := new(big.Int).Quo(amount.Num(), amount.Denom())
	if !amount.IsInt() {
		n.Add(n, big.NewInt(1))
	}
	if !n.IsInt64() {
		return math.MaxInt64, true
	}
	return flink.Size(n.Int64()), true
}

// quantity is the exact amount that a Kubernetes quantity names.
func quantity(text string) (*big.Rat, bool) {
	number := decimalLength(text)
	if len(text) > maxQuantity || number == 0 {
		return nil, false
	}
	amount, ok := new(big.Rat).SetString(text[:number])
	if !ok {
		return nil, false
	}
	switch suffix := text[number:]; {
	case suffix == "":
	case len(suffix) == 2 && suffix[1] == 'i' && strings.IndexByte("KMGTPE", suffix[0]) >= 0:
		power := 10 * (strings.IndexByte("KMGTPE", suffix[0]) + 1)
		amount.Mul(amount, new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), uint(power))))
	case len(suffix) == 1 && strings.IndexByte("num kMGTPE", suffix[0]) >= 0 && suffix != " ":
		amount.Mul(amount, powerOfTen(3*(strings.IndexByte("num kMGTPE", suffix[0])-3)))
	case suffix[0] == 'e' || suffix[0] == 'E':
		exponent, err := strconv.Atoi(suffix[1:])
		if err != nil {
			return nil, false
		}
		amount.Mul(amount, powerOfTen(min(max(exponent, -2*maxQuantity), 2*maxQuantity)))
	default:
		return nil, false
	}
	return amount, true
}

// decimalLength is the length of the number that a text starts with: a sign, digits, a point; 0 without a digit.
func decimalLength(s string) int {
	n := 0
	if s != "" && (s[0] == '+' || s[0] == '-') {
		n = 1
	}
	whole := digits(s[n:])
	n += whole
	if n < len(s) && s[n] == '.' {
		fraction := digits(s[n+1:])
		n, whole = n+1+fraction, whole+fraction
	}
	if whole == 0 {
		return 0
	}
	return n
}

func powerOfTen(exponent int) *big.Rat {
	power := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(exponent, -exponent))), nil))
	if exponent < 0 {
		power.Inv(power)
	}
	return power
}

// memoryFault says why the Flink operator refuses an amount of memory.
type memoryFault string

// The ways in which it does.
const (
	memoryEmpty    memoryFault = "empty"
	memoryNoNumber memoryFault = "no-number"
	memoryUnit     memoryFault = "unit"     // such as Gig
	memoryFraction memoryFault = "fraction" // such as 1.5Gi, and 1.0Gi as well
	memoryNegative memoryFault = "negative"
	memoryOverflow memoryFault = "overflow"
)

// operatorMemoryError is the error of parseOperatorMemory.
type operatorMemoryError struct {
	Text  string
	Fault memoryFault
}

func (e *operatorMemoryError) Error() string {
	return strconv.Quote(e.Text) + " is no amount of memory for the Flink operator: " + string(e.Fault)
}

// parseOperatorMemory reads an amount of memory as the Flink operator does (ResourceConfigUtils.parseResourceMemoryString
// of operator 1.16): as Flink's MemorySize first, so that "2G" is 2 GiB, and otherwise as a quantity, whatever its case,
// of which it takes the decimal text as a MemorySize again. That text has a point wherever the number has one, and an
// exponent from 10^16 on, and is refused then. Its error is an *operatorMemoryError.
func parseOperatorMemory(text string) (flink.Size, error) {
	if size, err := flink.ParseSize(text); err == nil {
		return size, nil
	}
	size, fault := operatorQuantity(text)
	if fault != "" {
		return 0, &operatorMemoryError{Text: text, Fault: fault}
	}
	return size, nil
}

func operatorQuantity(text string) (flink.Size, memoryFault) {
	t := strings.ToUpper(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r <= ' ' }), ""))
	t = strings.TrimSuffix(t, "B")
	if rest, ok := strings.CutSuffix(t, "I"); ok {
		t = rest + "i"
	}
	number := decimalLength(t)
	switch {
	case t == "":
		return 0, memoryEmpty
	case number == 0:
		return 0, memoryNoNumber
	case len(t) > maxQuantity:
		return 0, memoryOverflow
	}
	point := strings.IndexByte(t[:number], '.')
	amount, _ := new(big.Int).SetString(strings.Replace(t[:number], ".", "", 1), 10)
	multiple, fault := operatorUnit(t[number:])
	switch {
	case fault != "":
		return 0, fault
	case point >= 0 && point < number-1:
		return 0, memoryFraction
	}
	amount.Mul(amount, multiple)
	switch {
	case amount.Sign() < 0:
		return 0, memoryNegative
	case !amount.IsInt64():
		return 0, memoryOverflow
	}
	return flink.Size(amount.Int64()), ""
}

// operatorUnit is what a unit multiplies with. "E" and "Ei" are written with an exponent, and so are powers of ten above
// 15.
func operatorUnit(unit string) (*big.Int, memoryFault) {
	if unit == "" {
		return big.NewInt(1), ""
	}
	const letters = "KMGTPE"
	power := strings.IndexByte(letters, unit[0])
	switch {
	case unit == "E", unit == "Ei":
		return nil, memoryOverflow
	case power >= 0 && unit[1:] == "i":
		return new(big.Int).Lsh(big.NewInt(1), uint(10*(power+1))), ""
	case power > 0 && len(unit) == 1: // an upper-case K is none of the quantity's units
		return powerOfTen(3 * (power + 1)).Num(), ""
	case power >= 0 && len(unit) > 1: // whatever the letter, the rest is an exponent
		exponent, err := strconv.ParseInt(unit[1:], 10, 32)
		switch {
		case err != nil:
			return nil, memoryUnit
		case exponent < 0:
			return nil, memoryFraction
		case exponent > 15:
			return nil, memoryOverflow
		}
		return powerOfTen(int(exponent)).Num(), ""
	}
	return nil, memoryUnit
}
