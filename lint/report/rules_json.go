package report

import (
	"io"
	"maps"

	"github.com/flinkmem/flinkmem-lint/lint"
)

// The shapes of rules --format json: the whole documentation.
type (
	jsonRule struct {
		ID           string            `json:"id"`
		Severity     string            `json:"severity"`
		Title        string            `json:"title"`
		Why          string            `json:"why"`
		Does         string            `json:"does"`
		Kind         string            `json:"kind"`
		FlinkVersion *string           `json:"flinkVersion"` // null where the examples name it
		Bad          string            `json:"bad"`
		Good         string            `json:"good"`
		Files        map[string]string `json:"files"`
		Settings     []jsonSetting     `json:"settings"`
		Since        string            `json:"since"`
		Heuristic    bool              `json:"heuristic"`
		Links        []string          `json:"links"`
		Page         string            `json:"page"`
	}
	jsonSetting struct {
		Name    string `json:"name"`
		Type    string `json:"type"`
		Default any    `json:"default"`
		Doc     string `json:"doc"`
	}
)

func ruleJSON(r *lint.Rule) jsonRule {
	d := &r.Doc
	out := jsonRule{
		ID: r.ID, Severity: r.Severity.String(), Title: d.Title, Why: d.Why, Does: d.Does, Kind: string(d.Dialect()),
		FlinkVersion: versionJSON(d.ExampleVersion()), Bad: d.Bad, Good: d.Good, Files: map[string]string{},
		Settings: []jsonSetting{}, Since: d.Since, Heuristic: d.Heuristic, Links: append([]string{}, d.Links...),
		Page: RulePagePath(r),
	}
	maps.Copy(out.Files, d.Files)
	for _, s := range r.Settings {
		out.Settings = append(out.Settings, jsonSetting{s.Name, settingType(s), settingDefault(s), s.Doc})
	}
	return out
}

// RuleListJSON writes the documentation of the rules as one JSON array.
func RuleListJSON(w io.Writer, rules []*lint.Rule) error {
	all := make([]jsonRule, len(rules))
	for i, r := range rules {
		all[i] = ruleJSON(r)
	}
	return writeJSON(w, all)
}

// RuleJSON writes the documentation of one rule as a JSON object.
func RuleJSON(w io.Writer, r *lint.Rule) error { return writeJSON(w, ruleJSON(r)) }
