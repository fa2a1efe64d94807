package lsp

import (
	"encoding/json"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint/report"
)

type executeCommandParams struct {
	Command   string            `json:"command"`
	Arguments []json.RawMessage `json:"arguments"`
}

// read reads the arguments of a command; it is false where these are others.
func (p *executeCommandParams) read(into ...any) bool {
	if len(p.Arguments) != len(into) {
		return false
	}
	for i, argument := range p.Arguments {
		if json.Unmarshal(argument, into[i]) != nil {
			return false
		}
	}
	return true
}

// executeCommand runs the commands of code actions and lenses. What changes a text is an edit, and no command.
func (h *handling) executeCommand(p *executeCommandParams) (any, error) {
	var (
		address, uri, role string
		line               uint32
	)
	switch {
	case p.Command == openPage && p.read(&address) && strings.HasPrefix(address, report.Docs):
		h.ask("window/showDocument", map[string]any{"uri": address, "external": true}, nil)
		return nil, nil
	case p.Command == showMemory && p.read(&uri, &line, &role):
		return h.showMemory(uri, line, role)
	}
	return nil, failure(codeInvalidParams, "no such command, or other arguments: %s", p.Command)
}
