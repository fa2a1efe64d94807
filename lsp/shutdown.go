package lsp

// shutdown ends the work; exit follows.
func (h *handling) shutdown(*struct{}) (any, error) {
	h.phase = finished
	h.publish.stop()
	return nil, nil
}
