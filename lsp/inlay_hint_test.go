package lsp

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

func TestInlayHints(t *testing.T) {
	text := "# ä😀\ntaskmanager.memory.process.size: 4g # 😀\ntaskmanager.memory.network.fraction: 0.2\ntaskmanager.memory.managed.size: 1g\n" +
		"taskmanager.memory.jvm-overhead.fraction: 0.01\njobmanager.memory.process.size: 1600m\n"
	root := folder(t, "conf/flink-conf.yaml", text)
	c := connect(t, capabilities, root)
	uri := c.open(filepath.Join(root, "conf", "flink-conf.yaml"), text)
	hints := func(from, to uint32) []string {
		var all []inlayHint
		c.request("textDocument/inlayHint", map[string]any{
			"textDocument": map[string]any{"uri": uri},
			"range":        protocol.Range{Start: protocol.Position{Line: from}, End: protocol.Position{Line: to}},
		}, &all)
		var shown []string
		for _, h := range all {
			shown = append(shown, fmt.Sprintf("%d:%d %s", h.Position.Line, h.Position.Character, h.Label))
		}
		return shown
	}
	want := []string{
		"1:35 task heap 1.60 GiB, managed 1 GiB, network 729.60 MiB",
		"2:40 network 729.60 MiB",
		"4:46 JVM overhead 192 MiB, its minimum",
		"5:37 JVM heap 1 GiB",
	}
	if got := hints(0, 99); !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if got := hints(2, 3); !slices.Equal(got, want[1:2]) {
		t.Errorf("of a range: got\n%s", strings.Join(got, "\n"))
	}
	c.edit(uri, "taskmanager.memory.process.size: 1m\ntaskmanager.memory.network.fraction: 0.2\n")
	if got := hints(0, 99); len(got) != 0 {
		t.Errorf("of a process that is refused: %v", got)
	}
}

func TestCodeLenses(t *testing.T) {
	text := "jobmanager.rpc.address: x\njobmanager.memory.process.size: 1600m\ntaskmanager.numberOfTaskSlots: 1\ntaskmanager.memory.process.size: 1728m\n"
	root := folder(t, "conf/flink-conf.yaml", text, "k8s/deployment.yaml", deployment, "k8s/conf.yaml", configMap+"1728m\n")
	c := connect(t, capabilities, root)
	lenses := func(uri string) (shown []string, all []protocol.CodeLens) {
		c.request("textDocument/codeLens", map[string]any{"textDocument": map[string]any{"uri": uri}}, &all)
		for _, l := range all {
			shown = append(shown, fmt.Sprintf("%d:%d %s", l.Range.Start.Line, l.Range.Start.Character, l.Command.Title))
		}
		return shown, all
	}
	uri := c.open(filepath.Join(root, "conf", "flink-conf.yaml"), text)
	taskManager := "TaskManager 1728 MiB: task heap 384, managed 512, network 128, framework heap 128, framework off-heap 128, metaspace 256, overhead 192"
	got, all := lenses(uri)
	if want := []string{
		"1:0 JobManager 1600 MiB: heap 1024, off-heap 128, metaspace 256, overhead 192", "3:0 " + taskManager,
	}; !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	var picture string
	c.request("workspace/executeCommand", map[string]any{"command": all[1].Command.Command, "arguments": all[1].Command.Arguments}, &picture)
	if !strings.Contains(picture, "TaskManager") || !strings.Contains(picture, "managed memory") || strings.Contains(picture, "JobManager") {
		t.Errorf("got\n%s", picture)
	}
	c.awaitMethod("window/showMessage")
	tm := c.open(filepath.Join(root, "k8s", "deployment.yaml"), deployment)
	if got, _ := lenses(tm); !slices.Equal(got, []string{"2:17 " + taskManager}) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}
