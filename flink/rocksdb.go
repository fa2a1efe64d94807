package flink

// RocksDB is how the RocksDB state backend shares memory among its instances in a slot.
type RocksDB struct {
	Managed                 bool    // the slot's share of managed memory bounds it
	FixedPerSlot            Size    // bytes for each slot instead, with UsesFixedPerSlot
	UsesFixedPerSlot        bool    // takes precedence over Managed
	WriteBufferRatio        float64 // of the bound, for write buffers
	HighPriorityPoolRatio   float64 // of the block cache, for index and filter blocks
	PartitionedIndexFilters bool    // false before 1.13, which brought the option
}

const (
	rocksDBManagedKey      = "state.backend.rocksdb.memory.managed"
	rocksDBFixedKey        = "state.backend.rocksdb.memory.fixed-per-slot"
	rocksDBWriteBufferKey  = "state.backend.rocksdb.memory.write-buffer-ratio"
	rocksDBHighPriorityKey = "state.backend.rocksdb.memory.high-prio-pool-ratio"
	rocksDBPartitionedKey  = "state.backend.rocksdb.memory.partitioned-index-filters"
)

// RocksDBMemory reads and checks the options of RocksDB's memory, as RocksDBMemoryConfiguration and its validate
// method do: with the ratio w of write buffers and h of the high-priority pool, 2w/(3-w) + h must stay below 1. No
// version checks the single ratios.
func RocksDBMemory(c Config, v Version) (RocksDB, *OptionError) {
	r := optionReader{c, v}
	var m RocksDB
	var fixed, write, high setting
	var err *OptionError
	if m.Managed, _, err = r.boolean(rocksDBManagedKey); err != nil {
		return RocksDB{}, err
	}
	if m.FixedPerSlot, fixed, err = r.size(rocksDBFixedKey); err != nil {
		return RocksDB{}, err
	}
	m.UsesFixedPerSlot = fixed.set
	if m.WriteBufferRatio, write, err = r.double(rocksDBWriteBufferKey); err != nil {
		return RocksDB{}, err
	}
	if m.HighPriorityPoolRatio, high, err = r.double(rocksDBHighPriorityKey); err != nil {
		return RocksDB{}, err
	}
	if r.exists(rocksDBPartitionedKey) {
		if m.PartitionedIndexFilters, _, err = r.boolean(rocksDBPartitionedKey); err != nil {
			return RocksDB{}, err
		}
	}
	if 2*m.WriteBufferRatio/(3-m.WriteBufferRatio)+m.HighPriorityPoolRatio >= 1 {
		if !write.set {
			write, high = high, write
		}
		err := write.refuse(RatiosExceed)
		err.With = high.key
		return RocksDB{}, err
	}
	return m, nil
}
