package source

import "github.com/flinkmem/flinkmem-lint/flink"

// reread are all parts of the document if it had other bytes, and what the entrypoint of Flink's image makes of its
// environment variables, before 1.19 and from then on.
func (d *Document) reread(content []byte) []*Part { return d.with(content).allParts() }

// with is the document as it is read with other bytes.
func (d *Document) with(content []byte) *Document {
	if dialect, ok := dialectOf(d.Kind); ok {
		return ReadWith(d.Path, content, ReadOptions{Kind: dialect.Kind})
	}
	return Plain(d.Path, content)
}

func (d *Document) allParts() []*Part {
	var parts []*Part
	environment := func(env *EnvText) {
		if env != nil && env.Text != nil && env.Text.Document == d {
			parts = append(parts, readProperties(env, flink.Version{Major: 1, Minor: 18}), readProperties(env, propertiesAsArguments))
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
