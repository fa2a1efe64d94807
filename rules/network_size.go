package rules

import (
	"fmt"
	"slices"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var networkMaxDefaultChanged = &lint.Rule{
	ID: "network-max-default-changed", Severity: lint.Info,
	Doc: lint.Doc{
		Title: "A large TaskManager gives network memory more than the former maximum",
		Why: "Up to 1.16 network memory stopped at 1 GiB unless somebody raised network.max. From 1.17 on it grows with the " +
			"TaskManager: one of 32 GiB has 3 GiB of buffers, taken from the task heap. Few jobs need as many, so a size that " +
			"was tested with an older Flink may run short of heap after an upgrade.",
		Does: "Network memory is network.fraction (0.1) of Total Flink Memory, at least network.min (64 MiB) and at most " +
			"network.max: 1 GiB by default up to 1.16, no limit from 1.17 on. This speaks up where none of the three is set, the " +
			"configuration is not for batch jobs, and network memory is above the setting.",
		Bad:       "taskmanager.memory.process.size: 32g\n",
		Good:      "taskmanager.memory.process.size: 32g\ntaskmanager.memory.network.max: 1g\n",
		Version:   "1.20",
		Since:     "1.17",
		Heuristic: true,
		Links:     []string{"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/#taskmanager-memory-network-max"},
	},
	Settings: []lint.Setting{{
		Name: "maximum", Default: 2 * flink.GiB,
		Doc: "The most network memory to accept without a word: twice the former maximum, 65536 buffers of 32 KiB, serves large jobs.",
	}},
	Check: checkNetworkMax,
}

const formerNetworkMax = 1 * flink.GiB

func checkNetworkMax(p *lint.Pass) {
	tm := p.Cluster.TaskManager
	older := func(v flink.Version) bool { return v.Before(flink.Version{Major: 1, Minor: 17}) }
	if tm == nil || p.Cluster.LoadError() != nil || p.Cluster.Fragment() || slices.ContainsFunc(p.Candidates(), older) {
		return
	}
	m := tm.Memory()
	network, ok := m.Component(flink.Network)
	total, written := totalOption(tm)
	if !ok || !written || network.Origin != flink.Derived || network.Remainder || network.Size <= p.Size("maximum") ||
		shufflesOf(tm) != pipelinedShuffles {
		return
	}
	if _, set := networkOption(tm); set {
		return
	}
	before := flink.Calculate(flink.TaskManager, tm.Reading, p.Version(), tm.Config().With(networkMaxKey, formerNetworkMax.Config()))
	if !before.OK() {
		return
	}
	role := flink.TaskManager
	u := commonUnit(network.Size, formerNetworkMax)
	p.Report(lint.Finding{
		Place: total.Place, Span: total.Place.Value, Role: &role, Label: "total", Needs: []string{total.Key},
		Message: fmt.Sprintf("network memory is %s: from Flink 1.17 on it has no limit by default, and 1 GiB before", u.write(network.Size)),
		Sum:     u.term(termOf(network)),
		Help: fmt.Sprintf("if the jobs do not need as many buffers, set %s: 1g (task heap %s instead of %s)",
			networkMaxKey, before.Size(flink.TaskHeap), m.Size(flink.TaskHeap)),
	})
}

// networkOption is the option of network memory that is set, if one is, under its new or its old name.
func networkOption(tm *source.Process) (source.Option, bool) {
	for _, k := range []string{"min", "max", "fraction"} {
		for _, prefix := range []string{"taskmanager.memory.network.", "taskmanager.network.memory."} {
			if o, set := tm.Options[prefix+k]; set {
				return o, true
			}
		}
	}
	return source.Option{}, false
}

const numberOfBuffersKey = "taskmanager.network.numberOfBuffers"

var numberOfBuffersReplaces = &lint.Rule{
	ID: "number-of-buffers-replaces-network", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "A number of buffers decides the size of network memory, or nothing",
		Why: "taskmanager.network.numberOfBuffers is from the time before network memory had a size. Alone it fixes network " +
			"memory: its common value 2048 gives a TaskManager of 4 GiB 64 MiB instead of 343 MiB. Next to an option of network " +
			"memory it does nothing. Flink 2.0 ignores it.",
		Does: "Up to 1.20: if none of network.min, network.max and network.fraction is set, under the new or the old names, " +
			"network memory is numberOfBuffers * taskmanager.memory.segment-size; where the task heap is set, too, what is left for " +
			"network memory has to be exactly that. Otherwise the option is ignored.",
		Bad:     "taskmanager.memory.process.size: 4g\ntaskmanager.network.numberOfBuffers: 2048\n",
		Good:    "taskmanager.memory.process.size: 4g\n",
		Version: "1.20",
		Links:   []string{"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_migration/"},
	},
	Check: func(p *lint.Pass) {
		tm := p.Cluster.TaskManager
		if tm != nil && decidesBuffers(tm, p.Version()) {
			reportNumberOfBuffers(p, tm)
		}
	},
}

