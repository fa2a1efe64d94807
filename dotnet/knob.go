package dotnet

import (
	"slices"
	"strings"
)

// Unit says what the number of a setting counts.
type Unit int

// The units.
const (
	Flag    Unit = iota // 0 or 1; true or false in JSON
	Bytes               // of the heap
	Percent             // of the container's memory, or of the machine's
	Count               // of heaps or processors
	Level               // a mode or a degree
	Text                // anything else: a name, a mask, a list
)

// Knob is a setting that the garbage collector knows, under the names of the layers.
type Knob struct {
	// Env is the name behind DOTNET_ or COMPlus_, Config that in runtimeconfig.json, MSBuild that in a project; "" where
	// the layer has none.
	Env, Config, MSBuild string
	Unit                 Unit
	// About says what it does, in a sentence.
	About string
}

// configSince has the first versions that read a knob in runtimeconfig.json, by the name of its variable.
var configSince = map[string]Version{"GCRegionSize": {10, 0}, "GCRegionRange": {10, 0}}

// Since is the first version that reads the knob in a layer, zero where all do.
func (k *Knob) Since(layer Layer) Version {
	if layer == Environment {
		return Version{}
	}
	return configSince[k.Env]
}

// knobs are all settings of the garbage collector.
var knobs = append(memoryKnobs, otherKnobs()...)

// memoryKnobs are those that have to do with how much memory the heap takes.
var memoryKnobs = []*Knob{
	{"GCHeapHardLimit", "System.GC.HeapHardLimit", "", Bytes, "The most that the GC's heap may take."},
	{"GCHeapHardLimitPercent", "System.GC.HeapHardLimitPercent", "", Percent, "The most that the GC's heap may take, as a share of the container's memory."},
	{"GCHeapHardLimitSOH", "System.GC.HeapHardLimitSOH", "", Bytes, "The most that the heap of small objects may take."},
	{"GCHeapHardLimitLOH", "System.GC.HeapHardLimitLOH", "", Bytes, "The most that the heap of large objects may take."},
	{"GCHeapHardLimitPOH", "System.GC.HeapHardLimitPOH", "", Bytes, "The most that the heap of pinned objects may take."},
	{"GCHeapHardLimitSOHPercent", "System.GC.HeapHardLimitSOHPercent", "", Percent, "The most that the heap of small objects may take, as a share of the container's memory."},
	{"GCHeapHardLimitLOHPercent", "System.GC.HeapHardLimitLOHPercent", "", Percent, "The most that the heap of large objects may take, as a share of the container's memory."},
	{"GCHeapHardLimitPOHPercent", "System.GC.HeapHardLimitPOHPercent", "", Percent, "The most that the heap of pinned objects may take, as a share of the container's memory."},
	{"gcServer", "System.GC.Server", "ServerGarbageCollection", Flag, "Server GC: a heap for each processor. It is faster and takes more memory."},
	{"gcConcurrent", "System.GC.Concurrent", "ConcurrentGarbageCollection", Flag, "Background collections, on a thread of their own."},
	{"GCRetainVM", "System.GC.RetainVM", "RetainVMGarbageCollection", Flag, "Freed memory is kept for later instead of being given back."},
	{"GCHeapCount", "System.GC.HeapCount", "", Count, "The number of heaps under Server GC."},
	{"GCHeapAffinitizeMask", "System.GC.HeapAffinitizeMask", "", Level, "The processors that Server GC uses, as a mask."},
	{"GCHeapAffinitizeRanges", "System.GC.HeapAffinitizeRanges", "", Text, "The processors that Server GC uses, as ranges."},
	{"GCNoAffinitize", "System.GC.NoAffinitize", "", Flag, "The threads of Server GC are not bound to processors."},
	{"GCHighMemPercent", "System.GC.HighMemoryPercent", "", Percent, "How full the memory may be before the GC works harder."},
	{"GCConserveMemory", "System.GC.ConserveMemory", "", Level, "How eagerly the GC compacts, from 0 to 9."},
	{"GCDynamicAdaptationMode", "System.GC.DynamicAdaptationMode", "GarbageCollectionAdaptationMode", Level, "DATAS: Server GC adapts the number of its heaps to the application."},
	{"GCgen0size", "System.GC.Gen0Size", "", Bytes, "How much is allocated before the youngest objects are collected."},
	{"GCLargePages", "System.GC.LargePages", "", Flag, "The heap lies in large pages, all of it from the start."},
	{"GCRegionSize", "System.GC.RegionSize", "", Bytes, "The size of the pieces that the heap consists of."},
	{"PROCESSOR_COUNT", "", "", Count, "The number of processors that the runtime believes to have."},
	{"GCRegionRange", "System.GC.RegionRange", "", Bytes, "How much address space the heap reserves."},
	{totalMemory, "", "", Bytes, "What the GC takes for the memory of the machine and of the container."},
	{"GCName", "System.GC.Name", "", Text, "Another garbage collector, in a library beside the runtime."},
}

