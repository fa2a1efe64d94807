package lint

import "slices"

// Consequence is what follows from a finding for a process: a finding of its own, had the first not been made.
type Consequence struct {
	Rule *Rule
	Related
	finding Finding // as it was before
}

// foldConsequences makes one finding of a mistake and of what follows from it. A finding that rests on an option (Needs)
// follows from one of the same clusters that gives that option its value back once it is mended (Mends): whoever mends the
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
			cause.take(f)
			break
		}
	}
	kept := findings[:0]
	for i, f := range findings {
		if !folded[i] {
			kept = append(kept, f)
		}
	}
	return kept
}

// take makes another finding a consequence of this one.
func (f *Finding) take(other *Finding) {
	if f.own == nil {
		own := *f
		f.own = &own
	}
	f.Severity = max(f.Severity, other.Severity)
	f.Consequences = append(f.Consequences, Consequence{other.Rule, Related{other.Place, other.Span, other.Message}, *other})
	f.lend(other)
}

// forget drops the clusters of a finding, with all that was read for them.
func (f *Finding) forget() {
	f.clusters = nil
	if f.own != nil {
		f.own.clusters = nil
	}
	for i := range f.Consequences {
		f.Consequences[i].finding.clusters = nil
	}
}

// split is the finding as it was before it took its consequences, and these.
func (f Finding) split() []Finding {
	if f.own == nil {
		return []Finding{f}
	}
	all := []Finding{*f.own}
	for _, c := range f.Consequences {
		all = append(all, c.finding)
	}
	return all
}

// mends reports whether the finding f is gone in all its clusters, or another one, once the cause is mended.
func mends(cause, f *Finding) bool {
	for _, c := range f.clusters {
		if !slices.Contains(cause.clusters, c) {
			return false
		}
	}
	return slices.ContainsFunc(cause.Mends, func(key string) bool { return slices.Contains(f.Needs, key) && decides(cause, f, key) })
}

// decides reports whether an option gets its value from where the cause stands, once that is mended: it is not written in
// another file, or further down, where it would count all the same.
func decides(cause, f *Finding, key string) bool {
	for _, c := range f.clusters {
		for _, p := range c.Processes() {
			o, ok := p.Options[key]
			if !ok || f.Role != nil && p.Role != *f.Role || o.Place.IsZero() || o.Place.Document != cause.Place.Document {
				continue
			}
			if o.Place.Entry.Start > cause.Place.Entry.Start {
				return false
			}
		}
	}
	return true
}

// compactFindings makes one finding of those that say the same, for all their clusters. They are sorted.
func compactFindings(findings []Finding) []Finding {
	kept := findings[:0]
	for _, f := range findings {
		if n := len(kept) - 1; n >= 0 && sameFinding(kept[n], f) {
			kept[n].clusters = append(slices.Clip(kept[n].clusters), f.clusters...)
			continue
		}
		kept = append(kept, f)
	}
	return kept
}
