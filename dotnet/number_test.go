package dotnet_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/dotnet"
)

// FuzzParseNumber compares with strconv where the text is a number and nothing else.
func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"20000000", "0x20", "512m", "-1", " 1", "0200", "ffffffffffffffff", "10000000000000000", "0x", "0x0X1", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := dotnet.ParseNumber(s, 16)
		if !strings.HasSuffix(s, n.Rest) {
			t.Errorf("%q: the rest %q is no end of it", s, n.Rest)
		}
		digits := s
		if strings.HasPrefix(strings.ToLower(s), "0x") {
			digits = s[2:]
		}
		if want, err := strconv.ParseUint(digits, 16, 64); err == nil && (digits == s || digits[0] != '0') && (!n.OK || n.Value != want || n.Rest != "") {
			t.Errorf("%q: got %+v, want %d", s, n, want)
		}
		if want, err := strconv.ParseUint(s, 10, 64); err == nil && s[0] != '0' {
			if n := dotnet.ParseNumber(s, 0); !n.OK || n.Value != want || n.Base != 10 {
				t.Errorf("%q in JSON: got %+v, want %d", s, n, want)
			}
		}
		dotnet.Evaluate([]dotnet.Setting{{Layer: dotnet.Environment, Name: "DOTNET_GCHeapHardLimit", Value: s}, {Layer: dotnet.RuntimeConfig, Name: "System.GC.HeapHardLimitPercent", Value: s}}, dotnet.Host{Limit: 1 << 30, CPUs: 2})
	})
}

// TestVerdicts are what becomes of each of several settings, in their order.
func TestVerdicts(t *testing.T) {
	env := func(name, value string) dotnet.Setting {
		return dotnet.Setting{Layer: dotnet.Environment, Name: name, Value: value}
	}
	config := func(name, value string) dotnet.Setting {
		return dotnet.Setting{Layer: dotnet.RuntimeConfig, Name: name, Value: value}
	}
	tests := []struct {
		name     string
		settings []dotnet.Setting
		want     []dotnet.Effect
		by       []int
	}{
		{"layers", []dotnet.Setting{config("System.GC.HeapHardLimit", "1"), env("COMPlus_GCHeapHardLimit", "20000000"), env("DOTNET_GCHeapHardLimit", "10000000")}, []dotnet.Effect{dotnet.Overridden, dotnet.Overridden, dotnet.InEffect}, []int{2, 2, -1}},
		{"malformed does not give way", []dotnet.Setting{env("DOTNET_GCHeapHardLimit", "zz"), config("System.GC.HeapHardLimit", "268435456")}, []dotnet.Effect{dotnet.Malformed, dotnet.Overridden}, []int{-1, 0}},
		{"a malformed flag does", []dotnet.Setting{env("DOTNET_gcServer", "x"), config("System.GC.Server", "true")}, []dotnet.Effect{dotnet.Malformed, dotnet.InEffect}, []int{-1, -1}},
		{"empty", []dotnet.Setting{env("DOTNET_GCHeapHardLimit", ""), config("System.GC.HeapHardLimit", "268435456")}, []dotnet.Effect{dotnet.Empty, dotnet.InEffect}, []int{-1, -1}},
		{"amount before share", []dotnet.Setting{env("DOTNET_GCHeapHardLimitPercent", "32"), config("System.GC.HeapHardLimit", "268435456")}, []dotnet.Effect{dotnet.Beaten, dotnet.InEffect}, []int{1, -1}},
		{"out of range", []dotnet.Setting{env("DOTNET_GCHeapHardLimitPercent", "64")}, []dotnet.Effect{dotnet.OutOfRange}, []int{-1}},
		{"no Server GC", []dotnet.Setting{env("DOTNET_GCHeapCount", "4")}, []dotnet.Effect{dotnet.Moot}, []int{-1}},
		{"unknown", []dotnet.Setting{env("DOTNET_GCServer", "1")}, []dotnet.Effect{dotnet.NotAKnob}, []int{-1}},
		{"not of this version in JSON", []dotnet.Setting{config("System.GC.RegionSize", "1"), env("DOTNET_GCRegionSize", "0x200000")}, []dotnet.Effect{dotnet.NotAKnob, dotnet.InEffect}, []int{-1, -1}},
		{"nothing about memory", []dotnet.Setting{env("DOTNET_GCgen1size", "1"), env("DOTNET_GCCPUGroup", "1"), config("System.GC.CpuGroup", "true")}, []dotnet.Effect{dotnet.InEffect, dotnet.NotAKnob, dotnet.InEffect}, []int{-1, -1, -1}},
		{"an option of the host", []dotnet.Setting{{Layer: dotnet.Project, Name: "System.GC.HeapHardLimit", Value: "268435456"}}, []dotnet.Effect{dotnet.InEffect}, []int{-1}},
		{"the project below the file", []dotnet.Setting{{Layer: dotnet.Template, Name: "System.GC.Server", Value: "false"}, {Layer: dotnet.Project, Name: "servergarbagecollection", Value: "true"}}, []dotnet.Effect{dotnet.Overridden, dotnet.InEffect}, []int{1, -1}},
	}
	for _, tt := range tests {
		o := dotnet.Evaluate(tt.settings, dotnet.Host{})
		for i, v := range o.Verdicts {
			if v.Effect != tt.want[i] || v.By != tt.by[i] {
				t.Errorf("%s: %s: effect %d by %d, want %d by %d", tt.name, tt.settings[i].Name, v.Effect, v.By, tt.want[i], tt.by[i])
			}
		}
	}
	unknown := dotnet.Evaluate([]dotnet.Setting{{Layer: dotnet.Environment, Name: "DOTNET_GCHeapHardLimit", Unknown: true}}, dotnet.Host{Limit: 1 << 30})
	if unknown.Known() || unknown.HeapLimit != 0 {
		t.Errorf("a limit that is not known: %+v", unknown)
	}
	for name, value := range map[string]string{"DOTNET_GCName": "libother.so", "COMPlus_GCTotalPhysicalMemory": ""} {
		other := dotnet.Evaluate([]dotnet.Setting{{Layer: dotnet.Environment, Name: name, Value: value, Unknown: value == ""}}, dotnet.Host{Limit: 1 << 30})
		if other.Known() {
			t.Errorf("%s: %+v", name, other)
		}
	}
	for version, adaptive := range map[dotnet.Version]bool{{Major: 8}: false, {Major: 9}: true, {}: false} {
		o := dotnet.Evaluate([]dotnet.Setting{env("DOTNET_gcServer", "1")}, dotnet.Host{CPUs: 4, Version: version})
		if o.Adaptive != adaptive || !o.ServerGC || o.Heaps != 4 {
			t.Errorf("Server GC of .NET %v: %+v", version, o)
		}
	}
}

