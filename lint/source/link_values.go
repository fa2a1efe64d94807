package source

import (
	"path"
	"strings"
)

// valuesFile is the file with the defaults of a chart's templates, and chartOf the folder of the chart that a template
// belongs to; "" for a document that is no chart's template.
const valuesFile = "values.yaml"

func chartOf(file string) string {
	for dir := path.Dir(file); dir != "." && dir != "/"; dir = path.Dir(dir) {
		if path.Base(dir) == "templates" {
			return path.Dir(dir)
		}
	}
	return ""
}

// fillValues takes the values of a template's options from the chart's values.yaml, where an option is nothing but such
// a value: {{ .Values.taskmanager.memory }}. They are assumed: whoever installs the chart may give others.
func (l *linker) fillValues(d *Document) {
	chart := chartOf(d.Path)
	if chart == "" {
		return
	}
	values := l.paths[path.Join(chart, valuesFile)]
	var root *node
	for _, p := range d.Parts {
		for i := range p.Options {
			o := &p.Options[i]
			name, ok := valueName(o.Value)
			if o.State != Unknown || !ok || values == nil {
				continue
			}
			if root == nil {
				docs, err := parseYAML(string(values.Bytes), values.Lines, nil)
				if err != nil || len(docs) == 0 {
					return
				}
				root = docs[0]
			}
			if text, ok := root.get(strings.Split(name, ".")...).text(); ok {
				o.Value, o.State = text, Assumed
			}
		}
	}
}

// valueName is the name of the value that an expression stands for, such as taskmanager.memory.
func valueName(expression string) (string, bool) {
	s := strings.Trim(strings.TrimSpace(expression), `"'`)
	s, opened := strings.CutPrefix(s, "{{")
	s, closed := strings.CutSuffix(s, "}}")
	s = strings.TrimSpace(strings.Trim(s, "-"))
	s, _, _ = strings.Cut(s, "|") // | quote, | default
	name, ok := strings.CutPrefix(strings.TrimSpace(s), ".Values.")
	return name, ok && opened && closed && name != "" && !strings.ContainsAny(name, " (){}\"'")
}
