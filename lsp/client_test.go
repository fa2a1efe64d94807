package lsp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/flinkmem/flinkmem-lint/lint"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// deadline bounds the wait for a message that does not come. Nothing else in these tests takes time.
const deadline = 20 * time.Second

// clock is a time that passes only when a test says so.
type clock struct {
	mu     sync.Mutex
	timers []*timer
}

type timer struct {
	after time.Duration
	call  func()
}

func (c *clock) After(d time.Duration, call func()) func() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &timer{d, call}
	c.timers = append(c.timers, t)
	return func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		stopped := t.call != nil
		t.call = nil
		return stopped
	}
}

// pass lets all timers of a duration end, and returns how many there were.
func (c *clock) pass(d time.Duration) int {
	c.mu.Lock()
	var due []func()
	c.timers = slices.DeleteFunc(c.timers, func(t *timer) bool {
		if t.call != nil && t.after == d {
			due = append(due, t.call)
			t.call = nil
		}
		return t.call == nil
	})
	c.mu.Unlock()
	for _, call := range due {
		call()
	}
	return len(due)
}

// client is the other end of a session, over pipes.
type client struct {
	t        testing.TB
	clock    *clock
	to       io.WriteCloser
	received chan *message
	kept     []*message // received while something else was waited for
	status   chan int
	log      *lockedBuffer
	lastID   int
	text     map[string]string // of the open documents
	version  map[string]int32
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// start starts a server that nothing has been said to yet.
func start(t testing.TB, change ...func(*Options)) *client {
	t.Helper()
	in, to := io.Pipe()
	from, out := io.Pipe()
	c := &client{
		t: t, clock: &clock{}, to: to, received: make(chan *message, 1000), status: make(chan int, 1), log: &lockedBuffer{},
		text: map[string]string{}, version: map[string]int32{},
	}
	o := Options{In: in, Out: out, Log: c.log, Version: "1.2.3", After: c.clock.After, Alive: func(int) bool { return true },
		pushed: func(s *server) { s.notify("test/pushed", struct{}{}) }}
	for _, f := range change {
		f(&o)
	}
	go func() {
		c.status <- Serve(o)
		out.Close()
	}()
	go c.receive(from)
	t.Cleanup(func() {
		to.Close()
		select {
		case <-c.status:
		case <-time.After(deadline):
			t.Error("the server did not end")
		}
	})
	return c
}

// receive reads what the server sends, until it ends.
func (c *client) receive(from io.Reader) {
	defer close(c.received)
	for reader := newConnection(from, io.Discard); ; {
		body, err := reader.read()
		if err != nil {
			return
		}
		m, fault := parseMessage(body)
		if fault != nil {
			c.t.Errorf("the server sent %s: %v", body, fault)
			return
		}
		c.received <- m
	}
}

// raw sends bytes as they are.
func (c *client) raw(text string) {
	c.t.Helper()
	if _, err := io.WriteString(c.to, text); err != nil {
		c.t.Fatalf("the server reads no more: %v\n%s", err, c.log)
	}
}

func (c *client) send(m map[string]any) {
	c.t.Helper()
	m["jsonrpc"] = "2.0"
	body, err := json.Marshal(m)
	if err != nil {
		c.t.Fatal(err)
	}
	c.raw(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body))
}

func (c *client) notify(method string, params any) {
	c.t.Helper()
	c.send(map[string]any{"method": method, "params": params})
}

// ask sends a request and returns its id.
func (c *client) ask(method string, params any) string {
	c.t.Helper()
	c.lastID++
	m := map[string]any{"id": c.lastID, "method": method}
	if params != nil {
		m["params"] = params
	}
	c.send(m)
	return fmt.Sprint(c.lastID)
}

// await returns the first message that fits, whatever came before it.
func (c *client) await(what string, fits func(*message) bool) *message {
	c.t.Helper()
	for i, m := range c.kept {
		if fits(m) {
			c.kept = append(c.kept[:i:i], c.kept[i+1:]...)
			return m
		}
	}
	timeout := time.After(deadline)
	for {
		select {
		case m, open := <-c.received:
			if !open {
				c.t.Fatalf("the server ended before %s came\n%s", what, c.log)
			}
			if fits(m) {
				return m
			}
			c.kept = append(c.kept, m)
		case <-timeout:
			c.t.Fatalf("%s did not come\n%s", what, c.log)
		}
	}
}

func (c *client) answer(id string) *message {
	c.t.Helper()
	return c.await("the answer to "+id, func(m *message) bool { return m.Method == "" && string(m.ID) == id })
}

func (c *client) awaitMethod(method string) *message {
	c.t.Helper()
	return c.await(method, func(m *message) bool { return m.Method == method })
}

