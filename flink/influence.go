package flink

import "slices"

// SameSizes reports whether Flink starts both processes, with the same bytes in every component.
func SameSizes(a, b *Memory) bool {
	return a.OK() && b.OK() && slices.EqualFunc(a.Components, b.Components, func(x, y Component) bool {
		return x.Name == y.Name && x.Size == y.Size
	})
}

// probes are fractions over the whole of what Flink accepts. A component is its fraction of something within two bounds,
// so that one that these do not move is moved by none.
var probes = []string{"0", "0.1", "0.5", "0.999"}

// FractionDecides reports whether the fraction under a written key (of network memory, managed memory or JVM overhead)
// has any say in the process's memory: whether the process would have other sizes, or not start, with another fraction,
// or without any. True where the memory cannot be computed.
func FractionDecides(role Role, reading Reading, v Version, c Config, key string) bool {
	now := Calculate(role, reading, v, c)
	if !SameSizes(now, Calculate(role, reading, v, c.Without(key))) {
		return true
	}
	return slices.ContainsFunc(probes, func(f string) bool {
		return !SameSizes(now, Calculate(role, reading, v, c.With(key, f)))
	})
}

// WrittenKey is the key under which a configuration sets an option in a version: its own, or the first of its fallback
// keys that is set.
func WrittenKey(c Config, v Version, key string) (string, bool) {
	if c.Has(key) {
		return key, true
	}
	o, ok := Lookup(key)
	if !ok {
		return "", false
	}
	for _, k := range o.FallbackKeys(v) {
		if c.Has(k) {
			return k, true
		}
	}
	return "", false
}
