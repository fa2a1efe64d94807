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
