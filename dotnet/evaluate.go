package dotnet

import (
	"math"
	"math/bits"
	"slices"
	"strings"
)

type evaluation struct {
	settings []Setting
	host     Host
	out      *Outcome
	winners  map[string]int // by Knob.Env: the index of the setting that counts
	smallest int64          // limit that the number of heaps follows from: the heap's, or that of small or large objects
}

// assign finds the setting that counts for each knob.
func (e *evaluation) assign() {
	e.winners = map[string]int{}
	for i, s := range e.settings {
		v := &e.out.Verdicts[i]
		v.By = -1
		if v.Knob = Lookup(s.Layer, s.Name); v.Knob == nil {
			v.Effect = NotAKnob
			continue
		}
		if !s.Unknown && s.Layer == Environment && s.Value == "" {
			v.Effect = Empty
			continue
		}
		if v.Knob.Unit != Flag && v.Knob.Unit != Text && !s.Unknown {
			v.Number = ParseNumber(s.Value, v.Knob.base(s.Layer))
		}
		name := v.Knob.Env
		if w, ok := e.winners[name]; ok && e.stronger(w, i) {
			v.Effect, v.By = Overridden, w
			continue
		} else if ok {
			e.out.Verdicts[w].Effect, e.out.Verdicts[w].By = Overridden, i
		}
		e.winners[name] = i
	}
	for i := range e.out.Verdicts { // the winner may have been beaten in turn
		if v := &e.out.Verdicts[i]; v.Effect == Overridden {
			v.By = e.winners[v.Knob.Env]
		}
	}
}

// stronger reports whether an earlier setting of a knob wins over a later one.
func (e *evaluation) stronger(a, b int) bool {
	x, y := e.settings[a], e.settings[b]
	if x.Layer != y.Layer {
		return x.Layer < y.Layer
	}
	return strings.HasPrefix(x.Name, Prefix) && strings.HasPrefix(y.Name, OldPrefix)
}

// number is the number of a knob, 0 where it is not set or malformed; at is the index of the setting, -1 without one.
func (e *evaluation) number(env string) (n uint64, at int) {
	at, ok := e.winners[env]
	if !ok {
		return 0, -1
	}
	s, v := e.settings[at], &e.out.Verdicts[at]
	if s.Unknown {
		if strings.HasPrefix(env, "GCHeapHardLimit") && !slices.Contains(e.out.Unknown, s.Name) {
			e.out.Unknown = append(e.out.Unknown, s.Name)
		}
		return 0, at
	}
	if !v.Number.OK {
		v.Effect = Malformed
		return 0, at
	}
	return v.Number.Value, at
}

// flag is a boolean. A malformed variable gives way to the other layers here, other than that of a number.
func (e *evaluation) flag(env string) (on bool, at int) {
	for {
		at, ok := e.winners[env]
		if !ok {
			return false, -1
		}
		s, v := e.settings[at], &e.out.Verdicts[at]
		switch {
		case s.Unknown:
			if env == "gcServer" {
				e.out.Unknown = append(e.out.Unknown, s.Name)
			}
			return false, at
		case s.Layer == Environment:
			if v.Number = ParseNumber(s.Value, 16); v.Number.OK && fitsWord(v.Number.Value) {
				return v.Number.Value != 0, at
			}
			v.Effect = Malformed
			if !e.next(env, at) {
				return false, at
			}
		default:
			on := s.Value == "true" || s.Layer == Project && strings.EqualFold(s.Value, "true")
			if !on && !strings.EqualFold(s.Value, "false") {
				v.Effect = Malformed
			}
			return on, at
		}
	}
}

// fitsWord reports whether a number is one of 32 bits, or the negative of one.
func fitsWord(n uint64) bool { return n <= math.MaxUint32 || -n <= math.MaxUint32 }

// next makes the strongest of the other layers count instead of a variable that does not; false where there is none.
func (e *evaluation) next(env string, malformed int) bool {
	best := -1
	for i, v := range e.out.Verdicts {
		if v.Effect == Overridden && v.Knob.Env == env && e.settings[i].Layer != Environment && (best < 0 || !e.stronger(best, i)) {
			best = i
		}
	}
	if best < 0 {
		return false
	}
	e.out.Verdicts[best].Effect, e.out.Verdicts[best].By = InEffect, -1
	for i := range e.out.Verdicts {
		if v := &e.out.Verdicts[i]; v.Effect == Overridden && v.By == malformed && e.settings[i].Layer != Environment {
			v.By = best
		}
	}
	e.winners[env] = best
	return true
}

