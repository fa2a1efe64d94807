package lint_test

import (
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/flink/flinktest"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// TestMigrateRecorded migrates every recorded flink-conf.yaml to the newest Flink: the result loads, every option that
// works there is still one, and where the same memory is claimed the sizes are those that the real Flink gave for the old file.
// From 1.17 on no default has changed, so that every process that starts has to stay the same.
func TestMigrateRecorded(t *testing.T) {
	to := flink.Newest()
	for _, v := range flink.Versions() {
		if v.Major > 1 {
			continue
		}
		equal, all := 0, 0
		for _, vec := range flinktest.Read(t, v.String()) {
			if vec.In.File != "flink-conf.yaml" || len(vec.In.Dynamic) > 0 || vec.In.Text == "" {
				continue
			}
			d := source.Read("flink-conf.yaml", []byte(vec.In.Text), source.FlinkConf)
			clusters := source.Link([]*source.Document{d}, source.LinkOptions{Flag: v})
			if len(clusters) != 1 || strings.HasPrefix(vec.In.Text, "\xff\xfe") {
				continue
			}
			m, err := lint.Migrate(clusters[0], to, flink.Standalone)
			if err != nil {
				t.Errorf("%s %s: %v\n%s", v, vec.In.ID, err, vec.In.Text)
				continue
			}
			for i := range m.Processes {
				p := &m.Processes[i]
				recorded := vec.Out.TM
				if p.Role == flink.JobManager {
					recorded = vec.Out.JM
				}
				if all++; !p.Equal() {
					if p.Comparable() && !v.Before(flink.MustVersion("1.17")) {
						t.Errorf("%s %s: %s: nothing that it depends on has changed since 1.17, but it differs: %v\n%s\nbecame\n%s",
							v, vec.In.ID, p.Role, p.Changed(), vec.In.Text, m.Text)
					}
					continue
				}
				equal++
				if recorded == nil || len(recorded.Error) > 0 {
					t.Errorf("%s %s: %s is called the same, but Flink refused it", v, vec.In.ID, p.Role)
					continue
				}
				for name, size := range recorded.Sizes {
					if got := p.After.Size(flink.Name(name)); got != flink.Size(size) {
						t.Errorf("%s %s: %s: %s is %d after, Flink gave %d before", v, vec.In.ID, p.Role, name, got, size)
					}
				}
			}
		}
		if equal == 0 {
			t.Errorf("%s: of %d processes none is the same afterwards", v, all)
		}
		t.Logf("%s: %d of %d processes are the same", v, equal, all)
	}
}

// FuzzMigrate: whatever the file holds, the result is one that Flink loads, with the options that counted.
func FuzzMigrate(f *testing.F) {
	f.Add("a: b # c\n\t# d\r\nx.y: \"z\"\n- e\nf: 'g # h'", true)
	f.Add("taskmanager.heap.mb: 1024\nstate.backend: filesystem\nk: \u00e4\ufeff\n%YAML 1.2\nl: |\n m: n", false)
	f.Fuzz(func(t *testing.T, text string, container bool) {
		d := source.Read("flink-conf.yaml", []byte(text), source.FlinkConf)
		clusters := source.Link([]*source.Document{d}, source.LinkOptions{Flag: flink.MustVersion("1.16")})
		if len(clusters) != 1 {
			return
		}
		reading := flink.Standalone
		if container {
			reading = flink.Container
		}
		m, err := lint.Migrate(clusters[0], flink.Newest(), reading)
		if err != nil {
			if !strings.Contains(err.Error(), "save it as UTF-8") {
				t.Fatalf("%v\n%q", err, text)
			}
			return
		}
		migrated := source.Read("config.yaml", []byte(m.Text), source.ConfigYAML)
		for _, o := range migrated.Parts[0].Options {
			if known, ok := flink.Lookup(o.Key); ok && !known.WorksIn(m.To) {
				t.Errorf("%s does nothing in %s\n%q", o.Key, m.To, m.Text)
			}
		}
	})
}
