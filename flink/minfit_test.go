package flink_test

import (
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/flink/flinktest"
)

// TestMinFit takes every recorded configuration whose sum does not come out: the answer fits, one byte less does not,
// and neither does any smaller total of a coarse grid. Where there is no answer, no total of the grid fits.
func TestMinFit(t *testing.T) {
	for _, minor := range []string{"1.10", "1.16", "1.20", "2.3"} {
		t.Run(minor, func(t *testing.T) {
			t.Parallel()
			answered := 0
			for _, vec := range flinktest.Read(t, minor) {
				if vec.Out.LoadError != nil {
					continue
				}
				c := flink.Config{Values: vec.Out.Loaded, Standard: vec.Standard()}
				for _, role := range []flink.Role{flink.TaskManager, flink.JobManager} {
					answered += checkMinFit(t, &vec, role, c)
				}
			}
			if answered < 50 {
				t.Errorf("only %d totals answered", answered)
			}
		})
	}
}

func checkMinFit(t *testing.T, vec *flinktest.Vector, role flink.Role, c flink.Config) (answered int) {
	t.Helper()
	v := flink.MustVersion(vec.Minor)
	m := flink.Calculate(role, flink.Standalone, v, c)
	if len(m.Problems) == 0 || m.Problems[0].Sum == nil || m.Problems[0].Inner != nil || m.Problems[0].Code == flink.Overflow {
		return 0
	}
	for _, total := range []string{"process.size", "flink.size"} {
		key := role.Prefix() + total
		if !c.Has(key) {
			continue
		}
		fits := func(n flink.Size) bool {
			return flink.Calculate(role, flink.Standalone, v, c.With(key, n.Config())).OK()
		}
		n, ok := flink.MinFit(role, flink.Standalone, v, c, key)
		if ok {
			answered++
			if !fits(n) {
				t.Errorf("%s %s: %s of %s does not fit", vec.ID(), role, key, n.Exact())
			}
			if n > 0 && fits(n-1) {
				t.Errorf("%s %s: less than %s of %s fits", vec.ID(), role, key, n.Exact())
			}
		}
		for g := flink.Size(0); g < 16*flink.GiB && (!ok || g < n); g += 96*flink.MiB + 1 {
			if fits(g) {
				t.Errorf("%s %s: MinFit of %s is %s (%v), but %s fits", vec.ID(), role, key, n.Exact(), ok, g.Exact())
				break
			}
		}
	}
	return answered
}

// TestMinFitBends has a total that fits only between two bends: below, the network memory is at its minimum and the
// fractions leave nothing to grow in; the search has to find the stretch past its maximum.
func TestMinFitBends(t *testing.T) {
	c := options(flink.TaskManager, "flink.size: 1g|managed.fraction: 0.7|network.fraction: 0.5|network.min: 0|network.max: 4g")
	n, ok := flink.MinFit(flink.TaskManager, flink.Standalone, flink.Newest(), c, "taskmanager.memory.flink.size")
	if !ok {
		t.Fatal("no total found")
	}
	for _, d := range []flink.Size{-1, 0} {
		m := flink.Calculate(flink.TaskManager, flink.Standalone, flink.Newest(), c.With("taskmanager.memory.flink.size", (n+d).Config()))
		if m.OK() != (d == 0) {
			t.Errorf("%s%+d: starts: %v", n.Exact(), d, m.OK())
		}
	}
	hopeless := options(flink.TaskManager, "flink.size: 1g|managed.fraction: 0.7|network.fraction: 0.5")
	if n, ok := flink.MinFit(flink.TaskManager, flink.Standalone, flink.Newest(), hopeless, "taskmanager.memory.flink.size"); ok {
		t.Errorf("fractions of 120 %% fit into %s", n.Exact())
	}
}

func BenchmarkCalculate(b *testing.B) {
	c := options(flink.TaskManager, "process.size: 4g|managed.fraction: 0.3|network.max: 512m|task.off-heap.size: 64m")
	for b.Loop() {
		flink.Calculate(flink.TaskManager, flink.Standalone, flink.Newest(), c)
	}
}

func BenchmarkMinFit(b *testing.B) {
	c := options(flink.TaskManager, "process.size: 512m|managed.size: 1g")
	for b.Loop() {
		flink.MinFit(flink.TaskManager, flink.Standalone, flink.Newest(), c, "taskmanager.memory.process.size")
	}
}
