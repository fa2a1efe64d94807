package lsp

import (
	"slices"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

func (h *handling) didChangeWorkspaceFolders(p *protocol.DidChangeWorkspaceFoldersParams) error {
	h.update(func(s *snapshot) {
		s.diskChanged()
		roots := slices.Clone(s.roots)
		for _, f := range p.Event.Removed {
			if i := slices.Index(roots, nameOf(f.URI)); i >= 0 {
				roots = slices.Delete(roots, i, i+1)
			}
		}
		for _, f := range p.Event.Added {
			if name := nameOf(f.URI); name != "" {
				roots = append(roots, name)
			}
		}
		s.roots = roots
	})
	h.askSettings()
	h.changed(true)
	return nil
}
