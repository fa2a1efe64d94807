package dotnet

import (
	"math"
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
		if v.Knob = Lookup(s.Layer, s.Name); v.Knob == nil || e.host.Version.Before(v.Knob.Since(s.Layer)) {
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
		if (strings.HasPrefix(env, "GCHeapHardLimit") || env == totalMemory) && !slices.Contains(e.out.Unknown, s.Name) {
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

// text is the value of a knob that is no number, "" where it is not set or not known; at is as in [evaluation.number].
func (e *evaluation) text(env string) (value string, at int) {
	at, ok := e.winners[env]
	if !ok {
		return "", -1
	}
	if e.settings[at].Unknown {
		return "", at
	}
	return e.settings[at].Value, at
}

// memory is what shares are of: the container's limit, else the machine's memory, unless a setting says otherwise, which at is
// the index of. It is 0 where it is not known.
func (e *evaluation) memory() (n uint64, at int) {
	if n, at = e.number(totalMemory); n > 0 {
		return n, at
	}
	memory := e.host.Limit - e.host.Limit%page
	if memory == 0 || e.host.Memory > 0 && e.host.Memory < memory {
		memory = e.host.Memory
	}
	return uint64(memory), -1
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
			if e.share(percent, FromPercent, at) {
				return
			}
		}
		if v := &e.out.Verdicts[at]; v.Effect == InEffect && n != 0 {
			v.Effect = OutOfRange
		}
	}
	origin, from := ContainerDefault, []int(nil)
	if n, at := e.number(totalMemory); n > 0 {
		origin, from = MemoryDefault, []int{at}
	}
	if (e.host.Limit > 0 || origin == MemoryDefault) && !slices.ContainsFunc(e.out.Unknown, isLimit) || e.host.LimitUnknown {
		if e.share(DefaultShare, origin, from...); e.out.Known() {
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

// share sets the limit to a percentage of the container's memory, else of the machine's. It is false where that is nothing, and
// so no limit.
func (e *evaluation) share(percent uint32, origin Origin, from ...int) bool {
	memory, at := e.memory()
	if e.host.LimitUnknown && at < 0 {
		e.out.Unknown = append(e.out.Unknown, "container limit")
		memory = 0
	}
	e.give(percentOf(memory, percent), origin, from...)
	e.out.Share = int(percent)
	return e.out.HeapLimit > 0 || !e.out.Known()
}

// percentOf is computed in 64 bits, as the runtime does.
func percentOf(memory uint64, percent uint32) uint64 {
	return memory * uint64(percent) / 100
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
