package flink_test

import (
	"os"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/flink/flinktest"
)

// sums are the problems that a number can mend, so that there always has to be a way out.
var sums = map[flink.Code]bool{
	flink.TotalMemoryMissing: true, flink.ComponentsExceedFlink: true, flink.NetworkOutOfRange: true, flink.MetaspaceOverheadExceedProcess: true,
	flink.ProcessBelowFlink: true, flink.OverheadOutOfRange: true, flink.RangeInvalid: true, flink.HeapOffHeapNotFlink: true,
	flink.HeapExceedsFlink: true, flink.OffHeapExceedsFlink: true,
}

// TestWays asks for a way out of everything that Flink refuses in the recorded answers.
func TestWays(t *testing.T) {
	for _, minor := range flinktest.Minors(t) {
		version := flink.MustVersion(minor)
		refused, mended := map[flink.Code]int{}, map[flink.Code]int{}
		for i, v := range flinktest.Read(t, minor) {
			if v.Out.Loaded == nil || i%8 != 0 && os.Getenv("FLINK_ORACLE") == "" {
				continue
			}
			c := flink.Config{Values: v.Out.Loaded, Standard: v.Standard()}
			for _, role := range []flink.Role{flink.JobManager, flink.TaskManager} {
				for _, reading := range []flink.Reading{flink.Standalone, flink.Container} {
					m := flink.Calculate(role, reading, version, c)
					if len(m.Problems) == 0 {
						continue
					}
					code := m.Problems[0].Code
					ways := flink.Ways(flink.Case{Role: role, Reading: reading, Config: c, Versions: []flink.Version{version}})
					refused[code]++
					if len(ways) > 0 {
						mended[code]++
					} else if sums[code] {
						t.Errorf("%s: there is no way out for the %v (%s): %v", v.ID(), role, code, v.In.Text)
					}
					for _, w := range ways {
						after := c
						for _, ch := range w.Changes {
							if ch.Removed {
								after = after.Without(ch.Key)
							} else {
								after = after.With(ch.Key, ch.Value)
							}
						}
						if again := flink.Calculate(role, reading, version, after); !again.OK() {
							t.Errorf("%s: %+v does not start the %s: %+v", v.ID(), w.Changes, role, again.Problems)
						}
					}
				}
			}
		}
		for code, n := range refused {
			t.Logf("%s: %s: %d of %d", minor, code, mended[code], n)
		}
	}
}
