package lsp

import (
	"os"
	"strings"
	"unicode/utf8"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

func (h *handling) didOpen(p *protocol.DidOpenTextDocumentParams) error {
	uri := p.TextDocument.URI
	b := newBuffer(uri, p.TextDocument.Version, p.TextDocument.Text, startsMarked(nameOf(uri)))
	if strings.ContainsRune(p.TextDocument.Text, utf8.RuneError) {
		b.text = beforeDecoding(b)
	}
	h.update(func(s *snapshot) { s.put(b) })
	h.changed(true)
	return nil
}

// beforeDecoding is the text of a file that is not UTF-8 as Flink will read it: an editor shows a sign for each byte that is
// no character, and writes that only when it saves.
func beforeDecoding(b *buffer) []byte {
	content, err := os.ReadFile(b.name)
	if err == nil && decoded(content) == string(b.text) {
		return content
	}
	return b.text
}

// decoded is a text with the replacement character for each byte that is no character.
func decoded(text []byte) string {
	if utf8.Valid(text) {
		return string(text)
	}
	return string([]rune(string(text)))
}