// server decides on Server GC and on the number of its heaps.
func (e *evaluation) server() {
	cpus := e.host.CPUs
	if at, ok := e.winners["PROCESSOR_COUNT"]; ok && !e.settings[at].Unknown {
		v := &e.out.Verdicts[at]
		if n := v.Number; n.OK && n.Value > 0 && n.Value <= math.MaxUint16 {
			cpus = int(n.Value)
		} else {
			v.Effect = Malformed
		}
	}
	e.out.ServerGC, e.out.ServerFrom = e.flag("gcServer")
	if cpus == 1 {
		e.out.ServerGC = false
	}
	for _, name := range []string{"gcConcurrent", "GCRetainVM", "GCNoAffinitize"} {
		e.flag(name)
	}
	mode, at := e.number("GCDynamicAdaptationMode")
	e.out.Adaptive = e.out.ServerGC && !e.host.Version.Before(Version{8, 0}) &&
		(mode != 0 || at < 0 && !e.host.Version.Before(Version{9, 0}))
	if count, set := e.number("GCHeapCount"); set >= 0 && count > 0 {
		e.out.Adaptive = false
	}
}

// limit computes the heap's hard limit.
func (e *evaluation) limit() {
	if e.perHeap("") || e.perHeap("Percent") {
		e.beat("GCHeapHardLimit", "GCHeapHardLimitPercent")
		return
	}
	if n, at := e.number("GCHeapHardLimit"); n > 0 {
		e.give(n, FromBytes, at)
		e.beat("GCHeapHardLimitPercent")
		return
	}
	n, at := e.number("GCHeapHardLimitPercent")
	percent := uint32(n)
	if at >= 0 && !e.settings[at].Unknown {
		if percent > 0 && percent < 100 {
			e.share(percent, FromPercent, at)
			return
		}
		if v := &e.out.Verdicts[at]; v.Effect == InEffect && n != 0 {
			v.Effect = OutOfRange
		}
	}
	if e.host.Limit > 0 && !slices.ContainsFunc(e.out.Unknown, isLimit) || e.host.LimitUnknown {
		e.share(DefaultShare, ContainerDefault)
		if e.out.HeapLimit > 0 {
			e.out.HeapLimit = max(e.out.HeapLimit, DefaultFloor)
		}
	}
}

// isLimit reports whether a setting is one of those that limit the heap.
func isLimit(name string) bool { return strings.Contains(name, "HeapHardLimit") }

// give sets the limit. It may be one of more than 63 bits, with which the runtime does not start.
func (e *evaluation) give(n uint64, origin Origin, from ...int) {
	e.out.HeapLimit, e.out.Origin, e.out.From = int64(min(n, math.MaxInt64)), origin, from
}

// share sets the limit to a percentage of the container's memory, else of the machine's.
func (e *evaluation) share(percent uint32, origin Origin, from ...int) {
	memory := e.host.Limit - e.host.Limit%page
	if memory == 0 || e.host.Memory > 0 && e.host.Memory < memory {
		memory = e.host.Memory
	}
	if e.host.LimitUnknown {
		e.out.Unknown = append(e.out.Unknown, "container limit")
		memory = 0
	}
	e.give(percentOf(memory, percent), origin, from...)
	e.out.Share = int(percent)
}

func percentOf(memory int64, percent uint32) uint64 {
	high, low := bits.Mul64(uint64(memory), uint64(percent))
	if high > 0 {
		return math.MaxUint64 // more than any machine has
	}
	return low / 100
}

