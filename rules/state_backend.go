package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

const (
	rocksDBPage        = "https://nightlies.apache.org/flink/flink-docs-stable/docs/ops/state/state_backends/#memory-management"
	rocksDBTuningPage  = "https://nightlies.apache.org/flink/flink-docs-stable/docs/ops/state/large_state_tuning/#tuning-rocksdb-memory"
	managedMemoryPage  = "https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup_tm/#managed-memory"
	memoryTuningPage   = "https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_tuning/#configure-memory-for-state-backends"
	managedSizeKey     = "taskmanager.memory.managed.size"
	managedFractionKey = "taskmanager.memory.managed.fraction"
	taskOffHeapKey     = "taskmanager.memory.task.off-heap.size"
	slotsKey           = "taskmanager.numberOfTaskSlots"
)

// stateUse is what a TaskManager's configuration says of a state backend with native memory, RocksDB or ForSt.
type stateUse struct {
	pass    *lint.Pass
	tm      *source.Process
	conf    flink.Config
	memory  *flink.Memory
	backend flink.StateBackend
	choice  flink.BackendChoice
	bound   flink.Bound
	fixed   flink.Size
	slots   flink.Size // 0 where they cannot be known
}

// eachStateUse visits RocksDB and ForSt where the configuration names the state backend, or none: then the job may choose
// one in its code, and written says so. Options that cannot be read have rules of their own.
func eachStateUse(p *lint.Pass, visit func(stateUse)) {
	tm := p.Cluster.TaskManager
	if tm == nil || p.Cluster.LoadError() != nil {
		return
	}
	u := stateUse{pass: p, tm: tm, conf: tm.Config(), memory: tm.Memory()}
	var err *flink.OptionError
	if u.choice, err = flink.ConfiguredBackend(u.conf, p.Version()); err != nil {
		return
	}
	if n, err := flink.TaskSlots(u.conf, p.Version()); err == nil {
		u.slots = flink.Size(n)
	}
	for _, b := range []flink.StateBackend{flink.RocksDBBackend, flink.ForStBackend} {
		if u.choice.Written && u.choice.Backend != b {
			continue
		}
		u.backend = b
		if u.bound, u.fixed, err = flink.StateBound(b, u.conf, p.Version()); err == nil {
			visit(u)
		}
	}
}

// written reports whether the configuration names this state backend, so that a job uses it unless its code says otherwise.
func (u stateUse) written() bool { return u.choice.Written }

// option is an option of the state backend, by the rest of its key, if it is written somewhere.
func (u stateUse) option(rest string) (source.Option, bool) {
	return writtenOption(u.tm, u.backend.Prefix()+rest)
}

// hasFactory reports whether code of the user's may set what RocksDB's options leave open: a cache, sizes of write buffers.
func (u stateUse) hasFactory() bool { return u.conf.Has(u.backend.Prefix() + "options-factory") }

// choiceRelated shows where the state backend is named.
func (u stateUse) choiceRelated() []lint.Related {
	if o, ok := writtenOption(u.tm, u.choice.Key); ok && u.choice.Written {
		return []lint.Related{{Place: o.Place, Span: o.Place.Value, Message: "state backend"}}
	}
	return nil
}

// where ends a sentence that rests on a job that chooses the state backend itself.
func (u stateUse) where() string {
	if u.written() {
		return ""
	}
	return " where a job uses " + u.backend.Name()
}

// usesBackend reports whether the configuration names one of the state backends in a version.
func usesBackend(c flink.Config, v flink.Version, backends ...flink.StateBackend) bool {
	choice, err := flink.ConfiguredBackend(c, v)
	return err == nil && choice.Written && slices.Contains(backends, choice.Backend)
}

// writtenOption is an option in effect that stands in a file.
func writtenOption(process *source.Process, key string) (source.Option, bool) {
	o, ok := process.Options[key]
	return o, ok && !o.Place.IsZero()
}

// writtenBelow is the first option in effect, by key, that starts with the prefix and stands in a file.
func writtenBelow(process *source.Process, prefix string) (source.Option, bool) {
	for _, k := range slices.Sorted(maps.Keys(process.Options)) {
		if o, ok := writtenOption(process, k); ok && strings.HasPrefix(k, prefix) {
			return o, true
		}
	}
	return source.Option{}, false
}

// spanOf is the part of an entry to underline: its value, or all of it where the value has no place of its own.
func spanOf(place source.Place, span source.Span) source.Span {
	if span.Len() == 0 {
		return place.Entry
	}
	return span
}

// managedOption is the option that the size of managed memory comes from, if it is written.
func managedOption(tm *source.Process) (source.Option, bool) {
	managed, _ := tm.Memory().Component(flink.Managed)
	for _, k := range append(slices.Clone(managed.Keys), managedFractionKey) {
		if o, ok := writtenOption(tm, k); ok && (k != managedFractionKey || managed.Origin != flink.Explicit) {
			return o, true
		}
	}
	return source.Option{}, false
}

// totalOption is the option that gives the TaskManager its total, if it is written.
func totalOption(tm *source.Process) (source.Option, bool) {
	for _, k := range []string{"taskmanager.memory.process.size", "taskmanager.memory.flink.size", "taskmanager.heap.size", "taskmanager.heap.mb"} {
		if o, ok := writtenOption(tm, k); ok {
			return o, true
		}
	}
	return source.Option{}, false
}

// managedTerm writes the size of managed memory and where it comes from.
func managedTerm(m *flink.Memory, u unit) string {
	c, _ := m.Component(flink.Managed)
	t := flink.Term{Label: flink.Managed.Label(), Size: c.Size, Origin: c.Origin, Fraction: c.Fraction, Of: c.Of}
	if len(c.Keys) == 1 {
		t.Key = c.Keys[0]
	}
	return u.term(t)
}

// slotsTerm writes a number of slots and where it comes from.
func (u stateUse) slotsTerm() string {
	name := "slots"
	if u.slots == 1 {
		name = "slot"
	}
	if !u.conf.Has(slotsKey) {
		return fmt.Sprintf("%d %s (default)", u.slots, name)
	}
	return fmt.Sprintf("%d %s (numberOfTaskSlots)", u.slots, name)
}

// pythonOption is an option that shows that jobs with Python processes run.
func pythonOption(tm *source.Process) (source.Option, bool) {
	if tm.Options["python.execution-mode"].Value == "thread" {
		return source.Option{}, false
	}
	return writtenBelow(tm, "python.")
}

// batchOption is the option that says that jobs run in batch mode.
func batchOption(tm *source.Process) (source.Option, bool) {
	o, ok := writtenOption(tm, "execution.runtime-mode")
	return o, ok && o.State != source.Unknown && strings.EqualFold(strings.TrimSpace(o.Value), "batch")
}
