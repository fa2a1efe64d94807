package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

const (
	batchReadKey    = "taskmanager.memory.framework.off-heap.batch-shuffle.size"
	frameworkOffKey = "taskmanager.memory.framework.off-heap.size"
)

var networkOptionInvalid = &lint.Rule{
	ID: "network-option-invalid", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "An option of the network stack has a value that Flink refuses",
		Why: "The memory calculation passes, so the start scripts and a dry run see nothing. The TaskManager process then starts, " +
			"reads the options of its network stack and stops, again and again where something restarts it.",
		Does: "From 1.17 on floating-buffers-per-gate and read-buffer.required-per-gate.max are at least 1 and buffers-per-channel " +
			"at least 0 (2.x reads only the second). From 1.15 on buffer debloating needs positive samples and target, and " +
			"min-segment-size not above segment-size, whether it is enabled or not; from 2.0 on min-segment-size <= " +
			"starting-segment-size <= segment-size. From 1.13 on framework.off-heap.batch-shuffle.size holds one segment at least. " +
			"Network memory has 2147483647 buffers at most.",
		Bad: "taskmanager.memory.process.size: 4g\ntaskmanager.memory.segment-size: 16k\ntaskmanager.memory.min-segment-size: 32k\n",
		Good: "taskmanager.memory.process.size: 4g\ntaskmanager.memory.segment-size: 32k\n" +
			"taskmanager.memory.min-segment-size: 16k\n",
		Version: "1.20",
		Links:   []string{"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/#full-taskmanageroptions"},
	},
	Check: checkNetworkOptions,
}

func checkNetworkOptions(p *lint.Pass) {
	tm := p.Cluster.TaskManager
	if tm == nil || p.Cluster.LoadError() != nil {
		return
	}
	err := networkError(tm, p.Version())
	if err == nil {
		return
	}
	o, written := writtenOf(tm, err.Key, err.With)
	if !written {
		return
	}
	role := flink.TaskManager
	f := wordNetworkError(err)
	f.Place, f.Span, f.Role, f.Label = o.Place, o.Place.Value, &role, "refused"
	for _, k := range []string{err.Key, err.With} {
		if other, ok := tm.Options[k]; ok && !other.Place.IsZero() && k != o.Key {
			f.Related = append(f.Related, lint.Related{Place: other.Place, Span: other.Place.Value, Message: short(k)})
		}
	}
	f.Versions = versionsWhere(p, func(v flink.Version) bool {
		return networkError(tm, v) != nil || slices.Contains(p.Refusing(tm), v)
	})
	p.Report(f)
}

// networkError is what a TaskManager stops at once its memory is computed, if no other rule says so: memory options that
// cannot be read, the segment size and the slots have their own.
func networkError(tm *source.Process, v flink.Version) *flink.OptionError {
	network, ok := tm.MemoryIn(v).Component(flink.Network)
	if !ok {
		return nil
	}
	b, err := flink.NetworkBuffers(tm.Config(), v, network.Size)
	if err == nil {
		err = flink.CheckBatchShuffleRead(tm.Config(), v, b)
	}
	if err == nil || err.Unknown() || err.Key == slotsKey {
		return nil
	}
	known, ok := flink.Lookup(err.Key)
	if !ok || err.Fault == flink.ValueUnreadable && known.Memory || err.Key == segmentSizeKey && err.Fault != flink.TooManyBuffers {
		return nil
	}
	return err
}

func wordNetworkError(err *flink.OptionError) lint.Finding {
	value := shorten(strings.TrimSpace(err.Value))
	switch err.Fault {
	case flink.TooManyBuffers:
		return lint.Finding{
			Message: fmt.Sprintf("network memory would have more than %.0f buffers, and the TaskManager stops at its start", err.Limit),
			Help:    "lower taskmanager.memory.network.max, or raise taskmanager.memory.segment-size",
		}
	case flink.AboveOther:
		return lint.Finding{
			Message: fmt.Sprintf("%s of %s is above %s of %s, and the TaskManager stops at its start", short(err.Key), err.ValueOr("its default"),
				short(err.With), flink.Size(err.Limit)),
			Help: fmt.Sprintf("lower %s to %s or less, or raise %s", err.Key, flink.Size(err.Limit).Config(), err.With),
		}
	case flink.BelowOther:
		return lint.Finding{
			Message: fmt.Sprintf("%s of %s is below %s of %s, and the TaskManager stops at its start", short(err.Key), err.ValueOr("its default"),
				short(err.With), flink.Size(err.Limit)),
			Help: fmt.Sprintf("raise %s to %s or more, or remove it", err.Key, flink.Size(err.Limit).Config()),
		}
	case flink.BelowMinimum, flink.AboveMaximum:
		relation, change := "at least", "raise"
		if err.Fault == flink.AboveMaximum {
			relation, change = "at most", "lower"
		}
		limit := fmt.Sprintf("%.0f", err.Limit)
		if known, ok := flink.Lookup(err.Key); ok && known.Type == "MemorySize" && err.Limit >= float64(flink.KiB) && err.Fault == flink.BelowMinimum {
			limit = flink.Size(err.Limit).Config()
		} else if ok && known.Type == "Duration" {
			limit += " ms"
		}
		return lint.Finding{
			Message: fmt.Sprintf("%s is %s, but has to be %s %s: the TaskManager stops at its start", short(err.Key), value, relation, limit),
			Help:    fmt.Sprintf("%s it to %s, or remove it", change, limit),
		}
	}
	return lint.Finding{
		Message: fmt.Sprintf("%s: Flink cannot read %q, and the TaskManager stops at its start", short(err.Key), value),
		Help:    "correct it, or remove it",
	}
}

