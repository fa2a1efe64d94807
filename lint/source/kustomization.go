package source

import (
	"path"
	"slices"
	"strings"
)

// Kustomization is what a kustomization makes of other files. Paths are relative to the document's folder.
type Kustomization struct {
	Namespace, NamePrefix, NameSuffix string
	Resources                         []string // files, and folders with a kustomization of their own
	Patches                           []string // files
	Images                            []ImageChange
	Files                             []GeneratedFile
}

// ImageChange is an entry of a kustomization's images; what is empty stays as it is.
type ImageChange struct {
	Name, NewName, NewTag, Digest string
	Place                         Place
}

// GeneratedFile is a file that becomes an entry of a ConfigMap.
type GeneratedFile struct {
	ConfigMap, Namespace, Key, Path string
	Place                           Place
}

func isKustomization(file string) bool {
	switch path.Base(strings.ReplaceAll(file, "\\", "/")) {
	case "kustomization.yaml", "kustomization.yml", "Kustomization":
		return true
	}
	return false
}

// readKustomization notes which files belong together, and reads the ConfigMaps that are written in the kustomization.
func readKustomization(t *Text, n *node) {
	d := t.Document
	k := d.Kustomization
	if k == nil {
		k = &Kustomization{}
		d.Kustomization = k
	}
	k.Namespace, _ = n.get("namespace").text()
	k.NamePrefix, _ = n.get("namePrefix").text()
	k.NameSuffix, _ = n.get("nameSuffix").text()
	for _, key := range []string{"resources", "bases", "components"} {
		for _, item := range n.get(key).items() {
			k.addResource(d, item)
		}
	}
	for _, item := range n.get("patchesStrategicMerge").items() {
		k.addPatch(d, item)
	}
	for _, key := range []string{"patches", "patchesJson6902"} {
		for _, item := range n.get(key).items() {
			k.addPatch(d, item.get("path"))
		}
	}
	for _, item := range n.get("images").items() {
		c := ImageChange{Place: t.place(Span{}, Span{}, item.span)}
		c.Name, _ = item.get("name").text()
		c.NewName, _ = item.get("newName").text()
		c.NewTag, _ = item.get("newTag").text()
		c.Digest, _ = item.get("digest").text()
		if c.Name != "" {
			k.Images = append(k.Images, c)
		}
	}
	for _, item := range n.get("configMapGenerator").items() {
		k.generator(t, item)
	}
}

// localPath is a path in the repository, cleaned; false for a URL, a folder of the machine, or no path at all.
func localPath(n *node) (string, bool) {
	text, ok := n.text()
	if !ok || text == "" || strings.ContainsAny(text, "\n:?{}$") || strings.HasPrefix(text, "/") || strings.HasPrefix(text, "github.com/") {
		return "", false
	}
	return path.Clean(text), true
}

func (d *Document) refer(file string) {
	if !slices.Contains(d.References, file) {
		d.References = append(d.References, file)
	}
}

func (k *Kustomization) addResource(d *Document, n *node) {
	file, ok := localPath(n)
	if !ok {
		return
	}
	k.Resources = append(k.Resources, file)
	if classify(file) != otherName || isJSONName(file) {
		d.refer(file)
		return
	}
	d.refer(path.Join(file, "kustomization.yaml"))
}

func (k *Kustomization) addPatch(d *Document, n *node) {
	if file, ok := localPath(n); ok {
		k.Patches = append(k.Patches, file)
		d.refer(file)
	}
}

// generator reads an entry of configMapGenerator.
func (k *Kustomization) generator(t *Text, n *node) {
	d := t.Document
	name, _ := n.get("name").text()
	namespace, ok := n.get("namespace").text()
	if !ok {
		namespace = k.Namespace
	}
	if name == "" {
		return
	}
	for _, item := range n.get("files").items() {
		text, _ := item.text()
		key, file, named := strings.Cut(text, "=")
		if !named {
			key, file = path.Base(text), text
		}
		if file == "" || path.IsAbs(file) {
			continue
		}
		file = path.Clean(file)
		k.Files = append(k.Files, GeneratedFile{name, namespace, key, file, t.place(Span{}, item.span, item.span)})
		if configurationName(key) || configurationName(file) {
			d.refer(file)
		}
	}
	for _, item := range n.get("literals").items() {
		text, _ := item.text()
		key, value, ok := strings.Cut(text, "=")
		if !ok {
			continue
		}
		kind := configurationKind(key, value, nil)
		if kind == "" {
			continue
		}
		whole := embed(t, item)
		start, end := len(key)+1, len(whole.Decoded)
		if _, quoted := unquote(value); quoted {
			start, end = start+1, end-1
		}
		if start > end {
			continue
		}
		part := configurationPart(whole.cut(start, end), kind)
		part.Name, part.ConfigMap, part.Namespace, part.FileName = name, name, namespace, key
		finishPart(part, t, item)
		d.Parts = append(d.Parts, part)
	}
}

// configurationName reports whether a file's name can be that of a configuration of Flink.
func configurationName(file string) bool {
	class := classify(file)
	return class != otherName
}
