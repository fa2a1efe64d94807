package source

import (
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
	// Marker is what shows that .NET runs here.
	Marker Place
	// Part is set where no container is known: the settings are those of a file alone.
	Part *DotNetPart
	// Reserve is what the runtime takes beside its heap: its own code, the JIT compiler's, stacks, native libraries.
	Reserve flink.Size

	once    sync.Once
	outcome *dotnet.Outcome
}

// NativeReserve is what a .NET runtime is reckoned to take beside its heap where nothing else is set.
const NativeReserve = 128 * flink.MiB

// Outcome is what the runtime makes of its settings. Safe for concurrent use.
func (r *DotNetRuntime) Outcome() *dotnet.Outcome {
	r.once.Do(func() { r.outcome = r.OutcomeOn(r.Host) })
	return r.outcome
}

// OutcomeOn is what the runtime would make of its settings on another host.
func (r *DotNetRuntime) OutcomeOn(host dotnet.Host) *dotnet.Outcome {
	settings := make([]dotnet.Setting, len(r.Settings))
	for i, s := range r.Settings {
		settings[i] = dotnet.Setting{Layer: s.From, Name: s.Key, Value: s.Value, Unknown: s.State == Unknown}
	}
	return dotnet.Evaluate(settings, host)
}
