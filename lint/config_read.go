package lint

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
	"github.com/flinkmem/flinkmem-lint/flink"
)

// parseConfig reads a configuration file. All its mistakes are in the error, each a *[ConfigError].
func parseConfig(shown, dir string, content []byte, rules []*Rule) (*Config, error) {
	r := &configReader{
		config: &Config{Path: shown, dir: dir}, text: string(content), rules: rules,
	}
	var document map[string]any
	if _, err := toml.Decode(r.text, &document); err != nil {
		var syntax toml.ParseError
		if errors.As(err, &syntax) {
			// The package's own column is wrong at the start of a line; its offset is not, but for the byte order mark.
			at := syntax.Position.Start
			if strings.HasPrefix(r.text, "\ufeff") {
				at += len("\ufeff")
			}
			r.wrong(at, "%s", syntax.Message)
			return nil, r.mistakes[0]
		}
		return nil, &ConfigError{shown, 1, 1, err.Error()}
	}
	r.keys, r.values = keyPlaces(r.text)
	r.document(document)
	if len(r.mistakes) == 0 {
		return r.config, nil
	}
	return nil, r.allMistakes()
}

// document reads all that a configuration can say.
func (r *configReader) document(document map[string]any) {
	r.table("", document, map[string]func(string, any){
		"flink-version":         func(path string, v any) { r.config.FlinkVersion = r.version(path, v) },
		"dotnet-native-reserve": func(path string, v any) { r.config.reserve = r.size(path, v) },
		"exclude":               func(path string, v any) { r.config.exclude = r.globs(path, v) },
		"fail-level":            func(path string, v any) { r.config.FailLevel = r.failLevel(path, v) },
		"rules":                 func(path string, v any) { r.config.Rules = r.ruleTable(path, v) },
		"override":              r.overrideTables,
	})
}

