package flink

import (
	"strings"
	"testing"
)

// TestConfiguredBackend holds what StateBackendLoader.loadStateBackendFromConfig made of these in the versions.
func TestConfiguredBackend(t *testing.T) {
	const hashMapClass = "org.apache.flink.runtime.state.hashmap.HashMapStateBackendFactory"
	const rocksDBClass = "org.apache.flink.contrib.streaming.state.EmbeddedRocksDBStateBackendFactory"
	tests := []struct {
		options  string // key=value, separated by |
		versions string
		want     StateBackend
		written  bool
	}{
		{"", "1.10 1.18 1.20 2.3", HeapBackend, false},
		{"state.backend=rocksdb", "1.10 1.16 1.20 2.3", RocksDBBackend, true},
		{"state.backend=RocksDB", "1.10 2.3", RocksDBBackend, true},
		{"state.backend=filesystem", "1.10 1.13 1.20", HeapBackend, true},
		{"state.backend=jobmanager", "1.10 1.20", HeapBackend, true},
		{"state.backend=filesystem", "2.0 2.3", OtherBackend, true},
		{"state.backend=hashmap", "1.10 1.12", OtherBackend, true},
		{"state.backend=HASHMAP", "1.13 2.3", HeapBackend, true},
		{"state.backend=forst", "1.13 1.20", OtherBackend, true},
		{"state.backend=forst", "2.0 2.3", ForStBackend, true},
		{"state.backend=memory", "1.10 2.3", OtherBackend, true},
		{"state.backend=" + hashMapClass, "1.13 2.3", HeapBackend, true},
		{"state.backend=" + rocksDBClass, "1.13 2.3", RocksDBBackend, true},
		{"state.backend=com.example.RocksDBStateBackendFactory", "1.20", OtherBackend, true},
		{"state.backend.type=rocksdb", "1.10 1.16", HeapBackend, false},
		{"state.backend.type=rocksdb", "1.17 2.3", RocksDBBackend, true},
		{"state.backend.type=hashmap|state.backend=rocksdb", "1.17 2.3", HeapBackend, true},
		{"state.backend.type=hashmap|state.backend=rocksdb", "1.16", RocksDBBackend, true},
	}
	for _, test := range tests {
		for _, v := range strings.Fields(test.versions) {
			got, err := ConfiguredBackend(Config{Values: optionsOf(test.options)}, MustVersion(v))
			if err != nil || got.Backend != test.want || got.Written != test.written {
				t.Errorf("%s in %s: %+v, %v", test.options, v, got, err)
			}
		}
	}
	if _, err := ConfiguredBackend(Config{Unknown: map[string]bool{"state.backend": true}}, MustVersion("2.3")); err == nil || !err.Unknown() {
		t.Errorf("a template: %v", err)
	}
}

func optionsOf(text string) map[string]string {
	options := map[string]string{}
	for _, o := range strings.Split(text, "|") {
		if key, value, ok := strings.Cut(o, "="); ok {
			options[key] = value
		}
	}
	return options
}

// TestStateBound follows the order of RocksDBSharedResourcesFactory.from.
func TestStateBound(t *testing.T) {
	const memory = "state.backend.rocksdb.memory."
	tests := []struct {
		options, version string
		want             Bound
		size             Size
	}{
		{"", "1.10", BoundManaged, 0},
		{memory + "fixed-per-slot=1m|" + memory + "managed=true", "1.10", BoundPerSlot, MiB},
		{memory + "fixed-per-slot=1m|" + memory + "managed=false|" + memory + "fixed-per-tm=2m", "2.3", BoundPerSlot, MiB},
		{memory + "fixed-per-tm=2m", "2.3", BoundManaged, 0},
		{memory + "managed=false|" + memory + "fixed-per-tm=2m", "2.3", BoundPerTM, 2 * MiB},
		{memory + "managed=false|" + memory + "fixed-per-tm=0", "2.3", Unbounded, 0},
		{memory + "managed=false|" + memory + "fixed-per-tm=2m", "1.16", Unbounded, 0},
		{memory + "managed=false", "2.3", Unbounded, 0},
	}
	for _, test := range tests {
		got, size, err := StateBound(RocksDBBackend, Config{Values: optionsOf(test.options)}, MustVersion(test.version))
		if err != nil || got != test.want || size != test.size {
			t.Errorf("%s in %s: %q %d, %v", test.options, test.version, got, size, err)
		}
		forst := Config{Values: optionsOf(strings.ReplaceAll(test.options, "rocksdb", "forst"))}
		if got, size, err := StateBound(ForStBackend, forst, MustVersion("2.3")); test.version == "2.3" && (err != nil || got != test.want || size != test.size) {
			t.Errorf("ForSt: %s: %q %d, %v", test.options, got, size, err)
		}
	}
}

