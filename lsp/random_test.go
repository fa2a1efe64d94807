package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/rules"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// randomEdits is how many edits TestRandomEdits makes; FLINKMEM_RANDOM_EDITS asks for more.
func randomEdits() int {
	if n, err := strconv.Atoi(os.Getenv("FLINKMEM_RANDOM_EDITS")); err == nil {
		return n
	}
	return 2000
}

// checkEvery is how many edits there are from one comparison with a fresh run to the next, on average.
const checkEvery = 10

// Whatever is typed, the server has the client's text, and shows what a fresh run over the same texts reports.
func TestRandomEdits(t *testing.T) {
	methods["test/held"] = request(answerHeld)
	t.Cleanup(func() { delete(methods, "test/held") })
	for _, units := range encodings {
		t.Run(string(units), func(t *testing.T) {
			t.Parallel()
			seed := uint64(len(units))<<8 + uint64(units[4])
			e := newTyping(t, units, rand.New(rand.NewPCG(7, seed)))
			for e.n = range randomEdits() / len(encodings) {
				e.step()
				if e.random.IntN(checkEvery) == 0 {
					e.check()
				}
				if t.Failed() {
					t.Fatalf("edit %d", e.n)
				}
			}
			e.check()
			if log := e.log.String(); strings.Contains(log, "bug in flinkmem-lint") {
				t.Errorf("the server logged\n%s", log)
			}
		})
	}
}

// typing is a client whose user types at random.
type typing struct {
	*client
	random *rand.Rand
	units  encoding
	root   string
	names  []string
	texts  map[string][]uint16 // of the open documents, by URI: an editor may cut a character in two
	marked map[string]bool     // the file has a byte order mark that the editor keeps to itself
	shown  map[string]published
	n      int
}

func newTyping(t *testing.T, units encoding, random *rand.Rand) *typing {
	const image = "services:\n  jm:\n    image: flink:1.20\n    command: jobmanager\n    environment:\n      - |\n        FLINK_PROPERTIES=\n        jobmanager.memory.process.size: 1g\n" +
		"  tm:\n    image: flink:1.20\n    command: taskmanager\n    volumes: [./flink-conf.yaml:/opt/flink/conf/flink-conf.yaml]\n"
	files := []string{
		"k8s/deployment.yaml", deployment, "k8s/conf.yaml", configMap + "3g # ä😀\n",
		"compose/compose.yaml", image, "compose/flink-conf.yaml", twice,
		"conf/flink-conf.yaml", "# flinkmem-lint: ignore[jvm-overhead-out-of-range] ä😀\n" + twice,
		"a/config.yaml", "taskmanager:\n  memory:\n    process:\n      size: 1x # ü\n    flink.size: 2g\n  {😀: 1}\n",
		"b/config.yaml", "\ufefftaskmanager:\r\n  memory.process.size: 1x # 😀\r\n  memory.flink.size: 4g\r\n",
		"README.md", "# x\n\n```yaml\ntaskmanager.memory.process.size: 1x\n```\n", ".flinkmem-lint.toml", "[rules]\ndeprecated-option = \"off\"\n",
	}
	e := &typing{random: random, units: units, root: folder(t, files...), texts: map[string][]uint16{}, marked: map[string]bool{}, shown: map[string]published{}}
	e.client = start(t)
	e.initialize(strings.Replace(capabilities, `"utf-16"`, `"`+string(units)+`"`, 1), e.root)
	for i := 0; i < len(files); i += 2 {
		e.names = append(e.names, filepath.Join(e.root, filepath.FromSlash(files[i])))
	}
	return e
}

var pastes = []string{
	"", "x", ":", ": ", " ", "  ", "\n", "\r\n", "\r", "\n\r", "\t", "é", "😀", "\u2028", "\u0085", "\ufeff", "\ufffd", "#", "\"", "'", "{", "}", "[", "|\n", "- ", "---\n", "&a ", "*a", "<<: ", "!!binary ", "? ",
	"9", "g", "0.5", "taskmanager.memory.process.size: 4g\n", "taskmanager.memory.process.size: 4g\r\n", "taskmanager.memory.flink.size: 4g\n", "jobmanager.memory.heap.size: 1m\r",
	"taskmanager:\n  memory:\n    managed:\n      fraction: 0.9\n", "# flinkmem-lint: ignore[invalid-memory-size]\n", "{{ .Values.x }}", "${X:-1g}", "\x00", "]]", "[rules]\n", "fail-level = \"info\"\n", "image: flink:2.0\n",
}

