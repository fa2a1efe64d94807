package rules

import (
	"fmt"

	"github.com/flinkmem/flinkmem-lint/dotnet"
	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// flinkNet is a Compose file with a TaskManager and .NET in one container, for examples.
func flinkNet(limit string, environment, properties []string) string {
	text := "services:\n  taskmanager:\n    image: flink:2.0\n    command: taskmanager\n    mem_limit: " + limit + "\n    environment:\n"
	for _, line := range environment {
		text += "      " + line + "\n"
	}
	text += "      FLINK_PROPERTIES: |\n"
	for _, line := range properties {
		text += "        " + line + "\n"
	}
	return text
}

var flinkNetOvercommit = &lint.Rule{
	ID: "flinknet-container-overcommit", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A container that is too small for Flink and .NET together",
		Why: "Each of the two runtimes keeps to its own limit and knows nothing of the other. Together they outgrow " +
			"the container, which is killed under load: neither " +
			"Flink's log nor an exception of .NET tells why.",
		Does: "Flink's Total Process Memory, the limit of the .NET heap and .NET's native memory (128 MiB are " +
			"reckoned, dotnet-native-reserve in .flinkmem-lint.toml) have to fit into the limit of " +
			"their container. taskmanager.memory.task.off-heap.size is a part of Flink's total that is set aside for " +
			"native memory of tasks: it counts once. Without a setting .NET takes " +
			"75 % of the container for its heap, as if it were alone. It is an error where a limit that is set and " +
			"Flink's total are above the container's; a warning where it is .NET's default, or the reserve, that " +
			"does not fit. " +
			"Containers of one pod have limits of their own, and are not added up. Of flink-main-container in an operator's pod " +
			"template Flink sets the limit itself: its total times kubernetes.jobmanager.memory.limit-factor or " +
			"kubernetes.taskmanager.memory.limit-factor, 1.0 by default.",
		Bad:  flinkNet("4g", []string{`DOTNET_GCHeapHardLimit: "0x60000000"`}, []string{"taskmanager.memory.process.size: 3g"}),
		Good: flinkNet("4g", []string{`DOTNET_GCHeapHardLimit: "0x30000000"`}, []string{"taskmanager.memory.process.size: 3g"}),
		Kind: source.Compose, Links: []string{dotNetHardPage, containersPage},
	},
	Check: func(p *lint.Pass) {
		eachNeed(p, func(process *source.Process, need source.Need) {
			r := p.Cluster.DotNet
			if need.Heap > need.Limit && limitMisread(p) {
				return
			}
			if !need.HeapKnown || need.Total() <= need.Limit || !need.Room() && !r.Explicit() {
				return // what is not written as a limit of the heap is a matter of flinknet-no-room-for-clr
			}
			f := twoRuntimes(p, process, need)
			f.Severity = lint.Warning
			if r.Explicit() && need.Fixed() > need.Limit {
				f.Severity = lint.Error
			}
			u := commonUnit(need.Process, need.Heap, need.Limit)
			f.Message = fmt.Sprintf("Flink's %s takes %s and the heap of .NET may grow to %s, but their container may use %s", process.Role, u.write(need.Process), u.write(need.Heap), u.write(need.Limit))
			if !r.Explicit() {
				f.Message = fmt.Sprintf("Flink's %s takes %s, and .NET takes %d %% of the container's %s for its heap, as if it were alone", process.Role, u.write(need.Process), dotnet.DefaultShare, u.write(need.Limit))
			}
			largest, ok := dotnet.Largest(int64(need.Limit), int64(need.Process-need.OffHeap), int64(need.Reserve))
			if ok {
				f.Help = fmt.Sprintf("set DOTNET_GCHeapHardLimit to %s (%s), lower %sprocess.size, or raise the limit", dotnet.Hex(largest), flink.Size(largest), process.Role.Prefix())
			} else {
				f.Help = "lower " + process.Role.Prefix() + "process.size, or raise the limit"
			}
			if f.Fixes = fitHeap(p, need); !r.Explicit() && ok {
				f.Fixes = addLimit(r, largest)
			}
			switch {
			case r.Beside != nil:
				f.Help = shareOut(p, process)
				if ok {
					f.Help = fmt.Sprintf("set DOTNET_GCHeapHardLimit to %s (%s); or %s", dotnet.Hex(largest), flink.Size(largest), f.Help)
				}
				f.Fixes = append(f.Fixes, raiseFactor(p, process, need)...)
			case r.Outcome().Share == 0: // a share would grow with the limit
				f.Fixes = append(f.Fixes, raiseLimit(r.Limit, roundUpTo(flink.MiB, need.Total()))...)
			}
			p.Report(f)
		})
	},
}