// decidesBuffers reports whether the effect of a number of buffers on a TaskManager is known, so that
// number-of-buffers-replaces-network says more than that the option is deprecated.
func decidesBuffers(tm *source.Process, v flink.Version) bool {
	o, set := writtenOf(tm, numberOfBuffersKey)
	known, ok := flink.Lookup(numberOfBuffersKey)
	return set && ok && o.State == source.Known && known.WorksIn(v) && tm.Role == flink.TaskManager && tm.Cluster.LoadError() == nil &&
		!tm.Cluster.Fragment() && tm.Memory().OK()
}

func reportNumberOfBuffers(p *lint.Pass, tm *source.Process) {
	o := tm.Options[numberOfBuffersKey]
	network, _ := tm.Memory().Component(flink.Network)
	role := flink.TaskManager
	f := lint.Finding{Place: o.Place, Span: o.Place.Key, Role: &role}
	without := tm.Config().Without(numberOfBuffersKey)
	if other, set := networkOption(tm); set {
		f.Message = fmt.Sprintf("%s is ignored because %s is set", numberOfBuffersKey, short(other.Key))
		f.Label, f.Help = "ignored", "remove it"
		if !other.Place.IsZero() {
			f.Related = []lint.Related{{Place: other.Place, Span: other.Place.Key, Message: "this one counts"}}
		}
		f.Fixes = removeUnread(o, safeIf(sameMemory(p, tm, without)))
		p.Report(f)
		return
	}
	usual, ok := flink.Calculate(flink.TaskManager, tm.Reading, p.Version(), without).Component(flink.Network)
	segment, err := flink.SegmentSize(tm.Config(), p.Version())
	if !ok || err != nil || network.Remainder {
		f.Label, f.Message = "deprecated", numberOfBuffersKey+" is deprecated, and Flink 2.0 ignores it"
		f.Help = "set " + networkMinKey + " and " + networkMaxKey + " to " + network.Size.Config() + " instead"
		p.Report(f)
		return
	}
	u := commonUnit(network.Size, usual.Size)
	f.Label = "fixes network memory"
	f.Message = fmt.Sprintf("%s fixes network memory at %s, where Flink would take %s", numberOfBuffersKey, u.write(network.Size), u.write(usual.Size))
	f.Sum = fmt.Sprintf("%d buffers x %s (segment size) = %s", network.Size/segment, segment, u.write(network.Size))
	f.Help = "Flink 2.0 ignores it: remove it, or set " + networkMinKey + " and " + networkMaxKey + " to " + network.Size.Config() + " instead"
	if e, ok := o.Place.Document.DeleteEntry(o); ok {
		f.Fixes = []lint.Fix{{Title: "remove " + o.Key + " (network " + usual.Size.String() + ")", Safety: lint.Unsafe, Edits: []source.Edit{e}}}
	}
	p.Report(f)
}

// removeUnread offers to delete an option that has no effect.
func removeUnread(o source.Option, safety lint.Safety) []lint.Fix {
	e, ok := o.Place.Document.DeleteEntry(o)
	if !ok {
		return nil
	}
	return []lint.Fix{{Title: "remove " + o.Key, Safety: safety, Edits: []source.Edit{e}}}
}

// sameMemory reports whether the process has the same memory under another configuration in every version that it may run.
func sameMemory(p *lint.Pass, process *source.Process, c flink.Config) bool {
	return !slices.ContainsFunc(p.Candidates(), func(v flink.Version) bool {
		before, after := process.MemoryIn(v), flink.Calculate(process.Role, process.Reading, v, c)
		return !slices.EqualFunc(before.Components, after.Components, func(a, b flink.Component) bool { return a.Name == b.Name && a.Size == b.Size }) ||
			len(before.Problems) != len(after.Problems) || len(before.Unknown) != len(after.Unknown)
	})
}
