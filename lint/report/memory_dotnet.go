package report

import (
	"fmt"

	"github.com/flinkmem/flinkmem-lint/dotnet"
	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// DotNetMemory is what the .NET runtime of a container takes.
type DotNetMemory struct {
	*dotnet.Outcome
	// Limit is the memory limit of the container, 0 where there is none or none that is known; Reserve is what the
	// runtime is reckoned to take beside its heap.
	Limit, Reserve flink.Size
	// Source names the setting that the heap's limit comes from, or "container limit"; "" where nothing limits it. Where
	// says where it is written.
	Source, Where string
	// IgnoredNames are the settings that have no effect.
	IgnoredNames []string
	// Reason is why the runtime does not start, in words; "" where it does.
	Reason string
}

// BesideDotNet are the processes of operators' resources that are shown with the .NET of their containers.
func BesideDotNet(clusters []*source.Cluster) map[*source.Process]bool {
	beside := map[*source.Process]bool{}
	for _, c := range clusters {
		if c.DotNet != nil && c.DotNet.Beside != nil && !c.Example() {
			beside[c.DotNet.Beside] = true
		}
	}
	return beside
}

// LeaveOut leaves out the cluster's own processes that are shown somewhere else. It is true where nothing remains.
func (m *Memory) LeaveOut(c *source.Cluster, shown map[*source.Process]bool) bool {
	left := false
	if shown[c.JobManager] {
		m.JobManager, left = nil, true
	}
	if shown[c.TaskManager] {
		m.TaskManager, left = nil, true
	}
	return left && len(m.Processes()) == 0 && m.DotNet == nil && m.LoadError == nil
}

// dotNetMemory computes what there is to say of the .NET runtime in a cluster's container; nil where there is none, and for
// settings of a project that say nothing of a process.
func dotNetMemory(c *source.Cluster) *DotNetMemory {
	r := c.DotNet
	if r == nil || r.Alone && c.Workload == nil && (r.Parts[0].Layer() != dotnet.RuntimeConfig || r.Parts[0].ConfigMap != "") {
		return nil
	}
	o := r.Outcome()
	m := &DotNetMemory{Outcome: o, Reserve: r.Reserve}
	if r.Limit != nil && r.Limit.State != source.Unknown {
		m.Limit = r.Limit.Size
	}
	switch {
	case o.Origin == dotnet.ContainerDefault:
		m.Source = "container limit"
	case len(o.From) > 0:
		s := r.Settings[o.From[0]]
		m.Source, m.Where = s.Key, placeOf(s.Place, c.Document)
	}
	for _, i := range o.Ignored() {
		m.IgnoredNames = append(m.IgnoredNames, r.Settings[i].Key)
	}
	if !o.OK() {
		m.Reason = refusals[o.Refusal]
	}
	if problem := r.LoadError(); problem != nil {
		m.Reason = problem.Place.Document.Path + " is no JSON"
	}
	return m
}

// refusals are the reasons for which the runtime does not start, in words.
var refusals = map[dotnet.Refusal]string{
	dotnet.PerHeapIncomplete: "limits for small, large and pinned objects have to be set together",
	dotnet.PerHeapPercent:    "the shares of small, large and pinned objects have to be below 100 together",
	dotnet.HeapTooSmall:      "the limit is too small for a heap",
	dotnet.HeapTooLarge:      "the limit is larger than the address space",
	dotnet.LargePages:        "large pages take a limit of the heap",
	dotnet.RegionSize:        "the size of a region has to be a power of two, and 64 KiB at least",
	dotnet.BadRanges:         "the processors have to be a list of numbers and ranges",
}

// placeOf says where something is written: "line 3", or with the file where that is another one.
func placeOf(p source.Place, doc *source.Document) string {
	if p.IsZero() {
		return ""
	}
	line := p.Document.Lines.Line(start(p))
	if p.Document == doc {
		return fmt.Sprintf("line %d", line)
	}
	return fmt.Sprintf("%s:%d", p.Document.Path, line)
}

// Starts reports whether the runtime starts.
func (m *DotNetMemory) Starts() bool { return m.OK() && m.Reason == "" }

// HeapSize is the limit of the heap, false where there is none or none that is known.
func (m *DotNetMemory) HeapSize() (flink.Size, bool) {
	return flink.Size(m.HeapLimit), m.Starts() && m.Known() && m.HeapLimit > 0
}

// ContainerPart is one thing that takes memory of a container.
type ContainerPart struct {
	Label string
	Size  flink.Size
	// Shared is how much of Size another part takes, so that it counts once: memory that Flink sets aside for native
	// code of tasks, where .NET finds its place.
	Shared flink.Size
	// Origin says why it has that size.
	Origin string
	// Component is the part of a Flink process that it is, "" for one of .NET.
	Component flink.Name
	fill      fill
}

// Container is the memory of one container: what its processes take of its limit.
type Container struct {
	// Limit is the memory limit, 0 without one.
	Limit flink.Size
	Parts []ContainerPart
	// Used is the sum of the parts.
	Used flink.Size
	// Process is that of Flink, nil in a container of .NET alone.
	Process *ProcessMemory
}

// Left is what the parts leave of the limit; it is negative where they need more.
func (c *Container) Left() flink.Size { return c.Limit - c.Used }

// Containers are those of a place with .NET in it: one for each process of Flink, one without where there is none. They are
// empty where the heap of .NET has no limit that is known, so that no sum can be made.
func (m *Memory) Containers() []Container {
	if m.DotNet == nil {
		return nil
	}
	heap, ok := m.DotNet.HeapSize()
	if !ok {
		return nil
	}
	var all []Container
	for _, p := range []*ProcessMemory{m.JobManager, m.TaskManager} {
		if p == nil || len(p.Problems) > 0 || len(p.Unknown) > 0 {
			continue
		}
		c := Container{Limit: m.DotNet.Limit, Process: p}
		for _, part := range p.parts() {
			shown := ContainerPart{Label: part.Name.Label(), Size: part.Size, Origin: p.origin(part), Component: part.Name, fill: fills[part.Name]}
			if part.Name == flink.TaskOffHeap && part.Size > 0 {
				shown.Shared = min(part.Size, heap+m.DotNet.Reserve)
				shown.Origin += "; .NET takes " + shown.Shared.String() + " of it"
			}
			c.add(shown)
		}
		all = append(all, c)
	}
	if len(all) == 0 {
		all = append(all, Container{Limit: m.DotNet.Limit})
	}
	for i := range all {
		all[i].add(ContainerPart{Label: "heap of .NET", Size: heap, Origin: m.DotNet.heapOrigin(), fill: dotNetHeapFill})
		all[i].add(ContainerPart{Label: "native .NET", Size: m.DotNet.Reserve, Origin: "reckoned beside the heap", fill: dotNetNativeFill})
	}
	return all
}

func (c *Container) add(p ContainerPart) {
	c.Parts = append(c.Parts, p)
	c.Used += p.Size - p.Shared
}

var (
	dotNetHeapFill   = fill{"N", "\x1b[97;45m"}
	dotNetNativeFill = fill{"n", "\x1b[30;105m"}
)

// container is the container of a process, nil where nothing can be added up for it.
func (m *Memory) container(p *ProcessMemory) *Container {
	for _, c := range m.Containers() {
		if c.Process == p {
			return &c
		}
	}
	return nil
}

// heapOrigin says why the heap has its limit.
func (m *DotNetMemory) heapOrigin() string {
	text := m.Source
	switch {
	case m.Origin == dotnet.ContainerDefault && m.HeapLimit == dotnet.DefaultFloor:
		return "the least that .NET takes by default"
	case m.Origin == dotnet.ContainerDefault:
		return fmt.Sprintf("%d %% of the container's limit, default", m.Share)
	case m.Share > 0:
		text = fmt.Sprintf("%d %% of the container's limit, %s", m.Share, m.Source)
	}
	if m.Where != "" {
		text += ", " + m.Where
	}
	return text
}
