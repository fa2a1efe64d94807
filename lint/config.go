package lint

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
	"github.com/flinkmem/flinkmem-lint/flink"
)

// ConfigName is the name of the configuration file.
const ConfigName = ".flinkmem-lint.toml"

// Config is a configuration file, read. Its globs are relative to its folder. A nil *Config sets nothing.
type Config struct {
	Path         string // as shown to the user
	FlinkVersion flink.Version
	FailLevel    Severity // Off where the file does not say
	Rules        map[string]Severity

	dir       string // absolute
	exclude   []glob
	overrides []override
	plan      []plannedRule
}

// override is an [[override]] table: settings for some of the files.
type override struct {
	files        []glob
	flinkVersion flink.Version
}

// ConfigError is a mistake in a configuration file.
type ConfigError struct {
	Path         string // as shown to the user
	Line, Column int    // from 1, the column in code points
	Message      string
}

func (e *ConfigError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.Path, e.Line, e.Column, e.Message)
}

// excludes reports whether a path below the configuration's folder, in segments, is not to be read.
func (c *Config) excludes(segments []string) bool {
	return c != nil && slices.ContainsFunc(c.exclude, func(g glob) bool { return g.match(segments) })
}

// versionFor is the version that the configuration names for a file; the last override that covers it wins.
func (c *Config) versionFor(name string) flink.Version {
	if c == nil {
		return flink.Version{}
	}
	if len(c.overrides) > 0 {
		segments := c.segments(name)
		for _, o := range slices.Backward(c.overrides) {
			if !o.flinkVersion.IsZero() && slices.ContainsFunc(o.files, func(g glob) bool { return g.covers(segments) }) {
				return o.flinkVersion
			}
		}
	}
	return c.FlinkVersion
}

// segments is an absolute path relative to the configuration's folder; nil for one outside it.
func (c *Config) segments(name string) []string {
	rel, err := filepath.Rel(c.dir, name)
	if err != nil || rel == "." {
		return nil
	}
	return strings.Split(filepath.ToSlash(rel), "/")
}

// parseConfig reads a configuration file. All its mistakes are in the error, each a *[ConfigError].
func parseConfig(shown, dir string, content []byte, rules []*Rule) (*Config, error) {
	r := &configReader{
		config: &Config{Path: shown, dir: dir, Rules: map[string]Severity{}}, text: string(content), rules: rules,
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
	r.table("", document, map[string]func(string, any){
		"flink-version": func(path string, v any) { r.config.FlinkVersion = r.version(path, v) },
		"exclude":       func(path string, v any) { r.config.exclude = r.globs(path, v) },
		"fail-level":    func(path string, v any) { r.config.FailLevel = r.failLevel(path, v) },
		"rules":         r.ruleTable,
		"override":      r.overrideTables,
	})
	if len(r.mistakes) == 0 {
		return r.config, nil
	}
	slices.SortStableFunc(r.mistakes, func(a, b *ConfigError) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	var all []error
	for _, m := range r.mistakes {
		all = append(all, m)
	}
	return nil, errors.Join(all...)
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

func (r *configReader) ruleTable(path string, value any) {
	table, ok := value.(map[string]any)
	if !ok {
		r.wrong(r.values[path], "rules must be a table: write [rules] on a line of its own")
		return
	}
	for id, level := range table {
		at := join(path, id)
		if err := checkRuleIDs(r.rules, []string{id}); err != nil {
			r.wrong(r.keys[at], "%v", err)
			continue
		}
		text, _ := level.(string)
		severity, err := ParseSeverity(text)
		if err != nil {
			r.wrong(r.values[at], `a rule is set to "off", "info", "warning" or "error"`)
			continue
		}
		r.config.Rules[id] = severity
	}
}

func (r *configReader) overrideTables(path string, value any) {
	var tables []map[string]any
	switch list := value.(type) {
	case []map[string]any:
		tables = list
	case []any:
		for _, element := range list {
			if table, ok := element.(map[string]any); ok {
				tables = append(tables, table)
			}
		}
	}
	if tables == nil {
		r.wrong(r.keys[path], "override must be a list of tables: write [[override]]")
		return
	}
	for i, table := range tables {
		var o override
		at := join(path, strconv.Itoa(i))
		r.table(at, table, map[string]func(string, any){
			"files":         func(path string, v any) { o.files = r.globs(path, v) },
			"flink-version": func(path string, v any) { o.flinkVersion = r.version(path, v) },
		})
		if _, ok := table["files"]; !ok {
			r.wrong(r.keys[at], `an override needs files, such as files = ["legacy/**"]`)
		}
		r.config.overrides = append(r.config.overrides, o)
	}
}

func lastSegment(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }
