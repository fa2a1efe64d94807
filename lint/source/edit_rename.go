package source

import "strings"

// RenameKey changes the key of an option where it stands. It is false where the option is written as nested blocks and
// more than the innermost key would change (see [Document.Rename]), where the file has the new key already, and where the
// key cannot be written there.
func (d *Document) RenameKey(o Option, key string) (Edit, bool) {
	if !d.holds(o) || o.shared || key == "" || o.Place.Key.Len() == 0 || d.has(o, key) {
		return Edit{}, false
	}
	if o.Nested {
		prefix, ok := d.blocksAbove(o)
		if !ok {
			return Edit{}, false
		}
		if key, ok = strings.CutPrefix(key, prefix); !ok || key == "" {
			return Edit{}, false
		}
	}
	text, ok := o.syntax.key(d.slice(o.Place.Key), key)
	return Edit{d, o.Place.Key, text}, ok
}

// Rename changes the key of an option, nested ones as well: where a block holds nothing else, its key changes; otherwise
// the option moves, with the comment behind it, to the block that the new key belongs to. It is false where [RenameKey]
// is for another reason than nesting, and where the option cannot be moved.
func (d *Document) Rename(o Option, key string) ([]Edit, bool) {
	if e, ok := d.RenameKey(o, key); ok {
		return []Edit{e}, true
	}
	s, ok := yamlSyntaxOf(o.syntax)
	if !ok || !o.Nested || !d.holds(o) || o.shared || key == "" || o.State == Unknown || isTemplate(d.Path) {
		return nil, false
	}
	before := d.reread(d.Bytes)
	in := partsWith(before, o)
	if len(in) == 0 {
		return nil, false
	}
	for _, p := range in {
		if p.has(key) || p.isTemplate() {
			return nil, false
		}
	}
	for _, edits := range [][]Edit{s.renameBlock(d, o, key), s.move(d, insertion{near: o, in: in[0], key: key, value: o.Value})} {
		if len(edits) > 0 && d.renames(before, edits, o, key) {
			return edits, true
		}
	}
	return nil, false
}

// renames reports whether edits rename the option wherever it counts, and change nothing else.
func (d *Document) renames(before []*Part, edits []Edit, o Option, key string) bool {
	return d.becomes(before, edits, func(p *Part) []Option {
		at := p.index(o)
		if at < 0 {
			return p.Options
		}
		want := append(append([]Option{}, p.Options[:at]...), p.Options[at+1:]...)
		renamed := p.Options[at]
		renamed.Key = key
		return append(want, renamed)
	})
}

// renameBlock changes the key of the innermost block that holds the option and nothing else, where that gives the key.
func (s yamlSyntax) renameBlock(d *Document, o Option, key string) []Edit {
	for b := s.in; b != nil && b.up != nil && len(b.m.children) == 2; b = b.up {
		rest, ok := strings.CutPrefix(key, b.up.prefix)
		if !ok {
			continue
		}
		if rest, ok = strings.CutSuffix(rest, "."+strings.TrimPrefix(o.Key, b.prefix)); !ok || rest == "" {
			continue
		}
		if _, merged := b.up.merges(rest); merged {
			return nil
		}
		k := b.up.m.children[b.at]
		span := b.text.Span(k.span.Start, k.span.End)
		if text, ok := s.key(d.slice(span), rest); ok {
			return []Edit{{d, span, text}}
		}
		return nil
	}
	return nil
}

// merges is the index of the block that a key belongs to, among those in this one.
func (b *yamlBlock) merges(key string) (int, bool) {
	for i := 0; i+1 < len(b.m.children); i += 2 {
		if k := b.m.children[i].value; k == key || strings.HasPrefix(key, k+".") {
			return i, true
		}
	}
	return 0, false
}

// move writes the option into the block that its new key belongs to, as it is written, and deletes it where it was.
func (s yamlSyntax) move(d *Document, i insertion) []Edit {
	place := i.near.Place
	line := d.Lines.Line(place.Entry.Start)
	if !i.near.Exact || place.Entry.End > d.Lines.Span(line).End {
		return nil
	}
	written, ok := strings.CutPrefix(d.slice(Span{place.Key.End, d.Lines.Span(line).End}), ":")
	if i.written = strings.Trim(written, " \t"); !ok {
		return nil
	}
	target := s.in
	for target != nil && target.up != nil && !strings.HasPrefix(i.key, target.prefix) {
		target = target.up
	}
	span, ok := s.entryLines(d, i.near, target)
	gone := Edit{d, span, ""}
	if !ok {
		return nil
	}
	inserts := s.insert(d, i)
	if len(inserts) == 0 {
		return nil
	}
	e := inserts[0]
	e.Document = d
	switch at := e.Span.Start; {
	case at < gone.Span.Start || at > gone.Span.End:
		return []Edit{gone, e}
	case d.Lines.Span(line).End == len(d.Bytes): // the last line, without an end
		gone.NewText = strings.TrimLeft(e.NewText, "\r\n")
	default:
		gone.NewText = strings.TrimLeft(e.NewText, "\r\n") + d.lineEnding(line)
	}
	return []Edit{gone}
}

// yamlSyntaxOf is the syntax of an option that is written in YAML, whatever the YAML is embedded in.
func yamlSyntaxOf(s syntax) (yamlSyntax, bool) {
	switch s := s.(type) {
	case yamlSyntax:
		return s, true
	case embeddedSyntax:
		return yamlSyntaxOf(s.inner)
	}
	return yamlSyntax{}, false
}
