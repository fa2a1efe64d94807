package lsp

import "encoding/json"

// didChangeConfiguration takes the settings from a client that sends them, and asks one that does not. There may be those of
// other programs beside them.
func (h *handling) didChangeConfiguration(p *struct {
	Settings json.RawMessage `json:"settings"`
}) error {
	if h.client.Workspace.Configuration {
		h.askSettings()
		return nil
	}
	var sections map[string]json.RawMessage
	if json.Unmarshal(p.Settings, &sections) != nil { // null, or an empty list
		return nil
	}
	if sent, ok := h.readSettings(sections[section]); ok {
		h.update(func(s *snapshot) { s.settings = map[string]settings{"": sent} })
		h.changed(true)
	}
	return nil
}
