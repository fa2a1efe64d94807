package lsp

import (
	"path/filepath"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// at is the position of the sign ^ in a text, and the text without it.
func at(t *testing.T, marked string) (string, protocol.Position) {
	t.Helper()
	before, after, ok := strings.Cut(marked, "^")
	if !ok {
		t.Fatal("no ^ in the text")
	}
	m := newMapper([]byte(before+after), utf16Units)
	return before + after, m.positionOf(len(before))
}

func (c *client) hover(uri string, p protocol.Position) string {
	c.t.Helper()
	var hover *struct {
		Contents struct{ Kind, Value string }
		Range    *protocol.Range
	}
	c.request("textDocument/hover", map[string]any{"textDocument": map[string]any{"uri": uri}, "position": p}, &hover)
	if hover == nil {
		return ""
	}
	if hover.Range == nil {
		c.t.Error("the hover has no range")
	}
	return hover.Contents.Value
}

const dotNetService = "services:\n  app:\n    image: mcr.microsoft.com/dotnet/runtime:8.0\n    mem_limit: 1g\n    environment:\n      "

func TestHover(t *testing.T) {
	const conf = "conf/flink-conf.yaml"
	tests := []struct {
		name, file, text string
		want             []string // parts of the hover; none for no hover
	}{
		{"a key", conf, "taskmanager.mem^ory.network.fraction: 0.2\n", []string{"**`taskmanager.memory.network.fraction`** Float", "default `0.1`"}},
		{"a nested key", "config.yaml", "taskmanager:\n  memory:\n    process:\n      s^ize: 4g\n", []string{"**`taskmanager.memory.process.size`** MemorySize", "(assumed)"}},
		{"an old key", conf, "taskmanager.heap.^size: 1g\n", []string{"deprecated", "removed in 2.0", "An old size"}},
		{"a total", conf, "# ä😀\ntaskmanager.memory.process.size: ^4g\n", []string{"4294967296 bytes = 4 GiB", "| **Total Process Memory** | **4096.00 MiB** | **100 %** | **process.size, line 2** |", "| managed memory |"}},
		{"a fraction", conf, "taskmanager.memory.process.size: 4g\ntaskmanager.memory.network.fraction: 0.^2\n", []string{"| **network** |"}},
		{"a value that no size follows from", conf, "taskmanager.numberOfTaskSlots: ^2\n", []string{"**`taskmanager.numberOfTaskSlots`** Integer", "default `1`"}},
		{"a refused process", conf, "taskmanager.memory.process.size: 10^m\n", []string{"Flink refuses to start the TaskManager"}},
		{"a variable of .NET", "compose.yaml", dotNetService + "DOTNET_GCHeap^HardLimit: \"0x20000000\"\n", []string{"**`DOTNET_GCHeapHardLimit`** environment variable of .NET", "The most that"}},
		{"a value of .NET", "compose.yaml", dotNetService + "DOTNET_GCHeapHardLimit: \"536^870912\"\n", []string{"536870912 is 22389655826 bytes = 20.85 GiB (hexadecimal)", "| missing |"}},
		{"a share of .NET", "compose.yaml", dotNetService + "DOTNET_GCHeapHardLimitPercent: \"8^0\"\n", []string{"80 is 128 % (hexadecimal)", "No effect"}},
		{"a name in the wrong case", "compose.yaml", dotNetService + "DOTNET_GCS^erver: \"1\"\n", []string{"does not know this name", "`DOTNET_gcServer`"}},
		{"a property of runtimeconfig.json", "app.runtimeconfig.json", "{\"runtimeOptions\": {\"configProperties\": {\"System.GC.HeapHardLimit\": \"0200^000000\"}}}\n", []string{"33554432 bytes = 32 MiB (octal)"}},
		{"an unknown key", conf, "taskmanager.memory.non^e: 1\n", nil},
		{"a comment", conf, "# taskmanager.mem^ory.process.size: 1g\ntaskmanager.memory.process.size: 1g\n", nil},
		{"a key in a ConfigMap", "k8s/conf.yaml", strings.Replace(configMap, "process.", "process.^", 1) + "4g\n", []string{"`taskmanager.memory.process.size`"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, position := at(t, tt.text)
			root := folder(t, tt.file, text)
			c := connect(t, capabilities, root)
			got := c.hover(c.open(filepath.Join(root, filepath.FromSlash(tt.file)), text), position)
			if tt.want == nil && got != "" {
				t.Errorf("got\n%s", got)
			}
			for _, part := range tt.want {
				if !strings.Contains(got, part) {
					t.Errorf("no %q in\n%s", part, got)
				}
			}
		})
	}
	text, position := at(t, "taskmanager.memory.process.size: ^4g\n")
	c := connect(t, `{"textDocument": {"hover": {"contentFormat": ["plaintext"]}}}`)
	if got := c.hover(c.open("untitled:x", text), position); strings.ContainsAny(got, "*`") || !strings.Contains(got, "4096.00 MiB") {
		t.Errorf("plain text:\n%s", got)
	}
}
