package flink

import (
	"maps"
	"slices"
	"strings"
)

// Change is another value for an option of a process.
type Change struct {
	Key   string
	Was   string // the value before
	Set   bool   // there was a value before
	Value string // the value after; none where Removed
	// Removed is true where the option is to go.
	Removed bool
}

// Way is a way out for a process that Flink refuses: the changes, and the memory with which Flink then starts it.
type Way struct {
	Changes []Change // in the order of their keys
	Memory  *Memory
}

// Case is a process whose memory Flink computes.
type Case struct {
	Role    Role
	Reading Reading
	Config  Config
	// Versions are those that the process may run, the one that counts first.
	Versions []Version
	// Possible reports whether a change can be made; nil for all.
	Possible func(Change) bool
}

const (
	mostWays  = 5   // to offer
	mostTries = 160 // configurations to look at
	// usefulHeap is the heap that a process should keep where the heap is what the rest leaves: one that starts with less
	// does not get far.
	usefulHeap = 128 * MiB
)

// Ways looks for ways out of all problems of a process at once: those first that change least of what somebody meant.
// Each is verified: Flink starts the process with it. None where the process starts, or rests on values that cannot be
// known.
func Ways(c Case) []Way {
	s := newWaySearch(c)
	if s == nil {
		return nil
	}
	var ways []Way
	var costs []int
	for tries := 0; len(s.open) > 0 && tries < mostTries; tries++ {
		t := s.cheapest()
		if len(costs) > 0 && t.cost > costs[0]+costsTooMuch {
			break
		}
		if len(t.problems) > 0 {
			s.expand(t)
			continue
		}
		if w, ok := s.way(t); ok && !slices.ContainsFunc(ways, func(other Way) bool { return w.contains(other) }) {
			ways, costs = append(ways, w), append(costs, t.cost)
		}
		if len(ways) == mostWays {
			break
		}
	}
	if len(ways) == 0 {
		ways = s.plainest()
	}
	return ways
}

// plainest leaves to Flink whatever stands in its way, for configurations that no few numbers mend: first of all sizes
// that are no totals, then all but one total.
func (s *waySearch) plainest() []Way {
	t := &trial{conf: s.origin, changes: map[string]Change{}}
	remove := func(key string) bool {
		c := Change{Key: key, Was: t.conf.Values[key], Set: true, Removed: true}
		if !t.conf.Has(key) || t.conf.Unknown[key] || s.Possible != nil && !s.Possible(c) {
			return false
		}
		t.conf, t.changes[key] = t.conf.without(key), c
		return true
	}
	for {
		x := s.run(t.conf)
		if len(x.problems) == 0 {
			break
		}
		keys := (&stepWriter{s: s, t: t}).keys(x.problems[0].Root())
		if i := slices.IndexFunc(keys, func(k string) bool { return !s.isTotal(k) && remove(k) }); i >= 0 {
			continue
		}
		w := &stepWriter{s: s, t: &trial{conf: t.conf}}
		key := s.Role.Prefix() + processSize
		if t.conf.Has(key) && remove(s.Role.Prefix()+flinkSize) {
			continue
		}
		if !t.conf.Has(key) && t.conf.Has(s.Role.Prefix()+flinkSize) {
			key = s.Role.Prefix() + flinkSize
		}
		fit, ok := w.fit(key)
		c := setSize(key, fit)
		c.Was, c.Set = s.origin.Values[key], s.origin.Has(key)
		if _, again := t.changes[key]; again || !ok || s.Possible != nil && !s.Possible(c) {
			return nil
		}
		t.conf, t.changes[key] = t.conf.With(key, c.Value), c
	}
	for _, c := range t.sorted() {
		if back := t.conf.With(c.Key, c.Was); c.Removed && s.starts(back) {
			t.conf = back
			delete(t.changes, c.Key)
		}
	}
	if w, ok := s.way(t); ok {
		return []Way{w}
	}
	return nil
}

// waySearch goes from problem to problem, the cheapest changes first.
type waySearch struct {
	Case
	version Version
	options map[string]*calcOption
	origin  Config // the options that the calculation reads
	open    []*trial
	seen    map[string]bool
}

// trial is a configuration that some changes lead to.
type trial struct {
	conf     Config
	changes  map[string]Change
	cost     int
	problems []Problem
	order    int
}

