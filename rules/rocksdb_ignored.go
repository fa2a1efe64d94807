package rules

import (
	"fmt"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var rocksDBIgnored = &lint.Rule{
	ID: "rocksdb-option-ignored", Severity: lint.Warning, Tag: lint.Unused,
	Doc: lint.Doc{
		Title: "A memory option of the state backend that has no effect",
		Why: "Which of RocksDB's memory options count depends on others: what bounds its memory, and whether it is the state " +
			"backend at all. Flink ignores the rest without a word, and RocksDB runs with other sizes than those that " +
			"somebody took care to set.",
		Does: "fixed-per-slot counts before memory.managed, and fixed-per-tm only where neither bounds RocksDB. Where anything " +
			"bounds it, all instances of a slot share one block cache in place of block.cache-size, and with partitioned-index-filters " +
			"a Bloom filter is one of 10 bits for each key, whatever its options say. Where nothing does, there " +
			"is no shared cache that the ratios would divide. Options of RocksDB mean nothing to other state backends, and " +
			"ForSt has its own. The state backend is the configured one unless the job's code chooses another.",
		Bad:   "taskmanager.memory.process.size: 4g\nstate.backend.type: rocksdb\nstate.backend.rocksdb.block.cache-size: 256m\n",
		Good:  "taskmanager.memory.process.size: 4g\nstate.backend.type: rocksdb\ntaskmanager.memory.managed.fraction: 0.5\n",
		Links: []string{rocksDBPage, rocksDBTuningPage},
	},
	Check: func(p *lint.Pass) {
		eachStateUse(p, checkIgnoredOptions)
		checkOtherBackend(p)
	},
}

// boundNames is what a bound is called in a sentence.
var stateBoundNames = map[flink.Bound]string{
	flink.BoundPerSlot: "fixed-per-slot", flink.BoundManaged: "managed memory", flink.BoundPerTM: "fixed-per-tm",
}

func checkIgnoredOptions(use stateUse) {
	name := use.backend.Name()
	if use.bound != flink.Unbounded {
		f := lint.Finding{
			Message: fmt.Sprintf("block.cache-size has no effect: %s bounds %s, and all of its instances share one cache", stateBoundNames[use.bound], name),
			Help:    "remove it; the shared cache grows with what bounds it",
		}
		if use.bound == flink.BoundManaged {
			f.Help = "remove it; for a larger cache raise " + managedFractionKey + " or " + managedSizeKey
		}
		use.ignored("block.cache-size", f)
		use.overwrittenFilter()
	} else {
		for _, rest := range []string{"memory.write-buffer-ratio", "memory.high-prio-pool-ratio", "memory.partitioned-index-filters"} {
			use.ignored(rest, lint.Finding{
				Message: fmt.Sprintf("%s has no effect: nothing bounds the memory of %s, so there is no cache to divide", strings.TrimPrefix(rest, "memory."), name),
				Help:    "remove it, or remove " + use.backend.Prefix() + "memory.managed: false",
			})
		}
	}
	if use.bound == flink.BoundPerSlot || use.bound == flink.BoundManaged {
		f := lint.Finding{
			Message: fmt.Sprintf("fixed-per-tm has no effect: %s bounds %s first", stateBoundNames[use.bound], name),
			Help:    "remove one of fixed-per-tm and fixed-per-slot",
		}
		if use.bound == flink.BoundManaged {
			f.Help = "remove it, or set " + use.backend.Prefix() + "memory.managed: false"
		}
		use.ignored("memory.fixed-per-tm", f)
	}
}

// overwrittenFilter reports the options of a Bloom filter in whose place Flink puts one of its own.
func (u stateUse) overwrittenFilter() {
	m, err := flink.NativeStateMemory(u.backend, u.conf, u.pass.Version())
	on, ok := u.option("use-bloom-filter")
	if err != nil || !m.PartitionedIndexFilters || !ok || !strings.EqualFold(strings.TrimSpace(on.Value), "true") {
		return
	}
	const flinksBits = 10
	f := lint.Finding{Help: "remove it, or remove partitioned-index-filters"}
	if u.backend == flink.ForStBackend {
		f.Help = "remove it, or set partitioned-index-filters to false"
	}
	if o, ok := u.option("bloom-filter.bits-per-key"); ok && o.State != source.Unknown {
		if bits, err := flink.ParseFactor(o.Value); err == nil && bits != flinksBits {
			f.Message = fmt.Sprintf("bloom-filter.bits-per-key has no effect: with partitioned-index-filters Flink sets a filter of %d bits itself", flinksBits)
			u.ignored("bloom-filter.bits-per-key", f)
		}
	}
	if o, ok := u.option("bloom-filter.block-based-mode"); ok && strings.EqualFold(strings.TrimSpace(o.Value), "true") {
		f.Message = "bloom-filter.block-based-mode has no effect: with partitioned-index-filters Flink sets a full filter itself"
		u.ignored("bloom-filter.block-based-mode", f)
	}
}

// ignored reports an option of the state backend, if it is written and the version has it.
func (u stateUse) ignored(rest string, f lint.Finding) {
	o, ok := u.option(rest)
	known, exists := flink.Lookup(u.backend.Prefix() + rest)
	if !ok || !exists || !known.WorksIn(u.pass.Version()) {
		return
	}
	role := flink.TaskManager
	f.Place, f.Span, f.Role, f.Label = o.Place, spanOf(o.Place, o.Place.Key), &role, "no effect"
	if decisive, ok := u.option("memory.fixed-per-slot"); ok && u.bound == flink.BoundPerSlot {
		f.Related = []lint.Related{{Place: decisive.Place, Span: spanOf(decisive.Place, decisive.Place.Key), Message: "counts first"}}
	} else if decisive, ok := u.option("memory.managed"); ok && u.bound != flink.BoundPerTM {
		f.Related = []lint.Related{{Place: decisive.Place, Span: spanOf(decisive.Place, decisive.Place.Value), Message: "decides it"}}
	}
	if e, ok := o.Place.Document.DeleteEntry(o); ok {
		f.Fixes = []lint.Fix{{Title: "remove it (no size changes, unless the job's code sets what bounds " + u.backend.Name() + ")", Safety: lint.Unsafe, Edits: []source.Edit{e}}}
	}
	u.pass.Report(f)
}

// checkOtherBackend reports memory options of RocksDB or ForSt where the configuration names another state backend of
// Flink's: once for all of them.
func checkOtherBackend(p *lint.Pass) {
	tm := p.Cluster.TaskManager
	if tm == nil || p.Cluster.LoadError() != nil {
		return
	}
	choice, err := flink.ConfiguredBackend(tm.Config(), p.Version())
	named, ok := writtenOption(tm, choice.Key)
	if err != nil || !ok || choice.Backend == flink.OtherBackend {
		return
	}
	for _, b := range []flink.StateBackend{flink.RocksDBBackend, flink.ForStBackend} {
		if b == choice.Backend {
			continue
		}
		all := memoryOptionsBelow(p, tm, b.Prefix())
		if len(all) == 0 {
			continue
		}
		o := all[0]
		role := flink.TaskManager
		f := lint.Finding{
			Place: o.Place, Span: spanOf(o.Place, o.Place.Key), Role: &role, Label: "no effect",
			Message: fmt.Sprintf("%s has no effect: %s is %s, and no job uses %s unless its code says so", o.Key, choice.Key, shorten(choice.Text), b.Name()),
			Help:    fmt.Sprintf("remove it, or set %s: %s", choice.Key, b),
			Related: []lint.Related{{Place: named.Place, Span: spanOf(named.Place, named.Place.Value), Message: "the state backend"}},
		}
		if n := len(all) - 1; n > 0 {
			options := "option"
			if n > 1 {
				options += "s"
			}
			f.Message = fmt.Sprintf("%s and %d more memory %s of %s have no effect: %s is %s, and no job uses %s unless its code says so",
				o.Key, n, options, b.Name(), choice.Key, shorten(choice.Text), b.Name())
			f.Help = fmt.Sprintf("remove them, or set %s: %s", choice.Key, b)
		}
		p.Report(f)
	}
}

// memoryOptionsBelow are the memory options in effect that start with the prefix, in the order in which they are written.
func memoryOptionsBelow(p *lint.Pass, process *source.Process, prefix string) []source.Option {
	var all []source.Option
	for _, part := range p.Cluster.Parts {
		for _, o := range part.Options {
			known, ok := memoryOption(o.Key)
			if ok && strings.HasPrefix(o.Key, prefix) && known.WorksIn(p.Version()) && inEffect(process, o) && !o.Place.IsZero() {
				all = append(all, o)
			}
		}
	}
	return all
}
