package rules

import (
	"maps"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint/source"
)

const slotsKey = "taskmanager.numberOfTaskSlots"

// writtenOption is an option in effect that stands in a file.
func writtenOption(process *source.Process, key string) (source.Option, bool) {
	o, ok := process.Options[key]
	return o, ok && !o.Place.IsZero()
}

// writtenBelow is the first option in effect, by key, that starts with the prefix and stands in a file.
func writtenBelow(process *source.Process, prefix string) (source.Option, bool) {
	for _, k := range slices.Sorted(maps.Keys(process.Options)) {
		if o, ok := writtenOption(process, k); ok && strings.HasPrefix(k, prefix) {
			return o, true
		}
	}
	return source.Option{}, false
}

// writtenOf is the first of the options that is written for the process, and known.
func writtenOf(process *source.Process, keys ...string) (source.Option, bool) {
	for _, k := range keys {
		if o, ok := process.Options[k]; ok && !o.Place.IsZero() && o.State != source.Unknown {
			return o, true
		}
	}
	return source.Option{}, false
}

// totalOption is the option that gives the TaskManager its total, if it is written.
func totalOption(tm *source.Process) (source.Option, bool) {
	for _, k := range []string{"taskmanager.memory.process.size", "taskmanager.memory.flink.size", "taskmanager.heap.size", "taskmanager.heap.mb"} {
		if o, ok := writtenOption(tm, k); ok {
			return o, true
		}
	}
	return source.Option{}, false
}
