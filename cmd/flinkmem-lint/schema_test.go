package main_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/rules"
)

// Everything in the file that init writes is a comment, and with the comments' signs removed it is a configuration that
// the program reads: so the template, the schema's types and the reader know the same settings.
func TestTemplateIsAConfiguration(t *testing.T) {
	template := lint.ConfigTemplate(rules.All)
	for line := range strings.Lines(template) {
		if line != "\n" && !strings.HasPrefix(line, "#") {
			t.Errorf("not a comment: %s", line)
		}
	}
	setting := regexp.MustCompile(`(?m)^# (\[.*\]|[a-z-]+ = .*)$`)
	text := setting.ReplaceAllString(template, "$1")
	if strings.Count(text, "\n[rules.") == 0 || !strings.Contains(text, "\n[[override]]\n") {
		t.Errorf("the template lacks something:\n%s", text)
	}
	dir := t.TempDir()
	for name, content := range map[string]string{lint.ConfigName: text, "flink-conf.yaml": "taskmanager.memory.process.size: 1024m\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r, err := lint.Run(t.Context(), lint.Options{Rules: rules.All, Dir: dir})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if len(r.Findings) == 0 || r.Findings[0].Version != flink.MustVersion("1.20") {
		t.Errorf("the configuration did not count: %+v", r.Findings)
	}
}

// The schema is what editors hold a configuration to: it has to say of each value what the reader says.
func TestSchemaAcceptsWhatIsRead(t *testing.T) {
	text, err := lint.ConfigSchema(rules.All)
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties struct {
			Version struct{ Pattern string } `json:"flink-version"`
			Exclude struct{ Items struct{ Pattern string } }
			Rules   struct {
				Properties map[string]struct {
					OneOf []struct {
						Properties map[string]struct{ Pattern string }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	p := schema.Properties
	tests := []struct {
		setting, pattern string
		values           []string
	}{
		{"flink-version = %q", p.Version.Pattern, []string{
			"1.20", "v1.20.1", "1_20", " 1.20 ", "1.20-SNAPSHOT", "1.20 -x", "1", "1.20.1.2", "01.020", "1000.1", "1.x", "", "+1.20", "latest",
		}},
		{"exclude = [%q]", p.Exclude.Items.Pattern, []string{
			"a", "./a", "/a/", "//a", "a//b", "/", "./", "", " ", "**/x", "a/[b", "[]", "[a-]", "[-a]", "[a-c]/x", "[^a]", "[^]", `a\`, `a\/b`, `\[a`, "{a,b}", "a]",
			`[\]]`, "[a-b-c]", "[^^]", "../a",
		}},
		{"rules.tm-task-heap-tiny.minimum = %q", p.Rules.Properties["tm-task-heap-tiny"].OneOf[1].Properties["minimum"].Pattern, []string{
			"1b", "1 BYTES", " 64 m ", "64MB", "1\tmb", "1kibibytes", "2 mebibytes", "3gibibytes", "4TEBIBYTES", "64", "64mib", "64 MiB", "1.5g", "-1g", "0m", "m", "", "64x", "1 k b",
		}},
	}
	for _, test := range tests {
		pattern := regexp.MustCompile(test.pattern)
		for _, value := range test.values {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, lint.ConfigName), fmt.Appendf(nil, test.setting, value), 0o644); err != nil {
				t.Fatal(err)
			}
			_, err := lint.Run(t.Context(), lint.Options{Rules: rules.All, Dir: dir})
			if read := err == nil; read != pattern.MatchString(value) {
				t.Errorf(test.setting+": read %v, accepted by the schema %v (%v)", value, read, !read, err)
			}
		}
	}
}
