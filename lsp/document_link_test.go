package lsp

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// links are what a document's links cover, and where they lead.
func (c *client) links(uri string) (shown []string) {
	var all []protocol.DocumentLink
	c.request("textDocument/documentLink", map[string]any{"textDocument": map[string]any{"uri": uri}}, &all)
	lines := strings.Split(c.text[uri], "\n")
	for _, l := range all {
		line := lines[l.Range.Start.Line]
		// the texts are ASCII in front of the links
		shown = append(shown, line[l.Range.Start.Character:l.Range.End.Character]+" -> "+(*l.Target)[strings.LastIndexByte(*l.Target, '/')+1:])
	}
	return shown
}

func TestDocumentLinks(t *testing.T) {
	compose := "services:\n  tm:\n    image: flink:1.18\n    command: taskmanager\n    env_file: [gone.env, flink.env]\n    volumes:\n" +
		"      - ./flink-conf.yaml:/opt/flink/conf/flink-conf.yaml\n" +
		"    # flinkmem-lint: ignore[tm-task-heap-tiny, no-such-rule] small on purpose\n    mem_limit: 2g # about tm-task-heap-tiny\n"
	config := "[rules]\ntm-task-heap-tiny = \"info\"\n\"deprecated-option\" = \"off\" # not my-deprecated-option\n"
	root := folder(t, "compose.yaml", compose, "flink-conf.yaml", twice, "flink.env", "A=1\n", ".flinkmem-lint.toml", config)
	c := connect(t, capabilities, root)
	uri := c.open(filepath.Join(root, "compose.yaml"), compose)
	want := []string{"flink.env -> flink.env", "./flink-conf.yaml -> flink-conf.yaml", "tm-task-heap-tiny -> tm-task-heap-tiny.md"}
	if got := c.links(uri); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	uri = c.open(filepath.Join(root, ".flinkmem-lint.toml"), config)
	want = []string{"tm-task-heap-tiny -> tm-task-heap-tiny.md", "deprecated-option -> deprecated-option.md"}
	if got := c.links(uri); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
