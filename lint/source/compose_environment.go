package source

import (
	"strings"
)

// composeVariable is a variable of a container's environment.
type composeVariable struct {
	text      *Text // the value; nil where it comes from outside
	state     State
	uncertain []uncertainSpan
	place     Place
	// number is what Compose makes of a value without quotes that YAML reads as a number, nil for any other one; mapped is true for
	// the value of a map.
	number *string
	mapped bool
}

// composeEnvironment is the environment of a service.
type composeEnvironment struct {
	variables map[string]composeVariable
}

// environment reads what env_file and environment give, the latter winning.
func (p *composeProject) environment(s *composeService) *composeEnvironment {
	e := &composeEnvironment{variables: map[string]composeVariable{}}
	set := func(name string, v composeVariable) { e.variables[name] = v }
	for _, l := range s.layers {
		p.envFiles(l, set)
	}
	for _, l := range s.layers {
		if n := l.node.get("environment"); n != nil {
			p.eachVariable(l.file, n, set)
		}
	}
	return e
}

// envFiles reads the files of a layer's env_file: a name, or a list of names and of maps with a path.
func (p *composeProject) envFiles(l composeLayer, set func(string, composeVariable)) {
	n := l.node.get("env_file")
	if n == nil {
		return
	}
	all := n.items()
	if n.kind == scalarNode {
		all = []*node{n}
	}
	for _, item := range all {
		name, ok := item.text()
		if item.kind == mapNode {
			name, ok = item.get("path").text()
		}
		if !ok {
			continue
		}
		file := p.other(l.file.within(p.plain(name)))
		if file == nil {
			continue
		}
		p.asked = append(p.asked, file)
		for _, v := range readDotenv(file, p.variables) {
			set(v.Name, composeVariable{text: v.Value, state: v.State, uncertain: v.uncertain, place: v.Place})
		}
	}
}

// eachVariable reads a map of variables, or a list of "NAME=value".
func (p *composeProject) eachVariable(f *composeFile, n *node, set func(string, composeVariable)) {
	n.each(func(key, value *node) {
		v := composeVariable{place: f.place(key, value), state: Unknown, mapped: true}
		if _, ok := value.text(); ok {
			v.fill(p.filled(f, value))
			v.number = rewrittenNumber(value)
		}
		set(key.value, v)
	})
	for _, item := range n.items() {
		if item.kind != scalarNode {
			continue
		}
		whole := embed(f.text, item)
		equals := strings.IndexByte(whole.Decoded, '=')
		if equals < 0 {
			set(whole.Decoded, composeVariable{place: f.place(item, item), state: Unknown})
			continue
		}
		name := strings.TrimSpace(whole.Decoded[:equals])
		v := composeVariable{}
		value := Span{equals + 1, len(whole.Decoded)}
		v.place = whole.place(trimSpan(whole.Decoded, Span{0, equals}), value, Span{0, len(whole.Decoded)})
		filled := p.fill(whole.cut(value.Start, value.End))
		if start, _ := expression(filled.Decoded); start >= 0 && strings.IndexByte(filled.Decoded, '\n') < 0 {
			filled.state = Unknown
		}
		v.fill(filled)
		set(name, v)
	}
}

func (v *composeVariable) fill(t filledText) {
	v.text, v.state, v.uncertain = t.Text, t.state, t.uncertain
}

// value is the value of a variable, "" where it is not known.
func (e *composeEnvironment) value(name string) string {
	v, ok := e.variables[name]
	if !ok || v.text == nil || v.state == Unknown {
		return ""
	}
	return strings.TrimSpace(v.text.Decoded)
}

// apply gives the workload what the image's entrypoint makes of the environment.
func (e *composeEnvironment) apply(w *Workload) {
	if v, ok := e.variables[propertiesKey]; ok {
		w.Properties = &EnvText{Text: v.text, State: v.state, Place: v.place, uncertain: v.uncertain, Environment: map[string]string{}}
		if v.text == nil {
			w.Properties.Text = emptyText(v.place)
		} else if len(v.uncertain) > 0 {
			w.Properties.State = Known // each option has its own
		}
		for name, other := range e.variables {
			if other.text != nil && other.state == Known {
				w.Properties.Environment[name] = other.text.Decoded
			}
		}
	}
	if v, ok := e.variables[noJemallocKey]; ok {
		w.NoJemalloc = &Option{Key: noJemallocKey, Value: e.value(noJemallocKey), State: v.state, Place: v.place}
	}
	v, ok := e.variables[slotsKey]
	if !ok || v.state != Unknown && e.value(slotsKey) == "" {
		return
	}
	w.Slots = slotsOption(v.text, e.value(slotsKey), v.state, v.place)
}
