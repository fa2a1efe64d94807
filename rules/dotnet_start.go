package rules

import (
	"fmt"
	"slices"

	"github.com/flinkmem/flinkmem-lint/dotnet"
	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var dotNetNoStart = &lint.Rule{
	ID: "dotnet-setting-refused", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A setting of .NET's garbage collector with which .NET does not start",
		Why:   ".NET ends at once, and says only that the GC heap could not be initialized.",
		Does: "The size of a region has to be a power of two of 64 KiB or more, and the heap begins with 19 regions for each " +
			"of its heaps. GCRegionRange has to hold these, and has to fit into the address space in one piece. " +
			"GCHeapAffinitizeRanges is a list of numbers and ranges, such as 0-3,5, which Server GC alone reads. Large pages " +
			"take a limit of the heap. What is wrong with the limit itself is left to other rules.",
		Bad:  dotNetCompose("1g", `DOTNET_GCRegionSize: "300000"`),
		Good: dotNetCompose("1g", `DOTNET_GCRegionSize: "0x200000"`),
		Of:   ".NET",
		Kind: source.Compose, Links: []string{dotNetPage},
	},
	Check: func(p *lint.Pass) {
		eachDotNet(p, func(x dotNetSetting) {
			o := x.outcome
			if !x.refused() || o.Culprits[0] != x.index || slices.Contains(o.From, x.index) || x.misread() {
				return
			}
			f := x.finding("value", "refused")
			switch o.Refusal {
			case dotnet.RegionSize:
				f.Message = fmt.Sprintf("%s: %s is no power of two of 64 KiB or more", x.Key, x.size())
				f.Help = "write a power of two, such as 0x200000 for 2 MiB"
			case dotnet.BadRanges:
				f.Message = fmt.Sprintf("%s: %s is no list of processors", x.Key, shorten(x.Value))
				f.Help = "write numbers and ranges, such as 0-3,5"
			case dotnet.LargePages:
				f.Message = x.Key + " is set, and the heap has no limit"
				f.Help = "set GCHeapHardLimit as well"
			case dotnet.HeapTooLarge:
				f.Message = fmt.Sprintf("%s: there is no address space for %s in one piece", x.Key, x.size())
				f.Help = "leave it away, or lower it"
			default:
				room := "the range of the heap"
				if o.HeapLimit > 0 {
					room = "a heap of " + flink.Size(o.HeapLimit).String()
				}
				f.Message = fmt.Sprintf("%s: with %s there is no room for the first regions in %s", x.Key, x.size(), room)
				f.Help = "leave it away"
			}
			f.Message += ": .NET does not start"
			p.Report(f)
		})
	},
}
