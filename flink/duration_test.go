package flink

import (
	"math"
	"strings"
	"testing"
)

// TestParseDuration holds what Flink answered for an option that has to be at least a millisecond long: n is its
// milliseconds, 0 for less than one, -1 for more than 64 bits of them.
func TestParseDuration(t *testing.T) {
	tests := []struct {
		text     string
		versions string
		n        int64
		fault    ValueFault
	}{
		{"1 day", "1.19 2.3", 86400_000, ""},
		{"2days", "1.19 2.3", 172800_000, ""},
		{"3 h", "1.19 2.3", 10800_000, ""},
		{"1 m", "1.19 2.3", 60_000, ""},
		{"1 min", "1.19 2.3", 60_000, ""},
		{"1 mins", "1.19 2.3", 0, NotADuration},
		{"1 secs", "1.19 2.3", 1000, ""},
		{"7", "1.19 2.3", 7, ""},
		{" 7 MS ", "1.19 2.3", 7, ""},
		{"5 µs", "1.19 2.3", 0, ""},
		{"5 μs", "1.19 2.3", 0, NotADuration}, // the Greek letter, not the micro sign
		{"999999 ns", "1.19 2.3", 0, ""},
		{"1000000 ns", "1.19 2.3", 1, ""},
		{"", "1.19 2.3", 0, NotADuration},
		{"-1", "1.19 2.3", 0, NotADuration},
		{"1.5 s", "1.19 2.3", 0, NotADuration},
		{"1 fortnight", "1.19 2.3", 0, NotADuration},
		{"9223372036854775807 s", "1.19 2.3", -1, ""},
		{"9223372036854775807", "1.19 2.3", math.MaxInt64, ""},
		{"9223372036854775808", "2.0 2.3", -1, ""},
		{"9223372036854775807 d", "1.19 2.3", 0, NumberRange},
		{"99999999999999999999 ns", "1.20", 0, NumberRange},
		{"99999999999999999999 ns", "2.0 2.3", 99999999999999, ""},
		{"99999999999999999999 s", "1.20 2.3", 0, NumberRange},
		{"PT1S", "1.20 2.0", 0, NotADuration},
		{"pt1s", "2.1 2.3", 1000, ""},
		{"P1D", "2.1 2.3", 86400_000, ""},
		{"P2DT3H4M", "2.1 2.3", 183840_000, ""},
		{"PT1.5S", "2.1 2.3", 1500, ""},
		{"PT1,5S", "2.1 2.3", 1500, ""},
		{"PT1.S", "2.1 2.3", 1000, ""},
		{"PT0.0000001S", "2.1 2.3", 0, ""},
		{"+PT1H", "2.1 2.3", 3600_000, ""},
		{"-PT-1S", "2.1 2.3", 1000, ""},
		{"PT1M-59S", "2.1 2.3", 1000, ""},
		{"PT-1S", "2.1 2.3", 0, NotADuration},
		{"P", "2.1 2.3", 0, NotADuration},
		{"PT", "2.1 2.3", 0, NotADuration},
		{"P1DT", "2.1 2.3", 0, NotADuration},
		{"PT.5S", "2.1 2.3", 0, NotADuration},
		{"P1W", "2.1 2.3", 0, NotADuration},
		{"PT1S1H", "2.1 2.3", 0, NotADuration},
		{"P106751991167300D", "2.1 2.3", -1, ""},
		{"P106751991167301D", "2.1 2.3", 0, NotADuration},
	}
	for _, tt := range tests {
		for v := range strings.FieldsSeq(tt.versions) {
			d, err := parseDuration(tt.text, MustVersion(v))
			n, fits := d.millis()
			if !fits {
				n = -1
			}
			checkValue(t, tt.text, n, tt.n, err, tt.fault)
		}
	}
}
