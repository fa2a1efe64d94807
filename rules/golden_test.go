package rules_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
	"github.com/flinkmem/flinkmem-lint/rules"
)

var update = flag.Bool("update", false, "rewrite the expected findings in testdata/rules, and the pages in docs/rules")

// TestGolden runs all rules over the files of each testdata/rules/*.txtar. Its comment may say `flink: 1.10, 1.20` to
// run under these versions instead of the assumed one, and `no final line end: FILE` for a file that is to end inside its
// last line, which this format cannot show; the section "want" (or "want 1.10" and so on) is what the text report says.
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
				data := f.Data
				if m := unendedLine.FindSubmatch(archive.Comment); m != nil && string(m[1]) == f.Name {
					data = bytes.TrimSuffix(data, []byte("\n"))
				}
				path := filepath.Join(dir, filepath.FromSlash(f.Name))
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, data, 0o644); err != nil {
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

var (
	flinkLine   = regexp.MustCompile(`(?m)^flink: (.*)$`)
	unendedLine = regexp.MustCompile(`(?m)^no final line end: (.*)$`)
)

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
	if _, err := os.Stat(filepath.Join(dir, lint.BaselineName)); err == nil {
		o.Baseline = lint.BaselineName
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
