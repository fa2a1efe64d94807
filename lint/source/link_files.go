package source

import (
	"path"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// confFolders are where Flink's images look for the configuration file.
var confFolders = []string{"/opt/flink/conf", "/opt/bitnami/flink/conf"}

// confFile is a configuration file in a container.
type confFile struct {
	part     *Part // nil where the file is not in the scope
	place    Place // the mount
	readOnly bool
	owner    string // of a file that a Dockerfile copies, "" for a mount
}

// writable reports whether the image's entrypoint can write FLINK_PROPERTIES into the file: not into a mount that is
// read-only, and not into one that belongs to root where the container runs as another user, as the images do from
// 2.2 on.
func (f confFile) writable(v flink.Version, image Image) bool {
	if f.readOnly {
		return false
	}
	user := image.User
	if user == "" && !v.Before(flink.Version{Major: 2, Minor: 2}) {
		user = "flink"
	}
	return f.owner != "root" || user == "" || user == "root" || user == "0"
}

// confFiles are the configuration files that are put into a container.
type confFiles struct {
	byName  map[string]confFile
	whole   bool // the whole conf folder is mounted, so that nothing of the image's is left
	unknown bool // something is mounted there that is not in the scope
	losses  []Loss
}

// readers are the versions that read the files: those of flink-conf.yaml where there is one.
func (f *confFiles) readers() []flink.Version {
	for _, name := range []string{"flink-conf.yaml", "config.yaml"} {
		if c, ok := f.byName[name]; ok && c.part != nil {
			return c.part.Readers
		}
	}
	return nil
}

// confFiles finds out which configuration files a workload's mounts, and its image's Dockerfile, put where.
func (l *linker) confFiles(w *Workload) *confFiles {
	files := &confFiles{byName: map[string]confFile{}}
	for _, m := range slices.Concat(w.Image.Files, w.Mounts) {
		l.mount(files, w, m)
	}
	return files
}

func (l *linker) mount(files *confFiles, w *Workload, m Mount) {
	target := strings.TrimSuffix(path.Clean("/"+m.Target), "/")
	inConf := slices.Contains(confFolders, target)
	put := func(name, at string, p *Part) {
		if slices.Contains(confFolders, path.Dir(at)) {
			files.byName[path.Base(at)] = confFile{part: p, place: m.Place, readOnly: m.ReadOnly || m.ConfigMap != "", owner: m.owner()}
			return
		}
		if p != nil && isConfigName(name) && len(p.Options) > 0 {
			files.losses = append(files.losses, Loss{Code: NotLookedAt, Place: m.Place, Part: p, Note: confFolders[0]})
			l.use(p, bothRoles...)
		}
	}
	parts := l.mounted(w, m)
	switch {
	case m.ConfigMap != "" && m.SubPath == "", len(parts) > 0 && parts[0].folder:
		files.whole = files.whole || inConf
		files.unknown = files.unknown || inConf && len(parts) == 0
		for _, p := range parts {
			put(p.name, target+"/"+p.name, p.part)
		}
	case len(parts) > 0:
		put(parts[0].name, target, parts[0].part)
	case inConf:
		files.whole, files.unknown = true, true
	case slices.Contains(confFolders, path.Dir(target)) && isConfigName(path.Base(target)):
		put(path.Base(target), target, nil)
		files.unknown = true
	}
}

// owner is the user that a copied file belongs to; "" for a mount.
func (m Mount) owner() string {
	if !m.Copied {
		return ""
	}
	if m.Owner == "" {
		return "root"
	}
	return m.Owner
}

func isConfigName(name string) bool { return name == "flink-conf.yaml" || name == "config.yaml" }

// mountedPart is a file of a mount, and the name that it gets in the container.
type mountedPart struct {
	name   string
	part   *Part
	folder bool // the mount is a folder with this file in it
}

// mounted are the parts of the scope that a mount puts into the container.
func (l *linker) mounted(w *Workload, m Mount) []mountedPart {
	var found []mountedPart
	if m.ConfigMap != "" {
		for _, t := range l.texts(w, m.ConfigMap) {
			name, ok := t.key, true
			if m.Keys != nil {
				name, ok = m.Keys[t.key]
			}
			if ok && isConfigName(name) && (m.SubPath == "" || m.SubPath == name) {
				found = append(found, mountedPart{name: name, part: t.part})
			}
		}
		return found
	}
	if m.Path == "" {
		return nil
	}
	at := path.Join(path.Dir(w.Document.Path), m.Path)
	if path.IsAbs(m.Path) {
		at = path.Clean(m.Path)
	}
	if d := l.paths[at]; d != nil && len(d.Parts) > 0 {
		return []mountedPart{{name: path.Base(at), part: d.Parts[0]}}
	}
	for _, d := range l.docs {
		if l.liesIn(d, at) && len(d.Parts) > 0 && isConfigName(path.Base(d.Path)) {
			found = append(found, mountedPart{path.Base(d.Path), d.Parts[0], true})
		}
	}
	return found
}

// configMapText is an entry of a ConfigMap.
type configMapText struct {
	key  string
	part *Part
}

// texts are the texts of a ConfigMap: of the workload's own document where it is there, else of the scope, where a
// kustomization may generate it from files.
func (l *linker) texts(w *Workload, name string) []configMapText {
	for _, d := range append([]*Document{w.Document}, l.docs...) {
		var texts []configMapText
		for _, p := range d.Parts {
			if p.ConfigMap == name {
				texts = append(texts, configMapText{p.FileName, p})
			}
		}
		if d.Kustomization != nil {
			texts = append(texts, l.generated(d, name)...)
		}
		if len(texts) > 0 {
			return texts
		}
	}
	return nil
}

// generated are the files that a kustomization makes a ConfigMap of.
func (l *linker) generated(d *Document, name string) []configMapText {
	var texts []configMapText
	for _, g := range d.Kustomization.Files {
		if from := l.paths[path.Join(path.Dir(d.Path), g.Path)]; g.ConfigMap == name && from != nil && len(from.Parts) > 0 {
			texts = append(texts, configMapText{g.Key, from.Parts[0]})
		}
	}
	return texts
}

// kustomized is the image of a workload after the kustomizations of the scope that change it.
func (l *linker) kustomized(image Image) Image {
	for _, d := range l.docs {
		if d.Kustomization == nil {
			continue
		}
		for _, c := range d.Kustomization.Images {
			name, _, _ := strings.Cut(image.Reference, ":")
			if name == "" || name != c.Name || c.NewName == "" && c.NewTag == "" {
				continue
			}
			if c.NewName != "" {
				name = c.NewName
			}
			reference := name
			if c.NewTag != "" {
				reference += ":" + c.NewTag
			}
			changed := imageOf(reference, c.Place)
			changed.Files, changed.Properties, changed.User = image.Files, image.Properties, image.User
			image = changed
		}
	}
	return image
}
