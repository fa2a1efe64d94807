package lsp

import "encoding/json"

// cancelParams have the id as it is written: protocol_3_16.CancelParams cannot read one.
type cancelParams struct {
	ID json.RawMessage `json:"id"`
}

// cancelRequest ends a request, which is answered with an error then. One that has been answered already is none's concern.
func (h *handling) cancelRequest(p *cancelParams) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if cancel, ok := h.server.running[key(p.ID)]; ok {
		cancel()
	}
	return nil
}