func newWaySearch(c Case) *waySearch {
	version, _ := KnownVersion(c.Versions[0])
	s := &waySearch{Case: c, version: version, options: calculationOptions(version), seen: map[string]bool{}}
	if !s.modelledIn(version) {
		return nil
	}
	s.origin = Config{Values: map[string]string{}, Unknown: map[string]bool{}, Standard: c.Config.Standard}
	for k := range c.Config.Unknown {
		if s.options[k] != nil {
			s.origin.Unknown[k] = true
		}
	}
	for k, v := range c.Config.Values {
		if s.reads(k) {
			s.origin.Values[k] = v
		}
	}
	x := s.run(s.origin)
	if len(x.problems) == 0 {
		return nil
	}
	s.open = []*trial{{conf: s.origin, changes: map[string]Change{}, problems: x.problems}}
	return s
}

// modelledIn reports whether the version computes the memory of such a process.
func (s *waySearch) modelledIn(v Version) bool {
	return calculationOptions(v)[s.Role.Prefix()+processSize] != nil
}

// reads reports whether the calculation may read a key: its own option's, or as the old name of one.
func (s *waySearch) reads(key string) bool {
	if s.options[key] != nil {
		return true
	}
	o, ok := Lookup(key)
	return ok && o.Memory
}

func (s *waySearch) run(c Config) *calculation { return s.runIn(s.version, c) }

func (s *waySearch) runIn(v Version, c Config) *calculation {
	x := &calculation{conf: c, version: v, prefix: s.Role.Prefix(), options: calculationOptions(v)}
	x.run(s.Role, s.Reading)
	return x
}

func (s *waySearch) starts(c Config) bool {
	x := s.run(c)
	return len(x.problems) == 0 && len(x.unknown) == 0
}

func (s *waySearch) cheapest() *trial {
	best := 0
	for i, t := range s.open {
		if b := s.open[best]; t.cost < b.cost || t.cost == b.cost && t.order < b.order {
			best = i
		}
	}
	t := s.open[best]
	s.open = slices.Delete(s.open, best, best+1)
	return t
}

// step is changes to be made together, and what they cost.
type step struct {
	changes []Change
	cost    int
}

func (s *waySearch) expand(t *trial) {
	const longest = 4 // changes in a row
	if len(t.changes) >= longest {
		return
	}
	for _, st := range s.steps(t) {
		s.try(t, st)
	}
}

// try makes a step, unless that leads to a configuration that was looked at.
func (s *waySearch) try(t *trial, st step) {
	next := &trial{conf: t.conf, changes: maps.Clone(t.changes), cost: t.cost + st.cost, order: len(s.seen)}
	for _, c := range st.changes {
		if _, again := t.changes[c.Key]; again && c.Removed {
			return // setting it was of no use
		} else if again && len(st.changes) == 1 {
			next.cost = t.cost + costAgain
		}
		c.Was, c.Set = s.origin.Values[c.Key], s.origin.Has(c.Key)
		if s.origin.Unknown[c.Key] || c.Removed && !c.Set || !c.Removed && c.Set && c.Was == c.Value {
			return
		}
		if s.Possible != nil && !s.Possible(c) {
			return
		}
		next.changes[c.Key] = c
		if c.Removed {
			next.conf = next.conf.without(c.Key)
		} else {
			next.conf = next.conf.With(c.Key, c.Value)
		}
	}
	if id := next.id(); !s.seen[id] {
		s.seen[id] = true
		x := s.run(next.conf)
		if next.problems = x.problems; len(x.problems) == 0 {
			if len(x.unknown) > 0 {
				return
			}
			next.cost += s.drawbacks(next, x)
		}
		s.open = append(s.open, next)
	}
}

func (t *trial) sorted() []Change {
	return slices.SortedFunc(maps.Values(t.changes), func(a, b Change) int { return strings.Compare(a.Key, b.Key) })
}

func (t *trial) id() string {
	var b strings.Builder
	for _, c := range t.sorted() {
		b.WriteString(c.Key + "\x00" + c.Value + "\x01")
	}
	return b.String()
}

// way is what a trial comes to; not ok where it changes more than it has to.
func (s *waySearch) way(t *trial) (Way, bool) {
	w := Way{Changes: t.sorted()}
	for i := range w.Changes {
		rest := s.origin
		for j, c := range w.Changes {
			switch {
			case i == j:
			case c.Removed:
				rest = rest.without(c.Key)
			default:
				rest = rest.With(c.Key, c.Value)
			}
		}
		if s.starts(rest) {
			return Way{}, false
		}
	}
	w.Memory = Calculate(s.Role, s.Reading, s.Versions[0], t.conf)
	return w, w.Memory.OK()
}

// contains reports whether a way changes all that another one does, in the same direction, and is no choice of its own.
func (w Way) contains(other Way) bool {
	for _, c := range other.Changes {
		if !slices.ContainsFunc(w.Changes, func(d Change) bool { return d.Key == c.Key && d.Removed == c.Removed }) {
			return false
		}
	}
	return true
}
