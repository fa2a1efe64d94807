package lsp

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/lint"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// drawing is what a client reads of flinkmem-lint/memory.
type drawing struct {
	Version   *int32
	Flink     []struct{ Version, From string }
	Known     []string
	FailLevel string
	Places    []struct {
		Flink       *struct{ Version, From string }
		Title, Note string
		Refusal     bool
		Processes   []struct {
			Role          string
			OK            *bool
			Line          *uint32
			Totals, Parts []struct {
				Name, Label, Size, Origin string
				Bytes                     int64
				Percent                   float64
				Keys                      []string
			}
			Problems []struct {
				Code, Message string
				Keys          []string
				Sum           *struct {
					Limit float64
					Over  string
					Parts []struct {
						Name string
						Bad  bool
					}
				}
			}
			Options map[string]struct {
				URI          string
				Range, Value protocol.Range
			}
		}
	}
	Text, SVG string
}

func (c *client) memory(uri string, render bool) *drawing {
	c.t.Helper()
	var d *drawing
	c.request("flinkmem-lint/memory", map[string]any{"textDocument": map[string]any{"uri": uri}, "render": render}, &d)
	return d
}

// under is the text of a range.
func (c *client) under(uri string, r protocol.Range) string {
	m := newMapper([]byte(c.text[uri]), utf16Units)
	s := m.spanOf(r)
	return c.text[uri][s.Start:s.End]
}

func TestMemoryRequest(t *testing.T) {
	c := connect(t, capabilities, folder(t))
	uri := c.open("untitled:Untitled-1", "# é😀\ntaskmanager.memory.process.size: 1728m\ntaskmanager.memory.managed.fraction: 0.5\n")
	d := c.memory(uri, true)
	if d == nil || len(d.Places) != 1 || len(d.Places[0].Processes) != 1 || *d.Version != 1 || d.FailLevel != "error" {
		t.Fatalf("got %+v", d)
	}
	p := d.Places[0].Processes[0]
	if p.Role != "TaskManager" || !*p.OK || *p.Line != 1 {
		t.Errorf("got %+v", p)
	}
	sum := int64(0)
	for _, part := range p.Parts {
		sum += part.Bytes
		if part.Name == "managed" {
			if part.Size != "640 MiB" || part.Bytes != 640<<20 || !strings.Contains(part.Origin, "managed.fraction, line 3") || len(part.Keys) != 1 {
				t.Errorf("managed memory: %+v", part)
			} else if o, ok := p.Options[part.Keys[0]]; !ok || o.URI != uri || c.under(uri, o.Value) != "0.5" || c.under(uri, o.Range) != "taskmanager.memory.managed.fraction: 0.5" {
				t.Errorf("managed memory is at %+v", o)
			}
		}
	}
	if total := p.Totals[0]; total.Name != "totalProcess" || total.Bytes != sum || total.Percent != 100 {
		t.Errorf("the parts are %d bytes, the total is %+v", sum, total)
	}
	if !strings.Contains(d.Text, "managed memory") || !strings.HasPrefix(d.SVG, "<svg ") {
		t.Errorf("text %q, SVG %q", d.Text, d.SVG)
	}
	if d := c.memory(uri, false); d.Text != "" || d.SVG != "" {
		t.Error("rendered, although nobody asked")
	}
	if !slices.Contains(d.Known, d.Flink[0].Version) || d.Flink[0].From != "assumed" || d.Known[len(d.Known)-1] != "1.10" {
		t.Errorf("versions %v of %v", d.Flink, d.Known)
	}

	c.edit(uri, "taskmanager.memory.process.size: 8g\ntaskmanager.memory.flink.size: 4g\n")
	d = c.memory(uri, false)
	p = d.Places[0].Processes[0]
	if *d.Version != 2 || *p.OK || len(p.Problems) != 1 || p.Problems[0].Code != "overhead-out-of-range" || p.Problems[0].Sum == nil {
		t.Fatalf("after the edit: %+v", p)
	}
	if parts := p.Problems[0].Sum.Parts; !parts[len(parts)-1].Bad || parts[len(parts)-1].Name != "overhead" {
		t.Errorf("what is refused is not marked: %+v", parts)
	}
	for _, key := range p.Problems[0].Keys {
		if !strings.HasPrefix(c.under(uri, p.Options[key].Range), key) {
			t.Errorf("%s is at %+v", key, p.Options[key])
		}
	}

	c.edit(uri, "hello: world\n")
	if d := c.memory(uri, false); d != nil {
		t.Errorf("nothing of Flink's: %+v", d)
	}
}

