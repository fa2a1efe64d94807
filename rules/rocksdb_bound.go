package rules

import (
	"fmt"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var fixedPerSlot = &lint.Rule{
	ID: "rocksdb-fixed-per-slot-overrides-managed", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "RocksDB has memory of its own, and managed memory lies idle",
		Why: "The fixed size is native memory that no part of Total Process Memory accounts for: with several slots it soon " +
			"outgrows the JVM overhead, and the container is killed. At the same time managed memory, by default 40 % of " +
			"Total Flink Memory, stays reserved although RocksDB takes nothing of it.",
		Does: "A size in fixed-per-slot takes precedence over memory.managed, even where that is true, and over fixed-per-tm. " +
			"RocksDB then allocates that much in each slot, outside of all that Flink computes. The slots still divide " +
			"managed memory among them. ForSt does the same with its own options.",
		Bad: "taskmanager.memory.process.size: 4g\ntaskmanager.numberOfTaskSlots: 4\nstate.backend.type: rocksdb\n" +
			"state.backend.rocksdb.memory.managed: true\nstate.backend.rocksdb.memory.fixed-per-slot: 256m\n",
		Good: "taskmanager.memory.process.size: 4g\ntaskmanager.numberOfTaskSlots: 4\nstate.backend.type: rocksdb\n" +
			"state.backend.rocksdb.memory.managed: true\n",
		Links: []string{rocksDBPage, rocksDBTuningPage},
	},
	Check: func(p *lint.Pass) { eachStateUse(p, checkFixedPerSlot) },
}

func checkFixedPerSlot(use stateUse) {
	o, ok := use.option("memory.fixed-per-slot")
	m := use.memory
	if !ok || use.bound != flink.BoundPerSlot || use.fixed == 0 || use.slots == 0 || use.fixed > flink.Unlimited/use.slots || !m.OK() || use.pass.Cluster.Fragment() {
		return
	}
	if lacksUnit(o, use.pass.Version()) {
		return // a mistake of its own
	}
	all := use.fixed * use.slots
	managed, offHeap, overhead := m.Size(flink.Managed), m.Size(flink.TaskOffHeap), m.Size(flink.Overhead)
	_, python := pythonOption(use.tm)
	_, batch := batchOption(use.tm)
	if all <= offHeap && (managed == 0 || python || batch) || managed == 0 && all <= offHeap+overhead {
		return // accounted for, or managed memory has another user
	}
	name := use.backend.Name()
	u := commonUnit(use.fixed, all, managed)
	role := flink.TaskManager
	f := lint.Finding{
		Place: o.Place, Span: spanOf(o.Place, o.Place.Key), Role: &role, Label: "takes precedence",
		Message: fmt.Sprintf("%s takes %s outside of the memory that Flink computes, and nothing of the %s of managed memory",
			name, u.write(all), u.write(managed)),
		Sum: fmt.Sprintf("%s (fixed-per-slot) x %s = %s", u.write(use.fixed), use.slotsTerm(), u.write(all)),
		Help: fmt.Sprintf("remove fixed-per-slot, so that each slot's %s of managed memory bounds %s; or set %s: %s and %s: 0",
			u.write(managed/use.slots), name, taskOffHeapKey, all.Config(), managedSizeKey),
		Related: use.choiceRelated(),
	}
	if all <= offHeap {
		f.Message = fmt.Sprintf("%s takes nothing of the %s of managed memory, which stays reserved", name, u.write(managed))
		f.Help = "remove fixed-per-slot, or set " + managedSizeKey + ": 0"
	}
	if managed == 0 {
		f.Message = fmt.Sprintf("%s takes %s, but task off-heap memory and JVM overhead have room for %s", name, u.write(all), u.write(offHeap+overhead))
		f.Help = fmt.Sprintf("set %s: %s, so that Total Process Memory contains it", taskOffHeapKey, all.Config())
	} else {
		f.Sum += "; " + managedTerm(m, u) + " stays reserved"
	}
	if managed > 0 {
		if e, ok := o.Place.Document.DeleteEntry(o); ok {
			f.Fixes = []lint.Fix{{
				Title:  fmt.Sprintf("remove fixed-per-slot (%s then shares %s of managed memory in each slot)", name, managed/use.slots),
				Safety: lint.Unsafe, Edits: []source.Edit{e},
			}}
		}
	}
	if use.written() || managed == 0 {
		f.Message += use.where()
	} else {
		f.Message = "where a job uses " + name + ", it takes" + f.Message[len(name+" takes"):]
	}
	use.pass.Report(f)
}

var unmanagedRocksDB = &lint.Rule{
	ID: "rocksdb-unmanaged-memory", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "Nothing bounds the memory of RocksDB",
		Why: "RocksDB's block caches and write buffers are native memory. Without a bound they grow with the number of states and " +
			"slots, beyond what the JVM overhead has room for, and the container or the host kills the TaskManager. Managed " +
			"memory stays reserved all the same.",
		Does: "With memory.managed: false and no fixed size every state of every slot has a block cache of 8 MiB and two write " +
			"buffers of 64 MiB by default, about 140 MiB. A fixed size counts before memory.managed (fixed-per-slot) or after " +
			"it (fixed-per-tm, from 1.17 on). An options factory may bound it in code: where one is set, nothing is said. ForSt does the same with its own options.",
		Bad:   "taskmanager.memory.process.size: 4g\nstate.backend.type: rocksdb\nstate.backend.rocksdb.memory.managed: false\n",
		Good:  "taskmanager.memory.process.size: 4g\nstate.backend.type: rocksdb\n",
		Links: []string{rocksDBPage, rocksDBTuningPage},
	},
	Check: func(p *lint.Pass) { eachStateUse(p, checkUnmanaged) },
}

func checkUnmanaged(use stateUse) {
	o, ok := use.option("memory.managed")
	if !ok || use.bound != flink.Unbounded || use.hasFactory() || use.pass.Cluster.Fragment() {
		return
	}
	name := use.backend.Name()
	role := flink.TaskManager
	f := lint.Finding{
		Place: o.Place, Span: spanOf(o.Place, o.Place.Value), Role: &role, Label: "no bound",
		Message: "nothing bounds the native memory of " + name + use.where(),
		Help:    "remove the option (the default is true)",
		Related: use.choiceRelated(),
	}
	if m := use.memory; m.OK() && use.slots > 0 {
		managed := m.Size(flink.Managed)
		u := commonUnit(managed)
		f.Sum = "up to about 140 MiB for each state"
		if use.slots > 1 {
			f.Sum += fmt.Sprintf(" in each of %s", use.slotsTerm())
		}
		if managed > 0 {
			f.Sum += fmt.Sprintf("; it takes nothing of the %s that stays reserved", managedTerm(m, u))
			f.Help += fmt.Sprintf(", so that it shares %s of managed memory in each slot", u.write(managed/use.slots))
		}
	}
	f.Help += "; or set " + use.backend.Prefix() + "memory.fixed-per-slot, and " + taskOffHeapKey + " to that size times the slots"
	if e, ok := o.Place.Document.DeleteEntry(o); ok {
		f.Fixes = []lint.Fix{{Title: "remove it (managed memory then bounds " + name + ")", Safety: lint.Unsafe, Edits: []source.Edit{e}}}
	}
	use.pass.Report(f)
}