// step changes a document, opens or closes one, or asks for something.
func (e *typing) step() {
	e.t.Helper()
	name := e.names[e.random.IntN(len(e.names))]
	uri := uriOf(name)
	text, open := e.texts[uri]
	switch n := e.random.IntN(60); {
	case !open:
		content, err := os.ReadFile(name)
		if err != nil {
			e.t.Fatal(err)
		}
		e.marked[uri] = startsWithMark(content)
		e.texts[uri] = utf16.Encode([]rune(editorText(e.t, name)))
		e.version[uri]++ // an editor may begin with any
		e.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{
			"uri": uri, "languageId": "yaml", "version": e.version[uri], "text": e.take(uri),
		}})
	case n == 0:
		e.close(uri)
		delete(e.texts, uri)
		delete(e.text, uri)
	case n == 1:
		e.whole(uri, nil)
	case n < 8: // as it was
		e.whole(uri, utf16.Encode([]rune(editorText(e.t, name))))
	case n == 8: // all line ends are others
		all := strings.Join(linesOf(e.text[uri]), []string{"\n", "\r\n", "\r"}[e.random.IntN(3)])
		e.whole(uri, utf16.Encode([]rune(all)))
	case n < 12:
		e.ask1(uri)
	case n < 32: // anywhere, also inside a surrogate pair
		from := e.random.IntN(len(text) + 1)
		to := min(len(text), from+e.length())
		e.whole(uri, slices.Concat(text[:from], e.paste(), text[to:]))
	default:
		e.ranges(uri)
	}
	if _, open := e.texts[uri]; open {
		if got := e.held(uri); got.Text != e.expected(uri) || got.Version != e.version[uri] {
			e.t.Fatalf("edit %d of %s: the client has version %d\n%q\nthe server has version %d\n%q", e.n, name, e.version[uri], e.expected(uri), got.Version, got.Text)
		}
	}
	if e.random.IntN(20) == 0 { // a run begins, and more is typed before it ends
		e.clock.pass(debounce)
	}
}

func (e *typing) length() int { return []int{0, 0, 1, 5, 40}[e.random.IntN(5)] }

func (e *typing) paste() []uint16 {
	return utf16.Encode([]rune(pastes[e.random.IntN(len(pastes))]))
}

// take makes the client's text of what is typed; a half of a character cannot be sent as one.
func (e *typing) take(uri string) string {
	e.text[uri] = string(utf16.Decode(e.texts[uri]))
	if strings.HasPrefix(e.text[uri], "\ufeff") {
		e.marked[uri] = false // the editor shows it from now on
	}
	return e.text[uri]
}

// expected is the file that the client would save.
func (e *typing) expected(uri string) string {
	if e.marked[uri] && e.texts[uri] != nil {
		return "\ufeff" + e.text[uri]
	}
	return e.text[uri]
}

// whole sends the whole text, as it is in JavaScript: the halves of a character as they are.
func (e *typing) whole(uri string, text []uint16) {
	e.t.Helper()
	if text == nil {
		text = []uint16{}
	}
	e.texts[uri] = text
	e.take(uri)
	e.version[uri]++
	var quoted strings.Builder
	for _, unit := range text {
		fmt.Fprintf(&quoted, "\\u%04x", unit)
	}
	e.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": uri, "version": e.version[uri]},
		"contentChanges": []any{map[string]any{"text": json.RawMessage(`"` + quoted.String() + `"`)}},
	})
}

// ranges sends one to three changes of ranges, each of which counts in what the one before left. Nothing asks a client for them,
// and some send them.
func (e *typing) ranges(uri string) {
	e.t.Helper()
	runes := []rune(e.text[uri])
	var changes []any
	for range 1 + e.random.IntN(3) {
		from := e.random.IntN(len(runes) + 1)
		to := min(len(runes), from+e.length())
		paste := pastes[e.random.IntN(len(pastes))]
		var r protocol.Range
		r.Start, from = e.position(runes, from)
		r.End, to = e.position(runes, to)
		changes = append(changes, map[string]any{"range": r, "text": paste})
		runes = slices.Concat(runes[:from], []rune(paste), runes[to:])
		if e.marked[uri] && len(runes) > 0 && runes[0] == '\ufeff' {
			break // the editor shows it from now on
		}
	}
	e.texts[uri] = utf16.Encode(runes)
	e.take(uri)
	e.version[uri]++
	e.notify("textDocument/didChange", map[string]any{
		"textDocument": map[string]any{"uri": uri, "version": e.version[uri]}, "contentChanges": changes,
	})
}

// position is that of a character, and of which one really: there is none between the two characters of a line end.
func (e *typing) position(runes []rune, n int) (protocol.Position, int) {
	if n > 0 && n < len(runes) && runes[n-1] == '\r' && runes[n] == '\n' {
		n--
	}
	lines := linesOf(string(runes[:n]))
	column := 0
	for _, r := range lines[len(lines)-1] {
		column += unitsOf(r, e.units)
	}
	return protocol.Position{Line: uint32(len(lines) - 1), Character: uint32(column)}, n
}

