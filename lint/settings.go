package lint

import (
	"fmt"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// Setting is a threshold of a rule that users can change in .flinkmem-lint.toml.
type Setting struct {
	Name string // kebab-case
	// Default is a flink.Size, a float64 (a fraction, from 0 up to 1) or an int (a count). Its type is the setting's.
	Default any
	Doc     string // one sentence: what it bounds, and the reason for its default
}

// Size is the value of the running rule's setting of that name and of type flink.Size, in bytes.
func (p *Pass) Size(name string) flink.Size { return settingOf[flink.Size](p, name) }

// Fraction is the value of the running rule's setting of that name and of type float64.
func (p *Pass) Fraction(name string) float64 { return settingOf[float64](p, name) }

// Count is the value of the running rule's setting of that name and of type int.
func (p *Pass) Count(name string) int { return settingOf[int](p, name) }

// settingOf is what the configuration says for a setting, or its default. A rule that asks for a setting that it does not
// declare is a mistake in the program, which the test of its examples finds.
func settingOf[T any](p *Pass, name string) T {
	if v, ok := p.settings[p.rule.ID][name].(T); ok {
		return v
	}
	for _, s := range p.rule.Settings {
		if v, ok := s.Default.(T); ok && s.Name == name {
			return v
		}
	}
	panic(fmt.Sprintf("the rule %s has no such setting: %s", p.rule.ID, name))
}