func TestIntent(t *testing.T) {
	for text, want := range map[string]int64{"512m": 512 << 20, "1.5g": 3 << 29, "300MB": 300 << 20, "4GiB": 4 << 30, "536870912": 536870912, "0.5g": 1 << 29, "zz": 0, "1x": 0, "": 0, "5 m": 5 << 20} {
		if got, ok := dotnet.IntendedBytes(text); ok != (want > 0) || got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
	for _, tt := range []struct {
		value string
		limit int64
		want  bool
	}{
		{"536870912", 0, true}, {"805306368", 0, true}, {"20000000", 0, false}, {"40000000", 1 << 31, false}, {"420000000", 512 << 20, true}, {"420000000", 0, false},
		{"0x536870912", 0, false}, {"C800000", 0, false}, {"200", 0, false}, {"100000000", 0, false}, {"1400000", 1 << 30, false},
	} {
		if got := dotnet.TakenForDecimal(tt.value, tt.limit); got != tt.want {
			t.Errorf("%s in a container of %d: got %v", tt.value, tt.limit, got)
		}
	}
	for value, want := range map[string][2]bool{"60": {true, true}, "80": {true, true}, "32": {true, false}, "19": {true, false}, "0x3C": {false, false}, "3C": {false, false}, "5": {false, false}, "64": {true, true}, "28": {true, false}, "50": {true, true}} {
		if taken, sure := dotnet.ShareTakenForDecimal(value); taken != want[0] || sure != want[1] {
			t.Errorf("%s: got %v, %v", value, taken, sure)
		}
	}
}
