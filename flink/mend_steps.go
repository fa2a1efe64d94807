package flink

import (
	"slices"
	"strconv"
	"strings"
)

// steps are the changes that may lead out of a problem: first of all those about one value, on which sums may rest, then
// the one that Flink stops at.
func (s *waySearch) steps(t *trial) []step {
	outer := &t.problems[0]
	if i := slices.IndexFunc(t.problems, func(p Problem) bool { return p.Root().Sum == nil }); i >= 0 {
		outer = &t.problems[i]
	}
	p := outer.Root()
	w := &stepWriter{s: s, t: t}
	switch {
	case p.Code == TotalMemoryMissing:
		w.total()
	case p.Code == RangeInvalid && p.Low != nil:
		w.crossed(p, outer.Sum)
	case p.Code == RangeInvalid:
		w.fraction(p)
	case p.Sum != nil && p.Sum.Total.Label != "":
		w.sum(p)
	case p.Code == Overflow:
		for _, k := range p.Keys {
			w.remove(k, costRemove)
		}
	default:
		w.value(p)
	}
	return w.steps
}

// stepWriter collects steps.
type stepWriter struct {
	s     *waySearch
	t     *trial
	steps []step
}

func (w *stepWriter) add(cost int, changes ...Change) {
	w.steps = append(w.steps, step{changes, cost})
}

func (w *stepWriter) remove(key string, cost int) { w.add(cost, Change{Key: key, Removed: true}) }

func (w *stepWriter) set(key string, n Size, cost int) {
	if n >= 0 {
		w.add(cost, setSize(key, n))
	}
}

// setSize writes a size as the option takes it.
func setSize(key string, n Size) Change {
	if strings.HasSuffix(key, ".heap.mb") {
		return Change{Key: key, Value: strconv.FormatInt(int64((n+MiB-1)/MiB), 10)}
	}
	return Change{Key: key, Value: n.Config()}
}

// size is the value of a size that is set.
func (w *stepWriter) size(key string) (Size, bool) {
	text, set := w.t.conf.Values[key]
	if !set {
		return 0, false
	}
	if strings.HasSuffix(key, ".heap.mb") {
		n, err := parseInt(text)
		return Size(n) * MiB, err == nil
	}
	if o, ok := Lookup(key); ok && key != tmHeapSize && key != jmHeapSize && o.TypeIn(w.s.version) != "MemorySize" {
		return 0, false
	}
	n, err := ParseSize(text)
	return n, err == nil
}

// total sets the total that is missing: what Flink ships with, or what the sizes that are set need.
func (w *stepWriter) total() {
	key, usual := w.s.Role.Prefix()+processSize, 1728*MiB
	if w.s.Role == JobManager {
		usual = 1600 * MiB
	}
	if !w.s.starts(w.t.conf.With(key, usual.Config())) {
		if fit, ok := w.fit(key); ok {
			usual = max(usual, fit)
		}
	}
	w.set(key, usual, costMissing)
}

// crossed is for a minimum above its maximum.
func (w *stepWriter) crossed(p *Problem, outer *Sum) {
	low, high := p.Low, p.High
	switch {
	case low.Origin == Default:
		w.set(low.Key, high.Size, costMissing)
		w.set(high.Key, low.Size, costAdjust)
		w.remove(high.Key, costRemove)
	case high.Origin == Default:
		w.set(high.Key, low.Size, costMissing)
		w.set(low.Key, high.Size, costAdjust)
		w.remove(low.Key, costRemove)
	default:
		w.add(costTotal, setSize(low.Key, high.Size), setSize(high.Key, low.Size)) // they were swapped
		w.set(high.Key, low.Size, costAdjust)
		w.set(low.Key, high.Size, costAdjust)
		w.remove(low.Key, costRemove)
		w.remove(high.Key, costRemove)
		w.add(costRemove+1, Change{Key: low.Key, Removed: true}, Change{Key: high.Key, Removed: true})
	}
	if outer != nil && outer.Left > 0 { // what is left decides, and the range has to allow it
		left := outer.Left
		if left <= high.Size {
			w.set(low.Key, left.RoundDown(), costBound)
		}
		if left >= low.Size {
			w.set(high.Key, left.RoundUp(), costBound)
		}
	}
}

