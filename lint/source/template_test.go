package source

import (
	"strings"
	"testing"
)

// TestHideExpressions shows what the YAML parser sees of templates.
func TestHideExpressions(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"none", "a: 1\n", "a: 1\n"},
		{"a value", "a: {{ .Values.a }}\n", "a: xxxxxxxxxxxxxxx\n"},
		{"a value with a quote", "a: {{ .a | quote }} # why\n", "a: xxxxxxxxxxxxxxxx # why\n"},
		{"two in a value", `a: "{{ .r }}:{{ .t }}"`, `a: "xxxxxxxx:xxxxxxxx"`},
		{"a key", "{{ $k }}: {{ $v }}\n", "xxxxxxxx: xxxxxxxx\n"},
		{"a part of a key", "- {{ .n }}-a: 1\n", "- xxxxxxxx-a: 1\n"},
		{"a whole line", "a:\n{{- toYaml .a | nindent 2 }}\nb: 1\n", "a:\n                            \nb: 1\n"},
		{"conditions", "{{- if .a }}\na: 1\n{{- else }}\na: 2\n{{- end }}\n", "            \na: 1\n           \na: 2\n          \n"},
		{"several in a line", "a: 1\n{{- end }}{{ end }}  {{ end }}\n", "a: 1\n" + strings.Repeat(" ", 30) + "\n"},
		{"a comment behind", "{{ end }} # of it\n", "          # of it\n"},
		{"in a comment", "# {{ .a }}\na: 1\n", "# xxxxxxxx\na: 1\n"},
		{"a comment over lines", "{{/*\nA: {{ b }}\n*/}}\na: 1\n", "    \n          \n    \na: 1\n"},
		{"a trimmed comment", "{{- /* a */ -}}\na: 1\n", "               \na: 1\n"},
		{"an action over lines", "a: {{ dict \"k\" 1\n  \"l\" 2 }}\nb: 1\n", "a: xxxxxxxxxxxxx\n          \nb: 1\n"},
		{"brackets in a string", `a: {{ "}}" }}.{{ printf "{{%s" . }}`, "a: xxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxx"},
		{"a raw string", "a: {{ `{{ x }}` }}\n", "a: xxxxxxxxxxxxxxx\n"},
		{"never closed", "a: '{{'\nb: {{ .b }}\n", "a: '{{'\nb: xxxxxxxx\n"},
		{"mustache", "a: {{{a}}}\nb: {{a}}}\n", "a: xxxxxxx\nb: xxxxx}\n"},
		{"brackets of YAML", `{"a": {"b": {}}}`, `{"a": {"b": {}}}`},
		{"Jinja", "{% if a %}\na: {{ a }}\n{% endif %}\n", "          \na: xxxxxxx\n           \n"},
		{"Jinja over lines", "{%- set a = [\n  'b'\n] -%}\na: 1\n", "             \n     \n     \na: 1\n"},
		{"ERB", "<% if a -%>\na: <%= @a %>\n<% end %>\n", "           \na: xxxxxxxxx\n         \n"},
		{"FreeMarker", "<#if a??>\na: ${a}\n</#if>\n", "         \na: ${a}\n      \n"},
		{"HTML", "a: </b>\n", "a: </b>\n"},
		{"CRLF", "{{- if .a }}\r\na: {{ .a }}\r\n{{- end }}\r\n", "            \r\na: xxxxxxxx\r\n          \r\n"},
		{"in a block", "c: |\n  a: 1\n{{ if .b }}\n  b: {{ .b }}\n{{ end }}\n", "c: |\n  a: 1\n           \n  b: xxxxxxxx\n         \n"},
		{"first in a block, short", "c: |\n{{x}}\n      a: 1\n", "c: |\n     \n      a: 1\n"},
		{"first in a block, long", "c: |-\n{{ .x | nindent 2 }}\n  a: 1\n", "c: |-\n  ##################\n  a: 1\n"},
		{"all of a block", "c: |\n{{ .x | nindent 2 }}\nd: 1\n", "c: |\n                    \nd: 1\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := hideExpressions(tt.text)
			if got != tt.want {
				t.Errorf("\n got %q\nwant %q", got, tt.want)
			}
			if NewLines([]byte(got)).Count() != NewLines([]byte(tt.text)).Count() {
				t.Error("the lines are others")
			}
		})
	}
}

