package flink

// CheckBatchShuffleRead checks the memory from which batch shuffles are read as BatchShuffleReadBufferPool does, which
// the TaskManager creates at its start: it has to hold one network buffer. Before 1.13 there is no such memory.
func CheckBatchShuffleRead(c Config, v Version, b Buffers) *OptionError {
	r := optionReader{c, v}
	if !r.exists(batchReadMemoryKey) {
		return nil
	}
	n, from, err := r.size(batchReadMemoryKey)
	switch {
	case err != nil:
		return err
	case n <= 0:
		return from.beyond(BelowMinimum, float64(b.Size))
	case n < b.Size:
		below := from.refuse(BelowOther)
		below.Limit, below.With = float64(b.Size), segmentSizeKey
		return below
	}
	return nil
}