// fraction is for one that is none: a percentage, a sign too many, or all of it.
func (w *stepWriter) fraction(p *Problem) {
	key := p.Keys[0]
	switch f := p.Fraction; {
	case f > 1 && f < 100:
		w.add(costMeant, Change{Key: key, Value: fractionText(f / 100)})
	case f < 0 && f > -1:
		w.add(costMeant, Change{Key: key, Value: fractionText(-f)})
	}
	if p.Fraction >= 1 {
		w.lowerFraction(key, 100, costAdjust)
	}
	w.remove(key, costRemove)
}

func fractionText(f float64) string { return strconv.FormatFloat(f, 'f', -1, 32) }

// lowerFraction sets the largest fraction, in hundredths below a number of them, with which the process starts.
func (w *stepWriter) lowerFraction(key string, below, cost int) {
	for _, useful := range []bool{true, false} {
		fits := func(hundredths int) bool {
			c := w.t.conf.With(key, fractionText(float64(hundredths)/100))
			if useful {
				var ok bool
				if c, ok = w.s.reserve(c); !ok {
					return false
				}
			}
			return w.s.starts(c)
		}
		low, high := 0, below
		if !fits(low) {
			continue
		}
		for high-low > 1 {
			if mid := (low + high) / 2; fits(mid) {
				low = mid
			} else {
				high = mid
			}
		}
		if low > 20 && low%5 != 0 {
			low -= low % 5
		}
		if low > 0 {
			w.add(cost, Change{Key: key, Value: fractionText(float64(low) / 100)})
			return
		}
	}
}

// value is for a value that does not parse, or that Flink does not take.
func (w *stepWriter) value(p *Problem) {
	key := p.Keys[0]
	known, ok := Lookup(key)
	switch {
	case p.Code == ProcessBelowFlink: // a number of buffers below nothing
		w.remove(key, costTotal)
		return
	case p.Code == CPUCoresInvalid:
		w.add(costMeant, Change{Key: key, Value: "1"})
	case key == segmentSizeKey && p.Code == SegmentSizeInvalid:
		if n, err := ParseSize(p.Value); err == nil {
			w.set(key, NearestSegment(n), costMeant)
		}
	case ok:
		if meant := known.Meant(p.Value, w.s.version); meant != "" {
			w.add(costMeant, Change{Key: key, Value: meant})
		}
	}
	w.remove(key, costRemove)
	if w.s.isTotal(key) {
		if fit, ok := w.fit(key); ok {
			w.set(key, fit, costUnusual)
		}
	}
}

// NearestSegment is the segment size nearest to a size, by factor: a power of two.
func NearestSegment(n Size) Size {
	nearest := minSegmentSize
	for nearest < GiB && n >= nearest+nearest/2 {
		nearest *= 2
	}
	return nearest
}

// fit is the smallest round value of a size with which the process starts, with a heap that is of use where the heap is
// what is left.
func (w *stepWriter) fit(key string) (Size, bool) {
	if len(w.t.changes) > 1 {
		return 0, false // it takes long, and hardly leads anywhere any more
	}
	if c, ok := w.s.reserve(w.t.conf); ok {
		n, ok := MinFit(w.s.Role, w.s.Reading, w.s.version, c, key)
		return n.RoundUp(), ok
	}
	n, ok := MinFit(w.s.Role, w.s.Reading, w.s.version, w.t.conf, key)
	return n.RoundUp(), ok
}

// reserve sets some memory aside in the place of the heap; not ok where the heap is not what is left.
func (s *waySearch) reserve(c Config) (Config, bool) {
	key, another := jmOffHeap, jmHeap
	if s.Role == TaskManager {
		key, another = tmFrameworkHeap, tmTaskHeap
	}
	if c.Has(another) || s.Role == JobManager && s.Reading == Standalone && (c.Has(jmHeapSize) || c.Has(jmHeapMB)) {
		return c, false
	}
	size := s.options[key].bytes
	if text, set := c.Values[key]; set {
		n, err := ParseSize(text)
		if err != nil {
			return c, false
		}
		size = n
	}
	return c.With(key, (size + usefulHeap).Config()), true
}

// isBound reports whether an option bounds a size, or is a fraction of one.
func isBound(key string) bool {
	return slices.ContainsFunc([]string{".min", ".max", ".fraction"}, func(end string) bool { return strings.HasSuffix(key, end) })
}
