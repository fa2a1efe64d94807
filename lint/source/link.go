package source

import (
	"path"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// LinkOptions are what the linking of documents may be told about Flink's version.
type LinkOptions struct {
	// Flag is the version that the user named; it counts before all others. The zero Version for none.
	Flag flink.Version
	// Config gives the version that .flinkmem-lint.toml names for a file, the zero Version for none. It may be nil.
	Config func(path string) flink.Version
	// Absolute gives the absolute path of a file, whose folders may name a version as well. It may be nil.
	Absolute func(path string) string
	// Neighbours gives what the build files beside a file say of the version. It may be nil.
	Neighbours func(path string) []Clue
	// Reserve gives what .NET is reckoned to take beside its heap in the containers of a file; nil stands for [NativeReserve].
	Reserve func(path string) flink.Size
	// NearDotNet tells whether a project of .NET lies in the folder of a file or above it. It may be nil.
	NearDotNet func(path string) bool
}

// Link makes clusters of the documents of one scope. Each workload is one: its configuration comes from the image, from
// ConfigMaps and files of the scope, from FLINK_PROPERTIES and from the document itself, the later layer winning. A
// configuration that no workload uses is a cluster of its own, with a JobManager and a TaskManager that the start
// scripts read. A part that Flink refuses to load is linked too, with the options that could be read.
func Link(docs []*Document, how LinkOptions) []*Cluster {
	l := newLinker(docs, how)
	for _, d := range docs {
		l.fillValues(d)
	}
	var clusters []*Cluster
	workloads := make(map[*Document][]*Workload, len(docs))
	for _, d := range docs {
		workloads[d] = WorkloadsOf(d, func(file string) *Document { return l.paths[path.Join(path.Dir(d.Path), file)] })
	}
	patches := l.patches(workloads)
	l.dropBuilt(workloads)
	for _, d := range docs {
		for _, w := range workloads[d] {
			l.made[w] = l.workload(w)
			clusters = append(clusters, l.besideFlink(l.made[w])...)
			for _, patch := range patches[w] {
				clusters = append(clusters, l.workload(overlaid(w, patch)))
			}
		}
	}
	for _, d := range docs {
		for _, p := range d.Parts {
			if c := l.part(p); c != nil {
				clusters = append(clusters, c)
			}
		}
	}
	for _, d := range docs {
		clusters = append(clusters, l.dotNetParts(d)...)
	}
	for _, c := range clusters {
		c.nearDotNet = l.NearDotNet
	}
	return clusters
}

// linker brings the documents of a scope together.
type linker struct {
	LinkOptions
	docs  []*Document
	paths map[string]*Document // by all their names
	names map[*Document][]string
	// used are the processes that a workload runs with a part; those of a part that is lost to one, too.
	used map[*Part]map[flink.Role]bool
	// dotNetUsed are the settings of .NET outside of containers that one of them uses.
	dotNetUsed map[*DotNetPart]bool
	workloads  map[*Document][]*Workload
	// made are the clusters of the workloads so far.
	made map[*Workload]*Cluster
	// plain are files that are settings of .NET only by the name that they are mounted under.
	plain map[*Document]*DotNetPart
}

func newLinker(docs []*Document, how LinkOptions) *linker {
	l := &linker{LinkOptions: how, docs: docs, paths: make(map[string]*Document, len(docs)), used: map[*Part]map[flink.Role]bool{}, dotNetUsed: map[*DotNetPart]bool{}, made: map[*Workload]*Cluster{}}
	l.nameAll()
	return l
}

// use notes that a workload runs processes with a part.
func (l *linker) use(p *Part, roles ...flink.Role) {
	if l.used[p] == nil {
		l.used[p] = map[flink.Role]bool{}
	}
	for _, r := range roles {
		l.used[p][r] = true
	}
}

// part makes a cluster of a configuration that stands alone, for the processes that no workload runs with it; nil where
// there are none.
func (l *linker) part(p *Part) *Cluster {
	used := l.used[p]
	if used[flink.JobManager] && used[flink.TaskManager] {
		return nil
	}
	c := &Cluster{Document: p.Document, Name: p.Name, Parts: []*Part{p}, Anchor: Place{Document: p.Document}}
	if p.Name == "" {
		c.Name = p.ConfigMap
	}
	c.Version, c.Evidence = l.versionOf(p.Document, nil)
	if c.Version.IsZero() {
		c.Version, c.Evidence, c.Candidates = assumed(p.Readers)
	}
	if e := p.LoadError(); e != nil && e.By != "" {
		return c // nothing of it reaches a process
	}
	if p.Layer != "" && p.Layer != LayerFile {
		return c // options of a session job, or of an image: nothing that runs a process
	}
	if p.Document.Rival && p.Standard && c.Version.Major == 1 && p.ReadBy(c.Version) {
		c.Losses = []Loss{{Code: HiddenFile, Place: p.start(), Part: p, Note: "flink-conf.yaml"}}
		c.Parts = nil
		return c
	}
	options := make(map[string]Option, len(p.Options))
	for _, o := range p.Options {
		options[o.Key] = o
	}
	for _, role := range bothRoles {
		if used[role] || p.Role != nil && *p.Role != role {
			continue
		}
		process := &Process{Cluster: c, Role: role, Reading: flink.Standalone, Options: options}
		for key := range options {
			process.Configured = process.Configured || configures(role, key)
		}
		if process.Configured || len(used) == 0 { // of a file that a workload uses, only what it says of the other process
			c.add(process)
		}
	}
	if len(used) > 0 && len(c.Processes()) == 0 {
		return nil
	}
	return c
}

// assumed is the version to go by where nothing tells one: the newest that reads such a file.
func assumed(readers []flink.Version) (flink.Version, Evidence, []flink.Version) {
	if len(readers) == 0 {
		readers = flink.Versions()
	}
	return readers[len(readers)-1], FromAssumption, readers
}

// versionOf is the version that a document's cluster runs by the strongest evidence; zero where there is none.
func (l *linker) versionOf(d *Document, clues []Clue) (flink.Version, Evidence) {
	if !l.Flag.IsZero() {
		return l.Flag, FromFlag
	}
	for _, e := range []Evidence{FromFlinkVersion, FromImage, FromNeighbour} {
		for _, c := range clues {
			if c.Evidence == e && !c.Version.IsZero() {
				return c.Version, e
			}
		}
	}
	if v := versionInPath(d.Path); !v.IsZero() {
		return v, FromNeighbour
	}
	if l.Absolute != nil {
		if v := versionInPath(l.Absolute(d.Path)); !v.IsZero() {
			return v, FromNeighbour
		}
	}
	if l.Neighbours != nil {
		for _, c := range l.Neighbours(d.Path) {
			if !c.Version.IsZero() {
				return c.Version, FromNeighbour
			}
		}
	}
	if l.Config != nil {
		if v := l.Config(d.Path); !v.IsZero() {
			return v, FromConfig
		}
	}
	return flink.Version{}, FromAssumption
}

// heapKeys are the sizes of a whole process from before Flink 1.10.
var heapKeys = map[string]flink.Role{
	"jobmanager.heap.size": flink.JobManager, "jobmanager.heap.mb": flink.JobManager,
	"taskmanager.heap.size": flink.TaskManager, "taskmanager.heap.mb": flink.TaskManager,
}

// otherUses are options below "taskmanager.memory." that say nothing about how large the process is to be.
var otherUses = []string{"taskmanager.memory.segment-size", "taskmanager.memory.min-segment-size", "taskmanager.memory.off-heap", "taskmanager.memory.preallocate"}

// configures reports whether an option means that the file configures the memory of that process, so that a missing
// total is worth telling: any of its sizes and fractions does; slots, addresses and the like do not.
func configures(role flink.Role, key string) bool {
	if strings.HasPrefix(key, role.Prefix()) {
		if _, known := flink.Lookup(key); !known {
			return false
		}
		for _, other := range otherUses {
			if key == other {
				return false
			}
		}
		return true
	}
	if r, ok := heapKeys[key]; ok {
		return r == role
	}
	if announced(key) {
		return strings.HasPrefix(key, strings.TrimSuffix(role.Prefix(), "memory."))
	}
	return role == flink.TaskManager && strings.HasPrefix(key, "taskmanager.network.memory.") &&
		(strings.HasSuffix(key, ".min") || strings.HasSuffix(key, ".max") || strings.HasSuffix(key, ".fraction"))
}

// announced reports whether a key is a size under one of the names that Flink.NET announced and withdrew
// (taskmanager.process.memory.size): Flink ignores it, and it shows that the file is meant to give the process its memory.
func announced(key string) bool {
	rest, ok := strings.CutSuffix(key, ".memory.size")
	process, part, found := strings.Cut(rest, ".")
	return ok && found && (process == "jobmanager" || process == "taskmanager") && part != "" && !strings.Contains(part, ".")
}

// otherProducts are of projects around Flink, whose versions say nothing about Flink's.
var otherProducts = []string{"operator", "connector", "cdc", "flink-ml", "statefun", "stateful", "table-store", "paimon", "agents"}

// versionInPath is the Flink version that a path names: in its file name (flink-conf-1.17.yaml), in a folder's name
// (flink-1.18.1) or in a folder of its own below Flink's (flink/1.18). The nearest to the file counts.
func versionInPath(path string) flink.Version {
	segments := strings.Split(strings.ToLower(strings.ReplaceAll(path, "\\", "/")), "/")
	for i := len(segments) - 1; i >= 0; i-- {
		s := segments[i]
		flinks := strings.Contains(s, "flink")
		for _, other := range otherProducts {
			flinks = flinks && !strings.Contains(s, other)
		}
		v, all := versionIn(s)
		if flinks && !v.IsZero() || all && i > 0 && segments[i-1] == "flink" {
			return v
		}
	}
	return flink.Version{}
}

// versionIn is the first version of Flink in a name; all is true where the name is nothing else.
func versionIn(name string) (v flink.Version, all bool) {
	for i := 0; i < len(name); i++ {
		if digits(name[i:]) == 0 || i > 0 && (digits(name[i-1:]) > 0 || name[i-1] == '.') || strings.HasSuffix(name[:i], "scala_") || strings.HasSuffix(name[:i], "scala-") {
			continue
		}
		end := i
		for parts := 0; parts < 3; parts++ {
			n := digits(name[end:])
			if n == 0 {
				break
			}
			end += n
			if end >= len(name) || name[end] != '.' || digits(name[end+1:]) == 0 {
				break
			}
			end++
		}
		got, err := flink.ParseVersion(strings.TrimSuffix(name[i:end], "."))
		if err == nil && (got.Major == 1 || got.Major == 2) && got.Minor < 50 {
			rest := strings.TrimPrefix(name, "v")
			return got, len(rest) == end-i
		}
	}
	return flink.Version{}, false
}
