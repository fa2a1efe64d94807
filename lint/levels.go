package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// plannedRule is a rule that is switched on, and the severity that the user gave it, if any.
type plannedRule struct {
	rule     *Rule
	severity Severity // Off: the rule's own
}

// planRules decides which rules run, and how severe they are, under a configuration file. The options of the call beat
// the file: what Select names runs, nothing that Ignore names does, and a severity switches a rule on or off.
func planRules(o *Options, config *Config) []plannedRule {
	var plan []plannedRule
	for _, rule := range o.Rules {
		p := plannedRule{rule: rule}
		off := false
		if config != nil {
			if severity, ok := config.Rules[rule.ID]; ok {
				p.severity, off = severity, severity == Off
			}
		}
		if len(o.Select) > 0 {
			off = !slices.Contains(o.Select, rule.ID)
		}
		if severity, ok := o.Severities[rule.ID]; ok {
			p.severity = severity
			off = severity == Off || off && len(o.Select) > 0
		}
		if !off && !slices.Contains(o.Ignore, rule.ID) {
			plan = append(plan, p)
		}
	}
	return plan
}

// checkRuleIDs says which of the ids is no rule's, and which was probably meant.
func checkRuleIDs(rules []*Rule, ids []string) error {
	for _, id := range ids {
		if FindRule(rules, id) != nil {
			continue
		}
		all := make([]string, len(rules))
		for i, r := range rules {
			all[i] = r.ID
		}
		return fmt.Errorf("there is no rule %q%s", id, cmp.Or(didYouMean(id, all), "; see flinkmem-lint rules"))
	}
	return nil
}

// FindRule is the rule of that id, or nil.
func FindRule(rules []*Rule, id string) *Rule {
	for _, r := range rules {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// ParseFailLevel reads error, warning or info: a severity that may fail a run.
func ParseFailLevel(text string) (Severity, error) {
	severity, err := ParseSeverity(text)
	if err != nil || severity == Off {
		return Off, fmt.Errorf("%q is not a level: write %s", text, strings.Join([]string{"error", "warning", "info"}, ", "))
	}
	return severity, nil
}
