package flink

import (
	"math"
	"slices"
	"strings"
)

// sum is for a total that its parts do not suit: too little or too much is left of it.
func (w *stepWriter) sum(p *Problem) {
	r := w.wanted(p)
	for _, key := range w.keys(p) {
		switch {
		case key == tmBuffers:
			w.remove(key, costTotal)
		case strings.HasSuffix(key, ".fraction"):
			w.share(key, r)
		case isBound(key):
			w.bound(key, r)
		default:
			w.component(p, key, r)
		}
	}
	if p.Low != nil && p.Low != p.High {
		w.admit(p.Low, p.High, r.left)
	}
	if r.left < r.low && p.Code == ComponentsExceedFlink {
		w.shares(p)
	}
}

// leeway is what is left of a total, and what may be.
type leeway struct{ left, low, high Size }

// shift moves a size so far that what is left comes into its range, and rounds it there. Up is true where more of it
// leaves more.
func (r leeway) shift(n Size, up bool) Size {
	least, most := n+(r.low-r.left), Size(math.MaxInt64)
	if r.high < Unlimited/2 {
		most = n + (r.high - r.left)
	}
	if !up {
		least, most = Size(math.MinInt64), n-(r.low-r.left)
		if r.high < Unlimited/2 {
			least = n - (r.high - r.left)
		}
	}
	if n < least {
		if rounded := least.RoundUp(); rounded <= most {
			return rounded
		}
		return least
	}
	if rounded := most.RoundDown(); rounded >= least && (rounded > 0 || most == 0) {
		return rounded
	}
	return most
}

// wanted is what may be left of the problem's total.
func (w *stepWriter) wanted(p *Problem) leeway {
	r := leeway{p.Sum.Left, 0, Unlimited}
	x := w.s.run(w.t.conf)
	var b bounds
	switch {
	case p.Low != nil:
		r.low, r.high = p.Low.Size, p.High.Size
	case p.Code == HeapOffHeapNotFlink:
		r.high = 0
	case p.Code == ProcessBelowFlink:
		b = x.overheadBounds()
	case p.Code == ComponentsExceedFlink && x.has(tmTaskHeap): // network memory is what is left
		if x.usesBuffers() {
			n := x.buffersAsNetwork()
			r.low, r.high = n.Size, n.Size
		} else {
			b = x.networkBounds()
		}
	case p.Code == ComponentsExceedFlink || p.Code == OffHeapExceedsFlink || p.Code == HeapExceedsFlink:
		r.low = usefulHeap
	}
	if b.known() {
		r.low, r.high = b.min.Size, b.max.Size
	}
	return r
}

// keys are the options that take part in the sum, and in the one that its total comes from.
func (w *stepWriter) keys(p *Problem) []string {
	keys := slices.Clone(p.Keys)
	for _, rest := range []string{processSize, metaspaceSize, overheadMin, overheadMax, overheadFraction} {
		key := w.s.Role.Prefix() + rest
		relevant := p.From != nil || p.Code == MetaspaceOverheadExceedProcess || rest == processSize
		if relevant && w.t.conf.Has(key) && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	if w.s.Role == JobManager && w.t.conf.Has(jmOffHeap) && !slices.Contains(keys, jmOffHeap) {
		keys = append(keys, jmOffHeap)
	}
	return keys
}

// component changes a size of the sum by what is missing or too much, or leaves it to Flink.
func (w *stepWriter) component(p *Problem, key string, r leeway) {
	n, ok := w.size(key)
	if !ok {
		return
	}
	adjust, remove := costAdjust, costRemove
	total := w.s.isTotal(key)
	switch {
	case strings.HasSuffix(key, metaspaceSize) || strings.Contains(key, ".framework."):
		adjust = costUnusual
	case total:
		adjust, remove = costTotal, costTotal
		if key == w.s.Role.Prefix()+processSize {
			remove++ // the outer total is what a container has
		}
	}
	w.remove(key, remove)
	if text := w.t.conf.Values[key]; n > 0 && n < 10*MiB && !HasUnit(text) {
		w.set(key, n*MiB, costMeant) // megabytes, as it was before 1.10
	}
	up := slices.Contains(p.totalKeys(), key)
	if total && up && r.left < r.low && !w.twoTotals() { // between two of them it is a plain difference
		if fit, ok := w.fit(key); ok && fit > n {
			w.set(key, fit, adjust)
		}
	}
	shifted := r.shift(n, up)
	switch {
	case total && up && shifted < n:
		adjust = costAdjust + 1 // whoever has that much memory wants to use it
	case shifted < n/2:
		adjust++
	}
	w.set(key, shifted, adjust)
	if p.Code == ComponentsExceedFlink && r.low == usefulHeap { // with no heap of use, if it has to be
		r.low = 0
		w.set(key, r.shift(n, up), adjust+1)
	}
}

// twoTotals reports whether both totals are set.
func (w *stepWriter) twoTotals() bool {
	return w.t.conf.Has(w.s.Role.Prefix()+processSize) && w.t.conf.Has(w.s.Role.Prefix()+flinkSize)
}

// totalKeys are the written options behind the total of a problem's sum.
func (p *Problem) totalKeys() []string {
	if p.Sum.Total.Key != "" {
		return []string{p.Sum.Total.Key}
	}
	if p.From != nil && p.From.Total.Key != "" {
		return []string{p.From.Total.Key}
	}
	return nil
}

// bound lowers a minimum or a maximum that decides a component of the sum.
func (w *stepWriter) bound(key string, r leeway) {
	n, ok := w.size(key)
	if !ok || r.left >= r.low {
		return
	}
	w.remove(key, costRemove)
	if need := r.low - r.left; need < n {
		w.set(key, (n - need).RoundDown(), costBound)
	}
}

// admit widens the range of a size that is what the rest leaves.
func (w *stepWriter) admit(low, high *Term, left Size) {
	overhead := strings.Contains(low.Key, "jvm-overhead")
	cost := costBound
	if overhead {
		cost = costUnusual
	}
	if left < low.Size {
		if left > 0 || !overhead {
			w.set(low.Key, left.RoundDown(), cost)
			w.set(low.Key, left, cost+1)
		}
		w.removeBound(low)
		return
	}
	rounded := left.RoundUp()
	w.set(high.Key, rounded, cost)
	w.removeBound(high)
}

func (w *stepWriter) removeBound(t *Term) {
	if t.Origin == Explicit {
		w.remove(t.Key, costRemove)
	}
}

// share lowers a fraction that is set.
func (w *stepWriter) share(key string, r leeway) {
	w.remove(key, costRemove)
	if r.left >= r.low {
		return
	}
	if f, _, ok := w.s.run(w.t.conf).fraction(key); ok {
		w.lowerFraction(key, int(math.Ceil(f*100)), costAdjust)
	}
}

// shares sets fractions that have their defaults, where these leave too little.
func (w *stepWriter) shares(p *Problem) {
	for key, standard := range map[string]int{tmManagedFraction: 40} {
		derived := slices.ContainsFunc(p.Sum.Parts, func(t Term) bool { return t.Origin == Derived && t.Label == Managed.Label() })
		if derived && !w.t.conf.Has(key) {
			w.lowerFraction(key, standard, costUnusual)
		}
	}
}
