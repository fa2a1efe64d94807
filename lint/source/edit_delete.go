package source

import (
	"cmp"
	"slices"
)

// DeleteEntry deletes the lines of an option, with the comment behind it and with the keys above it that would be left
// without a value. It is false where the option shares its lines with something else.
func (d *Document) DeleteEntry(o Option) (Edit, bool) {
	if !d.holds(o) || o.shared {
		return Edit{}, false
	}
	span, ok := o.syntax.lines(d, o)
	return Edit{d, span, ""}, ok
}

// Delete deletes several options. Where they make up a block, the block goes with them, as it would not if each of them
// was deleted alone.
func (d *Document) Delete(options ...Option) ([]Edit, bool) {
	options = slices.Clone(options)
	// from the last one on, so that the places of the others stay
	slices.SortFunc(options, func(a, b Option) int { return -cmp.Compare(a.Place.Entry.Start, b.Place.Entry.Start) })
	var edits []Edit
	now := d
	for i, o := range options {
		if !d.holds(o) || o.shared {
			return nil, false
		}
		if i > 0 {
			again, ok := now.sameOption(o)
			if !ok {
				return nil, false
			}
			o = again
		}
		e, ok := now.DeleteEntry(o)
		if !ok {
			return nil, false
		}
		edits = append(edits, Edit{d, e.Span, ""})
		content, err := now.Apply([]Edit{e})
		if err != nil {
			return nil, false
		}
		if i+1 < len(options) {
			now = now.withBytes(content)
			continue
		}
		if whole, err := d.Apply(edits); err != nil || string(whole) != string(content) {
			return []Edit{d.difference(content)}, true
		}
	}
	return edits, len(edits) > 0
}

// sameOption is the option at a place that did not change since the document had other bytes behind it.
func (d *Document) sameOption(o Option) (Option, bool) {
	for _, p := range d.allParts() {
		if at := p.index(o); at >= 0 {
			return p.Options[at], true
		}
	}
	return Option{}, false
}

// difference is the edit that makes other bytes of the document: from the first line that differs to the last one.
func (d *Document) difference(content []byte) Edit {
	start, end := 0, 0
	for start < len(content) && start < len(d.Bytes) && content[start] == d.Bytes[start] {
		start++
	}
	for start > 0 && d.Bytes[start-1] != '\n' {
		start--
	}
	for end < len(content)-start && end < len(d.Bytes)-start && content[len(content)-1-end] == d.Bytes[len(d.Bytes)-1-end] {
		end++
	}
	return Edit{d, Span{start, len(d.Bytes) - end}, string(content[start : len(content)-end])}
}
