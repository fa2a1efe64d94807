package lsp

import protocol "github.com/tliron/glsp/protocol_3_16"

// didSave looks at the disk again where the client does not watch it: the file may be new there, and others as well.
func (h *handling) didSave(*protocol.DidSaveTextDocumentParams) error {
	if !h.client.Workspace.DidChangeWatchedFiles.DynamicRegistration {
		h.update((*snapshot).diskChanged)
		h.changed(true)
	}
	return nil
}
