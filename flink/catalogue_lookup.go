package flink

import (
	"slices"
	"strings"
)

// PatchDefault is a default that differed in one patch from the rest of its minor release.
type PatchDefault struct {
	Key     string
	Release Version // such as 1.10.0
	Text    string  // the default there, as Flink prints it
	Bytes   Size    // the size behind Text
}

// PatchNote lists the defaults that the release, patch included, does not share with the later patches of its
// minor release, which the catalogue and [Calculate] follow. A Version of which only the minor release is known
// looks like its patch 0: the note is for explaining, not for calculating.
func PatchNote(v Version) []PatchDefault {
	var notes []PatchDefault
	for _, p := range theCatalogue().patches {
		if p.Release == v {
			notes = append(notes, p)
		}
	}
	return notes
}

// Lookup finds the option, or the fallback key, that is spelled exactly so. An entry of a map option is not an
// option: see [MapEntry]. The catalogue is shared; callers must not change it.
func Lookup(key string) (*Option, bool) {
	return theCatalogue().lookup(key)
}

// Keys are all keys of the catalogue, of every version from 1.9 on, sorted. It is much cheaper than [Options].
func Keys() []string { return slices.Clone(theCatalogue().keys) }

// Options are the options of all keys, sorted by key.
func Options() []*Option {
	c := theCatalogue()
	all := make([]*Option, len(c.keys))
	for i, key := range c.keys {
		all[i], _ = c.lookup(key)
	}
	return all
}

// OpenPrefix reports whether a key lies below a prefix under which Flink, a plug-in or the start scripts take any
// key, and that prefix, such as "metrics.reporter.". No such key can be called unknown.
func OpenPrefix(key string) (prefix string, ok bool) {
	for _, p := range theCatalogue().prefixes {
		if len(key) > len(p) && len(p) > len(prefix) && strings.HasPrefix(key, p) {
			prefix = p
		}
	}
	return prefix, prefix != ""
}

// MapEntry finds the option of type Map that a key of the form "option.entry" writes one entry of.
func MapEntry(key string) (*Option, bool) {
	for i := len(key) - 2; i > 0; i-- {
		if key[i] != '.' {
			continue
		}
		if o, ok := Lookup(key[:i]); ok && o.Type == "Map" {
			return o, true
		}
	}
	return nil, false
}

// lookupVersion is the version by which ranges are asked: a release newer than the newest known behaves like it, and one
// older than the oldest scanned like that, since an option that the oldest has may be as old as Flink.
func lookupVersion(v Version) Version {
	known, _ := KnownVersion(v)
	if oldest := scanned()[0].MinorRelease(); known.Before(oldest) {
		return oldest
	}
	return known
}

func within(all []Range, v Version) bool {
	return slices.ContainsFunc(all, func(r Range) bool { return r.Contains(v) })
}

// WorksIn reports whether setting the key has an effect in the version: as an option, or because another option
// falls back to it. Where nothing is known of the version the answer is true, so that nobody is warned on a guess.
func (o *Option) WorksIn(v Version) bool {
	v = lookupVersion(v)
	return within(o.Works, v) || within(o.Unscanned, v)
}

// TypeIn is the option's type in the version.
func (o *Option) TypeIn(v Version) string {
	v = lookupVersion(v)
	for _, t := range o.Types {
		if t.Contains(v) {
			return t.Type
		}
	}
	return o.Type
}

// DefaultIn is the option's default in the version; false where the key is no option there, or where only its name
// is known. A DefaultValue with an empty Text is an option without a default.
func (o *Option) DefaultIn(v Version) (DefaultValue, bool) {
	v = lookupVersion(v)
	for _, d := range o.Defaults {
		if d.Contains(v) {
			return d, true
		}
	}
	return DefaultValue{}, false
}

// DeprecatedIn reports whether the version calls the key deprecated: the option itself, or the key as a fallback
// of the option that replaced it.
func (o *Option) DeprecatedIn(v Version) bool {
	v = lookupVersion(v)
	return within(o.Deprecated, v) || slices.ContainsFunc(o.ReplacedBy, func(r Replacement) bool {
		return r.Deprecated && r.Contains(v)
	})
}

// FallbackKeys are the keys that Flink reads in the version where the option itself is not set, in Flink's order.
func (o *Option) FallbackKeys(v Version) []string { return keysIn(o.Fallback, v) }

// ReplacedIn are the options that fall back to the key in the version.
func (o *Option) ReplacedIn(v Version) []string { return keysIn(o.ReplacedBy, v) }

func keysIn(all []Replacement, v Version) []string {
	v = lookupVersion(v)
	var keys []string
	for _, r := range all {
		if r.Contains(v) {
			keys = append(keys, r.Key)
		}
	}
	return keys
}
