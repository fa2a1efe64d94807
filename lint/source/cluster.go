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

// Cluster is one Flink set-up: what a plain configuration file, or one place that runs processes, amounts to.
type Cluster struct {
	// Document is the file that the cluster is shown for, Name the resource or service in it, "" for a plain file.
	Document *Document
	Name     string
	// Anchor is where something is reported that is written nowhere.
	Anchor   Place
	Workload *Workload // nil for a plain file
	// Built is the Dockerfile that the image of the workload is built from, nil where none is known.
	Built    *Document
	Version  flink.Version
	Evidence Evidence
	// Candidates are the versions that Version stands for where it is assumed: all that read this kind of file.
	Candidates []flink.Version
	// Parts are the written layers of the options, in the order in which they count.
	Parts       []*Part
	JobManager  *Process
	TaskManager *Process
	// Glued is the last option of the configuration file as Flink reads it where the file lacks a final line end and the
	// image's entrypoint (up to 1.18) appends to its last line; nil otherwise.
	Glued *Option
	// DotNet is the .NET runtime of the same container, or of a project that no container runs; nil where there is none.
	DotNet *DotNetRuntime
	// Losses are what is written for the cluster and never reaches a process.
	Losses []Loss

	// missing is the problem of a conf folder without the file that the version reads, nil otherwise.
	missing *Problem
	// nearDotNet looks for projects of .NET around the file; nil where that is not known.
	nearDotNet func(path string) bool
}

// NearDotNet reports whether a project of .NET lies around the cluster's file.
func (c *Cluster) NearDotNet() bool { return c.nearDotNet != nil && c.nearDotNet(c.Document.Path) }

// Documents are the files that say something of the cluster, some of them more than once.
func (c *Cluster) Documents(yield func(*Document) bool) {
	all := []*Document{c.Document, c.Built}
	for _, p := range c.Written() {
		all = append(all, p.Document)
	}
	for _, loss := range c.Losses {
		all = append(all, loss.Place.Document)
	}
	if c.Workload != nil {
		all = append(all, c.Workload.Asked...)
	}
	if c.DotNet != nil {
		all = append(all, c.DotNet.Uses()...)
	}
	for _, d := range all {
		if d != nil && !yield(d) {
			return
		}
	}
}

// Title is what the cluster is called in a sentence.
func (c *Cluster) Title() string {
	if c.Name != "" {
		return c.Name
	}
	return c.Document.Path
}

// Alone reports whether nothing is known to run the cluster: it is a Dockerfile's image, or a project of .NET. It gives way to one that is.
func (c *Cluster) Alone() bool {
	return c.DotNet != nil && c.DotNet.Alone || c.Workload != nil && c.Document.Kind == Dockerfile
}

// Loss is something that is written and has no effect on the processes that it is meant for.
type Loss struct {
	Code  LossCode
	Place Place  // what is lost
	By    Place  // what takes its effect away
	Part  *Part  // the lost options, nil where they are not known
	Note  string // completes the message, such as the folder where Flink looks
}

// LossCode says why something has no effect.
type LossCode string

// The losses.
const (
	// NotLookedAt is a configuration file that is put where Flink does not look. Note is where it looks.
	NotLookedAt LossCode = "not-looked-at"
	// NotReadByVersion is a configuration file of a name that the version does not read. Note is the name that it reads.
	NotReadByVersion LossCode = "not-read-by-version"
	// HiddenFile is a config.yaml beside a flink-conf.yaml, which 1.19 and 1.20 read instead.
	HiddenFile LossCode = "hidden-file"
	// EntrypointReplaced is a FLINK_PROPERTIES that the image's entrypoint would read, if it ran.
	EntrypointReplaced LossCode = "entrypoint-replaced"
	// NotWritable is a FLINK_PROPERTIES that the entrypoint cannot write into the configuration file.
	NotWritable LossCode = "not-writable"
	// NativeProperties is a FLINK_PROPERTIES in a pod template, where no entrypoint reads it.
	NativeProperties LossCode = "native-properties"
)

// Standard reports whether Flink reads the cluster's configuration with its YAML parser.
func (c *Cluster) Standard() bool {
	for _, p := range c.Parts {
		if p.Layer == LayerFile || p.Layer == "" {
			return p.Standard
		}
	}
	if c.Workload != nil && c.Workload.Generated {
		return c.Version.Major >= 2 // the operator writes a flink-conf.yaml for 1.19 and 1.20 still
	}
	return !c.Version.Before(flink.Version{Major: 1, Minor: 19}) // an image's own config.yaml, or the operator's
}

// LoadError is the problem for which Flink refuses to load the cluster's configuration, nil where it loads.
func (c *Cluster) LoadError() *Problem {
	if c.missing != nil {
		return c.missing
	}
	for _, p := range c.Parts {
		if e := p.LoadError(); e != nil {
			return e
		}
	}
	return nil
}

// Unreadable reports whether the cluster is a file that the program which starts Flink refuses, so that nothing of it is known.
func (c *Cluster) Unreadable() bool {
	e := c.LoadError()
	return e != nil && e.By != ""
}

// Written are the texts that are written for the cluster: those in effect, and those that are lost.
func (c *Cluster) Written() []*Part {
	parts := c.Parts
	for _, loss := range c.Losses {
		if loss.Part != nil {
			parts = append(parts[:len(parts):len(parts)], loss.Part)
		}
	}
	return parts
}

// Fragment reports whether the cluster is a piece of a set-up, so that nothing follows from what it does not say.
func (c *Cluster) Fragment() bool {
	if c.Workload != nil {
		return c.Workload.Partial
	}
	return len(c.Parts) > 0 && c.Parts[0].Fragment
}

// Example reports whether the cluster is an example in a text for people, which configures nothing.
func (c *Cluster) Example() bool { return c.Document.Kind == Markdown }

// Read reports whether the cluster's Flink version reads its configuration file. A file that it does not read is a
// mistake of its own, and nothing else is worth saying of it.
func (c *Cluster) Read() bool {
	return c.Workload != nil || len(c.Parts) == 0 || c.Parts[0].ReadBy(c.Version)
}

func (c *Cluster) add(p *Process) {
	if p.Role == flink.JobManager {
		c.JobManager = p
	} else {
		c.TaskManager = p
	}
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
	// Image are the options of the image's own configuration file, which those written above them override.
	Image []Option
	// Configured is true where something says that this very process is configured here, so that a missing total counts.
	Configured bool

	memory sync.Map // flink.Version -> *flink.Memory
	config flink.Config
	once   sync.Once // for config
}

// Config is the process's effective configuration as Flink's calculation takes it. It is made once, for the many rules that
// ask for it, and is not to be written to.
func (p *Process) Config() flink.Config {
	p.once.Do(func() { p.config = p.makeConfig() })
	return p.config
}

func (p *Process) makeConfig() flink.Config {
	c := flink.Config{Values: make(map[string]string, len(p.Options)), Unknown: map[string]bool{}, Standard: p.Cluster.Standard()}
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
