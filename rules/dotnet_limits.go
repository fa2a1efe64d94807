package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/dotnet"
	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var dotNetLimitBeaten = &lint.Rule{
	ID: "dotnet-limit-and-percent", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "Two limits of the .NET heap, of which one counts",
		Why:   "Whoever changes the one without effect changes nothing, and the two seem to say different things.",
		Does: "Limits for small, large and pinned objects come first, then GCHeapHardLimit, and " +
			"GCHeapHardLimitPercent only where neither is set, in whatever layer they " +
			"stand: a percentage in an environment variable gives way to an amount in runtimeconfig.json.",
		Bad:  dotNetCompose("1g", `DOTNET_GCHeapHardLimit: "0x20000000"`, `DOTNET_GCHeapHardLimitPercent: "0x32"`),
		Good: dotNetCompose("1g", `DOTNET_GCHeapHardLimit: "0x20000000"`),
		Of:   ".NET",
		Kind: source.Compose, Links: []string{dotNetHardPage},
	},
	Check: func(p *lint.Pass) {
		eachDotNet(p, func(x dotNetSetting) {
			if x.Effect != dotnet.Beaten || x.Number.OK && x.Number.Value == 0 {
				return
			}
			by := x.runtime.Settings[x.By]
			f := x.finding("name", "no effect")
			f.Message = fmt.Sprintf("%s has no effect beside %s", x.Key, by.Key)
			f.Help = "remove one of the two"
			f.Related = x.related(x.By, "counts")
			f.Fixes = x.remove(lint.Safe)
			p.Report(f)
		})
	},
}

var dotNetPerHeap = &lint.Rule{
	ID: "dotnet-per-heap-limits-incomplete", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "Limits for kinds of .NET objects of which one is missing",
		Why:   ".NET does not start, and says only that the GC heap could not be initialized.",
		Does: "Where a limit for small, large or pinned objects is set (SOH, LOH, POH), .NET wants all three, " +
			"although its documentation says that the one for " +
			"pinned objects may be missing. Of percentages each has to be below 100, and their sum as well.",
		Bad:  dotNetCompose("1g", `DOTNET_GCHeapHardLimitSOH: "0x20000000"`, `DOTNET_GCHeapHardLimitLOH: "0x8000000"`),
		Good: dotNetCompose("1g", `DOTNET_GCHeapHardLimitSOH: "0x20000000"`, `DOTNET_GCHeapHardLimitLOH: "0x8000000"`, `DOTNET_GCHeapHardLimitPOH: "0x2000000"`),
		Of:   ".NET",
		Kind: source.Compose, Links: []string{dotNetHardPage + "-for-each-object-heap"},
	},
	Check: func(p *lint.Pass) {
		first := true
		eachDotNet(p, func(x dotNetSetting) {
			r := x.outcome.Refusal
			if !first || !x.refused() || r != dotnet.PerHeapIncomplete && r != dotnet.PerHeapPercent || x.suffixed() {
				return
			}
			first = false
			f := x.finding("name", "not alone")
			f.Message = fmt.Sprintf("%s is set, and %s have no limit: .NET does not start", x.Key, list(x.unlimited(), "and"))
			f.Help = "set GCHeapHardLimitSOH, GCHeapHardLimitLOH and GCHeapHardLimitPOH, or GCHeapHardLimit alone"
			if strings.HasSuffix(x.Knob.Env, "Percent") {
				f.Help = "set GCHeapHardLimitSOHPercent, GCHeapHardLimitLOHPercent and GCHeapHardLimitPOHPercent, or GCHeapHardLimitPercent alone"
			}
			if r == dotnet.PerHeapPercent {
				f.Message = "the shares of small, large and pinned objects are not below 100 % together: .NET does not start"
				f.Help = "lower them, or set GCHeapHardLimitPercent alone"
			} else {
				f.Fixes = append(x.limitPinned(), x.removeKinds()...)
			}
			for _, other := range x.outcome.Culprits {
				if other != x.index {
					f.Related = append(f.Related, x.related(other, "and this")...)
				}
			}
			p.Report(f)
		})
	},
}

