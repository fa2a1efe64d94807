package source

import (
	"fmt"
	"path"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// project reads files given as "-- name --" sections and returns the workloads of the first one.
func project(t *testing.T, files map[string]string, main string) ([]*Workload, *Document) {
	t.Helper()
	docs := map[string]*Document{}
	for name, content := range files {
		docs[name] = ReadWith(name, []byte(content), ReadOptions{})
	}
	d := docs[main]
	if d == nil {
		t.Fatalf("%s is not read", main)
	}
	return WorkloadsOf(d, func(file string) *Document { return docs[path.Join(path.Dir(main), file)] }), d
}

// composeSummary is all that a test looks at in a workload.
func composeSummary(w *Workload) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s roles=%v image=%s official=%v version=%v", w.Name, w.Roles, w.Image.Reference, w.Image.Official, w.Image.Version)
	for _, c := range w.Clues {
		fmt.Fprintf(&b, " clue=%v", c.Version)
	}
	switch {
	case w.Entrypoint:
	case w.Override.IsZero():
		b.WriteString(" script")
	default:
		b.WriteString(" override=" + w.Override.Document.slice(w.Override.Entry))
	}
	if w.Partial {
		b.WriteString(" partial")
	}
	for _, m := range append(w.Image.Files, w.Mounts...) {
		fmt.Fprintf(&b, " mount=%s%s:%s", m.ConfigMap, m.Path, m.Target)
		if m.ReadOnly {
			b.WriteString(":ro")
		}
		if m.Copied {
			b.WriteString(":" + m.Owner)
		}
	}
	if w.Slots != nil {
		fmt.Fprintf(&b, " slots=%s", w.Slots.Value)
	}
	for name, l := range map[string]*MemoryLimit{"limit": w.Limit} {
		if l != nil {
			fmt.Fprintf(&b, " %s=%d", name, l.Size>>20)
		}
	}
	var parts []*Part
	if w.Properties != nil {
		parts = append(parts, readProperties(w.Properties, flink.MustVersion("1.20")))
	}
	for _, p := range append(parts, w.Parts...) {
		for _, o := range p.Options {
			value := o.Value
			switch o.State {
			case Assumed:
				value = "~" + value
			case Unknown:
				value = "?" + value
			}
			fmt.Fprintf(&b, " %s=%s@%s", o.Key, value, o.Layer)
			if o.Exact && o.Place.Document.slice(o.Place.Value) != o.Value {
				fmt.Fprintf(&b, "(place holds %q)", o.Place.Document.slice(o.Place.Value))
			}
		}
	}
	return b.String()
}

