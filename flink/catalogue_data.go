package flink

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

//go:embed data/catalogue.json
var catalogueJSON []byte

// catalogue is the embedded catalogue, ready to be asked.
type catalogue struct {
	prefixes []string
	patches  []PatchDefault
	options  []*Option // sorted by key
	byKey    map[string]*Option
}

// theCatalogue is parsed when it is first asked: a start that needs no option pays nothing for it.
var theCatalogue = sync.OnceValue(func() *catalogue {
	c, err := readCatalogue(catalogueJSON)
	if err != nil {
		panic(fmt.Sprintf("data/catalogue.json: %v; run make catalogue", err))
	}
	return c
})

// storedRange is a Range as the data writes it: "1.10-2.3", or "1.10" for a single release.
type storedRange Range

func (r *storedRange) UnmarshalText(text []byte) error {
	from, to, two := strings.Cut(string(text), "-")
	var err error
	if r.From, err = ParseVersion(from); err != nil || !two {
		r.To = r.From
		return err
	}
	r.To, err = ParseVersion(to)
	return err
}

type storedRelative struct {
	Key        string
	In         storedRange
	Deprecated bool
}

type storedOption struct {
	Key          string
	Memory       bool
	Type         string
	Enum         []string
	In           *storedRange
	Works        *[]storedRange // where it is not the same as In
	Undocumented bool
	Shell        bool
	Unscanned    []storedRange
	Deprecated   []storedRange
	ReplacedBy   []storedRelative
	Types        []struct {
		In   storedRange
		Type string
	}
	Fallback []storedRelative
	Defaults []struct {
		In    storedRange
		Text  string
		Bytes *Size
	}
	Migration *Migration
}

func readCatalogue(data []byte) (*catalogue, error) {
	var stored struct {
		Prefixes []string
		Patches  []struct {
			Key, Release, Text string
			Bytes              Size
		}
		Options []storedOption
	}
	if err := json.Unmarshal(data, &stored); err != nil {
		return nil, err
	}
	c := &catalogue{
		prefixes: stored.Prefixes,
		options:  make([]*Option, 0, len(stored.Options)),
		byKey:    make(map[string]*Option, len(stored.Options)),
	}
	for _, p := range stored.Patches {
		release, err := ParseVersion(p.Release)
		if err != nil {
			return nil, err
		}
		c.patches = append(c.patches, PatchDefault{Key: p.Key, Release: release, Text: p.Text, Bytes: p.Bytes})
	}
	for i := range stored.Options {
		o := stored.Options[i].option()
		c.options = append(c.options, o)
		c.byKey[o.Key] = o
	}
	return c, nil
}

func (s *storedOption) option() *Option {
	o := &Option{
		Key: s.Key, Memory: s.Memory, Type: s.Type, Enum: s.Enum, Migration: s.Migration,
		Undocumented: s.Undocumented, Shell: s.Shell,
		Unscanned: ranges(s.Unscanned), Deprecated: ranges(s.Deprecated),
		ReplacedBy: relatives(s.ReplacedBy), Fallback: relatives(s.Fallback),
	}
	if s.In != nil {
		o.Introduced, o.Last = s.In.From, s.In.To
		o.Removed = after(o.Last)
		o.Works = []Range{Range(*s.In)}
	}
	if s.Works != nil {
		o.Works = ranges(*s.Works)
	}
	for _, t := range s.Types {
		o.Types = append(o.Types, TypeIn{Range: Range(t.In), Type: t.Type})
	}
	for _, d := range s.Defaults {
		v := DefaultValue{Range: Range(d.In), Text: d.Text, Bytes: -1}
		if d.Bytes != nil {
			v.Bytes = *d.Bytes
		}
		o.Defaults = append(o.Defaults, v)
	}
	return o
}

// after is the known minor release that follows v; zero after the newest.
func after(v Version) Version {
	for _, w := range scanned() {
		if v.Before(w) {
			return w.MinorRelease()
		}
	}
	return Version{}
}

func ranges(stored []storedRange) []Range {
	if len(stored) == 0 {
		return nil
	}
	all := make([]Range, len(stored))
	for i, r := range stored {
		all[i] = Range(r)
	}
	return all
}

func relatives(stored []storedRelative) []Replacement {
	if len(stored) == 0 {
		return nil
	}
	all := make([]Replacement, len(stored))
	for i, r := range stored {
		all[i] = Replacement{Key: r.Key, Range: Range(r.In), Deprecated: r.Deprecated}
	}
	return all
}
