package dotnet

import (
	"math"
	"math/bits"
	"strings"
)

// start decides how many heaps there are, and whether the runtime starts with them.
func (e *evaluation) start() {
	e.heaps()
	if !e.out.Known() || e.out.Refusal != "" {
		return
	}
	regions := e.regions()
	if !e.out.Known() {
		return
	}
	if large, at := e.flag("GCLargePages"); large && e.out.Origin == NoLimit {
		e.refuse(LargePages, at)
		return
	}
	space, limited, cause := uint64(0), e.out.HeapLimit > 0, e.out.From
	if n, at := e.number("GCRegionRange"); n > 0 && regions {
		space, cause = n, []int{at}
	} else if limited {
		times := uint64(reserve)
		if e.out.Origin == FromPerHeap {
			times = 1
		}
		var high uint64
		if high, space = bits.Mul64(uint64(e.out.HeapLimit), times); high > 0 {
			space = math.MaxUint64
		}
	}
	if space > addressSpace+addressShift {
		e.refuse(HeapTooLarge, cause...)
		return
	}
	if limited && e.out.HeapLimit < firstSegments || regions && limited && e.out.HeapLimit == firstSegments {
		e.refuse(HeapTooSmall, e.out.From...)
		return
	}
	if !regions {
		return
	}
	piece := uint64(heapPiece)
	if n, at := e.number("GCRegionSize"); n > 0 {
		if piece, cause = n, append([]int{at}, cause...); bits.OnesCount64(n) != 1 || n < smallestPiece {
			e.refuse(RegionSize, at)
			return
		}
	}
	high, need := bits.Mul64(piece, uint64(firstPieces*max(e.out.Heaps, 1)))
	if space == 0 {
		space = addressSpace
	}
	if high > 0 || need > space {
		e.refuse(HeapTooSmall, cause...)
		return
	}
	e.out.Doubtful = space > addressSpace || space-need < need/firstPieces*sparePieces || e.smallest > 0 && e.smallest < sparePieces*heapPiece
}

// regions reports whether the heap consists of regions, as from .NET 7 on. The library with the garbage collector of before
// comes with the runtime; what any other does is not known.
func (e *evaluation) regions() bool {
	name, at := e.text("GCName")
	if at >= 0 && name != "" && name != segmentsLibrary || at >= 0 && e.settings[at].Unknown {
		e.out.Unknown = append(e.out.Unknown, e.settings[at].Name)
	}
	return name == "" && (e.host.Version.IsZero() || !e.host.Version.Before(Version{7, 0}))
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
	cpus := min(e.host.CPUs, e.affinity())
	switch {
	case cpus == 0:
		e.out.Heaps = 0
	case at >= 0 && uint32(count) > 0:
		e.out.Heaps = int(min(uint32(count), uint32(cpus)))
	case e.smallest > 0:
		e.out.Heaps = int(min(int64(cpus), (e.smallest-1)/heapPer+1))
	case e.out.HeapLimit > 0:
		e.out.Heaps = int(min(int64(cpus), (e.out.HeapLimit-1)/heapPer+1))
	default:
		e.out.Heaps = cpus
	}
}

// affinity is how many processors the settings leave to Server GC. Ranges that are no list keep the runtime from starting;
// beside a mask nobody reads them.
func (e *evaluation) affinity() int {
	ranges, at := e.text("GCHeapAffinitizeRanges")
	if mask, _ := e.number("GCHeapAffinitizeMask"); ranges == "" || mask > 0 {
		return maxProcessors
	}
	n, ok := processors(ranges)
	if !ok {
		e.refuse(BadRanges, at)
	}
	if free, _ := e.flag("GCNoAffinitize"); free {
		return maxProcessors
	}
	return n
}

// processors counts those of a list such as "0-3,5". It is false for anything else.
func processors(list string) (count int, ok bool) {
	var set [maxProcessors]bool
	for {
		first := ParseNumber(list, 10)
		last := first
		if rest, isRange := strings.CutPrefix(first.Rest, "-"); isRange {
			last = ParseNumber(rest, 10)
		}
		if !first.OK || !last.OK || last.Value >= maxProcessors || first.Value > last.Value {
			return 0, false
		}
		for i := first.Value; i <= last.Value; i++ {
			if !set[i] {
				count++
			}
			set[i] = true
		}
		if last.Rest == "" {
			return count, true
		}
		if list, ok = strings.CutPrefix(last.Rest, ","); !ok {
			return 0, false
		}
	}
}
