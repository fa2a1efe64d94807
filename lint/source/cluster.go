package source

import (
	"sync"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// Evidence says how a Flink version is known; the values are those of `memory --format json`.
type Evidence string

// The evidence, the strongest first.
const (
	FromFlag         Evidence = "flag"         // --flink-version
	FromFlinkVersion Evidence = "flinkVersion" // the operator's spec.flinkVersion
	FromImage        Evidence = "image"        // an image's tag
	FromNeighbour    Evidence = "neighbour"    // a file or folder name beside the file
	FromConfig       Evidence = "config"       // .flinkmem-lint.toml
	FromAssumption   Evidence = "assumed"      // nothing: the newest version that reads such a file
)

// Cluster is one Flink set-up.
type Cluster struct {
	Part     *Part
	Name     string
	Version  flink.Version
	Evidence Evidence
	// Candidates are the versions that Version stands for where it is assumed: all that read this kind of file.
	Candidates  []flink.Version
	JobManager  *Process
	TaskManager *Process
}

// Processes are those of the cluster, JobManager first.
func (c *Cluster) Processes() []*Process {
	var ps []*Process
	for _, p := range []*Process{c.JobManager, c.TaskManager} {
		if p != nil {
			ps = append(ps, p)
		}
	}
	return ps
}

// Process is a JobManager or a TaskManager with its effective options.
type Process struct {
	Cluster *Cluster
	Role    flink.Role
	Reading flink.Reading
	// Options that are in effect, by key.
	Options map[string]Option
	// Configured is true where the part says something about this very process, so that a missing total counts.
	Configured bool

	memory sync.Map // flink.Version -> *flink.Memory
}

// Config is the process's effective configuration as Flink's calculation takes it.
func (p *Process) Config() flink.Config {
	c := flink.Config{Values: make(map[string]string, len(p.Options)), Unknown: map[string]bool{}, Standard: p.Cluster.Part.Standard}
	for k, o := range p.Options {
		if o.State == Unknown {
			c.Unknown[k] = true
		} else {
			c.Values[k] = o.Value
		}
	}
	return c
}

// Memory is what Flink computes for the process in the cluster's version.
func (p *Process) Memory() *flink.Memory { return p.MemoryIn(p.Cluster.Version) }

// MemoryIn is what Flink computes for the process in another version. Safe for concurrent use.
func (p *Process) MemoryIn(v flink.Version) *flink.Memory {
	if m, ok := p.memory.Load(v); ok {
		return m.(*flink.Memory)
	}
	m := flink.Calculate(p.Role, p.Reading, v, p.Config())
	p.memory.Store(v, m)
	return m
}
