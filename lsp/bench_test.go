package lsp

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// longConfig is a config.yaml of 1,000 lines; its first lines are what is typed in.
func longConfig(size string) string {
	var b strings.Builder
	b.WriteString("taskmanager:\n  memory:\n    process:\n      size: " + size + "\n    flink:\n      size: 4g\n  numberOfTaskSlots: 4\n")
	b.WriteString("pipeline:\n  global-job-parameters:\n")
	for n := 9; n < 1000; n++ {
		if n%10 == 0 {
			b.WriteString("    # ä comment\n")
			continue
		}
		fmt.Fprintf(&b, "    parameter-%d: value-%d\n", n, n)
	}
	return b.String()
}

// longConfigs are what the file is while a size is typed.
func longConfigs() (texts []string) {
	for size := 3; size < 12; size++ {
		texts = append(texts, longConfig(fmt.Sprintf("%dg", size)))
	}
	return texts
}

// benchmarkClient has a file of 1,000 lines open, in a workspace of so many files. What is to be pushed is due at once, until
// wait says that the user types on.
func benchmarkClient(b *testing.B, files int) (c *client, uri string, wait func()) {
	var typesOn atomic.Bool
	root := folder(b, append(otherFiles(files-1), "conf/config.yaml", longConfig("8g"))...)
	c = start(b, func(o *Options) {
		o.After = func(d time.Duration, call func()) func() bool {
			if d == debounce && !typesOn.Load() {
				call()
			}
			return func() bool { return false }
		}
	})
	c.initialize(capabilities, root)
	uri = c.open(filepath.Join(root, "conf", "config.yaml"), longConfig("8g"))
	c.awaitVersion(uri)
	return c, uri, func() { typesOn.Store(true) }
}

func otherFiles(n int) (files []string) {
	for i := range n {
		files = append(files, fmt.Sprintf("m%d/conf/flink-conf.yaml", i), twice)
	}
	return files
}

// awaitVersion waits for the diagnostics of a document's present version.
func (c *client) awaitVersion(uri string) {
	c.t.Helper()
	want := fmt.Appendf(nil, `"version":%d,`, c.version[uri])
	about := fmt.Appendf(nil, `"uri":%q`, uri)
	c.kept = nil
	c.await("the diagnostics", func(m *message) bool {
		return m.Method == protocol.ServerTextDocumentPublishDiagnostics && bytes.Contains(m.Params, about) && bytes.Contains(m.Params, want)
	})
	c.kept = nil
}

// latencies reports what half and 99 of 100 rounds stay below.
func latencies(b *testing.B, round func(n int)) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as the program does
	var all []time.Duration
	for n := 0; b.Loop(); n++ {
		from := time.Now()
		round(n)
		all = append(all, time.Since(from))
	}
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)/2])/1e6, "p50-ms")
	b.ReportMetric(float64(all[len(all)*99/100])/1e6, "p99-ms")
}

// BenchmarkKeystroke is from a keystroke to the published diagnostics, but for the debounce.
func BenchmarkKeystroke(b *testing.B) {
	for _, files := range []int{1, 1000} {
		b.Run(fmt.Sprintf("files=%d", files), func(b *testing.B) {
			c, uri, _ := benchmarkClient(b, files)
			texts := longConfigs()
			latencies(b, func(n int) {
				c.edit(uri, texts[n%len(texts)])
				c.awaitVersion(uri)
			})
		})
	}
}

// BenchmarkCompletion and BenchmarkHover ask right after a keystroke, whose text nothing has looked at yet: that is when an
// editor asks.
func BenchmarkCompletion(b *testing.B) {
	benchmarkQuestion(b, "textDocument/completion", protocol.Position{Line: 3, Character: 12})
}

func BenchmarkHover(b *testing.B) {
	benchmarkQuestion(b, "textDocument/hover", protocol.Position{Line: 3, Character: 8})
}

func benchmarkQuestion(b *testing.B, method string, at protocol.Position) {
	for _, typing := range []bool{false, true} {
		b.Run(fmt.Sprintf("typing=%t", typing), func(b *testing.B) {
			c, uri, wait := benchmarkClient(b, 1)
			wait()
			texts := longConfigs()
			latencies(b, func(n int) {
				if typing {
					c.edit(uri, texts[n%len(texts)])
				}
				c.request(method, map[string]any{"textDocument": map[string]any{"uri": uri}, "position": at}, nil)
				c.kept = nil
			})
		})
	}
}

var peak = regexp.MustCompile(`VmHWM:\s*(\d+) kB`)

// BenchmarkMemory is the peak of the program's memory with 1,000 files in the workspace, a keystroke a round.
func BenchmarkMemory(b *testing.B) {
	program := filepath.Join(b.TempDir(), "flinkmem-lint")
	if out, err := exec.Command("go", "build", "-o", program, "../cmd/flinkmem-lint").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	root := folder(b, append(otherFiles(999), "conf/config.yaml", longConfig("8g"))...)
	c, pid := startProgram(b, program)
	c.initialize(capabilities, root)
	uri := c.open(filepath.Join(root, "conf", "config.yaml"), longConfig("8g"))
	c.awaitVersion(uri)
	texts := longConfigs()
	for n := 0; b.Loop(); n++ {
		c.edit(uri, texts[n%len(texts)])
		c.awaitVersion(uri)
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	m := peak.FindSubmatch(status)
	if err != nil || m == nil {
		b.Skip("the system does not tell a process's peak")
	}
	kib, _ := strconv.ParseFloat(string(m[1]), 64)
	b.ReportMetric(kib/1024, "peak-MiB")
}

// startProgram is start with a process of its own.
func startProgram(b *testing.B, program string) (c *client, pid int) {
	cmd := exec.Command(program, "lsp")
	c = &client{t: b, clock: &clock{}, received: make(chan *message, 1000), status: make(chan int, 1), log: &lockedBuffer{}, text: map[string]string{}, version: map[string]int32{}}
	cmd.Stderr = c.log
	to, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	from, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	c.to = to
	go c.receive(from)
	b.Cleanup(func() {
		to.Close()
		cmd.Wait() // an end without a shutdown is no success
	})
	return c, cmd.Process.Pid
}
