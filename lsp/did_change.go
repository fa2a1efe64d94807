package lsp

import (
	"fmt"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// didChangeParams are those of the protocol: protocol_3_16 leaves it to the reader which kind of change there is.
type didChangeParams struct {
	TextDocument   protocol.VersionedTextDocumentIdentifier `json:"textDocument"`
	ContentChanges []struct {
		Range *protocol.Range `json:"range"` // nil: the whole text, which is all that the server asks for
		Text  string          `json:"text"`
	} `json:"contentChanges"`
}

func (h *handling) didChange(p *didChangeParams) error {
	uri := p.TextDocument.URI
	before := h.now.open[uri]
	if before == nil {
		return fmt.Errorf("%s is not open", uri)
	}
	kept := 0 // a byte order mark that the client does not know of
	if !before.marked && startsWithMark(before.text) {
		kept = len(byteOrderMark)
	}
	text := decoded(before.text[kept:])
	for _, c := range p.ContentChanges {
		if c.Range == nil {
			text = c.Text
			continue
		}
		s := newMapper([]byte(text), h.now.units).spanOf(*c.Range)
		text = text[:s.Start] + c.Text + text[s.End:]
	}
	h.update(func(s *snapshot) { s.put(newBuffer(uri, p.TextDocument.Version, text, kept > 0)) })
	h.changed(isConfig(before.name))
	return nil
}
