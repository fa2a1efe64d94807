package lsp

import (
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
)

// ruleLine is a rule in the list of all.
type ruleLine struct {
	ID       string `json:"id"`
	Severity string `json:"severity"`
	Title    string `json:"title"`
}

// listRules answers with all rules, for a client that lets its user choose one.
func (h *handling) listRules(*struct{}) (any, error) {
	lines := []ruleLine{}
	for _, r := range h.options.Rules {
		lines = append(lines, ruleLine{r.ID, r.Severity.String(), r.Doc.Title})
	}
	return lines, nil
}

// rulePage answers with what there is to know of a rule, in Markdown: what its page on the web says, without a network.
func (h *handling) rulePage(p *struct {
	ID string `json:"id"`
}) (any, error) {
	r := lint.FindRule(h.options.Rules, p.ID)
	if r == nil {
		return nil, failure(codeInvalidParams, "there is no rule %q", p.ID)
	}
	var b strings.Builder
	b.WriteString("# " + r.ID + "\n\n")
	err := report.RuleHelp(&b, r)
	return b.String(), err
}
