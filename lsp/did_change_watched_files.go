package lsp

import (
	"path/filepath"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// didChangeWatchedFiles looks at the disk again: at files that changed, or at all of it where some came or went. What an open
// document's file holds is of no interest.
func (h *handling) didChangeWatchedFiles(p *protocol.DidChangeWatchedFilesParams) error {
	looked := false
	h.update(func(s *snapshot) {
		for _, change := range p.Changes {
			name := nameOf(change.URI)
			switch {
			case change.Type != protocol.UInteger(protocol.FileChangeTypeChanged), name == "", filepath.Base(name) == ".gitignore":
				s.diskChanged()
				looked = true
			case s.named(name) == nil:
				s.fileChanged(name)
				looked = true
			}
		}
	})
	if looked {
		h.changed(true)
	}
	return nil
}
