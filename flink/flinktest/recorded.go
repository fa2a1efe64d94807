// Package flinktest reads what the real Flink answered, for tests. The answers lie in testdata/flink, one file for
// each minor release; flink/oracle records them. Nothing outside tests may import this package.
package flinktest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Vector is one configuration and what Flink made of it.
type Vector struct {
	Minor string // the minor release that was asked, such as "1.20"
	In    Input  `json:"in"`
	Out   Answer `json:"out"`
}

// Input is a configuration directory, and the options given with -D.
type Input struct {
	ID      string            `json:"id"`
	File    string            `json:"file,omitempty"` // the name of the only file, with Text; else see Files
	Text    string            `json:"text"`
	Files   map[string]string `json:"files,omitempty"` // texts by name, for directories with any other number of files
	Dynamic map[string]string `json:"dynamic,omitempty"`
}

// Answer is what Flink made of an input.
type Answer struct {
	// Loaded is the configuration as GlobalConfiguration read it, dynamic options included; nil where it did not.
	Loaded    map[string]string `json:"loaded"`
	LoadError Failure           `json:"loadError"`
	LoadLog   []string          `json:"loadLog"` // log lines, as "LEVEL Class: text"
	// What the calculations of the processes logged.
	TMLog []string `json:"tmLog"`
	JMLog []string `json:"jmLog"`

	TM *Process `json:"tm"` // the TaskManager as the standalone start scripts read it
	JM *Process `json:"jm"` // the JobManager; nil for 1.10, which has no memory model for it
	// JMLegacy is the JobManager of 1.10: its heap in megabytes.
	JMLegacy *struct {
		HeapMb int64
		Error  Failure
	} `json:"jmLegacy"`
	// TMContainer and JMContainer are how native Kubernetes and YARN read the same options, where that differs.
	TMContainer *Process `json:"tmContainer"`
	JMContainer *Process `json:"jmContainer"`

	// Extra are further checks of the same configuration by name: pageSize, slots, network, managedWeights, rocksdb,
	// slotManager, k8sJm, k8sTm. Each is a value, or an object with an error, see [Extra].
	Extra map[string]json.RawMessage `json:"extra"`
}

// Thrown is one exception of a chain.
type Thrown struct {
	Class   string
	Message string // "" for none
}

// UnmarshalJSON reads the pair of class and message that the oracle writes.
func (e *Thrown) UnmarshalJSON(data []byte) error {
	var pair [2]string
	err := json.Unmarshal(data, &pair)
	e.Class, e.Message = pair[0], pair[1]
	return err
}

// Failure is a chain of exceptions, the outermost first; empty for none.
type Failure []Thrown

// Message is the outermost message.
func (f Failure) Message() string {
	if len(f) == 0 {
		return ""
	}
	return f[0].Message
}

// Process is the memory of one process, or why Flink refuses to start it.
type Process struct {
	Sizes   map[string]int64 // bytes by component; the names are those of flink.Name
	JVMArgs string
	Error   Failure
}

// UnmarshalJSON reads the flat object that the oracle writes: every number but the slots is a size.
func (p *Process) UnmarshalJSON(data []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	p.Sizes = make(map[string]int64, len(fields))
	for name, raw := range fields {
		var err error
		switch name {
		case "error":
			err = json.Unmarshal(raw, &p.Error)
		case "jvmArgs":
			err = json.Unmarshal(raw, &p.JVMArgs)
		case "cpu", "slots":
		default:
			p.Sizes[name], err = strconv.ParseInt(string(raw), 10, 64)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// ID names the vector in test output.
func (v *Vector) ID() string { return v.Minor + " " + v.In.ID }

// Texts are the files of the configuration directory by name.
func (v *Vector) Texts() map[string]string {
	if v.In.File != "" {
		return map[string]string{v.In.File: v.In.Text}
	}
	return v.In.Files
}

// Standard reports whether Flink read the directory with its standard YAML parser (config.yaml): always from 2.0 on,
// and in 1.19 and 1.20 where there is no flink-conf.yaml.
func (v *Vector) Standard() bool {
	if strings.HasPrefix(v.Minor, "1.") {
		_, legacy := v.Texts()["flink-conf.yaml"]
		return !legacy
	}
	return true
}

// TaskManager is the answer for the TaskManager, in the standalone or the container reading.
func (v *Vector) TaskManager(container bool) *Process {
	if container && v.Out.TMContainer != nil {
		return v.Out.TMContainer
	}
	return v.Out.TM
}

// JobManager is the answer for the JobManager, in the standalone or the container reading; nil for 1.10.
func (v *Vector) JobManager(container bool) *Process {
	if container && v.Out.JMContainer != nil {
		return v.Out.JMContainer
	}
	return v.Out.JM
}

// Extra decodes the further check of that name into value, unless Flink threw; ok is false where the check was not
// made, because the version does not have it or the calculation before it failed.
func (v *Vector) Extra(tb testing.TB, name string, value any) (thrown Failure, ok bool) {
	tb.Helper()
	raw, ok := v.Out.Extra[name]
	if !ok {
		return nil, false
	}
	if bytes.HasPrefix(raw, []byte(`{"error":`)) {
		var failed struct{ Error Failure }
		if err := json.Unmarshal(raw, &failed); err != nil {
			tb.Fatalf("%s: %s: %v", v.ID(), name, err)
		}
		return failed.Error, true
	}
	if err := json.Unmarshal(raw, value); err != nil {
		tb.Fatalf("%s: %s: %v", v.ID(), name, err)
	}
	return nil, true
}

// Minors are the minor releases with recorded answers, in no particular order.
func Minors(tb testing.TB) []string {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join(Root(tb), "testdata", "flink", "*.jsonl.gz"))
	if err != nil || len(files) == 0 {
		tb.Fatalf("no recorded answers in testdata/flink (%v); record them with flink/oracle/oracle.sh vectors", err)
	}
	var minors []string
	for _, f := range files {
		minors = append(minors, strings.TrimSuffix(filepath.Base(f), ".jsonl.gz"))
	}
	return minors
}

// read holds the vectors by minor release: several tests of a package read the same.
var read sync.Map

// Read reads all recorded answers of a minor release. Callers share them and must not change them.
func Read(tb testing.TB, minor string) []Vector {
	tb.Helper()
	if vectors, ok := read.Load(minor); ok {
		return vectors.([]Vector)
	}
	name := filepath.Join(Root(tb), "testdata", "flink", minor+".jsonl.gz")
	packed, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		tb.Fatalf("%s: %v", name, err)
	}
	vectors, err := Decode(unpacked, minor)
	if err != nil {
		tb.Fatalf("%s: %v", name, err)
	}
	read.Store(minor, vectors)
	return vectors
}

// Decode reads recorded answers, one JSON object a line.
func Decode(r io.Reader, minor string) ([]Vector, error) {
	var vectors []Vector
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		v := Vector{Minor: minor}
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			return nil, fmt.Errorf("vector %d: %w", len(vectors)+1, err)
		}
		vectors = append(vectors, v)
	}
	return vectors, lines.Err()
}

// Sample is every nth vector: for tests that are too slow for all of them.
func Sample(vectors []Vector, n int) []Vector {
	var some []Vector
	for i := 0; i < len(vectors); i += n {
		some = append(some, vectors[i])
	}
	return slices.Clip(some)
}

// Root is the folder of the module, found from the folder that the test runs in.
func Root(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			tb.Fatal("no go.mod in any folder above the test")
		}
		dir = parent
	}
}
