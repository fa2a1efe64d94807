package lint

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// configFile is all that .flinkmem-lint.toml can say. Its JSON schema and the file that `flinkmem-lint init` writes are made
// of these types; a test holds the reader to them.
type configFile struct {
	FlinkVersion versionText     `toml:"flink-version" doc:"The Flink version to check for, where no file tells it." example:"1.20"`
	FailLevel    failLevelText   `toml:"fail-level" doc:"The lowest severity that makes the exit status 1. Only the file of the working folder counts." example:"error"`
	Reserve      sizeText        `toml:"dotnet-native-reserve" doc:"What a .NET runtime is reckoned to take beside its heap: its own code and data, compiled code, stacks, native libraries. A bare .NET 8 was measured to take 40 MiB; what an application adds is left three times that." example:"128m"`
	Exclude      []globText      `toml:"exclude" doc:"Files and folders that are not read, relative to this file." example:"charts/**/templates/**"`
	Rules        ruleTable       `toml:"rules" doc:"The severity of rules, and their settings."`
	Override     []overrideTable `toml:"override" doc:"What holds for some of the files only. Where several speak of the same, the last one counts."`
}

// overrideTable is an [[override]].
type overrideTable struct {
	Files        []globText  `toml:"files" doc:"The files and folders that this is for, relative to this file." example:"legacy/**" required:"true"`
	FlinkVersion versionText `toml:"flink-version" doc:"The Flink version to check these files for, where none of them tells it." example:"1.14"`
	Rules        ruleTable   `toml:"rules" doc:"The severity of rules for these files, and their settings."`
}

type (
	versionText   string
	failLevelText string
	globText      string
	sizeText      string
	ruleTable     map[string]any
)

// ConfigSchema is the JSON schema of .flinkmem-lint.toml for the given rules, as indented JSON.
func ConfigSchema(rules []*Rule) ([]byte, error) {
	s := schemaOf(reflect.TypeFor[configFile](), rules)
	s["$schema"] = "http://json-schema.org/draft-07/schema#"
	s["$id"] = ConfigSchemaURL
	s["title"] = "The configuration of flinkmem-lint (" + ConfigName + ")"
	text, err := json.MarshalIndent(s, "", "  ")
	return append(text, '\n'), err
}

// ConfigSchemaURL is where the schema of .flinkmem-lint.toml is published.
const ConfigSchemaURL = "https://raw.githubusercontent.com/flinkmem/flinkmem-lint/main/docs/flinkmem-lint.schema.json"

type schema = map[string]any

// The patterns accept what the reader accepts, but for sizes that are too large to count.
const (
	versionPattern = `^\s*v?0*[0-9]{1,3}([._]0*[0-9]{1,3}){1,2}(-.*)?\s*$`
	sizePattern    = `^\s*[0-9]+\s*([bB]|[kKmMgGtT][bB]?|[bB][yY][tT][eE][sS]|([kK][iI]|[mM][eE]|[gG][iI]|[tT][eE])[bB][iI][bB][yY][tT][eE][sS])\s*$`

	globLetter  = `(\\[^/]|[^/\\\]\-])` // in brackets
	globFirst   = `(\\[^/]|[^/\\\]\-^])`
	globRange   = `(-` + globLetter + `)?`
	globSegment = `([^/\\\[]|\\[^/]|\[(\^` + globLetter + `|` + globFirst + `)` + globRange + `(` + globLetter + globRange + `)*\])+`
	globPattern = `^(\./)?/*` + globSegment + `(/` + globSegment + `)*/*$`
)

func schemaOf(t reflect.Type, rules []*Rule) schema {
	switch t {
	case reflect.TypeFor[versionText]():
		return schema{"type": "string", "pattern": versionPattern}
	case reflect.TypeFor[failLevelText]():
		return schema{"enum": severityNames[Info:]}
	case reflect.TypeFor[globText]():
		return schema{"type": "string", "pattern": globPattern}
	case reflect.TypeFor[sizeText]():
		return schema{"type": "string", "pattern": sizePattern}
	case reflect.TypeFor[ruleTable]():
		return ruleSchema(rules)
	}
	if t.Kind() == reflect.Slice {
		return schema{"type": "array", "items": schemaOf(t.Elem(), rules)}
	}
	properties, required := schema{}, []string{}
	for i := range t.NumField() {
		f := t.Field(i)
		name := f.Tag.Get("toml")
		s := schemaOf(f.Type, rules)
		s["description"] = f.Tag.Get("doc")
		properties[name] = s
		if f.Tag.Get("required") != "" {
			required = append(required, name)
		}
	}
	s := schema{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

func ruleSchema(rules []*Rule) schema {
	properties := schema{}
	for _, r := range rules {
		severity := schema{"enum": severityNames, "default": r.Severity.String()}
		own := schema{"severity": severity}
		for _, setting := range r.Settings {
			own[setting.Name] = setting.schema()
		}
		properties[r.ID] = schema{
			"description": r.Doc.Title,
			"oneOf":       []schema{severity, {"type": "object", "properties": own, "additionalProperties": false}},
		}
	}
	return schema{"type": "object", "properties": properties, "additionalProperties": false}
}

func (s Setting) schema() schema {
	switch value := s.Default.(type) {
	case flink.Size:
		return schema{"type": "string", "pattern": sizePattern, "default": value.Config(), "description": s.Doc}
	case float64:
		return schema{"type": "number", "minimum": 0, "maximum": math.MaxFloat32, "default": value, "description": s.Doc}
	}
	return schema{"type": "integer", "minimum": 0, "maximum": math.MaxInt32, "default": s.Default, "description": s.Doc}
}

// ConfigTemplate is a configuration file that says nothing yet: everything that it could say stands in it as a comment, with
// its default or an example.
func ConfigTemplate(rules []*Rule) string {
	var b strings.Builder
	b.WriteString("#:schema " + ConfigSchemaURL + "\n")
	b.WriteString("# The configuration of flinkmem-lint for this folder and those below it. Remove the # in front of what you change.\n")
	writeTemplate(&b, reflect.TypeFor[configFile](), "")
	b.WriteString("\n# The settings of single rules, with their defaults. `flinkmem-lint rules ID` explains a rule.\n")
	for _, r := range rules {
		if len(r.Settings) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n# %s\n# [rules.%s]\n# severity = %q\n", r.Doc.Title, r.ID, r.Severity)
		for _, s := range r.Settings {
			fmt.Fprintf(&b, "# %s\n# %s = %s\n", s.Doc, s.Name, s.Text())
		}
	}
	return b.String()
}

func writeTemplate(b *strings.Builder, t reflect.Type, path string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, doc, example := f.Tag.Get("toml"), f.Tag.Get("doc"), f.Tag.Get("example")
		if path == "" {
			b.WriteByte('\n')
		}
		fmt.Fprintf(b, "# %s\n", doc)
		switch {
		case f.Type == reflect.TypeFor[ruleTable]():
			table := strings.TrimPrefix(path+".rules", ".")
			fmt.Fprintf(b, "# [%s]\n# %s = \"off\"  # off, info, warning or error\n", table, exampleRule)
		case f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct:
			fmt.Fprintf(b, "# [[%s]]\n", name)
			writeTemplate(b, f.Type.Elem(), name)
		case f.Type.Kind() == reflect.Slice:
			fmt.Fprintf(b, "# %s = [%q]\n", name, example)
		default:
			fmt.Fprintf(b, "# %s = %q\n", name, example)
		}
	}
}

// exampleRule is a rule that the template shows how to switch off.
const exampleRule = "deprecated-option"
