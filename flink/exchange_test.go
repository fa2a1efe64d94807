package flink_test

import (
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// TestExchange compares with what Flink's ResultPartitionFactory, NettyShuffleUtils and InputGateSpecUtils answered for
// 100 channels, all of them remote. The totals of the last three are those with which jobs ran on 1.20, while one buffer less
// failed with "Insufficient number of network buffers".
func TestExchange(t *testing.T) {
	for _, c := range []struct {
		version                      string
		perChannel, limit            int32
		slots, parallelism           int32
		subtasks, output, input, all int64
	}{
		{"1.10", 2, 0, 1, 101, 1, 102, 200, 302},
		{"1.11", 2, 0, 1, 101, 1, 102, 201, 303},
		{"1.16", 2, 50, 1, 101, 1, 102, 201, 303}, // 1.17 brought the limit
		{"1.17", 2, 0, 1, 101, 1, 102, 201, 303},
		{"1.14", 0, 0, 1, 101, 1, 102, 1, 103},
		{"1.20", 5, 0, 1, 601, 1, 602, 3001, 3603},
		{"2.3", 2, 1000, 1, 101, 1, 102, 201, 303},
		{"2.3", 2, 0, 20, 100, 20, 101, 161, 5240},
		{"2.3", 2, 0, 8, 4, 4, 5, 1, 24}, // all channels are local
		{"2.3", 2, 0, 8, 0, 1, 2, 1, 3},
		{"1.20", 2, 0, 4, 8, 4, 9, 9, 72},
		{"1.20", 2, 0, 1, 8, 1, 9, 15, 24},
		{"1.20", 2, 10, 1, 8, 1, 9, 9, 18},
	} {
		b := flink.Buffers{PerChannel: c.perChannel, RequiredPerGateMax: c.limit}
		e := b.Exchange(flink.MustVersion(c.version), c.slots, c.parallelism)
		if e.Subtasks != c.subtasks || e.Output != c.output || e.Input != c.input || e.Total() != c.all {
			t.Errorf("%+v: %+v, total %d", c, e, e.Total())
		}
	}
}

// TestExchangeLimited has the answers of InputGateSpecUtils.createGateBuffersSpec, 1.17 and 2.3, for 100 channels with 2
// exclusive buffers: required floating buffers and effective exclusive buffers.
func TestExchangeLimited(t *testing.T) {
	for limit, want := range map[int32]struct{ floating, exclusive int64 }{
		1: {1, 0}, 50: {50, 0}, 101: {1, 1}, 150: {50, 1}, 1000: {1, 2},
	} {
		b := flink.Buffers{PerChannel: 2, RequiredPerGateMax: limit}
		e := b.Exchange(flink.MustVersion("2.3"), 4, 100)
		if got := want.exclusive*96 + want.floating; e.Remote != 96 || e.Input != got {
			t.Errorf("limit %d: %+v, Flink insists on %d", limit, e, got)
		}
	}
}

func TestBatchOutput(t *testing.T) {
	for _, c := range []struct {
		minBuffers, minParallelism, subpartitions int32
		want                                      int64
	}{
		{512, 1, 100, 512}, {64, 2147483647, 100, 101}, {512, 101, 100, 101}, {512, 100, 100, 512}, {0, 0, 100, 101},
	} {
		b := flink.Buffers{SortShuffleMinBuffers: c.minBuffers, SortShuffleMinParallelism: c.minParallelism}
		if got := b.BatchOutput(c.subpartitions); got != c.want {
			t.Errorf("%+v: got %d", c, got)
		}
	}
}

func TestParallelism(t *testing.T) {
	v := flink.MustVersion("2.3")
	for text, want := range map[string]int32{"8": 8, "": 1} {
		c := flink.Config{Values: map[string]string{}}
		if text != "" {
			c.Values["parallelism.default"] = text
		}
		if got, err := flink.Parallelism(c, v); err != nil || got != want {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
	if _, err := flink.Parallelism(flink.Config{Values: map[string]string{"parallelism.default": "x"}}, v); err == nil {
		t.Error("x is read as a number")
	}
}
