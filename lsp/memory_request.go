package lsp

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
	"github.com/flinkmem/flinkmem-lint/lint/source"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// memoryParams ask for the memory of the processes that a document configures. It is a request of this server's own, for
// clients that draw.
type memoryParams struct {
	TextDocument protocol.TextDocumentIdentifier `json:"textDocument"`
	Render       bool                            `json:"render"` // as text and as SVG too
}

// memoryAnswer is null for a document that has nothing of Flink's.
type memoryAnswer struct {
	Version   *int32         `json:"version"`   // of the document, null where it is not open
	Flink     []flinkVersion `json:"flink"`     // the versions in force in the document
	Known     []string       `json:"known"`     // all versions that there are, the newest first
	FailLevel string         `json:"failLevel"` // the severity from which on check fails
	Places    []memoryPlace  `json:"places"`
	Text      string         `json:"text,omitempty"`
	SVG       string         `json:"svg,omitempty"`
}

type flinkVersion struct {
	Version string `json:"version"`
	From    string `json:"from"` // as in memory --format json
}

// memoryPlace is one place that configures processes: a plain file, a resource, a container, a service.
type memoryPlace struct {
	Title     string          `json:"title"`
	Flink     *flinkVersion   `json:"flink"`   // null for a file that cannot be read
	Note      string          `json:"note"`    // why there are no processes; "" where there are
	Refusal   bool            `json:"refusal"` // something refuses the file
	Processes []memoryProcess `json:"processes"`
}

type memoryProcess struct {
	report.Picture
	Line    *uint32                   `json:"line"`    // of the document, where the process stands; null for none
	Options map[string]memoryLocation `json:"options"` // by key: those behind the sizes that are written in a file
}

// memoryLocation is where an option is written.
type memoryLocation struct {
	URI   string         `json:"uri"`
	Range protocol.Range `json:"range"` // the entry
	Value protocol.Range `json:"value"` // its value, empty where it has none
}

// memory answers with what there is to draw.
func (h *handling) memory(p *memoryParams) (any, error) {
	uri := p.TextDocument.URI
	d, err := h.now.diagnoseFor(h.ctx, uri)
	if err != nil {
		return nil, err
	}
	answer := memoryAnswer{FailLevel: lint.Error.String(), Flink: []flinkVersion{}, Known: []string{}, Places: []memoryPlace{}}
	if b := h.now.open[uri]; b != nil {
		answer.Version = &b.version
	}
	for _, v := range slices.Backward(flink.Versions()) {
		answer.Known = append(answer.Known, v.String())
	}
	var drawn []report.Memory
	for _, c := range d.clusters {
		if !h.now.concerns(&c, uri) {
			continue
		}
		answer.FailLevel = cmp.Or(c.run.result.FailLevel, lint.Error).String()
		m := report.MemoryOf(c.Cluster, wording)
		place := h.now.place(&c, &m, uri)
		if !c.Unreadable() {
			place.Flink = &flinkVersion{c.Version.String(), string(c.Evidence)}
			if !slices.Contains(answer.Flink, *place.Flink) {
				answer.Flink = append(answer.Flink, *place.Flink)
			}
		}
		answer.Places = append(answer.Places, place)
		drawn = append(drawn, m)
	}
	if len(answer.Places) == 0 {
		return nil, nil
	}
	if p.Render {
		var text, svg bytes.Buffer
		if err := cmp.Or(report.MemoryText(&text, drawn, report.Style{}), report.MemorySVG(&svg, drawn)); err != nil {
			return nil, err
		}
		answer.Text, answer.SVG = text.String(), svg.String()
	}
	return answer, nil
}

// concerns reports whether something of a cluster is written in a document.
func (s *snapshot) concerns(c *linked, uri string) bool {
	return c.run.uriOfAny(c.Document) == uri || len(c.paths(uri)) > 0 || c.DotNet != nil &&
		slices.ContainsFunc(c.DotNet.Uses(), func(d *source.Document) bool { return d != nil && c.run.uriOfAny(d) == uri })
}

func (s *snapshot) place(c *linked, m *report.Memory, uri string) memoryPlace {
	p := memoryPlace{Title: m.Title(), Processes: []memoryProcess{}}
	p.Note, p.Refusal = m.Note()
	for _, picture := range m.Pictures() {
		drawn := memoryProcess{Picture: picture, Options: map[string]memoryLocation{}}
		written := map[string]source.Place{}
		if c.DotNet != nil {
			for _, setting := range c.DotNet.Settings {
				written[setting.Key] = setting.Place
			}
		}
		for _, process := range c.Shown() {
			if process.Role.String() != picture.Role {
				continue
			}
			if where, ok := s.stand(c, process, uri); ok {
				drawn.Line = &where.Start.Line
			}
			for key, o := range process.Options {
				written[key] = o.Place
			}
		}
		for _, key := range drawn.OptionKeys() {
			if place := written[key]; !place.IsZero() {
				drawn.Options[key] = s.location(c.run, place)
			}
		}
		p.Processes = append(p.Processes, drawn)
	}
	return p
}

func (s *snapshot) location(run *run, p source.Place) memoryLocation {
	uri := run.uriOfAny(p.Document)
	m := s.mapper(uri, p.Document)
	return memoryLocation{URI: uri, Range: m.rangeOf(p.Entry), Value: m.rangeOf(p.Value)}
}
