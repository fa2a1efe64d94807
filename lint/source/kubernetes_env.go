package source

import "strings"

// environment is that of a container.
type environment struct {
	resource  *resource
	variables map[string]variable
	sources   []EnvSource
	notes     []Note // on entries that the API server refuses
}

// variable is an entry of a container's env.
type variable struct {
	place Place
	node  *node // of the value, nil where it comes from somewhere else
	text  *Text // the value, with other variables in place of $(NAME)
	value string
	state State
	// configMap and key name where the value comes from.
	configMap, key string
}

// environment reads the container's env, in which later entries may refer to earlier ones.
func (p *pod) environment(n *node) *environment {
	e := &environment{resource: p.resource, variables: map[string]variable{}}
	for _, source := range n.get("envFrom").items() {
		name, _ := p.scalar(source.get("configMapRef", "name"))
		prefix, _ := source.get("prefix").text()
		e.sources = append(e.sources, EnvSource{ConfigMap: name, Prefix: prefix, Place: p.place(source)})
	}
	for _, item := range n.get("env").items() {
		nameNode := item.get("name")
		name, ok := nameNode.text()
		if !ok {
			continue
		}
		v := variable{state: Unknown}
		v.place = p.text.place(nameNode.span, Span{}, item.span)
		if value := item.get("value"); value != nil && value.kind == scalarNode {
			v.place = p.text.place(nameNode.span, value.span, item.span)
			v.node = value
			if kind := notText(value); kind != "" {
				e.notes = append(e.notes, Note{Code: NoteEnvNotText, Place: v.place, Detail: kind})
			}
			v.text = e.expand(embed(p.text, value))
			v.value, v.state = v.text.Decoded, stateOf(p.doc.Path, v.text.Decoded)
			if strings.Contains(v.value, "${") {
				v.state = Unknown
			}
		} else if ref := item.get("valueFrom", "configMapKeyRef"); ref != nil {
			v.configMap, _ = p.scalar(ref.get("name"))
			v.key, _ = p.scalar(ref.get("key"))
		}
		e.variables[name] = v
	}
	return e
}

// text is the value of a variable, "" where it is not known.
func (e *environment) text(name string) string {
	if v, ok := e.variables[name]; ok && v.state != Unknown {
		return v.value
	}
	return ""
}

// apply gives the workload what the image's entrypoint makes of the environment.
func (e *environment) apply(w *Workload) {
	w.EnvFrom = e.sources
	w.Notes = append(w.Notes, e.notes...)
	if v, ok := e.variables[propertiesKey]; ok {
		w.Properties = &EnvText{Text: v.text, Place: v.place, ConfigMap: v.configMap, Key: v.key}
		if v.text == nil {
			w.Properties.Text = emptyText(v.place)
			w.Properties.State = Unknown
		}
	}
	if v, ok := e.variables[slotsKey]; ok {
		w.Slots = slotsOption(v.text, strings.TrimSpace(v.value), v.state, v.place)
	}
	if v, ok := e.variables[noJemallocKey]; ok {
		w.NoJemalloc = &Option{Key: noJemallocKey, Value: v.value, State: v.state, Place: v.place}
	}
}

// emptyText is a text of nothing, at a place.
func emptyText(at Place) *Text {
	return &Text{Document: at.Document, pieces: []piece{{0, 0, at.Entry.Start, at.Entry.Start}}}
}

