package lsp

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/rules"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// randomEdits is how many edits TestRandomEdits makes; FLINKMEM_RANDOM_EDITS asks for more.
func randomEdits() int {
	if n, err := strconv.Atoi(os.Getenv("FLINKMEM_RANDOM_EDITS")); err == nil {
		return n
	}
	return 300
}

// Whatever is typed, the server has the client's text, and shows what a fresh run over the same texts reports.
func TestRandomEdits(t *testing.T) {
	compose := "services:\n  jm:\n    image: flink:1.20\n    command: jobmanager\n    environment:\n      - |\n        FLINK_PROPERTIES=\n        jobmanager.memory.process.size: 1g\n" +
		"  tm:\n    image: flink:1.20\n    command: taskmanager\n    volumes: [./flink-conf.yaml:/opt/flink/conf/flink-conf.yaml]\n"
	root := folder(t,
		"k8s/deployment.yaml", deployment, "k8s/conf.yaml", configMap+"3g # ä😀\n",
		"compose/compose.yaml", compose, "compose/flink-conf.yaml", twice,
		"conf/flink-conf.yaml", "# flinkmem-lint: ignore[jvm-overhead-out-of-range] ä😀\n"+twice, "a/config.yaml", "taskmanager:\n  memory:\n    process:\n      size: 1x # ü\n",
		".flinkmem-lint.toml", "[rules]\ndeprecated-option = \"off\"\n", "README.md", "# x\n\n```yaml\ntaskmanager.memory.process.size: 1x\n```\n",
	)
	methods["test/text"] = request(func(h *handling, p *protocol.TextDocumentIdentifier) (any, error) {
		return string(h.now.open[p.URI].text), nil
	})
	t.Cleanup(func() { delete(methods, "test/text") })
	pastes := []string{
		"", "x", ":", " ", "\n", "\r\n", "\t", "é", "😀", "\u2028", "\ufeff", "#", "\"", "{", "[", "|", "- ", "9", "g", "taskmanager.memory.process.size: 4g\n",
		"taskmanager.memory.flink.size: 4g\n", "jobmanager.memory.heap.size: 1m\n", "# flinkmem-lint: ignore[invalid-memory-size]\n", "{{ .Values.x }}", "${X:-1g}", "\x00", "]]", "[rules]\n",
	}
	var names []string
	for _, name := range []string{
		"k8s/deployment.yaml", "k8s/conf.yaml", "compose/compose.yaml", "compose/flink-conf.yaml", "conf/flink-conf.yaml", "a/config.yaml", ".flinkmem-lint.toml", "README.md",
	} {
		names = append(names, filepath.Join(root, filepath.FromSlash(name)))
	}
	for _, units := range []encoding{utf8Units, utf16Units, utf32Units} {
		t.Run(string(units), func(t *testing.T) {
			random := rand.New(rand.NewPCG(7, uint64(len(units))+uint64(units[4])))
			c := connect(t, `{"general": {"positionEncodings": ["`+string(units)+`"]}, "textDocument": {"diagnostic": {}}}`, root)
			for n := range randomEdits() / 3 {
				name := names[random.IntN(len(names))]
				uri := uriOf(name)
				text, open := c.text[uri]
				switch {
				case !open:
					content, err := os.ReadFile(name)
					if err != nil {
						t.Fatal(err)
					}
					c.open(name, string(content))
				case random.IntN(30) == 0:
					c.close(uri)
					delete(c.text, uri)
				case random.IntN(30) == 0:
					c.edit(uri, "")
				case random.IntN(10) == 0: // as it was
					content, _ := os.ReadFile(name)
					c.edit(uri, string(content))
				default:
					c.replace(uri, text, units, random, pastes[random.IntN(len(pastes))])
				}
				if text, open := c.text[uri]; open {
					var got string
					if c.request("test/text", map[string]any{"uri": uri}, &got); got != text {
						t.Fatalf("edit %d: the client has\n%q\nthe server\n%q", n, text, got)
					}
				}
				if got, want := c.pulled(), c.fresh(root); got != want {
					t.Fatalf("edit %d of %s: the server shows\n%s\na fresh run reports\n%s\nof\n%q", n, name, got, want, c.text[uri])
				}
			}
		})
	}
}

// replace makes a change of a range, as a client that does not know better would.
func (c *client) replace(uri, text string, units encoding, random *rand.Rand, paste string) {
	c.t.Helper()
	m := newMapper([]byte(text), units)
	runes := []rune(text)
	from := random.IntN(len(runes) + 1)
	to := min(len(runes), from+[]int{0, 0, 1, 5, 40}[random.IntN(5)])
	start := len(string(runes[:from]))
	end := start + len(string(runes[from:to]))
	// positions are those of line ends where a line end is cut
	r := protocol.Range{Start: m.positionOf(start), End: m.positionOf(end)}
	s := m.spanOf(r)
	c.version[uri]++
	c.text[uri] = text[:s.Start] + paste + text[s.End:]
	c.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": uri, "version": c.version[uri]},
		"contentChanges": []any{map[string]any{"range": r, "text": paste}},
	})
}

// pulled is what the server shows, but for the mistakes of configuration files.
func (c *client) pulled() string {
	c.t.Helper()
	var report struct {
		Items []struct {
			URI   string
			Items []diagnostic
		}
	}
	c.request("workspace/diagnostic", map[string]any{"previousResultIds": []any{}}, &report)
	var all []string
	for _, file := range report.Items {
		for _, d := range file.Items {
			if d.Code != "configuration" {
				all = append(all, fmt.Sprintf("%s %s %d %s", filepath.Base(file.URI), d.Code, d.Severity, strings.ReplaceAll(d.Message, "\n", " ")))
			}
		}
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// fresh is what a run without a past reports for the client's texts. A broken configuration file counts as it was when it
// was not.
func (c *client) fresh(root string) string {
	c.t.Helper()
	files := &lint.Overlay{Below: lint.Disk{}, Texts: map[string][]byte{}}
	for uri, text := range c.text {
		files.Texts[nameOf(uri)] = []byte(text)
	}
	result, err := lint.Run(context.Background(), lint.Options{Rules: rules.All, Dir: root, Files: files})
	config := filepath.Join(root, lint.ConfigName)
	if err != nil {
		files.Texts[config] = c.good
		if result, err = lint.Run(context.Background(), lint.Options{Rules: rules.All, Dir: root, Files: files}); err != nil {
			c.t.Fatal(err)
		}
	} else if text, open := c.text[uriOf(config)]; open {
		c.good = []byte(text)
	}
	var all []string
	for i := range result.Findings {
		f := &result.Findings[i]
		all = append(all, fmt.Sprintf("%s %s %d %s", filepath.Base(f.Place.Document.Path), f.Rule.ID, severityOf(f.Severity), strings.ReplaceAll(messageOf(f), "\n", " ")))
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}
