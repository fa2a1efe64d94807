package lint

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
)

// SettingNames are the names of all that a configuration can say.
func SettingNames() []string {
	var names []string
	t := reflect.TypeFor[configFile]()
	for i := range t.NumField() {
		names = append(names, t.Field(i).Tag.Get("toml"))
	}
	return names
}

// ParseSettings reads what an editor sets: a JSON object with the names and values of a configuration file. Its globs are
// relative to dir. What is null is not set. Mistakes are in the error, each an error of its own; the other settings count.
func ParseSettings(content []byte, dir string, rules []*Rule) (*Config, error) {
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	var document map[string]any
	if err := decoder.Decode(&document); err != nil {
		return nil, err
	}
	r := &configReader{config: &Config{dir: dir}, rules: rules}
	values, _ := asTOML(document).(map[string]any)
	r.document(values)
	slices.SortFunc(r.mistakes, func(a, b *ConfigError) int { return cmp.Compare(a.Message, b.Message) })
	var mistakes []error
	for _, m := range r.mistakes {
		mistakes = append(mistakes, errors.New(m.Message))
	}
	return r.config, errors.Join(mistakes...)
}

// asTOML is a JSON value as the reader of TOML would give it.
func asTOML(value any) any {
	switch value := value.(type) {
	case json.Number:
		if n, err := value.Int64(); err == nil {
			return n
		}
		n, _ := value.Float64()
		return n
	case []any:
		for i := range value {
			value[i] = asTOML(value[i])
		}
	case map[string]any:
		for key, v := range value {
			if value[key] = asTOML(v); v == nil {
				delete(value, key)
			}
		}
	}
	return value
}