func TestComposeServices(t *testing.T) {
	const head = "services:\n  x:\n    image: flink:1.20\n    command: taskmanager\n"
	const start = "x roles=[TaskManager] image=flink:1.20 official=true version=1.20"
	tests := []struct{ name, text, want string }{
		{"plain", head, start},
		{"block", head + "    environment:\n      FLINK_PROPERTIES: |\n        a.b: 1\n        c: 2 g\n", start + " a.b=1@FLINK_PROPERTIES c=2g@FLINK_PROPERTIES"},
		{"double quotes", head + "    environment:\n      FLINK_PROPERTIES: \"a.b: 1\\nc: 2\"\n", start + " a.b=1@FLINK_PROPERTIES c=2@FLINK_PROPERTIES"},
		{"single quotes", head + "    environment: {FLINK_PROPERTIES: 'a.b: ''1'''}\n", start + " a.b='1'@FLINK_PROPERTIES"},
		{"folded", head + "    environment:\n      FLINK_PROPERTIES: >\n        a.b: 1\n\n        c: 2\n", start + " a.b=1@FLINK_PROPERTIES c=2@FLINK_PROPERTIES"},
		{"several plain lines", head + "    environment:\n      - FLINK_PROPERTIES=a.b:1\n\n        c:2\n", start + " a.b=1@FLINK_PROPERTIES c=2@FLINK_PROPERTIES"},
		{"list", head + "    environment:\n      - |\n        FLINK_PROPERTIES=\n        a.b: 1\n      - X=1\n", start + " a.b=1@FLINK_PROPERTIES"},
		{"list in quotes", head + "    environment: [\"FLINK_PROPERTIES=a.b: 1\\nc: 2\"]\n", start + " a.b=1@FLINK_PROPERTIES c=2@FLINK_PROPERTIES"},
		{"from outside", head + "    environment:\n      - FLINK_PROPERTIES\n", start},
		{"slots", head + "    environment:\n      TASK_MANAGER_NUMBER_OF_TASK_SLOTS: 4\n", start + " slots=4"},
		{"defaults", head + "    environment:\n      FLINK_PROPERTIES: |\n        a: ${A:-1}\n        b: ${B-${C:-2}}m\n        c: ${D}\n        ${E}: 1\n        f: $$A\n        g: ${H:?no}\n",
			start + " a=~1@FLINK_PROPERTIES b=~2m@FLINK_PROPERTIES c=?${D}@FLINK_PROPERTIES f=?$A@FLINK_PROPERTIES g=?${H:?no}@FLINK_PROPERTIES"},
		{"envsubst", head + "    environment:\n      SIZE: 3g\n      FLINK_PROPERTIES: |\n        a: $${SIZE}\n", start + " a=3g@FLINK_PROPERTIES"},
		{"image default", "services:\n  x:\n    image: ${I:-flink:1.19}\n    command: [jobmanager]\n", "x roles=[JobManager] image=flink:1.19 official=true version=1.19"},
		{"image unknown", "services:\n  x:\n    image: apache/flink:${V}\n    command: [jobmanager]\n", "x roles=[JobManager] image= official=true version=0.0"},
		{"arguments", "services:\n  x:\n    image: flink:1.20\n    command: jobmanager -Da.b=1 -D 'c=2 3' -Dd=${D:-4}\n",
			"x roles=[JobManager] image=flink:1.20 official=true version=1.20 a.b=1@-D c=2 3@-D d=~4@-D"},
		{"entrypoint", "services:\n  x:\n    image: flink:1.20\n    entrypoint: [bin/taskmanager.sh, start-foreground]\n    environment:\n      FLINK_PROPERTIES: 'a: 1'\n",
			"x roles=[TaskManager] image=flink:1.20 official=true version=1.20 override=entrypoint: [bin/taskmanager.sh, start-foreground] a=1@FLINK_PROPERTIES"},
		{"own entrypoint", "services:\n  x:\n    image: flink:1.20\n    entrypoint: /wait.sh\n    command: taskmanager\n", start},
		{"own script", "services:\n  x:\n    image: flink:1.20\n    entrypoint: /prepare.sh\n    command: /opt/client\n    environment:\n      FLINK_PROPERTIES: 'a: 1'\n",
			"x roles=[] image=flink:1.20 official=true version=1.20 script a=1@FLINK_PROPERTIES"},
		{"own shell", "services:\n  x:\n    image: flink:1.20\n    entrypoint: [sh, -c, bin/taskmanager.sh start-foreground]\n", start + " override=entrypoint: [sh, -c, bin/taskmanager.sh start-foreground]"},
		{"both", "services:\n  x:\n    image: flink:1.20\n    command: bash -c \"bin/start-cluster.sh && tail -f /dev/null\"\n",
			"x roles=[JobManager TaskManager] image=flink:1.20 official=true version=1.20"},
		{"client", "services:\n  x:\n    image: flink:1.20\n    command: flink run job.jar\n", ""},
		{"official without command", "services:\n  taskmanager:\n    image: flink:1.20\n", ""},
		{"mode", "services:\n  x:\n    image: bitnami/flink:1.20\n    environment:\n      FLINK_MODE: taskmanager\n", "x roles=[TaskManager] image=bitnami/flink:1.20 official=false version=1.20"},
		{"other service", "services:\n  flink-ui:\n    image: nginx\n", ""},
		{"volumes", head + "    volumes:\n      - ./conf/f.yaml:/opt/flink/conf/flink-conf.yaml:ro\n      - data:/data\n      - ./job:/job\n      - {type: bind, source: ./c, target: /opt/flink/conf/, read_only: true}\n      - named:/opt/flink/conf/config.yaml\n      - ./flink-conf.yaml:/conf/flink-conf.yaml\n      - ./x.yml:/opt/flink/conf/x.yml\n      - ${NO}/f:/opt/flink/conf/flink-conf.yaml\n",
			start + " mount=:/opt/flink/conf/flink-conf.yaml mount=c:/opt/flink/conf:ro mount=:/opt/flink/conf/config.yaml mount=flink-conf.yaml:/conf/flink-conf.yaml"},
		{"configs", head + "    configs:\n      - source: c\n        target: /opt/flink/conf/config.yaml\n      - f\nconfigs:\n  c:\n    content: |\n      a: 1\n  f:\n    file: ./flink-conf.yaml\n",
			start + " mount=c:/opt/flink/conf/config.yaml:ro mount=flink-conf.yaml:/f:ro"},
		{"limits", head + "    mem_limit: 1.5g\n    deploy:\n      resources:\n        limits: {memory: 2048M}\n", start + " limit=2048"},
		{"old limit", head + "    mem_limit: 1.5g\n", start + " limit=1536"},
		{"merge", "x-a: &a\n  image: flink:1.20\n  environment: &e\n    FLINK_PROPERTIES: 'a: 1'\nservices:\n  x:\n    <<: *a\n    command: taskmanager\n    environment:\n      <<: [*e]\n      Y: 1\n", start + " a=1@FLINK_PROPERTIES"},
		{"extends", "services:\n  x:\n    extends: {service: b}\n    command: taskmanager\n  b:\n    image: flink:1.20\n    environment: [FLINK_PROPERTIES=a:1]\n", start + " a=1@FLINK_PROPERTIES"},
		{"extends itself", "services:\n  x:\n    image: flink:1.20\n    extends: x\n    command: taskmanager\n", start},
		{"patch", "services:\n  x:\n    environment:\n      FLINK_PROPERTIES: 'a: 1'\n", "x roles=[] image= official=false version=0.0 partial a=1@FLINK_PROPERTIES"},
		{"template", "services:\n  x:\n    image: flink:1.20\n{% if x %}\n    command: taskmanager\n{% endif %}\n    environment:\n      FLINK_PROPERTIES: |\n        a: {{ a }}\n",
			start + " a=?{{a}}@FLINK_PROPERTIES"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			workloads, d := project(t, map[string]string{"docker-compose.yml": tt.text}, "docker-compose.yml")
			var got []string
			for _, w := range workloads {
				if w.Name != "b" {
					got = append(got, composeSummary(w))
					if name := d.slice(w.Anchor.Entry); name != w.Name {
						t.Errorf("the anchor of %s is at %q", w.Name, name)
					}
				}
			}
			if s := strings.Join(got, "\n"); s != tt.want {
				t.Errorf("got  %s\nwant %s", s, tt.want)
			}
		})
	}
}

