package rules

import (
	"math"
	"strconv"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// factorFor is the limit factor with which a container that Flink asks for itself holds its process and .NET, with two
// decimals.
func factorFor(need source.Need) string {
	asked := need.Process / flink.MiB
	factor := math.Ceil(100*float64(roundUpTo(flink.MiB, need.Total())/flink.MiB)/float64(asked)) / 100
	return strconv.FormatFloat(factor, 'f', -1, 64)
}

// shareOut says how .NET gets memory in a container whose limit Flink makes of its own total.
func shareOut(p *lint.Pass, process *source.Process) string {
	help := "run .NET in a container of its own: this one gets no more than Flink takes"
	if known, ok := flink.Lookup(source.LimitFactorKey(process.Role)); ok && known.WorksIn(p.Version()) {
		help = "raise " + known.Key + ", and give .NET what that adds: DOTNET_GCHeapHardLimit"
	}
	if process.Role == flink.TaskManager {
		help += "; or set taskmanager.memory.task.off-heap.size for it, and lower taskmanager.memory.managed.fraction where that does not fit"
	}
	return help
}

// raiseFactor offers to raise the limit of a container that Flink asks for itself. A heap that is a share of the container
// would grow with it.
func raiseFactor(p *lint.Pass, process *source.Process, need source.Need) []lint.Fix {
	key := source.LimitFactorKey(process.Role)
	if known, ok := flink.Lookup(key); !ok || !known.WorksIn(p.Version()) || p.Cluster.DotNet.Outcome().Share > 0 {
		return nil
	}
	title := "set " + key + ": " + factorFor(need) + " (the container may use " + roundUpTo(flink.MiB, need.Total()).String() + ")"
	if o, ok := process.Options[key]; ok {
		e, ok := o.Place.Document.SetValue(o, factorFor(need))
		if !ok {
			return nil
		}
		return []lint.Fix{{Title: title, Safety: lint.Unsafe, Edits: []source.Edit{e}}}
	}
	total, _ := process.Memory().Component(flink.TotalProcess)
	for _, k := range total.Keys {
		o, ok := process.Options[k]
		if !ok || o.Place.Document == nil {
			continue
		}
		if e, ok := o.Place.Document.Insert(o, key, factorFor(need)); ok {
			return []lint.Fix{{Title: title, Safety: lint.Unsafe, Edits: []source.Edit{e}}}
		}
	}
	return nil
}
