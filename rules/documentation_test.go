package rules_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/rules"
)

var kebabCase = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// TestDocumentation holds every rule to what its documentation says: the bad example yields the finding with the
// documented severity, the good one yields none of any rule.
func TestDocumentation(t *testing.T) {
	seen := map[string]bool{}
	for _, rule := range rules.All {
		t.Run(rule.ID, func(t *testing.T) {
			if !kebabCase.MatchString(rule.ID) || !strings.Contains(rule.ID, "-") || seen[rule.ID] {
				t.Error("the id is not kebab-case, or not the only one")
			}
			seen[rule.ID] = true
			checkDoc(t, rule)
			checkSettings(t, rule)
			found := false
			for _, f := range runExample(t, rule, rule.Doc.Bad).Findings {
				if f.Rule == rule && f.Severity == rule.Severity {
					found = true
				}
				if f.Severity > rule.Severity {
					t.Errorf("the bad example is worse than the rule: %s: %s", f.Rule.ID, f.Message)
				}
			}
			if !found {
				t.Errorf("the bad example does not yield the finding")
			}
			for _, f := range runExample(t, rule, rule.Doc.Good).Findings {
				t.Errorf("the good example yields %s: %s", f.Rule.ID, f.Message)
			}
		})
	}
}

func checkDoc(t *testing.T, rule *lint.Rule) {
	d := rule.Doc
	for field, text := range map[string]string{"Title": d.Title, "Why": d.Why, "Does": d.Does, "Bad": d.Bad, "Good": d.Good} {
		if strings.TrimSpace(text) == "" || strings.Contains(text, "TODO") {
			t.Errorf("%s is still to be written", field)
		}
	}
	for field, text := range map[string]string{"Why": d.Why, "Does": d.Does} {
		if text != "" && !strings.HasSuffix(text, ".") || strings.Contains(text, "\n") {
			t.Errorf("%s has to be one paragraph of sentences", field)
		}
	}
	for field, text := range map[string]string{"Title": d.Title, "Why": d.Why, "Does": d.Does} {
		if strings.Contains(text, "`") { // the pages mark the names of options themselves, and a terminal shows the signs
			t.Errorf("%s has a backtick", field)
		}
	}
	switch {
	case strings.HasSuffix(d.Title, ".") || strings.Contains(d.Title, "\n"):
		t.Error("the title is more than one line, or ends with a full stop")
	case d.ExampleName() == "":
		t.Errorf("there is no dialect %q", d.Kind)
	case d.Heuristic && rule.Severity == lint.Error:
		t.Error("a heuristic is never an error")
	}
	checks := 0
	for _, has := range []bool{rule.Check != nil, rule.CheckPart != nil, rule.CheckIgnore != nil, rule.CheckStale != nil} {
		if has {
			checks++
		}
	}
	if checks != 1 {
		t.Errorf("the rule has %d check functions; it needs one", checks)
	}
	if _, err := flink.ParseVersion(d.Since); err != nil && d.Since != "" {
		t.Errorf("Since: %v", err)
	}
	if len(d.Links) == 0 {
		t.Error("there is no link")
	}
	aboutUs := rule.CheckIgnore != nil || rule.CheckStale != nil
	for _, link := range d.Links {
		if !aboutUs && !strings.HasPrefix(link, "https://nightlies.apache.org/flink/") && !strings.HasPrefix(link, "https://learn.microsoft.com/dotnet/") {
			t.Errorf("%s is no page of Flink's or .NET's documentation", link)
		}
	}
}

func checkSettings(t *testing.T, rule *lint.Rule) {
	seen := map[string]bool{"severity": true} // a key of the same table
	for _, s := range rule.Settings {
		if !kebabCase.MatchString(s.Name) || seen[s.Name] {
			t.Errorf("the setting's name %q is not kebab-case, or not the only one", s.Name)
		}
		seen[s.Name] = true
		if strings.TrimSpace(s.Doc) == "" || strings.Contains(s.Doc, "TODO") {
			t.Errorf("the setting %s does not say what it bounds", s.Name)
		}
		switch s.Default.(type) {
		case flink.Size, float64, int:
		default:
			t.Errorf("the setting %s is a %T: it has to be a flink.Size, a float64 or an int", s.Name, s.Default)
		}
	}
}

// runExample runs all rules over an example of a rule's documentation, with the further files beside it.
func runExample(t *testing.T, rule *lint.Rule, text string) *lint.Result {
	t.Helper()
	d := &rule.Doc
	dir := t.TempDir()
	files := map[string]string{d.ExampleName(): text}
	maps.Copy(files, d.Files)
	for file, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	o := lint.Options{Rules: rules.All, Dir: dir, Paths: []string{d.ExampleName()}, Kind: d.Dialect()}
	if d.Version != "" {
		o.FlinkVersion = flink.MustVersion(d.Version)
	}
	if _, ok := files[lint.BaselineName]; ok {
		o.Baseline = lint.BaselineName
	}
	return run(t, o)
}
