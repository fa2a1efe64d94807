package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// levels are what holds for one file: how severe each rule is there, and its settings. A nil *levels says nothing.
type levels struct {
	given    map[string]Severity // by rule; a rule that nobody spoke of is not in it
	settings map[string]map[string]any
}

// off reports whether a rule is switched off.
func (l *levels) off(rule *Rule) bool {
	if l == nil {
		return false
	}
	severity, ok := l.given[rule.ID]
	return ok && severity == Off
}

// severity is what the user set a rule to; false where it has its own severities.
func (l *levels) severity(rule *Rule) (Severity, bool) {
	if l == nil {
		return Off, false
	}
	severity, ok := l.given[rule.ID]
	return severity, ok
}

// setting is the value of a rule's setting, nil where nobody set it.
func (l *levels) setting(rule, name string) any {
	if l == nil {
		return nil
	}
	return l.settings[rule][name]
}

// levelsByFile knows the levels of each file below a configuration. They are the same for all files that the same
// overrides cover. Safe for concurrent use.
type levelsByFile struct {
	options *Options
	config  *Config // nil without a configuration file
	mu      sync.Mutex
	known   map[string]*levels // by the overrides that count
}

func newLevels(o *Options, config *Config) *levelsByFile {
	return &levelsByFile{options: o, config: config, known: map[string]*levels{}}
}

// of are the levels of a file, by its absolute name.
func (l *levelsByFile) of(name string) *levels {
	which := append(l.config.covering(name), l.options.Over.covering(name)...)
	l.mu.Lock()
	defer l.mu.Unlock()
	if known, ok := l.known[string(which)]; ok {
		return known
	}
	made := makeLevels(l.options, append(l.config.layers(name), l.options.Over.layers(name)...))
	l.known[string(which)] = made
	return made
}

// covering has a byte for each override: 1 where it covers the file.
func (c *Config) covering(name string) []byte {
	if c == nil || len(c.overrides) == 0 {
		return nil
	}
	segments := c.segments(name)
	which := make([]byte, len(c.overrides))
	for i := range c.overrides {
		if c.overrides[i].covers(segments) {
			which[i] = 1
		}
	}
	return which
}

// layers are what the configuration says of the rules for a file, the later one winning.
func (c *Config) layers(name string) []map[string]RuleConfig {
	if c == nil {
		return nil
	}
	layers := []map[string]RuleConfig{c.Rules}
	for i, covers := range c.covering(name) {
		if covers == 1 {
			layers = append(layers, c.overrides[i].rules)
		}
	}
	return layers
}

// makeLevels puts layers of a configuration together, the later one winning. The options of the call beat them: what
// Select names runs, nothing that Ignore names does, and a severity switches a rule on or off.
func makeLevels(o *Options, layers []map[string]RuleConfig) *levels {
	l := &levels{given: map[string]Severity{}, settings: map[string]map[string]any{}}
	for _, layer := range layers {
		for id, c := range layer {
			if c.Severity != nil {
				l.given[id] = *c.Severity
			}
			for name, value := range c.Settings {
				if l.settings[id] == nil {
					l.settings[id] = map[string]any{}
				}
				l.settings[id][name] = value
			}
		}
	}
	for _, rule := range o.Rules {
		severity, given := l.given[rule.ID]
		off := given && severity == Off
		if len(o.Select) > 0 {
			if off = !slices.Contains(o.Select, rule.ID); !off && severity == Off {
				delete(l.given, rule.ID) // the call wants it, whatever the file says
			}
		}
		if severity, ok := o.Severities[rule.ID]; ok {
			l.given[rule.ID] = severity
			off = severity == Off || off && len(o.Select) > 0
		}
		if off || slices.Contains(o.Ignore, rule.ID) {
			l.given[rule.ID] = Off
		}
	}
	return l
}

// checkRuleIDs says which of the ids is no rule's, and which was probably meant.
func checkRuleIDs(rules []*Rule, ids []string) error {
	for _, id := range ids {
		if FindRule(rules, id) != nil {
			continue
		}
		return fmt.Errorf("there is no rule %q%s", id, cmp.Or(didYouMean(id, ruleIDs(rules)), "; see flinkmem-lint rules"))
	}
	return nil
}

func ruleIDs(rules []*Rule) []string {
	ids := make([]string, len(rules))
	for i, r := range rules {
		ids[i] = r.ID
	}
	return ids
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
