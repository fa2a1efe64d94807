package report

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// The shapes of memory --format json; docs/architecture.md has the contract.
type (
	jsonMemory struct {
		File         string         `json:"file"`
		Cluster      string         `json:"cluster"`
		FlinkVersion string         `json:"flinkVersion"`
		VersionFrom  string         `json:"versionFrom"`
		LoadError    *jsonLoadError `json:"loadError,omitempty"`
		TaskManager  *jsonProcess   `json:"taskManager"`
		JobManager   *jsonProcess   `json:"jobManager"`
		DotNet       *jsonDotNet    `json:"dotnet,omitempty"`
	}
	jsonDotNet struct {
		OK        *bool    `json:"ok"`
		HeapLimit *int64   `json:"heapLimit"`
		From      *string  `json:"from"`
		ServerGC  bool     `json:"serverGC"`
		Ignored   []string `json:"ignored"`
		Unknown   []string `json:"unknown,omitempty"`
	}
	jsonLoadError struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Line    int    `json:"line"`
	}
	jsonProblem struct {
		Code    flink.Code `json:"code"`
		Message string     `json:"message"`
		Keys    []string   `json:"keys"`
	}
	jsonProcess ProcessMemory
)

// MarshalJSON writes {"ok": true, ...components}, {"ok": false, "problems"} or {"ok": null, "unknown"}.
func (p *jsonProcess) MarshalJSON() ([]byte, error) {
	switch {
	case len(p.Problems) > 0:
		problems := make([]jsonProblem, len(p.Problems))
		for i, problem := range p.Problems {
			problems[i] = jsonProblem{problem.Code, oneLine(p.Messages[i]), append([]string{}, problem.Keys...)}
		}
		return json.Marshal(map[string]any{"ok": false, "problems": problems})
	case len(p.Unknown) > 0:
		return json.Marshal(map[string]any{"ok": nil, "unknown": p.Unknown})
	}
	var b bytes.Buffer
	b.WriteString(`{"ok":true`)
	for _, c := range p.Components {
		name, err := json.Marshal(c.Name)
		if err != nil {
			return nil, err
		}
		size, err := json.Marshal(int64(c.Size))
		if err != nil {
			return nil, err
		}
		b.WriteByte(',')
		b.Write(name)
		b.WriteByte(':')
		b.Write(size)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// MemoryJSON writes the memory of all places as one JSON array.
func MemoryJSON(w io.Writer, all []Memory) error {
	out := make([]jsonMemory, len(all))
	for i, m := range all {
		out[i] = jsonMemory{
			File: m.File, Cluster: m.Cluster, FlinkVersion: m.Version.String(), VersionFrom: string(m.Evidence),
			TaskManager: (*jsonProcess)(m.TaskManager), JobManager: (*jsonProcess)(m.JobManager),
		}
		if e := m.LoadError; e != nil {
			out[i].LoadError = &jsonLoadError{string(e.Code), e.Message, e.Line}
		}
		if m.DotNet != nil {
			out[i].DotNet = m.DotNet.json()
		}
	}
	return writeJSON(w, out)
}

// json is the runtime as {"ok", "heapLimit", "from", "serverGC", "ignored"}; ok is null, and "unknown" names what it takes, where
// a needed value is not known.
func (m *DotNetMemory) json() *jsonDotNet {
	out := &jsonDotNet{ServerGC: m.ServerGC, Ignored: append([]string{}, m.IgnoredNames...), Unknown: m.Unknown}
	if m.Known() {
		ok := m.Starts()
		out.OK = &ok
	}
	if heap, ok := m.HeapSize(); ok {
		n := int64(heap)
		out.HeapLimit = &n
	}
	if m.Source != "" {
		out.From = &m.Source
	}
	return out
}
