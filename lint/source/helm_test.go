package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// shortWorkloads describes a document's workloads and parts in one line each.
func shortWorkloads(d *Document) []string {
	var all []string
	if d == nil {
		return nil
	}
	describe := func(p *Part) string {
		s := fmt.Sprintf("[%s]", shortOptions(p))
		if p.Layer != "" && p.Layer != LayerFile {
			s = string(p.Layer) + s
		}
		return s + p.FileName
	}
	for _, w := range d.Workloads {
		s := w.Name + ":"
		for _, r := range w.Roles {
			s += " " + r.String()
		}
		for _, c := range w.Clues {
			s += fmt.Sprintf(" %v(%s)", c.Version, c.Evidence)
		}
		if w.Properties != nil {
			s += fmt.Sprintf(" FLINK_PROPERTIES%q", w.Properties.Text.Decoded)
		}
		for _, p := range w.Parts {
			s += " " + describe(p)
		}
		if !w.Partial || w.Complete {
			s += " NOT PARTIAL"
		}
		all = append(all, s)
	}
	for _, p := range d.Parts {
		s := "part " + describe(p)
		if !p.Fragment {
			s += " NOT A FRAGMENT"
		}
		all = append(all, s)
	}
	return all
}

func TestHelmValues(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"operator's configuration", `
image:
  repository: registry.example/flink
  tag: 1.18.1-java11
flinkVersion: v1_18
flinkConfiguration:
  taskmanager.numberOfTaskSlots: "2"
  taskmanager.memory.process.size: 2g # two
  web.title: x
`, []string{"flinkConfiguration: 1.18(flinkVersion) 1.18.1(image) flinkConfiguration[taskmanager.numberOfTaskSlots=2 taskmanager.memory.process.size=2g web.title=x]"}},
		{"an operator's spec", "app:\n  flinkVersion: v1_17\n  flinkConfiguration:\n    taskmanager.numberOfTaskSlots: 2\n  jobManager:\n    resource: {memory: 1Gi}\n  taskManager:\n    memory: 1g\n",
			[]string{"app: JobManager TaskManager 1.17(flinkVersion) flinkConfiguration[taskmanager.numberOfTaskSlots=2] resource[jobmanager.memory.process.size=1g]"}},
		{"nested", "flink:\n  flinkConfiguration:\n    taskmanager:\n      memory:\n        process.size: 2g\n      numberOfTaskSlots: 2\n",
			[]string{"flink.flinkConfiguration: flinkConfiguration[taskmanager.memory.process.size=2g taskmanager.numberOfTaskSlots=2]"}},
		{"flat under any name", "sql-gateway:\n  taskmanager.memory.process.size: 2g\n  sql-gateway.endpoint.type: rest\n", []string{"sql-gateway: [taskmanager.memory.process.size=2g sql-gateway.endpoint.type=rest]"}},
		{"a block", "taskmanager:\n  extra: |\n    # for state\n    taskmanager.memory.managed.size: 1g\n    state.backend: rocksdb\n",
			[]string{"taskmanager.extra: TaskManager [taskmanager.memory.managed.size=1g state.backend=rocksdb]"}},
		{"a block in YAML", "jobManager:\n  config: |\n    jobmanager.memory:\n      process.size: '1600m'\n",
			[]string{"jobManager.config: JobManager [jobmanager.memory.process.size=1600m]"}},
		{"files", "config:\n  flink-conf.yaml: |\n    taskmanager.memory.process.size: '2g'\n  config.yaml: |\n    taskmanager:\n      memory: {process.size: 3g}\n", []string{
			"config.flink-conf.yaml: [taskmanager.memory.process.size='2g']flink-conf.yaml",
			"config.config.yaml: [taskmanager.memory.process.size=3g]config.yaml"}},
		{"environment", "image: flink:1.17\nextraEnvs:\n  - name: A\n    value: b\n  - name: FLINK_PROPERTIES\n    value: |\n      taskmanager.memory.process.size: 2g\n",
			[]string{`extraEnvs: 1.17(image) FLINK_PROPERTIES"taskmanager.memory.process.size: 2g\n"`}},
		{"environment as a map", "env:\n  FLINK_PROPERTIES: \"jobmanager.rpc.address: a\\njobmanager.memory.process.size: 1g\"\n",
			[]string{`env: FLINK_PROPERTIES"jobmanager.rpc.address: a\njobmanager.memory.process.size: 1g"`}},
		{"expressions", "flinkConfiguration:\n  taskmanager.memory.process.size: {{ .Values.size }}\n  taskmanager.numberOfTaskSlots: 2\n",
			[]string{"flinkConfiguration: flinkConfiguration[taskmanager.memory.process.size? taskmanager.numberOfTaskSlots=2]"}},
		{"expressions in a block", "conf: |\n  taskmanager.memory.process.size: {{ .Values.size }}\n  {{- if .x }}\n  taskmanager.numberOfTaskSlots: 2\n  {{- end }}\n",
			[]string{"conf: [taskmanager.memory.process.size? taskmanager.numberOfTaskSlots=2]"}},
		{"an anchor", "a: &a\n  taskmanager.memory.process.size: 2g\nflinkConfiguration: *a\n", []string{"a: [taskmanager.memory.process.size=2g]"}},

		{"a schema of its own", "taskmanager:\n  numberOfTaskSlots: 2\n  memory:\n    process:\n      size: 4Gi\n", nil},
		{"mostly other things", "config:\n  taskmanager.numberOfTaskSlots: 2\n  a: 1\n  b: 2\n", nil},
		{"text about it", "notes: |\n  set taskmanager.memory.process.size to 2g\n  or so\n", nil},
		{"odd", "flinkConfiguration: [taskmanager.numberOfTaskSlots]\nconfig: taskmanager.\nconf: null\nproperties:\n? [a]\n: {config: {}}\n", nil},
		{"an alias in itself", "config: &c\n  taskmanager.numberOfTaskSlots: 2\n  x: *c\n", []string{"config: [taskmanager.numberOfTaskSlots=2 x=]"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Read("charts/flink/values.yaml", []byte(tt.text), HelmValues)
			if got := shortWorkloads(d); strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("\n got %q\nwant %q", got, tt.want)
			}
			checkPlaces(t, d)
			if len(tt.want) > 0 && claimHelmValues(d.Path, d.Bytes, nil) != FullClaim {
				t.Error("not claimed")
			}
		})
	}
}

