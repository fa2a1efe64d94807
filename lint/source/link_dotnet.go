package source

import (
	"path"
	"slices"

	"github.com/flinkmem/flinkmem-lint/dotnet"
	"github.com/flinkmem/flinkmem-lint/flink"
)

// dotNet is the .NET runtime in a workload's container, nil where there is none.
func (l *linker) dotNet(w *Workload) *DotNetRuntime {
	if w.DotNet == nil {
		return nil
	}
	r := &DotNetRuntime{Marker: w.DotNet.Marker, Limit: w.Limit, Reserve: l.reserve(w.Document), Alone: w.Document.Kind == Dockerfile}
	r.Host = dotnet.Host{CPUs: w.DotNet.CPUs, Version: w.DotNet.Version}
	if w.Limit != nil {
		r.Host.Limit, r.Host.LimitUnknown = int64(w.Limit.Size), w.Limit.State == Unknown
	}
	r.Settings = append(r.Settings, l.environmentFrom(w)...)
	r.Settings = append(r.Settings, w.DotNet.Settings...)
	for _, part := range l.dotNetFilesOf(w) {
		l.dotNetUsed[part] = true
		r.Parts = append(r.Parts, part)
		r.Settings = append(r.Settings, part.Settings...)
		if r.Host.Version.IsZero() {
			r.Host.Version = part.Version
		}
	}
	return r
}

// environmentFrom are the variables that the container takes from whole ConfigMaps, and does not set itself.
func (l *linker) environmentFrom(w *Workload) []DotNetSetting {
	var settings []DotNetSetting
	own := map[string]bool{}
	for _, s := range w.DotNet.Settings {
		own[s.Key] = true
	}
	for _, from := range slices.Backward(w.EnvFrom) { // the last one wins
		part := l.configMapVariables(w, from.ConfigMap)
		if part == nil || from.Prefix != "" {
			continue
		}
		l.dotNetUsed[part] = true
		for _, s := range part.Settings {
			if !own[s.Key] {
				own[s.Key] = true
				settings = append(settings, s)
			}
		}
	}
	return settings
}

// configMapVariables are the variables of .NET in a ConfigMap, nil where there are none in the scope.
func (l *linker) configMapVariables(w *Workload, name string) *DotNetPart {
	for _, d := range append([]*Document{w.Document}, l.docs...) {
		for _, p := range d.DotNet {
			if p.ConfigMap == name && name != "" && p.FileName == "" {
				return p
			}
		}
	}
	return nil
}

// dotNetFilesOf are the files with settings for the application in a container, the strongest layer first. Of each
// layer the nearest file counts: one that is mounted, one in a folder that the image is built from, one beside the
// document.
func (l *linker) dotNetFilesOf(w *Workload) []*DotNetPart {
	candidates := append([][]*DotNetPart{w.DotNet.Inline}, l.dotNetMounted(w)...)
	for _, folder := range w.DotNet.Folders {
		at := path.Join(path.Dir(w.Document.Path), folder)
		if folder == "." && w.Document.Kind != Dockerfile && !l.onlyDotNet(w) && w.DotNet.Assembly == "" {
			continue // whose file it is cannot be told
		}
		candidates = append(candidates, l.partsIn(at))
	}
	var chosen []*DotNetPart
	assembly := w.DotNet.Assembly
	for _, layer := range []dotnet.Layer{dotnet.RuntimeConfig, dotnet.Project, dotnet.Template} {
		for _, group := range candidates {
			found := ofLayer(group, layer, assembly)
			if len(found) == 0 {
				continue
			}
			if assembly == "" {
				assembly = found[len(found)-1].Assembly
			}
			chosen = append(chosen, found...)
			break
		}
	}
	return chosen
}

// onlyDotNet reports whether a workload is the only one of its document with .NET in it.
func (l *linker) onlyDotNet(w *Workload) bool {
	n := 0
	for _, other := range l.workloads[w.Document] {
		if other.DotNet != nil {
			n++
		}
	}
	return n <= 1
}

// ofLayer are the parts of a group in a layer that are for an application. Where none is named and there are several
// applications, it cannot be told which: none. What is for all of them comes first, so that the application's own wins.
func ofLayer(group []*DotNetPart, layer dotnet.Layer, assembly string) []*DotNetPart {
	var found []*DotNetPart
	names := map[string]bool{}
	for _, p := range group {
		if p.Local || p.Layer() != layer || assembly != "" && p.Assembly != "" && p.Assembly != assembly {
			continue
		}
		if p.Assembly != "" {
			names[p.Assembly] = true
			found = append(found, p)
		} else {
			found = append([]*DotNetPart{p}, found...)
		}
	}
	if len(names) > 1 {
		return nil
	}
	return found
}

// Layer is the one that the part's settings are in.
func (p *DotNetPart) Layer() dotnet.Layer {
	for _, s := range append(p.Settings[:len(p.Settings):len(p.Settings)], p.Lost...) {
		return s.From
	}
	if _, ok := runtimeConfigOf(p.Document.Path); ok || p.FileName != "" {
		return dotnet.RuntimeConfig
	}
	return dotnet.Environment
}

