package lsp

import (
	"encoding/json"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

// settings are what a user sets in the editor: two flags of the command line that are about the whole of a folder, and
// what .flinkmem-lint.toml can say, by the same names. That file is the better place, because the command line knows it too.
type settings struct {
	FlinkVersion string // flinkVersion is --flink-version; a version, or "" for none
	Config       string // config is --config
	Over         string // the names of a configuration file, as JSON; "" for none
}

// section is the name of the settings.
const section = "flinkmem-lint"

// readSettings reads what a client sent as settings. It is false where the client has none, which is null, or an empty list in
// editors that write an empty table so. What cannot be used is told of, and left out; the rest counts.
func (s *server) readSettings(sent json.RawMessage) (settings, bool) {
	var read settings
	switch text := strings.TrimSpace(string(sent)); text {
	case "", "null", "[]":
		return read, false
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(sent, &fields) != nil {
		s.warn("the settings of %s are to be an object, such as {\"flinkVersion\": \"1.20\"}", section)
		return read, false
	}
	for name, into := range map[string]*string{"flinkVersion": &read.FlinkVersion, "config": &read.Config} {
		if value, set := fields[name]; set && json.Unmarshal(value, into) != nil {
			s.warn("the setting %s.%s is to be a text in quotes: %s is left out", section, name, value)
		}
	}
	if read.FlinkVersion != "" {
		if _, err := flink.ParseVersion(read.FlinkVersion); err != nil {
			s.warn("the setting %s.flinkVersion is left out: %v", section, err)
			read.FlinkVersion = ""
		}
	}
	over := map[string]json.RawMessage{}
	for _, name := range lint.SettingNames() {
		if value := fields[name]; value != nil && string(value) != "null" {
			over[name] = value
		}
	}
	if len(over) > 0 {
		if text, err := json.Marshal(over); err == nil { // of values that were JSON before
			read.Over = string(text)
		}
	}
	return read, true
}

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
	if v, err := flink.ParseVersion(s.FlinkVersion); err == nil {
		o.FlinkVersion = v
	}
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
		var answers []json.RawMessage
		if m.Error != nil {
			return
		}
		if json.Unmarshal(m.Result, &answers) != nil || len(answers) != len(roots) {
			s.warn("the answer to workspace/configuration cannot be used: there is to be one for each of %d items", len(roots))
			return
		}
		read := map[string]settings{"": s.initial}
		for i, answer := range answers {
			if own, ok := s.readSettings(answer); ok {
				read[roots[i]] = own
			}
		}
		s.update(func(next *snapshot) { next.settings = read })
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
