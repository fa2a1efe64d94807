package source

import (
	"slices"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// reread are all parts of the document if it had other bytes, and what the entrypoint of Flink's image makes of its
// environment variables, before 1.19 and from then on.
func (d *Document) reread(content []byte) []*Part { return d.withBytes(content).allParts() }

// withBytes is the document as it would be read with other bytes.
func (d *Document) withBytes(content []byte) *Document {
	if _, ok := dialectOf(d.Kind); ok {
		return Read(d.Path, content, d.Kind)
	}
	return Plain(d.Path, content)
}

func (d *Document) allParts() []*Part {
	var parts []*Part
	environment := func(env *EnvText) {
		if env != nil && env.Text != nil && env.Text.Document == d {
			parts = append(parts, readProperties(env, flink.Version{Major: 1, Minor: 18}), readProperties(env, PropertiesAsArguments))
		}
	}
	for _, p := range d.Parts {
		parts = append(parts, p)
		if p.Layer == LayerProperties && len(p.Options) == 0 && p.Text != nil {
			environment(&EnvText{Text: p.Text})
		}
	}
	for _, w := range d.Workloads {
		parts = append(parts, w.Parts...)
		environment(w.Properties)
	}
	if d.Image != nil {
		environment(d.Image.Properties)
	}
	if d.Kind == Dotenv || d.Kind == "" {
		for _, v := range readDotenv(d, nil) {
			if v.Name == propertiesKey {
				environment(&EnvText{Text: v.Value, State: v.State, Place: v.Place, uncertain: v.uncertain})
			}
		}
	}
	return parts
}

// partsWith are the parts that hold an option, by its place.
func partsWith(parts []*Part, o Option) []*Part {
	var found []*Part
	for _, p := range parts {
		if p.index(o) >= 0 {
			found = append(found, p)
		}
	}
	return found
}

// index is where an option is in the part, by its place; -1 where it is not.
func (p *Part) index(o Option) int {
	for i := range p.Options {
		at := p.Options[i].Place
		if at.Key == o.Place.Key && at.Value == o.Place.Value && at.Entry == o.Place.Entry {
			return i
		}
	}
	return -1
}

// becomes reports whether edits make of each part the options wanted, and no further problem.
func (d *Document) becomes(before []*Part, edits []Edit, want func(*Part) []Option) bool {
	content, err := d.Apply(edits)
	if err != nil {
		return false
	}
	var wanted, got [][]Option // of the parts that hold options: an empty one may be gone altogether
	problems := 0
	for _, p := range before {
		problems += p.mistakes()
		if options := want(p); len(options) > 0 {
			wanted = append(wanted, options)
		}
	}
	for _, p := range d.reread(content) {
		problems -= p.mistakes()
		if len(p.Options) > 0 {
			got = append(got, p.Options)
		}
	}
	return problems >= 0 && slices.EqualFunc(wanted, got, sameOptions)
}

// mistakes is the number of problems, without that of line ends: the last line feed may go with an option.
func (p *Part) mistakes() int {
	n := 0
	for i := range p.Problems {
		if p.Problems[i].Code != CarriageReturns {
			n++
		}
	}
	return n
}

// deletes reports whether the option is gone without a span, and nothing else changes.
func (d *Document) deletes(span Span, o Option) bool {
	return d.becomes(d.reread(d.Bytes), []Edit{{d, span, ""}}, func(p *Part) []Option {
		at := p.index(o)
		if at < 0 {
			return p.Options
		}
		return append(append([]Option{}, p.Options[:at]...), p.Options[at+1:]...)
	})
}

// sameOptions reports whether two lists hold the same options in any order, those of one key in the same order.
func sameOptions(a, b []Option) bool {
	if len(a) != len(b) {
		return false
	}
	type reading struct {
		value string
		state State
	}
	byKey := make(map[string][]reading, len(a))
	for i := range a {
		byKey[a[i].Key] = append(byKey[a[i].Key], reading{a[i].Value, a[i].State})
	}
	for i := range b {
		first := byKey[b[i].Key]
		if len(first) == 0 || first[0] != (reading{b[i].Value, b[i].State}) {
			return false
		}
		byKey[b[i].Key] = first[1:]
	}
	return true
}
