package lsp

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// benchmarkClient has a file of 1,000 lines open, in a workspace of so many files.
func benchmarkClient(b *testing.B, files int) (c *client, uri, text string) {
	var content []string
	for i := range files - 1 {
		content = append(content, fmt.Sprintf("m%d/conf/flink-conf.yaml", i), twice)
	}
	text = strings.Repeat("# a comment\nsome.key: value\n", 499) + twice
	root := folder(b, append(content, "conf/flink-conf.yaml", text)...)
	c = connect(b, `{"textDocument": {"diagnostic": {}}}`, root)
	uri = c.open(filepath.Join(root, "conf", "flink-conf.yaml"), text)
	c.request("workspace/diagnostic", map[string]any{"previousResultIds": []any{}}, nil)
	return c, uri, text
}

func BenchmarkKeystroke(b *testing.B) {
	for _, files := range []int{1, 1000} {
		b.Run(fmt.Sprintf("files=%d", files), func(b *testing.B) {
			c, uri, text := benchmarkClient(b, files)
			for n := 0; b.Loop(); n++ {
				c.edit(uri, text+strings.Repeat("#", n%80))
				c.request("textDocument/diagnostic", map[string]any{"textDocument": map[string]any{"uri": uri}}, nil)
			}
		})
	}
}

func BenchmarkCompletion(b *testing.B) {
	c, uri, _ := benchmarkClient(b, 1)
	for b.Loop() {
		c.request("textDocument/completion", map[string]any{
			"textDocument": map[string]any{"uri": uri}, "position": protocol.Position{Line: 999, Character: 10},
		}, nil)
	}
}

func BenchmarkHover(b *testing.B) {
	c, uri, _ := benchmarkClient(b, 1)
	for b.Loop() {
		c.request("textDocument/hover", map[string]any{
			"textDocument": map[string]any{"uri": uri}, "position": protocol.Position{Line: 998, Character: 34},
		}, nil)
	}
}