// limitMisread reports whether the limit of the heap is another number than was meant, so that no sum with it is worth a word.
func limitMisread(p *lint.Pass) bool {
	misread := false
	eachDotNet(p, func(x dotNetSetting) { misread = misread || x.limits() && x.misread() })
	return misread
}

// eachNeed visits the processes of Flink in a container with .NET whose memory can be added up.
func eachNeed(p *lint.Pass, visit func(*source.Process, source.Need)) {
	process := p.Cluster.InDotNet()
	if process == nil {
		return
	}
	if need, ok := p.Cluster.Need(process); ok {
		visit(process, need)
	}
}

// twoRuntimes is a finding about the two runtimes of a container: at the limit of .NET's heap where that is written,
// else at that of the container.
func twoRuntimes(p *lint.Pass, process *source.Process, need source.Need) lint.Finding {
	r, limit := p.Cluster.DotNet, p.Cluster.DotNet.Limit.Place
	role, label := process.Role, "limit"
	whole := placeOfTotal(process)
	if whole == limit { // Flink makes the limit of its total
		label, whole = "the total, and the limit", source.Place{}
	}
	f := lint.Finding{Role: &role, Place: limit, Span: limit.Value, Label: label}
	if o := r.Outcome(); r.Explicit() && len(o.From) > 0 && !r.Settings[o.From[0]].Place.IsZero() {
		at := r.Settings[o.From[0]].Place
		f.Place, f.Span, f.Label = at, at.Value, "limit of the heap"
		f.Related = []lint.Related{{Place: limit, Span: limit.Value, Message: label}}
	}
	if f.Span.Len() == 0 {
		f.Span = f.Place.Entry
	}
	if !whole.IsZero() {
		f.Related = append(f.Related, lint.Related{Place: whole, Span: whole.Value, Message: flink.TotalProcess.Label()})
	}
	f.Sum = sumOfNeed(need)
	return f
}

// placeOfTotal is where the total of a process is written, zero where it is not.
func placeOfTotal(process *source.Process) source.Place {
	if total, ok := process.Memory().Component(flink.TotalProcess); ok {
		for _, k := range total.Keys {
			if o, ok := process.Options[k]; ok && !o.Place.IsZero() {
				return o.Place
			}
		}
	}
	return source.Place{}
}

// sumOfNeed spells out what a container's runtimes take.
func sumOfNeed(n source.Need) string {
	u := commonUnit(n.Process, n.Heap, n.Reserve, n.OffHeap, n.Total(), n.Limit)
	text := u.write(n.Process) + " (Total Process Memory)"
	if n.HeapKnown {
		text += " + " + u.write(n.Heap) + " (heap of .NET)"
	}
	text += " + " + u.write(n.Reserve) + " (native memory of .NET, reckoned)"
	if n.OffHeap > 0 {
		text += " - " + u.write(min(n.OffHeap, n.Heap+n.Reserve)) + " (task.off-heap.size)"
	}
	return text + " = " + u.write(n.Total()) + ", of " + u.write(n.Limit)
}

// addLimit offers to set a limit of the heap.
func addLimit(r *source.DotNetRuntime, limit int64) []lint.Fix {
	const name = dotnet.Prefix + "GCHeapHardLimit"
	e, ok := r.InsertVariable(name, dotnet.Hex(limit))
	if !ok {
		return nil
	}
	return []lint.Fix{{Title: "set " + name + ": " + dotnet.Hex(limit) + " (" + flink.Size(limit).String() + ")", Safety: lint.Unsafe, Edits: []source.Edit{e}}}
}

// fitHeap offers a limit of the heap that leaves Flink its memory.
func fitHeap(p *lint.Pass, need source.Need) []lint.Fix {
	var fixes []lint.Fix
	eachDotNet(p, func(x dotNetSetting) {
		if x.limits() && fixes == nil {
			fixes = x.fit(need)
		}
	})
	return fixes
}

