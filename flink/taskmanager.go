package flink

import (
	"errors"
	"math"
	"slices"
)

// Options of the TaskManager's calculation alone.
const (
	tmFrameworkHeap    = "taskmanager.memory.framework.heap.size"
	tmFrameworkOffHeap = "taskmanager.memory.framework.off-heap.size"
	tmTaskHeap         = "taskmanager.memory.task.heap.size"
	tmTaskOffHeap      = "taskmanager.memory.task.off-heap.size"
	tmManagedSize      = "taskmanager.memory.managed.size"
	tmManagedFraction  = "taskmanager.memory.managed.fraction"
	tmNetworkMin       = "taskmanager.memory.network.min"
	tmNetworkMax       = "taskmanager.memory.network.max"
	tmNetworkFraction  = "taskmanager.memory.network.fraction"
	tmBuffers          = "taskmanager.network.numberOfBuffers"
	tmSlots            = "taskmanager.numberOfTaskSlots"
	tmCores            = "taskmanager.cpu.cores"
	tmHeapSize         = "taskmanager.heap.size"
	tmHeapMB           = "taskmanager.heap.mb"
)

// taskManager is TaskExecutorProcessUtils.processSpecFromConfig: which branch applies follows from the options that are
// set; what is left over falls to another component in each.
func (x *calculation) taskManager(reading Reading) []part {
	x.mapLegacyHeap(reading, tmHeapSize, tmHeapMB, map[Reading]string{
		Standalone: x.prefix + flinkSize, Container: x.prefix + processSize,
	})
	var parts []part
	switch {
	case x.has(tmTaskHeap) && x.has(tmManagedSize):
		parts = x.fineGrained()
	case x.has(x.prefix + flinkSize):
		flink := x.size(TotalFlink, x.prefix+flinkSize)
		inner := x.insideFlink(flink)
		metaspace, overhead, process := x.metaspaceAndOverhead(flink)
		parts = append(inner, metaspace, overhead, flink, process)
	case x.has(x.prefix + processSize):
		flink, metaspace, overhead, process := x.flinkFromProcess()
		parts = append(x.insideFlink(flink), metaspace, overhead, flink, process)
	default:
		var keys []string
		for _, k := range []string{tmTaskHeap, tmManagedSize} {
			if w, ok := x.written(k); ok {
				keys = append(keys, w)
			}
		}
		x.fail(Problem{Code: TotalMemoryMissing, Keys: keys})
	}
	x.cpu()
	return parts
}

// fineGrained is the branch in which task heap and managed memory are both given
// (TaskExecutorFlinkMemoryUtils.deriveFromRequiredFineGrainedOptions).
func (x *calculation) fineGrained() []part {
	taskHeap := x.size(TaskHeap, tmTaskHeap)
	managed := x.size(Managed, tmManagedSize)
	frameworkHeap := x.size(FrameworkHeap, tmFrameworkHeap)
	frameworkOffHeap := x.size(FrameworkOffHeap, tmFrameworkOffHeap)
	taskOffHeap := x.size(TaskOffHeap, tmTaskOffHeap)
	rest := x.add("", frameworkHeap, frameworkOffHeap, taskHeap, taskOffHeap, managed)
	var network, flink part
	if x.has(x.prefix + flinkSize) {
		flink = x.size(TotalFlink, x.prefix+flinkSize)
		network = x.networkRemainder(flink, frameworkHeap, frameworkOffHeap, taskHeap, taskOffHeap, managed)
	} else {
		if x.usesBuffers() {
			network = x.buffersAsNetwork()
		} else {
			network = x.inverseShare(Network, rest, TotalFlink, x.networkBounds())
		}
		flink = x.add(TotalFlink, taskHeap, managed, frameworkHeap, frameworkOffHeap, taskOffHeap, network)
	}
	metaspace, overhead, process := x.metaspaceAndOverhead(flink)
	return []part{frameworkHeap, taskHeap, frameworkOffHeap, taskOffHeap, network, managed, metaspace, overhead, flink, process}
}

// insideFlink divides Total Flink Memory (TaskExecutorFlinkMemoryUtils.deriveFromTotalFlinkMemory): where the task heap
// is given the network memory takes what is left, otherwise the task heap does.
func (x *calculation) insideFlink(flink part) []part {
	frameworkHeap := x.size(FrameworkHeap, tmFrameworkHeap)
	frameworkOffHeap := x.size(FrameworkOffHeap, tmFrameworkOffHeap)
	taskOffHeap := x.size(TaskOffHeap, tmTaskOffHeap)
	var taskHeap part
	explicitHeap := x.has(tmTaskHeap)
	if explicitHeap {
		taskHeap = x.size(TaskHeap, tmTaskHeap)
	}
	var managed part
	if x.has(tmManagedSize) {
		managed = x.size(Managed, tmManagedSize)
	} else {
		managed = x.share(Managed, flink, x.managedBounds())
	}
	var network part
	if explicitHeap {
		network = x.networkRemainder(flink, frameworkHeap, frameworkOffHeap, taskHeap, taskOffHeap, managed)
	} else {
		if x.usesBuffers() {
			network = x.buffersAsNetwork()
		} else {
			network = x.share(Network, flink, x.networkBounds())
		}
		taskHeap = x.componentsWithin(TaskHeap, flink, frameworkHeap, frameworkOffHeap, taskOffHeap, managed, network)
	}
	const all = 10 // with what is outside of Flink, and the totals
	return append(make([]part, 0, all), frameworkHeap, taskHeap, frameworkOffHeap, taskOffHeap, network, managed)
}

