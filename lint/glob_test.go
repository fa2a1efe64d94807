package lint

import (
	"strings"
	"testing"
)

func TestGlob(t *testing.T) {
	tests := []struct {
		glob, path string
		match      bool
		covers     bool
	}{
		{"a.yaml", "a.yaml", true, true},
		{"a.yaml", "x/a.yaml", false, false},
		{"*.yaml", "a.yaml", true, true},
		{"*.yaml", "x/a.yaml", false, false},
		{"**/*.yaml", "a.yaml", true, true},
		{"**/*.yaml", "x/y/a.yaml", true, true},
		{"legacy/**", "legacy", false, false},
		{"legacy/**", "legacy/a", true, true},
		{"legacy/**", "legacy/x/a", true, true},
		{"legacy", "legacy/x/a", false, true},
		{"legacy/", "legacy/x/a", false, true},
		{"./legacy", "legacy", true, true},
		{"charts/**/templates/**", "charts/templates/a", true, true},
		{"charts/**/templates/**", "charts/x/y/templates/b/a", true, true},
		{"charts/**/templates/**", "charts/x/values.yaml", false, false},
		{"a/**/b/c", "a/b/x/b/c", true, true},
		{"a/**/**/c", "a/c", true, true},
		{"conf-?.yaml", "conf-1.yaml", true, true},
		{"conf-?.yaml", "conf-12.yaml", false, false},
		{"[a-c]/x", "b/x", true, true},
		{"[^a-c]/x", "b/x", false, false},
		{"**", "a/b", true, true},
		{"a*b", "a/b", false, false},
	}
	for _, test := range tests {
		g, err := parseGlob(test.glob)
		if err != nil {
			t.Errorf("%s: %v", test.glob, err)
			continue
		}
		path := strings.Split(test.path, "/")
		if got := g.match(path); got != test.match {
			t.Errorf("%s matches %s: %v, want %v", test.glob, test.path, got, test.match)
		}
		if got := g.covers(path); got != test.covers {
			t.Errorf("%s covers %s: %v, want %v", test.glob, test.path, got, test.covers)
		}
	}
	for _, bad := range []string{"", "/", "a//b", "[a", `a\`} {
		if _, err := parseGlob(bad); err == nil {
			t.Errorf("%q passed for a glob", bad)
		}
	}
}
