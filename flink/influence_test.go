package flink_test

import (
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

func TestFractionDecides(t *testing.T) {
	const (
		tm, jm   = "taskmanager.memory.", "jobmanager.memory."
		network  = tm + "network.fraction"
		managed  = tm + "managed.fraction"
		overhead = tm + "jvm-overhead.fraction"
	)
	cases := []struct {
		name    string
		role    flink.Role
		key     string
		value   string
		options map[string]string
		want    bool
	}{
		{"share", flink.TaskManager, network, "0.2", map[string]string{tm + "process.size": "4g"}, true},
		{"the default", flink.TaskManager, network, "0.1", map[string]string{tm + "process.size": "4g"}, true},
		{"clamped", flink.TaskManager, overhead, "0.5", map[string]string{tm + "process.size": "4g"}, true},
		{"remainder of the network", flink.TaskManager, network, "0.2", map[string]string{tm + "process.size": "4g", tm + "task.heap.size": "1g"}, false},
		{"fine-grained without a total", flink.TaskManager, network, "0.2", map[string]string{tm + "managed.size": "1g", tm + "task.heap.size": "1g"}, true},
		{"fine-grained with a total", flink.TaskManager, network, "0.2", map[string]string{tm + "managed.size": "1g", tm + "task.heap.size": "1g", tm + "flink.size": "3g"}, false},
		{"fixed by its bounds", flink.TaskManager, network, "0.2", map[string]string{tm + "process.size": "4g", tm + "network.min": "256m", tm + "network.max": "256m"}, false},
		{"managed size", flink.TaskManager, managed, "0.2", map[string]string{tm + "process.size": "4g", tm + "managed.size": "1g"}, false},
		{"managed share", flink.TaskManager, managed, "0.2", map[string]string{tm + "process.size": "4g"}, true},
		{"remainder of the overhead", flink.TaskManager, overhead, "0.2", map[string]string{tm + "process.size": "2048m", tm + "flink.size": "1536m"}, false},
		{"the JobManager's overhead", flink.JobManager, jm + "jvm-overhead.fraction", "0.2", map[string]string{jm + "process.size": "1600m", jm + "heap.size": "1g"}, false},
		{"instead of the buffers", flink.TaskManager, network, "0.1", map[string]string{tm + "process.size": "1g", "taskmanager.network.numberOfBuffers": "1024"}, true},
		{"refused", flink.TaskManager, managed, "0.2", map[string]string{tm + "process.size": "100m", tm + "managed.size": "1g"}, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			conf := flink.Config{Values: c.options}.With(c.key, c.value)
			if got := flink.FractionDecides(c.role, flink.Standalone, flink.MustVersion("1.20"), conf, c.key); got != c.want {
				t.Errorf("%s decides: %v, want %v", c.key, got, c.want)
			}
		})
	}
}

func TestPerSlot(t *testing.T) {
	if n := flink.PerSlot(100*flink.MiB, 8); n != 100*flink.MiB/8 {
		t.Errorf("%d", int64(n))
	}
}