// componentsWithin is what the components leave of Total Flink Memory; they may not exceed it.
func (x *calculation) componentsWithin(name Name, flink part, parts ...part) part {
	sum := x.add("", parts...)
	rest := less(flink, parts...)
	rest.ok = rest.ok && sum.ok
	if rest.ok && rest.left < 0 {
		x.fail(x.insideProblem(ComponentsExceedFlink, rest))
	}
	return rest.remainder(name)
}

// networkRemainder is the network memory where all else is given: what is left, which has to suit its own options
// (TaskExecutorFlinkMemoryUtils.sanityCheckTotalFlinkMemory).
func (x *calculation) networkRemainder(flink part, parts ...part) part {
	network := x.componentsWithin(Network, flink, parts...)
	rest := less(flink, parts...)
	before := len(x.problems)
	if x.usesBuffers() {
		configured := x.buffersAsNetwork()
		x.blame(before, rest)
		if network.ok && configured.ok && network.Size != configured.Size {
			t := configured.term()
			t.Label, t.Key = "network memory of the configured buffers", tmBuffers
			p := x.insideProblem(NetworkOutOfRange, rest)
			p.Keys, p.Low, p.High = append(p.Keys, tmBuffers), &t, &t
			x.fail(p)
		}
		return network
	}
	b := x.networkBounds()
	x.blame(before, rest)
	if b.known() && flink.ok {
		x.level(Network, rest.left, b)
	}
	if network.ok && b.known() && !b.admits(network.Size) {
		p := x.insideProblem(NetworkOutOfRange, rest)
		p.Keys, p.Low, p.High = append(p.Keys, x.setKeys(b.min, b.max)...), b.low(), b.high()
		x.fail(p)
	}
	return network
}

// blame wraps the problems since before the way Flink does: whatever is inconsistent about the network options is
// reported as a network memory that does not suit them; a value that is no number is not.
func (x *calculation) blame(before int, rest difference) {
	for i := before; i < len(x.problems); i++ {
		inner := x.problems[i]
		if inner.Code == ValueInvalid || inner.Code == ProcessBelowFlink {
			continue
		}
		outer := x.insideProblem(NetworkOutOfRange, rest)
		outer.Keys = append(slices.Clone(inner.Keys), outer.Keys...)
		outer.Inner = &inner
		x.problems[i] = outer
	}
}

func (x *calculation) networkBounds() bounds {
	return x.bounds(tmNetworkMin, tmNetworkMax, tmNetworkFraction)
}

// managedBounds have no bounds but the fraction's own.
func (x *calculation) managedBounds() bounds {
	b := bounds{min: part{ok: true}, max: part{Component: Component{Size: Unlimited}, ok: true}}
	b.fraction, b.fractionKey, b.fractionOK = x.fraction(tmManagedFraction)
	x.checkFraction(&b)
	return b
}

// usesBuffers reports whether the old number of buffers decides the network memory (up to 1.20): only where none of the
// network options, old or new, is set.
func (x *calculation) usesBuffers() bool {
	return x.works(tmBuffers) && x.conf.Has(tmBuffers) && !x.has(tmNetworkMin) && !x.has(tmNetworkMax) && !x.has(tmNetworkFraction)
}

// buffersAsNetwork is the size of the configured number of buffers.
func (x *calculation) buffersAsNetwork() part {
	p := part{Component: Component{Name: Network, Origin: Explicit, Keys: []string{tmBuffers}}}
	n, _, ok := x.integer(tmBuffers, 0)
	page, pageOK := x.segmentSize()
	if !ok || !pageOK {
		return p
	}
	p.Size, p.ok = Size(n)*page, true
	if p.Size < 0 {
		// Flink's bare check of the resulting size; the oracle files it under the same code as a negative remainder.
		p.ok = false
		x.fail(Problem{Code: ProcessBelowFlink, Keys: p.Keys, Value: x.conf.Values[tmBuffers], Cause: negativeSize(int64(n), "buffers")})
	}
	return p
}

func (x *calculation) segmentSize() (Size, bool) {
	key := "taskmanager.memory.segment-size"
	if x.conf.Unknown[key] {
		x.text(key)
		return 0, false
	}
	size, err := SegmentSize(x.conf, x.version)
	if err == nil {
		return size, true
	}
	code := SegmentSizeInvalid
	var unreadable *SizeError
	if errors.As(err.Cause, &unreadable) {
		code = ValueInvalid // Flink reads this one option without the size check's words
	}
	x.fail(Problem{Code: code, Keys: []string{err.Key}, Value: err.Value, Cause: err})
	return 0, false
}

// cpu checks the number of cores, which is the number of slots where it is not set; both are read last. No size depends on
// them, so one that cannot be known holds nothing up.
func (x *calculation) cpu() {
	written, set := x.written(tmCores)
	if !set {
		n, written, ok := x.slots()
		if ok && n <= 0 {
			x.fail(Problem{Code: CPUCoresInvalid, Keys: []string{written}, Value: x.conf.Values[written]})
		}
		return
	}
	if x.conf.Unknown[written] {
		return
	}
	text, ok := x.text(written)
	if !ok {
		return
	}
	n, err := parseDouble(text)
	if math.IsNaN(n) || math.IsInf(n, 1) {
		err = errors.New("not a number of cores")
	}
	switch {
	case err != nil:
		x.fail(Problem{Code: ValueInvalid, Keys: []string{written}, Value: text, Cause: err})
	case n <= 0:
		x.fail(Problem{Code: CPUCoresInvalid, Keys: []string{written}, Value: text})
	}
	if !x.version.Before(Version{Major: 1, Minor: 13}) { // before, slots were read only where they stand for the cores
		x.slots()
	}
}

func (x *calculation) slots() (n int32, written string, ok bool) {
	if x.conf.Unknown[tmSlots] {
		return 0, tmSlots, false
	}
	return x.integer(tmSlots, 1)
}
