package flink_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/flink/flinktest"
)

// extraChecks compare one of our checks with Flink's answer; they report whether Flink made the check. Fewer answers
// than were recorded when this was written mean that a test has silently stopped to test.
var extraChecks = []struct {
	name    string
	check   func(t *testing.T, v *flinktest.Vector, version flink.Version, c flink.Config) bool
	atLeast int
}{
	{"SegmentSize", checkSegmentSize, 15400},
	{"TaskSlots", checkTaskSlots, 15400},
	{"ManagedWeights", checkManagedWeights, 14200},
	{"RocksDBMemory", checkRocksDBMemory, 15400},
	{"NetworkBuffers", checkNetworkBuffers, 9300},
	{"KubernetesLimits", checkKubernetesLimits, 12400},
}

func TestExtrasAsRecorded(t *testing.T) {
	for _, extra := range extraChecks {
		t.Run(extra.name, func(t *testing.T) {
			n := 0
			for _, minor := range flinktest.Minors(t) {
				version := flink.MustVersion(minor)
				vectors := flinktest.Read(t, minor)
				for i := range vectors {
					v := &vectors[i]
					if v.Out.Loaded != nil && extra.check(t, v, version, flink.Config{Values: v.Out.Loaded, Standard: v.Standard()}) {
						n++
					}
				}
			}
			if n < extra.atLeast {
				t.Errorf("%d recorded answers were compared, want at least %d", n, extra.atLeast)
			}
		})
	}
}

// agrees compares our verdict with Flink's. Where Flink's words name an option, it has to be the one that we name;
// some of its exceptions come without any words.
func agrees(t *testing.T, v *flinktest.Vector, check string, thrown flinktest.Failure, err *flink.OptionError) {
	t.Helper()
	names := func(part string) bool {
		return slices.ContainsFunc(thrown, func(e flinktest.Thrown) bool { return strings.Contains(e.Message, part) })
	}
	switch {
	case thrown == nil && err == nil:
	case thrown == nil:
		t.Errorf("%s: %s: we say %v, Flink accepts %v", v.ID(), check, err, v.Out.Loaded)
	case err == nil:
		t.Errorf("%s: %s: we accept, Flink says %v", v.ID(), check, thrown)
	case (names("manager.") || names("state.backend.")) && !names(err.Key) && !names("key '"+replacement(err.Key, v)+"'"):
		t.Errorf("%s: %s: we say %v, Flink says %v", v.ID(), check, err, thrown)
	case err.Fault == flink.ValueUnreadable && names("value '") && err.Value != "" && !names("value '"+err.Value+"'"):
		t.Errorf("%s: %s: we say %v, Flink says %v", v.ID(), check, err, thrown)
	}
}

// replacement is the option that the key is a fallback of: Flink names it where the old key is set.
func replacement(key string, v *flinktest.Vector) string {
	o, ok := flink.Lookup(key)
	if !ok {
		return key
	}
	if options := o.ReplacedIn(flink.MustVersion(v.Minor)); len(options) == 1 {
		return options[0]
	}
	return key
}

func checkSegmentSize(t *testing.T, v *flinktest.Vector, version flink.Version, c flink.Config) bool {
	t.Helper()
	var want flink.Size
	thrown, ok := v.Extra(t, "pageSize", &want)
	got, err := flink.SegmentSize(c, version)
	if ok {
		agrees(t, v, "SegmentSize", thrown, err)
	}
	if ok && got != want {
		t.Errorf("%s: SegmentSize = %d, Flink says %d", v.ID(), got, want)
	}
	return ok
}

func checkTaskSlots(t *testing.T, v *flinktest.Vector, version flink.Version, c flink.Config) bool {
	t.Helper()
	var want int32
	thrown, ok := v.Extra(t, "slots", &want)
	got, err := flink.TaskSlots(c, version)
	if ok {
		agrees(t, v, "TaskSlots", thrown, err)
	}
	if ok && got != want {
		t.Errorf("%s: TaskSlots = %d, Flink says %d", v.ID(), got, want)
	}
	return ok
}

func checkManagedWeights(t *testing.T, v *flinktest.Vector, version flink.Version, c flink.Config) bool {
	t.Helper()
	var want map[string]int32
	thrown, ok := v.Extra(t, "managedWeights", &want)
	got, err := flink.ManagedWeights(c, version)
	if ok != (got != nil || err != nil) {
		t.Errorf("%s: ManagedWeights = %v, %v, and Flink has weights: %v", v.ID(), got, err, ok)
	}
	if ok {
		agrees(t, v, "ManagedWeights", thrown, err)
	}
	if ok && !maps.Equal(got, want) {
		t.Errorf("%s: ManagedWeights = %v, Flink says %v", v.ID(), got, want)
	}
	return ok
}