// unlimited are the kinds of objects for which no limit is set, or one of 0.
func (x dotNetSetting) unlimited() []string {
	var kinds []string
	for _, kind := range []struct{ knob, objects string }{{"SOH", "small objects"}, {"LOH", "large objects"}, {"POH", "pinned objects"}} {
		limited := slices.ContainsFunc(x.outcome.Verdicts, func(v dotnet.Verdict) bool {
			return v.Knob != nil && v.Effect == dotnet.InEffect && v.Number.Value > 0 && strings.TrimSuffix(v.Knob.Env, "Percent") == "GCHeapHardLimit"+kind.knob &&
				strings.HasSuffix(v.Knob.Env, "Percent") == strings.HasSuffix(x.Knob.Env, "Percent")
		})
		if !limited {
			kinds = append(kinds, kind.objects)
		}
	}
	return kinds
}

// pinnedLimits are limits for pinned objects to begin with, of which most applications have few: 32 MiB, or 5 %.
var pinnedLimits = map[string]int64{"GCHeapHardLimitPOH": 32 << 20, "GCHeapHardLimitPOHPercent": 5}

// limitPinned offers a limit for pinned objects where that is the one that is missing, so that .NET starts.
func (x dotNetSetting) limitPinned() []lint.Fix {
	for knob, n := range pinnedLimits {
		name, value := dotnet.Prefix+knob, dotnet.Hex(n)
		if strings.HasSuffix(knob, "Percent") != strings.HasSuffix(x.Knob.Env, "Percent") || !x.runtime.OutcomeWith(name, value).OK() {
			continue
		}
		e, ok := x.runtime.InsertVariable(name, value)
		if x.From == dotnet.RuntimeConfig || x.From == dotnet.Template {
			name, value = strings.Replace(knob, "GC", "System.GC.", 1), fmt.Sprint(n)
			e, ok = x.InsertBeside(name, value)
		}
		if ok {
			size := map[bool]string{false: "32 MiB", true: "5 %"}[strings.HasSuffix(knob, "Percent")]
			return []lint.Fix{{Title: "set " + name + ": " + value + " (" + size + ")", Safety: lint.Suggestion, Edits: []source.Edit{e}}}
		}
	}
	return nil
}

// removeKinds offers to remove all limits for kinds of objects, so that the limit of the whole heap counts.
func (x dotNetSetting) removeKinds() []lint.Fix {
	var edits []source.Edit
	var names []string
	for _, i := range x.outcome.Culprits {
		s := x.runtime.Settings[i]
		if s.Place.Document == nil {
			return nil
		}
		e, ok := s.Place.Document.DeleteEntry(s.Option)
		if !ok {
			return nil
		}
		edits, names = append(edits, e), append(names, s.Key)
	}
	return []lint.Fix{{Title: "remove " + list(names, "and"), Safety: lint.Suggestion, Edits: edits}}
}

var dotNetAboveContainer = &lint.Rule{
	ID: "dotnet-heap-limit-above-container", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A .NET heap that may outgrow its container",
		Why: "The garbage collector works towards a limit that the container never lets it reach: the container is " +
			"killed, where a limit that fits " +
			"would have made .NET collect harder, or end with an OutOfMemoryException.",
		Does: "A limit that is set is taken as it is, however small the container is. Beside its heap .NET takes " +
			"native memory: its own code and data, compiled code, stacks, " +
			"libraries. 128 MiB are reckoned for that (dotnet-native-reserve in .flinkmem-lint.toml). It is an error " +
			"where the heap alone is above the limit, and a " +
			"warning where the heap fits and the reserve does not. Containers in which Flink runs as well have a " +
			"rule of their own.",
		Bad:  dotNetCompose("512m", `DOTNET_GCHeapHardLimit: "0x40000000"`),
		Good: dotNetCompose("512m", `DOTNET_GCHeapHardLimit: "0x18000000"`),
		Of:   ".NET",
		Kind: source.Compose, Links: []string{dotNetHardPage},
	},
	Check: func(p *lint.Pass) {
		need, ok := p.Cluster.Need(nil)
		if !ok || len(p.Cluster.Shown()) > 0 || !p.Cluster.DotNet.Explicit() || !need.HeapKnown || need.Total() <= need.Limit {
			return
		}
		eachDotNet(p, func(x dotNetSetting) {
			if len(x.outcome.From) == 0 || x.outcome.From[0] != x.index || x.misread() {
				return
			}
			u := commonUnit(need.Heap, need.Limit)
			f := x.finding("value", "limit of the heap")
			f.Message = fmt.Sprintf("the heap of .NET may grow to %s, but its container may use %s", u.write(need.Heap), u.write(need.Limit))
			if need.Heap <= need.Limit {
				f.Severity = lint.Warning
				f.Message = fmt.Sprintf("the heap of .NET may grow to %s of the container's %s, which leaves %s for everything else", u.write(need.Heap), u.write(need.Limit),
					commonUnit(need.Limit-need.Heap).write(need.Limit-need.Heap))
				f.Sum = fmt.Sprintf("%s (heap) + %s (native memory, reckoned) = %s", need.Heap, need.Reserve, need.Heap+need.Reserve)
			}
			f.Related = x.limitPlace()
			f.Help = "lower the limit of the heap, or raise that of the container"
			f.Fixes = x.fit(need)
			p.Report(f)
		})
	},
}

