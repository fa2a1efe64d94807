package flink

import (
	"bytes"
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"sync"
)

// calcOption is what the calculation needs of an option in one version.
type calcOption struct {
	keys     []string // its own key, for the components that it sets
	fallback []string
	text     string
	bytes    Size
}

var calcOptions sync.Map // Version -> map[string]*calcOption

// calculationOptions are the memory options that work in a version, so that a calculation costs no catalogue search.
func calculationOptions(v Version) map[string]*calcOption {
	if m, ok := calcOptions.Load(v); ok {
		return m.(map[string]*calcOption)
	}
	m := map[string]*calcOption{}
	for _, o := range Options() {
		if !o.Memory || !o.WorksIn(v) {
			continue
		}
		c := &calcOption{keys: []string{o.Key}, fallback: o.FallbackKeys(v), bytes: -1}
		if d, ok := o.DefaultIn(v); ok {
			c.text, c.bytes = d.Text, d.Bytes
		}
		m[o.Key] = c
	}
	calcOptions.Store(v, m)
	return m
}

// written is the key under which the configuration sets an option: its own, or the first of its fallback keys.
func (x *calculation) written(key string) (string, bool) {
	if x.conf.Has(key) {
		return key, true
	}
	if o := x.options[key]; o != nil {
		for _, k := range o.fallback {
			if x.conf.Has(k) {
				return k, true
			}
		}
	}
	return "", false
}

func (x *calculation) has(key string) bool {
	_, ok := x.written(key)
	return ok
}

// works reports whether setting the key has an effect in this version.
func (x *calculation) works(key string) bool { return x.options[key] != nil }

// text is the value under a written key; not ok where it cannot be known.
func (x *calculation) text(written string) (string, bool) {
	if written == x.broken && x.broken != "" {
		return "", false
	}
	if x.conf.Unknown[written] {
		for _, k := range x.unknown {
			if k == written {
				return "", false
			}
		}
		x.unknown = append(x.unknown, written)
		return "", false
	}
	return x.conf.Values[written], true
}

// size reads a memory size option or its default (ProcessMemoryUtils.getMemorySizeFromConfig).
func (x *calculation) size(name Name, key string) part {
	o := x.options[key]
	p := part{Component: Component{Name: name, Origin: Default, Keys: o.keys}}
	written, set := x.written(key)
	if !set {
		p.Size, p.ok = o.bytes, true
		return p
	}
	p.Origin = Explicit
	if written != key {
		p.Keys = []string{written}
	}
	if old, ok := x.aliases[written]; ok {
		p.Keys = []string{old}
	}
	text, ok := x.text(written)
	if !ok {
		return p
	}
	n, err := ParseSize(text)
	if err != nil {
		x.fail(Problem{Code: SizeInvalid, Keys: []string{written}, Value: text, Cause: err})
		return p
	}
	p.Size, p.ok = n, true
	return p
}

// fraction reads a fraction or its default. Flink's fractions are 32-bit floats, widened to doubles.
func (x *calculation) fraction(key string) (f float64, written string, ok bool) {
	written, set := x.written(key)
	if !set {
		f, err := parseFraction(x.options[key].text, false)
		return f, key, err == nil
	}
	text, ok := x.text(written)
	if !ok {
		return 0, written, false
	}
	f, err := parseFraction(text, x.conf.Standard)
	if err != nil {
		x.fail(Problem{Code: ValueInvalid, Keys: []string{written}, Value: text, Cause: err})
		return 0, written, false
	}
	return f, written, true
}

// integer reads a whole number; def where the option is not set.
func (x *calculation) integer(key string, def int32) (n int32, written string, ok bool) {
	written, set := x.written(key)
	if !set {
		return def, key, true
	}
	text, ok := x.text(written)
	if !ok {
		return 0, written, false
	}
	n, err := parseInt(text)
	if err != nil {
		x.fail(Problem{Code: ValueInvalid, Keys: []string{written}, Value: text, Cause: err})
		return 0, written, false
	}
	return n, written, true
}

// bounds are a minimum, a maximum and the fraction between them (Flink's RangeFraction).
type bounds struct {
	min, max    part
	fraction    float64
	fractionKey string
	fractionOK  bool
	fails       bool
}

// known reports whether both bounds are: enough to check a derived size.
func (b bounds) known() bool { return b.min.ok && b.max.ok && !b.fails }

// usable reports whether a size can be computed from the fraction, too.
func (b bounds) usable() bool { return b.known() && b.fractionOK }

func (b bounds) admits(n Size) bool { return n >= b.min.Size && n <= b.max.Size }

func (b bounds) low() *Term {
	t := b.min.term()
	return &t
}