var batchReadExceeds = &lint.Rule{
	ID: "batch-shuffle-exceeds-framework-off-heap", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "Reading batch shuffles may take all of the framework's off-heap memory",
		Why: "The buffers from which batch jobs read their shuffles are a part of the framework's off-heap memory, and so of what " +
			"the JVM may use as direct memory. Where they may take all of it, nothing is left for Netty and the rest of Flink: a " +
			"batch job fails with \"OutOfMemoryError: Direct buffer memory\".",
		Does: "taskmanager.memory.framework.off-heap.batch-shuffle.size (64 MiB, 32 MiB up to 1.14) is not added to anything: it is " +
			"taken out of taskmanager.memory.framework.off-heap.size (128 MiB), once a job reads a blocking shuffle. Flink does " +
			"not compare the two. This speaks up where the first is set, or the configuration says that it is for batch jobs.",
		Bad: "taskmanager.memory.process.size: 4g\ntaskmanager.memory.framework.off-heap.batch-shuffle.size: 256m\n",
		Good: "taskmanager.memory.process.size: 4g\ntaskmanager.memory.framework.off-heap.size: 320m\n" +
			"taskmanager.memory.framework.off-heap.batch-shuffle.size: 256m\n",
		Since: "1.13",
		Links: []string{"https://nightlies.apache.org/flink/flink-docs-stable/docs/ops/batch/batch_shuffle/"},
	},
	Check: checkBatchRead,
}

func checkBatchRead(p *lint.Pass) {
	tm := p.Cluster.TaskManager
	if tm == nil || p.Cluster.LoadError() != nil || p.Cluster.Fragment() {
		return
	}
	network, ok := tm.Memory().Component(flink.Network)
	offHeap, _ := tm.Memory().Component(flink.FrameworkOffHeap)
	b, err := flink.NetworkBuffers(tm.Config(), p.Version(), network.Size)
	if !ok || err != nil || b.BatchShuffleReadMemory == 0 || b.BatchShuffleReadMemory < offHeap.Size {
		return
	}
	place, written := writtenOf(tm, batchReadKey)
	if !written && shufflesOf(tm) == batchShuffles {
		place, written = writtenOf(tm, frameworkOffKey)
	}
	if !written {
		return
	}
	role := flink.TaskManager
	u := commonUnit(b.BatchShuffleReadMemory, offHeap.Size)
	read := u.write(b.BatchShuffleReadMemory)
	if _, set := tm.Options[batchReadKey]; !set {
		read += " (batch-shuffle.size, default)"
	}
	whole := u.write(offHeap.Size)
	if offHeap.Origin == flink.Default {
		whole += " (default)"
	}
	f := lint.Finding{
		Place: place.Place, Span: place.Place.Value, Role: &role, Label: "part of framework.off-heap.size",
		Message: fmt.Sprintf("reading batch shuffles may take %s of a framework off-heap memory of %s", read, whole),
		Help: fmt.Sprintf("raise taskmanager.memory.framework.off-heap.size to %s or more, or lower taskmanager.memory.framework.off-heap.batch-shuffle.size",
			(b.BatchShuffleReadMemory + 64*flink.MiB).Config()),
	}
	if place.Key == frameworkOffKey {
		f.Label = "all of it"
	} else if o, ok := writtenOf(tm, frameworkOffKey); ok {
		f.Related = []lint.Related{{Place: o.Place, Span: o.Place.Value, Message: "the whole"}}
	}
	f.Versions = versionsWhere(p, func(v flink.Version) bool {
		b, err := flink.NetworkBuffers(tm.Config(), v, tm.MemoryIn(v).Size(flink.Network))
		return err == nil && b.BatchShuffleReadMemory > 0 && b.BatchShuffleReadMemory >= tm.MemoryIn(v).Size(flink.FrameworkOffHeap)
	})
	p.Report(f)
}