func TestComposeProject(t *testing.T) {
	files := map[string]string{
		"p/compose.yml": "services:\n  jm:\n    build: {context: ./img, args: {V: 1.18.1}}\n    image: own\n    command: jobmanager\n    env_file: [jm.env]\n    environment:\n      A: 1\n" +
			"  tm:\n    image: own\n    command: taskmanager\n    environment:\n      FLINK_PROPERTIES: 'taskmanager.memory.process.size: ${TM}'\n" +
			"  far:\n    extends: {file: sub/base.yml, service: tm}\n    command: taskmanager\n",
		"p/compose.override.yml": "services:\n  tm:\n    mem_limit: 3g\n  extra:\n    image: flink:1.20\n    command: taskmanager\n",
		"p/.env":                 "TM=2g # so much\n",
		"p/jm.env":               "export FLINK_PROPERTIES=\"a: 1\n b: ${TM}\"\n",
		"p/img/Dockerfile":       "ARG V=1.17\nFROM flink:$V\nCOPY c.yaml /opt/flink/conf/flink-conf.yaml\n",
		"p/sub/base.yml":         "services:\n  tm:\n    image: flink:2.0\n    volumes: ['./conf:/opt/flink/conf']\n",
		"p/prod.yml":             "services:\n  tm:\n    environment:\n      FLINK_PROPERTIES: 'c: 3'\n",
	}
	built := "image=own official=true version=0.0 clue=1.18.1"
	copied := " mount=img/c.yaml:/opt/flink/conf/flink-conf.yaml:root"
	tests := map[string]string{
		"p/compose.yml": "jm roles=[JobManager] " + built + copied + " a=1@FLINK_PROPERTIES b=2g@FLINK_PROPERTIES\n" +
			"tm roles=[TaskManager] " + built + copied + " limit=3072 taskmanager.memory.process.size=2g@FLINK_PROPERTIES\n" +
			"far roles=[TaskManager] image=flink:2.0 official=true version=2.0 mount=sub/conf:/opt/flink/conf",
		"p/compose.override.yml": "",
		"p/prod.yml":             "tm roles=[TaskManager] image=own official=false version=0.0 c=3@FLINK_PROPERTIES",
	}
	for name, want := range tests {
		workloads, d := project(t, files, name)
		var got []string
		for _, w := range workloads {
			got = append(got, composeSummary(w))
		}
		if s := strings.Join(got, "\n"); s != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, s, want)
		}
		if name == "p/compose.yml" {
			for _, ref := range []string{".env", "compose.override.yml", "img/Dockerfile", "jm.env", "sub/base.yml"} {
				if !strings.Contains(" "+strings.Join(d.References, " ")+" ", " "+ref+" ") {
					t.Errorf("%s is no reference of %v", ref, d.References)
				}
			}
		}
	}
}

