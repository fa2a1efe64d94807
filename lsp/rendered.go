package lsp

import (
	"encoding/json"
	"slices"
	"sync"

	"github.com/flinkmem/flinkmem-lint/lint"
)

// renderings keep the diagnostics of files as they are sent: of a thousand files a keystroke changes one.
type renderings struct {
	mu   sync.Mutex
	kept map[string]rendering // by URI
}

// rendering is what came of findings, in JSON. It holds as long as the findings are the same ones: who opens or closes one of
// the documents that they speak of makes them others.
type rendering struct {
	findings []lint.Identity
	body     json.RawMessage
}

// rendered are the diagnostics of a file in JSON.
func (s *snapshot) rendered(f *fileReport) json.RawMessage {
	findings, lasting := f.identities()
	all := &s.server.renderings
	all.mu.Lock()
	r, known := all.kept[f.uri]
	all.mu.Unlock()
	if known && lasting && slices.Equal(r.findings, findings) {
		return r.body
	}
	body, err := json.Marshal(s.diagnostics(f))
	if err != nil { // of texts and numbers alone
		return json.RawMessage("[]")
	}
	if lasting {
		all.mu.Lock()
		defer all.mu.Unlock()
		if all.kept == nil {
			all.kept = map[string]rendering{}
		}
		all.kept[f.uri] = rendering{findings, body}
	}
	return body
}

// forget drops what was kept of files of which nothing is to be said any more.
func (r *renderings) forget(d *diagnosis) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for uri := range r.kept {
		if d.files[uri] == nil {
			delete(r.kept, uri)
		}
	}
}

// identities tell a file's findings from others. Lasting is false where that cannot be done.
func (f *fileReport) identities() (all []lint.Identity, lasting bool) {
	if len(f.mistakes) > 0 {
		return nil, false
	}
	all = make([]lint.Identity, len(f.findings))
	for i := range f.findings {
		if all[i] = f.findings[i].Identity(); all[i].IsZero() {
			return nil, false
		}
	}
	return all, true
}