var flinkNetNoRoom = &lint.Rule{
	ID: "flinknet-no-room-for-clr", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "Flink takes the whole container, and leaves nothing for .NET in it",
		Why: "Total Process Memory is often set to the container's limit, which is right for Flink alone. A .NET " +
			"runtime in the same container has no place then, not even " +
			"for its code: the container is killed when both do their work.",
		Does: "What Flink leaves of the limit, and taskmanager.memory.task.off-heap.size, which sets memory aside " +
			"for code that is not Java's, have to hold .NET's native memory at least: 128 MiB " +
			"are reckoned (dotnet-native-reserve in .flinkmem-lint.toml), and its heap comes on top. " +
			"task.off-heap.size takes its memory from task heap, network and managed memory, so that managed memory may " +
			"have to give way.",
		Bad:  flinkNet("2g", []string{`DOTNET_gcServer: "0"`}, []string{"taskmanager.memory.process.size: 2g"}),
		Good: flinkNet("3g", []string{`DOTNET_GCHeapHardLimit: "0x20000000"`}, []string{"taskmanager.memory.process.size: 2g"}),
		Kind: source.Compose, Heuristic: true, Links: []string{containersPage},
	},
	Check: func(p *lint.Pass) {
		eachNeed(p, func(process *source.Process, need source.Need) {
			r := p.Cluster.DotNet
			if need.Room() || r.Explicit() || need.Process > need.Limit && r.Beside == nil {
				return // Flink alone does not fit: container-limit-below-process
			}
			f := twoRuntimes(p, process, source.Need{Limit: need.Limit, Process: need.Process, Reserve: need.Reserve, OffHeap: need.OffHeap})
			u := commonUnit(need.Process, need.Limit)
			f.Message = fmt.Sprintf("Flink's %s takes %s of the container's %s, and leaves no room for .NET", process.Role, u.write(need.Process), u.write(need.Limit))
			f.Help = fmt.Sprintf("lower %sprocess.size, and give .NET the rest: DOTNET_GCHeapHardLimit", process.Role.Prefix())
			switch {
			case r.Beside != nil:
				f.Help = shareOut(p, process)
			case process.Role == flink.TaskManager:
				f.Help += "; or set taskmanager.memory.task.off-heap.size for it, and lower taskmanager.memory.managed.fraction where that does not fit"
			}
			p.Report(f)
		})
	},
}

var flinkNetTaskHeap = &lint.Rule{
	ID: "flinknet-task-heap-is-jvm", Severity: lint.Info,
	Doc: lint.Doc{
		Title: "The task heap is the JVM's, and no place for C# objects",
		Why: "Who raises task.heap.size for the objects of a C# job makes the Java heap larger, and leaves less of " +
			"the container for .NET.",
		Does: "taskmanager.memory.task.heap.size goes into the JVM's -Xmx, with the framework heap. Nothing hands it " +
			"to .NET, whose heap is limited by GCHeapHardLimit, or takes 75 % of " +
			"the container. This speaks up where the task heap is set, .NET runs in the same container, and nothing " +
			"limits its heap.",
		Bad:  flinkNet("16g", []string{`DOTNET_gcServer: "0"`}, []string{"taskmanager.memory.process.size: 1900m", "taskmanager.memory.task.heap.size: 512m"}),
		Good: flinkNet("8g", []string{`DOTNET_GCHeapHardLimit: "0x40000000"`}, []string{"taskmanager.memory.process.size: 6g", "taskmanager.memory.task.heap.size: 2g"}),
		Kind: source.Compose, Heuristic: true, Links: []string{"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup_tm/"},
	},
	Check: func(p *lint.Pass) {
		tm := p.Cluster.InDotNet()
		if tm == nil || p.Cluster.DotNet.Explicit() || !p.Cluster.DotNet.Outcome().Known() {
			return
		}
		o, ok := tm.Options["taskmanager.memory.task.heap.size"]
		if !ok || o.Place.IsZero() || o.State == source.Unknown {
			return
		}
		role := tm.Role
		p.Report(lint.Finding{
			Place: o.Place, Span: o.Place.Key, Label: "of the JVM", Role: &role,
			Message: "task.heap.size is heap of the JVM: objects of C# live in .NET's own heap, which nothing limits here",
			Help:    "set DOTNET_GCHeapHardLimit for .NET, in hexadecimal",
		})
	},
}
