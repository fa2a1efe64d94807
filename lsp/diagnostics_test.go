package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
	"github.com/flinkmem/flinkmem-lint/rules"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// reported is what `check --format json` prints for a folder: one line for each finding, by file.
func reported(t *testing.T, root string) map[string][]string {
	t.Helper()
	result, err := lint.Run(context.Background(), lint.Options{Rules: rules.All, Dir: root})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := report.JSON(&out, result, ""); err != nil {
		t.Fatal(err)
	}
	type position struct{ Line, Column int }
	var parsed struct {
		Findings []struct {
			Rule, Severity, Message, File string
			Start, End                    position
		}
	}
	if err := json.Unmarshal(out.Bytes(), &parsed); err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, f := range parsed.Findings {
		all[f.File] = append(all[f.File], fmt.Sprintf("%d:%d-%d:%d %s %s", f.Start.Line, f.Start.Column, f.End.Line, f.End.Column, f.Severity, f.Rule))
	}
	return all
}

const twice = "taskmanager.memory.process.size: 8g\ntaskmanager.memory.flink.size: 4g\n"

func TestDiagnostic(t *testing.T) {
	root := folder(t, "conf/flink-conf.yaml", twice)
	name := filepath.Join(root, "conf", "flink-conf.yaml")
	c := connect(t, capabilities, root)
	uri := c.open(name, twice)
	p := c.lint()[uri]
	if p.Version == nil || *p.Version != 1 || len(p.Diagnostics) == 0 {
		t.Fatalf("got %+v", p)
	}
	d := p.Diagnostics[0]
	if d.Source != "flinkmem-lint" || d.CodeDescription == nil ||
		d.CodeDescription.HRef != "https://github.com/flinkmem/flinkmem-lint/blob/main/docs/rules/"+d.Code+".md" {
		t.Errorf("got %+v", d)
	}
	if _, err := os.Stat("../docs/rules/" + d.Code + ".md"); err != nil {
		t.Error(err)
	}
	if len(d.RelatedInformation) == 0 || d.RelatedInformation[0].Location.URI != uri {
		t.Errorf("related: %+v", d.RelatedInformation)
	}
	if !strings.Contains(d.Message, "\n") {
		t.Errorf("the message has no sum: %s", d.Message)
	}
	c = connect(t, "{}", root)
	if d := c.lint()[uri].Diagnostics[0]; d.CodeDescription != nil || d.RelatedInformation != nil || d.Tags != nil {
		t.Errorf("the client knows nothing of that: %+v", d)
	}
}

// A place that the terminal underlines without a word is named by its line.
func TestRelatedPlaceWithoutALabel(t *testing.T) {
	root := folder(t, "k8s/conf.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: flink-config}\ndata:\n  flink-conf.yaml: |\n"+
		"  taskmanager.memory.process.size: 3g\n    taskmanager.numberOfTaskSlots: 2\n")
	c := connect(t, capabilities, root)
	d := c.lint()[uriOf(filepath.Join(root, "k8s", "conf.yaml"))].Diagnostics
	if len(d) != 1 || len(d[0].RelatedInformation) != 1 || d[0].RelatedInformation[0].Message != "line 6" {
		t.Errorf("got %+v", d)
	}
}

// What is deprecated is struck through, and what has no effect greyed out.
func TestTags(t *testing.T) {
	c := connect(t, capabilities, folder(t, "conf/flink-conf.yaml", "taskmanager.heap.size: 1g\ntaskmanager.memory.process.size: 2g\ntaskmanager.memory.process.size: 4g\n"))
	got := map[string][]int{}
	for _, p := range c.lint() {
		for _, d := range p.Diagnostics {
			got[d.Code] = d.Tags
		}
	}
	for code, want := range map[string][]int{"deprecated-option": {2}, "duplicate-option": {1}} {
		if tags, ok := got[code]; !ok || !slices.Equal(tags, want) {
			t.Errorf("%s has the tags %v, want %v", code, tags, want)
		}
	}
}

