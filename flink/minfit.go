package flink

import "slices"

// largestTotal is the largest total that MinFit considers.
const largestTotal = 64 * TiB

// MinFit is the smallest value of a total (process.size or flink.size of the role) with which Flink starts the process
// with otherwise the same options, in bytes. Not ok where no value helps, because something else is wrong or the
// fractions leave nothing over at any size.
func MinFit(role Role, reading Reading, v Version, c Config, key string) (Size, bool) {
	f := newFitting(role, reading, v, c, key)
	for _, p := range f.run(largestTotal).problems {
		if p.Sum == nil {
			return 0, false // not a matter of sums: no total mends it
		}
	}
	if n, ok := f.guess(); ok {
		return n, true
	}
	low := Size(0)
	for high := 256 * MiB; high <= largestTotal; low, high = high, 2*high {
		if f.fits(high) {
			return f.smallest(low, high), true
		}
	}
	return f.searchBends()
}

// fitting asks the calculation about different values of one total.
type fitting struct {
	role    Role
	reading Reading
	version Version
	conf    Config
	key     string
}

func newFitting(role Role, reading Reading, v Version, c Config, key string) *fitting {
	known, _ := KnownVersion(v)
	options := calculationOptions(known)
	f := &fitting{role: role, reading: reading, version: known, key: key}
	f.conf = Config{Values: map[string]string{}, Unknown: map[string]bool{}, Standard: c.Standard}
	for k := range c.Unknown {
		if k != key {
			f.conf.Unknown[k] = true
		}
	}
	for k, value := range c.Values {
		if _, ok := options[k]; ok { // the others only cost copying
			f.conf.Values[k] = value
		}
	}
	return f
}

func (f *fitting) run(n Size) *calculation {
	f.conf.Values[f.key] = n.Config()
	x := &calculation{conf: f.conf, version: f.version, prefix: f.role.Prefix(), options: calculationOptions(f.version)}
	x.run(f.role, f.reading)
	return x
}

func (f *fitting) fits(n Size) bool { return len(f.run(n).problems) == 0 }

// guess tries the totals that follow from the sum of the first problem: they answer most questions at once, also where
// the totals that fit are a narrow window.
func (f *fitting) guess() (Size, bool) {
	for _, n := range []Size{0, largestTotal} {
		x := f.run(n)
		if len(x.problems) == 0 || x.problems[0].Sum == nil {
			continue
		}
		sum := x.problems[0].Sum
		var try Size
		switch b := x.overheadBounds(); {
		case f.key == x.prefix+processSize:
			try = n - sum.Left + b.min.Size
		case sum.Total.Label == TotalProcess.Label() && len(sum.Parts) == 2:
			try = sum.Total.Size - sum.Parts[1].Size - b.max.Size
		default:
			try = n - sum.Left + x.networkBounds().min.Size
		}
		if try > 0 && try < largestTotal && f.fits(try) && !f.fits(try-1) {
			return try, true
		}
	}
	return 0, false
}

// smallest is the least size in (low, high] that fits, where low does not and high does. Rounding to bytes can make the
// last few alternate, so it looks a little further down than where the halving ended.
func (f *fitting) smallest(low, high Size) Size {
	for halve := false; high-low > 1; halve = !halve {
		mid := low + (high-low)/2
		if missing, spare := f.missing(low), f.spare(high); !halve && missing > 0 && spare >= 0 {
			// Between two bends a straight line leads from what is missing to what is left over.
			share := float64(missing) / (float64(missing) + float64(spare))
			mid = min(max(low+Size(share*float64(high-low)), low+1), high-1)
		}
		if f.fits(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	for n := high - 1; n > high-8 && n > 0; n-- {
		if f.fits(n) {
			high = n
		}
	}
	return high
}

// missing is what the first problem's sum lacks with a total, 0 where it is about something else.
func (f *fitting) missing(n Size) Size {
	if x := f.run(n); len(x.problems) > 0 && x.problems[0].Sum != nil {
		return -x.problems[0].Sum.Left
	}
	return 0
}

// spare is what a total that fits leaves to the heap, -1 where the heap is not what is left.
func (f *fitting) spare(n Size) Size {
	for _, p := range f.run(n).parts {
		if p.Remainder && (p.Name == TaskHeap || p.Name == Heap) {
			return p.Size
		}
	}
	return -1
}

// searchBends searches between the bends of the calculation. What is left over grows or shrinks in straight lines of the
// total, which bend where a derived size reaches its minimum or maximum: between two bends it fits from some size on,
// up to some size, or not at all.
func (f *fitting) searchBends() (Size, bool) {
	bends := []Size{0, largestTotal}
	for _, name := range []Name{Overhead, Network} {
		for level := 1; level <= 2; level++ {
			above := func(n Size) bool { return f.run(n).levels.of(name) >= level }
			low, high := Size(0), largestTotal
			first := above(low)
			if above(high) == first {
				continue
			}
			for high-low > 1 {
				if mid := low + (high-low)/2; above(mid) == first {
					low = mid
				} else {
					high = mid
				}
			}
			bends = append(bends, max(low-2, 0), low, high, high+2)
		}
	}
	slices.Sort(bends)
	bends = slices.Compact(bends)
	for i, high := range bends {
		switch {
		case !f.fits(high):
		case i == 0:
			return high, true
		default:
			return f.smallest(bends[i-1], high), true
		}
	}
	return 0, false
}
