package lsp

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

type offered struct {
	Title       string
	Kind        string
	IsPreferred bool
	Diagnostics []diagnostic
	Edit        *struct {
		Changes         map[string][]protocol.TextEdit
		DocumentChanges []struct {
			TextDocument struct {
				URI     string
				Version *int32
			}
			Edits []protocol.TextEdit
		}
	}
	Command *protocol.Command
}

// actions asks for the actions about diagnostics.
func (c *client) actions(uri string, diagnostics []diagnostic, only ...string) []offered {
	c.t.Helper()
	context := map[string]any{"diagnostics": diagnostics, "triggerKind": automatic} // what is for this diagnostic alone
	if len(only) > 0 {
		context["only"] = only
	}
	var all []offered
	c.request("textDocument/codeAction", map[string]any{
		"textDocument": map[string]any{"uri": uri}, "range": map[string]any{"start": map[string]any{"line": 0, "character": 0}, "end": map[string]any{"line": 0, "character": 0}},
		"context": context,
	}, &all)
	return all
}

// apply makes the edits of an action in the client's texts, and sends them.
func (c *client) apply(a offered, units encoding) {
	c.t.Helper()
	if a.Edit == nil || len(a.Edit.DocumentChanges) == 0 {
		c.t.Fatalf("%s has no edit", a.Title)
	}
	for _, change := range a.Edit.DocumentChanges {
		uri := change.TextDocument.URI
		if _, open := c.text[uri]; !open || change.TextDocument.Version == nil || *change.TextDocument.Version != c.version[uri] {
			c.t.Fatalf("%s: an edit of %+v", a.Title, change.TextDocument)
		}
		text := c.text[uri]
		edits := slices.Clone(change.Edits)
		m := newMapper([]byte(text), units)
		slices.SortFunc(edits, func(a, b protocol.TextEdit) int { return m.offsetOf(b.Range.Start) - m.offsetOf(a.Range.Start) })
		for _, e := range edits {
			s := m.spanOf(e.Range)
			text = text[:s.Start] + e.NewText + text[s.End:]
		}
		c.edit(uri, text)
	}
}

// Every fix of every diagnostic of the demonstration mends it, and so does the comment.
func TestActionsMendWhatTheyAreFor(t *testing.T) {
	root, err := filepath.Abs("../testdata/demo")
	if err != nil {
		t.Fatal(err)
	}
	fixes, ignores := 0, 0
	for file := range reported(t, root) {
		content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		c := connect(t, capabilities, root)
		uri := c.open(filepath.Join(root, filepath.FromSlash(file)), string(content))
		before := c.lint()[uri].Diagnostics
		for _, d := range before {
			for i := range c.actions(uri, []diagnostic{d}) {
				a := c.actions(uri, []diagnostic{d})[i] // for the version of now
				if len(a.Diagnostics) != 1 || a.Diagnostics[0].Code != d.Code || a.Kind != "quickfix" {
					t.Errorf("%s: %+v", a.Title, a)
				}
				if a.Edit == nil {
					continue
				}
				c.apply(a, utf16Units)
				after := c.lint()[uri].Diagnostics
				if strings.Count(codes(after), d.Code) >= strings.Count(codes(before), d.Code) {
					t.Errorf("%s: %s does not mend %s: %s", file, a.Title, d.Code, codes(after))
				}
				if strings.HasPrefix(a.Title, "Ignore") {
					ignores++
					if len(after) != len(before)-1 {
						t.Errorf("%s: %s: from %s\nto %s", file, a.Title, codes(before), codes(after))
					}
				} else {
					fixes++
				}
				c.edit(uri, string(content))
				c.lint()
			}
		}
	}
	if fixes < 5 || ignores < 5 {
		t.Errorf("%d fixes and %d ignores tried", fixes, ignores)
	}
}

