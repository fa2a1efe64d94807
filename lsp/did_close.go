package lsp

import protocol "github.com/tliron/glsp/protocol_3_16"

// didClose goes back to what is on the disk.
func (h *handling) didClose(p *protocol.DidCloseTextDocumentParams) error {
	h.update(func(s *snapshot) {
		delete(s.open, p.TextDocument.URI)
		s.fileChanged(nameOf(p.TextDocument.URI)) // since it was last looked at, perhaps
	})
	h.changed(true)
	return nil
}
