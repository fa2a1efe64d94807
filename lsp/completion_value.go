package lsp

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// value is a value that can be written, and what comes of it.
type value struct{ text, note string }

// values are what can be written for the option, the best first.
func (s *slot) values(typed string) []value {
	o, ok := flink.Lookup(s.Key)
	if !ok {
		return nil
	}
	v := s.cluster.Version
	var values []value
	add := func(text, note string) {
		if text != "" && !slices.ContainsFunc(values, func(known value) bool { return known.text == text }) {
			values = append(values, value{text, note})
		}
	}
	standard, isDefault := "", false
	if d, ok := o.DefaultIn(v); ok {
		if standard, isDefault = d.Text, d.Text != ""; d.Bytes >= 0 {
			standard = d.Bytes.Config()
		}
	}
	switch kind := o.TypeIn(v); {
	case kind == "MemorySize":
		if typed != "" && strings.Trim(typed, "0123456789") == "" {
			for _, unit := range []string{"m", "g", "k"} {
				if n, err := flink.ParseSize(typed + unit); err == nil {
					add(typed+unit, s.outcome(typed+unit, n.String()))
				}
			}
			break
		}
		for _, p := range s.processes() {
			if !isTotal(s.Key) {
				continue
			}
			n, ok := flink.MinFit(p.Role, p.Reading, v, p.Config(), s.Key)
			whole := (n + flink.MiB - 1) / flink.MiB * flink.MiB
			if ok && flink.Calculate(p.Role, p.Reading, v, p.Config().With(s.Key, whole.Config())).OK() {
				n = whole
			}
			if ok {
				add(n.Config(), "the smallest that fits the other options")
			}
		}
	case kind == "Boolean":
		add("true", "")
		add("false", "")
	case flink.IsStateBackend(s.Key):
		for _, name := range flink.StateBackendNames(v) {
			add(name, "")
		}
	case len(o.Enum) > 0:
		for _, text := range o.Enum {
			add(text, "")
		}
	case strings.HasSuffix(s.Key, ".fraction"):
		for _, text := range []string{"0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8"} {
			if note := s.outcome(text, ""); note != "" {
				add(text, note)
			}
		}
	}
	if isDefault {
		if n := slices.IndexFunc(values, func(known value) bool { return known.text == standard }); n >= 0 {
			values[n].note = strings.TrimPrefix(values[n].note+", the default", ", ")
		} else {
			add(standard, "the default")
		}
	}
	return values
}

func isTotal(key string) bool {
	return strings.HasSuffix(key, ".memory.process.size") || strings.HasSuffix(key, ".memory.flink.size")
}

// processes are those of the cluster that the option is about, by its name.
func (s *slot) processes() []*source.Process {
	return slices.DeleteFunc(s.cluster.Processes(), func(p *source.Process) bool { return !strings.HasPrefix(s.Key, p.Role.Prefix()) })
}

// outcome is what Flink computes with a value, in a few words; otherwise where there is nothing to say.
func (s *slot) outcome(text, otherwise string) string {
	for _, p := range s.processes() {
		m := flink.Calculate(p.Role, p.Reading, s.cluster.Version, p.Config().With(s.Key, text))
		if len(m.Problems) > 0 {
			return fmt.Sprintf("the %v does not start", p.Role)
		}
		if note := derived(m, s.Key); note != "" {
			return note
		}
	}
	return otherwise
}
