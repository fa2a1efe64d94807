package lint

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// ConfigName is the name of the configuration file.
const ConfigName = ".flinkmem-lint.toml"

// Config is a configuration file, read. Its globs are relative to its folder. A nil *Config sets nothing.
type Config struct {
	Path         string // as shown to the user
	FlinkVersion flink.Version
	FailLevel    Severity // Off where the file does not say
	Rules        map[string]RuleConfig

	reserve   *flink.Size // what .NET takes beside its heap; nil where the file does not say
	dir       string      // absolute
	exclude   []glob
	overrides []override
	levels    *levelsByFile
}

// RuleConfig is what a configuration file says of one rule.
type RuleConfig struct {
	Severity *Severity      // nil where the file does not say
	Settings map[string]any // by name; of the types of the settings' defaults
}

// override is an [[override]] table: what holds for some of the files.
type override struct {
	files        []glob
	flinkVersion flink.Version
	rules        map[string]RuleConfig
}

// covers reports whether the override is for a file, in segments below the configuration's folder.
func (o *override) covers(segments []string) bool {
	return slices.ContainsFunc(o.files, func(g glob) bool { return g.covers(segments) })
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

// excludes reports whether a path below the configuration's folder is not to be read.
func (c *Config) excludes(name string) bool {
	if c == nil || len(c.exclude) == 0 {
		return false
	}
	segments := c.segments(name)
	return slices.ContainsFunc(c.exclude, func(g glob) bool { return g.match(segments) })
}

// nativeReserve is what .NET is reckoned to take beside its heap, for the files that a configuration counts for.
func (o *Options) nativeReserve(config *Config) flink.Size {
	for _, c := range []*Config{o.Over, config} {
		if c != nil && c.reserve != nil {
			return *c.reserve
		}
	}
	return source.NativeReserve
}

// versionFor is the version that the configuration names for a file; the last override that covers it wins.
func (c *Config) versionFor(name string) flink.Version {
	if c == nil {
		return flink.Version{}
	}
	if len(c.overrides) > 0 {
		segments := c.segments(name)
		for _, o := range slices.Backward(c.overrides) {
			if !o.flinkVersion.IsZero() && o.covers(segments) {
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
