package flink_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/flink/flinktest"
)

// TestJVMLimitsAsRecorded writes the limits as Flink writes them, and compares the texts.
func TestJVMLimitsAsRecorded(t *testing.T) {
	compared := 0
	eachRecorded(t, func(v *flinktest.Vector, c flink.Config, role flink.Role, recorded *flinktest.Process) {
		if recorded.JVMArgs == "" {
			return
		}
		l := flink.Calculate(role, flink.Standalone, flink.MustVersion(v.Minor), c).JVMLimits(c)
		args := fmt.Sprintf("-Xmx%d -Xms%d", int64(l.Heap), int64(l.Heap))
		if l.LimitsDirect {
			args += fmt.Sprintf(" -XX:MaxDirectMemorySize=%d", int64(l.Direct))
		}
		if args += fmt.Sprintf(" -XX:MaxMetaspaceSize=%d", int64(l.Metaspace)); args != recorded.JVMArgs {
			t.Errorf("%s %s: we say %s, Flink %s", v.ID(), role, args, recorded.JVMArgs)
		}
		compared++
	})
	if compared < 10000 {
		t.Errorf("%d recorded answers were compared", compared)
	}
}

// TestLeastHeapAsRecorded compares what the JobManager's log says of its heap.
func TestLeastHeapAsRecorded(t *testing.T) {
	warned := 0
	eachRecorded(t, func(v *flinktest.Vector, c flink.Config, role flink.Role, recorded *flinktest.Process) {
		heap, ok := recorded.Sizes["heap"]
		if role != flink.JobManager || !ok {
			return
		}
		logged := slices.ContainsFunc(v.Out.JMLog, func(line string) bool {
			return strings.HasPrefix(line, "WARN JobManagerFlinkMemoryUtils: The configured or derived JVM heap memory size")
		})
		if below := flink.Size(heap) < flink.LeastJobManagerHeap; below != logged {
			t.Errorf("%s: a heap of %d bytes is below the least: %v, Flink warns: %v", v.ID(), heap, below, logged)
		}
		if logged {
			warned++
		}
	})
	if warned < 100 {
		t.Errorf("Flink warned %d times", warned)
	}
}

// eachRecorded visits the processes that the real Flink would start.
func eachRecorded(t *testing.T, visit func(*flinktest.Vector, flink.Config, flink.Role, *flinktest.Process)) {
	t.Helper()
	for _, minor := range flinktest.Minors(t) {
		vectors := flinktest.Read(t, minor)
		for i := range vectors {
			v := &vectors[i]
			c := flink.Config{Values: v.Out.Loaded, Standard: v.Standard()}
			for role, recorded := range map[flink.Role]*flinktest.Process{flink.JobManager: v.Out.JM, flink.TaskManager: v.Out.TM} {
				if recorded != nil && recorded.Error == nil {
					visit(v, c, role, recorded)
				}
			}
		}
	}
}

func TestParseJVMSize(t *testing.T) {
	for text, want := range map[string]flink.Size{
		"6g": 6 * flink.GiB, "512M": 512 * flink.MiB, "1024": 1024, "64k": 64 * 1024, "1T": flink.TiB,
	} {
		if n, ok := flink.ParseJVMSize(text); !ok || n != want {
			t.Errorf("%s: %d, %v", text, int64(n), ok)
		}
	}
	for _, text := range []string{"", "g", "6gb", "6.5g", "-1g", "9999999999t", "$X"} {
		if n, ok := flink.ParseJVMSize(text); ok {
			t.Errorf("%s is read as %d", text, int64(n))
		}
	}
}
