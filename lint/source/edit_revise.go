package source

import "slices"

// Revision is a change of one option: another value, a further option beside it, or its end.
type Revision struct {
	Option Option
	// Insert is the key of the further option that gets Value; "" where Option itself does.
	Insert string
	Value  string
	Delete bool
}

// Revise makes revisions of a document one after the other, each in what the others leave, as one edit: two options may
// be all that is in a block, which then has to go as well. It is false where one of them cannot be made, or where another
// option would change with them.
func (d *Document) Revise(revisions []Revision) (Edit, bool) {
	sorted := slices.Clone(revisions)
	slices.SortStableFunc(sorted, func(a, b Revision) int { return a.order() - b.order() })
	if len(sorted) == 1 {
		return d.revise(sorted[0])
	}
	work := d
	for _, r := range sorted {
		o, ok := d.sameIn(work, r.Option)
		if !ok {
			return Edit{}, false
		}
		r.Option = o
		e, ok := work.revise(r)
		if !ok {
			return Edit{}, false
		}
		content, err := work.Apply([]Edit{e})
		if err != nil {
			return Edit{}, false
		}
		next := work.withBytes(content)
		if !work.leavesRest(next, r) {
			return Edit{}, false
		}
		work = next
	}
	return d.difference(work.Bytes), true
}

// order is values first, which move nothing, and deletions last: what is put beside an option needs it.
func (r Revision) order() int {
	switch {
	case r.Delete:
		return 2
	case r.Insert != "":
		return 1
	}
	return 0
}

func (d *Document) revise(r Revision) (Edit, bool) {
	switch {
	case r.Delete:
		return d.DeleteEntry(r.Option)
	case r.Insert != "":
		return d.Insert(r.Option, r.Insert, r.Value)
	}
	return d.SetValue(r.Option, r.Value)
}

// sameIn is the option in the document after some revisions: the same of several of its key, in the same part. Deletions
// come last, and those of one key from its end.
func (d *Document) sameIn(work *Document, o Option) (Option, bool) {
	before, after := d.allParts(), work.allParts()
	if len(before) != len(after) {
		return Option{}, false
	}
	for i, p := range before {
		at := p.index(o)
		if at < 0 {
			continue
		}
		nth := 0
		for _, other := range p.Options[:at] {
			if other.Key == o.Key {
				nth++
			}
		}
		for _, other := range after[i].Options {
			if other.Key == o.Key {
				if nth == 0 {
					return other, other.Place.Document == work
				}
				nth--
			}
		}
		return Option{}, false
	}
	return Option{}, false
}

// leavesRest reports whether the options of other keys are what they were.
func (d *Document) leavesRest(next *Document, r Revision) bool {
	before, after := d.allParts(), next.allParts()
	if len(before) != len(after) {
		return false
	}
	changed := r.Option.Key
	if r.Insert != "" {
		changed = r.Insert
	}
	rest := func(p *Part) []Option {
		return slices.DeleteFunc(slices.Clone(p.Options), func(o Option) bool { return o.Key == changed })
	}
	for i := range before {
		if !sameOptions(rest(before[i]), rest(after[i])) || len(after[i].Problems) > len(before[i].Problems) {
			return false
		}
	}
	return true
}
