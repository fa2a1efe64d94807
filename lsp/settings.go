package lsp

import (
	"encoding/json"
	"fmt"
	"maps"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

// settings are what a user sets in the editor: two flags of the command line that are about the whole of a folder, and
// what .flinkmem-lint.toml can say, by the same names. That file is the better place, because the command line knows it too.
type settings struct {
	FlinkVersion string // flinkVersion: --flink-version
	Config       string // config: --config
	Over         string // the names of a configuration file, as JSON; "" for none
}

// UnmarshalJSON takes what it knows: an editor's section may hold settings of the editor's own.
func (s *settings) UnmarshalJSON(body []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(body, &all); err != nil {
		return err
	}
	*s = settings{}
	for name, into := range map[string]*string{"flinkVersion": &s.FlinkVersion, "config": &s.Config} {
		if all[name] != nil {
			if err := json.Unmarshal(all[name], into); err != nil {
				return fmt.Errorf("%s.%s: %w", section, name, err)
			}
		}
	}
	over := map[string]json.RawMessage{}
	for _, name := range lint.SettingNames() {
		if v := all[name]; v != nil && string(v) != "null" {
			over[name] = v
		}
	}
	if len(over) > 0 {
		text, err := json.Marshal(over)
		s.Over = string(text)
		return err
	}
	return nil
}

// section is the name of the settings.
const section = "flinkmem-lint"

// apply sets the options of a run. What is mistaken is told of, and left out.
func (s settings) apply(server *server, o *lint.Options) {
	o.Config = s.Config
	if s.Over != "" {
		over, err := lint.ParseSettings([]byte(s.Over), o.Dir, o.Rules)
		if _, told := server.mistaken.LoadOrStore(s.Over, true); err != nil && !told { // once, and not at every keystroke
			server.warn("the settings of %s: %v", section, err)
		}
		o.Over = over
	}
	if s.FlinkVersion == "" {
		return
	}
	v, err := flink.ParseVersion(s.FlinkVersion)
	if err != nil {
		server.logf("the setting %s.flinkVersion: %v", section, err)
		return
	}
	o.FlinkVersion = v
}

// askSettings asks for the settings of each open folder, and of what lies in none.
func (s *server) askSettings() {
	if !s.client.Workspace.Configuration {
		return
	}
	roots := append([]string{""}, s.state.Load().roots...)
	items := make([]map[string]string, len(roots))
	for i, root := range roots {
		items[i] = map[string]string{"section": section}
		if root != "" {
			items[i]["scopeUri"] = uriOf(root)
		}
	}
	s.ask("workspace/configuration", map[string]any{"items": items}, func(m *message) {
		var answers []*settings // null for none
		if m.Error != nil || json.Unmarshal(m.Result, &answers) != nil || len(answers) != len(roots) {
			return
		}
		s.update(func(next *snapshot) {
			next.settings = maps.Clone(next.settings)
			for i, a := range answers {
				if a != nil {
					next.settings[roots[i]] = *a
				}
			}
		})
		s.changed(true)
	})
}

// settingsOf are the settings of an open folder; "" for what lies in none.
func (s *snapshot) settingsOf(root string) settings {
	if own, ok := s.settings[root]; ok {
		return own
	}
	return s.settings[""]
}
