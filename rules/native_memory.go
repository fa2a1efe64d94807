package rules

import (
	"fmt"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

const pythonManagedKey = "python.fn-execution.memory.managed"

var pythonUnaccounted = &lint.Rule{
	ID: "python-off-heap-unaccounted", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "Python processes whose memory nothing accounts for",
		Why: "Python functions run in processes beside the TaskManager's, and share its container. With managed memory " +
			"switched off for them and no task off-heap memory, Total Process Memory has no room for them: the container is " +
			"killed once they grow.",
		Does: "From 1.12 on Python processes take their weight of managed memory by default. With " +
			"python.fn-execution.memory.managed: false they take what the host gives them, which counts as task off-heap memory. Its " +
			"default is 0.",
		Bad: "taskmanager.memory.process.size: 4g\npython.fn-execution.memory.managed: false\n",
		Good: "taskmanager.memory.process.size: 4g\npython.fn-execution.memory.managed: false\n" +
			"taskmanager.memory.task.off-heap.size: 512m\n",
		Since: "1.12",
		Links: []string{"https://nightlies.apache.org/flink/flink-docs-stable/docs/dev/python/python_config/"},
	},
	Check: checkPython,
}

func checkPython(p *lint.Pass) {
	tm := p.Cluster.TaskManager
	if tm == nil || p.Cluster.LoadError() != nil || p.Cluster.Fragment() || p.Version().Before(firstWeights) || !tm.Memory().OK() {
		return
	}
	o, ok := writtenOption(tm, pythonManagedKey)
	offHeap, _ := tm.Memory().Component(flink.TaskOffHeap)
	if !ok || o.State == source.Unknown || !strings.EqualFold(strings.TrimSpace(o.Value), "false") || offHeap.Size > 0 {
		return
	}
	role := flink.TaskManager
	f := lint.Finding{
		Place: o.Place, Span: spanOf(o.Place, o.Place.Value), Role: &role, Label: "not managed",
		Message: "Python processes use native memory, and Total Process Memory has no room for it: task off-heap memory is 0",
		Help:    "set " + taskOffHeapKey + " to what the Python processes of all slots need, such as 512m; or remove this option",
	}
	if set, ok := writtenOption(tm, taskOffHeapKey); ok {
		f.Related = []lint.Related{{Place: set.Place, Span: spanOf(set.Place, set.Place.Value), Message: "nothing"}}
	}
	p.Report(f)
}

var overheadCapped = &lint.Rule{
	ID: "overhead-capped-large-tm", Severity: lint.Info,
	Doc: lint.Doc{
		Title: "A large TaskManager with RocksDB and the JVM overhead of a small one",
		Why: "RocksDB may take more than its share for a while: its cache is no strict limit, and open files, iterators and the " +
			"allocator's fragments come on top. All of that has to fit into the JVM overhead, which stops growing " +
			"at 1 GiB by default. A container that is killed now and then is what one sees.",
		Does: "JVM overhead is 10 % of Total Process Memory, but no more than jvm-overhead.max, whose default is 1 GiB: 10 % of a " +
			"TaskManager of 10 GiB. Managed memory has no such limit and grows with the TaskManager.",
		Bad:       "taskmanager.memory.process.size: 32g\nstate.backend.type: rocksdb\n",
		Good:      "taskmanager.memory.process.size: 32g\nstate.backend.type: rocksdb\ntaskmanager.memory.jvm-overhead.max: 2g\n",
		Links:     []string{"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_trouble/#container-memory-exceeded"},
		Heuristic: true,
	},
	Settings: []lint.Setting{{
		Name: "total", Default: 24 * flink.GiB,
		Doc: "The least Total Process Memory to speak of: below it the capped overhead is still more than 4 % of the process.",
	}},
	Check: func(p *lint.Pass) { eachStateUse(p, checkOverheadCapped) },
}

