package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var missingMemoryUnit = &lint.Rule{
	ID: "missing-memory-unit", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "A memory size without a unit is bytes",
		Why: "4096 without a unit is 4096 bytes, not megabytes. The process does not start, or starts with next to nothing " +
			"of some memory. A few options from before Flink 1.10 counted megabytes, and such numbers live on.",
		Does: "Flink reads a memory size without a unit as bytes. This speaks up for the size of a total or of a component " +
			"that is more than 0 and less than 10 MiB, because nobody means so few bytes; the segment size is left out. " +
			"Where Flink refuses the process because of it, it is an error.",
		Bad:  "taskmanager.memory.process.size: 4g\ntaskmanager.memory.task.off-heap.size: 256\n",
		Good: "taskmanager.memory.process.size: 4g\ntaskmanager.memory.task.off-heap.size: 256m\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/",
		},
	},
	CheckPart: checkUnits,
}

// smallestMeant is the least number of bytes that somebody may mean when writing a size of a component without a unit.
const smallestMeant = 10 * flink.MiB

// lacksUnit reports whether an option is a component's size, written without a unit and too small for bytes.
func lacksUnit(o source.Option, v flink.Version) bool {
	if o.State == source.Unknown || flink.HasUnit(o.Value) || strings.Contains(o.Key, "segment-size") {
		return false
	}
	component := strings.HasPrefix(o.Key, "taskmanager.memory.") || strings.HasPrefix(o.Key, "jobmanager.memory.") ||
		o.Key == heapSizeOf(o.Key) || strings.HasPrefix(o.Key, "taskmanager.network.memory.m") ||
		strings.Contains(o.Key, ".memory.fixed-per-")
	if !component {
		return false
	}
	known, ok := flink.Lookup(o.Key)
	if !ok || !known.WorksIn(v) {
		return false
	}
	if t := known.TypeIn(v); t != "MemorySize" && t != "" && o.Key != heapSizeOf(o.Key) {
		return false
	}
	n, err := flink.ParseSize(o.Value)
	return err == nil && n > 0 && n < smallestMeant
}

func checkUnits(p *lint.Pass) {
	processes := p.Processes()
	for _, o := range p.Part.Options {
		if !lacksUnit(o, p.Version()) || o.Place.IsZero() {
			continue
		}
		n, _ := flink.ParseSize(o.Value)
		meant := int64(n)
		f := lint.Finding{
			Place: o.Place, Span: o.Place.Value, Label: "bytes",
			Message: fmt.Sprintf("%s has no unit: Flink reads %d bytes", short(o.Key), meant),
			Mends:   []string{o.Key},
			Help:    fmt.Sprintf("write %dm for megabytes", meant),
			Fixes:   replaceValue(o, fmt.Sprintf("%dm", meant), fmt.Sprintf(" (%s instead of %s)", flink.Size(meant)*flink.MiB, n), lint.Unsafe),
		}
		if refusedBecauseOf(p, o) {
			f.Severity = lint.Error
			option, meant := o, f.Fixes // a copy: o itself would be allocated for every round of the loop
			f.Fixes, f.Later = nil, func() []lint.Fix {
				for _, process := range slices.Backward(processes) {
					x := problem{pass: p, process: process}
					if !inEffect(process, option) {
						continue
					}
					if fixes := x.mendBy(option.Key); len(fixes) > 0 {
						return fixes
					}
				}
				return meant
			}
		}
		p.Report(f)
	}
}

// refusedBecauseOf reports whether Flink refuses a process over a problem that the option takes part in.
func refusedBecauseOf(p *lint.Pass, o source.Option) bool {
	for _, process := range p.Processes() {
		if !inEffect(process, o) {
			continue
		}
		for _, problem := range process.Memory().Problems {
			for _, k := range problem.Keys {
				if k == o.Key {
					return true
				}
			}
		}
	}
	return false
}
