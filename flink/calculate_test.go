package flink_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/flink/flinktest"
)

// checks recognises the check that Flink stopped at by its message. A message that none of them matches has no code.
var checks = []struct {
	code    flink.Code
	message *regexp.Regexp
}{
	{flink.LegacyHeapInvalid, regexp.MustCompile(`^TaskManager failed to map legacy|must not be less than 0\.$`)},
	{flink.TotalMemoryMissing, regexp.MustCompile(`need to be configured explicitly`)},
	{flink.ComponentsExceedFlink, regexp.MustCompile(`^Sum of configured Framework Heap Memory`)},
	{flink.NetworkOutOfRange, regexp.MustCompile(`^If Total Flink, Task Heap and`)},
	{flink.MetaspaceOverheadExceedProcess, regexp.MustCompile(`^Sum of configured JVM Metaspace`)},
	{flink.ProcessBelowFlink, regexp.MustCompile(`^The configured Total Process Memory size .* is less than the sum|^bytes must be >= 0`)},
	{flink.OverheadOutOfRange, regexp.MustCompile(`^Derived JVM Overhead size`)},
	{flink.RangeInvalid, regexp.MustCompile(`^Inconsistently configured`)},
	{flink.SizeInvalid, regexp.MustCompile(`^Cannot read memory size`)},
	{flink.ValueInvalid, regexp.MustCompile(`^Could not parse value|^Character . is neither`)},
	{flink.HeapOffHeapNotFlink, regexp.MustCompile(`^Sum of the configured JVM Heap Memory`)},
	{flink.HeapExceedsFlink, regexp.MustCompile(`^The configured JVM Heap Memory .* exceeds`)},
	{flink.OffHeapExceedsFlink, regexp.MustCompile(`^The configured Total Flink Memory .* is less than the configured Off-heap`)},
	{flink.CPUCoresInvalid, regexp.MustCompile(`positive number of CPU cores`)},
	{flink.SegmentSizeInvalid, regexp.MustCompile(`taskmanager\.memory\.segment-size|downcast`)},
	{flink.Overflow, regexp.MustCompile(`^long overflow`)},
}

var failurePrefix = regexp.MustCompile(`^(Task|Job)Manager memory configuration failed: `)

func checkOf(message string) flink.Code {
	m := failurePrefix.ReplaceAllString(message, "")
	for _, c := range checks {
		if c.message.MatchString(m) {
			return c.code
		}
	}
	return ""
}

// TestCalculate computes every recorded configuration that Flink loads, in both readings: the same verdict, the same
// bytes of every component, and where Flink refuses, the check that it stopped at.
func TestCalculate(t *testing.T) {
	for _, minor := range flinktest.Minors(t) {
		t.Run(minor, func(t *testing.T) {
			t.Parallel()
			v := flink.MustVersion(minor)
			compared := 0
			for _, vec := range flinktest.Read(t, minor) {
				if vec.Out.LoadError != nil {
					continue
				}
				c := flink.Config{Values: vec.Out.Loaded, Standard: vec.Standard()}
				for _, reading := range []flink.Reading{flink.Standalone, flink.Container} {
					container := reading == flink.Container
					compare(t, &vec, vec.TaskManager(container), flink.Calculate(flink.TaskManager, reading, v, c))
					compared++
					if jm := vec.JobManager(container); jm != nil {
						compare(t, &vec, jm, flink.Calculate(flink.JobManager, reading, v, c))
						compared++
					}
				}
			}
			if compared < 1000 {
				t.Errorf("only %d processes compared", compared)
			}
		})
	}
}

