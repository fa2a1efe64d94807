package rules_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/rules"
)

// TestIgnoredFixes tells how far the fixes that remove something without effect are trusted: nothing that any process
// reads may change.
func TestIgnoredFixes(t *testing.T) {
	cases := []struct {
		name, rule, files string
		want              lint.Safety
	}{
		{"alone", "managed-fraction-ignored", `-- flink-conf.yaml --
taskmanager.memory.process.size: 4g
taskmanager.memory.managed.size: 1g
taskmanager.memory.managed.fraction: 0.6
`, lint.Safe},
		{"another entry comes to light", "managed-fraction-ignored", `-- flink-conf.yaml --
taskmanager.memory.process.size: 4g
taskmanager.memory.managed.size: 1g
taskmanager.memory.managed.fraction: 0.5
taskmanager.memory.managed.fraction: 0.6
`, lint.Unsafe},
		{"another process needs it", "managed-fraction-ignored", `-- flink-conf.yaml --
taskmanager.memory.process.size: 4g
taskmanager.memory.managed.fraction: 0.6
-- docker-compose.yml --
services:
  fixed:
    image: flink:1.18
    command: taskmanager -Dtaskmanager.memory.managed.size=1g
    volumes:
      - ./flink-conf.yaml:/opt/flink/conf/flink-conf.yaml
  share:
    image: flink:1.18
    command: taskmanager
    volumes:
      - ./flink-conf.yaml:/opt/flink/conf/flink-conf.yaml
`, lint.Unsafe},
		{"fixed by its bounds", "fraction-without-effect", `-- flink-conf.yaml --
taskmanager.memory.process.size: 4g
taskmanager.memory.network.min: 256m
taskmanager.memory.network.max: 256m
taskmanager.memory.network.fraction: 0.2
`, lint.Safe},
		{"old name", "deprecated-option", `-- flink-conf.yaml --
taskmanager.memory.process.size: 4g
taskmanager.network.memory.max: 1g
taskmanager.memory.network.max: 2g
`, lint.Safe},
		{"parts that make the total", "total-memory-set-twice", `-- flink-conf.yaml --
jobmanager.memory.flink.size: 1280m
jobmanager.memory.heap.size: 1g
jobmanager.memory.off-heap.size: 256m
`, lint.Safe},
		{"flag of one process", "jvm-flag-without-effect", `-- flink-conf.yaml --
taskmanager.memory.process.size: 4g
env.java.opts.taskmanager: -XX:MaxRAMPercentage=75.0
`, lint.Safe},
		{"flag of the client, too", "jvm-flag-without-effect", `-- flink-conf.yaml --
taskmanager.memory.process.size: 4g
env.java.opts.all: -XX:MaxRAMPercentage=75.0
`, lint.Unsafe},
		{"flag that counts", "jvm-flag-overrides-flink", `-- flink-conf.yaml --
taskmanager.memory.process.size: 4g
env.java.opts.taskmanager: -Xmx3g
`, lint.Unsafe},
		{"a version that reads it", "option-not-yet-known", `-- taskmanager.properties.yaml --
-- docker-compose.yml --
x-properties: &properties
  FLINK_PROPERTIES: |
    taskmanager.memory.process.size: 4g
    state.backend.rocksdb.memory.fixed-per-tm: 1g
services:
  old:
    image: flink:1.16
    command: taskmanager
    environment: *properties
  new:
    image: flink:1.17
    command: taskmanager
    environment: *properties
`, lint.Unsafe},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			for _, f := range txtar.Parse([]byte(c.files)).Files {
				if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			fixes := 0
			for _, f := range run(t, lint.Options{Rules: rules.All, Dir: dir, Paths: []string{"."}}).Findings {
				if f.Rule.ID != c.rule {
					continue
				}
				for _, fix := range f.Fixes {
					if fixes++; fix.Safety != c.want {
						t.Errorf("%s is %s, want %s", fix.Title, fix.Safety, c.want)
					}
				}
			}
			if fixes == 0 {
				t.Errorf("no fix of %s", c.rule)
			}
		})
	}
}
