package source

import (
	"strings"
	"testing"
)

func TestComments(t *testing.T) {
	tests := []struct {
		name, path, text string
		comment, covers  string // "" for no comment
	}{
		{"behind a value", "flink-conf.yaml", "a.b: c # sign x\n", "# sign x", "a.b: c # sign x"},
		{"above", "flink-conf.yaml", "# sign x\na.b: c\n", "# sign x", "a.b: c"},
		{"above, indented", "config.yaml", "taskmanager:\n  # sign x\n  memory: 1\n", "# sign x", "  memory: 1"},
		{"above another comment", "flink-conf.yaml", "#sign x \n# y\n\ta.b: c\r\n", "#sign x", "\ta.b: c"},
		{"above an empty line", "flink-conf.yaml", "# sign x\n\na.b: c\n", "# sign x", ""},
		{"on the last line", "flink-conf.yaml", "a.b: c\n# sign x", "# sign x", ""},
		{"two signs", "flink-conf.yaml", "a.b: c ## sign x\n", "## sign x", "a.b: c ## sign x"},
		{"in quotes", "config.yaml", "a.b: 'c # sign x'\n", "", ""},
		{"behind quotes", "config.yaml", "a.b: 'c' # sign x\n", "# sign x", "a.b: 'c' # sign x"},
		{"no space before it", "config.yaml", "a.b: c#sign x\n", "", ""},
		{"no comment at all", "config.yaml", "a.b: sign x\n", "", ""},
		{"in JSON", "x.json", `{"kind": "ConfigMap", "a": "b # sign"}`, "", ""},
		{"Dockerfile", "Dockerfile", "FROM flink\n# sign x\nENV A=b\n", "# sign x", "ENV A=b"},
		{"Dockerfile, behind", "Dockerfile", "FROM flink # sign x\n", "", ""},
		{"Markdown", "x.md", "# sign x\n\n```yaml\ntaskmanager.a: b\n```\n", "", ""},
		{"Markdown, in a block", "x.md", "text\n```yaml\n# sign x\ntaskmanager.a: b\n```\n", "# sign x", "taskmanager.a: b"},
		{"Markdown, above a block", "x.md", "<!-- sign x -->\n\n```yaml\ntaskmanager.a: b\nx: y\n```\n", "<!-- sign x -->", "```yaml\ntaskmanager.a: b\nx: y\n"},
		{"Markdown, in a line", "x.md", "text <!-- sign x --> text\n", "<!-- sign x -->", "text <!-- sign x --> text"},
		{"Markdown, not closed", "x.md", "<!-- sign x\n-->\n", "", ""},
		{"C#", "x.cs", "a(); // sign x\n", "// sign x", "a(); // sign x"},
		{"C#, above", "x.cs", "\t/// sign x\r\n  // y\r\n\ta();\r\nb();\r\n", "/// sign x", "\ta();"},
		{"C#, above an empty line", "x.cs", "// sign x\n\na();\n", "// sign x", ""},
		{"C#, in a string", "x.cs", "a(\"// sign x\");\n", "", ""},
		{"C#, in a raw string", "x.cs", "a(\"\"\"\n  // sign x\n  \"\"\");\n", "", ""},
		{"C#, left out", "x.cs", "#if false\n// sign x\n#endif\n", "", ""},
		{"JSON of .NET", "a.runtimeconfig.json", "{ // sign x\n\"a\": \"// sign y\" }", "// sign x", "{ // sign x"},
		{"XML", "a.csproj", "<a>\n  <!-- sign x -->\n  <b/>\n</a>", "<!-- sign x -->", "  <b/>"},
		{"XML, in a text", "a.csproj", "<a># sign x</a>", "", ""},
		{"byte order mark", "flink-conf.yaml", "\ufeff# sign x\na.b: c\n", "# sign x", "a.b: c"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := Plain(test.path, []byte(test.text))
			switch {
			case strings.HasSuffix(test.path, ".md"):
				d.Kind = Markdown
			case strings.HasSuffix(test.path, ".cs"):
				d.Kind = Aspire
			case strings.HasSuffix(test.path, ".runtimeconfig.json"):
				d.Kind = RuntimeConfig
			case strings.HasSuffix(test.path, ".csproj"):
				d.Kind = MSBuild
			case test.path == "Dockerfile":
				d.Kind = Dockerfile
			}
			comments := d.Comments("sign")
			if test.comment == "" {
				if len(comments) > 0 {
					t.Fatalf("found %q", d.slice(comments[0].Span))
				}
				return
			}
			if len(comments) != 1 {
				t.Fatalf("found %d comments", len(comments))
			}
			c := comments[0]
			if got := d.slice(c.Span); got != test.comment {
				t.Errorf("comment %q, want %q", got, test.comment)
			}
			if got := d.slice(c.Covers); got != test.covers {
				t.Errorf("it is about %q, want %q", got, test.covers)
			}
			if got := d.slice(c.Text); !strings.HasPrefix(got, "sign") && !strings.HasPrefix(got, "# sign") {
				t.Errorf("text %q", got)
			}
		})
	}
}

func TestWholeComment(t *testing.T) {
	for text, want := range map[string]string{
		"a: b\n  # sign x\nc: d\n": "a: b\nc: d\n",
		"a: b  # sign x \nc: d\n":  "a: b \nc: d\n",
		"a: b\r\n# sign":           "a: b\r\n",
	} {
		d := Plain("x.yaml", []byte(text))
		got, err := d.Apply([]Edit{{Document: d, Span: d.WholeComment(d.Comments("sign")[0])}})
		if err != nil || string(got) != want {
			t.Errorf("%q became %q (%v), want %q", text, got, err, want)
		}
	}
}

func FuzzComments(f *testing.F) {
	f.Add("a: b # sign\n# sign\n", false)
	f.Add("<!-- sign -->\n> ```yaml\n> # sign\n> ```\n", true)
	f.Fuzz(func(t *testing.T, text string, markdown bool) {
		d := Plain("x", []byte(text))
		if markdown {
			d.Kind = Markdown
		}
		for _, c := range d.Comments("sign") {
			for _, s := range []Span{c.Span, c.Text, c.Covers, d.WholeComment(c)} {
				if s.Start < 0 || s.End < s.Start || s.End > len(text) {
					t.Fatalf("span %v of %d bytes", s, len(text))
				}
			}
			if !strings.Contains(text[c.Span.Start:c.Span.End], "sign") {
				t.Fatalf("%q is not the comment", text[c.Span.Start:c.Span.End])
			}
		}
	})
}