// ask1 asks for something at a place: no answer may be an error.
func (e *typing) ask1(uri string) {
	e.t.Helper()
	runes := []rune(e.text[uri])
	at, _ := e.position(runes, e.random.IntN(len(runes)+1))
	if e.random.IntN(10) == 0 {
		at.Character += uint32(e.random.IntN(1000))
		at.Line += uint32(e.random.IntN(3))
	}
	document := map[string]any{"uri": uri}
	whole := protocol.Range{End: protocol.Position{Line: uint32(len(runes) + 1)}}
	switch e.random.IntN(5) {
	case 0:
		e.request("textDocument/hover", map[string]any{"textDocument": document, "position": at}, nil)
	case 1:
		e.request("textDocument/completion", map[string]any{"textDocument": document, "position": at}, nil)
	case 2:
		e.request("textDocument/codeAction", map[string]any{"textDocument": document, "range": whole, "context": map[string]any{"diagnostics": []any{}}}, nil)
	case 3:
		e.request("textDocument/inlayHint", map[string]any{"textDocument": document, "range": whole}, nil)
	case 4:
		e.request("textDocument/codeLens", map[string]any{"textDocument": document}, nil)
	}
}

// held is what the server has of a document.
type held struct {
	Text    string `json:"text"`
	Version int32  `json:"version"`
	Good    string `json:"good"` // of a configuration file: its last text without a mistake
}

func answerHeld(h *handling, p *protocol.TextDocumentIdentifier) (any, error) {
	a := held{Good: string(h.configs.good(nameOf(p.URI)))}
	if b := h.now.open[p.URI]; b != nil {
		a.Text, a.Version = string(b.text), b.version
	}
	return a, nil
}

func (e *typing) held(uri string) (h held) {
	e.t.Helper()
	e.request("test/held", map[string]any{"uri": uri}, &h)
	return h
}

// check lets the server publish, and compares all that it published last with a fresh run.
func (e *typing) check() {
	e.t.Helper()
	uri := ""
	for _, name := range e.names {
		if _, open := e.texts[uriOf(name)]; open {
			uri = uriOf(name)
		}
	}
	if uri == "" {
		return
	}
	e.whole(uri, append(slices.Clone(e.texts[uri]), '\n')) // a version that is not published yet
	e.settle()
	e.clock.pass(debounce)
	e.takeIn(uri)
	for _, name := range e.names {
		uri := uriOf(name)
		p := e.shown[uri]
		if _, open := e.texts[uri]; open && (p.Version == nil || *p.Version != e.version[uri]) {
			e.t.Errorf("%s: published for version %v, not %d", name, p.Version, e.version[uri])
		}
	}
	want := e.fresh()
	for _, name := range e.names {
		uri := uriOf(name)
		got := slices.DeleteFunc(slices.Clone(e.shown[uri].Diagnostics), func(d diagnostic) bool { return d.Code == "configuration" })
		if lines := shownLines(got, e.textAt(uri), e.units, e.textAt); !slices.Equal(lines, want[name]) {
			e.t.Errorf("edit %d: %s: the server shows\n%s\na fresh run reports\n%s\nof\n%q", e.n, name,
				strings.Join(lines, "\n"), strings.Join(want[name], "\n"), e.textAt(uri))
		}
	}
}

// takeIn takes in what is published, until all of the present state is: the last version of a document, and what comes with it.
func (e *typing) takeIn(uri string) {
	e.t.Helper()
	current := false
	timeout := time.After(deadline)
	for {
		var m *message
		if len(e.kept) > 0 {
			m, e.kept = e.kept[0], e.kept[1:]
		} else {
			select {
			case m = <-e.received:
			case <-timeout:
			}
		}
		switch {
		case m == nil:
			e.t.Fatalf("edit %d: version %d of %s was not published\n%s", e.n, e.version[uri], uri, e.log)
		case m.Method == protocol.ServerTextDocumentPublishDiagnostics:
			var p published
			if err := json.Unmarshal(m.Params, &p); err != nil {
				e.t.Fatal(err)
			}
			if before := e.shown[p.URI].Version; before != nil && p.Version != nil && *p.Version < *before {
				e.t.Errorf("version %d of %s after version %d", *p.Version, p.URI, *before)
			}
			e.shown[p.URI] = p
			current = current || p.URI == uri && p.Version != nil && *p.Version == e.version[uri]
		case m.Method == "test/pushed" && current:
			return
		}
	}
}

// fresh is what a run without a past reports for the client's texts. A broken configuration file counts as it was when it
// was not.
func (e *typing) fresh() map[string][]string {
	e.t.Helper()
	files := &lint.Overlay{Below: lint.Disk{}, Texts: map[string][]byte{}}
	for uri := range e.texts {
		files.Texts[nameOf(uri)] = []byte(e.expected(uri))
	}
	config := filepath.Join(e.root, lint.ConfigName)
	for { // what the server takes for the last good one depends on when it has linted
		result, err := lint.Run(context.Background(), lint.Options{Rules: rules.All, Dir: e.root, Files: files})
		if err == nil {
			for _, f := range result.Failures {
				if strings.Contains(f.Error(), "bug in flinkmem-lint") {
					e.t.Errorf("%v\n%q", f, e.text)
				}
			}
			return linesByFile(result, e.root)
		}
		good := e.held(uriOf(config)).Good
		if string(files.Texts[config]) == good {
			e.t.Fatal(err)
		}
		files.Texts[config] = []byte(good)
	}
}
