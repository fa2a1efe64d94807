package flink_test

import (
	"regexp"
	"strconv"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/flink/flinktest"
)

var clampedLine = regexp.MustCompile(`The derived from fraction (jvm overhead|network) memory \(.*?(\d+) bytes\)?\) is (less|greater) than its (min|max) value`)

// TestAskedAsRecorded compares what a clamped component's fraction asks for with what Flink logs of it.
func TestAskedAsRecorded(t *testing.T) {
	compared := 0
	eachRecorded(t, func(v *flinktest.Vector, c flink.Config, role flink.Role, _ *flinktest.Process) {
		log := v.Out.TMLog
		if role == flink.JobManager {
			log = v.Out.JMLog
		}
		m := flink.Calculate(role, flink.Standalone, flink.MustVersion(v.Minor), c)
		for _, line := range log {
			found := clampedLine.FindStringSubmatch(line)
			if found == nil {
				continue
			}
			name := flink.Network
			if found[1] == "jvm overhead" {
				name = flink.Overhead
			}
			want, _ := strconv.ParseInt(found[2], 10, 64)
			if got, _ := m.Component(name); got.Asked != flink.Size(want) || got.Bound != found[4] {
				t.Errorf("%s %s: %s asks for %d (%s), Flink says %d (%s)", v.ID(), role, name, int64(got.Asked), got.Bound, want, found[4])
			}
			compared++
		}
	})
	if compared < 5000 {
		t.Errorf("%d lines were compared", compared)
	}
}
