package rules_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
	"github.com/flinkmem/flinkmem-lint/rules"
)

const pagesFolder = "../docs/rules"

// TestPages compares docs/rules with what the rules' documentation makes of it. With -update it writes the pages anew, and
// removes those of rules that are gone.
func TestPages(t *testing.T) {
	pages := map[string][]byte{}
	write := func(name string, page func(io.Writer) error) {
		var b bytes.Buffer
		if err := page(&b); err != nil {
			t.Fatal(err)
		}
		pages[name] = b.Bytes()
	}
	fixes := map[string]string{}
	for _, rule := range rules.All {
		r := runExample(t, rule, rule.Doc.Bad)
		fixes[rule.ID] = safeties(r, rule)
		var says bytes.Buffer
		if err := report.Text(&says, r, report.Style{}); err != nil {
			t.Fatal(err)
		}
		write(filepath.Base(report.RulePagePath(rule)), func(w io.Writer) error {
			return report.RulePage(w, rule, says.String(), rules.All)
		})
	}
	write("README.md", func(w io.Writer) error { return report.RuleIndex(w, ruleGroups(t), fixes) })

	if *update {
		if err := os.MkdirAll(pagesFolder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(pagesFolder)
	if err != nil {
		t.Fatalf("%v; run: make docs", err)
	}
	for _, e := range entries {
		path := filepath.Join(pagesFolder, e.Name())
		if _, ok := pages[e.Name()]; ok {
			continue
		}
		if !*update {
			t.Errorf("%s is the page of no rule; run: make docs", path)
		} else if err := os.Remove(path); err != nil {
			t.Error(err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		path := filepath.Join(pagesFolder, name)
		if *update {
			if err := os.WriteFile(path, pages[name], 0o644); err != nil {
				t.Error(err)
			}
			continue
		}
		switch shown, err := os.ReadFile(path); {
		case err != nil:
			t.Errorf("%v; run: make docs", err)
		case !bytes.Equal(shown, pages[name]):
			t.Errorf("%s is not what the rule says now, from %s on; run: make docs, and read the diff", path, firstDifference(shown, pages[name]))
		}
	}
}

func firstDifference(shown, want []byte) string {
	a, b := strings.Split(string(shown), "\n"), strings.Split(string(want), "\n")
	for i := 0; i < len(a) && i < len(b); i++ {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d (%q, now %q)", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("line %d", min(len(a), len(b)))
}

// safeties are those of the fixes that the rule offers for its bad example, the safest first.
func safeties(r *lint.Result, rule *lint.Rule) string {
	var names []string
	for _, s := range []lint.Safety{lint.Safe, lint.Unsafe, lint.Suggestion} {
		if slices.ContainsFunc(r.Findings, func(f lint.Finding) bool {
			return f.Rule == rule && slices.ContainsFunc(f.Fixes, func(fix lint.Fix) bool { return fix.Safety == s })
		}) {
			names = append(names, s.String())
		}
	}
	return strings.Join(names, ", ")
}

// ruleGroups are the rules below the comments that divide the list in rules.go.
func ruleGroups(t *testing.T) []report.RuleGroup {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "rules.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var list *ast.CompositeLit
	ast.Inspect(file, func(n ast.Node) bool {
		if l, ok := n.(*ast.CompositeLit); ok && list == nil {
			list = l
		}
		return list == nil
	})
	if list == nil || len(list.Elts) != len(rules.All) {
		t.Fatal("rules.go has no list with all rules")
	}
	var groups []report.RuleGroup
	comments := file.Comments
	for i, rule := range list.Elts {
		for len(comments) > 0 && comments[0].Pos() < rule.Pos() {
			if c := comments[0]; c.Pos() > list.Lbrace && files.Position(c.Pos()).Line != files.Position(rule.Pos()).Line {
				title := strings.TrimSuffix(strings.TrimSpace(c.Text()), ".")
				groups = append(groups, report.RuleGroup{Title: strings.ReplaceAll(title, "\n", " ")})
			}
			comments = comments[1:]
		}
		if len(groups) == 0 {
			t.Fatal("the first rule in rules.go stands below no comment")
		}
		g := &groups[len(groups)-1]
		g.Rules = append(g.Rules, rules.All[i])
	}
	return groups
}
