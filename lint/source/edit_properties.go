package source

import "strings"

// PropertiesInstead writes an option into FLINK_PROPERTIES in place of a variable of the workload: beside an option that
// stands there, or, where there is no FLINK_PROPERTIES yet, as its text. It is false where that cannot be written, and
// where the option is set there already.
func (c *Cluster) PropertiesInstead(variable Option, key, value string) ([]Edit, bool) {
	d, w := variable.Place.Document, c.Workload
	if d == nil || w == nil || variable.State != Known || len(w.EnvFrom) > 0 {
		return nil, false
	}
	if w.Properties == nil && w.Image.Properties == nil {
		edits := d.asProperties(variable, key+": "+value)
		return edits, d.hasProperties(edits, w.Name, key+": "+value)
	}
	for _, p := range c.Parts {
		if p.Layer != LayerProperties || len(p.Options) == 0 {
			continue
		}
		near := p.Options[len(p.Options)-1]
		added, ok := near.Place.Document.Insert(near, key, value)
		removed, gone := d.DeleteEntry(variable)
		return []Edit{added, removed}, ok && gone
	}
	return nil, false
}

// asProperties turns a variable of a Compose file or a manifest into FLINK_PROPERTIES. In quotes any text of an option is
// what it says; elsewhere a colon may start a map.
func (d *Document) asProperties(variable Option, text string) []Edit {
	at := variable.Place
	if d.Kind != Compose && d.Kind != Kubernetes || at.Key.Len() == 0 || at.Value.Len() == 0 || at.Value.Start < at.Key.End {
		return nil
	}
	between := d.slice(Span{at.Key.End, at.Value.Start})
	if between != "=" {
		return []Edit{{d, at.Key, propertiesKey}, {d, at.Value, `"` + text + `"`}}
	}
	whole := Span{at.Key.Start, at.Value.End}
	if before := d.slice(Span{0, whole.Start}); strings.HasSuffix(before, `"`) || strings.HasSuffix(before, "'") {
		return []Edit{{d, whole, propertiesKey + "=" + text}}
	}
	return []Edit{{d, whole, `"` + propertiesKey + "=" + text + `"`}}
}

// hasProperties reports whether the document, with the edits made, gives a workload that FLINK_PROPERTIES.
func (d *Document) hasProperties(edits []Edit, workload, text string) bool {
	content, err := d.Apply(edits)
	if err != nil || len(edits) == 0 {
		return false
	}
	for _, w := range d.withBytes(content).Workloads {
		if w.Name == workload && w.Properties != nil && w.Properties.Text.Decoded == text {
			return true
		}
	}
	return false
}
