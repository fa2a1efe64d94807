package source

import (
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/dotnet"
	"github.com/flinkmem/flinkmem-lint/flink"
)

// dotNet is what a container shows of .NET, nil where nothing does.
func (p *pod) dotNet(n *node, w *Workload, env *environment) *DotNetContainer {
	entries := make([]environmentEntry, 0, len(env.variables))
	for name, v := range env.variables {
		entries = append(entries, environmentEntry{name: name, text: v.text, state: v.state, place: v.place, quoted: true, configMap: v.configMap, key: v.key})
	}
	w.Variables = variablesOf(entries)
	var words []*Text
	for _, item := range slices.Concat(n.get("command").items(), n.get("args").items()) {
		if item.kind == scalarNode {
			words = append(words, env.expand(embed(p.text, item)))
		}
	}
	c := dotNetContainer(entries, &w.Image, words)
	if c == nil {
		return nil
	}
	c.CPUs = p.cpus(n.get("resources", "limits", "cpu"))
	c.Folders = append(c.Folders, ".")
	w.DotNetMounts = p.mounts(n)
	if !w.Partial {
		for _, file := range dotNetFiles(".") {
			if !slices.Contains(p.doc.References, file) {
				p.doc.References = append(p.doc.References, file)
			}
		}
	}
	return c
}

// cpus is an amount of processors, rounded up; 0 where it is not known.
func (r *resource) cpus(n *node) int {
	text, state := r.scalar(n)
	if cpus, ok := ParseQuantity(text); ok && state != Unknown {
		return int(min(cpus, maxCPUs))
	}
	return 0
}

// maxCPUs bounds the number of processors that anything is computed with.
const maxCPUs = 1 << 16

// environmentOf makes a part of the variables of .NET in a ConfigMap, which containers may take as their environment.
func (r *resource) environmentOf(data *node) {
	part := &DotNetPart{Document: r.doc, Name: r.name, ConfigMap: r.name, Namespace: r.namespace}
	for i := 0; i+1 < len(data.children); i += 2 {
		key, value := data.children[i], data.children[i+1].resolved()
		name, ok := key.text()
		if _, isText := value.text(); !ok || !isText || !dotnet.Concerns(dotnet.Environment, name) {
			continue
		}
		text := embed(r.text, value)
		state := stateOf(r.doc.Path, text.Decoded)
		if strings.Contains(text.Decoded, "${") {
			state = Unknown
		}
		e := environmentEntry{name: name, text: text, state: state, place: r.entryPlace(key, value), quoted: true}
		part.Settings = append(part.Settings, e.setting())
	}
	if len(part.Settings) > 0 {
		r.doc.DotNet = append(r.doc.DotNet, part)
	}
}

// resolveDotNet fills in the values that come from ConfigMaps of the same file.
func (m *manifest) resolveDotNet() {
	for _, w := range m.doc.Workloads {
		if w.DotNet == nil {
			continue
		}
		for i := range w.DotNet.Settings {
			s := &w.DotNet.Settings[i]
			if s.configMap == "" {
				continue
			}
			if t := m.entry(s.configMap, s.key); t != nil && stateOf(m.doc.Path, t.Decoded) != Unknown {
				s.Value, s.State = t.Decoded, Known
			}
		}
	}
}

// dotNetContainers makes workloads of the containers of a pod template with .NET in them. Of the main one Flink sets
// the limits itself, so that what the template says of them counts for nothing; roles are its processes in there.
func (r *resource) dotNetContainers(main *Workload, template *node, roles []flink.Role) {
	p := &pod{resource: r, spec: template.get("spec").resolvedMap()}
	if p.spec == nil {
		return
	}
	for _, c := range p.spec.get("containers").items() {
		if c.kind != mapNode {
			continue
		}
		name, _ := c.get("name").text()
		w := &Workload{Document: r.doc, Anchor: r.anchor(), NoFlink: true, Partial: r.partial}
		if key, image := c.entry("image"); image != nil {
			w.Image = p.image(key, image)
		}
		env := p.environment(c)
		if w.DotNet = p.dotNet(c, w, env); w.DotNet == nil {
			continue
		}
		if w.Name = r.name + "/" + name; name == mainContainer {
			w.Main, w.Roles, w.DotNet.CPUs = main, roles, 0
		} else {
			w.Notes = env.notes
			w.Limit, w.Request = p.memory(c.get("resources", "limits")), p.memory(c.get("resources", "requests"))
		}
		r.doc.Workloads = append(r.doc.Workloads, w)
	}
}