// allMistakes joins the mistakes in the order of the file.
func (r *configReader) allMistakes() error {
	slices.SortStableFunc(r.mistakes, func(a, b *ConfigError) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	var all []error
	for _, m := range r.mistakes {
		all = append(all, m)
	}
	return errors.Join(all...)
}

type configReader struct {
	config       *Config
	text         string
	rules        []*Rule
	keys, values map[string]int
	mistakes     []*ConfigError
}

func (r *configReader) wrong(offset int, format string, args ...any) {
	before := r.text[:min(max(offset, 0), len(r.text))]
	start := strings.LastIndexByte(before, '\n') + 1
	r.mistakes = append(r.mistakes, &ConfigError{
		Path: r.config.Path, Line: 1 + strings.Count(before, "\n"),
		Column:  1 + utf8.RuneCountInString(strings.TrimPrefix(before[start:], "\ufeff")),
		Message: fmt.Sprintf(format, args...),
	})
}

// table reads the known settings of a table and complains about all others.
func (r *configReader) table(path string, table map[string]any, settings map[string]func(string, any)) {
	for key, value := range table {
		at := join(path, key)
		if read, ok := settings[key]; ok {
			read(at, value)
			continue
		}
		known := slices.Sorted(maps.Keys(settings))
		hint := didYouMean(key, known)
		if hint == "" {
			hint = "; it can be " + strings.Join(known, ", ")
		}
		r.wrong(r.keys[at], "unknown setting %q%s", key, hint)
	}
}

func (r *configReader) version(path string, value any) flink.Version {
	text, ok := value.(string)
	if !ok {
		r.wrong(r.values[path], `the Flink version must be a text in quotes, such as "1.20"`)
		return flink.Version{}
	}
	v, err := flink.ParseVersion(text)
	if err != nil {
		r.wrong(r.values[path], "%v", err)
	}
	return v
}

// size is an amount of memory with its unit.
func (r *configReader) size(path string, value any) *flink.Size {
	text, _ := value.(string)
	size, err := flink.ParseSize(text)
	if err != nil || !flink.HasUnit(text) {
		r.wrong(r.values[path], `%s must be a size with its unit in quotes, such as "128m"`, lastSegment(path))
		return nil
	}
	return &size
}

func (r *configReader) failLevel(path string, value any) Severity {
	text, _ := value.(string)
	level, err := ParseFailLevel(text)
	if err != nil {
		r.wrong(r.values[path], `fail-level must be "error", "warning" or "info"`)
	}
	return level
}

func (r *configReader) globs(path string, value any) []glob {
	list, ok := value.([]any)
	if !ok {
		r.wrong(r.values[path], `%s must be a list of globs, such as ["charts/**/templates/**"]`, lastSegment(path))
		return nil
	}
	var globs []glob
	for i, element := range list {
		at := r.values[join(path, strconv.Itoa(i))]
		text, ok := element.(string)
		if !ok {
			r.wrong(at, "a glob must be a text in quotes")
			continue
		}
		g, err := parseGlob(text)
		if err != nil {
			r.wrong(at, "%q is not a glob: it has an empty segment or an unclosed bracket", text)
			continue
		}
		globs = append(globs, g)
	}
	return globs
}

func (r *configReader) ruleTable(path string, value any) map[string]RuleConfig {
	table, ok := value.(map[string]any)
	if !ok {
		r.wrong(r.values[path], "rules must be a table: write [rules] on a line of its own")
		return nil
	}
	all := make(map[string]RuleConfig, len(table))
	for id, value := range table {
		at := join(path, id)
		rule := FindRule(r.rules, id)
		if rule == nil {
			r.wrong(r.keys[at], "%v", checkRuleIDs(r.rules, []string{id}))
			continue
		}
		if own, ok := value.(map[string]any); ok {
			all[id] = r.ruleSettings(at, rule, own)
			continue
		}
		all[id] = RuleConfig{Severity: r.severity(at, value)}
	}
	return all
}

func (r *configReader) severity(path string, value any) *Severity {
	text, _ := value.(string)
	severity, err := ParseSeverity(text)
	if err != nil {
		r.wrong(r.values[path], `a rule is set to "off", "info", "warning" or "error"`)
		return nil
	}
	return &severity
}

// ruleSettings reads the table of one rule: its severity and its settings.
func (r *configReader) ruleSettings(path string, rule *Rule, table map[string]any) RuleConfig {
	c := RuleConfig{Settings: map[string]any{}}
	known := map[string]func(string, any){
		"severity": func(path string, v any) { c.Severity = r.severity(path, v) },
	}
	for _, s := range rule.Settings {
		known[s.Name] = func(path string, v any) {
			if value, err := s.read(v); err != nil {
				r.wrong(r.values[path], "%v", err)
			} else {
				c.Settings[s.Name] = value
			}
		}
	}
	r.table(path, table, known)
	return c
}

func (r *configReader) overrideTables(path string, value any) {
	var tables []map[string]any
	switch list := value.(type) {
	case []map[string]any:
		tables = list
	case []any:
		for i, element := range list {
			table, ok := element.(map[string]any)
			if !ok {
				r.wrong(r.values[join(path, strconv.Itoa(i))], "override must be a list of tables: write [[override]]")
			}
			tables = append(tables, table)
		}
	default:
		r.wrong(r.keys[path], "override must be a list of tables: write [[override]]")
		return
	}
	for i, table := range tables {
		if table == nil {
			continue
		}
		var o override
		at := join(path, strconv.Itoa(i))
		r.table(at, table, map[string]func(string, any){
			"files":         func(path string, v any) { o.files = r.globs(path, v) },
			"flink-version": func(path string, v any) { o.flinkVersion = r.version(path, v) },
			"rules":         func(path string, v any) { o.rules = r.ruleTable(path, v) },
		})
		if _, ok := table["files"]; !ok {
			r.wrong(r.keys[at], `an override needs files, such as files = ["legacy/**"]`)
		}
		r.config.overrides = append(r.config.overrides, o)
	}
}

func lastSegment(path string) string { return path[strings.LastIndex(path, keySeparator)+1:] }