// TestCheckArena holds what RocksDBMemoryControllerUtils and sanityCheckArenaBlockSize of 1.12, 1.20 and 2.3, and
// ForSt's of 2.3, answered.
func TestCheckArena(t *testing.T) {
	tests := []struct {
		bound        Size
		ratio        string
		writeBuffers Size
		ok           [3]bool // for write buffers of 64 MiB, 8 MiB and 1000003 bytes
	}{
		{0, "0.5", 0, [3]bool{false, false, false}},
		{1048576, "0.5", 349525, [3]bool{false, false, true}},
		{1048576, "0.25", 174762, [3]bool{false, false, true}},
		{28760071, "0.5", 9586690, [3]bool{false, true, true}},
		{28761091, "0.5", 9587030, [3]bool{true, true, true}},
		{28761091, "0.25", 4793515, [3]bool{false, true, true}},
		{67108864, "0.25", 11184810, [3]bool{true, true, true}},
	}
	for _, test := range tests {
		for i, size := range []string{"", "8m", "1000003"} {
			for _, backend := range []StateBackend{RocksDBBackend, ForStBackend} {
				c := Config{Values: map[string]string{backend.Prefix() + "memory.write-buffer-ratio": test.ratio}}
				if size != "" {
					c.Values[backend.Prefix()+"writebuffer.size"] = size
				}
				for _, v := range []string{"1.12", "1.20", "2.3"} {
					a, made := CheckArena(backend, c, MustVersion(v), test.bound)
					if want := backend == RocksDBBackend || v == "2.3"; made != want {
						t.Errorf("%s in %s: made = %v", backend, v, made)
					} else if made && (a.OK() != test.ok[i] || a.WriteBuffers != test.writeBuffers) {
						t.Errorf("%s in %s, %d, %s, %s: %+v", backend, v, test.bound, test.ratio, size, a)
					}
					if made {
						if least, _ := CheckArena(backend, c, MustVersion(v), a.Needed); !least.OK() || a.Needed > 60*MiB {
							t.Errorf("%d is not enough: %+v", a.Needed, least)
						}
					}
				}
			}
		}
	}
	if _, made := CheckArena(RocksDBBackend, Config{}, MustVersion("1.11"), 1); made {
		t.Error("1.11 makes no such check")
	}
	for _, ratio := range []string{"1e-300", "0", "-5", "NaN", "1e-12"} {
		for _, size := range []string{"0", "9223372036854775807"} {
			c := Config{Values: map[string]string{"state.backend.rocksdb.memory.write-buffer-ratio": ratio, "state.backend.rocksdb.writebuffer.size": size}}
			for _, bound := range []Size{0, 1, Unlimited} {
				if a, made := CheckArena(RocksDBBackend, c, MustVersion("2.3"), bound); made && a.Needed < 0 {
					t.Errorf("%s, %s, %d: %+v", ratio, size, bound, a)
				}
			}
		}
	}
}

func TestManagedShare(t *testing.T) {
	weights := map[string]int32{StateBackendConsumer: 70, OperatorConsumer: 70, PythonConsumer: 30}
	if got := ManagedShare(weights, StateBackendConsumer); got != 1 {
		t.Errorf("alone: %v", got)
	}
	if got := ManagedShare(weights, StateBackendConsumer, PythonConsumer); got != 0.7 {
		t.Errorf("with Python: %v", got)
	}
	if got := ManagedShare(map[string]int32{}, StateBackendConsumer); got != 0 {
		t.Errorf("without a weight: %v", got)
	}
	if got := ManagedShare(nil, StateBackendConsumer, PythonConsumer); got != 1 {
		t.Errorf("without weights: %v", got)
	}
}
