package flink

import "slices"

// Keys of options that the calculation of both processes reads; the process's prefix goes in front.
const (
	processSize      = "process.size"
	flinkSize        = "flink.size"
	metaspaceSize    = "jvm-metaspace.size"
	overheadMin      = "jvm-overhead.min"
	overheadMax      = "jvm-overhead.max"
	overheadFraction = "jvm-overhead.fraction"
)

// Calculate computes the memory of a process as Flink does before it starts one: TaskExecutorProcessUtils and
// JobManagerProcessUtils (1.11 to 2.3; 1.10 has the TaskManager's alone). Where Flink stops at its first failed check,
// this goes on with what does not depend on it, so that all problems are found; the first is still Flink's.
// A version newer than the newest known is computed as that one.
func Calculate(role Role, reading Reading, v Version, c Config) *Memory {
	known, _ := KnownVersion(v)
	x := &calculation{conf: c, version: known, prefix: role.Prefix(), options: calculationOptions(known)}
	m := &Memory{Role: role, Version: v, Reading: reading}
	if _, modelled := x.options[x.prefix+processSize]; !modelled {
		if heap, ok := x.heapBefore111(role, reading); ok {
			m.Components = []Component{heap.Component}
		}
		return m
	}
	x.run(role, reading)
	m.Problems, m.Unknown = x.problems, x.unknown
	if len(m.Problems) == 0 && len(m.Unknown) == 0 {
		for _, p := range x.parts {
			m.Components = append(m.Components, p.Component)
		}
	}
	return m
}

func (x *calculation) run(role Role, reading Reading) {
	if role == TaskManager {
		x.parts = x.taskManager(reading)
	} else {
		x.parts = x.jobManager(reading)
	}
}

// calculation is one run of Flink's calculation over one configuration.
type calculation struct {
	conf     Config
	version  Version
	prefix   string
	options  map[string]*calcOption
	parts    []part // in the order of the process's layout; then the totals
	problems []Problem
	unknown  []string
	// aliases are options that stand for an old one, by the option's key; broken is one of them whose old value does not
	// parse, so that nothing may rest on it.
	aliases map[string]string
	broken  string
	// levels say of a bounded size whether it would be below its minimum (0), within (1) or above its maximum (2).
	levels levels
	// flinkFrom is how Total Flink Memory follows from Total Process Memory, where it does.
	flinkFrom *difference
}

func (x *calculation) level(name Name, n Size, b bounds) {
	if name == Managed {
		return // it has no bounds
	}
	level := 1
	switch {
	case n < b.min.Size:
		level = 0
	case n > b.max.Size:
		level = 2
	}
	if name == Overhead {
		x.levels.overhead = level
	} else {
		x.levels.network = level
	}
}

type levels struct{ overhead, network int }

func (l levels) of(name Name) int {
	if name == Overhead {
		return l.overhead
	}
	return l.network
}

// part is a component on its way. It is not ok where a problem, or a value that cannot be known, stands in its way; what
// depends on it is then left out instead of failing again.
type part struct {
	Component
	ok bool
}

func (p part) term() Term {
	t := Term{Label: p.Name.Label(), Size: p.Size, Origin: p.Origin, Fraction: p.Fraction, Of: p.Of, Bound: p.Bound}
	if len(p.Keys) == 1 && (p.Origin == Explicit || p.Origin == Default) {
		t.Key = p.Keys[0]
	}
	return t
}

func terms(parts []part) []Term {
	ts := make([]Term, len(parts))
	for i, p := range parts {
		ts[i] = p.term()
	}
	return ts
}