// A ConfigMap alone shows the memory of the Deployment that mounts it, and says where each option is.
func TestMemoryRequestAcrossFiles(t *testing.T) {
	root := folder(t, "deployment.yaml", `apiVersion: apps/v1
kind: Deployment
metadata: {name: tm}
spec:
  template:
    spec:
      containers:
      - name: tm
        image: flink:1.18
        args: [taskmanager]
        volumeMounts: [{name: conf, mountPath: /opt/flink/conf}]
      volumes: [{name: conf, configMap: {name: conf}}]
`, "conf.yaml", `apiVersion: v1
kind: ConfigMap
metadata: {name: conf}
data:
  flink-conf.yaml: |
    taskmanager.memory.process.size: 2g
`, "other.yaml", "a: b\n")
	c := connect(t, capabilities, root)
	conf, deployment := uriOf(filepath.Join(root, "conf.yaml")), uriOf(filepath.Join(root, "deployment.yaml"))
	for _, uri := range []string{conf, deployment} {
		d := c.memory(uri, false)
		if d == nil || len(d.Places) != 1 || len(d.Places[0].Processes) != 1 || d.Version != nil || d.Flink[0].Version != "1.18" || d.Flink[0].From != "image" {
			t.Fatalf("%s: %+v", uri, d)
		}
		p := d.Places[0].Processes[0]
		if place := d.Places[0]; place.Flink == nil || *place.Flink != d.Flink[0] || place.Title != "deployment.yaml tm" {
			t.Errorf("%s: the place is %+v", uri, place)
		}
		if o := p.Options["taskmanager.memory.process.size"]; o.URI != conf || o.Range.Start.Line != 5 {
			t.Errorf("%s: the option is at %+v", uri, o)
		}
		if (p.Line != nil) != (uri == deployment) {
			t.Errorf("%s: the process is on line %v", uri, p.Line)
		}
	}
	if d := c.memory(uriOf(filepath.Join(root, "other.yaml")), false); d != nil {
		t.Errorf("a file of others: %+v", d)
	}
}

func TestMemoryRequestOfWhatDoesNotLoad(t *testing.T) {
	c := connect(t, capabilities, folder(t))
	uri := c.open("/elsewhere/config.yaml", "taskmanager.memory.process.size: 1g\ntaskmanager.memory.process.size: 1g\n")
	d := c.memory(uri, true)
	if d == nil || len(d.Places) != 1 || !d.Places[0].Refusal || !strings.Contains(d.Places[0].Note, "written twice") || len(d.Places[0].Processes) != 0 {
		t.Errorf("got %+v", d)
	}
}

func TestSettingsByTheNamesOfTheFile(t *testing.T) {
	operator := "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata: {name: a}\nspec:\n  flinkVersion: v1_18\n" +
		"  flinkConfiguration: {taskmanager.memory.process.size: 2g}\n"
	root := folder(t, "conf/flink-conf.yaml", twice, "old/flink-conf.yaml", twice, "operator.yaml", operator, ".flinkmem-lint.toml", "fail-level = \"warning\"\nflink-version = \"1.19\"\n")
	conf, old, deployment := uriOf(filepath.Join(root, "conf", "flink-conf.yaml")), uriOf(filepath.Join(root, "old", "flink-conf.yaml")), uriOf(filepath.Join(root, "operator.yaml"))
	c := connect(t, capabilities, root)
	before := c.lint()
	if before[conf].Diagnostics == nil || before[old].Diagnostics == nil {
		t.Fatalf("nothing to set: %+v", before)
	}
	if d := c.memory(conf, false); d.FailLevel != "warning" || d.Flink[0].Version != "1.19" || d.Flink[0].From != "config" {
		t.Errorf("the file's: %+v", d)
	}
	rule := before[conf].Diagnostics[0].Code
	c.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"flinkmem-lint": map[string]any{
		"flink-version": "1.17", "fail-level": "info", "exclude": []string{"old"}, "rules": map[string]any{rule: "off"}, "server": map[string]any{"path": ""},
	}}})
	after := c.lint()
	if p, ok := after[conf]; !ok || strings.Contains(codes(p.Diagnostics), rule) {
		t.Errorf("%s is still on: %+v", rule, p)
	}
	if p, ok := after[old]; !ok || len(p.Diagnostics) != 0 {
		t.Errorf("the excluded folder has %+v", p)
	}
	if d := c.memory(conf, false); d.FailLevel != "info" || d.Flink[0].Version != "1.17" || d.Flink[0].From != "config" {
		t.Errorf("set: %+v", d)
	}
	if d := c.memory(deployment, false); d.Flink[0].Version != "1.18" || d.Flink[0].From != "flinkVersion" {
		t.Errorf("a file that says its version: %+v", d)
	}
	for range 2 {
		c.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"flinkmem-lint": map[string]any{"rules": map[string]any{"no-such-rule": "off"}}}})
		c.lint()
	}
	if n := strings.Count(c.log.String(), `there is no rule "no-such-rule"`); n != 1 {
		t.Errorf("a mistake is told %d times:\n%s", n, c.log)
	}
}

