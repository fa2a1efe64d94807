package lsp

// didChangeWatchedFiles looks at the disk again.
func (h *handling) didChangeWatchedFiles(*struct{}) error {
	h.update(func(*snapshot) {})
	h.changed(true)
	return nil
}
