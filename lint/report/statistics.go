package report

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/flinkmem/flinkmem-lint/lint"
)

// Statistics writes how many findings each rule has, the most frequent first, and in how many files.
func Statistics(w io.Writer, r *lint.Result, style Style) error {
	type count struct {
		rule       string
		bySeverity map[lint.Severity]int
		files      map[string]bool
		total      int
	}
	counts := map[string]*count{}
	for i := range r.Findings {
		f := &r.Findings[i]
		c := counts[f.Rule.ID]
		if c == nil {
			c = &count{rule: f.Rule.ID, bySeverity: map[lint.Severity]int{}, files: map[string]bool{}}
			counts[f.Rule.ID] = c
		}
		c.total++
		c.bySeverity[f.Severity]++
		c.files[f.Place.Document.Path] = true
	}
	p := &printer{w: w}
	sorted := slices.SortedFunc(maps.Values(counts), func(a, b *count) int {
		return cmp.Or(cmp.Compare(b.total, a.total), cmp.Compare(a.rule, b.rule))
	})
	if len(sorted) > 0 {
		p.print(style.paint(bold, fmt.Sprintf("%8s %8s %8s %8s  %s", "errors", "warnings", "infos", "files", "rule")), "\n")
	}
	for _, c := range sorted {
		for _, severity := range []lint.Severity{lint.Error, lint.Warning, lint.Info} {
			p.print(style.paint(severityColors[severity], fmt.Sprintf("%8s", number(c.bySeverity[severity]))), " ")
		}
		p.print(fmt.Sprintf("%8d  %s\n", len(c.files), c.rule))
	}
	if len(sorted) > 0 {
		p.print("\n")
	}
	p.print(style.paint(bold, Summary(r)), "\n")
	return p.err
}

// number is a count in a table, where nothing is easier to read than zeros.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}