func (b bounds) high() *Term {
	t := b.max.term()
	return &t
}

// bounds reads a range as ProcessMemoryUtils.getRangeFraction does: minimum, maximum, fraction, then the check of all
// three, which also fails where a bound that is set contradicts the default of the other.
func (x *calculation) bounds(minKey, maxKey, fractionKey string) bounds {
	var b bounds
	b.min, b.max = x.size(Name(minKey), minKey), x.size(Name(maxKey), maxKey)
	b.fraction, b.fractionKey, b.fractionOK = x.fraction(fractionKey)
	if b.min.ok && b.max.ok && b.min.Size > b.max.Size {
		b.fails = true
		x.fail(Problem{Code: RangeInvalid, Keys: x.setKeys(b.min, b.max), Low: b.low(), High: b.high()})
	}
	x.checkFraction(&b)
	return b
}

func (x *calculation) checkFraction(b *bounds) {
	if b.fractionOK && !(b.fraction >= 0 && b.fraction < 1) {
		b.fractionOK = false
		x.fail(Problem{Code: RangeInvalid, Keys: []string{b.fractionKey}, Value: x.conf.Values[b.fractionKey], Fraction: b.fraction})
	}
}

// share is a fraction of a whole, moved into its bounds (ProcessMemoryUtils.deriveWithFraction).
func (x *calculation) share(name Name, whole part, b bounds) part {
	return x.clamp(name, whole, whole.Name, b, b.fraction)
}

// inverseShare is the share of a total of which only the rest is known (ProcessMemoryUtils.deriveWithInverseFraction).
func (x *calculation) inverseShare(name Name, rest part, of Name, b bounds) part {
	return x.clamp(name, rest, of, b, b.fraction/(1-b.fraction))
}

func (x *calculation) clamp(name Name, base part, of Name, b bounds, factor float64) part {
	p := part{Component: Component{Name: name, Origin: Derived, Fraction: b.fraction, Of: of}}
	if x.conf.Has(b.fractionKey) {
		p.Keys = []string{b.fractionKey}
	}
	if !base.ok || !b.usable() {
		return p
	}
	n, ok := multiply(base.Size, factor)
	if !ok {
		x.fail(Problem{Code: Overflow, Keys: append(x.setKeys(base), p.Keys...), Sum: &Sum{Parts: []Term{base.term()}}})
		return p
	}
	p.Size, p.ok = n, true
	x.level(name, n, b)
	if !b.admits(n) {
		p.Asked = n
	}
	switch {
	case n > b.max.Size:
		p.Size, p.Origin, p.Bound, p.Keys = b.max.Size, Clamped, "max", b.max.Keys
	case n < b.min.Size:
		p.Size, p.Origin, p.Bound, p.Keys = b.min.Size, Clamped, "min", b.min.Keys
	}
	return p
}

// multiply is Flink's MemorySize.multiply: the shortest decimal text of the double, times the bytes, cut to a whole
// number. Not ok beyond 64 bits.
func multiply(n Size, f float64) (Size, bool) {
	if f == 0 || n == 0 {
		return 0, true
	}
	var buf [32]byte
	text := strconv.AppendFloat(buf[:0], f, 'e', -1, 64) // such as 1.0000000149011612e-01
	e := bytes.IndexByte(text, 'e')
	if e < 0 {
		return 0, false // not a finite number
	}
	exp, _ := strconv.Atoi(string(text[e+1:]))
	var digits uint64 // 17 at most
	for i, c := range text[:e] {
		if c != '.' {
			digits = 10*digits + uint64(c-'0')
		}
		if i > 1 {
			exp--
		}
	}
	if exp <= 0 && -exp < len(powersOf10) {
		scale := powersOf10[-exp]
		high, low := bits.Mul64(digits, uint64(n))
		if high >= scale {
			return 0, false
		}
		product, _ := bits.Div64(high, low, scale)
		return Size(product), product <= math.MaxInt64
	}
	product := new(big.Int).Mul(new(big.Int).SetUint64(digits), big.NewInt(int64(n)))
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(exp, -exp))), nil)
	if exp > 0 {
		product.Mul(product, scale)
	} else {
		product.Quo(product, scale)
	}
	return Size(product.Int64()), product.IsInt64()
}

// powersOf10 are those that 64 bits hold.
var powersOf10 = func() (powers [20]uint64) {
	powers[0] = 1
	for i := 1; i < len(powers); i++ {
		powers[i] = 10 * powers[i-1]
	}
	return powers
}()

// negativeSize is why a size that was computed from a number of buffers, or read as a number of megabytes, is refused.
func negativeSize(n int64, unit string) error {
	return fmt.Errorf("%d %s is less than nothing", n, unit)
}
