package flink

// RocksDB is how the RocksDB state backend, and ForSt with the same options, shares memory among its instances in a slot.
type RocksDB struct {
	Managed                 bool    // the slot's share of managed memory bounds it
	FixedPerSlot            Size    // bytes for each slot instead, with UsesFixedPerSlot
	UsesFixedPerSlot        bool    // takes precedence over Managed
	WriteBufferRatio        float64 // of the bound, for write buffers
	HighPriorityPoolRatio   float64 // of the block cache, for index and filter blocks
	PartitionedIndexFilters bool    // false before 1.13, which brought the option
}

// RocksDBMemory reads and checks the options of RocksDB's memory, as RocksDBMemoryConfiguration and its validate
// method do: with the ratio w of write buffers and h of the high-priority pool, 2w/(3-w) + h must stay below 1. No
// version checks the single ratios. With the fault [RatiosExceed] the answer holds the ratios.
func RocksDBMemory(c Config, v Version) (RocksDB, *OptionError) {
	return NativeStateMemory(RocksDBBackend, c, v)
}

// NativeStateMemory is [RocksDBMemory] for RocksDB or ForSt, whose ForStMemoryConfiguration makes the same checks.
func NativeStateMemory(backend StateBackend, c Config, v Version) (RocksDB, *OptionError) {
	r := optionReader{c, v}
	prefix := backend.Prefix() + "memory."
	var m RocksDB
	var fixed, write, high setting
	var err *OptionError
	if m.Managed, _, err = r.boolean(prefix + "managed"); err != nil {
		return RocksDB{}, err
	}
	if m.FixedPerSlot, fixed, err = r.size(prefix + "fixed-per-slot"); err != nil {
		return RocksDB{}, err
	}
	m.UsesFixedPerSlot = fixed.set
	if m.WriteBufferRatio, write, err = r.double(prefix + "write-buffer-ratio"); err != nil {
		return RocksDB{}, err
	}
	if m.HighPriorityPoolRatio, high, err = r.double(prefix + "high-prio-pool-ratio"); err != nil {
		return RocksDB{}, err
	}
	if r.exists(prefix + "partitioned-index-filters") {
		if m.PartitionedIndexFilters, _, err = r.boolean(prefix + "partitioned-index-filters"); err != nil {
			return RocksDB{}, err
		}
	}
	if m.RatioSum() >= 1 {
		if !write.set {
			write, high = high, write
		}
		err := write.refuse(RatiosExceed)
		err.With = high.key
		return m, err
	}
	return m, nil
}

// RatioSum is what has to stay below 1 of the two ratios.
func (m RocksDB) RatioSum() float64 {
	return 2*m.WriteBufferRatio/(3-m.WriteBufferRatio) + m.HighPriorityPoolRatio
}

// HighestWriteBufferRatio and HighestPoolRatio are the bounds that each ratio has to stay below beside the other.
func (m RocksDB) HighestWriteBufferRatio() float64 {
	return 3 * (1 - m.HighPriorityPoolRatio) / (3 - m.HighPriorityPoolRatio)
}

// HighestPoolRatio is described with HighestWriteBufferRatio.
func (m RocksDB) HighestPoolRatio() float64 { return 1 - 2*m.WriteBufferRatio/(3-m.WriteBufferRatio) }

// Bound is what limits the native memory of a state backend.
type Bound string

// The bounds, in the order in which Flink looks for them.
const (
	BoundPerSlot Bound = "fixed-per-slot"
	BoundManaged Bound = "managed"
	BoundPerTM   Bound = "fixed-per-tm" // from 1.17 on
	Unbounded    Bound = ""
)

// StateBound is what limits the native memory of RocksDB or ForSt, as RocksDBSharedResourcesFactory.from chooses it:
// a fixed size for each slot, else managed memory, else a fixed size for the TaskManager, else nothing. size is the
// fixed one, 0 for the others.
func StateBound(backend StateBackend, c Config, v Version) (bound Bound, size Size, err *OptionError) {
	m, err := NativeStateMemory(backend, c, v)
	switch {
	case err != nil:
		return Unbounded, 0, err
	case m.UsesFixedPerSlot:
		return BoundPerSlot, m.FixedPerSlot, nil
	case m.Managed:
		return BoundManaged, 0, nil
	}
	r := optionReader{c, v}
	key := backend.Prefix() + "memory.fixed-per-tm"
	if !r.exists(key) {
		return Unbounded, 0, nil
	}
	if size, _, err = r.size(key); err != nil || size == 0 {
		return Unbounded, 0, err
	}
	return BoundPerTM, size, nil
}

// arenaChecked is the release in which RocksDBOperationUtils.sanityCheckArenaBlockSize came.
var arenaChecked = Version{Major: 1, Minor: 12}

// ArenaCheck is Flink's check that the write buffers of RocksDB or ForSt have room for one block of memory. Where Block
// exceeds Limit it logs a warning: RocksDB then flushes all the time.
type ArenaCheck struct {
	Buffer       Size // writebuffer.size
	Block        Size // what a write buffer allocates at a time: an eighth of Buffer, in pages of 4 KiB
	WriteBuffers Size // what all write buffers together may take of the bound
	Limit        Size // from which they are flushed: 7/8 of WriteBuffers
	Needed       Size // the least bound that passes
}

// OK reports whether the check passes.
func (a ArenaCheck) OK() bool { return a.Block <= a.Limit }

// CheckArena makes that check for a bound in bytes, with the formulas of RocksDBMemoryControllerUtils; ok is false where
// the version makes none, or where no bound could pass. An options factory may change the write buffer in code.
func CheckArena(backend StateBackend, c Config, v Version, bound Size) (a ArenaCheck, ok bool) {
	m, err := NativeStateMemory(backend, c, v)
	if err != nil || v.Before(arenaChecked) || backend == ForStBackend && v.Before(forStName) {
		return a, false
	}
	var from setting
	if a.Buffer, from, err = (optionReader{c, v}).size(backend.Prefix() + "writebuffer.size"); err != nil {
		return a, false
	}
	if !from.set {
		a.Buffer = 64 * MiB // before 1.15 Flink left the default to RocksDB, which has the same
	}
	const page = 4 * KiB
	if !(m.WriteBufferRatio > 0) || bound > Unlimited/16 || float64(a.Buffer)/m.WriteBufferRatio > float64(Unlimited/16) {
		return a, false
	}
	a.Block = (a.Buffer/8 + page - 1) / page * page
	buffers := func(bound Size) Size { return Size(float64(2*bound) * m.WriteBufferRatio / 3) }
	a.WriteBuffers = buffers(bound)
	limit := func(buffers Size) Size { return 7 * buffers / 8 }
	a.Limit = limit(a.WriteBuffers)
	a.Needed = Size(float64(a.Block) * 8 / 7 * 3 / 2 / m.WriteBufferRatio)
	for limit(buffers(a.Needed)) < a.Block { // roundings, a step or two
		a.Needed += a.Needed/1e6 + 1
	}
	return a, true
}
