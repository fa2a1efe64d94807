package lint

import "maps"

// RuleLevel is what the call and the working folder's configuration make of a rule.
type RuleLevel struct {
	Rule *Rule
	// Severity is Off for a rule that does not run.
	Severity Severity
	Settings map[string]any // those that are set, by name; of the types of the settings' defaults
}

// RuleLevels are the rules for which the call or the working folder's configuration says something. What an override says
// of some files is not in it.
func (r *Result) RuleLevels() []RuleLevel {
	var layers []map[string]RuleConfig
	if c := r.levels.config; c != nil {
		layers = append(layers, c.Rules)
	}
	var all []RuleLevel
	made := makeLevels(r.levels.options, layers)
	for _, rule := range r.levels.options.Rules {
		severity, given := made.severity(rule)
		settings := made.settings[rule.ID]
		if !given && len(settings) == 0 {
			continue
		}
		if !given {
			severity = rule.Severity
		}
		all = append(all, RuleLevel{rule, severity, maps.Clone(settings)})
	}
	return all
}