func TestEditing(t *testing.T) {
	root := folder(t, "conf/flink-conf.yaml", twice)
	c := connect(t, capabilities, root)
	name := filepath.Join(root, "conf", "flink-conf.yaml")
	uri := c.open(name, twice)
	first := codes(c.lint()[uri].Diagnostics)
	if first == "" {
		t.Fatal("nothing to mend")
	}
	c.edit(uri, "taskmanager.memory.process.size: 4g\n")
	c.settle()
	c.edit(uri, "taskmanager.memory.process.size: 8g\n")
	p := c.lint()[uri]
	if *p.Version != 3 || len(p.Diagnostics) != 0 {
		t.Errorf("after the edits: version %d: %s", *p.Version, codes(p.Diagnostics))
	}
	c.edit(uri, "")
	c.edit(uri, "taskmanager.memory.process.size: 1x\n")
	if p := c.lint()[uri]; !strings.Contains(codes(p.Diagnostics), "invalid-memory-size") {
		t.Errorf("a bad size: %s", codes(p.Diagnostics))
	}
	c.close(uri)
	if p := c.lint()[uri]; p.Version != nil || codes(p.Diagnostics) != first {
		t.Errorf("closed, so the disk counts: %+v", p)
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	c.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": uri, "type": 3}}})
	if p, ok := c.lint()[uri]; !ok || len(p.Diagnostics) != 0 {
		t.Errorf("the file is gone: %+v", p)
	}
}

func TestIncrementalChangesOfAClientThatSendsThem(t *testing.T) {
	c := connect(t, capabilities)
	uri := c.open("untitled:Untitled-1", "# äö😀\ntaskmanager.memory.process.size: 8g\ntaskmanager.memory.flink.size: 4g\n")
	if p := c.lint()[uri]; len(p.Diagnostics) == 0 {
		t.Fatal("an untitled document is not linted")
	}
	c.version[uri]++
	at := func(line, from, to uint32) protocol.Range {
		return protocol.Range{Start: protocol.Position{Line: line, Character: from}, End: protocol.Position{Line: line, Character: to}}
	}
	c.notify("textDocument/didChange", map[string]any{
		"textDocument": map[string]any{"uri": uri, "version": 2}, "contentChanges": []any{
			map[string]any{"range": at(0, 4, 6), "text": "smile"}, // the surrogate pair
			map[string]any{"range": protocol.Range{Start: protocol.Position{Line: 2}, End: protocol.Position{Line: 99, Character: 99}}, "text": ""},
		},
	})
	if p := c.lint()[uri]; *p.Version != 2 || len(p.Diagnostics) != 0 {
		t.Errorf("got %+v", p)
	}
}

const (
	deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: tm}
spec:
  template:
    spec:
      containers:
      - name: tm
        image: flink:1.17
        args: [taskmanager]
        resources: {limits: {memory: 2Gi}}
        volumeMounts: [{name: conf, mountPath: /opt/flink/conf}]
      volumes: [{name: conf, configMap: {name: conf}}]
`
	configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata:\n  flink-conf.yaml: |\n    taskmanager.memory.process.size: "
)

func TestAnEditChangesTheDiagnosticsOfOtherFiles(t *testing.T) {
	root := folder(t, "k8s/deployment.yaml", deployment, "k8s/conf.yaml", configMap+"2g\n")
	c := connect(t, capabilities, root)
	tm := c.open(filepath.Join(root, "k8s", "deployment.yaml"), deployment)
	conf := c.open(filepath.Join(root, "k8s", "conf.yaml"), configMap+"2g\n")
	all := c.lint()
	if strings.Contains(codes(all[tm].Diagnostics)+codes(all[conf].Diagnostics), "container-limit-below-process") {
		t.Fatalf("2g fit: %+v", all)
	}
	c.edit(conf, configMap+"3g\n")
	all = c.lint()
	var found *diagnostic
	at := ""
	for _, uri := range []string{tm, conf} {
		for i, d := range all[uri].Diagnostics {
			if d.Code == "container-limit-below-process" {
				found, at = &all[uri].Diagnostics[i], uri
			}
		}
	}
	if found == nil {
		t.Fatalf("3g do not fit: %+v", all)
	}
	if !slices.ContainsFunc(found.RelatedInformation, func(r protocol.DiagnosticRelatedInformation) bool {
		return r.Location.URI == tm || r.Location.URI == conf
	}) {
		t.Errorf("related: %+v", found.RelatedInformation)
	}
	c.edit(tm, strings.Replace(deployment, "2Gi", "4Gi", 1)) // the other end
	all = c.lint()
	for uri, p := range all {
		if strings.Contains(codes(p.Diagnostics), "container-limit-below-process") {
			t.Errorf("%s: 3g fit into 4Gi", uri)
		}
	}
	if _, ok := all[at]; !ok {
		t.Error("the diagnostic was not taken back")
	}
}

func TestConfiguration(t *testing.T) {
	root := folder(t, "conf/flink-conf.yaml", twice, ".flinkmem-lint.toml", "[rules]\njvm-overhead-out-of-range = \"off\"\n")
	uri := uriOf(filepath.Join(root, "conf", "flink-conf.yaml"))
	c := connect(t, capabilities, root)
	all := c.lint()
	if strings.Contains(codes(all[uri].Diagnostics), "jvm-overhead-out-of-range") {
		t.Fatal("the rule is off")
	}
	toml := c.open(filepath.Join(root, ".flinkmem-lint.toml"), "[rules]\njvm-overhead-out-of-range = \"off\"\n")
	c.lint()
	c.edit(toml, "[rules]\njvm-overhead-out-of-range = \"warning\"\n")
	if p := c.lint()[uri]; !strings.Contains(codes(p.Diagnostics), "jvm-overhead-out-of-range") {
		t.Errorf("the rule is on: %+v", p)
	}
	c.edit(toml, "[rules]\njvm-overhead-out-of-range = \"wrong\"\nno-rule = \"off\"\n")
	all = c.lint()
	if p, ok := all[uri]; ok {
		t.Errorf("the last good configuration counts: %+v", p)
	}
	p := all[toml]
	if len(p.Diagnostics) != 2 || *p.Version != 3 {
		t.Fatalf("mistakes: %+v", p)
	}
	if r := p.Diagnostics[0].Range; r.Start.Line != 1 || r.Start.Character != 28 || r.End.Character != 35 {
		t.Errorf("%s: %+v", p.Diagnostics[0].Message, r)
	}
	if r := p.Diagnostics[1].Range; r.Start.Line != 2 || r.Start.Character != 0 || r.End.Character != 7 {
		t.Errorf("%s: %+v", p.Diagnostics[1].Message, r)
	}
	c.edit(toml, "[rul")
	if p := c.lint()[toml]; len(p.Diagnostics) != 1 {
		t.Errorf("a broken file: %+v", p)
	}
	c.edit(toml, "")
	if p := c.lint()[toml]; len(p.Diagnostics) != 0 {
		t.Errorf("an empty file: %+v", p)
	}
}

func TestFilesOutsideTheWorkspace(t *testing.T) {
	root, other := folder(t, "conf/flink-conf.yaml", twice), folder(t, "conf/flink-conf.yaml", twice)
	c := connect(t, capabilities, root)
	if all := c.lint(); len(all) != 1 {
		t.Fatalf("got %+v", all)
	}
	uri := c.open(filepath.Join(other, "conf", "flink-conf.yaml"), twice)
	if p := c.lint()[uri]; len(p.Diagnostics) == 0 {
		t.Error("a file outside is not linted")
	}
	fresh := c.open(filepath.Join(other, "new", "flink-conf.yaml"), twice)
	if p := c.lint()[fresh]; len(p.Diagnostics) == 0 {
		t.Error("a file that is not on the disk is not linted")
	}
	c.close(uri)
	if p, ok := c.lint()[uri]; !ok || len(p.Diagnostics) != 0 {
		t.Errorf("closed: %+v", p)
	}
}

func TestFolders(t *testing.T) {
	one, two := folder(t, "conf/flink-conf.yaml", twice, "in/conf/flink-conf.yaml", twice), folder(t, "conf/flink-conf.yaml", twice)
	c := connect(t, capabilities, one, filepath.Join(one, "in"))
	all := c.lint()
	for uri, p := range all {
		if got := codes(p.Diagnostics); strings.Count(got, "jvm-overhead-out-of-range") != 1 {
			t.Errorf("%s: %s", uri, got)
		}
	}
	if len(all) != 2 {
		t.Errorf("got %d files", len(all))
	}
	change := func(added, removed string) map[string]published {
		event := map[string]any{"added": []any{}, "removed": []any{}}
		if added != "" {
			event["added"] = []any{map[string]any{"uri": uriOf(added), "name": "x"}}
		}
		if removed != "" {
			event["removed"] = []any{map[string]any{"uri": uriOf(removed), "name": "x"}}
		}
		c.notify("workspace/didChangeWorkspaceFolders", map[string]any{"event": event})
		return c.lint()
	}
	uri := uriOf(filepath.Join(two, "conf", "flink-conf.yaml"))
	if p := change(two, "")[uri]; len(p.Diagnostics) == 0 {
		t.Error("the added folder is not linted")
	}
	if p, ok := change("", two)[uri]; !ok || len(p.Diagnostics) != 0 {
		t.Error("the removed folder's diagnostics are still there")
	}
}

func TestPull(t *testing.T) {
	root := folder(t, "conf/flink-conf.yaml", twice)
	name := filepath.Join(root, "conf", "flink-conf.yaml")
	c := connect(t, `{"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}}`, root)
	uri := c.open(name, twice)
	c.settle()
	c.clock.pass(debounce)
	c.awaitMethod("workspace/diagnostic/refresh")
	type report struct {
		URI, Kind, ResultID string
		Version             *int32
		Items               []diagnostic
	}
	var got report
	c.request("textDocument/diagnostic", map[string]any{"textDocument": map[string]any{"uri": uri}}, &got)
	if got.Kind != "full" || len(got.Items) == 0 {
		t.Fatalf("got %+v", got)
	}
	var same report
	c.request("textDocument/diagnostic", map[string]any{"textDocument": map[string]any{"uri": uri}, "previousResultId": got.ResultID}, &same)
	if same.Kind != "unchanged" || same.Items != nil {
		t.Errorf("got %+v", same)
	}
	var all struct{ Items []report }
	c.edit(uri, "taskmanager.memory.process.size: 8g\n") // and the answer is already that of the new text
	c.request("workspace/diagnostic", map[string]any{"previousResultIds": []any{map[string]any{"uri": uri, "value": got.ResultID}}}, &all)
	if len(all.Items) != 1 || all.Items[0].URI != uri || *all.Items[0].Version != 2 || all.Items[0].Kind != "full" || len(all.Items[0].Items) != 0 {
		t.Errorf("got %+v", all)
	}
	c.settle()
	if c.clock.pass(debounce); slices.ContainsFunc(c.kept, func(m *message) bool { return m.Method == protocol.ServerTextDocumentPublishDiagnostics }) {
		t.Error("pushed to a client that pulls")
	}
}

func TestWatchedFiles(t *testing.T) {
	root := folder(t, "conf/flink-conf.yaml", twice, ".flinkmem-lint.toml", "")
	c := connect(t, `{"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}}`, root)
	if m := c.awaitMethod("client/registerCapability"); !strings.Contains(string(m.Params), "**/.flinkmem-lint.toml") || !strings.Contains(string(m.Params), "pom.xml") {
		t.Errorf("registered %s", m.Params)
	}
	c.open(filepath.Join(root, ".flinkmem-lint.toml"), "")
	c.lint()
	changed := func(name, text string, kind int) string {
		t.Helper()
		name = filepath.Join(root, filepath.FromSlash(name))
		var err error
		switch kind {
		case 3:
			err = os.Remove(name)
		default:
			err = errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, []byte(text), 0o666))
		}
		if err != nil {
			t.Fatal(err)
		}
		c.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": uriOf(name), "type": kind}}})
		all := c.lint()
		return codes(all[uriOf(filepath.Join(root, "conf", "flink-conf.yaml"))].Diagnostics) +
			codes(all[uriOf(filepath.Join(root, "new", "flink-conf.yaml"))].Diagnostics)
	}
	const code = "jvm-overhead-out-of-range"
	if got := changed("conf/flink-conf.yaml", "taskmanager.memory.process.size: 8g\n", 2); got != "" {
		t.Errorf("mended on the disk: %s", got)
	}
	if got := changed("new/flink-conf.yaml", twice, 1); got != code {
		t.Errorf("a new file: %q", got)
	}
	if got := changed(".gitignore", "", 1); got != "" {
		t.Errorf("nothing is published again: %q", got)
	}
	if got := changed("new/flink-conf.yaml", "", 3); got != "" {
		t.Errorf("gone: %q", got)
	}
}

