package lsp

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/flinkmem/flinkmem-lint/lint"
)

func TestInitialize(t *testing.T) {
	tests := []struct{ name, capabilities, encoding, provider string }{
		{"nothing offered", `{}`, "utf-16", ""},
		{"utf-8 preferred", `{"general": {"positionEncodings": ["utf-8", "utf-16"]}}`, "utf-8", ""},
		{"unknown first", `{"general": {"positionEncodings": ["utf-7", "utf-32"]}}`, "utf-32", ""},
		{"only unknown", `{"general": {"positionEncodings": ["utf-7"]}}`, "utf-16", ""},
		{"pulls", `{"textDocument": {"diagnostic": {}}}`, "utf-16", `{"identifier":"flinkmem-lint","interFileDependencies":true,"workspaceDiagnostics":true}`},
		{"an empty list", `[]`, "utf-16", ""},
		{"null", `null`, "utf-16", ""},
		{"of another shape", `{"textDocument": {"publishDiagnostics": {"tagSupport": true}, "hover": [], "diagnostic": {}}, "general": {"positionEncodings": ["utf-8"]}}`, "utf-8",
			`{"identifier":"flinkmem-lint","interFileDependencies":true,"workspaceDiagnostics":true}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var result struct {
				Capabilities struct {
					PositionEncoding   string
					DiagnosticProvider json.RawMessage
					TextDocumentSync   struct {
						OpenClose bool
						Change    int
					}
				}
				ServerInfo struct{ Name, Version string }
			}
			if err := json.Unmarshal(start(t).initialize(tt.capabilities), &result); err != nil {
				t.Fatal(err)
			}
			c := result.Capabilities
			if c.PositionEncoding != tt.encoding || string(c.DiagnosticProvider) != tt.provider {
				t.Errorf("got %s and %s", c.PositionEncoding, c.DiagnosticProvider)
			}
			if !c.TextDocumentSync.OpenClose || c.TextDocumentSync.Change != 1 || result.ServerInfo.Name != "flinkmem-lint" || result.ServerInfo.Version != "1.2.3" {
				t.Errorf("got %+v", result)
			}
		})
	}
}

func (c *client) ended() int {
	c.t.Helper()
	select {
	case status := <-c.status:
		c.status <- status
		return status
	case <-time.After(deadline):
		c.t.Fatal("the server did not end")
		return 0
	}
}

func TestExit(t *testing.T) {
	tests := []struct {
		name string
		talk func(*client)
		want int
	}{
		{"shutdown and exit", func(c *client) {
			c.initialize("{}")
			c.request("shutdown", nil, nil)
			if e := c.refused("textDocument/hover", nil); e.Code != codeInvalidRequest {
				t.Errorf("after shutdown: %+v", e)
			}
			c.notify("exit", nil)
		}, 0},
		{"exit alone", func(c *client) { c.initialize("{}"); c.notify("exit", nil) }, 1},
		{"exit at once", func(c *client) { c.notify("exit", nil) }, 1},
		{"end of the input", func(c *client) { c.initialize("{}"); c.to.Close() }, 1},
		{"end of the input after shutdown", func(c *client) { c.initialize("{}"); c.request("shutdown", nil, nil); c.to.Close() }, 0},
		{"end inside a message", func(c *client) { c.initialize("{}"); c.raw("Content-Length: 100\r\n\r\n{"); c.to.Close() }, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := start(t)
			tt.talk(c)
			if got := c.ended(); got != tt.want {
				t.Errorf("exit status %d, want %d", got, tt.want)
			}
		})
	}
}

func TestExitWhenTheParentDies(t *testing.T) {
	alive := true
	c := start(t, func(o *Options) { o.Alive = func(pid int) bool { return pid != 4711 || alive } })
	c.request("initialize", map[string]any{"processId": 4711, "rootUri": nil, "capabilities": map[string]any{}}, nil)
	if c.clock.pass(parentPoll) != 1 {
		t.Fatal("nobody looks")
	}
	c.settle()
	alive = false
	if c.clock.pass(parentPoll) != 1 {
		t.Fatal("nobody looks a second time")
	}
	if got := c.ended(); got != 1 {
		t.Errorf("exit status %d", got)
	}
}

func TestErrors(t *testing.T) {
	c := start(t)
	if e := c.refused("textDocument/hover", map[string]any{}); e.Code != codeServerNotInitialized {
		t.Errorf("before initialize: %+v", e)
	}
	c.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": "file:///x"}}) // has no effect
	if e := c.refused("initialize", []int{1}); e.Code != codeInvalidParams {
		t.Errorf("parameters: %+v", e)
	}
	c.initialize("{}")
	if e := c.refused("initialize", map[string]any{}); e.Code != codeInvalidRequest {
		t.Errorf("a second initialize: %+v", e)
	}
	if e := c.refused("workspace/symbol", map[string]any{}); e.Code != codeMethodNotFound {
		t.Errorf("unknown request: %+v", e)
	}
	if e := c.refused("$/unknown", nil); e.Code != codeMethodNotFound {
		t.Errorf("unknown $ request: %+v", e)
	}
	c.notify("$/setTrace", map[string]any{"value": "off"})
	c.notify("window/unknown", nil)
	c.notify("textDocument/didChange", map[string]any{"textDocument": 5})
	c.notify("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": "file:///none"}})
	c.send(map[string]any{"id": "nobody asked", "result": 1})
	c.send(map[string]any{"id": 1.5, "method": "none"})
	if m := c.answer("1.5"); m.Error.Code != codeMethodNotFound {
		t.Errorf("a fraction as id: %+v", m)
	}
	c.send(map[string]any{"id": nil, "method": "none"})
	c.answer("null")
	c.settle()
}

func TestGarbage(t *testing.T) {
	tests := []struct {
		name, sent string
		code       int // of the answer, 0 for none
	}{
		{"no header", "hello\r\n", 0},
		{"empty lines", "\r\n\r\n\n", 0},
		{"a header without a length", "Content-Type: x\r\n\r\n", 0},
		{"an odd length", "Content-Length: many\r\n\r\n", 0},
		{"a negative length", "Content-Length: -5\r\n\r\n", 0},
		{"a long line", strings.Repeat("x", 200<<10) + "\r\n", 0},
		{"no JSON", "Content-Length: 5\r\n\r\n{\"a\":", codeParseError},
		{"no UTF-8", "Content-Length: 2\r\n\r\n\xff\xfe", codeParseError},
		{"nothing", "Content-Length: 0\r\n\r\n", codeParseError},
		{"a batch", "content-length: 2\n\n[]", codeInvalidRequest},
		{"a text", "CONTENT-LENGTH: 3\r\nContent-Type: y\r\n\r\n\"a\"", codeInvalidRequest},
		{"an empty object", "Content-Length: 2\r\n\r\n{}", codeInvalidRequest},
		{"a method that is none", "Content-Length: 12\r\n\r\n{\"method\":5}", codeInvalidRequest},
	}
	c := start(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c.raw(tt.sent)
			if tt.code != 0 {
				if m := c.answer("null"); m.Error == nil || m.Error.Code != tt.code {
					t.Errorf("got %+v", m.Error)
				}
			}
		})
	}
	c.initialize("{}")
	c.settle()
}

func TestCancel(t *testing.T) {
	started, release := make(chan bool), make(chan bool)
	slow := testRule("slow", func(*lint.Pass) { started <- true; <-release })
	c := start(t, func(o *Options) { o.Rules = []*lint.Rule{slow} })
	root := folder(t, "conf/flink-conf.yaml", "taskmanager.memory.process.size: 1g\n")
	c.initialize(`{"textDocument": {"diagnostic": {}}}`, root)
	id := c.ask("workspace/diagnostic", map[string]any{"previousResultIds": []any{}})
	<-started
	c.notify("$/cancelRequest", map[string]any{"id": "other"})
	c.send(map[string]any{"method": "$/cancelRequest", "params": json.RawMessage(fmt.Sprintf(`{"id": %s}`, id))})
	if m := c.answer(id); m.Error == nil || m.Error.Code != codeRequestCancelled {
		t.Errorf("got %s %+v", m.Result, m.Error)
	}
	c.settle() // the server goes on although the rule is stuck
	go func() {
		for range started {
		}
	}()
	close(release)
	c.request("workspace/diagnostic", map[string]any{"previousResultIds": []any{}}, nil)
}

func TestPanicInAHandler(t *testing.T) {
	methods["test/panic"] = request(func(*handling, *struct{}) (any, error) { panic("ouch") })
	methods["test/panicked"] = notification(func(*handling, *struct{}) error { panic("ouch again") })
	t.Cleanup(func() { delete(methods, "test/panic"); delete(methods, "test/panicked") })
	c := connect(t, "{}")
	if e := c.refused("test/panic", nil); e.Code != codeInternalError || !strings.Contains(e.Message, "ouch") {
		t.Errorf("got %+v", e)
	}
	c.notify("test/panicked", nil)
	c.await("the log of the second", func(m *message) bool {
		return m.Method == "window/logMessage" && strings.Contains(string(m.Params), "ouch again")
	})
	if log := c.log.String(); !strings.Contains(log, "server_test.go") {
		t.Errorf("the log has no stack:\n%s", log)
	}
	c.settle()
}

// Neovim 0.12 would keep old diagnostics in its open buffers.
func TestWorkspaceDiagnosticsNotForNeovim(t *testing.T) {
	for name, want := range map[string]bool{"Neovim": false, "another": true} {
		c := start(t)
		var result struct {
			Capabilities struct{ DiagnosticProvider *diagnosticOptions }
		}
		c.request("initialize", map[string]any{
			"clientInfo": map[string]any{"name": name}, "capabilities": map[string]any{"textDocument": map[string]any{"diagnostic": map[string]any{}}},
		}, &result)
		if p := result.Capabilities.DiagnosticProvider; p == nil || p.WorkspaceDiagnostics != want {
			t.Errorf("%s: %+v", name, p)
		}
	}
}
