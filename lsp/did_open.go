package lsp

import protocol "github.com/tliron/glsp/protocol_3_16"

func (h *handling) didOpen(p *protocol.DidOpenTextDocumentParams) error {
	uri := p.TextDocument.URI
	b := newBuffer(uri, p.TextDocument.Version, p.TextDocument.Text, startsMarked(nameOf(uri)))
	h.update(func(s *snapshot) { s.put(b) })
	h.changed(true)
	return nil
}