func TestKindsOfActions(t *testing.T) {
	text := "taskmanager.memory.process.size: 4g\ntaskmanager.memory.process.size: 8g\ntaskmanager.memory.managed.size: 1g\ntaskmanager.memory.managed.fraction: 0.3\n"
	root := folder(t, "conf/flink-conf.yaml", text)
	c := connect(t, capabilities, root)
	uri := c.open(filepath.Join(root, "conf", "flink-conf.yaml"), text)
	diagnostics := c.lint()[uri].Diagnostics
	if len(diagnostics) < 2 {
		t.Fatalf("got %s", codes(diagnostics))
	}
	kinds := func(only ...string) string {
		var all []string
		for _, a := range c.actions(uri, diagnostics, only...) {
			if !slices.Contains(all, a.Kind) {
				all = append(all, a.Kind)
			}
		}
		return strings.Join(all, " ")
	}
	for only, want := range map[string]string{
		"quickfix": "quickfix", "source": fixAll, "source.fixAll": fixAll, fixAll: fixAll, "refactor": "", "source.organizeImports": "", "source.fix": "",
	} {
		if got := kinds(only); got != want {
			t.Errorf("%s: got %q", only, got)
		}
	}
	for trigger, want := range map[int]bool{0: true, 1: true, automatic: false} {
		var all []offered
		c.request("textDocument/codeAction", map[string]any{
			"textDocument": map[string]any{"uri": uri}, "range": diagnostics[0].Range,
			"context": map[string]any{"diagnostics": diagnostics, "triggerKind": trigger},
		}, &all)
		fixes := slices.ContainsFunc(all, func(a offered) bool { return a.Kind == fixAll })
		if quick := slices.ContainsFunc(all, func(a offered) bool { return a.Kind == "quickfix" }); fixes != want || !quick {
			t.Errorf("nothing in particular asked for, trigger %d: got %+v", trigger, all)
		}
	}
	all := c.actions(uri, nil, "source.fixAll")
	if len(all) != 1 {
		t.Fatalf("got %+v", all)
	}
	c.apply(all[0], utf16Units)
	if got := c.text[uri]; got != "taskmanager.memory.process.size: 8g\ntaskmanager.memory.managed.size: 1g\n" {
		t.Errorf("fixed to %q", got)
	}
	if p := c.lint()[uri]; len(p.Diagnostics) != 0 {
		t.Errorf("fixed, and yet %s", codes(p.Diagnostics))
	}
	if all := c.actions(uri, diagnostics); len(all) != 0 {
		t.Errorf("actions for diagnostics of an older version: %+v", all)
	}
	if all := c.actions(uri, nil, "source.fixAll"); len(all) != 0 {
		t.Errorf("nothing is left to fix: %+v", all)
	}
}

func TestSafeFixesArePreferred(t *testing.T) {
	text := "taskmanager.memory.process.size: 4g\ntaskmanager.memory.process.size: 8g\ntaskmanager.memory.task.heap.size: 64 gb\n"
	root := folder(t, "conf/flink-conf.yaml", text)
	c := connect(t, capabilities, root)
	uri := c.open(filepath.Join(root, "conf", "flink-conf.yaml"), text)
	preferred, others := 0, 0
	for _, a := range c.actions(uri, c.lint()[uri].Diagnostics) {
		switch {
		case a.IsPreferred && a.Diagnostics[0].Code == "duplicate-option":
			preferred++
		case a.IsPreferred:
			t.Errorf("%s is preferred", a.Title)
		case a.Diagnostics[0].Code != "duplicate-option" && a.Edit != nil && !strings.HasPrefix(a.Title, "Ignore"):
			others++
		}
	}
	if preferred != 1 || others == 0 {
		t.Errorf("%d preferred, %d others", preferred, others)
	}
}