// fit offers a limit of the heap that leaves room for everything else in the container.
func (x dotNetSetting) fit(need source.Need) []lint.Fix {
	n, ok := dotnet.Largest(int64(need.Limit), int64(need.Process-need.OffHeap), int64(need.Reserve))
	if !ok || x.Knob.Unit != dotnet.Bytes || x.outcome.Origin != dotnet.FromBytes {
		return nil
	}
	if x.From != dotnet.Environment {
		return x.write(fmt.Sprint(n), " ("+flink.Size(n).String()+")", lint.Unsafe)
	}
	return x.writeBytes(n, "")
}

var dotNetTooSmall = &lint.Rule{
	ID: "dotnet-heap-limit-too-small", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A limit of the .NET heap that is too small",
		Why: "A few bytes are mostly a misunderstanding: an amount in MiB where .NET counts bytes, or a decimal " +
			"number that it reads as hexadecimal. " +
			"The runtime does not start, or the application ends with an OutOfMemoryException at once.",
		Does: "The heap begins with a number of regions of 1 MiB at least, for each heap of Server GC. Below 3.8 MiB " +
			"for each heap .NET does not start, which is " +
			"an error. Below 20 MiB it may start, and this is a warning: so much .NET itself takes at least where no " +
			"limit is set.",
		Bad:  dotNetCompose("1g", `DOTNET_GCHeapHardLimit: "200"`),
		Good: dotNetCompose("1g", `DOTNET_GCHeapHardLimit: "0xC800000"`),
		Of:   ".NET",
		Kind: source.Compose, Links: []string{dotNetHardPage},
	},
	Check: func(p *lint.Pass) {
		eachDotNet(p, func(x dotNetSetting) {
			o := x.outcome
			if len(o.From) == 0 || o.From[0] != x.index || !o.Known() || x.misread() || x.refused() && o.Culprits[0] != x.index {
				return
			}
			size, heaps := flink.Size(o.HeapLimit), ""
			if o.Heaps > 1 {
				heaps = fmt.Sprintf(" for %d heaps", o.Heaps)
			}
			f := x.finding("value", "limit of the heap")
			switch {
			case x.refused() && o.Refusal == dotnet.HeapTooSmall:
				f.Message = fmt.Sprintf("a heap of %s%s is too small: .NET does not start", size, heaps)
			case o.Refusal == dotnet.HeapTooLarge && x.refused():
				f.Message = fmt.Sprintf("there is no address space for a heap of %s: .NET does not start", size)
			case o.OK() && o.HeapLimit > 0 && o.HeapLimit < dotnet.DefaultFloor:
				f.Severity = lint.Warning
				f.Message = fmt.Sprintf("a heap of %s%s is hardly enough for any application", size, heaps)
			default:
				return
			}
			f.Help = "the limit is in bytes; in an environment variable it is hexadecimal, such as 0xC800000 for 200 MiB"
			if x.From != dotnet.Environment {
				f.Help = "the limit is in bytes, such as 209715200 for 200 MiB"
			}
			p.Report(f)
		})
	},
}
