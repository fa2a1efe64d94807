package rules

import (
	"fmt"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var rocksDBSmall = &lint.Rule{
	ID: "rocksdb-managed-per-slot-small", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "A slot has too little memory for RocksDB's write buffers",
		Why: "RocksDB allocates the memory of a write buffer in blocks. Where the write buffers of a slot together have less " +
			"room than one block, each write fills them: RocksDB flushes all the time, and disk and CPU are busy with " +
			"compaction. Flink says so in a warning in the TaskManager's log, and goes on.",
		Does: "RocksDB's share of a slot's managed memory, or its fixed size, times 2/3 of write-buffer-ratio is what the write " +
			"buffers may take; at 7/8 of that they are flushed. A block is 1/8 of writebuffer.size: 8 MiB of 64 MiB by default, " +
			"for which a slot needs 27.43 MiB. Slots share managed memory evenly. In a slot with Python processes they take " +
			"their weight of it first. ForSt does the same from 2.0 on.",
		Bad:   "taskmanager.memory.process.size: 1536m\ntaskmanager.numberOfTaskSlots: 16\nstate.backend.type: rocksdb\n",
		Good:  "taskmanager.memory.process.size: 1536m\ntaskmanager.numberOfTaskSlots: 2\nstate.backend.type: rocksdb\n",
		Since: "1.12", Heuristic: true,
		Links: []string{rocksDBPage, rocksDBTuningPage},
	},
	Check: func(p *lint.Pass) { eachStateUse(p, checkRocksDBSmall) },
}

func checkRocksDBSmall(use stateUse) {
	m := use.memory
	if !use.written() || use.slots == 0 || !m.OK() || use.pass.Cluster.Fragment() {
		return
	}
	if use.hasFactory() {
		return
	}
	bound, sum, ok := use.perSlot()
	if !ok || bound == 0 { // nothing at all has its own rule
		return
	}
	a, made := flink.CheckArena(use.backend, use.conf, use.pass.Version(), bound)
	if !made || a.OK() {
		return
	}
	name := use.backend.Name()
	u := commonUnit(bound, a.WriteBuffers, a.Block, a.Limit)
	if u.write(bound) == u.write(a.Needed) {
		u = unit{1, "bytes"} // rounded they would look alike
	}
	role := flink.TaskManager
	f := lint.Finding{
		Role: &role,
		Message: fmt.Sprintf("%s has %s in a slot, of which its write buffers may fill %s, but they grow by blocks of %s",
			name, u.write(bound), u.write(a.Limit), u.write(a.Block)),
		Sum: sum + fmt.Sprintf("\n%s x 2/3 x %s x 7/8 = %s; a block is 1/8 of %s (writebuffer.size)", u.write(bound),
			use.ratioText(), u.write(a.Limit), u.write(a.Buffer)),
		Help:    fmt.Sprintf("give %s at least %s in each slot, or jobs with keyed state flush all the time: ", name, u.write(a.Needed)),
		Related: use.choiceRelated(),
	}
	o, label, help := use.tooSmall(a.Needed)
	if o.Place.IsZero() {
		return
	}
	if lacksUnit(o, use.pass.Version()) {
		return // a mistake of its own
	}
	f.Place, f.Span, f.Label = o.Place, spanOf(o.Place, o.Place.Value), label
	f.Help += help
	use.pass.Report(f)
}

// perSlot is what bounds the state backend in one slot, and the sum behind it.
func (u stateUse) perSlot() (bound flink.Size, sum string, ok bool) {
	switch u.bound {
	case flink.BoundPerSlot:
		return u.fixed, commonUnit(u.fixed).write(u.fixed) + " (fixed-per-slot)", true
	case flink.BoundPerTM:
		return u.fixed, commonUnit(u.fixed).write(u.fixed) + " (fixed-per-tm, for all slots)", true
	case flink.BoundManaged:
		weights, err := flink.ManagedWeights(u.conf, u.pass.Version())
		if err != nil {
			return 0, "", false
		}
		share := u.managedShare(weights)
		managed := u.memory.Size(flink.Managed)
		bound = flink.Size(float64(managed/u.slots) * share)
		unit := commonUnit(managed, bound)
		sum = fmt.Sprintf("%s / %s", managedTerm(u.memory, unit), u.slotsTerm())
		if share != 1 {
			sum += fmt.Sprintf(" x %.2f (weight of STATE_BACKEND beside PYTHON)", share)
		}
		return bound, sum + " = " + unit.write(bound), true
	}
	return 0, "", false
}

// managedShare is the state backend's part of a slot's managed memory, beside Python where the configuration shows it.
func (u stateUse) managedShare(weights map[string]int32) float64 {
	if _, python := pythonOption(u.tm); python && pythonManaged(u.tm, u.pass.Version()) {
		return flink.ManagedShare(weights, flink.StateBackendConsumer, flink.PythonConsumer)
	}
	return flink.ManagedShare(weights, flink.StateBackendConsumer)
}

func (u stateUse) ratioText() string {
	m, _ := flink.NativeStateMemory(u.backend, u.conf, u.pass.Version())
	if !u.conf.Has(u.backend.Prefix() + "memory.write-buffer-ratio") {
		return fmt.Sprintf("%v (write-buffer-ratio, default)", m.WriteBufferRatio)
	}
	return fmt.Sprintf("%v (write-buffer-ratio)", m.WriteBufferRatio)
}

// tooSmall is the option to change where a slot needs more, with its label and advice.
func (u stateUse) tooSmall(needed flink.Size) (o source.Option, label, help string) {
	switch u.bound {
	case flink.BoundPerSlot:
		o, _ = u.option("memory.fixed-per-slot")
		return o, "too small", "raise it"
	case flink.BoundPerTM:
		o, _ = u.option("memory.fixed-per-tm")
		return o, "too small", "raise it"
	}
	share := 1.0
	if weights, err := flink.ManagedWeights(u.conf, u.pass.Version()); err == nil {
		share = u.managedShare(weights)
	}
	all := flink.Size(float64(needed)/share)*u.slots/flink.MiB*flink.MiB + flink.MiB
	help = fmt.Sprintf("set %s: %s, or fewer slots", managedSizeKey, all.Config())
	if o, ok := managedOption(u.tm); ok {
		return o, "managed memory", help
	}
	if o, ok := writtenOption(u.tm, slotsKey); ok && u.slots > 1 {
		return o, "slots", help
	}
	if o, ok := totalOption(u.tm); ok {
		return o, "total", help
	}
	return source.Option{}, "", ""
}
