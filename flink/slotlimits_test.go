package flink_test

import (
	"math"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// TestWorkerMemory has what the WorkerResourceSpec of 1.16 and 1.20 counts for a TaskManager.
func TestWorkerMemory(t *testing.T) {
	c := flink.Config{Values: map[string]string{
		"taskmanager.memory.process.size": "4g", "taskmanager.memory.task.off-heap.size": "100m", "taskmanager.numberOfTaskSlots": "4",
	}}
	for _, minor := range []string{"1.16", "1.20"} {
		m := flink.Calculate(flink.TaskManager, flink.Container, flink.MustVersion(minor), c)
		if got := flink.WorkerMemory(m); got != 3328599648 {
			t.Errorf("%s: %d bytes", minor, got)
		}
	}
}

func TestReadSlotLimits(t *testing.T) {
	c := flink.Config{Values: map[string]string{"slotmanager.number-of-slots.max": "2", "slotmanager.max-total-resource.memory": "1g"}}
	none := flink.SlotLimits{Slots: math.MaxInt32, Memory: flink.Unlimited}
	for minor, want := range map[string]flink.SlotLimits{
		"1.10": none, "1.11": {Slots: 2, Memory: flink.Unlimited}, "1.16": {Slots: 2, Memory: flink.Unlimited},
		"1.19": {Slots: 2, Memory: flink.GiB}, "1.20": {Slots: 2, Memory: flink.GiB}, "2.3": {Slots: 2, Memory: flink.GiB},
	} {
		if got, err := flink.ReadSlotLimits(c, flink.MustVersion(minor)); err != nil || got != want {
			t.Errorf("%s: %+v, %v", minor, got, err)
		}
		if got, err := flink.ReadSlotLimits(flink.Config{}, flink.MustVersion(minor)); err != nil || got != none {
			t.Errorf("%s: without options %+v, %v", minor, got, err)
		}
	}
	c.Values["slotmanager.number-of-slots.max"] = "many"
	if _, err := flink.ReadSlotLimits(c, flink.MustVersion("2.3")); err == nil {
		t.Error("many is read as a number")
	}
}
