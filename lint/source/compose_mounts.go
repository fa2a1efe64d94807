package source

import (
	"path"
	"slices"
	"strings"
)

// mounts are the files and folders of the service that concern Flink's configuration; a later one of the same target
// takes the place of an earlier one.
func (p *composeProject) mounts(s *composeService) []Mount {
	var mounts []Mount
	add := func(m Mount) {
		m.Target = path.Clean("/" + m.Target)
		for i := range mounts {
			if mounts[i].Target == m.Target {
				mounts[i] = m
				return
			}
		}
		mounts = append(mounts, m)
	}
	for _, l := range s.layers {
		for _, item := range l.node.get("volumes").items() {
			if m, ok := p.volume(l.file, item); ok {
				add(m)
			}
		}
		for _, item := range l.node.get("configs").items() {
			if m, ok := p.config(l.file, item); ok {
				add(m)
			}
		}
	}
	concerned := mounts[:0]
	for _, m := range mounts {
		if !isMountOfConfiguration(m) {
			continue
		}
		concerned = append(concerned, m)
		if m.ConfigMap == "" {
			p.refer(m.Path)
		}
	}
	return concerned
}

// isMountOfConfiguration reports whether a mount puts a file where Flink looks for its configuration, or one of that name
// somewhere else.
func isMountOfConfiguration(m Mount) bool {
	name := path.Base(m.Target)
	switch {
	case intoConfiguration(m.Target):
		return isConfigName(name) || intoConfiguration(m.Target+"/x")
	case m.Path == "":
		return false
	}
	class := classify(m.Path)
	return class == flinkConfExact || class == flinkConfName || class == flinkConfigName
}

// notHidden are the files of an image that no mount of a folder stands in front of.
func notHidden(files, mounts []Mount) []Mount {
	return slices.DeleteFunc(slices.Clone(files), func(f Mount) bool {
		return slices.ContainsFunc(mounts, func(m Mount) bool { return m.SubPath == "" && path.Dir(f.Target) == m.Target })
	})
}

// volume reads an entry of volumes: "source:target:options", or a map.
func (p *composeProject) volume(f *composeFile, n *node) (Mount, bool) {
	m := Mount{Place: f.text.place(Span{}, Span{}, n.span)}
	if n.kind == mapNode {
		source := p.scalar(f, n.get("source"))
		if kind := p.scalar(f, n.get("type")); kind == "bind" || kind == "" {
			m.Path = f.within(source)
		}
		m.Target = p.scalar(f, n.get("target"))
		m.ReadOnly = p.scalar(f, n.get("read_only")) == "true"
		return m, m.Target != ""
	}
	if n.kind != scalarNode {
		return m, false
	}
	filled := p.filled(f, n)
	written := filled.Decoded
	if filled.state == Unknown {
		written = hideVariables(hideExpressions(written))
	}
	source, rest, ok := strings.Cut(cutDrive(written))
	if !ok {
		return m, false
	}
	target, options, _ := strings.Cut(rest, ":")
	if filled.state != Unknown && (strings.HasPrefix(source, ".") || strings.Contains(source, "/")) { // else it is the name of a volume
		m.Path = f.within(source)
	}
	m.Target = target
	for _, o := range strings.Split(options, ",") {
		m.ReadOnly = m.ReadOnly || o == "ro"
	}
	return m, target != ""
}

// cutDrive gives strings.Cut its arguments: the colon behind the letter of a drive separates nothing.
func cutDrive(s string) (text, separator string) {
	if len(s) > 2 && isLetter(s[0]) && s[1] == ':' && (s[2] == '\\' || s[2] == '/') {
		return "~" + s[2:], ":"
	}
	return s, ":"
}

// config reads an entry of a service's configs: the name of one of the file's configs, or a map.
func (p *composeProject) config(f *composeFile, n *node) (Mount, bool) {
	m := Mount{Place: f.text.place(Span{}, Span{}, n.span), ReadOnly: true}
	name := p.scalar(f, n)
	if n.kind == mapNode {
		name = p.scalar(f, n.get("source"))
		m.Target = p.scalar(f, n.get("target"))
	}
	if name == "" {
		return m, false
	}
	if m.Target == "" {
		m.Target = "/" + name
	}
	for i := len(p.files) - 1; i >= 0; i-- {
		definition := p.files[i].root.get("configs", name)
		if definition == nil {
			continue
		}
		m.Path = p.files[i].within(p.scalar(p.files[i], definition.get("file")))
		if content := definition.get("content"); content != nil && content.kind == scalarNode && isConfigName(path.Base(m.Target)) {
			m.ConfigMap, m.SubPath = name, path.Base(m.Target)
			p.files[i].content(p, name, path.Base(m.Target), content)
		}
		break
	}
	return m, true
}

// content reads a configuration that the file itself holds.
func (f *composeFile) content(p *composeProject, name, file string, n *node) {
	for _, part := range f.parts {
		if part.ConfigMap == name && part.FileName == file {
			return
		}
	}
	filled := p.filled(f, n)
	part := &Part{Document: f.doc, Name: name, ConfigMap: name, FileName: file, Layer: LayerFile, Text: filled.Text}
	if file == "config.yaml" {
		part.Standard, part.Readers = true, configYAMLReaders()
		readYAMLOptions(filled.Text, part)
	} else {
		part.Readers = flinkConfReaders()
		readConfLines(filled.Text, part)
	}
	for i := range part.Options {
		o := &part.Options[i]
		for _, u := range filled.uncertain {
			if overlap(u.at, o.Place.Value) {
				o.State, o.Exact = max(o.State, u.state), false
			}
		}
	}
	confineEdits(part, f.text, n)
	f.parts = append(f.parts, part)
}

// scalar is the text of a scalar with the variables filled in, "" where it is not known.
func (p *composeProject) scalar(f *composeFile, n *node) string {
	if _, ok := n.text(); !ok {
		return ""
	}
	t := p.filled(f, n)
	if t.state == Unknown {
		return ""
	}
	return t.Decoded
}
