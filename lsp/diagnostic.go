package lsp

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// Reports of diagnostics that were pulled, since 3.17.
type (
	documentDiagnosticParams struct {
		TextDocument     protocol.TextDocumentIdentifier `json:"textDocument"`
		PreviousResultID string                          `json:"previousResultId"`
	}
	workspaceDiagnosticParams struct {
		Previous []struct {
			URI   string `json:"uri"`
			Value string `json:"value"`
		} `json:"previousResultIds"`
	}
	diagnosticReport struct {
		Kind     string          `json:"kind"` // full or unchanged
		ResultID string          `json:"resultId"`
		Items    json.RawMessage `json:"items,omitempty"` // nil: unchanged
	}
	workspaceReport struct {
		diagnosticReport
		URI     string `json:"uri"`
		Version *int32 `json:"version"`
	}
)

// documentDiagnostic answers with the diagnostics of one document.
func (h *handling) documentDiagnostic(p *documentDiagnosticParams) (any, error) {
	d, err := h.now.diagnose(h.ctx)
	if err != nil {
		return nil, err
	}
	return h.now.report(d, p.TextDocument.URI, p.PreviousResultID), nil
}

// workspaceDiagnostic answers with the diagnostics of everything that is open, also of files that had some before.
func (h *handling) workspaceDiagnostic(p *workspaceDiagnosticParams) (any, error) {
	d, err := h.now.diagnose(h.ctx)
	if err != nil {
		return nil, err
	}
	previous := map[string]string{}
	for _, r := range p.Previous {
		previous[r.URI] = r.Value
	}
	uris := maps.Clone(previous)
	for uri := range d.files {
		uris[uri] = ""
	}
	items := []workspaceReport{}
	for _, uri := range slices.Sorted(maps.Keys(uris)) {
		report := workspaceReport{diagnosticReport: h.now.report(d, uri, previous[uri]), URI: uri}
		if b := h.now.open[uri]; b != nil {
			report.Version = &b.version
		}
		items = append(items, report)
	}
	return map[string]any{"items": items}, nil
}

// report is what is to be said of a document; nothing new where that is what the client has.
func (s *snapshot) report(d *diagnosis, uri, previous string) diagnosticReport {
	items := json.RawMessage("[]")
	if f := d.files[uri]; f != nil {
		items = s.rendered(f)
	}
	sum := sha256.Sum256(items)
	id := hex.EncodeToString(sum[:8])
	if id == previous {
		return diagnosticReport{Kind: "unchanged", ResultID: id}
	}
	return diagnosticReport{Kind: "full", ResultID: id, Items: items}
}
