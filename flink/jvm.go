package flink

import (
	"strconv"
	"strings"
)

// LeastJobManagerHeap is the JVM heap below which Flink warns in the JobManager's log
// (JobManagerFlinkMemoryUtils.sanityCheckJobManagerFlinkMemory, from 1.11 on).
const LeastJobManagerHeap = 128 * MiB

// JVMLimits are the limits that Flink gives a process's JVM on its command line
// (ProcessMemoryUtils.generateJvmParametersStr).
type JVMLimits struct {
	Heap         Size // -Xmx and -Xms
	Direct       Size // -XX:MaxDirectMemorySize; not passed where LimitsDirect is false
	Metaspace    Size // -XX:MaxMetaspaceSize; not passed where it is 0, as for the JobManager of 1.10
	LimitsDirect bool
}

// JVMLimits are the limits that follow from the memory of a process and its configuration; zero where Flink does not
// start it.
func (m *Memory) JVMLimits(c Config) JVMLimits {
	if !m.OK() {
		return JVMLimits{}
	}
	if m.Role == TaskManager {
		return JVMLimits{
			Heap:         m.Size(FrameworkHeap) + m.Size(TaskHeap),
			Direct:       m.Size(FrameworkOffHeap) + m.Size(TaskOffHeap) + m.Size(Network),
			Metaspace:    m.Size(Metaspace),
			LimitsDirect: true,
		}
	}
	l := JVMLimits{Heap: m.Size(Heap), Metaspace: m.Size(Metaspace)}
	if LimitsDirect(m.Role, m.Version, c) {
		l.Direct, l.LimitsDirect = m.Size(OffHeap), true
	}
	return l
}

// LimitsDirect reports whether Flink passes -XX:MaxDirectMemorySize to a process: always to the TaskManager, and to the
// JobManager where jobmanager.memory.enable-jvm-direct-memory-limit is true (from 1.11 on).
func LimitsDirect(role Role, v Version, c Config) bool {
	if role == TaskManager {
		return true
	}
	o, ok := Lookup(jmDirectLimit)
	on, err := parseBool(c.Values[jmDirectLimit])
	return ok && o.WorksIn(v) && err == nil && on
}

// ParseJVMSize reads a size as the JVM's own flags are written: a whole number and k, m, g or t in any case, bytes without
// a unit.
func ParseJVMSize(text string) (Size, bool) {
	digits := strings.TrimRight(text, "kKmMgGtT")
	if len(text)-len(digits) > 1 {
		return 0, false
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	units := map[string]Size{"": 1, "k": KiB, "m": MiB, "g": GiB, "t": TiB}
	unit := units[strings.ToLower(text[len(digits):])]
	if err != nil || n < 0 || Size(n) > Unlimited/unit {
		return 0, false
	}
	return Size(n) * unit, true
}
