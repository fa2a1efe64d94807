package source

import (
	"slices"
	"sync"

	"github.com/flinkmem/flinkmem-lint/dotnet"
	"github.com/flinkmem/flinkmem-lint/flink"
)

// DotNetRuntime is the .NET runtime in a container, or of a project that no container runs, with all settings that are
// written for it.
type DotNetRuntime struct {
	// Settings of all layers, also those that a stronger layer overrides.
	Settings []DotNetSetting
	Host     dotnet.Host
	// Limit is the memory limit of the container, nil without one, or where no container is known.
	Limit *MemoryLimit
	// Beside is the process of an operator's resource that runs in the same container, and whose memory makes its limit;
	// nil otherwise. It belongs to the resource's own cluster.
	Beside *Process
	// Marker is what shows that .NET runs here.
	Marker Place
	// Parts are the files that settings come from.
	Parts []*DotNetPart
	// Alone is true where no container is known: the settings are those of a file, or of a Dockerfile's image.
	Alone bool
	// Reserve is what the runtime takes beside its heap: its own code, the JIT compiler's, stacks, native libraries.
	Reserve flink.Size

	once    sync.Once
	outcome *dotnet.Outcome
}

// NativeReserve is what a .NET runtime is reckoned to take beside its heap where nothing else is set. A bare .NET 8.0.4
// was measured to take 40 MiB: the rest is for what an application adds.
const NativeReserve = 128 * flink.MiB

// Outcome is what the runtime makes of its settings. Safe for concurrent use.
func (r *DotNetRuntime) Outcome() *dotnet.Outcome {
	r.once.Do(func() { r.outcome = r.OutcomeOn(r.Host) })
	return r.outcome
}

// LoadError is what makes the host of .NET refuse a file, nil where it reads all of them.
func (r *DotNetRuntime) LoadError() *Problem {
	for _, p := range r.Parts {
		for i := range p.Problems {
			if p.Problems[i].Fatal {
				return &p.Problems[i]
			}
		}
	}
	return nil
}

// Uses are the documents that say something of the runtime.
func (r *DotNetRuntime) Uses() []*Document {
	var docs []*Document
	for _, s := range r.Settings {
		docs = append(docs, s.Place.Document)
	}
	for _, p := range r.Parts {
		docs = append(docs, p.Document)
	}
	return docs
}

// OutcomeOn is what the runtime would make of its settings on another host.
func (r *DotNetRuntime) OutcomeOn(host dotnet.Host) *dotnet.Outcome {
	settings := make([]dotnet.Setting, len(r.Settings))
	for i, s := range r.Settings {
		settings[i] = dotnet.Setting{Layer: s.From, Name: s.Key, Value: s.Value, Unknown: s.State == Unknown}
	}
	return dotnet.Evaluate(settings, host)
}

// InDotNet is the process of Flink that runs in the same container as the cluster's .NET, nil where none or several do.
func (c *Cluster) InDotNet() *Process {
	if c.DotNet == nil || c.DotNet.Alone {
		return nil
	}
	if all := c.Shown(); len(all) == 1 {
		return all[0]
	}
	return nil
}

// Shown are the processes whose memory is shown for the cluster: its own, or the one beside its .NET.
func (c *Cluster) Shown() []*Process {
	if c.DotNet != nil && c.DotNet.Beside != nil {
		return []*Process{c.DotNet.Beside}
	}
	return c.Processes()
}

// OutcomeWith is what the runtime would make of its settings and one more variable.
func (r *DotNetRuntime) OutcomeWith(name, value string) *dotnet.Outcome {
	s := DotNetSetting{From: dotnet.Environment}
	s.Key, s.Value = name, value
	more := DotNetRuntime{Settings: append(slices.Clone(r.Settings), s)}
	return more.OutcomeOn(r.Host)
}

// Need is what the processes of a container take together.
type Need struct {
	// Limit is the container's, Process the total of Flink's process, Heap the limit of .NET's, and Reserve its native
	// memory.
	Limit, Process, Heap, Reserve flink.Size
	// OffHeap is the part of Process that is set aside for native memory of tasks: .NET's counts there first.
	OffHeap flink.Size
	// HeapKnown is false where nothing limits the heap, or it is not known what does.
	HeapKnown bool
}

// Fixed is what is sure to be taken: without the reserve, which is an estimate.
func (n Need) Fixed() flink.Size { return n.Process - n.OffHeap + n.Heap }

// Total is what is taken with the reserve, of which the part that Flink sets aside counts once.
func (n Need) Total() flink.Size { return n.Process + max(0, n.Heap+n.Reserve-n.OffHeap) }

// Room is whether the process leaves the reserve at least.
func (n Need) Room() bool { return n.Process-min(n.OffHeap, n.Reserve)+n.Reserve <= n.Limit }

// Need is what a process of Flink (nil for none) and the .NET runtime of the same container take together. It is false
// where the container has no limit, or one of the two cannot be computed.
func (c *Cluster) Need(p *Process) (Need, bool) {
	r := c.DotNet
	if r == nil || r.Limit == nil || r.Limit.State == Unknown || r.Limit.Size <= 0 || !r.Outcome().OK() {
		return Need{}, false
	}
	n := Need{Limit: r.Limit.Size, Reserve: r.Reserve}
	if o := r.Outcome(); o.Known() && o.HeapLimit > 0 {
		n.Heap, n.HeapKnown = flink.Size(o.HeapLimit), true
	}
	if p == nil {
		return n, true
	}
	m := p.Memory()
	total, ok := m.Component(flink.TotalProcess)
	if !ok || !m.OK() {
		return Need{}, false
	}
	n.Process, n.OffHeap = total.Size, m.Size(flink.TaskOffHeap)
	return n, true
}

// Explicit reports whether a setting limits the heap, so that it is not the share that the runtime takes by itself.
func (r *DotNetRuntime) Explicit() bool {
	o := r.Outcome().Origin
	return o == dotnet.FromBytes || o == dotnet.FromPercent || o == dotnet.FromPerHeap
}