func TestIgnoreHere(t *testing.T) {
	tests := []struct{ name, file, text, code, want string }{
		{"a line with CRLF", "conf/flink-conf.yaml", "x: y\r\ntaskmanager.memory.process.size: 1x\r\n", "invalid-memory-size",
			"x: y\r\n# flinkmem-lint: ignore[invalid-memory-size]\r\ntaskmanager.memory.process.size: 1x\r\n"},
		{"nested", "conf/config.yaml", "taskmanager:\n  memory:\n    process:\n      size: 1x\n", "invalid-memory-size",
			"taskmanager:\n  memory:\n    process:\n      # flinkmem-lint: ignore[invalid-memory-size]\n      size: 1x\n"},
		{"FLINK_PROPERTIES", "compose.yaml", "services:\n  tm:\n    image: flink:1.20\n    command: taskmanager\n    environment:\n      - |\n        FLINK_PROPERTIES=\n        taskmanager.memory.process.size: 1x\n", "invalid-memory-size",
			"services:\n  tm:\n    image: flink:1.20\n    command: taskmanager\n    environment:\n      # flinkmem-lint: ignore[invalid-memory-size]\n      - |\n        FLINK_PROPERTIES=\n        taskmanager.memory.process.size: 1x\n"},
		{"C#", "Program.cs", "b.AddContainer(\"tm\", \"flink:2.0\")\n    .WithArgs(\"taskmanager\")\n    .WithEnvironment(\"FLINK_PROPERTIES\", \"\"\"\n        taskmanager.memory.process.size: 1x\n        \"\"\");\n", "invalid-memory-size",
			"b.AddContainer(\"tm\", \"flink:2.0\")\n    .WithArgs(\"taskmanager\")\n    // flinkmem-lint: ignore[invalid-memory-size]\n    .WithEnvironment(\"FLINK_PROPERTIES\", \"\"\"\n        taskmanager.memory.process.size: 1x\n        \"\"\");\n"},
		{"C#, in one line", "Program.cs", "b.AddContainer(\"tm\", \"flink:2.0\").WithArgs(\"taskmanager\", \"-Dtaskmanager.memory.process.size=1x\").WithEnvironment(\"FLINK_PROPERTIES\", \"x: y\");\n", "invalid-memory-size",
			"// flinkmem-lint: ignore[invalid-memory-size]\nb.AddContainer(\"tm\", \"flink:2.0\").WithArgs(\"taskmanager\", \"-Dtaskmanager.memory.process.size=1x\").WithEnvironment(\"FLINK_PROPERTIES\", \"x: y\");\n"},
		{"JSON", "k8s/conf.json", `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "data": {"flink-conf.yaml": "taskmanager.memory.process.size: 1x\n"}}`,
			"invalid-memory-size", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := folder(t, tt.file, tt.text)
			c := connect(t, capabilities, root)
			uri := c.open(filepath.Join(root, filepath.FromSlash(tt.file)), tt.text)
			before := c.lint()[uri].Diagnostics
			i := slices.IndexFunc(before, func(d diagnostic) bool { return d.Code == tt.code })
			if i < 0 {
				t.Fatalf("got %s", codes(before))
			}
			all := c.actions(uri, before[i:i+1])
			n := slices.IndexFunc(all, func(a offered) bool { return strings.HasPrefix(a.Title, "Ignore") })
			if tt.want == "" {
				if n >= 0 {
					t.Errorf("offered: %+v", all[n])
				}
				return
			}
			if n < 0 {
				t.Fatalf("not offered: %+v", all)
			}
			c.apply(all[n], utf16Units)
			if got := c.text[uri]; got != tt.want {
				t.Errorf("got\n%s", got)
			}
			if got := codes(c.lint()[uri].Diagnostics); strings.Contains(got, tt.code) || strings.Contains(got, "unused-ignore") {
				t.Errorf("and yet %s", got)
			}
		})
	}
}

