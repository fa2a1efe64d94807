package rules

import (
	"fmt"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

const jobManagerPage = "https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup_jobmanager/"

var offHeapExceedsTotal = &lint.Rule{
	ID: "jm-total-below-off-heap", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "The JobManager's off-heap memory leaves nothing for its heap",
		Why: "The JobManager's heap is what its off-heap memory leaves of Total Flink Memory. Where nothing is left the " +
			"JobManager does not start: 512 MiB of Total Process Memory, as many examples have it, is too little.",
		Does: "JVM heap = Total Flink Memory - off-heap.size (128 MiB by default), and has to be more than nothing. Total " +
			"Flink Memory is flink.size, else process.size less JVM metaspace (256 MiB) and JVM overhead (192 MiB at " +
			"least). With these defaults a Total Process Memory of 576 MiB is still too little and 577 MiB starts with a " +
			"heap of 1 MiB; Flink ships with 1600 MiB. Below a heap of 128 MiB Flink itself warns in its log.",
		Bad:   "jobmanager.memory.process.size: 512m\n",
		Good:  "jobmanager.memory.process.size: 1600m\n",
		Since: "1.11",
		Links: []string{jobManagerPage},
	},
	Check: eachProblem(wordOffHeapExceeds, flink.OffHeapExceedsFlink),
}

func wordOffHeapExceeds(x problem) lint.Finding {
	f := x.statement()
	f.Help = "give the JobManager more memory"
	if raise := x.minFit(); raise != "" {
		f.Help = raise
	}
	f.Later = x.mend
	return f
}

var heapOffHeapDiffer = &lint.Rule{
	ID: "jm-heap-and-off-heap-differ-from-total", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "The JobManager's heap and off-heap memory are not its Total Flink Memory",
		Why: "The JobManager's Total Flink Memory is its heap and its off-heap memory, nothing else. Where all three are " +
			"set and do not agree, the JobManager does not start. Two of them say everything.",
		Does: "Where heap.size, off-heap.size and flink.size are all set, heap.size + off-heap.size has to equal " +
			"flink.size, to the byte. The default of off-heap.size takes no part in this: where it is not set, off-heap " +
			"memory is the difference of the other two.",
		Bad: "jobmanager.memory.flink.size: 1g\njobmanager.memory.heap.size: 768m\n" +
			"jobmanager.memory.off-heap.size: 128m\n",
		Good:  "jobmanager.memory.flink.size: 1g\njobmanager.memory.off-heap.size: 128m\n",
		Since: "1.11",
		Links: []string{jobManagerPage},
	},
	Check: eachProblem(wordHeapOffHeap, flink.HeapOffHeapNotFlink),
}

func wordHeapOffHeap(x problem) lint.Finding {
	f := x.statement()
	f.Help = "remove one of flink.size, heap.size and off-heap.size"
	f.Later = x.mend
	return f
}

var heapExceedsTotal = &lint.Rule{
	ID: "jm-heap-exceeds-total", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "The JobManager's heap is larger than its Total Flink Memory",
		Why: "The heap is a part of the JobManager's Total Flink Memory. Where the part is larger than the whole, the " +
			"JobManager does not start.",
		Does: "Where heap.size and flink.size are set and off-heap.size is not, off-heap memory = flink.size - heap.size. " +
			"It may be nothing, but not less.",
		Bad:   "jobmanager.memory.flink.size: 1g\njobmanager.memory.heap.size: 2g\n",
		Good:  "jobmanager.memory.heap.size: 2g\n",
		Since: "1.11",
		Links: []string{jobManagerPage},
	},
	Check: eachProblem(wordHeapExceeds, flink.HeapExceedsFlink),
}

func wordHeapExceeds(x problem) lint.Finding {
	f := x.statement()
	f.Help = "set one of flink.size and heap.size"
	f.Later = x.mend
	return f
}

var jobManagerHeapSmall = &lint.Rule{
	ID: "jm-heap-below-minimum", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "The JobManager's heap is below the minimum that Flink recommends",
		Why: "The JobManager starts, and has hardly room for its own work: the first larger job graph, or a handful of " +
			"checkpoints to keep track of, ends with an OutOfMemoryError that takes all jobs with it.",
		Does: "Flink warns in the JobManager's log where its JVM heap, set or derived, is below 128 MiB, and goes on. The heap is " +
			"what off-heap memory leaves of Total Flink Memory where it is not set.",
		Bad:   "jobmanager.memory.process.size: 640m\n",
		Good:  "jobmanager.memory.process.size: 1024m\n",
		Since: "1.11",
		Links: []string{jobManagerPage + "#configure-jvm-heap"},
	},
	Check: checkJobManagerHeap,
}

func checkJobManagerHeap(p *lint.Pass) {
	jm := p.Cluster.JobManager
	if jm == nil || p.Cluster.Fragment() || p.Cluster.LoadError() != nil {
		return
	}
	m := jm.Memory()
	heap, ok := m.Component(flink.Heap)
	if !ok || !m.Modelled() || heap.Size >= flink.LeastJobManagerHeap {
		return
	}
	role := flink.JobManager
	u := commonUnit(heap.Size, flink.LeastJobManagerHeap)
	f := lint.Finding{
		Role:    &role,
		Message: fmt.Sprintf("the JobManager's heap is %s, and Flink recommends at least %s", u.write(heap.Size), u.write(flink.LeastJobManagerHeap)),
	}
	if o, set := setBy(jm, flink.Heap); set {
		f.Place, f.Span, f.Label = o.Place, o.Place.Value, flink.Heap.Label()
		f.Help = "set it to 128m or more"
		if !strings.HasSuffix(o.Key, ".mb") {
			f.Fixes = setTotal(p, jm, o, flink.LeastJobManagerHeap.Config())
		}
		p.Report(f)
		return
	}
	f.Sum = leftOver(m, flink.Heap)
	f.Help = "give the JobManager more memory"
	for _, name := range []flink.Name{flink.TotalFlink, flink.TotalProcess} {
		o, set := setBy(jm, name)
		if !set {
			continue
		}
		f.Place, f.Span, f.Label = o.Place, o.Place.Value, name.Label()
		x := problem{&flink.Problem{Keys: []string{o.Key}}, p, jm, map[flink.Size]leastTotal{}}
		if total := x.leastTotal(flink.LeastJobManagerHeap); total.ok {
			f.Help = "set " + x.written(o.Key) + " to " + total.text() + " or more"
			if name == flink.TotalProcess {
				f.Help += "; 1600m is what Flink ships with"
			}
			f.Fixes = setTotal(p, jm, o, total.text())
		}
		p.Report(f)
		return
	}
}

// setTotal offers a size with which the process starts, and says what comes out of it.
func setTotal(p *lint.Pass, process *source.Process, o source.Option, value string) []lint.Fix {
	e, ok := o.Place.Document.SetValue(o, value)
	outcome := outcomeOf(flink.Calculate(process.Role, process.Reading, p.Version(), process.Config().With(o.Key, value)))
	if !ok || outcome == "" {
		return nil
	}
	written := problem{process: process}.written(o.Key)
	return []lint.Fix{{Title: "set " + written + ": " + value + " (" + outcome + ")", Safety: lint.Unsafe, Edits: []source.Edit{e}}}
}

func abs(n flink.Size) flink.Size {
	if n < 0 {
		return -n
	}
	return n
}