// The prefixes of the environment variables that the runtime reads. DOTNET_ is known from .NET 6 on and wins.
const (
	Prefix    = "DOTNET_"
	OldPrefix = "COMPlus_"
)

// Knobs are all settings of the garbage collector that this package knows.
func Knobs() []*Knob { return knobs }

// Lookup is the knob of a name as the layer writes it, nil where the runtime does not know it. The names of environment
// variables and of properties in JSON have to be written exactly; those of MSBuild may be in any case. A project may also
// give the names of JSON, as options of the host.
func Lookup(layer Layer, name string) *Knob {
	switch layer {
	case Environment:
		short, ok := strings.CutPrefix(name, Prefix)
		if !ok {
			if short, ok = strings.CutPrefix(name, OldPrefix); !ok {
				return nil
			}
		}
		return find(func(k *Knob) bool { return k.Env == short })
	case Project:
		return find(func(k *Knob) bool {
			return k.MSBuild != "" && strings.EqualFold(k.MSBuild, name) || k.Config == name && name != ""
		})
	default:
		return find(func(k *Knob) bool { return k.Config == name })
	}
}

// Meant is the name that a name differs from in nothing but the case of its letters, "" where it is right or unknown.
func Meant(layer Layer, name string) string {
	if Lookup(layer, name) != nil {
		return ""
	}
	for _, k := range knobs {
		for _, right := range k.Names(layer) {
			if strings.EqualFold(right, name) {
				return right
			}
		}
	}
	return ""
}

// Names are the knob's in a layer.
func (k *Knob) Names(layer Layer) []string {
	switch layer {
	case Environment:
		return []string{Prefix + k.Env, OldPrefix + k.Env}
	case Project:
		return slices.Concat(nonEmpty(k.MSBuild), nonEmpty(k.Config))
	}
	return nonEmpty(k.Config)
}

// base is the one that numbers of the knob are read in: 0 where the text shows it.
func (k *Knob) base(layer Layer) int {
	switch {
	case layer != Environment:
		return 0
	case k.Env == "PROCESSOR_COUNT":
		return 10
	}
	return 16
}

func nonEmpty(name string) []string {
	if name == "" {
		return nil
	}
	return []string{name}
}

func find(is func(*Knob) bool) *Knob {
	for _, k := range knobs {
		if is(k) {
			return k
		}
	}
	return nil
}

// Concerns reports whether a name is one of the garbage collector's, or was meant to be: a knob in whatever case, or
// another name that starts as theirs do.
func Concerns(layer Layer, name string) bool {
	if Lookup(layer, name) != nil || Meant(layer, name) != "" {
		return true
	}
	lower := strings.ToLower(name)
	switch layer {
	case Environment:
		return strings.HasPrefix(lower, "dotnet_gc") || strings.HasPrefix(lower, "complus_gc")
	case Project:
		return strings.Contains(lower, "garbagecollect")
	}
	return strings.HasPrefix(lower, "system.gc.")
}