// request is the result of a request.
func (c *client) request(method string, params, result any) {
	c.t.Helper()
	m := c.answer(c.ask(method, params))
	if m.Error != nil {
		c.t.Fatalf("%s: error %d: %s\n%s", method, m.Error.Code, m.Error.Message, c.log)
	}
	if result != nil {
		if err := json.Unmarshal(m.Result, result); err != nil {
			c.t.Fatalf("%s: %v: %s", method, err, m.Result)
		}
	}
}

// refused is the error of a request.
func (c *client) refused(method string, params any) *responseError {
	c.t.Helper()
	m := c.answer(c.ask(method, params))
	if m.Error == nil {
		c.t.Fatalf("%s was answered with %s", method, m.Result)
	}
	return m.Error
}

// settle returns when the server has handled all that it was sent.
func (c *client) settle() {
	c.t.Helper()
	c.refused("test/none", nil)
}

// capabilities are what an editor of today offers.
const capabilities = `{"general": {"positionEncodings": ["utf-16"]}, "workspace": {"workspaceEdit": {"documentChanges": true}},
	"textDocument": {"publishDiagnostics": {"relatedInformation": true, "codeDescriptionSupport": true, "versionSupport": true,
	"tagSupport": {"valueSet": [1, 2]}}, "codeAction": {"codeActionLiteralSupport": {}}, "hover": {"contentFormat": ["markdown"]}},
	"window": {"showDocument": {"support": true}}}`

// connect initializes a session over folders.
func connect(t testing.TB, capabilities string, roots ...string) *client {
	t.Helper()
	c := start(t)
	c.initialize(capabilities, roots...)
	return c
}

func (c *client) initialize(capabilities string, roots ...string) json.RawMessage {
	c.t.Helper()
	folders := []protocol.WorkspaceFolder{}
	for _, root := range roots {
		folders = append(folders, protocol.WorkspaceFolder{URI: uriOf(root), Name: filepath.Base(root)})
	}
	var result json.RawMessage
	c.request("initialize", map[string]any{"processId": nil, "workspaceFolders": folders, "capabilities": json.RawMessage(capabilities)}, &result)
	c.notify("initialized", map[string]any{})
	return result
}

// folder writes files into a new folder: name, text, name, text.
func folder(t testing.TB, files ...string) string {
	t.Helper()
	root := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		name := filepath.Join(root, filepath.FromSlash(files[i]))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(files[i+1]), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func (c *client) open(name, text string) string {
	c.t.Helper()
	uri := name
	if !strings.Contains(name, ":") {
		uri = uriOf(name)
	}
	c.text[uri], c.version[uri] = text, 1
	c.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
	return uri
}

func (c *client) edit(uri, text string) {
	c.t.Helper()
	c.text[uri] = text
	c.version[uri]++
	c.notify("textDocument/didChange", map[string]any{
		"textDocument": map[string]any{"uri": uri, "version": c.version[uri]}, "contentChanges": []any{map[string]any{"text": text}},
	})
}

func (c *client) close(uri string) {
	c.t.Helper()
	c.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": uri}})
}

// diagnostic is what a client reads; protocol_3_16's type cannot read a code.
type diagnostic struct {
	Range              protocol.Range                          `json:"range"`
	Severity           int                                     `json:"severity"`
	Code               string                                  `json:"code"`
	CodeDescription    *protocol.CodeDescription               `json:"codeDescription,omitempty"`
	Source             string                                  `json:"source"`
	Message            string                                  `json:"message"`
	Tags               []int                                   `json:"tags,omitempty"`
	RelatedInformation []protocol.DiagnosticRelatedInformation `json:"relatedInformation,omitempty"`
}

type published struct {
	URI         string       `json:"uri"`
	Version     *int32       `json:"version"`
	Diagnostics []diagnostic `json:"diagnostics"`
}

// lint lets the debounce pass and returns what was published by URI, until all is said. What is published last counts.
func (c *client) lint() map[string]published {
	c.t.Helper()
	c.settle()
	if c.clock.pass(debounce) == 0 {
		c.t.Fatal("nothing is to be linted")
	}
	c.awaitMethod("test/pushed")
	all := map[string]published{}
	var rest []*message
	for _, m := range c.kept {
		if m.Method != protocol.ServerTextDocumentPublishDiagnostics {
			rest = append(rest, m)
			continue
		}
		var p published
		if err := json.Unmarshal(m.Params, &p); err != nil {
			c.t.Fatalf("%v: %s", err, m.Params)
		}
		if p.Diagnostics == nil {
			c.t.Errorf("no list of diagnostics: %s", m.Params)
		}
		all[p.URI] = p
	}
	c.kept = rest
	return all
}

// codes are the rules of diagnostics.
func codes(diagnostics []diagnostic) string {
	var all []string
	for _, d := range diagnostics {
		all = append(all, d.Code)
	}
	return strings.Join(all, " ")
}

// testRule is a rule that does what a test needs.
func testRule(id string, check func(*lint.Pass)) *lint.Rule {
	return &lint.Rule{ID: id, Severity: lint.Warning, CheckPart: check}
}
