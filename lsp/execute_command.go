package lsp

import (
	"encoding/json"
	"strings"
)

type executeCommandParams struct {
	Command   string            `json:"command"`
	Arguments []json.RawMessage `json:"arguments"`
}

// executeCommand opens the page of a rule.
func (h *handling) executeCommand(p *executeCommandParams) (any, error) {
	var address string
	if p.Command != openPage || len(p.Arguments) != 1 || json.Unmarshal(p.Arguments[0], &address) != nil || !strings.HasPrefix(address, pages) {
		return nil, failure(codeInvalidParams, "no such command: %s", p.Command)
	}
	h.ask("window/showDocument", map[string]any{"uri": address, "external": true}, nil)
	return nil, nil
}
