package rules_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/flinkmem/flinkmem-lint/rules"
)

// TestCoverage demands of every rule that a golden file shows its finding, among cases that are run under at least two
// Flink versions.
func TestCoverage(t *testing.T) {
	cases, err := filepath.Glob("../testdata/rules/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases (%v)", err)
	}
	shown := map[string]bool{}
	for _, name := range cases {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if len(versions(string(archive.Comment))) < 2 {
			continue
		}
		for _, f := range archive.Files {
			if !strings.HasPrefix(f.Name, "want") {
				continue
			}
			for _, rule := range rules.All {
				shown[rule.ID] = shown[rule.ID] || strings.Contains(string(f.Data), " ["+rule.ID+"]\n")
			}
		}
	}
	for _, rule := range rules.All {
		if !shown[rule.ID] {
			t.Errorf("%s: no file in testdata/rules shows its finding under several versions (a line such as `flink: 1.10, 1.20` in the comment)", rule.ID)
		}
	}
}