// A client that draws learns that files and settings have changed; one that did not ask hears nothing.
func TestChanged(t *testing.T) {
	for _, offered := range []string{`{"experimental": {"flinkmem-lint": {"changed": true}}}`,
		`{"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}, "experimental": {"flinkmem-lint": {"changed": true}}}`} {
		root := folder(t, "flink-conf.yaml", twice)
		c := connect(t, offered, root)
		c.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": uriOf(filepath.Join(root, "flink-conf.yaml")), "type": 2}}})
		c.settle()
		c.clock.pass(debounce)
		c.awaitMethod("flinkmem-lint/changed")
	}
	c := connect(t, `{}`, folder(t, "flink-conf.yaml", twice))
	c.lint()
	c.settle()
	if i := slices.IndexFunc(c.kept, func(m *message) bool { return m.Method == "flinkmem-lint/changed" }); i >= 0 {
		t.Error("told, although nobody asked")
	}
}

func TestHoverPicture(t *testing.T) {
	text, where := at(t, "taskmanager.memory.process.size: 4^g\n")
	for offered, want := range map[string]bool{`{"experimental": {"flinkmem-lint": {"hoverPictures": true}}}`: true, `{}`: false} {
		c := connect(t, offered, folder(t))
		got := c.hover(c.open("untitled:flink-conf.yaml", text), where)
		if strings.Contains(got, "![TaskManager](data:image/svg+xml;base64,") != want || !strings.Contains(got, "managed memory") {
			t.Errorf("%s: %s", offered, got)
		}
	}
}

func TestRulePages(t *testing.T) {
	c := connect(t, capabilities, folder(t))
	var all []struct{ ID, Severity, Title string }
	c.request("flinkmem-lint/rules", nil, &all)
	if len(all) < 50 {
		t.Fatalf("%d rules", len(all))
	}
	for _, r := range all {
		var page string
		c.request("flinkmem-lint/rule", map[string]any{"id": r.ID}, &page)
		if !strings.HasPrefix(page, "# "+r.ID+"\n") || !strings.Contains(page, "## Good") || r.Title == "" {
			t.Errorf("the page of %s: %s", r.ID, page)
		}
		if _, err := lint.ParseSeverity(r.Severity); err != nil {
			t.Error(err)
		}
	}
	if e := c.refused("flinkmem-lint/rule", map[string]any{"id": "none"}); !strings.Contains(e.Message, `"none"`) {
		t.Errorf("got %+v", e)
	}
}

// What the server offers as a new configuration file changes nothing, and is one that it can read.
func TestConfigTemplate(t *testing.T) {
	root := folder(t, "flink-conf.yaml", twice)
	c := connect(t, capabilities, root)
	uri := uriOf(filepath.Join(root, "flink-conf.yaml"))
	before := c.lint()[uri].Diagnostics
	var answer struct{ Name, Text string }
	c.request("flinkmem-lint/configTemplate", nil, &answer)
	if answer.Name != lint.ConfigName || len(before) == 0 {
		t.Fatalf("got %+v", answer)
	}
	name := filepath.Join(root, answer.Name)
	if err := os.WriteFile(name, []byte(answer.Text), 0o666); err != nil {
		t.Fatal(err)
	}
	c.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": uriOf(name), "type": 1}}})
	if after := c.lint(); len(after) != 0 {
		t.Errorf("published anew: %+v", after)
	}
}