// checkPlaces reads every option again where it is said to stand.
func checkPlaces(t *testing.T, d *Document) {
	t.Helper()
	parts := d.Parts
	for _, w := range d.Workloads {
		parts = append(parts, w.Parts...)
		if w.Anchor.IsZero() || w.Anchor.Entry.Len() == 0 {
			t.Errorf("%s: no anchor", w.Name)
		}
	}
	for _, p := range parts {
		for _, problem := range p.Problems {
			checkWithin(t, d, problem.Place.Key, problem.Place.Value, problem.Place.Entry)
		}
		for _, o := range p.Options {
			checkWithin(t, d, o.Place.Key, o.Place.Value, o.Place.Entry)
			if o.Nested || o.Place.Key.Len() == 0 || p.Layer == LayerResource {
				continue
			}
			if got := strings.Trim(d.slice(o.Place.Key), `"'`); got != o.Key {
				t.Errorf("the key %q stands at %q", o.Key, got)
			}
			if got := d.slice(o.Place.Value); o.Exact && got != o.Value && strings.Trim(got, `"'`) != o.Value {
				if said, err := scalarText(got); err != nil || said != o.Value {
					t.Errorf("%s: %q stands at %q", o.Key, o.Value, got)
				}
			}
		}
	}
}

func checkWithin(t *testing.T, d *Document, spans ...Span) {
	t.Helper()
	for _, s := range spans {
		if s.Start < 0 || s.End < s.Start || s.End > len(d.Bytes) {
			t.Fatalf("span %v of %d bytes", s, len(d.Bytes))
		}
	}
}