// Who opens a file by another spelling of its URI is told of it by that one, also where another file's finding speaks of it.
func TestRelatedPlacesHaveTheClientsURI(t *testing.T) {
	root := folder(t, "k8s/deployment.yaml", deployment, "k8s/conf.yaml", configMap+"3g\n")
	c := connect(t, capabilities, root)
	tm := c.open(filepath.Join(root, "k8s", "deployment.yaml"), deployment)
	related := func() (uris []string) {
		for _, d := range c.lint()[tm].Diagnostics {
			for _, r := range d.RelatedInformation {
				uris = append(uris, r.Location.URI)
			}
		}
		return uris
	}
	conf := uriOf(filepath.Join(root, "k8s", "conf.yaml"))
	if got := related(); !slices.Contains(got, conf) {
		t.Fatalf("the related places are in %v, want %s", got, conf)
	}
	spelt := strings.Replace(conf, "conf.yaml", "con%66.yaml", 1)
	c.open(spelt, configMap+"3g\n")
	if got := related(); !slices.Contains(got, spelt) || slices.Contains(got, conf) {
		t.Errorf("opened: the related places are in %v, want %s", got, spelt)
	}
	c.close(spelt)
	if got := related(); !slices.Contains(got, conf) {
		t.Errorf("closed: the related places are in %v, want %s", got, conf)
	}
}
