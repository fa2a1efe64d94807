package lint

import (
	"slices"

	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// Consequence is what follows from a finding for a process: a finding of its own, had the first not been made.
type Consequence struct {
	Rule *Rule
	Related
}

// foldConsequences makes one finding of a mistake and of what follows from it. A finding that rests on an option (Needs)
// follows from one of the same cluster that gives that option its value back once it is mended (Mends): whoever mends the
// second need not hear of the first as another mistake. What the user has set below the severity of its consequence takes none.
func foldConsequences(findings []Finding, given func(*Finding) (Severity, bool)) []Finding {
	folded := make([]bool, len(findings))
	for i := range findings {
		f := &findings[i]
		if len(f.Needs) == 0 {
			continue
		}
		for j := range findings {
			cause := &findings[j]
			if folded[j] || len(cause.Needs) > 0 || !mends(cause, f) {
				continue
			}
			if set, ok := given(cause); ok && set < f.Severity {
				continue
			}
			folded[i] = true
			cause.Severity = max(cause.Severity, f.Severity)
			cause.Consequences = append(cause.Consequences, Consequence{f.Rule, Related{f.Place, f.Span, f.Message}})
			if len(cause.Fixes) == 0 {
				cause.Fixes = f.Fixes
			}
			break
		}
	}
	kept := findings[:0]
	for i, f := range findings {
		if !folded[i] {
			f.clusters = nil
			kept = append(kept, f)
		}
	}
	return kept
}

func mends(cause, f *Finding) bool {
	return slices.ContainsFunc(cause.Mends, func(key string) bool { return slices.Contains(f.Needs, key) }) &&
		slices.ContainsFunc(cause.clusters, func(c *source.Cluster) bool { return slices.Contains(f.clusters, c) })
}
