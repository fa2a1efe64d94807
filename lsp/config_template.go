package lsp

import "github.com/flinkmem/flinkmem-lint/lint"

// configTemplate answers with the name and the text of a new configuration file, as `flinkmem-lint init` writes it.
func (h *handling) configTemplate(*struct{}) (any, error) {
	return map[string]string{"name": lint.ConfigName, "text": lint.ConfigTemplate(h.options.Rules)}, nil
}