func TestComposeEdits(t *testing.T) {
	const text = "services:\n  x:\n    image: flink:1.20\n    command: taskmanager\n    environment:\n      FLINK_PROPERTIES: |\n        a.b: 1\n        c: 2\n        d: ${D:-3}\n"
	workloads, d := project(t, map[string]string{"compose.yml": text}, "compose.yml")
	part := readProperties(workloads[0].Properties, flink.MustVersion("1.18"))
	if len(part.Options) != 3 {
		t.Fatalf("%d options", len(part.Options))
	}
	if e, ok := d.SetValue(part.Options[1], "4g"); !ok || d.slice(e.Span) != "2" {
		t.Errorf("SetValue: %v %v", e, ok)
	}
	if e, ok := d.DeleteEntry(part.Options[1]); !ok || d.slice(e.Span) != "        c: 2\n" {
		t.Errorf("DeleteEntry: %v %v", e, ok)
	}
	if _, ok := d.SetValue(part.Options[2], "4g"); ok {
		t.Error("a variable was overwritten")
	}
	workloads, d = project(t, map[string]string{"compose.yml": strings.Replace(text, "|\n        a.b: 1\n        c: 2\n        d: ${D:-3}", `"a.b: 1\nc: 2"`, 1)}, "compose.yml")
	part = readProperties(workloads[0].Properties, flink.MustVersion("1.18"))
	if e, ok := d.SetValue(part.Options[1], "4g"); !ok || d.slice(e.Span) != "2" {
		t.Errorf("SetValue in quotes: %v %v", e, ok)
	}
	if e, ok := d.DeleteEntry(part.Options[1]); !ok || d.slice(e.Span) != `\nc: 2` {
		t.Errorf("DeleteEntry in quotes: %v %q", ok, d.slice(e.Span))
	}
}

