package flink

// LeastJobManagerHeap is the JVM heap below which Flink warns in the JobManager's log
// (JobManagerFlinkMemoryUtils.sanityCheckJobManagerFlinkMemory, from 1.11 on).
const LeastJobManagerHeap = 128 * MiB

// JVMLimits are the limits that Flink gives a process's JVM on its command line
// (ProcessMemoryUtils.generateJvmParametersStr).
type JVMLimits struct {
	Heap      Size // -Xmx and -Xms
	Direct    Size // -XX:MaxDirectMemorySize; not passed where LimitsDirect is false
	Metaspace Size // -XX:MaxMetaspaceSize; not passed where it is 0, as for the JobManager of 1.10
	// LimitsDirect is true for the TaskManager, and for a JobManager with
	// jobmanager.memory.enable-jvm-direct-memory-limit.
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
	if o, ok := Lookup(jmDirectLimit); ok && o.WorksIn(m.Version) && m.Modelled() {
		if on, err := parseBool(c.Values[jmDirectLimit]); err == nil && on {
			l.Direct, l.LimitsDirect = m.Size(OffHeap), true
		}
	}
	return l
}
