package source

import (
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// propertiesOf reads a text as the FLINK_PROPERTIES of a version.
func propertiesOf(text, version string) (*Document, *Part) {
	d := &Document{Path: "env", Bytes: []byte(text), Lines: NewLines([]byte(text))}
	env := &EnvText{Text: fileText(d), Environment: map[string]string{"SIZE": "2g"}}
	return d, readProperties(env, flink.MustVersion(version))
}

// The values from 1.19 on follow from what docker-entrypoint.sh does to each line, and from what Flink's BashJavaUtils
// (1.20) answered for the kinds of mistakes here.
func TestReadProperties(t *testing.T) {
	tests := []struct {
		text      string
		old, new  string // "key=value" of all options up to 1.18 and from 1.19 on, joined with "; "
		oldP, nwP string // codes of problems
	}{
		{"a.b: 4096 mb\n", "a.b=4096 mb", "a.b=4096mb", "", ""},
		{"a.b:2g", "", "a.b=2g", "missing-space", ""},
		{"a.b: 0.3 # why", "a.b=0.3", "a.b=0.3#why", "", "comment-kept"},
		{"a.b: # why", "", "a.b=#why", "no-value", "comment-kept"},
		{"# c: x\na.b: 1\n\n", "a.b=1", "a.b=1", "", ""},
		{"env.java.opts.all: -Xss2m -XX:+UseG1GC", "env.java.opts.all=-Xss2m -XX:+UseG1GC", "env.java.opts.all=-Xss2m-XX:+UseG1GC", "", "flags-joined"},
		{"a.b=1", "", "a.b=1=", "equals-sign", "equals-sign"},
		{`a.b: "2g"`, `a.b="2g"`, `a.b="2g"`, "quoted-value", "quoted-value"},
		{"trail: x:", "trail=x:", "trail=x", "", ""},
		{"trail: x::", "trail=x::", "trail=x::", "", ""},
		{"a.b: $SIZE", "a.b=2g", "a.b=2g", "", ""},
		{"a.b: ${SIZE}b", "a.b=2gb", "a.b=2gb", "", ""},
		{"a.b: ${OTHER}", "a.b=?${OTHER}", "a.b=?${OTHER}", "", ""},
		{"a.b: $1 ${x-y}", "a.b=$1 ${x-y}", "a.b=$1${x-y}", "", ""},
		{"nothing", "", "", "not-an-option", "not-an-option"},
		{": x", "", "", "no-key", "no-key"},
		{"- a.b: 1", "- a.b=1", "-a.b=1", "list-item", "list-item"},
		{"a: 1\r\nb: 2\r\n", "a=1; b=2", "a=1; b=2", "", ""},
		{"a.b: 1|taskmanager.memory.process.size: 2g", "a.b=1|taskmanager.memory.process.size: 2g", "a.b=1|taskmanager.memory.process.size:2g", "glued-lines", "glued-lines"},
		{"taskmanager:\n  memory:\n    process:\n      size: 2g", "size=2g", "taskmanager=; memory=; process=; size=2g",
			"nested-block nested-block nested-block nested-entry", "nested-block nested-block nested-block nested-entry key-hides-others!"},
		{"env.java.opts: -Xss2m", "env.java.opts=-Xss2m", "env.java.opts=-Xss2m", "", "key-hides-others!"},
		{"state.backend: rocksdb\nstate.backend.incremental: true", "state.backend=rocksdb; state.backend.incremental=true", "state.backend=rocksdb; state.backend.incremental=true", "", "key-hides-others"},
	}
	for _, tt := range tests {
		for version, want := range map[string][2]string{"1.18": {tt.old, tt.oldP}, "1.19": {tt.new, tt.nwP}, "2.2": {tt.new, tt.nwP}} {
			_, part := propertiesOf(tt.text, version)
			var options, problems []string
			for _, o := range part.Options {
				value := o.Value
				if o.State == Unknown {
					value = "?" + value
				}
				if o.Layer != LayerProperties {
					t.Errorf("%q: layer %q", tt.text, o.Layer)
				}
				options = append(options, o.Key+"="+value)
			}
			for _, p := range part.Problems {
				code := string(p.Code)
				if p.Fatal {
					code += "!"
				}
				problems = append(problems, code)
			}
			if got := strings.Join(options, "; "); got != want[0] {
				t.Errorf("%s: options of %q:\ngot  %s\nwant %s", version, tt.text, got, want[0])
			}
			if got := strings.Join(problems, " "); got != want[1] {
				t.Errorf("%s: problems of %q:\ngot  %s\nwant %s", version, tt.text, got, want[1])
			}
		}
	}
}

func TestReadPropertiesPlaces(t *testing.T) {
	d, part := propertiesOf("  a.b:  4096m\nc=1\nd: 1 mb\n", "1.20")
	want := [][4]string{{"a.b", "4096m", "a.b:  4096m", "exact"}, {"c", "1", "c=1", ""}, {"d", "1 mb", "d: 1 mb", ""}}
	if len(part.Options) != len(want) {
		t.Fatalf("%d options, want %d", len(part.Options), len(want))
	}
	for i, o := range part.Options {
		got := [4]string{d.slice(o.Place.Key), d.slice(o.Place.Value), d.slice(o.Place.Entry), ""}
		if o.Exact {
			got[3] = "exact"
		}
		if got != want[i] {
			t.Errorf("option %d: %q, want %q", i, got, want[i])
		}
	}
	o := part.Options[0]
	if e, ok := d.SetValue(o, "5g"); !ok || e.NewText != "5g" || d.slice(e.Span) != "4096m" {
		t.Errorf("SetValue: %v %v", e, ok)
	}
	if e, ok := d.DeleteEntry(o); !ok || d.slice(e.Span) != "  a.b:  4096m\n" {
		t.Errorf("DeleteEntry: %v %v", e, ok)
	}
	if _, ok := d.SetValue(o, "a:b#"); ok {
		t.Error("a value that would need quotes was written")
	}
}

func TestAppendedToLastLine(t *testing.T) {
	complete := "jobmanager.rpc.address: a\nblob.server.port: 1\nquery.server.port: 2\n"
	tests := []struct {
		file, env string
		slots     bool
		want      string // the last option's value, "" where nothing is glued
		lost      bool
	}{
		{complete + "x: 1g", "y: 2\n", false, "1gy: 2", true},
		{complete + "x: 1g\n", "y: 2\n", false, "", false},
		{complete + "x: 1g", "", false, "", false},
		{complete + "x: 1g", "\ny: 2", false, "", false},
		{complete + "x: 1g", "y: 2\n", true, "1gtaskmanager.numberOfTaskSlots:", false},
		{"blob.server.port: 1\nx: 1g", "y: 2\n", false, "1gjobmanager.rpc.address:", false},
		{complete + "x: 1g # so", "y: 2\n", false, "", false},
		{complete + "x: 1g\n# so", "y: 2\n", false, "", false},
	}
	for _, tt := range tests {
		d := Read("flink-conf.yaml", []byte(tt.file), FlinkConf)
		e := &Document{Path: "env", Bytes: []byte(tt.env), Lines: NewLines([]byte(tt.env))}
		last, lost, ok := appendedToLastLine(d.Parts[0], &EnvText{Text: fileText(e)}, tt.slots)
		if ok != (tt.want != "") || last.Value != tt.want || lost != tt.lost {
			t.Errorf("%q + %q: %q, lost %v, ok %v; want %q, lost %v", tt.file, tt.env, last.Value, lost, ok, tt.want, tt.lost)
		}
	}
}

func TestImageDefaults(t *testing.T) {
	tests := []struct {
		version string
		role    flink.Role
		want    string
	}{
		{"1.9", flink.JobManager, ""},
		{"1.10", flink.JobManager, "jobmanager.heap.size=1024m"},
		{"1.11", flink.JobManager, "jobmanager.memory.process.size=1600m"},
		{"1.12", flink.TaskManager, "taskmanager.memory.process.size=1728m taskmanager.numberOfTaskSlots=?1"},
		{"1.20.3", flink.TaskManager, "taskmanager.memory.process.size=1728m taskmanager.numberOfTaskSlots=1"},
		{"2.3", flink.JobManager, "jobmanager.memory.process.size=1600m"},
	}
	for _, tt := range tests {
		var got []string
		for _, o := range imageDefaults(flink.MustVersion(tt.version), tt.role) {
			value := o.Value
			if o.State == Unknown {
				value = "?" + value
			}
			got = append(got, o.Key+"="+value)
			if o.Layer != LayerImage || !o.Place.IsZero() {
				t.Errorf("%s: layer %q, place %v", o.Key, o.Layer, o.Place)
			}
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s %v: %s, want %s", tt.version, tt.role, s, tt.want)
		}
	}
}