func checkRocksDBMemory(t *testing.T, v *flinktest.Vector, version flink.Version, c flink.Config) bool {
	t.Helper()
	type recorded struct {
		Managed      bool        `json:"isUsingManagedMemory"`
		UsesFixed    bool        `json:"isUsingFixedMemoryPerSlot"`
		Fixed        *flink.Size `json:"getFixedMemoryPerSlot"`
		WriteBuffer  float64     `json:"getWriteBufferRatio"`
		HighPriority float64     `json:"getHighPriorityPoolRatio"`
		Partitioned  bool        `json:"isUsingPartitionedIndexFilters"`
	}
	var r recorded
	thrown, ok := v.Extra(t, "rocksdb", &r)
	if !ok {
		return false
	}
	got, err := flink.RocksDBMemory(c, version)
	agrees(t, v, "RocksDBMemory", thrown, err)
	want := flink.RocksDB{
		Managed: r.Managed, UsesFixedPerSlot: r.UsesFixed, WriteBufferRatio: r.WriteBuffer,
		HighPriorityPoolRatio: r.HighPriority, PartitionedIndexFilters: r.Partitioned,
	}
	if r.Fixed != nil {
		want.FixedPerSlot = *r.Fixed
	}
	if err == nil && got != want {
		t.Errorf("%s: RocksDBMemory = %+v, Flink says %+v", v.ID(), got, want)
	}
	return true
}

func checkNetworkBuffers(t *testing.T, v *flinktest.Vector, version flink.Version, c flink.Config) bool {
	t.Helper()
	type recorded struct {
		Count          int32      `json:"numNetworkBuffers"`
		Size           flink.Size `json:"networkBufferSize"`
		PerChannel     int32      `json:"networkBuffersPerChannel"`
		Floating       int32      `json:"floatingNetworkBuffersPerGate"`
		MaxPerChannel  int32      `json:"maxBuffersPerChannel"`
		MaxOverdraft   int32      `json:"maxOverdraftBuffersPerGate"`
		MinBuffers     int32      `json:"sortShuffleMinBuffers"`
		MinParallelism int32      `json:"sortShuffleMinParallelism"`
		BatchRead      flink.Size `json:"batchShuffleReadMemoryBytes"`
	}
	var r recorded
	thrown, ok := v.Extra(t, "network", &r)
	if !ok {
		return false
	}
	b, err := flink.NetworkBuffers(c, version, flink.Size(v.Out.TM.Sizes["network"]))
	agrees(t, v, "NetworkBuffers", thrown, err)
	got := recorded{b.Count, b.Size, b.PerChannel, b.FloatingPerGate, b.MaxPerChannel, b.MaxOverdraftPerGate,
		b.SortShuffleMinBuffers, b.SortShuffleMinParallelism, b.BatchShuffleReadMemory}
	if got != r {
		t.Errorf("%s: NetworkBuffers = %+v, Flink says %+v", v.ID(), got, r)
	}
	return true
}

func checkKubernetesLimits(t *testing.T, v *flinktest.Vector, version flink.Version, c flink.Config) bool {
	t.Helper()
	var jm struct {
		Memory string `json:"getJobManagerMemoryLimitFactor"`
		CPU    string `json:"getJobManagerCPULimitFactor"`
	}
	var tm struct {
		Memory string `json:"getTaskManagerMemoryLimitFactor"`
		CPU    string `json:"getTaskManagerCPULimitFactor"`
	}
	jmThrown, jmOK := v.Extra(t, "k8sJm", &jm)
	tmThrown, tmOK := v.Extra(t, "k8sTm", &tm)
	check := func(role flink.Role, thrown flinktest.Failure, ok bool, memory, cpu string) {
		got, err := flink.KubernetesLimits(role, c, version)
		if !ok {
			if (err != nil || got != flink.LimitFactors{Memory: 1, CPU: 1}) {
				t.Errorf("%s: KubernetesLimits(%s) = %v, %v, Flink has none", v.ID(), role, got, err)
			}
			return
		}
		agrees(t, v, "KubernetesLimits", thrown, err)
		var want flink.LimitFactors
		if thrown == nil {
			want = flink.LimitFactors{Memory: javaDouble(t, memory), CPU: javaDouble(t, cpu)}
		}
		if got != want {
			t.Errorf("%s: KubernetesLimits(%s) = %v, Flink says %v", v.ID(), role, got, want)
		}
	}
	check(flink.JobManager, jmThrown, jmOK, jm.Memory, jm.CPU)
	check(flink.TaskManager, tmThrown, tmOK, tm.Memory, tm.CPU)
	return jmOK && tmOK
}

func javaDouble(t *testing.T, text string) float64 {
	t.Helper()
	d, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
