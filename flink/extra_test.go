package flink_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/flink/flinktest"
)

// eachAnswer runs check for every recorded answer whose file Flink could load. Fewer answers than were recorded when
// this was written mean that a check has silently stopped to check.
func eachAnswer(t *testing.T, atLeast int, check func(t *testing.T, v *flinktest.Vector, version flink.Version, c flink.Config) (checked bool)) {
	t.Helper()
	n := 0
	for _, minor := range flinktest.Minors(t) {
		version := flink.MustVersion(minor)
		vectors := flinktest.Read(t, minor)
		for i := range vectors {
			v := &vectors[i]
			if v.Out.Loaded == nil {
				continue
			}
			if check(t, v, version, flink.Config{Values: v.Out.Loaded, Standard: v.Standard()}) {
				n++
			}
		}
	}
	if n < atLeast {
		t.Errorf("%d recorded answers were compared, want at least %d", n, atLeast)
	}
}

// blames reports whether Flink's own words name the option that we say is at fault.
func blames(thrown flinktest.Failure, err *flink.OptionError) bool {
	return slices.ContainsFunc(thrown, func(e flinktest.Thrown) bool {
		return strings.Contains(e.Message, err.Key) && (err.Value == "" || err.Fault != flink.ValueUnreadable || strings.Contains(e.Message, err.Value))
	})
}

func TestSegmentSizeAsRecorded(t *testing.T) {
	eachAnswer(t, 15000, func(t *testing.T, v *flinktest.Vector, version flink.Version, c flink.Config) bool {
		var want flink.Size
		thrown, ok := v.Extra(t, "pageSize", &want)
		if !ok {
			return false
		}
		got, err := flink.SegmentSize(c, version)
		switch {
		case thrown == nil && (err != nil || got != want):
			t.Errorf("%s: SegmentSize = %d, %v, Flink says %d", v.ID(), got, err, want)
		case thrown != nil && err == nil:
			t.Errorf("%s: SegmentSize = %d, Flink says %v", v.ID(), got, thrown)
		case thrown != nil && !strings.HasPrefix(thrown.Message(), "Cannot downcast") && !blames(thrown, err):
			t.Errorf("%s: SegmentSize fails with %v, Flink with %v", v.ID(), err, thrown)
		}
		return true
	})
}
