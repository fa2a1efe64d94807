package rules_test

import (
	"bytes"
	"context"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
	"github.com/flinkmem/flinkmem-lint/lint/source"
	"github.com/flinkmem/flinkmem-lint/rules"
)

var update = flag.Bool("update", false, "rewrite the expected findings in testdata/rules")

// TestGolden runs all rules over the files of each testdata/rules/*.txtar. Its comment may say `flink: 1.10, 1.20` to
// run under these versions instead of the assumed one, and `kind: config`; the section "want" (or "want 1.10" and so
// on) is what the text report says.
func TestGolden(t *testing.T) {
	cases, err := filepath.Glob("../testdata/rules/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases (%v)", err)
	}
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			want := map[string]string{}
			var inputs []txtar.File
			for _, f := range archive.Files {
				if strings.HasPrefix(f.Name, "want") {
					want[f.Name] = string(f.Data)
					continue
				}
				inputs = append(inputs, f)
				path := filepath.Join(dir, filepath.FromSlash(f.Name))
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, f.Data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			got := txtar.Archive{Comment: archive.Comment, Files: inputs}
			for _, v := range versions(string(archive.Comment)) {
				section := strings.TrimSpace("want " + v)
				text := render(t, dir, v)
				got.Files = append(got.Files, txtar.File{Name: section, Data: []byte(text)})
				if !*update && text != want[section] {
					t.Errorf("%s: got\n%s\nwant\n%s", section, text, want[section])
				}
				delete(want, section)
			}
			if *update {
				if err := os.WriteFile(name, txtar.Format(&got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if len(want) > 0 {
				t.Errorf("sections of no version: %v", want)
			}
		})
	}
}

var flinkLine = regexp.MustCompile(`(?m)^flink: (.*)$`)

func versions(comment string) []string {
	if m := flinkLine.FindStringSubmatch(comment); m != nil {
		return strings.Split(m[1], ", ")
	}
	return []string{""}
}

func render(t *testing.T, dir, version string) string {
	t.Helper()
	o := lint.Options{Rules: rules.All, Dir: dir, Paths: []string{"."}}
	if version != "" {
		o.FlinkVersion = flink.MustVersion(version)
	}
	r := run(t, o)
	var text bytes.Buffer
	if err := report.Text(&text, r, report.Style{}); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func run(t *testing.T, o lint.Options) *lint.Result {
	t.Helper()
	r, err := lint.Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Failures {
		t.Error(f)
	}
	return r
}

var ruleID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`)

// TestDocumentation holds every rule to what its documentation says: the bad example yields the finding with the
// documented severity, the good one yields none of any rule.
func TestDocumentation(t *testing.T) {
	seen := map[string]bool{}
	for _, rule := range rules.All {
		t.Run(rule.ID, func(t *testing.T) {
			d := rule.Doc
			switch {
			case !ruleID.MatchString(rule.ID) || seen[rule.ID]:
				t.Error("the id is not kebab-case, or not the only one")
			case d.Title == "" || d.Why == "" || d.Bad == "" || len(d.Links) == 0:
				t.Error("the documentation is not complete")
			case strings.HasSuffix(d.Title, "."):
				t.Error("the title ends with a full stop")
			case d.Heuristic && rule.Severity == lint.Error:
				t.Error("a heuristic is never an error")
			}
			seen[rule.ID] = true
			found := false
			for _, f := range example(t, rule, d.Bad) {
				if f.Rule == rule && f.Severity == rule.Severity {
					found = true
				}
				if f.Severity == lint.Error && rule.Severity != lint.Error {
					t.Errorf("the bad example is worse than the rule: %s: %s", f.Rule.ID, f.Message)
				}
			}
			if !found {
				t.Errorf("the bad example does not yield the finding")
			}
			if d.Good == "" {
				return
			}
			for _, f := range example(t, rule, d.Good) {
				t.Errorf("the good example yields %s: %s", f.Rule.ID, f.Message)
			}
		})
	}
}

func example(t *testing.T, rule *lint.Rule, text string) []lint.Finding {
	t.Helper()
	kind := rule.Doc.Kind
	if kind == "" {
		kind = "flink-conf"
	}
	dir := t.TempDir()
	name := map[source.Kind]string{
		"flink-conf": "flink-conf.yaml", "config": "config.yaml", "kubernetes": "manifest.yaml", "compose": "docker-compose.yml",
	}[kind]
	files := map[string]string{name: text}
	maps.Copy(files, rule.Doc.Files)
	for file, content := range files {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	o := lint.Options{Rules: rules.All, Dir: dir, Paths: []string{name}, Kind: kind}
	if rule.Doc.Version != "" {
		o.FlinkVersion = flink.MustVersion(rule.Doc.Version)
	}
	if _, ok := files[lint.BaselineName]; ok {
		o.Baseline = lint.BaselineName
	}
	return run(t, o).Findings
}
