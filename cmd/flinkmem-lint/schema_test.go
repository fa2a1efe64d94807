package main_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/rules"
)

// docs/flinkmem-lint.schema.json is what the program's types and rules say.
func TestSchemaIsFresh(t *testing.T) {
	want, err := lint.ConfigSchema(rules.All)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(root, "docs", "flinkmem-lint.schema.json")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil || string(got) != string(want) {
		t.Errorf("%s is out of date (%v): run make golden", name, err)
	}
}

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
