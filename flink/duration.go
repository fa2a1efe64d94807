package flink

import (
	"math"
	"math/big"
	"strings"
)

// NotADuration is the fault of a text that is no duration.
const NotADuration ValueFault = "not-a-duration"

// duration is a length of time as Java keeps it: it may be longer than a time.Duration.
type duration struct {
	seconds int64
	nanos   int64 // 0 to 999999999
}

const nanosPerSecond = 1_000_000_000

// millis is the length in whole milliseconds; not ok where 64 bits cannot hold it.
func (d duration) millis() (n int64, ok bool) {
	rest := d.nanos / 1_000_000
	if d.seconds > (math.MaxInt64-rest)/1000 {
		return 0, false
	}
	return d.seconds*1000 + rest, true
}

// durationUnits are the nanoseconds of the unit labels that Flink's TimeUtils knows.
var durationUnits = map[string]int64{
	"":  1_000_000,
	"d": 86400 * nanosPerSecond, "day": 86400 * nanosPerSecond, "days": 86400 * nanosPerSecond,
	"h": 3600 * nanosPerSecond, "hour": 3600 * nanosPerSecond, "hours": 3600 * nanosPerSecond,
	"min": 60 * nanosPerSecond, "m": 60 * nanosPerSecond, "minute": 60 * nanosPerSecond, "minutes": 60 * nanosPerSecond,
	"s": nanosPerSecond, "sec": nanosPerSecond, "secs": nanosPerSecond, "second": nanosPerSecond, "seconds": nanosPerSecond,
	"ms": 1_000_000, "milli": 1_000_000, "millis": 1_000_000, "millisecond": 1_000_000, "milliseconds": 1_000_000,
	"µs": 1000, "micro": 1000, "micros": 1000, "microsecond": 1000, "microseconds": 1000,
	"ns": 1, "nano": 1, "nanos": 1, "nanosecond": 1, "nanoseconds": 1,
}

var (
	bigDurations    = Version{Major: 2, Minor: 0} // from here on the number may exceed 64 bits where the duration does not
	isoDurations    = Version{Major: 2, Minor: 1} // from here on ISO 8601 durations are read, too
	bigNanosPerSec  = big.NewInt(nanosPerSecond)
	secondsPerLabel = map[byte]int64{'D': 86400, 'H': 3600, 'M': 60, 'S': 1}
)

// parseDuration reads an option of type Duration as TimeUtils.parseDuration of the version does: digits and a unit,
// milliseconds without one. The error is a *[ValueError].
func parseDuration(text string, v Version) (duration, error) {
	t := strings.TrimFunc(text, javaSpace)
	end := 0
	for end < len(t) && isDigit(t[end]) {
		end++
	}
	if end == 0 {
		d, ok := duration{}, false
		if !v.Before(isoDurations) {
			d, ok = isoDuration(strings.ToUpper(t))
		}
		if !ok {
			return duration{}, &ValueError{Text: text, Fault: NotADuration}
		}
		return d, nil
	}
	unit, known := durationUnits[strings.ToLower(strings.TrimFunc(t[end:], javaSpace))]
	if !known {
		return duration{}, &ValueError{Text: text, Fault: NotADuration}
	}
	n, _ := new(big.Int).SetString(t[:end], 10)
	if !n.IsInt64() && v.Before(bigDurations) {
		return duration{}, &ValueError{Text: text, Fault: NumberRange}
	}
	d, ok := fromNanos(n.Mul(n, big.NewInt(unit)))
	if !ok {
		return duration{}, &ValueError{Text: text, Fault: NumberRange}
	}
	return d, nil
}

func fromNanos(n *big.Int) (duration, bool) {
	seconds, nanos := new(big.Int).DivMod(n, bigNanosPerSec, new(big.Int))
	return duration{seconds.Int64(), nanos.Int64()}, seconds.IsInt64()
}

// isoDuration reads what Java's Duration.parse takes, in upper case, unless it is negative: [-+]P[nD][T[nH][nM][n.nS]].
func isoDuration(t string) (duration, bool) {
	negate := strings.HasPrefix(t, "-")
	if negate || strings.HasPrefix(t, "+") {
		t = t[1:]
	}
	t, ok := strings.CutPrefix(t, "P")
	if !ok {
		return duration{}, false
	}
	days, clock, hasClock := strings.Cut(t, "T")
	if days == "" && clock == "" || hasClock && clock == "" {
		return duration{}, false
	}
	total := new(big.Int)
	if !addISO(total, days, "D") || !addISO(total, clock, "HMS") {
		return duration{}, false
	}
	if negate {
		total.Neg(total)
	}
	if total.Sign() < 0 {
		return duration{}, false
	}
	return fromNanos(total)
}

// addISO adds numbers with their labels, each of which comes at most once and in the order of labels, in nanoseconds.
func addISO(total *big.Int, s, labels string) bool {
	for s != "" {
		end := strings.IndexAny(s, labels)
		if end < 0 {
			return false
		}
		number, label := s[:end], s[end]
		labels, s = labels[strings.IndexByte(labels, label)+1:], s[end+1:]
		var fraction string
		if point := strings.IndexAny(number, ".,"); point >= 0 && label == 'S' {
			number, fraction = number[:point], number[point+1:]
		}
		if !allDigits(strings.TrimLeft(number, "+-")) || len(fraction) > 9 || fraction != "" && !allDigits(fraction) {
			return false
		}
		n, ok := new(big.Int).SetString(number, 10)
		if !ok || !n.IsInt64() {
			return false
		}
		n.Mul(n, big.NewInt(secondsPerLabel[label]*nanosPerSecond))
		total.Add(total, n)
		if fraction != "" {
			f, _ := new(big.Int).SetString((fraction + "000000000")[:9], 10)
			if strings.HasPrefix(number, "-") {
				f.Neg(f)
			}
			total.Add(total, f)
		}
	}
	return true
}
