package flink

// Role is one of the two kinds of process whose memory Flink computes.
type Role int

// The processes of a Flink cluster.
const (
	JobManager Role = iota
	TaskManager
)

// String is the name that Flink's documentation uses.
func (r Role) String() string {
	if r == JobManager {
		return "JobManager"
	}
	return "TaskManager"
}

// Prefix is what the memory options of the process start with: "jobmanager.memory." or "taskmanager.memory.".
func (r Role) Prefix() string {
	if r == JobManager {
		return "jobmanager.memory."
	}
	return "taskmanager.memory."
}

// Reading is who reads the configuration; it decides what the old heap options mean (up to 1.20).
type Reading int

const (
	// Standalone is the reading of the start scripts (Flink's BashJavaUtils): an old heap size becomes
	// Total Flink Memory on the TaskManager and the JVM heap on the JobManager.
	Standalone Reading = iota
	// Container is the reading of native Kubernetes and YARN: an old heap size becomes Total Process Memory.
	Container
)

// Config is the effective configuration of one process: what Flink's GlobalConfiguration hands on.
type Config struct {
	// Values by key, as Flink's Configuration.toMap prints them.
	Values map[string]string
	// Unknown keys are set, but to something that cannot be known here, such as a template expression.
	Unknown map[string]bool
	// Standard is true for the YAML parser of 1.19 on (config.yaml): a number there is a double before it is a
	// float. flink-conf.yaml holds texts only.
	Standard bool
}

// Has reports whether the key itself is set; fallback keys do not count.
func (c Config) Has(key string) bool {
	_, ok := c.Values[key]
	return ok || c.Unknown[key]
}

// With returns a copy of the configuration with one option set.
func (c Config) With(key, value string) Config {
	next := c.without(key)
	next.Values[key] = value
	return next
}

// Without returns a copy of the configuration that lacks the keys.
func (c Config) Without(keys ...string) Config { return c.without(keys...) }

func (c Config) without(keys ...string) Config {
	next := Config{Values: make(map[string]string, len(c.Values)+1), Unknown: map[string]bool{}, Standard: c.Standard}
	for k, v := range c.Values {
		next.Values[k] = v
	}
	for k := range c.Unknown {
		next.Unknown[k] = true
	}
	for _, k := range keys {
		delete(next.Values, k)
		delete(next.Unknown, k)
	}
	return next
}

// Name of a memory component; the names are those of `memory --format json`.
type Name string

// The components of both processes and their two totals.
const (
	FrameworkHeap    Name = "frameworkHeap"
	TaskHeap         Name = "taskHeap"
	FrameworkOffHeap Name = "frameworkOffHeap"
	TaskOffHeap      Name = "taskOffHeap"
	Network          Name = "network"
	Managed          Name = "managed"
	Heap             Name = "heap"    // JobManager: JVM heap
	OffHeap          Name = "offHeap" // JobManager: off-heap memory
	Metaspace        Name = "metaspace"
	Overhead         Name = "overhead"
	TotalFlink       Name = "totalFlink"
	TotalProcess     Name = "totalProcess"
)

// Label is the component's name as Flink's documentation writes it.
func (n Name) Label() string {
	switch n {
	case FrameworkHeap:
		return "framework heap"
	case TaskHeap:
		return "task heap"
	case FrameworkOffHeap:
		return "framework off-heap"
	case TaskOffHeap:
		return "task off-heap"
	case Network:
		return "network"
	case Managed:
		return "managed memory"
	case Heap:
		return "JVM heap"
	case OffHeap:
		return "off-heap"
	case Metaspace:
		return "JVM metaspace"
	case Overhead:
		return "JVM overhead"
	case TotalFlink:
		return "Total Flink Memory"
	case TotalProcess:
		return "Total Process Memory"
	}
	return string(n)
}

// Origin is why a component has its size.
type Origin string

// The origins. Keys of a component name the options behind each.
const (
	Default  Origin = "default" // Flink's own default
	Explicit Origin = "set"     // written in the configuration
	Derived  Origin = "derived" // a fraction of a total, a remainder or a sum
	Clamped  Origin = "clamped" // a fraction, moved to its minimum or maximum
)