func checkOverheadCapped(use stateUse) {
	m, p := use.memory, use.pass
	if !use.written() || !m.OK() || p.Cluster.Fragment() {
		return
	}
	const maxKey = "taskmanager.memory.jvm-overhead.max"
	overhead, _ := m.Component(flink.Overhead)
	total := m.Size(flink.TotalProcess)
	o, ok := totalOption(use.tm)
	if !ok || overhead.Bound != "max" || overhead.Origin != flink.Clamped || total < p.Size("total") || use.conf.Has(maxKey) {
		return
	}
	u := commonUnit(total, overhead.Size)
	uncapped := flink.Size(float64(total) * overhead.Fraction)
	meant := min(max((uncapped+flink.GiB/2)/flink.GiB, 2), 4) * flink.GiB // a start; a tenth of a very large one is a waste
	role := flink.TaskManager
	p.Report(lint.Finding{
		Place: o.Place, Span: spanOf(o.Place, o.Place.Value), Role: &role, Label: totalLabel(o), Needs: []string{o.Key},
		Message: fmt.Sprintf("the JVM overhead is capped at %s, %.1f %% of the TaskManager, and all native memory that %s takes beyond its share has to fit into it",
			u.write(overhead.Size), 100*float64(overhead.Size)/float64(total), use.backend.Name()),
		Sum: fmt.Sprintf("%s of %s would be %s; jvm-overhead.max is %s (default)", fraction(overhead.Fraction), u.write(total),
			u.write(uncapped), u.write(overhead.Size)),
		Help:    fmt.Sprintf("if containers are killed for their memory, set %s: %s", maxKey, meant.Config()),
		Related: use.choiceRelated(),
	})
}

var noJemalloc = &lint.Rule{
	ID: "jemalloc-disabled-with-rocksdb", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "RocksDB on the C library's allocator",
		Why: "RocksDB allocates and frees native memory from many threads. The allocator of glibc keeps an arena for each of them " +
			"and gives little back, so that the process grows beyond its Total Process Memory, until its container is killed. That is why " +
			"Flink's image comes with jemalloc.",
		Does: "From 1.13 on the image's entrypoint preloads jemalloc, unless DISABLE_JEMALLOC is set to something else than " +
			"false. On native Kubernetes containerized.taskmanager.env.DISABLE_JEMALLOC sets the variable.",
		Bad: "services:\n  taskmanager:\n    image: flink:1.20\n    command: taskmanager\n    environment:\n      DISABLE_JEMALLOC: \"true\"\n" +
			"      FLINK_PROPERTIES: \"state.backend.type: rocksdb\"\n",
		Good: "services:\n  taskmanager:\n    image: flink:1.20\n    command: taskmanager\n    environment:\n" +
			"      FLINK_PROPERTIES: \"state.backend.type: rocksdb\"\n",
		Kind: "compose", Since: "1.13", Heuristic: true,
		Links: []string{"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/resource-providers/standalone/docker/#switching-the-memory-allocator"},
	},
	Check: func(p *lint.Pass) { eachStateUse(p, checkAllocator) },
}

const noJemallocKey = "DISABLE_JEMALLOC"

func checkAllocator(use stateUse) {
	p := use.pass
	w := p.Cluster.Workload
	if w == nil || !use.written() || p.Cluster.Fragment() || p.Version().Before(flink.Version{Major: 1, Minor: 13}) {
		return
	}
	var o source.Option
	if w.NoJemalloc != nil && w.Entrypoint {
		o = *w.NoJemalloc
	} else if set, ok := writtenOption(use.tm, "containerized.taskmanager.env."+noJemallocKey); ok && use.tm.Reading == flink.Container {
		o = set
	}
	if o.Place.IsZero() || o.State == source.Unknown || o.Value == "" || o.Value == "false" {
		return
	}
	role := flink.TaskManager
	p.Report(lint.Finding{
		Place: o.Place, Span: spanOf(o.Place, o.Place.Key), Role: &role, Label: "no jemalloc",
		Message: fmt.Sprintf("the TaskManager of %s runs %s on the C library's allocator, which holds on to memory that was freed", p.Cluster.Title(), use.backend.Name()),
		Help:    "remove " + noJemallocKey + "; if it has to stay, set MALLOC_ARENA_MAX to 1 or 2, or jobs with much state may outgrow their container",
		Related: use.choiceRelated(),
	})
}
