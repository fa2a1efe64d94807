package flinktest

import (
	"slices"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	if minors := Minors(t); len(minors) != 15 || !slices.Contains(minors, "1.10") || !slices.Contains(minors, "2.3") {
		t.Errorf("Minors() = %q", minors)
	}
	vectors := Read(t, "1.10")
	if len(vectors) != 600 {
		t.Errorf("%d vectors of 1.10, want 600", len(vectors))
	}
	for i := range vectors {
		v := &vectors[i]
		if v.In.ID == "" || (v.Out.Loaded == nil) == (v.Out.LoadError == nil) {
			t.Errorf("%s: loaded %v, load error %v: want one of them", v.ID(), v.Out.Loaded, v.Out.LoadError)
		}
		if v.Out.JM != nil || v.Out.Loaded != nil && v.Out.TM == nil {
			t.Errorf("%s: want a TaskManager and no JobManager", v.ID())
		}
	}
}

func TestDecode(t *testing.T) {
	line := `{"in":{"id":"a","files":{"flink-conf.yaml":"x: 1"},"dynamic":{"y":"2"}},"out":{"loaded":{"x":"1"},` +
		`"tm":{"managed":42,"cpu":"1.0","slots":1,"jvmArgs":"-Xmx1"},"tmContainer":{"error":[["C","m"],["D",null]]},` +
		`"extra":{"pageSize":32768,"slots":{"error":[["E","n"]]}}}}` + "\n"
	vectors, err := Decode(strings.NewReader(line), "1.20")
	if err != nil || len(vectors) != 1 {
		t.Fatal(vectors, err)
	}
	v := &vectors[0]
	if v.Texts()["flink-conf.yaml"] != "x: 1" || v.In.Dynamic["y"] != "2" || v.Standard() {
		t.Errorf("input %+v", v.In)
	}
	if tm := v.TaskManager(false); tm.Sizes["managed"] != 42 || len(tm.Sizes) != 1 || tm.JVMArgs != "-Xmx1" || tm.Error != nil {
		t.Errorf("TaskManager %+v", tm)
	}
	if tm := v.TaskManager(true); len(tm.Error) != 2 || tm.Error.Message() != "m" || tm.Error[1].Class != "D" {
		t.Errorf("TaskManager of a container %+v", tm)
	}
	var size int
	if thrown, ok := v.Extra(t, "pageSize", &size); !ok || thrown != nil || size != 32768 {
		t.Errorf("pageSize %d, %v, %v", size, thrown, ok)
	}
	if thrown, ok := v.Extra(t, "slots", &size); !ok || thrown.Message() != "n" {
		t.Errorf("slots %v, %v", thrown, ok)
	}
	if _, ok := v.Extra(t, "rocksdb", &size); ok {
		t.Error("rocksdb is not there, and was found")
	}
}