// TestHelmEdits changes values where they stand.
func TestHelmEdits(t *testing.T) {
	const text = "flinkConfiguration:\n  taskmanager.memory.size: 4Gi # why\n  taskmanager.numberOfTaskSlots: 2\nextra: |\n  jobmanager.memory.process.size: 1Gi\n  jobmanager.heap.size: 1g\n"
	d := Read("values.yaml", []byte(text), "")
	if d == nil || len(d.Workloads) != 2 {
		t.Fatalf("%q", shortWorkloads(d))
	}
	inMap, inBlock := d.Workloads[0].Parts[0].Options[0], d.Workloads[1].Parts[0].Options
	var edits []Edit
	add := func(e Edit, ok bool) {
		if !ok {
			t.Error("no edit")
		}
		edits = append(edits, e)
	}
	add(d.RenameKey(inMap, "taskmanager.memory.managed.size"))
	add(d.SetValue(inMap, "4g"))
	add(d.SetValue(inBlock[0], "1g"))
	add(d.DeleteEntry(inBlock[1]))
	if _, ok := d.RenameKey(inMap, "taskmanager.numberOfTaskSlots"); ok {
		t.Error("a key is renamed to one that is there")
	}
	if _, ok := d.RenameKey(inMap, "jobmanager.heap.size"); !ok {
		t.Error("the key of another part is in the way")
	}
	got, err := d.Apply(edits)
	if err != nil {
		t.Fatal(err)
	}
	const want = "flinkConfiguration:\n  taskmanager.memory.managed.size: 4g # why\n  taskmanager.numberOfTaskSlots: 2\nextra: |\n  jobmanager.memory.process.size: 1g\n"
	if string(got) != want {
		t.Errorf("%s", got)
	}
}

// TestHelmEditsStayInside: a text in quotes has no lines of its own that could be deleted.
func TestHelmEditsStayInside(t *testing.T) {
	d := Read("values.yaml", []byte("extra: \"jobmanager.heap.size: 1g\\ntaskmanager.heap.size: 1g\"\nother: 1\n"), "")
	if d == nil || len(d.Workloads) != 1 {
		t.Fatalf("%q", shortWorkloads(d))
	}
	for _, o := range d.Workloads[0].Parts[0].Options {
		if e, ok := d.DeleteEntry(o); ok {
			t.Errorf("%s is deleted with %q", o.Key, d.slice(e.Span))
		}
		if e, ok := d.SetValue(o, "a # b"); ok {
			t.Errorf("%s is set to %q", o.Key, e.NewText)
		}
	}
}

func TestChartVersion(t *testing.T) {
	for text, want := range map[string]string{
		"apiVersion: v2\nname: flink\nversion: 0.3.0\nappVersion: 1.18.1\n":     "1.18.1",
		"name: my-flink-job\nappVersion: \"1.20.0-scala_2.12\" # Flink's\n":     "1.20",
		"name: flink\r\nappVersion: 'v2.0.0'\r\n":                               "2.0",
		"name: flink\nappVersion: \"1.16.0\"\n":                                 "", // helm create
		"name: flink-job\nappVersion: \"1.0\"\n":                                "", // helm create of old
		"name: flink-kubernetes-operator\nappVersion: 1.10.0\n":                 "",
		"name: kafka\nappVersion: 1.18.1\n":                                     "",
		"name: flink\nappVersion: latest\n":                                     "",
		"name: flink\ndependencies:\n  - name: flink\n    appVersion: 1.18.1\n": "",
		"":            "",
		"\xff:\x00\n": "",
	} {
		v, at, ok := chartVersion([]byte(text))
		if w, _ := flink.ParseVersion(want); v != w || ok != (want != "") {
			t.Errorf("%q: %v, want %s", text, v, want)
		}
		if got := text[at.Start:at.End]; ok && !strings.HasPrefix(strings.TrimPrefix(got, "v"), want) {
			t.Errorf("%q: it stands at %q", text, got)
		}
	}
}

func FuzzHelmValues(f *testing.F) {
	for _, s := range []string{
		"flinkConfiguration:\n  taskmanager.memory.process.size: 2g\n",
		"image: {repository: flink, tag: 1.17}\nenv:\n- {name: FLINK_PROPERTIES, value: 'taskmanager.a: 1'}\n",
		"config: {taskmanager.a: [b\n\tc: *d\n taskmanager.numberOfTaskSlots: 'e\n",
		"a: &a\n  conf: |\n    taskmanager.numberOfTaskSlots: {{ .x }}\nb: *a\n",
		"config: {taskmanager: {memory: {process.size: \"2g\"}}}\n---\n- config.yaml: >\n    taskmanager.numberOfTaskSlots: 1\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		claimHelmValues("values.yaml", content, nil)
		checkPlaces(t, Read("values.yaml", content, HelmValues))
	})
}
