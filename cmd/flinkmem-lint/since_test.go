package main

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"testing"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/rules"
)

// What is reported of changed files is what a full run says of their clusters: all of it if every file has changed, nothing if none has,
// and never anything else.
func TestChangesReportNothingElse(t *testing.T) {
	dir := absolutePath(t, "../../testdata/demo")
	var files []string
	if err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, name)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	full := findingsIn(t, dir, nil)
	if len(full) == 0 {
		t.Fatal("the demo has no findings")
	}
	if got := findingsIn(t, dir, lint.NewChanges(files)); !slices.Equal(got, full) {
		t.Errorf("with all files changed:\n%q\nwant\n%q", got, full)
	}
	if got := findingsIn(t, dir, lint.NewChanges([]string{dir})); !slices.Equal(got, full) {
		t.Errorf("with the folder changed:\n%q\nwant\n%q", got, full)
	}
	if got := findingsIn(t, dir, lint.NewChanges(nil)); len(got) > 0 {
		t.Errorf("with nothing changed: %q", got)
	}
	var parts []string
	for _, file := range files {
		parts = append(parts, findingsIn(t, dir, lint.NewChanges([]string{file}))...)
	}
	slices.Sort(parts)
	slices.Sort(full)
	if !slices.Equal(parts, full) { // the demo's files have nothing to do with each other
		t.Errorf("one file after the other:\n%q\nwant\n%q", parts, full)
	}
}

func absolutePath(t *testing.T, name string) string {
	t.Helper()
	abs, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	return abs
}

func findingsIn(t *testing.T, dir string, changes *lint.Changes) []string {
	t.Helper()
	r, err := lint.Run(t.Context(), lint.Options{Rules: rules.All, Dir: dir, Changes: changes})
	if err != nil || len(r.Failures) > 0 {
		t.Fatal(err, r.Failures)
	}
	var all []string
	for _, f := range r.Findings {
		all = append(all, fmt.Sprintf("%s:%d %s %s", f.Place.Document.Path, f.Span.Start, f.Rule.ID, f.Message))
	}
	return all
}