// Component is one part of a process's memory, or one of its totals.
type Component struct {
	Name   Name
	Size   Size
	Origin Origin
	// Keys are the options the size comes from, spelled as the configuration spells them (a fallback key where
	// that is what is set); for a default, the option that would set it.
	Keys []string
	// Fraction and Of describe a fraction: Size is Fraction of the component Of, unless clamped.
	Fraction float64
	Of       Name
	// Remainder is true where the component is what the others leave of Of.
	Remainder bool
	// Bound is "min" or "max" for a clamped component, and Asked is what its fraction alone would give.
	Bound string
	Asked Size
}

// Code is the kind of a problem; the codes are those of `memory --format json`.
type Code string

// The kinds of failure of Flink's memory calculation.
const (
	TotalMemoryMissing             Code = "total-memory-missing"
	ComponentsExceedFlink          Code = "components-exceed-flink"
	NetworkOutOfRange              Code = "network-out-of-range"
	MetaspaceOverheadExceedProcess Code = "metaspace-overhead-exceed-process"
	ProcessBelowFlink              Code = "process-below-flink"
	OverheadOutOfRange             Code = "overhead-out-of-range"
	RangeInvalid                   Code = "range-invalid"
	SizeInvalid                    Code = "size-invalid"
	ValueInvalid                   Code = "value-invalid"
	HeapOffHeapNotFlink            Code = "heap-off-heap-not-flink"
	HeapExceedsFlink               Code = "heap-exceeds-flink"
	OffHeapExceedsFlink            Code = "off-heap-exceeds-flink"
	LegacyHeapInvalid              Code = "legacy-heap-invalid"
	CPUCoresInvalid                Code = "cpu-cores-invalid"
	SegmentSizeInvalid             Code = "segment-size-invalid"
	Overflow                       Code = "overflow"
)

// Term is one number of a sum that a problem explains.
type Term struct {
	Label  string // "Total Process Memory", "JVM metaspace", "network.max", ...
	Size   Size
	Key    string // the option the number comes from, as the configuration spells it; for a default, the option that would set it; "" for a derived number
	Origin Origin
	// Fraction, Of and Bound as in [Component].
	Fraction float64
	Of       Name
	Bound    string
}

// Sum says that Total less Parts is Left, which is negative where the parts exceed the total.
type Sum struct {
	Total Term
	Parts []Term
	Left  Size
}

// Problem is one reason for which Flink refuses to start a process.
type Problem struct {
	Code Code
	// Keys are the options involved that are set, the one to change first.
	Keys []string
	// Sum is the sum that does not come out, for the codes that are about one; From says where its Total came from,
	// where that was derived itself.
	Sum  *Sum
	From *Sum
	// Low and High are the bounds that Sum.Left, or each other, violate.
	Low, High *Term
	// Value is the text at fault and Cause why, where one value does not parse or is outside its range; Fraction is what
	// Value reads as, for a fraction outside [0, 1).
	Value    string
	Cause    error
	Fraction float64
	// Inner is the problem behind this one, where Flink reports a check that failed because of another.
	Inner *Problem
}

// Root is the problem that a person has to solve: the innermost.
func (p *Problem) Root() *Problem {
	for p.Inner != nil {
		p = p.Inner
	}
	return p
}

// Memory is what Flink computes for one process.
type Memory struct {
	Role       Role
	Version    Version
	Reading    Reading
	Components []Component // in the order of the process's layout; then the totals. Empty where Problems or Unknown say why
	// Problems are all reasons for refusing; Problems[0] is the one that Flink stops at.
	Problems []Problem
	// Unknown are the keys whose values were needed and cannot be known.
	Unknown []string
}

// OK reports whether Flink starts the process with this memory.
func (m *Memory) OK() bool { return len(m.Components) > 0 }

// Modelled reports whether Flink computes the memory of such a process: the JobManager's is computed from 1.11 on (1.10
// knows its heap alone), the TaskManager's from 1.10 on. What is not computed is not refused either.
func (m *Memory) Modelled() bool {
	return len(m.Components) > 1 || len(m.Problems) > 0 || len(m.Unknown) > 0
}

// Component returns the component of that name.
func (m *Memory) Component(name Name) (Component, bool) {
	for _, c := range m.Components {
		if c.Name == name {
			return c, true
		}
	}
	return Component{}, false
}

// Size is the size of the component of that name, 0 where it is not known.
func (m *Memory) Size(name Name) Size {
	c, _ := m.Component(name)
	return c.Size
}
