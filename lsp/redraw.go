package lsp

import (
	"context"
	"encoding/json"
)

// adornments are what an editor draws into an open document beside its text: hints and lenses, in JSON.
type adornments struct {
	stamp         uint64 // of the text
	hints, lenses string
}

// redraw tells the client to ask again for hints and lenses where those of a document are others because of a change
// elsewhere: in another file, on the disk or in the settings. For the text that is being edited it asks by itself.
func (s *server) redraw(ctx context.Context) {
	defer s.survive("drawing again")
	if !s.client.drawsAgain() {
		return
	}
	now := s.state.Load()
	d, err := now.diagnose(ctx)
	if err != nil {
		return
	}
	edited := uint64(0) // the last one
	for _, b := range now.open {
		edited = max(edited, b.stamp)
	}
	hints, lenses := false, false
	drawn := map[string]adornments{}
	for uri, b := range now.open {
		is, was := adornments{b.stamp, encoded(now.inlayHints(d, uri, nil)), encoded(now.codeLenses(d, uri))}, s.publish.drawn[uri]
		drawn[uri] = is
		if was.stamp != 0 && (was.stamp == is.stamp || is.stamp != edited) {
			hints, lenses = hints || is.hints != was.hints, lenses || is.lenses != was.lenses
		}
	}
	s.publish.drawn = drawn
	if hints && s.client.Workspace.InlayHint.RefreshSupport {
		s.ask("workspace/inlayHint/refresh", nil, nil)
	}
	if lenses && s.client.Workspace.CodeLens.RefreshSupport {
		s.ask("workspace/codeLens/refresh", nil, nil)
	}
}

func encoded(v any) string {
	body, err := json.Marshal(v)
	if err != nil { // of texts and numbers alone
		return ""
	}
	return string(body)
}
