package rules

import (
	"fmt"

	"github.com/flinkmem/flinkmem-lint/dotnet"
	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// withCPUs gives the service of an example a number of processors.
func withCPUs(cpus, compose string) string { return compose + "    cpus: " + cpus + "\n" }

var dotNetServerNoEffect = &lint.Rule{
	ID: "dotnet-server-gc-no-effect", Severity: lint.Info,
	Doc: lint.Doc{
		Title: "Server GC on a single processor",
		Why: "Server GC is asked for and does not run, so that whoever measures the application measures something " +
			"else than was meant.",
		Does: "Where .NET sees one processor it takes Workstation GC, whatever is set. A container's limit of " +
			"processors is rounded up: 0.5 and 1 are one, 1.5 are " +
			"two. DOTNET_PROCESSOR_COUNT counts instead where it is set.",
		Bad:  withCPUs("0.5", dotNetCompose("1g", `DOTNET_gcServer: "1"`)),
		Good: withCPUs("2", dotNetCompose("1g", `DOTNET_gcServer: "1"`)),
		Of:   ".NET",
		Kind: source.Compose, Links: []string{dotNetPage + "#workstation-vs-server"},
	},
	Check: func(p *lint.Pass) {
		eachDotNet(p, func(x dotNetSetting) {
			if x.outcome.ServerFrom != x.index || x.outcome.ServerGC || x.Implied || !x.on() {
				return
			}
			f := x.finding("name", "no effect")
			f.Message = fmt.Sprintf("%s has no effect: the container has one processor, and .NET takes Workstation GC", x.Key)
			f.Help = "give the container two processors or more, or remove the setting"
			f.Fixes = x.remove(lint.Suggestion)
			p.Report(f)
		})
	},
}

// on reports whether the setting is a boolean that is true.
func (x dotNetSetting) on() bool {
	return x.Effect == dotnet.InEffect && (x.From == dotnet.Environment && x.Number.Value != 0 || x.From != dotnet.Environment && x.Value != "false")
}

var dotNetServerSmall = &lint.Rule{
	ID: "dotnet-server-gc-small-limit", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "Server GC whose heaps get little memory each",
		Why: "Server GC keeps a heap for each processor, and each of them its own room for new objects. In a small " +
			"container they fill the limit early, and " +
			"the application spends its time collecting, or runs out of memory where Workstation GC would not.",
		Does: "Without GCHeapCount there are as many heaps as processors, as long as each has 16 MiB of the limit. " +
			"This speaks up where each has less than 64 MiB, the number of " +
			"processors is known, and the version is before .NET 9, where Server GC adapts the number of its heaps " +
			"by itself (DATAS; in .NET 8 with GCDynamicAdaptationMode=1). Projects of " +
			"the web SDK have Server GC without asking for it.",
		Bad:  withCPUs("4", dotNetCompose("256m", `DOTNET_gcServer: "1"`)),
		Good: withCPUs("4", dotNetCompose("256m", `DOTNET_gcServer: "1"`, `DOTNET_GCDynamicAdaptationMode: "1"`)),
		Of:   ".NET",
		Kind: source.Compose, Heuristic: true, Links: []string{dotNetPage + "#workstation-vs-server"},
	},
	Settings: []lint.Setting{{
		Name: "minimum-per-heap", Default: 64 * flink.MiB,
		Doc: "The least limit for each heap of Server GC: four of the 16 MiB with which .NET itself makes another " +
			"heap, since the youngest objects alone take several MiB.",
	}},
	Check: func(p *lint.Pass) {
		eachDotNet(p, func(x dotNetSetting) {
			o := x.outcome
			if o.ServerFrom != x.index || !o.ServerGC || o.Adaptive || o.Heaps < 2 || !o.Known() || !o.OK() || o.HeapLimit == 0 {
				return
			}
			if v := x.runtime.Host.Version; v.IsZero() || !v.Before(dotnet.Version{Major: 9}) {
				return
			}
			each := flink.Size(o.HeapLimit) / flink.Size(o.Heaps)
			if each >= p.Size("minimum-per-heap") {
				return
			}
			f := x.finding("name", "Server GC")
			f.Message = fmt.Sprintf("Server GC divides a heap of %s among %d processors, %s each", flink.Size(o.HeapLimit), o.Heaps, each)
			f.Help = "use Workstation GC, set GCHeapCount, or let the number of heaps adapt: GCDynamicAdaptationMode=1"
			if x.Implied {
				f.Help = "set ServerGarbageCollection to false, or GarbageCollectionAdaptationMode to 1"
			}
			f.Fixes = x.workstation()
			f.Related = x.limitPlace()
			p.Report(f)
		})
	},
}

// workstation offers Workstation GC instead of Server GC.
func (x dotNetSetting) workstation() []lint.Fix {
	switch {
	case x.Implied:
		e, ok := x.InsertBeside(x.Key, "false")
		if !ok {
			return nil
		}
		return []lint.Fix{{Title: "set " + x.Key + ": false, Workstation GC", Safety: lint.Suggestion, Edits: []source.Edit{e}}}
	case x.From == dotnet.Environment:
		return x.write("0", ", Workstation GC", lint.Suggestion)
	}
	return x.write("false", ", Workstation GC", lint.Suggestion)
}

var dotNetAboveRequest = &lint.Rule{
	ID: "dotnet-heap-above-request", Severity: lint.Info,
	Doc: lint.Doc{
		Title: "A .NET heap above the memory that its container asks for",
		Why: "The node is chosen by the request. A heap that grows beyond it lives on memory that nobody has " +
			"promised: when the node runs short, the pods above " +
			"their requests are evicted first.",
		Does: "Without a setting the heap may take 75 % of the container's limit, which is above the request where " +
			"that is less than three quarters of the limit.",
		Bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: gateway\nspec:\n  containers:\n    - name: gateway\n      image: mcr.microsoft.com/dotnet/aspnet:8.0\n" +
			"      resources:\n        requests:\n          memory: 512Mi\n        limits:\n          memory: 2Gi\n",
		Good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: gateway\nspec:\n  containers:\n    - name: gateway\n      image: mcr.microsoft.com/dotnet/aspnet:8.0\n" +
			"      resources:\n        requests:\n          memory: 2Gi\n        limits:\n          memory: 2Gi\n",
		Of:   ".NET",
		Kind: source.Kubernetes, Links: []string{dotNetHardPage},
	},
	Check: func(p *lint.Pass) {
		w := p.Cluster.Workload
		need, ok := p.Cluster.Need(nil)
		if !ok || !need.HeapKnown || w == nil || w.Request == nil || w.Request.State != source.Known || len(p.Cluster.Shown()) > 0 || need.Heap <= w.Request.Size || need.Heap > need.Limit {
			return
		}
		u := commonUnit(need.Heap, w.Request.Size)
		p.Report(lint.Finding{
			Place: w.Request.Place, Span: w.Request.Place.Value, Label: "request",
			Message: fmt.Sprintf("the heap of .NET may grow to %s, and its container asks for %s", u.write(need.Heap), u.write(w.Request.Size)),
			Help:    "raise the request, or set GCHeapHardLimit below it",
			Related: []lint.Related{{Place: w.Limit.Place, Span: w.Limit.Place.Value, Message: "limit"}},
		})
	},
}
