package lsp

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What is drawn beside the text of one document follows from others: the client has to be told when it is stale.
func TestRedraw(t *testing.T) {
	const offers = `{"workspace": {"inlayHint": {"refreshSupport": true}, "codeLens": {"refreshSupport": true}, "diagnostics": {"refreshSupport": true}}`
	for _, kind := range []struct{ name, capabilities string }{
		{"pushed", offers + `}`},
		{"pulled", offers + `, "textDocument": {"diagnostic": {}}}`},
	} {
		t.Run(kind.name, func(t *testing.T) {
			conf := "taskmanager.memory.process.size: 32g\n"
			root := folder(t, "conf/flink-conf.yaml", conf, ".flinkmem-lint.toml", "flink-version = \"1.20\"\n",
				"k8s/deployment.yaml", deployment, "k8s/conf.yaml", configMap+"1728m\n")
			c := connect(t, kind.capabilities, root)
			c.open(filepath.Join(root, "conf", "flink-conf.yaml"), conf)
			c.open(filepath.Join(root, "k8s", "deployment.yaml"), deployment)
			configured := c.open(filepath.Join(root, "k8s", "conf.yaml"), configMap+"1728m\n")
			refreshed := func(change func(), want ...string) {
				t.Helper()
				change()
				c.settle()
				if c.clock.pass(debounce) == 0 {
					t.Fatal("nothing is to be done")
				}
				c.awaitMethod("test/pushed")
				var got []string
				c.kept = slices.DeleteFunc(c.kept, func(m *message) bool {
					is := strings.HasSuffix(m.Method, "/refresh") && m.Method != "workspace/diagnostic/refresh"
					if is {
						got = append(got, m.Method)
					}
					return is
				})
				if !slices.Equal(got, want) {
					t.Errorf("got %v, want %v", got, want)
				}
			}
			refreshed(func() {}) // what is drawn for the first time is asked for
			refreshed(func() { c.edit(configured, configMap+"2g\n") }, "workspace/codeLens/refresh")
			refreshed(func() { c.edit(configured, configMap+"2g \n") })
			refreshed(func() {
				name := filepath.Join(root, ".flinkmem-lint.toml")
				if err := os.WriteFile(name, []byte("flink-version = \"1.16\"\n"), 0o666); err != nil {
					t.Fatal(err)
				}
				c.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": uriOf(name), "type": 2}}})
			}, "workspace/inlayHint/refresh", "workspace/codeLens/refresh")
		})
	}
}
