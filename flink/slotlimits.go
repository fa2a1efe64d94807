package flink

import "math"

// SlotLimits are how much native Kubernetes and YARN may start TaskManagers for (ResourceManagerOptions). Standalone
// clusters ignore them.
type SlotLimits struct {
	Slots  int32 // of all TaskManagers together
	Memory Size  // of all TaskManagers together, each counted with its [WorkerMemory]; [Unlimited] where nothing limits it
}

const (
	maxSlotsKey       = "slotmanager.number-of-slots.max"
	maxTotalMemoryKey = "slotmanager.max-total-resource.memory"
)

// memoryLimited is the first version in which the only slot manager is the FineGrainedSlotManager, which keeps to the limit
// of the memory.
var memoryLimited = Version{Major: 1, Minor: 19}

// ReadSlotLimits reads the limits of the version.
func ReadSlotLimits(c Config, v Version) (SlotLimits, *OptionError) {
	r := optionReader{c, v}
	l := SlotLimits{Slots: math.MaxInt32, Memory: Unlimited}
	if r.exists(maxSlotsKey) {
		n, from, err := r.integer(maxSlotsKey)
		if err != nil {
			return SlotLimits{}, err
		}
		if from.set {
			l.Slots = n
		}
	}
	if !v.Before(memoryLimited) {
		n, from, err := r.size(maxTotalMemoryKey)
		if err != nil {
			return SlotLimits{}, err
		}
		if from.set {
			l.Memory = n
		}
	}
	return l, nil
}

// WorkerMemory is what a TaskManager counts for against the limit of the memory: what its slots share
// (WorkerResourceSpec.getTotalMemSize), without the framework's memory, JVM metaspace and JVM overhead.
func WorkerMemory(m *Memory) Size {
	return m.Size(TaskHeap) + m.Size(TaskOffHeap) + m.Size(Network) + m.Size(Managed)
}
