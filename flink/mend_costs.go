package flink

// What changes cost, so that those come first that change least of what somebody meant.
const (
	costAgain      = 2 // a number that was not right yet
	costMeant      = 1 // a slip: what was meant is clear
	costMissing    = 2 // what somebody began and did not finish
	costTotal      = 3 // a total that is too small, or one too many
	costAdjust     = 4 // another number for what somebody sized
	costRemove     = 5 // a size that somebody set is left to Flink
	costBound      = 5 // a range is widened
	costUnusual    = 7 // a number that is seldom set
	costsTooMuch   = 4 // more than the cheapest way: not worth offering
	drawbackTiny   = 2
	drawbackGrowth = 2
	drawbackOdd    = 2
	drawbackOthers = 3
)

// drawbacks are what speaks against a configuration with which the process starts.
func (s *waySearch) drawbacks(t *trial, x *calculation) int {
	cost := 0
	for _, p := range x.parts {
		small := func(least Size) bool { return p.Size < least }
		switch {
		case (p.Name == TaskHeap || p.Name == Heap) && small(usefulHeap) && (p.Remainder || t.changed(p.Keys)):
			if cost += drawbackTiny; small(usefulHeap / 4) {
				cost += drawbackTiny
			}
		case p.Name == Network && small(64*MiB) || p.Name == Overhead && small(192*MiB), p.Name == Managed && p.Size == 0 && t.changed(p.Keys):
			cost += drawbackTiny
		case p.Name == TotalProcess:
			for was, c := range t.changes {
				if n, err := ParseSize(c.Was); c.Set && err == nil && !c.Removed && s.isTotal(was) && p.Size > 3*n {
					cost += drawbackGrowth
				}
			}
		}
	}
	for _, c := range t.changes {
		if n, err := ParseSize(c.Value); err == nil && n > MiB && n%MiB != 0 {
			cost += drawbackOdd
		}
	}
	for _, v := range s.Versions[1:] {
		known, _ := KnownVersion(v)
		if !s.modelledIn(known) {
			continue
		}
		if other := s.runIn(known, t.conf); len(other.problems) > 0 {
			return cost + drawbackOthers
		}
	}
	return cost
}

func (t *trial) changed(keys []string) bool {
	for _, k := range keys {
		if _, ok := t.changes[k]; ok {
			return true
		}
	}
	return false
}

func (s *waySearch) isTotal(key string) bool {
	switch key {
	case s.Role.Prefix() + processSize, s.Role.Prefix() + flinkSize, tmHeapSize, tmHeapMB:
		return true
	}
	return false
}
