package flink

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
)

//go:embed data/catalogue.json
var catalogueJSON []byte

// catalogue is the embedded catalogue. Its options are parsed one by one, when they are asked for: a run of the linter
// needs few of them, and all of them take milliseconds.
type catalogue struct {
	prefixes []string
	patches  []PatchDefault
	keys     []string // sorted
	entries  map[string]*catalogueEntry
}

// catalogueEntry is one line of the data and the option in it.
type catalogueEntry struct {
	line   []byte
	parse  sync.Once
	option *Option
}

// theCatalogue is opened when it is first asked: a start that needs no option pays nothing for it.
var theCatalogue = sync.OnceValue(func() *catalogue {
	c, err := openCatalogue(catalogueJSON)
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

const (
	optionsStart = ",\n\"options\":[\n"
	optionsEnd   = "\n]}\n"
	entryStart   = `{"key":"`
)

// openCatalogue finds the entries; flink/oracle writes the data as one JSON object with an option in each line.
func openCatalogue(data []byte) (*catalogue, error) {
	head, rest, found := bytes.Cut(data, []byte(optionsStart))
	body, whole := bytes.CutSuffix(rest, []byte(optionsEnd))
	if !found || !whole {
		return nil, errors.New("the options are missing")
	}
	var stored struct {
		Prefixes []string
		Patches  []struct {
			Key, Release, Text string
			Bytes              Size
		}
	}
	if err := json.Unmarshal(append(bytes.Clone(head), '}'), &stored); err != nil {
		return nil, err
	}
	lines := bytes.Count(body, []byte("\n")) + 1
	c := &catalogue{
		prefixes: stored.Prefixes,
		keys:     make([]string, 0, lines),
		entries:  make(map[string]*catalogueEntry, lines),
	}
	for _, p := range stored.Patches {
		release, err := ParseVersion(p.Release)
		if err != nil {
			return nil, err
		}
		c.patches = append(c.patches, PatchDefault{Key: p.Key, Release: release, Text: p.Text, Bytes: p.Bytes})
	}
	all := make([]catalogueEntry, 0, lines)
	for line := range bytes.Lines(body) {
		line = bytes.TrimRight(line, ",\n")
		key, ok := bytes.CutPrefix(line, []byte(entryStart))
		end := bytes.IndexByte(key, '"')
		if !ok || end < 0 {
			return nil, fmt.Errorf("the line of an option begins with %.40q", line)
		}
		all = append(all, catalogueEntry{line: line})
		c.keys = append(c.keys, string(key[:end]))
		c.entries[c.keys[len(c.keys)-1]] = &all[len(all)-1]
	}
	return c, nil
}

func (c *catalogue) lookup(key string) (*Option, bool) {
	e, ok := c.entries[key]
	if !ok {
		return nil, false
	}
	e.parse.Do(func() {
		var stored storedOption
		if err := json.Unmarshal(e.line, &stored); err != nil {
			panic(fmt.Sprintf("data/catalogue.json: %s: %v; run make catalogue", key, err))
		}
		e.option = stored.option()
	})
	return e.option, true
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
