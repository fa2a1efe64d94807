package lint

import (
	"bytes"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// directiveSign starts a comment that is meant for this program.
const directiveSign = "flinkmem-lint:"

// Ignore is a comment that is to silence findings: "# flinkmem-lint: ignore[rule-id, other-id] reason" for the line that
// it is on or above, "ignore-file[...]" for the whole file.
type Ignore struct {
	Document *source.Document
	Comment  source.Comment
	// Fault says why the comment silences nothing whatever there is to silence; "" where it is written as it has to be.
	Fault  string
	IDs    []IgnoredID
	Reason string

	cluster *source.Cluster // one that the document takes part in
	levels  *levels
	order   int // of the file

	wholeFile bool
	text      source.Span // the embedded text, or the block of nested options, that it stands above, and so covers
}

// IgnoredID is one rule that an ignore names.
type IgnoredID struct {
	ID   string
	Span source.Span
	Used bool  // it silenced a finding
	Rule *Rule // nil for an id that is no rule's
	// Nearest is the rule that was probably meant where Rule is nil, "" where that cannot be told.
	Nearest string
	// Off is true for a rule that does not run on this file, so that nothing can be said of it.
	Off bool
}

// ignoresOf reads the directives of a document; parts are those of the scope's clusters.
func (s *scope) ignoresOf(d *source.Document, parts []*source.Part) []*Ignore {
	if !bytes.Contains(d.Bytes, []byte(directiveSign)) {
		return nil
	}
	first := slices.IndexFunc(s.clusters, func(c *source.Cluster) bool {
		return c.Document == d || slices.ContainsFunc(c.Written(), func(p *source.Part) bool { return p.Document == d })
	})
	cluster := &source.Cluster{Document: d, Version: flink.Newest(), Evidence: source.FromAssumption}
	unlinked := first < 0
	if !unlinked {
		cluster = s.clusters[first]
	}
	unlinked = unlinked || s.chosen[d].stdin && s.options.StdinFilename != "" // nor is what lies beside standard input
	var all []*Ignore
	for _, c := range d.Comments(directiveSign) {
		text := string(d.Bytes[c.Text.Start:c.Text.End])
		if !strings.HasPrefix(text, directiveSign) && !strings.Contains(text, directiveSign+" ignore") {
			continue // a sentence about the program
		}
		if inValue(d, c, parts) {
			continue
		}
		i := &Ignore{Document: d, Comment: c, cluster: cluster, levels: s.levels[d], order: s.chosen[d].seq}
		i.parse(text, s.options.Rules)
		i.place(parts)
		for n := range i.IDs {
			if id := &i.IDs[n]; id.Rule != nil {
				id.Off = unlinked || i.levels.off(id.Rule) // who uses the file was not in view
			} else if near := Nearest(id.ID, ruleIDs(s.options.Rules), 1); len(near) > 0 {
				id.Nearest = near[0]
			}
		}
		all = append(all, i)
	}
	return all
}

// inValue reports whether what looks like a comment is a piece of an option's value, such as a line of a text in quotes.
func inValue(d *source.Document, c source.Comment, parts []*source.Part) bool {
	return slices.ContainsFunc(parts, func(p *source.Part) bool {
		return p.Document == d && slices.ContainsFunc(p.Options, func(o source.Option) bool {
			return o.Place.Document == d && o.Place.Value.Start < c.Span.Start && c.Span.End <= o.Place.Value.End
		})
	})
}

// parse reads the text of the comment.
func (i *Ignore) parse(text string, rules []*Rule) {
	at := i.Comment.Text.Start
	rest, ok := strings.CutPrefix(text, directiveSign)
	if !ok {
		i.Fault = "the comment has to start with " + directiveSign
		return
	}
	at += len(text) - len(rest)
	trimmed := strings.TrimLeft(rest, " \t")
	at += len(rest) - len(trimmed)
	word, list, ok := strings.Cut(trimmed, "[")
	switch strings.TrimRight(word, " \t") {
	case "ignore":
	case "ignore-file":
		i.wholeFile = true
	default:
		i.Fault = "write ignore[rule-id] or ignore-file[rule-id] behind " + directiveSign
		return
	}
	ids, reason, closed := strings.Cut(list, "]")
	if !ok || !closed {
		i.Fault = "name the rules in brackets: ignore[rule-id]"
		return
	}
	i.Reason = strings.TrimSpace(reason)
	at += len(word) + 1
	for id := range strings.SplitSeq(ids, ",") {
		name := strings.TrimSpace(id)
		start := at + len(id) - len(strings.TrimLeft(id, " \t"))
		if name != "" {
			i.IDs = append(i.IDs, IgnoredID{ID: name, Span: source.Span{Start: start, End: start + len(name)}, Rule: FindRule(rules, name)})
		}
		at += len(id) + 1
	}
	if len(i.IDs) == 0 {
		i.Fault = "name the rules in brackets: ignore[rule-id]"
	}
}

// place finds the embedded text that the comment stands in or above, or the block of nested options that it stands above.
func (i *Ignore) place(parts []*source.Part) {
	for _, p := range parts {
		if p.Document != i.Document {
			continue
		}
		if block, ok := p.Block(i.Comment.Covers); ok {
			i.text = block
		}
		entry, text, ok := p.Embedded()
		switch at := i.Comment.Span.Start; {
		case !ok:
		case at >= text.Start && at < text.End:
			if p.Layer == source.LayerProperties && i.Fault == "" {
				i.Fault = "FLINK_PROPERTIES has no comments: the entrypoint would take it for a part of an option; put it above the variable"
			}
		case i.Comment.Covers.End > entry && i.Comment.Covers.Start < max(text.Start, entry+1):
			i.text = text
		}
	}
}

// silences reports whether the comment is about one of the finding's places, and notes that its id was of use.
func (i *Ignore) silences(f *Finding) bool {
	if i.Fault != "" {
		return false
	}
	n := slices.IndexFunc(i.IDs, func(id IgnoredID) bool { return id.ID == f.Rule.ID })
	if n < 0 || !i.covers(f) {
		return false
	}
	i.IDs[n].Used = true
	return true
}

func (i *Ignore) covers(f *Finding) bool {
	if i.coversSpan(f.Place, f.Span) {
		return true
	}
	return slices.ContainsFunc(f.Related, func(r Related) bool { return !i.wholeFile && i.coversSpan(r.Place, r.Span) })
}

func (i *Ignore) coversSpan(p source.Place, s source.Span) bool {
	if p.Document != i.Document {
		return false
	}
	touches := func(a, b source.Span) bool { return b.Start <= a.End && b.End >= a.Start }
	within := func(s source.Span) bool {
		return touches(i.Comment.Covers, s) || i.text.Len() > 0 && s.Start >= i.text.Start && s.End <= i.text.End
	}
	return i.wholeFile || within(s) || p.Key.Len() > 0 && within(p.Key) || p.Value.Len() > 0 && within(p.Value)
}

// applyIgnores leaves out the findings that a comment silences.
func applyIgnores(findings []Finding, ignores []*Ignore) []Finding {
	if len(ignores) == 0 {
		return findings
	}
	return slices.DeleteFunc(findings, func(f Finding) bool {
		silent := false
		for _, i := range ignores { // all of them: each may be of use
			silent = i.silences(&f) || silent
		}
		return silent
	})
}

// mergeIgnores makes one of the readings of a comment whose file takes part in several scopes: it is of use if it was in
// any of them.
func mergeIgnores(all []*Ignore) []*Ignore {
	type key struct {
		path string
		at   int
	}
	first := map[key]*Ignore{}
	return slices.DeleteFunc(all, func(i *Ignore) bool {
		k := key{i.Document.Path, i.Comment.Span.Start}
		known, seen := first[k]
		if !seen {
			first[k] = i
			return false
		}
		for n := range known.IDs {
			known.IDs[n].Used = known.IDs[n].Used || i.IDs[n].Used
		}
		return true
	})
}

// checkIgnores runs the rules about comments that silence findings, once all of these are known.
func checkIgnores(o *Options, ignores []*Ignore, r *Result) []Finding {
	if len(ignores) == 0 {
		return nil
	}
	var findings []Finding
	ignores = mergeIgnores(ignores)
	for _, rule := range o.Rules {
		if rule.CheckIgnore == nil {
			continue
		}
		for _, i := range ignores {
			if i.levels.off(rule) {
				continue
			}
			pass := NewPass(rule, i.cluster, nil)
			pass.levels = i.levels
			rule.CheckIgnore(pass, i)
			for _, f := range pass.Findings() {
				if severity, ok := i.levels.severity(rule); ok {
					f.Severity = severity
				}
				f.order = i.order
				findings = append(findings, f)
			}
		}
	}
	before := len(findings)
	findings = applyIgnores(findings, ignores)
	r.Ignored += before - len(findings)
	return findings
}