func TestParseComposeSize(t *testing.T) {
	for text, want := range map[string]flink.Size{
		"1024": 1024, "1b": 1, "2k": 2048, "2kb": 2048, "1.5g": 3 << 29, "2GiB": 2 << 30, "3 MB": 3 << 20, "1t": 1 << 40, "0": 0,
		"": -1, "g": -1, "1x": -1, "1bb": -1, "1.2.3m": -1, "-1m": -1, "99999999999999g": -1,
	} {
		got, ok := parseComposeSize(text)
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("%q is %d, %v; want %d", text, got, ok, want)
		}
	}
}

func FuzzCompose(f *testing.F) {
	f.Add("services:\n  x:\n    image: flink:${V:-1.20}\n    command: taskmanager -Da=b\n    environment:\n      - FLINK_PROPERTIES=a: ${B:-1}\n    volumes: [./a:/opt/flink/conf:ro]\n")
	f.Add("x: &a {image: flink}\nservices: {x: {<<: *a, extends: {service: x}, env_file: .env, configs: [c]}}\nconfigs: {c: {content: 'a: $$x'}}\n")
	f.Add("services:\n  x:\n    image: flink:1.20\n   y: *z\n\ta: [b\n")
	f.Add("services:\n  tm:\n    build: .\n    environment:\n      FLINK_PROPERTIES: >-\n        a: 1\n\n        b: $B ${C\n")
	f.Fuzz(func(t *testing.T, text string) {
		d := Read("compose.yml", []byte(text), Compose)
		ws := WorkloadsOf(d, func(file string) *Document {
			if file == ".env" {
				return Read(".env", []byte(text), Dotenv)
			}
			if strings.HasSuffix(file, "Dockerfile") {
				return Read("Dockerfile", []byte(text), Dockerfile)
			}
			return nil
		})
		for _, w := range append(ws, d.Workloads...) {
			checkWorkload(t, w)
		}
		for _, p := range d.Parts {
			for _, problem := range p.Problems {
				checkWithin(t, d, problem.Place.Key, problem.Place.Value, problem.Place.Entry)
			}
		}
	})
}

// checkWorkload checks that all places of a workload are in their files, and that what is exact re-decodes.
func checkWorkload(t *testing.T, w *Workload) {
	t.Helper()
	places := []Place{w.Anchor, w.Override, w.Image.Place}
	for _, m := range append(w.Mounts, w.Image.Files...) {
		places = append(places, m.Place)
	}
	for _, l := range []*MemoryLimit{w.Limit, w.Request} {
		if l != nil {
			places = append(places, l.Place)
		}
	}
	parts := append(append([]*Part{}, w.Parts...), w.Image.Appended...)
	for _, env := range []*EnvText{w.Properties, w.Image.Properties} {
		if env != nil {
			places = append(places, env.Place)
			parts = append(parts, readProperties(env, flink.MustVersion("1.18")), readProperties(env, flink.MustVersion("2.0")))
		}
	}
	for _, p := range parts {
		for _, o := range p.Options {
			places = append(places, o.Place)
			if o.Exact && o.Place.Document.slice(o.Place.Value) != o.Value {
				t.Errorf("%q is said to stand at %q", o.Value, o.Place.Document.slice(o.Place.Value))
			}
			if o.Place.Document != nil {
				o.Place.Document.SetValue(o, "1g")
				o.Place.Document.RenameKey(o, "a.b")
				o.Place.Document.DeleteEntry(o)
			}
		}
		for _, q := range p.Problems {
			places = append(places, q.Place)
		}
		for at := 0; at <= len(p.Document.Bytes); at++ {
			if s, ok := p.SlotAt(at); ok && (!s.Typed.Contains(at) || s.Typed.Start < 0 || s.Typed.End > len(p.Document.Bytes)) {
				t.Errorf("at %d of %d bytes, %v is typed", at, len(p.Document.Bytes), s.Typed)
			}
		}
	}
	for _, p := range places {
		for _, s := range []Span{p.Key, p.Value, p.Entry} {
			if p.Document != nil && (s.Start < 0 || s.End < s.Start || s.End > len(p.Document.Bytes)) {
				t.Errorf("a span of %v in %d bytes", s, len(p.Document.Bytes))
			}
		}
	}
}
