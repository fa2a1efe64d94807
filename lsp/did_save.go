package lsp

import protocol "github.com/tliron/glsp/protocol_3_16"

// didSave looks at the disk again: the file may be new there, and a client need not watch files.
func (h *handling) didSave(*protocol.DidSaveTextDocumentParams) error {
	h.update(func(*snapshot) {})
	h.changed(true)
	return nil
}
