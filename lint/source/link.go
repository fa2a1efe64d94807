package source

import (
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
}

// Link makes clusters of documents: today each part is one, with a JobManager and a TaskManager that the start scripts
// read. A part that Flink refuses to load is linked too, with the options that could be read; see [Part.LoadError].
func Link(docs []*Document, how LinkOptions) []*Cluster {
	var clusters []*Cluster
	for _, d := range docs {
		for _, p := range d.Parts {
			clusters = append(clusters, linkPart(p, how))
		}
	}
	return clusters
}

func linkPart(p *Part, how LinkOptions) *Cluster {
	c := &Cluster{Part: p, Name: p.Name}
	c.Version, c.Evidence = versionOf(p, how)
	if c.Evidence == FromAssumption {
		c.Candidates = p.Readers
	}
	options := make(map[string]Option, len(p.Options))
	for _, o := range p.Options {
		options[o.Key] = o
	}
	c.JobManager = &Process{Cluster: c, Role: flink.JobManager, Reading: flink.Standalone, Options: options}
	c.TaskManager = &Process{Cluster: c, Role: flink.TaskManager, Reading: flink.Standalone, Options: options}
	for key := range options {
		c.JobManager.Configured = c.JobManager.Configured || configures(flink.JobManager, key)
		c.TaskManager.Configured = c.TaskManager.Configured || configures(flink.TaskManager, key)
	}
	return c
}

func versionOf(p *Part, how LinkOptions) (flink.Version, Evidence) {
	if !how.Flag.IsZero() {
		return how.Flag, FromFlag
	}
	path := p.Document.Path
	if v := versionInPath(path); !v.IsZero() {
		return v, FromNeighbour
	}
	if how.Absolute != nil {
		if v := versionInPath(how.Absolute(path)); !v.IsZero() {
			return v, FromNeighbour
		}
	}
	if how.Config != nil {
		if v := how.Config(path); !v.IsZero() {
			return v, FromConfig
		}
	}
	if n := len(p.Readers); n > 0 {
		return p.Readers[n-1], FromAssumption
	}
	return flink.Newest(), FromAssumption
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
	return role == flink.TaskManager && strings.HasPrefix(key, "taskmanager.network.memory.") &&
		(strings.HasSuffix(key, ".min") || strings.HasSuffix(key, ".max") || strings.HasSuffix(key, ".fraction"))
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
