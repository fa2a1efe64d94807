package flink

import (
	"strings"
	"testing"
)

// TestOptionErrors holds which option each check blames, and in which words.
func TestOptionErrors(t *testing.T) {
	segment := func(c Config, v Version) *OptionError { _, err := SegmentSize(c, v); return err }
	weights := func(c Config, v Version) *OptionError { _, err := ManagedWeights(c, v); return err }
	rocksDB := func(c Config, v Version) *OptionError { _, err := RocksDBMemory(c, v); return err }
	buffers := func(c Config, v Version) *OptionError { _, err := NetworkBuffers(c, v, GiB); return err }
	const debloat = "taskmanager.network.memory.buffer-debloat."
	tests := []struct {
		name    string
		check   func(Config, Version) *OptionError
		options string // key=value, or key? for a value that cannot be known
		version string
		want    string // "" for none
	}{
		{"not a power of two", segment, segmentSizeKey + "=48kb", "1.20", `taskmanager.memory.segment-size: "48kb" is not a power of two`},
		{"too small", segment, segmentSizeKey + "=1k", "1.20", `taskmanager.memory.segment-size: "1k" is less than 4096`},
		{"too large", segment, segmentSizeKey + "=2g", "1.20", `taskmanager.memory.segment-size: "2g" is more than 2147483647`},
		{"no size", segment, segmentSizeKey + "=4Ki", "1.20", `taskmanager.memory.segment-size: "Ki" is not a unit that Flink knows`},
		{"unknown", segment, segmentSizeKey + "?", "1.20", `taskmanager.memory.segment-size: the value cannot be known here`},
		{"unknown entry", weights, consumerWeightsKey + ".PYTHON?", "1.20", consumerWeightsKey + ".PYTHON: the value cannot be known here"},
		{"negative entry", weights, consumerWeightsKey + ".PYTHON=-1", "1.20", consumerWeightsKey + `.PYTHON, entry PYTHON: "-1" is less than 0`},
		{"no such user", weights, consumerWeightsKey + "=OPERATOR:1", "1.12", consumerWeightsKey + ", entry OPERATOR: Flink does not know the entry"},
		{"ratios", rocksDB, rocksDBHighPriorityKey + "=0.6", "1.20", rocksDBHighPriorityKey + `: "0.6" leaves nothing beside ` + rocksDBWriteBufferKey},
		{"both ratios", rocksDB, rocksDBHighPriorityKey + "=0.6 " + rocksDBWriteBufferKey + "=0.9", "1.20", rocksDBWriteBufferKey + `: "0.9" leaves nothing beside ` + rocksDBHighPriorityKey},
		{"no ratio", rocksDB, rocksDBPartitionedKey + "=x", "1.12", ""},
		{"not a boolean", rocksDB, rocksDBPartitionedKey + "=x", "1.13", rocksDBPartitionedKey + `: "x" is neither true nor false`},
		{"fallback key", buffers, "taskmanager.network.memory.exclusive-buffers-request-timeout-ms=x", "1.20", `taskmanager.network.memory.exclusive-buffers-request-timeout-ms: "x" is not a duration`},
		{"fallback key hidden", buffers, "taskmanager.network.memory.exclusive-buffers-request-timeout-ms=x taskmanager.network.memory.buffers-request-timeout=1s", "1.20", ""},
		{"floating", buffers, floatingPerGateKey + "=0", "1.17", floatingPerGateKey + `: "0" is less than 1`},
		{"floating unchecked", buffers, floatingPerGateKey + "=0", "1.16", ""},
		{"floating dropped", buffers, floatingPerGateKey + "=0", "2.0", ""},
		{"unknown and needed", buffers, perChannelKey + "?", "1.20", perChannelKey + ": the value cannot be known here"},
		{"unknown and not needed", buffers, "taskmanager.network.request-backoff.max? taskmanager.numberOfTaskSlots? " + debloat + "target?", "1.20", ""},
		{"smallest segment", buffers, minSegmentSizeKey + "=64k", "1.20", minSegmentSizeKey + `: "64k" is more than taskmanager.memory.segment-size allows (32768)`},
		{"smallest segment above the first", buffers, minSegmentSizeKey + "=4k", "2.0", minSegmentSizeKey + `: "4k" is more than taskmanager.memory.starting-segment-size allows (1024)`},
		{"first segment below the smallest", buffers, startingSegmentKey + "=128", "2.0", startingSegmentKey + `: "128" is less than taskmanager.memory.min-segment-size allows (256)`},
		{"first segment unknown", buffers, startingSegmentKey + "?", "2.0", ""},
		{"debloating target", buffers, debloat + "target=0", "1.15", debloat + `target: "0" is less than 1`},
		{"debloating unchecked", buffers, debloat + "target=0", "1.14", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := Config{Values: map[string]string{}, Unknown: map[string]bool{}}
			for option := range strings.FieldsSeq(tt.options) {
				if key, ok := strings.CutSuffix(option, "?"); ok {
					c.Unknown[key] = true
				} else {
					key, value, _ := strings.Cut(option, "=")
					c.Values[key] = value
				}
			}
			err := tt.check(c, MustVersion(tt.version))
			if err == nil && tt.want != "" || err != nil && err.Error() != tt.want {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if err != nil && err.Unknown() != (len(c.Unknown) > 0) {
				t.Errorf("Unknown() = %v", err.Unknown())
			}
		})
	}
}

func TestTooManyBuffers(t *testing.T) {
	_, err := NetworkBuffers(Config{}, MustVersion("2.0"), 128*TiB)
	if err == nil || err.Fault != TooManyBuffers || err.Key != "taskmanager.memory.network.max" {
		t.Errorf("128 TiB in buffers of 32 KiB: %v", err)
	}
}

const (
	rocksDBWriteBufferKey  = "state.backend.rocksdb.memory.write-buffer-ratio"
	rocksDBHighPriorityKey = "state.backend.rocksdb.memory.high-prio-pool-ratio"
	rocksDBPartitionedKey  = "state.backend.rocksdb.memory.partitioned-index-filters"
)
