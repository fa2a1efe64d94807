package rules

import (
	"errors"
	"fmt"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

// unitOf is the unit that a size could not be read for.
func unitOf(err error) string {
	var size *flink.SizeError
	if errors.As(err, &size) {
		return size.Unit
	}
	return ""
}

var coresInvalid = &lint.Rule{
	ID: "cpu-cores-invalid", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A TaskManager without a CPU core",
		Why:   "A TaskManager needs CPU to work with. With no core, or no task slot, it does not start.",
		Does: "taskmanager.cpu.cores has to be more than 0, and may be a part of a core. Where it is not set, " +
			"taskmanager.numberOfTaskSlots (1 by default) stands for it and has to be more than 0. Flink reads both after " +
			"all memory options, so it stops at another mistake first.",
		Bad:  "taskmanager.memory.process.size: 1728m\ntaskmanager.numberOfTaskSlots: 0\n",
		Good: "taskmanager.memory.process.size: 1728m\ntaskmanager.numberOfTaskSlots: 1\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/",
		},
	},
	Check: eachProblem(func(x problem) lint.Finding {
		f := x.statement()
		f.Help, f.Label = "write 1 or more", "not positive"
		f.Later = x.mend
		return f
	}, flink.CPUCoresInvalid),
}

var memoryOverflow = &lint.Rule{
	ID: "memory-overflow", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "Sizes that add up to more than 64 bits",
		Why:   "Sizes that add up to more than 64 bits can count are a slip, mostly in a unit. The process does not start.",
		Does: "Flink adds sizes up in bytes and refuses a sum beyond 2^63-1 bytes (8 EiB). A single size beyond that is " +
			"reported as invalid-memory-size.",
		Bad:  "taskmanager.memory.flink.size: 9223372036854775807b\n",
		Good: "taskmanager.memory.flink.size: 2g\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup/",
		},
	},
	Check: eachProblem(func(x problem) lint.Finding {
		f := x.statement()
		f.Help, f.Later = "check the units: t is 1024 g", x.mend
		return f
	}, flink.Overflow),
}

var segmentSizeInvalid = &lint.Rule{
	ID: "segment-size-invalid", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A memory segment size that is no power of two, or too small",
		Why: "Network buffers and managed memory are cut into segments. Where Flink does not take their size the " +
			"TaskManager stops right after its start, although its memory was computed without complaint.",
		Does: "taskmanager.memory.segment-size (32 KiB by default) has to be a power of two, at least 4 KiB and less than 2 " +
			"GiB. The memory calculation reads it only where taskmanager.network.numberOfBuffers counts, which is up to " +
			"1.20; the TaskManager itself always reads it.",
		Bad:  "taskmanager.memory.process.size: 4g\ntaskmanager.memory.segment-size: 48kb\n",
		Good: "taskmanager.memory.process.size: 4g\ntaskmanager.memory.segment-size: 64kb\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/network_mem_tuning/",
		},
	},
	Check: checkSegmentSize,
}

const segmentSizeKey = "taskmanager.memory.segment-size"

func checkSegmentSize(p *lint.Pass) {
	tm := p.Cluster.TaskManager
	if tm == nil || !tm.Memory().Modelled() {
		return
	}
	o, set := tm.Options[segmentSizeKey]
	n, err := flink.ParseSize(o.Value)
	if !set || err != nil {
		return // a text that is no size has its own rule
	}
	if _, err := flink.SegmentSize(tm.Config(), p.Version()); err == nil {
		return
	}
	nearest := flink.NearestSegment(n)
	role := flink.TaskManager
	p.Report(lint.Finding{
		Place: o.Place, Span: o.Place.Value, Role: &role, Label: "not a power of two of at least 4 KiB",
		Message: fmt.Sprintf("a memory segment of %s is refused: segments are a power of two, from 4 KiB on", n.Exact()),
		Help:    "write " + nearest.Config() + ", or remove the option (32 KiB)",
		Fixes:   replaceValue(o, nearest.Config(), "", lint.Unsafe),
	})
}
