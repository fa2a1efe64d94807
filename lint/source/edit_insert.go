package source

// Insert puts an option beside a relative of it: behind the relative's lines, indented and quoted as it is. Nested options
// go into the block that is there for them, and those beside a field of a resource into its flinkConfiguration. It is
// false where the option cannot be written there, where the part that the relative stands in has the key already, and
// where it is a template or an alias repeats it.
func (d *Document) Insert(near Option, key, value string) (Edit, bool) {
	if f, ok := near.syntax.(fieldSyntax); ok && f.beside != nil {
		near = *f.beside
	}
	if !d.holds(near) || near.shared || near.State == Unknown || key == "" || value == "" {
		return Edit{}, false
	}
	before := d.reread(d.Bytes)
	in := partsWith(before, near)
	if len(in) == 0 || isTemplate(d.Path) {
		return Edit{}, false
	}
	for _, p := range in {
		if p.has(key) || p.isTemplate() {
			return Edit{}, false
		}
	}
	for _, e := range near.syntax.insert(d, insertion{near: near, in: in[0], key: key, value: value}) {
		e.Document = d
		if d.inserts(before, e, near, key, value) {
			return e, true
		}
	}
	return Edit{}, false
}

// insertion is what a syntax is asked to write.
type insertion struct {
	near       Option
	in         *Part // that near stands in, as read from the document's bytes
	key, value string
	written    string // the value as it is to be written, "" where that is left to the syntax
}

// inserts reports whether an edit adds the option wherever its relative counts, and changes nothing else.
func (d *Document) inserts(before []*Part, e Edit, near Option, key, value string) bool {
	return d.becomes(before, []Edit{e}, func(p *Part) []Option {
		if p.index(near) < 0 {
			return p.Options
		}
		return append(p.Options[:len(p.Options):len(p.Options)], Option{Key: key, Value: value})
	})
}

// isTemplate reports whether expressions of a template stand in the part's text.
func (p *Part) isTemplate() bool {
	s := string(p.Document.Bytes)
	if p.Text != nil {
		s = p.Text.written(Span{0, len(p.Text.Decoded)})
	}
	start, _ := expression(s)
	return start >= 0
}

func (p *Part) has(key string) bool {
	for i := range p.Options {
		if p.Options[i].Key == key {
			return true
		}
	}
	return false
}

// lineEnding is what ends a line of the document; where it is the last one, what ends the line above.
func (d *Document) lineEnding(line int) string {
	for ; line >= 1; line-- {
		if line < d.Lines.Count() {
			return string(d.Bytes[d.Lines.Span(line).End:d.Lines.starts[line]])
		}
	}
	return "\n"
}