// expand puts the values of variables in place of $(NAME), as Kubernetes does. A variable that comes from somewhere else
// becomes an expression, of which nothing is known; one that does not exist stays as it is written.
func (e *environment) expand(t *Text) *Text {
	if !strings.Contains(t.Decoded, "$(") {
		return t
	}
	out := &Text{Document: t.Document, parent: t, template: t.template}
	var b []byte
	put := func(s string, from, to int) {
		if s == "" {
			return
		}
		at := len(b)
		b = append(b, s...)
		if len(s) == to-from && s != t.Decoded[from:to] { // in two: pieces that are equally long are the same bytes
			out.pieces = append(out.pieces, piece{at, len(b) - 1, from, to}, piece{len(b) - 1, len(b), to, to})
			return
		}
		out.pieces = append(out.pieces, piece{at, len(b), from, to})
	}
	filled := 0 // bytes that came from variables
	for at := 0; at < len(t.Decoded); {
		n := strings.IndexByte(t.Decoded[at:], '$')
		if n < 0 {
			n = len(t.Decoded) - at
		}
		put(t.Decoded[at:at+n], at, at+n)
		if at += n; at == len(t.Decoded) {
			break
		}
		value, width := e.reference(t.Decoded[at:])
		if filled += len(value); filled > maxFilled {
			value = "{{" + strings.Trim(t.Decoded[at:at+width], "$()") + "}}"
		}
		put(value, at, at+width)
		at += width
	}
	if len(out.pieces) == 0 {
		out.pieces = []piece{{0, 0, 0, 0}}
	}
	out.Decoded = string(b)
	return out
}

// reference is the value of what a dollar sign starts, and its length.
func (e *environment) reference(s string) (value string, width int) {
	if strings.HasPrefix(s, "$$") {
		return "$", 2
	}
	end := strings.IndexByte(s, ')')
	if !strings.HasPrefix(s, "$(") || end < 0 {
		return "$", 1
	}
	name := s[2:end]
	v, ok := e.variables[name]
	switch {
	case ok && v.state != Unknown:
		return v.value, end + 1
	case ok, len(e.sources) > 0:
		return "{{" + name + "}}", end + 1
	}
	return s[:end+1], end + 1
}

// resolveEnvironment fills in the variables whose ConfigMaps are in the same file.
func (m *manifest) resolveEnvironment() {
	for _, w := range m.doc.Workloads {
		if p := w.Properties; p != nil && p.ConfigMap != "" {
			if t := m.entry(p.ConfigMap, p.Key); t != nil {
				p.Text, p.State = t, Known
				m.isProperties(p.ConfigMap, p.Key)
			}
		}
		for i := len(w.EnvFrom) - 1; i >= 0 && w.Properties == nil; i-- {
			from := w.EnvFrom[i]
			key, ok := strings.CutPrefix(propertiesKey, from.Prefix)
			if !ok || from.ConfigMap == "" {
				continue
			}
			if t := m.entry(from.ConfigMap, key); t != nil {
				w.Properties = &EnvText{Text: t, Place: from.Place, ConfigMap: from.ConfigMap, Key: key}
			}
		}
	}
}

// isProperties takes back that an entry of a ConfigMap is a configuration file: it is the text of FLINK_PROPERTIES.
func (m *manifest) isProperties(configMap, key string) {
	for _, p := range m.doc.Parts {
		if p.ConfigMap == configMap && p.FileName == key && p.Layer == LayerFile {
			p.Layer, p.Standard, p.Readers, p.Options, p.Problems = LayerProperties, false, nil, nil, nil
		}
	}
}

// entry is the text of a ConfigMap's entry.
func (m *manifest) entry(configMap, key string) *Text {
	for _, r := range m.configMaps {
		if r.name != configMap {
			continue
		}
		if v := r.node.get("data", key); v != nil && v.kind == scalarNode {
			return embed(r.text, v)
		}
	}
	return nil
}

// NoteEnvNotText is a variable of a container whose value is no text, NoteDataNotText an entry of a ConfigMap that becomes
// one: the API server refuses the resource. Detail is "number" or "boolean".
const (
	NoteEnvNotText  NoteCode = "env-not-text"
	NoteDataNotText NoteCode = "data-not-text"
)

// notText is what Kubernetes' parser, which knows YAML 1.1, makes of a value without quotes that is no text; "" for a text,
// and for an empty value, which counts as none.
func notText(n *node) string {
	if _, ok := goNumber(n); ok {
		return "number"
	}
	if n = resolve(n); n.style == plainStyle && n.tag == "" {
		switch n.value {
		case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF":
			return "boolean"
		}
	}
	return ""
}
