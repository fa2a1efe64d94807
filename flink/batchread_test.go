package flink_test

import (
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// TestCheckBatchShuffleRead has what the BatchShuffleReadBufferPool of 1.13, 1.16, 1.20 and 2.3 says for buffers of 32 KiB.
func TestCheckBatchShuffleRead(t *testing.T) {
	const key = "taskmanager.memory.framework.off-heap.batch-shuffle.size"
	for text, want := range map[string]flink.OptionFault{
		"0": flink.BelowMinimum, "1": flink.BelowOther, "32767": flink.BelowOther, "32768": "", "40000": "", "64m": "", "x": flink.ValueUnreadable,
	} {
		c := flink.Config{Values: map[string]string{key: text}}
		for _, minor := range []string{"1.13", "1.20", "2.3"} {
			var got flink.OptionFault
			if err := flink.CheckBatchShuffleRead(c, flink.MustVersion(minor), flink.Buffers{Size: 32 * flink.KiB}); err != nil {
				got = err.Fault
			}
			if got != want {
				t.Errorf("%s: %q: %q, want %q", minor, text, got, want)
			}
		}
		if err := flink.CheckBatchShuffleRead(c, flink.MustVersion("1.12"), flink.Buffers{Size: 32 * flink.KiB}); err != nil {
			t.Errorf("1.12 has no such option: %v", err)
		}
	}
}
