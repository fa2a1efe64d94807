package flink

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

//go:embed data/versions.json
var versionsJSON []byte

// oldestCalculable is the first release with the memory model that [Calculate] follows.
var oldestCalculable = Version{Major: 1, Minor: 10}

// scanned maps each minor release of the catalogue to the release whose jars were asked, oldest first.
var scanned = sync.OnceValue(func() []Version {
	var releases map[string]string
	if err := json.Unmarshal(versionsJSON, &releases); err != nil {
		panic(fmt.Sprintf("data/versions.json: %v; run make catalogue", err))
	}
	all := make([]Version, 0, len(releases))
	for _, release := range releases {
		all = append(all, MustVersion(release))
	}
	slices.SortFunc(all, Version.Compare)
	return all
})

var calculable = sync.OnceValue(func() []Version {
	var all []Version
	for _, v := range scanned() {
		if !v.Before(oldestCalculable) {
			all = append(all, v.MinorRelease())
		}
	}
	return all
})

// Versions are the minor releases whose memory can be calculated, oldest first: 1.10 to the newest known.
func Versions() []Version { return slices.Clone(calculable()) }

// Newest is the newest minor release that is known.
func Newest() Version {
	all := calculable()
	return all[len(all)-1]
}

// NewestOf is the newest known minor release of a major one (1.20 of 1), or the zero Version where there is none.
func NewestOf(major int) Version {
	for _, v := range slices.Backward(calculable()) {
		if v.Major == major {
			return v
		}
	}
	return Version{}
}

// KnownVersion is the minor release whose facts stand for v, and whether they are v's own: a release newer than
// the newest known one of its kind gets the facts of the newest known release before it, and one older than 1.10
// is itself, though nothing can be calculated for it.
func KnownVersion(v Version) (known Version, exact bool) {
	v = v.MinorRelease()
	if v.Before(oldestCalculable) {
		return v, false
	}
	for _, w := range slices.Backward(calculable()) {
		if !v.Before(w) {
			return w, w == v
		}
	}
	return v, false
}

// ScannedRelease is the release whose classes were asked about v's minor release, patch included; zero where
// none was.
func ScannedRelease(v Version) Version {
	for _, w := range scanned() {
		if w.MinorRelease() == v.MinorRelease() {
			return w
		}
	}
	return Version{}
}
