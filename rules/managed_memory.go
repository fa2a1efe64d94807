package rules

import (
	"fmt"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var managedMissing = &lint.Rule{
	ID: "managed-memory-missing", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "No managed memory for something that lives on it",
		Why: "Without managed memory batch operators do not start, and RocksDB runs without a cache, reads every block " +
			"from disk, and fills write buffers that nothing bounds. Nothing says so when the TaskManager starts.",
		Does: "Flink does not refuse to start with managed memory of 0. It creates the block cache and the write buffer manager " +
			"of RocksDB or ForSt with 0 bytes, and from 1.12 on logs a warning about it. A cache of 0 bytes keeps nothing; " +
			"a write buffer manager of 0 bytes is one without a limit. Batch operators get no memory pages and fail. Python processes get a limit of 0 bytes.",
		Bad:   "taskmanager.memory.process.size: 4g\ntaskmanager.memory.managed.size: 0\nstate.backend.type: rocksdb\n",
		Good:  "taskmanager.memory.process.size: 4g\nstate.backend.type: rocksdb\n",
		Links: []string{managedMemoryPage, memoryTuningPage}, Heuristic: true,
	},
	Check: checkManagedMissing,
}

func checkManagedMissing(p *lint.Pass) {
	tm := p.Cluster.TaskManager
	if tm == nil || p.Cluster.LoadError() != nil || p.Cluster.Fragment() || !tm.Memory().OK() || tm.Memory().Size(flink.Managed) > 0 {
		return
	}
	o, ok := managedOption(tm)
	if !ok {
		return
	}
	role := flink.TaskManager
	f := lint.Finding{
		Place: o.Place, Span: spanOf(o.Place, o.Place.Value), Role: &role, Label: "managed memory of 0",
		Help: fmt.Sprintf("remove %s: by default managed memory is 40 %% of the Total Flink Memory of %s", o.Key, tm.Memory().Size(flink.TotalFlink)),
	}
	heap := "hashmap"
	if p.Version().Before(flink.Version{Major: 1, Minor: 13}) {
		heap = "filesystem"
	}
	eachStateUse(p, func(use stateUse) {
		if use.written() && use.bound == flink.BoundManaged {
			f.Message = fmt.Sprintf("%s has no cache, and no limit for its write buffers: managed memory of 0 is what bounds it", use.backend.Name())
			f.Related = append(f.Related, use.choiceRelated()...)
			f.Help += "; if the jobs keep no state, or set another state backend in their code, set " + use.choice.Key + ": " + heap
		}
	})
	if f.Message == "" {
		if b, ok := batchOption(tm); ok {
			f.Message = "batch operators get no memory: managed memory is 0"
			f.Related = append(f.Related, lint.Related{Place: b.Place, Span: spanOf(b.Place, b.Place.Value), Message: "batch jobs"})
			f.Help += "; if no job sorts, joins or aggregates, this is meant"
		} else if py, ok := pythonOption(tm); ok && pythonManaged(tm, p.Version()) {
			f.Message = "Python processes get no memory: managed memory is 0"
			f.Related = append(f.Related, lint.Related{Place: py.Place, Span: spanOf(py.Place, py.Place.Key), Message: "Python"})
			f.Help += "; or, if jobs run Python functions in processes of their own, set " + pythonManagedKey + ": false and " + taskOffHeapKey + " to what they need"
		} else {
			return
		}
	}
	p.Report(f)
}

var managedUnused = &lint.Rule{
	ID: "managed-memory-unused", Severity: lint.Info,
	Doc: lint.Doc{
		Title: "Managed memory that streaming jobs with state on the heap do not use",
		Why: "State on the JVM heap shares the heap with user code, while 40 % of Total Flink Memory is set aside as managed memory. " +
			"In a cluster for streaming jobs in Java nobody takes it. Set to 0, it becomes task heap.",
		Does: "Managed memory is used by RocksDB and ForSt, by batch operators, by Python processes, and by some operators of " +
			"SQL and the Table API (windows, sorts, mini-batches). Flink reserves it whether something uses it or not. This speaks up only where the " +
			"state backend is written and on the heap, managed memory is left at its default, and no option shows batch, SQL or Python.",
		Bad:   "taskmanager.memory.process.size: 8g\nstate.backend.type: hashmap\n",
		Good:  "taskmanager.memory.process.size: 8g\nstate.backend.type: hashmap\ntaskmanager.memory.managed.size: 0\n",
		Links: []string{memoryTuningPage}, Heuristic: true,
	},
	Settings: []lint.Setting{{
		Name: "minimum", Default: flink.GiB,
		Doc: "The least managed memory to speak of: below it there is little to win, and small set-ups are often for trying things out.",
	}},
	Check: checkManagedUnused,
}

// usesManaged are starts of options that show SQL, batch or Python, which use managed memory.
var usesManaged = []string{"python.", "table.", "sql-gateway.", "sql-client.", "execution.batch", "taskmanager.network.sort-shuffle.",
	"taskmanager.network.blocking-shuffle.", "execution.runtime-mode", "jobmanager.adaptive-batch-scheduler.", "execution.sorted-inputs",
	"taskmanager.memory.managed.", "taskmanager.memory.size", "state.backend.rocksdb.", "state.backend.forst."}

func checkManagedUnused(p *lint.Pass) {
	tm := p.Cluster.TaskManager
	if tm == nil || p.Cluster.LoadError() != nil || p.Cluster.Fragment() || p.Cluster.Example() || !tm.Memory().OK() {
		return
	}
	m := tm.Memory()
	managed, _ := m.Component(flink.Managed)
	choice, err := flink.ConfiguredBackend(tm.Config(), p.Version())
	o, written := writtenOption(tm, choice.Key)
	total, sized := totalOption(tm)
	if err != nil || !written || choice.Backend != flink.HeapBackend || !sized || !strings.Contains(total.Key, ".memory.") || managed.Size < p.Size("minimum") {
		return
	}
	for _, prefix := range usesManaged {
		for k, o := range tm.Options {
			if strings.HasPrefix(k, prefix) && !(k == "execution.runtime-mode" && strings.EqualFold(strings.TrimSpace(o.Value), "streaming")) {
				return
			}
		}
	}
	role := flink.TaskManager
	p.Report(lint.Finding{
		Place: o.Place, Span: spanOf(o.Place, o.Place.Value), Role: &role, Label: "state on the heap", Needs: []string{total.Key},
		Message: fmt.Sprintf("%s of managed memory lies idle if all jobs are streaming jobs without Python and SQL: their state is on the heap", managed.Size),
		Sum:     managedTerm(m, commonUnit(managed.Size)),
		Help:    "set " + managedSizeKey + ": 0, and it becomes task heap; keep it for batch jobs, Python or SQL",
		Related: []lint.Related{{Place: total.Place, Span: spanOf(total.Place, total.Place.Value), Message: totalLabel(total)}},
	})
}

// totalLabel names the total that an option sets.
func totalLabel(o source.Option) string {
	switch {
	case strings.HasSuffix(o.Key, ".process.size"):
		return flink.TotalProcess.Label()
	case strings.HasSuffix(o.Key, ".flink.size"):
		return flink.TotalFlink.Label()
	}
	return "total"
}