func compare(t *testing.T, vec *flinktest.Vector, want *flinktest.Process, got *flink.Memory) {
	t.Helper()
	if len(want.Error) > 0 {
		message := want.Error.Message()
		switch {
		case got.OK():
			t.Errorf("%s %s: Flink refuses (%s)", vec.ID(), got.Role, message)
		case checkOf(message) == "":
			t.Errorf("%s %s: no code for %q", vec.ID(), got.Role, message)
		case got.Problems[0].Code != checkOf(message):
			t.Errorf("%s %s: stops at %s, Flink at %s (%s)", vec.ID(), got.Role, got.Problems[0].Code, checkOf(message), message)
		}
		checkSums(t, vec, got)
		return
	}
	if !got.OK() {
		t.Errorf("%s %s: Flink starts it, but %+v", vec.ID(), got.Role, got.Problems)
		return
	}
	for name, bytes := range want.Sizes {
		if c, ok := got.Component(flink.Name(name)); !ok || int64(c.Size) != bytes {
			t.Errorf("%s %s: %s is %d, Flink says %d", vec.ID(), got.Role, name, c.Size, bytes)
		}
	}
	if len(want.Sizes) != len(got.Components) {
		t.Errorf("%s %s: %d components, Flink has %d", vec.ID(), got.Role, len(got.Components), len(want.Sizes))
	}
}

// checkSums holds the sums that explain a problem against themselves and against Flink's message, which names the same
// numbers.
func checkSums(t *testing.T, vec *flinktest.Vector, m *flink.Memory) {
	t.Helper()
	for _, p := range m.Problems {
		for _, s := range []*flink.Sum{p.Sum, p.From} {
			if s == nil || p.Code == flink.Overflow {
				continue
			}
			left := s.Total.Size
			for _, part := range s.Parts {
				left -= part.Size
			}
			if left != s.Left {
				t.Errorf("%s %s: the sum of %s does not come out: %+v", vec.ID(), m.Role, p.Code, s)
			}
		}
		if p.From != nil && p.From.Left != p.Sum.Total.Size {
			t.Errorf("%s %s: %s: the total %d is said to come from a sum that leaves %d", vec.ID(), m.Role, p.Code, p.Sum.Total.Size, p.From.Left)
		}
		for _, k := range p.Keys {
			if _, set := vec.Out.Loaded[k]; !set {
				t.Errorf("%s %s: %s blames %s, which is not set", vec.ID(), m.Role, p.Code, k)
			}
		}
	}
}

// TestHeapBefore111: of the JobManager 1.10 computes the heap, and nothing else.
func TestHeapBefore111(t *testing.T) {
	compared := 0
	for _, vec := range flinktest.Read(t, "1.10") {
		want := vec.Out.JMLegacy
		if vec.Out.LoadError != nil || want == nil || want.HeapMb == 0 && want.Error != nil {
			continue
		}
		m := flink.Calculate(flink.JobManager, flink.Standalone, flink.MustVersion("1.10"), flink.Config{Values: vec.Out.Loaded})
		if got := int64(m.Size(flink.Heap) / flink.MiB); got != want.HeapMb || m.Modelled() || len(m.Components) != 1 {
			t.Errorf("%s: heap of %d MiB, Flink says %d", vec.ID(), got, want.HeapMb)
		}
		compared++
	}
	if compared < 300 {
		t.Errorf("only %d compared", compared)
	}
}

// TestAllProblems has configurations with more than one mistake: Flink names the first, we name them all.
func TestAllProblems(t *testing.T) {
	tests := []struct {
		name, conf string
		role       flink.Role
		want       []flink.Code
	}{
		{"independent values", "process.size: 2g|jvm-metaspace.size: 1Gi|managed.fraction: 1.5|network.min: x", flink.TaskManager,
			[]flink.Code{flink.SizeInvalid, flink.RangeInvalid, flink.SizeInvalid}},
		{"sum and range", "flink.size: 400m|process.size: 8g", flink.TaskManager,
			[]flink.Code{flink.ComponentsExceedFlink, flink.OverheadOutOfRange}},
		{"nothing rests on a broken total", "process.size: 2Gi", flink.TaskManager, []flink.Code{flink.SizeInvalid}},
		{"bounds and fraction", "process.size: 2g|network.min: 2g|network.max: 1g|network.fraction: 2", flink.TaskManager,
			[]flink.Code{flink.RangeInvalid, flink.RangeInvalid}},
		{"JobManager", "flink.size: 64m|jvm-metaspace.size: big", flink.JobManager, []flink.Code{flink.OffHeapExceedsFlink, flink.SizeInvalid}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := flink.Calculate(tt.role, flink.Standalone, flink.Newest(), options(tt.role, tt.conf))
			var got []flink.Code
			for _, p := range m.Problems {
				got = append(got, p.Code)
			}
			if strings.Join(codes(got), " ") != strings.Join(codes(tt.want), " ") {
				t.Errorf("problems %v, want %v", got, tt.want)
			}
		})
	}
}