// TestTemplateText follows the texts of a template's scalars back to the file.
func TestTemplateText(t *testing.T) {
	tests := []struct {
		name, text string
		want       string // the text that is embedded
		options    string // that flink-conf.yaml's reader finds there
	}{
		{"values", "c: |\n  a: 1\n  b: {{ .b }} # why\n  c: 3\n", "a: 1\nb: {{ .b }} # why\nc: 3\n", "a=1 b? c=3"},
		{"lines", "c: |\n  {{- if .a }}\n  a: 1\n  {{- end }}\n{{ .b }}\n  c: 3\n", "############\na: 1\n          \n      \nc: 3\n", "a=1 c=3"},
		{"a line behind", "c: |\n  a: 1\n  {{- end }}\nd: 1\n", "a: 1\n          \n", "a=1"},
		{"include", "c: |-\n{{- include \"c\" . | nindent 2 }}\n  a: 1\n", "###############################\na: 1", "a=1"},
		{"quoted", `c: "a: {{ .a }}\nb: 2"`, "a: {{ .a }}\nb: 2", "a? b=2"},
		{"single quotes", "c: 'a: {{ \"it''s\" }}'", "a: {{ \"it''s\" }}", "a?"},
		{"over lines", "c: |\n  a: {{ .a\n    | quote }}\n  b: 1{{\n    .b }}\n  c: 3\n", "a: {{ .a\n            \nb: 1{{\n       \nc: 3\n", "a? b? c=3"},
		{"tpl", "c: |\n  a: {{ tpl .a $ }}m\n", "a: {{ tpl .a $ }}m\n", "a?"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := &Document{Path: "templates/c.yaml", Bytes: []byte(tt.text), Lines: NewLines([]byte(tt.text))}
			whole := fileText(d).withoutExpressions()
			docs, err := parseYAML(whole.Decoded, d.Lines, nil)
			if err != nil {
				t.Fatal(err)
			}
			text := embed(whole, docs[0].get("c"))
			if strings.TrimLeft(text.Decoded, "# \n") != strings.TrimLeft(tt.want, "# \n") {
				t.Errorf("text %q, want %q", text.Decoded, tt.want)
			}
			part := &Part{Document: d}
			readConfLines(text, part)
			if got := shortOptions(part); got != tt.options {
				t.Errorf("options %q, want %q", got, tt.options)
			}
			for _, o := range part.Options {
				if got := d.slice(o.Place.Value); got != o.Value {
					t.Errorf("%s: %q stands at %q", o.Key, o.Value, got)
				}
			}
			if len(part.Problems) > 0 {
				t.Errorf("problems %v", part.Problems)
			}
		})
	}
}

// shortOptions are a part's options: key=value, or key? where the value is unknown.
func shortOptions(part *Part) string {
	var all []string
	for _, o := range part.Options {
		if o.State == Unknown {
			all = append(all, o.Key+"?")
		} else {
			all = append(all, o.Key+"="+o.Value)
		}
	}
	return strings.Join(all, " ")
}

// TestTemplatePlaceholders reads config.yaml before Maven or CMake filled it in.
func TestTemplatePlaceholders(t *testing.T) {
	const text = "taskmanager.memory.process.size: @TM_SIZE@\ntaskmanager.numberOfTaskSlots: 2\nparallelism.default: @p\n"
	d := Read("config.yaml.in", []byte(text), ConfigYAML)
	part := d.Parts[0]
	if got := shortOptions(part); got != "taskmanager.memory.process.size? taskmanager.numberOfTaskSlots=2" {
		t.Errorf("options %q", got)
	}
	if got := said(d); len(got) != 1 {
		t.Errorf("%q: only the last line is wrong", got)
	}
}

// TestHideManyBrackets must not look for the end of each from the start again.
func TestHideManyBrackets(t *testing.T) {
	for _, s := range []string{"{{", "{%", "<%", "{{/*", "{{- /*", "{{ \"", "<#", "</#", "{{ ` ", "{{x}} "} {
		hideExpressions(strings.Repeat(s, 200_000))
	}
}

func FuzzHideExpressions(f *testing.F) {
	for _, s := range []string{"a: {{ .b }}\n", "{{- if x }}\r\nc: |\n{{ y }}\n  a: 1\n{{ end }}", "{% if %}<% a %><#x>{{/* \n */}}{{{x}}}", "c: |\n {{ \"}}\" }}\n  - {{ `x\n` }}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		hidden := hideExpressions(s)
		if len(hidden) != len(s) {
			t.Fatalf("%q becomes %q", s, hidden)
		}
		for i := range len(s) {
			if isBreak(s[i]) != isBreak(hidden[i]) {
				t.Fatalf("%q becomes %q", s, hidden)
			}
		}
	})
}
