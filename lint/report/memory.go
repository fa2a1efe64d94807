package report

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// Wording puts into words what the other rooms give as data, so that the memory of a process and the findings about it
// say the same.
type Wording struct {
	Problem func(*flink.Memory, *flink.Problem) string // why Flink refuses a process: one or more lines
	Load    func(*source.Problem) string               // why Flink refuses a file
}

// Memory is the computed memory of the processes of one place: of a plain file, a resource, a container.
type Memory struct {
	File, Cluster string
	Version       flink.Version
	Evidence      source.Evidence
	// Readers are the versions that read such a file, where Version is none of them; nil otherwise.
	Readers []flink.Version
	// LoadError is why Flink refuses the whole file; there are no processes then.
	LoadError *LoadError
	// JobManager and TaskManager are nil where nothing is said of the process.
	JobManager, TaskManager *ProcessMemory
	// DotNet is the .NET runtime in the same container, nil where there is none.
	DotNet *DotNetMemory

	alone bool     // nothing is known to run it
	uses  []string // files that say something of it
}

// WithoutUsed leaves out Dockerfiles, and files of .NET, that some container of the others uses: what they say is a part of that.
func WithoutUsed(all []Memory) []Memory {
	used := map[string]bool{}
	for _, m := range all {
		for _, file := range m.uses {
			used[file] = used[file] || !m.alone
		}
	}
	return slices.DeleteFunc(all, func(m Memory) bool { return m.alone && used[m.File] })
}

// LoadError is why Flink refuses a file, and where that is.
type LoadError struct {
	Code         source.ProblemCode
	By           string // the program that refuses it instead of Flink, "" for Flink
	Message      string
	Line, Column int
}

// ProcessMemory is the memory of one process.
type ProcessMemory struct {
	*flink.Memory
	Messages []string          // in words, for each of Memory.Problems
	Written  map[string]string // where the options behind the sizes are written: "line 3"
}

// Merged puts the memory of several scopes together. A place that takes part in several of them, such as the base of two
// overlays, is shown once for each memory that it has.
func Merged(perScope [][]Memory) []Memory {
	type place struct{ file, cluster string }
	var all []Memory
	shown := map[place][]Memory{}
	for _, scope := range perScope {
		fresh := slices.DeleteFunc(slices.Clone(scope), func(m Memory) bool {
			return slices.ContainsFunc(shown[place{m.File, m.Cluster}], func(other Memory) bool { return reflect.DeepEqual(m, other) })
		})
		for _, m := range fresh {
			shown[place{m.File, m.Cluster}] = append(shown[place{m.File, m.Cluster}], m)
		}
		all = append(all, fresh...)
	}
	return all
}

// MemoryOf computes what there is to say about a cluster's memory.
func MemoryOf(c *source.Cluster, words Wording) Memory {
	doc := c.Document
	m := Memory{File: doc.Path, Cluster: c.Name, Version: c.Version, Evidence: c.Evidence, DotNet: dotNetMemory(c), alone: c.Alone()}
	for d := range c.Documents {
		m.uses = append(m.uses, d.Path)
	}
	known, _ := flink.KnownVersion(c.Version)
	if !c.Read() && !known.Before(flink.Versions()[0]) {
		m.Readers = c.Parts[0].Readers
		return m
	}
	if problem := c.LoadError(); problem != nil {
		doc = problem.Place.Document
		line, column := doc.Lines.Position(start(problem.Place))
		m.LoadError = &LoadError{problem.Code, problem.By, words.Load(problem), line, column}
		return m
	}
	for _, p := range c.Shown() {
		if p.Role == flink.JobManager {
			m.JobManager = processMemory(p, words)
		} else {
			m.TaskManager = processMemory(p, words)
		}
	}
	return m
}

func start(p source.Place) int {
	if p.Key.Len() > 0 {
		return p.Key.Start
	}
	return p.Entry.Start
}

func processMemory(p *source.Process, words Wording) *ProcessMemory {
	if p == nil {
		return nil
	}
	memory := p.Memory()
	if !memory.OK() && (!p.Configured || !memory.Modelled()) {
		return nil
	}
	m := &ProcessMemory{Memory: memory, Written: map[string]string{}}
	for i := range memory.Problems {
		m.Messages = append(m.Messages, words.Problem(memory, &memory.Problems[i]))
	}
	doc := p.Cluster.Document
	for _, c := range memory.Components {
		for _, key := range c.Keys {
			if o, ok := p.Options[key]; ok {
				m.Written[key] = written(o, doc)
			}
		}
	}
	return m
}

// written says where an option is written: its layer, unless that is the file itself, and its line.
func written(o source.Option, doc *source.Document) string {
	layer := ""
	if o.Layer != "" && o.Layer != source.LayerFile {
		layer = strings.ReplaceAll(string(o.Layer), "image-default", "default of the image")
	}
	if o.Place.IsZero() {
		return layer
	}
	line := o.Place.Document.Lines.Line(start(o.Place))
	at := fmt.Sprintf("%s:%d", o.Place.Document.Path, line)
	if o.Place.Document == doc {
		at = fmt.Sprintf("line %d", line)
	}
	if layer != "" {
		return layer + ", " + at
	}
	return at
}

// Refused reports whether Flink refuses a process, or the file, or .NET does not start.
func (m *Memory) Refused() bool {
	if m.LoadError != nil || m.DotNet != nil && !m.DotNet.Starts() {
		return true
	}
	return slices.ContainsFunc([]*ProcessMemory{m.JobManager, m.TaskManager}, func(p *ProcessMemory) bool {
		return p != nil && len(p.Problems) > 0
	})
}
