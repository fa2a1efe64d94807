// Package dotnettest reads what the real .NET runtime answered, for tests. The answers lie in testdata/dotnet;
// dotnet/oracle records them. Nothing outside tests may import this package.
package dotnettest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/dotnet"
)

// Case is what a process was started with.
type Case struct {
	ID          string            `json:"id"`
	Environment map[string]string `json:"environment"`
	// RuntimeConfig are the properties below configProperties, each value as its JSON; nil where there are none.
	RuntimeConfig map[string]string `json:"runtimeconfig"`
	// Limit is the container's memory limit in bytes, 0 without one.
	Limit int64 `json:"limit"`
	// CPUs is how many processors the process was given, 0 for those of the machine.
	CPUs int `json:"cpus,omitempty"`
}

// Answer is what the runtime made of a case.
type Answer struct {
	Refused  bool   `json:"refused"` // it did not start
	How      string `json:"how"`
	Limit    int64  `json:"limit"` // of the heap, 0 for none
	ServerGC bool   `json:"serverGC"`
	Heaps    int    `json:"heaps"`
}

// Machine is what the cases ran on.
type Machine struct {
	Memory  int64  `json:"memory"`
	CPUs    int    `json:"cpus"`
	Runtime string `json:"runtime"`
}

// Recorded is a case with its answer, and the machine that gave it.
type Recorded struct {
	Case
	Answer  Answer `json:"answer"`
	Machine Machine
}

// Read reads all answers of testdata/dotnet.
func Read(tb testing.TB) []Recorded {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join(root(tb), "testdata", "dotnet", "*.jsonl.gz"))
	if err != nil || len(files) == 0 {
		tb.Fatalf("no recorded answers (%v)", err)
	}
	var all []Recorded
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			tb.Fatal(err)
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			tb.Fatalf("%s: %v", name, err)
		}
		text, err := io.ReadAll(z)
		if err != nil {
			tb.Fatalf("%s: %v", name, err)
		}
		f.Close()
		all = append(all, parse(tb, text)...)
	}
	return all
}

// parse reads the lines that ask.py writes: the machine, then the cases.
func parse(tb testing.TB, text []byte) []Recorded {
	tb.Helper()
	var all []Recorded
	var machine Machine
	for line := range bytes.Lines(text) {
		var r struct {
			Recorded
			Machine *Machine `json:"machine"`
		}
		if err := json.Unmarshal(line, &r); err != nil {
			tb.Fatalf("%s: %v", line, err)
		}
		if r.Machine != nil {
			machine = *r.Machine
			continue
		}
		r.Recorded.Machine = machine
		all = append(all, r.Recorded)
	}
	return all
}

// Ask asks the real runtime again, which oracle.sh has to have set up. Cases with a container limit may be left out,
// where the machine gives no cgroup; what the oracle says of that is logged.
func Ask(tb testing.TB, args ...string) []Recorded {
	tb.Helper()
	cmd := exec.Command(filepath.Join(root(tb), "dotnet", "oracle", "oracle.sh"), args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		tb.Fatalf("oracle.sh %s: %v\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	if stderr.Len() > 0 {
		tb.Log(strings.TrimSpace(stderr.String()))
	}
	return parse(tb, out)
}

// Settings are those of a case, in the order of their names.
func (c *Case) Settings() []dotnet.Setting {
	var settings []dotnet.Setting
	for _, name := range slices.Sorted(maps.Keys(c.Environment)) {
		settings = append(settings, dotnet.Setting{Layer: dotnet.Environment, Name: name, Value: c.Environment[name]})
	}
	for _, name := range slices.Sorted(maps.Keys(c.RuntimeConfig)) {
		value := c.RuntimeConfig[name]
		var text string
		if strings.HasPrefix(value, `"`) && json.Unmarshal([]byte(value), &text) == nil {
			value = text
		} else {
			value = dotnet.JSONText(value)
		}
		settings = append(settings, dotnet.Setting{Layer: dotnet.RuntimeConfig, Name: name, Value: value})
	}
	return settings
}

// Host is what the case ran on, as far as .NET looks at it.
func (r *Recorded) Host() dotnet.Host {
	host := dotnet.Host{Limit: r.Limit, CPUs: r.Machine.CPUs, Memory: r.Machine.Memory}
	if r.CPUs > 0 {
		host.CPUs = r.CPUs
	}
	return host
}

func root(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	tb.Fatalf("no go.mod above the test (%v)", err)
	return ""
}
