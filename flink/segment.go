package flink

import "math"

const segmentSizeKey = "taskmanager.memory.segment-size"

// minSegmentSize is the smallest memory segment that Flink works with (MemoryManager.MIN_PAGE_SIZE).
const minSegmentSize = 4 * KiB

// SegmentSize is the size of a memory segment, which is also that of a network buffer, in bytes. It follows
// ConfigurationParserUtils.getPageSize: a power of two of at least 4096 that fits into 31 bits.
func SegmentSize(c Config, v Version) (Size, *OptionError) {
	n, from, err := optionReader{c, v}.size(segmentSizeKey)
	switch {
	case err != nil:
		return 0, err
	case n > math.MaxInt32:
		return 0, from.beyond(AboveMaximum, math.MaxInt32)
	case n < minSegmentSize:
		return 0, from.beyond(BelowMinimum, float64(minSegmentSize))
	case n&(n-1) != 0:
		return 0, from.refuse(NotPowerOfTwo)
	}
	return n, nil
}
