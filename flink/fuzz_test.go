package flink_test

import (
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// FuzzCalculate computes arbitrary options in every version, for both processes and both readings. Whatever they say:
// no panic, an answer where Flink has a calculation, components that add up to their totals, sums that come out, and a
// smallest total that starts.
func FuzzCalculate(f *testing.F) {
	f.Add("taskmanager.memory.process.size=1728m\njobmanager.memory.process.size=1600m")
	f.Add("taskmanager.memory.flink.size=1g\ntaskmanager.memory.task.heap.size=1g\ntaskmanager.network.numberOfBuffers=-1")
	f.Add("taskmanager.heap.mb=99999999\ntaskmanager.memory.network.fraction=0x1p-1\ntaskmanager.cpu.cores=NaN")
	f.Add("jobmanager.memory.heap.size=1g\njobmanager.memory.flink.size=1g\njobmanager.memory.off-heap.size=0")
	f.Add("taskmanager.memory.process.size=9223372036854775807\ntaskmanager.memory.managed.fraction=0.99999")
	f.Fuzz(func(t *testing.T, text string) {
		c := flink.Config{Values: map[string]string{}, Unknown: map[string]bool{}, Standard: len(text)%2 == 0}
		for _, line := range strings.Split(text, "\n") {
			key, value, known := strings.Cut(line, "=")
			if known {
				c.Values[key] = value
			} else {
				c.Unknown[key] = true
			}
		}
		for _, v := range flink.Versions() {
			for _, role := range []flink.Role{flink.JobManager, flink.TaskManager} {
				for _, reading := range []flink.Reading{flink.Standalone, flink.Container} {
					checkAnswer(t, flink.Calculate(role, reading, v, c))
				}
			}
		}
		for _, role := range []flink.Role{flink.JobManager, flink.TaskManager} {
			key := role.Prefix() + "process.size"
			n, ok := flink.MinFit(role, flink.Standalone, flink.Newest(), c, key)
			if ok && len(flink.Calculate(role, flink.Standalone, flink.Newest(), c.With(key, n.Config())).Problems) > 0 {
				t.Errorf("%s: the smallest total, %d, does not fit", role, int64(n))
			}
		}
	})
}

func checkAnswer(t *testing.T, m *flink.Memory) {
	t.Helper()
	if !m.OK() {
		if !m.Modelled() && (m.Role != flink.JobManager || m.Version != flink.MustVersion("1.10")) {
			t.Errorf("%s in %s: no answer", m.Role, m.Version)
		}
		return
	}
	var inside flink.Size
	for _, c := range m.Components {
		if c.Size < 0 {
			t.Errorf("%s is %d", c.Name, int64(c.Size))
		}
		switch c.Name {
		case flink.TotalFlink, flink.TotalProcess: // 1.10 has none for the JobManager
			if c.Size != inside {
				// the JVM's own parts stand between the two totals
				if c.Name == flink.TotalProcess || c.Size+m.Size(flink.Metaspace)+m.Size(flink.Overhead) != inside {
					t.Errorf("%s: %s is %d, its parts are %d", m.Role, c.Name, int64(c.Size), int64(inside))
				}
			}
		default:
			inside += c.Size
		}
	}
}