func codes(cs []flink.Code) []string {
	var s []string
	for _, c := range cs {
		s = append(s, string(c))
	}
	return s
}

// options reads "process.size: 1g|managed.size: 0" as memory options of the role.
func options(role flink.Role, text string) flink.Config {
	c := flink.Config{Values: map[string]string{}}
	for _, o := range strings.Split(text, "|") {
		key, value, _ := strings.Cut(o, ": ")
		c.Values[role.Prefix()+key] = value
	}
	return c
}

// TestUnknown: nothing rests on a value that cannot be known, and what does not need it is still found.
func TestUnknown(t *testing.T) {
	c := options(flink.TaskManager, "process.size: 4g")
	c.Unknown = map[string]bool{"taskmanager.memory.managed.size": true, "parallelism.default": true}
	m := flink.Calculate(flink.TaskManager, flink.Standalone, flink.Newest(), c)
	if m.OK() || len(m.Problems) > 0 || len(m.Unknown) != 1 || m.Unknown[0] != "taskmanager.memory.managed.size" {
		t.Errorf("want only the needed key as unknown, got %+v", m)
	}
	for _, key := range []string{"taskmanager.numberOfTaskSlots", "taskmanager.cpu.cores"} {
		c := options(flink.TaskManager, "process.size: 4g")
		c.Unknown = map[string]bool{key: true}
		if m := flink.Calculate(flink.TaskManager, flink.Standalone, flink.Newest(), c); !m.OK() {
			t.Errorf("%s is unknown: no size depends on it, got %+v", key, m)
		}
	}
	c.Values["taskmanager.memory.network.min"] = "8Gi"
	m = flink.Calculate(flink.TaskManager, flink.Standalone, flink.Newest(), c)
	if len(m.Problems) != 1 || m.Problems[0].Code != flink.SizeInvalid {
		t.Errorf("want the bad size beside the unknown one, got %+v", m.Problems)
	}
}

// TestOrigins: each component says why it has its size.
func TestOrigins(t *testing.T) {
	m := flink.Calculate(flink.TaskManager, flink.Standalone, flink.Newest(), options(flink.TaskManager, "process.size: 1728m|task.off-heap.size: 16m"))
	want := map[flink.Name]flink.Component{
		flink.TotalProcess:  {Origin: flink.Explicit},
		flink.TotalFlink:    {Origin: flink.Derived, Remainder: true, Of: flink.TotalProcess},
		flink.FrameworkHeap: {Origin: flink.Default},
		flink.TaskOffHeap:   {Origin: flink.Explicit},
		flink.Managed:       {Origin: flink.Derived, Of: flink.TotalFlink},
		flink.Overhead:      {Origin: flink.Clamped, Of: flink.TotalProcess, Bound: "min"},
		flink.TaskHeap:      {Origin: flink.Derived, Remainder: true, Of: flink.TotalFlink},
	}
	for name, w := range want {
		got, _ := m.Component(name)
		if got.Origin != w.Origin || got.Remainder != w.Remainder || got.Of != w.Of || got.Bound != w.Bound {
			t.Errorf("%s: %+v, want %+v", name, got, w)
		}
	}
}

// TestLegacyHeapKeys: a size that stands for an old option is blamed on the option that somebody wrote.
func TestLegacyHeapKeys(t *testing.T) {
	c := flink.Config{Values: map[string]string{"taskmanager.heap.mb": "512"}}
	m := flink.Calculate(flink.TaskManager, flink.Standalone, flink.MustVersion("1.14"), c)
	if len(m.Problems) != 1 || m.Problems[0].Code != flink.ComponentsExceedFlink || m.Problems[0].Keys[0] != "taskmanager.heap.mb" {
		t.Errorf("got %+v", m.Problems)
	}
}