func TestOpenTheRulesPage(t *testing.T) {
	root := folder(t, "conf/flink-conf.yaml", twice)
	c := connect(t, capabilities, root)
	uri := c.open(filepath.Join(root, "conf", "flink-conf.yaml"), twice)
	all := c.actions(uri, c.lint()[uri].Diagnostics)
	n := slices.IndexFunc(all, func(a offered) bool { return a.Command != nil })
	if n < 0 {
		t.Fatal("not offered")
	}
	c.request("workspace/executeCommand", map[string]any{"command": all[n].Command.Command, "arguments": all[n].Command.Arguments}, nil)
	var shown struct {
		URI      string
		External bool
	}
	if err := json.Unmarshal(c.awaitMethod("window/showDocument").Params, &shown); err != nil || !shown.External || !strings.Contains(shown.URI, "/docs/rules/") {
		t.Errorf("%v: %+v", err, shown)
	}
	if e := c.refused("workspace/executeCommand", map[string]any{"command": openPage, "arguments": []string{"file:///etc/passwd"}}); e.Code != codeInvalidParams {
		t.Errorf("got %+v", e)
	}
}

func TestEditsForAClientWithoutVersions(t *testing.T) {
	c := connect(t, `{"textDocument": {"codeAction": {"codeActionLiteralSupport": {}}}}`)
	uri := c.open("untitled:x", twice)
	for _, a := range c.actions(uri, c.lint()[uri].Diagnostics) {
		if a.Edit == nil || len(a.Edit.Changes[uri]) == 0 || a.Edit.DocumentChanges != nil {
			t.Errorf("%s: %+v", a.Title, a.Edit)
		}
	}
}

// Neovim 0.7 converts a diagnostic back with columns in bytes.
func TestActionsForColumnsInBytes(t *testing.T) {
	root := folder(t)
	c := connect(t, capabilities, root)
	uri := c.open(filepath.Join(root, "flink-2.3", "conf", "config.yaml"), "taskmanager: {name: \"é😀\", memory.network.fraction: 20%}\njobmanager.memory.process.size: 1600m\n")
	about := slices.DeleteFunc(c.lint()[uri].Diagnostics, func(d diagnostic) bool { return d.Code != "invalid-option-value" })
	if len(about) != 1 {
		t.Fatalf("%d diagnostics of the fraction", len(about))
	}
	about[0].Range.Start.Character += 3
	about[0].Range.End.Character += 3
	if all := c.actions(uri, about, quickFix); len(all) == 0 || all[0].Title != "Write 0.2" {
		t.Errorf("the actions are %+v", all)
	}
	about[0].Range.Start.Line++
	if all := c.actions(uri, about, quickFix); len(all) != 0 {
		t.Errorf("the actions for another line are %+v", all)
	}
}

// Of a file that is not open no more is kept than its diagnostics. Whoever asks for more gets it all the same.
func TestActionsOfAFileThatIsNotOpen(t *testing.T) {
	root := folder(t, "a/flink-conf.yaml", twice, "b/flink-conf.yaml", twice)
	c := connect(t, capabilities, root)
	a := c.open(filepath.Join(root, "a", "flink-conf.yaml"), twice)
	b := uriOf(filepath.Join(root, "b", "flink-conf.yaml"))
	all := c.lint()
	want := titles(c.actions(a, all[a].Diagnostics))
	if !strings.Contains(want, "Remove taskmanager.memory.flink.size") {
		t.Fatalf("of the open file: %s", want)
	}
	if got := titles(c.actions(b, all[b].Diagnostics)); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	c.close(a)
	c.lint()
	if got := titles(c.actions(a, all[a].Diagnostics)); got != want {
		t.Errorf("closed: got %s\nwant %s", got, want)
	}
	c.open(filepath.Join(root, "a", "flink-conf.yaml"), twice)
	if got := titles(c.actions(a, c.lint()[a].Diagnostics)); got != want {
		t.Errorf("open again: got %s\nwant %s", got, want)
	}
	if got := c.hover(a, protocol.Position{Line: 0, Character: 40}); !strings.Contains(got, "8 GiB") {
		t.Errorf("hover: %s", got)
	}
}

func titles(actions []offered) string {
	var all []string
	for _, a := range actions {
		all = append(all, a.Title)
	}
	return strings.Join(all, "\n")
}
