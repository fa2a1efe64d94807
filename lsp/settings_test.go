package lsp

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

func TestSettings(t *testing.T) {
	root := folder(t, "conf/flink-conf.yaml", "taskmanager.memory.process.size: 4g\n")
	uri := uriOf(filepath.Join(root, "conf", "flink-conf.yaml"))
	const code = "config-file-not-read" // what 2.0 does with a flink-conf.yaml
	t.Run("asked for", func(t *testing.T) {
		c := connect(t, `{"workspace": {"configuration": true}}`, root)
		answer := func(version string) {
			m := c.awaitMethod("workspace/configuration")
			var p struct {
				Items []struct{ Section, ScopeURI string }
			}
			if err := json.Unmarshal(m.Params, &p); err != nil || len(p.Items) != 2 || p.Items[1].ScopeURI != uriOf(root) || p.Items[0].Section != "flinkmem-lint" {
				t.Errorf("%v: %+v", err, p)
			}
			c.send(map[string]any{"id": m.ID, "result": []any{nil, map[string]any{"flinkVersion": version}}})
		}
		answer("2.0")
		if got := codes(c.lint()[uri].Diagnostics); !strings.Contains(got, code) {
			t.Errorf("2.0: got %q", got)
		}
		c.notify("workspace/didChangeConfiguration", map[string]any{"settings": nil})
		answer("1.18")
		if p, ok := c.lint()[uri]; !ok || strings.Contains(codes(p.Diagnostics), code) {
			t.Errorf("1.18: got %+v", p)
		}
	})
	t.Run("sent", func(t *testing.T) {
		c := connect(t, `{}`, root)
		c.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"flinkmem-lint": map[string]any{"flinkVersion": "2.0"}}})
		if got := codes(c.lint()[uri].Diagnostics); !strings.Contains(got, code) {
			t.Errorf("got %q", got)
		}
	})
	t.Run("no version", func(t *testing.T) {
		c := connect(t, `{}`, root)
		c.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"flinkmem-lint": map[string]any{"flinkVersion": "new"}}})
		if got := c.lint()[uri]; len(got.Diagnostics) != 0 {
			t.Errorf("got %+v", got)
		}
	})
}

// What a client sends as settings never ends the session, and what cannot be used is told of.
func TestSettingsThatCannotBeUsed(t *testing.T) {
	root := folder(t, "conf/flink-conf.yaml", "taskmanager.memory.process.size: 4g\n")
	uri := uriOf(filepath.Join(root, "conf", "flink-conf.yaml"))
	tests := []struct {
		settings string
		read     bool   // flinkVersion 2.0 counts
		told     string // "": nothing
	}{
		{`null`, false, ""},
		{`[]`, false, ""},
		{`{}`, false, ""},
		{`{"flinkVersion": null}`, false, ""},
		{`{"flinkVersion": "2.0", "other": [1]}`, true, ""},
		{`{"flinkVersion": "2.0", "config": 5}`, true, `flinkmem-lint.config is to be a text in quotes: 5`},
		{`{"flinkVersion": 2.0}`, false, `flinkmem-lint.flinkVersion is to be a text in quotes: 2.0`},
		{`{"flinkVersion": "new"}`, false, `flinkmem-lint.flinkVersion is left out`},
		{`"2.0"`, false, `are to be an object`},
		{`["2.0"]`, false, `are to be an object`},
	}
	check := func(t *testing.T, c *client, read bool, told string) {
		t.Helper()
		if told != "" {
			if m := c.awaitMethod("window/logMessage"); !strings.Contains(string(m.Params), told) {
				t.Errorf("no %q in %s", told, m.Params)
			}
		}
		if got := codes(c.lint()[uri].Diagnostics); (got == "config-file-not-read") != read {
			t.Errorf("got %q", got)
		}
		for _, m := range c.kept {
			if m.Method == "window/logMessage" {
				t.Errorf("told, besides: %s", m.Params)
			}
		}
	}
	for _, tt := range tests {
		sent := json.RawMessage(tt.settings)
		t.Run("initialize "+tt.settings, func(t *testing.T) {
			c := start(t)
			c.request("initialize", map[string]any{
				"rootUri": uriOf(root), "capabilities": map[string]any{}, "initializationOptions": sent,
			}, nil)
			c.notify("initialized", map[string]any{})
			check(t, c, tt.read, tt.told)
		})
		t.Run("sent "+tt.settings, func(t *testing.T) {
			c := connect(t, `{}`, root)
			c.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"flinkmem-lint": sent, "editor": 5}})
			check(t, c, tt.read, tt.told)
		})
		t.Run("asked for "+tt.settings, func(t *testing.T) {
			c := connect(t, `{"workspace": {"configuration": true}}`, root)
			c.send(map[string]any{"id": c.awaitMethod("workspace/configuration").ID, "result": []any{nil, sent}})
			check(t, c, tt.read, tt.told)
		})
	}
	t.Run("no settings at all", func(t *testing.T) {
		c := connect(t, `{}`, root)
		for _, none := range []string{`null`, `[]`, `{}`, `5`} {
			c.notify("workspace/didChangeConfiguration", map[string]any{"settings": json.RawMessage(none)})
		}
		check(t, c, false, "")
	})
	t.Run("too few answers", func(t *testing.T) {
		c := connect(t, `{"workspace": {"configuration": true}}`, root)
		c.send(map[string]any{"id": c.awaitMethod("workspace/configuration").ID, "result": []any{nil}})
		check(t, c, false, "workspace/configuration cannot be used")
	})
}

// A setting that is taken away does not count any more; that of the initialization does.
func TestSettingTakenAway(t *testing.T) {
	root := folder(t, "conf/flink-conf.yaml", "taskmanager.memory.process.size: 4g\n")
	uri := uriOf(filepath.Join(root, "conf", "flink-conf.yaml"))
	c := connect(t, `{"workspace": {"configuration": true}}`, root)
	answer := func(result ...any) {
		c.send(map[string]any{"id": c.awaitMethod("workspace/configuration").ID, "result": result})
	}
	answer(nil, map[string]any{"flinkVersion": "2.0"})
	if got := codes(c.lint()[uri].Diagnostics); got != "config-file-not-read" {
		t.Errorf("2.0: got %q", got)
	}
	c.notify("workspace/didChangeConfiguration", map[string]any{"settings": nil})
	answer(nil, nil)
	if p, ok := c.lint()[uri]; !ok || len(p.Diagnostics) != 0 {
		t.Errorf("without: got %+v", p)
	}
}

func TestProgressOfTheFirstScan(t *testing.T) {
	c := connect(t, `{"window": {"workDoneProgress": true}}`, folder(t, "conf/flink-conf.yaml", twice))
	m := c.awaitMethod("window/workDoneProgress/create")
	c.send(map[string]any{"id": m.ID, "result": nil})
	for _, want := range []string{`"kind":"begin"`, `"files of Flink: 1"`} {
		if m := c.awaitMethod("$/progress"); !strings.Contains(string(m.Params), want) || !strings.Contains(string(m.Params), `"token":"flinkmem-lint-scan"`) {
			t.Errorf("no %s in %s", want, m.Params)
		}
	}
}
