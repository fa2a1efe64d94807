package lsp

import (
	"encoding/json"
	"maps"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

// settings are what a user sets in the editor: the flags of the command line that are about the whole of a folder. Everything
// else is in .flinkmem-lint.toml, so that the editor and the command line agree.
type settings struct {
	FlinkVersion string `json:"flinkVersion"` // --flink-version
	Config       string `json:"config"`       // --config
}

// section is the name of the settings.
const section = "flinkmem-lint"

// apply sets the options of a run. A version that is none is told of, and left out.
func (s settings) apply(server *server, o *lint.Options) {
	o.Config = s.Config
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
