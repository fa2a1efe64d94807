package lint

import (
	"fmt"
	"math"
	"strconv"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// Setting is a threshold of a rule that users can change in .flinkmem-lint.toml.
type Setting struct {
	Name string // kebab-case
	// Default is a flink.Size, a float64 (a fraction or a factor) or an int (a count). Its type is the setting's.
	Default any
	Doc     string // one sentence: what it bounds, and the reason for its default
}

// Type names the type of the setting: size, number or count.
func (s Setting) Type() string {
	switch s.Default.(type) {
	case flink.Size:
		return "size"
	case float64:
		return "number"
	}
	return "count"
}

// Text is the default as the configuration file writes it.
func (s Setting) Text() string {
	if size, ok := s.Default.(flink.Size); ok {
		return strconv.Quote(size.Config())
	}
	return fmt.Sprint(s.Default)
}

// read takes a value of the configuration file.
func (s Setting) read(value any) (any, error) {
	switch s.Default.(type) {
	case flink.Size:
		if text, ok := value.(string); ok {
			if size, err := flink.ParseSize(text); err == nil && flink.HasUnit(text) {
				return size, nil
			}
		}
		return nil, fmt.Errorf("%s must be a size with its unit in quotes, such as %s", s.Name, s.Text())
	case float64:
		switch n := value.(type) {
		case float64:
			if n >= 0 && n <= math.MaxFloat32 {
				return n, nil
			}
		case int64:
			if n >= 0 {
				return float64(n), nil
			}
		}
		return nil, fmt.Errorf("%s must be a number that is not negative, such as %s", s.Name, s.Text())
	}
	if n, ok := value.(int64); ok && n >= 0 && n <= math.MaxInt32 {
		return int(n), nil
	}
	return nil, fmt.Errorf("%s must be a whole number that is not negative, such as %s", s.Name, s.Text())
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
	if v, ok := p.levels.setting(p.rule.ID, name).(T); ok {
		return v
	}
	for _, s := range p.rule.Settings {
		if v, ok := s.Default.(T); ok && s.Name == name {
			return v
		}
	}
	panic(fmt.Sprintf("the rule %s has no such setting: %s", p.rule.ID, name))
}
