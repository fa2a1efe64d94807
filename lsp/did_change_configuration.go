package lsp

// didChangeConfiguration takes the settings from a client that sends them, and asks one that does not.
func (h *handling) didChangeConfiguration(p *struct {
	Settings map[string]*settings `json:"settings"`
}) error {
	if h.client.Workspace.Configuration {
		h.askSettings()
		return nil
	}
	if sent := p.Settings[section]; sent != nil {
		h.update(func(s *snapshot) { s.settings = map[string]settings{"": *sent} })
		h.changed(true)
	}
	return nil
}