// dotNetMounted are the parts that the container's mounts, and the command itself, name.
func (l *linker) dotNetMounted(w *Workload) [][]*DotNetPart {
	var groups [][]*DotNetPart
	folder := path.Dir(w.Document.Path)
	if w.DotNet.Config != "" {
		groups = append(groups, l.partsAt(path.Join(folder, path.Base(w.DotNet.Config))))
	}
	for _, m := range w.DotNetMounts {
		switch {
		case m.ConfigMap != "":
			groups = append(groups, l.configMapFiles(w, m))
		case m.Path != "":
			at := path.Join(folder, m.Path)
			if path.IsAbs(m.Path) {
				at = m.Path
			}
			if assembly, is := runtimeConfigOf(m.Target); is {
				groups = append(groups, renamed(l.mountedAs(at, m.Target), assembly))
			} else {
				groups = append(groups, slices.DeleteFunc(l.partsIn(at), func(p *DotNetPart) bool { return p.Layer() != dotnet.RuntimeConfig }))
			}
		}
	}
	return groups
}

// renamed are parts under the name of the application that they are mounted for.
func renamed(parts []*DotNetPart, assembly string) []*DotNetPart {
	var fit []*DotNetPart
	for _, p := range parts {
		if p.Layer() == dotnet.RuntimeConfig && (p.Assembly == "" || assembly == "" || p.Assembly == assembly) {
			fit = append(fit, p)
		}
	}
	return fit
}

// configMapFiles are the runtimeconfig.json files in a ConfigMap that a mount puts into the container.
func (l *linker) configMapFiles(w *Workload, m Mount) []*DotNetPart {
	for _, d := range append([]*Document{w.Document}, l.docs...) {
		var found []*DotNetPart
		for _, p := range d.DotNet {
			if p.ConfigMap != m.ConfigMap || p.FileName == "" {
				continue
			}
			name, ok := p.FileName, true
			if m.Keys != nil {
				name, ok = m.Keys[p.FileName]
			}
			if _, is := runtimeConfigOf(name); ok && is && (m.SubPath == "" || m.SubPath == name) {
				found = append(found, p)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// partsAt are the settings in a file.
func (l *linker) partsAt(file string) []*DotNetPart {
	if d := l.paths[file]; d != nil {
		return d.DotNet
	}
	return nil
}

// mountedAs are the settings in a file that is put into the container under the name of a runtimeconfig.json, whatever
// it is called where it lies.
func (l *linker) mountedAs(file, target string) []*DotNetPart {
	d := l.paths[file]
	if d == nil || len(d.DotNet) > 0 || d.Kind != "" {
		return l.partsAt(file)
	}
	if l.plain[d] == nil {
		if l.plain == nil {
			l.plain = map[*Document]*DotNetPart{}
		}
		l.plain[d] = readRuntimeConfig(fileText(d), target)
	}
	return []*DotNetPart{l.plain[d]}
}

// partsIn are the settings in the files of a folder.
func (l *linker) partsIn(folder string) []*DotNetPart {
	var parts []*DotNetPart
	for _, d := range l.docs {
		if !l.liesIn(d, folder) {
			continue
		}
		for _, p := range d.DotNet {
			if p.ConfigMap == "" {
				parts = append(parts, p)
			}
		}
	}
	return parts
}

// dropBuilt drops the workloads that stand for the containers of a Dockerfile's image where a service is known to build it.
func (l *linker) dropBuilt(workloads map[*Document][]*Workload) {
	l.workloads = workloads
	built := map[*Document]bool{}
	for _, all := range workloads {
		for _, w := range all {
			if from := l.builtFrom(w); from != nil {
				built[from] = true
			}
		}
	}
	for d := range workloads {
		if d.Kind == Dockerfile && built[d] {
			workloads[d] = nil
		}
	}
}

// builtFrom is the Dockerfile that a workload's image is built from, nil where none is known.
func (l *linker) builtFrom(w *Workload) *Document {
	if w.Built == "" {
		return nil
	}
	return l.paths[path.Join(path.Dir(w.Document.Path), w.Built)]
}

// dotNetParts makes clusters of a document's settings of .NET that no container uses.
func (l *linker) dotNetParts(d *Document) []*Cluster {
	var clusters []*Cluster
	for _, p := range d.DotNet {
		if l.dotNetUsed[p] || len(p.Settings) == 0 && len(p.Lost) == 0 && len(p.Problems) == 0 {
			continue
		}
		c := &Cluster{Document: d, Name: p.Name, Anchor: p.start()}
		c.Version, c.Evidence, c.Candidates = assumed(nil)
		c.DotNet = &DotNetRuntime{Settings: slices.Clone(p.Settings), Host: dotnet.Host{Version: p.Version}, Marker: c.Anchor, Reserve: l.reserve(d), Parts: []*DotNetPart{p}, Alone: true}
		for _, other := range l.partsIn(path.Dir(d.Path)) { // what belongs to the same project
			if p.Layer() == dotnet.Project && other != p && !l.dotNetUsed[other] && !other.Local && (other.Layer() == dotnet.Template || other.Layer() == dotnet.Project && other.Assembly == "") && p.Assembly != "" {
				c.DotNet.Settings = append(slices.Clone(other.Settings), c.DotNet.Settings...)
			}
		}
		clusters = append(clusters, c)
	}
	return clusters
}

// start is the first thing that the part says.
func (p *DotNetPart) start() Place {
	switch {
	case len(p.Settings) > 0:
		return Place{Document: p.Document, Entry: p.Settings[0].Place.Entry}
	case !p.Misplaced.IsZero():
		return p.Misplaced
	case len(p.Problems) > 0:
		return p.Problems[0].Place
	}
	return Place{Document: p.Document}
}

// reserve is what the user says that .NET takes beside its heap.
func (l *linker) reserve(d *Document) flink.Size {
	if l.Reserve != nil {
		return l.Reserve(d.Path)
	}
	return NativeReserve
}
