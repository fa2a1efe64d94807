package source

import (
	"path"
	"slices"
	"strings"
)

// mounts are the ConfigMaps that the container mounts anywhere, and everything that it mounts into Flink's conf folder.
func (p *pod) mounts(n *node) []Mount {
	volumes := map[string]*node{}
	for _, v := range p.spec.get("volumes").items() {
		if name, _ := p.scalar(v.get("name")); name != "" {
			volumes[name] = v
		}
	}
	var mounts []Mount
	for _, vm := range n.get("volumeMounts").items() {
		name, _ := p.scalar(vm.get("name"))
		target, ok := p.target(vm.get("mountPath"))
		if !ok {
			continue
		}
		subPath, _ := p.scalar(vm.get("subPath"))
		readOnly, _ := vm.get("readOnly").text()
		m := Mount{Target: target, SubPath: path.Clean(subPath), ReadOnly: readOnly == "true", Place: p.place(vm)}
		if subPath == "" {
			m.SubPath = ""
		}
		if vm.get("subPathExpr") != nil {
			volumes[name] = nil // a file whose name is not known
		}
		mounts = append(mounts, p.volume(volumes[name], m)...)
	}
	return mounts
}

// target is the path of a mount. Where an expression is its start, /conf is taken for Flink's folder of that name.
func (p *pod) target(n *node) (string, bool) {
	text, state := p.scalar(n)
	if text == "" {
		return "", false
	}
	if state != Unknown {
		return path.Clean("/" + text), true
	}
	i := strings.LastIndex(text, "/conf")
	if i < 0 {
		return "", false
	}
	rest := text[i+len("/conf"):]
	if strings.ContainsAny(rest, "{}$<>") || rest != "" && rest[0] != '/' {
		return "", false
	}
	return path.Clean(confFolders[0] + rest), true
}

// volume is what a volume puts at a mount: one for each ConfigMap in it, or one of which nothing is known.
func (p *pod) volume(v *node, m Mount) []Mount {
	sources := []*node{v}
	if projected := v.get("projected", "sources"); projected != nil {
		sources = projected.items()
	}
	var mounts []Mount
	for _, s := range sources {
		cm := s.get("configMap")
		name, _ := p.scalar(cm.get("name"))
		if name == "" {
			continue
		}
		m := m
		m.ConfigMap = name
		m.Keys = p.items(cm.get("items"))
		mounts = append(mounts, m)
	}
	if len(mounts) < len(sources) && intoConfiguration(m.Target) {
		mounts = append(mounts, m)
	}
	return mounts
}

// items are the keys of a ConfigMap that a volume has, and the names of their files; nil for all of them.
func (p *pod) items(list *node) map[string]string {
	if len(list.items()) == 0 {
		return nil
	}
	keys := map[string]string{}
	for _, item := range list.items() {
		key, _ := p.scalar(item.get("key"))
		file, _ := p.scalar(item.get("path"))
		if key != "" && file != "" {
			keys[key] = file
		}
	}
	return keys
}

// intoConfiguration reports whether a target is Flink's conf folder or in it.
func intoConfiguration(target string) bool {
	return slices.Contains(confFolders, target) || slices.Contains(confFolders, path.Dir(target))
}

func mountsConfiguration(mounts []Mount) bool {
	return slices.ContainsFunc(mounts, func(m Mount) bool { return intoConfiguration(m.Target) })
}