// setKeys are the keys behind the parts that the configuration sets, without repetition.
func (x *calculation) setKeys(parts ...part) []string {
	var keys []string
	for _, p := range parts {
		for _, k := range p.Keys {
			if x.conf.Has(k) && !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	return keys
}

func (x *calculation) fail(p Problem) { x.problems = append(x.problems, p) }

// add sums up as Flink's MemorySize.add does, which fails beyond 64 bits.
func (x *calculation) add(name Name, parts ...part) part {
	sum := part{Component: Component{Name: name, Origin: Derived, Keys: x.setKeys(parts...)}, ok: true}
	for _, p := range parts {
		if !p.ok {
			sum.ok = false
		}
	}
	if !sum.ok {
		return sum
	}
	for _, p := range parts {
		if sum.Size > Unlimited-p.Size {
			x.fail(Problem{Code: Overflow, Keys: sum.Keys, Sum: &Sum{Parts: terms(parts)}})
			sum.ok = false
			return sum
		}
		sum.Size += p.Size
	}
	return sum
}

// difference is a total less its parts.
type difference struct {
	total part
	parts []part
	left  Size
	ok    bool // all of its numbers are known
}

func less(total part, parts ...part) difference {
	d := difference{total: total, parts: parts, left: total.Size, ok: total.ok}
	for _, p := range parts {
		d.ok = d.ok && p.ok
		d.left -= p.Size
	}
	return d
}

// sum is the difference as a problem explains it.
func (d difference) sum() *Sum {
	return &Sum{Total: d.total.term(), Parts: terms(d.parts), Left: d.left}
}

// remainder is what the difference leaves, as a component.
func (d difference) remainder(name Name) part {
	c := Component{Name: name, Size: d.left, Origin: Derived, Keys: d.total.Keys, Of: d.total.Name, Remainder: true}
	return part{Component: c, ok: d.ok && d.left >= 0}
}

// metaspaceAndOverhead derives the JVM's own memory where Total Flink Memory is known
// (ProcessMemoryUtils.deriveJvmMetaspaceAndOverheadFromTotalFlinkMemory), and Total Process Memory with it.
func (x *calculation) metaspaceAndOverhead(flink part) (metaspace, overhead, process part) {
	metaspace = x.size(Metaspace, x.prefix+metaspaceSize)
	inner := x.add("", flink, metaspace)
	if !x.has(x.prefix + processSize) {
		b := x.overheadBounds()
		overhead = x.inverseShare(Overhead, inner, TotalProcess, b)
		process = x.add(TotalProcess, flink, metaspace, overhead)
		return metaspace, overhead, process
	}
	process = x.size(TotalProcess, x.prefix+processSize)
	rest := less(process, flink, metaspace)
	rest.ok = rest.ok && inner.ok
	if rest.ok && rest.left < 0 {
		x.fail(Problem{Code: ProcessBelowFlink, Keys: x.setKeys(process, flink, metaspace), Sum: rest.sum()})
	}
	b := x.overheadBounds()
	if rest.ok && b.known() {
		x.level(Overhead, rest.left, b)
		if rest.left >= 0 && !b.admits(rest.left) {
			keys := x.setKeys(process, flink, metaspace, b.min, b.max)
			x.fail(Problem{Code: OverheadOutOfRange, Keys: keys, Sum: rest.sum(), Low: b.low(), High: b.high()})
		}
	}
	return metaspace, rest.remainder(Overhead), process
}

// flinkFromProcess derives Total Flink Memory where only Total Process Memory is set
// (ProcessMemoryUtils.deriveProcessSpecWithTotalProcessMemory).
func (x *calculation) flinkFromProcess() (flink, metaspace, overhead, process part) {
	process = x.size(TotalProcess, x.prefix+processSize)
	metaspace = x.size(Metaspace, x.prefix+metaspaceSize)
	overhead = x.share(Overhead, process, x.overheadBounds())
	outer := x.add("", metaspace, overhead)
	from := less(process, metaspace, overhead)
	from.ok = from.ok && outer.ok
	x.flinkFrom = &from
	if from.ok && from.left < 0 {
		x.fail(Problem{Code: MetaspaceOverheadExceedProcess, Keys: x.setKeys(process, metaspace, overhead), Sum: from.sum()})
	}
	return from.remainder(TotalFlink), metaspace, overhead, process
}

// insideProblem is a problem about the components of Total Flink Memory.
func (x *calculation) insideProblem(code Code, d difference) Problem {
	p := Problem{Code: code, Keys: x.setKeys(append([]part{d.total}, d.parts...)...), Sum: d.sum()}
	if x.flinkFrom != nil {
		p.From = x.flinkFrom.sum()
	}
	return p
}

func (x *calculation) overheadBounds() bounds {
	return x.bounds(x.prefix+overheadMin, x.prefix+overheadMax, x.prefix+overheadFraction)
}