// perHeap reads the limits for small, large and pinned objects, in bytes or as shares. It is true where one of them is set.
func (e *evaluation) perHeap(suffix string) bool {
	var values [3]uint64
	var from []int
	any := false
	for i, kind := range []string{"SOH", "LOH", "POH"} {
		n, at := e.number("GCHeapHardLimit" + kind + suffix)
		if suffix != "" {
			n = uint64(uint32(n))
		}
		if values[i] = n; at >= 0 {
			from = append(from, at)
			any = any || n > 0 || e.settings[at].Unknown
		}
	}
	if !any {
		return false
	}
	if suffix == "" {
		e.beat("GCHeapHardLimitSOHPercent", "GCHeapHardLimitLOHPercent", "GCHeapHardLimitPOHPercent")
	}
	sum := values[0] + values[1] + values[2]
	if suffix != "" && (values[0] >= 100 || values[1] >= 100 || values[2] >= 100 || sum >= 100) {
		e.refuse(PerHeapPercent, from...)
	}
	if values[0] == 0 || values[1] == 0 || values[2] == 0 {
		e.refuse(PerHeapIncomplete, from...)
	}
	e.out.Origin, e.out.From = FromPerHeap, from
	if suffix != "" {
		for i, v := range values {
			e.share(uint32(v), FromPerHeap, from...)
			values[i] = uint64(e.out.HeapLimit)
		}
		e.out.Share = int(sum)
		sum = values[0] + values[1] + values[2]
	}
	e.give(sum, FromPerHeap, from...)
	e.smallest = int64(min(values[0], values[1], math.MaxInt64)) // pinned objects have no say
	return true
}

// beat notes settings that the ones which give the limit make moot.
func (e *evaluation) beat(names ...string) {
	for _, name := range names {
		if at, ok := e.winners[name]; ok {
			if v := &e.out.Verdicts[at]; v.Effect == InEffect && len(e.out.From) > 0 {
				v.Effect, v.By = Beaten, e.out.From[0]
			}
		}
	}
}

// start decides how many heaps there are, and whether the runtime starts with them.
func (e *evaluation) start() {
	e.heaps()
	if !e.out.Known() || e.out.Refusal != "" {
		return
	}
	if large, at := e.flag("GCLargePages"); large && e.out.Origin == NoLimit {
		e.refuse(LargePages, at)
		return
	}
	space, limited := uint64(math.MaxUint64), e.out.HeapLimit > 0
	if limited {
		times := uint64(reserve)
		if e.out.Origin == FromPerHeap {
			times = 1
		}
		var high uint64
		if high, space = bits.Mul64(uint64(e.out.HeapLimit), times); high > 0 || space >= 1<<addressBits {
			e.refuse(HeapTooLarge, e.out.From...)
			return
		}
	}
	cause := e.out.From
	if n, at := e.number("GCRegionRange"); n > 0 {
		space, limited, cause = n, true, []int{at}
	}
	piece := uint64(heapPiece)
	if n, at := e.number("GCRegionSize"); n > 0 {
		if piece, cause = n, append([]int{at}, cause...); bits.OnesCount64(n) != 1 {
			e.refuse(RegionSize, at)
			return
		}
	}
	high, need := bits.Mul64(piece, uint64(firstPieces*max(e.out.Heaps, 1)))
	switch {
	case !limited:
	case high > 0 || need > space:
		e.refuse(HeapTooSmall, cause...)
	default:
		e.out.Doubtful = space-need < need/firstPieces*sparePieces || e.smallest > 0 && e.smallest < sparePieces*heapPiece
	}
}

func (e *evaluation) refuse(why Refusal, culprits ...int) {
	e.out.Refusal, e.out.Culprits = why, culprits
}

// heaps is one for Workstation GC. Server GC has one for each processor, or as many as are asked for; without that no more
// than the limit has room for.
func (e *evaluation) heaps() {
	count, at := e.number("GCHeapCount")
	if !e.out.ServerGC {
		e.out.Heaps = 1
		for _, name := range []string{"GCHeapCount", "GCHeapAffinitizeMask", "GCHeapAffinitizeRanges", "GCNoAffinitize", "GCDynamicAdaptationMode"} {
			if w, ok := e.winners[name]; ok && e.out.Verdicts[w].Effect == InEffect {
				e.out.Verdicts[w].Effect = Moot
			}
		}
		return
	}
	switch {
	case e.host.CPUs == 0:
		e.out.Heaps = 0
	case at >= 0 && count > 0:
		e.out.Heaps = int(min(count, uint64(e.host.CPUs)))
	case e.smallest > 0:
		e.out.Heaps = int(min(int64(e.host.CPUs), (e.smallest-1)/heapPer+1))
	case e.out.HeapLimit > 0:
		e.out.Heaps = int(min(int64(e.host.CPUs), (e.out.HeapLimit-1)/heapPer+1))
	default:
		e.out.Heaps = e.host.CPUs
	}
}
