package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
)

// RuleList writes one rule a line: id, severity, title.
func RuleList(w io.Writer, rules []*lint.Rule, style Style) error {
	p := &printer{w: w}
	width := 0
	for _, r := range rules {
		width = max(width, len(r.ID))
	}
	for _, r := range rules {
		severity := fmt.Sprintf("%-7s", r.Severity)
		p.print(fmt.Sprintf("%-*s  ", width, r.ID), style.paint(severityColors[r.Severity], severity), "  ", r.Doc.Title, "\n")
	}
	return p.err
}

// Rule explains one rule.
func Rule(w io.Writer, r *lint.Rule, style Style) error {
	p := &printer{w: w}
	p.print(style.paint(bold, r.ID), " (", style.paint(severityColors[r.Severity], r.Severity.String()), ")\n", style.paint(bold, r.Doc.Title), "\n")
	if r.Doc.Why != "" {
		p.print("\n")
		for _, line := range wrap(r.Doc.Why, min(style.width(), readingWidth)) {
			p.print(line, "\n")
		}
	}
	p.example("Bad", r.Doc.Bad, red, style)
	p.example("Good", r.Doc.Good, green, style)
	var notes []string
	if r.Doc.Since != "" {
		notes = append(notes, "Since Flink "+r.Doc.Since+".")
	}
	if r.Doc.Heuristic {
		notes = append(notes, "This is a heuristic: it is never an error.")
	}
	if notes != nil {
		p.print("\n", strings.Join(notes, " "), "\n")
	}
	if len(r.Doc.Links) > 0 {
		p.print("\n")
		for _, link := range r.Doc.Links {
			p.print(style.paint(cyan, link), "\n")
		}
	}
	return p.err
}

// readingWidth is the longest line of running text.
const readingWidth = 88

func (p *printer) example(title, text, color string, style Style) {
	if text == "" {
		return
	}
	p.print("\n", style.paint(color, title+":"), "\n")
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		p.print(strings.TrimRight("    "+line, " "), "\n")
	}
}

// jsonRule is the whole documentation of a rule.
type jsonRule struct {
	ID        string   `json:"id"`
	Severity  string   `json:"severity"`
	Title     string   `json:"title"`
	Why       string   `json:"why"`
	Kind      string   `json:"kind"`
	Bad       string   `json:"bad"`
	Good      string   `json:"good"`
	Since     string   `json:"since"`
	Heuristic bool     `json:"heuristic"`
	Links     []string `json:"links"`
}

func ruleJSON(r *lint.Rule) jsonRule {
	kind := r.Doc.Kind
	if kind == "" {
		kind = "flink-conf"
	}
	return jsonRule{r.ID, r.Severity.String(), r.Doc.Title, r.Doc.Why, string(kind), r.Doc.Bad, r.Doc.Good, r.Doc.Since,
		r.Doc.Heuristic, append([]string{}, r.Doc.Links...)}
}

// RuleListJSON writes the documentation of the rules as one JSON array.
func RuleListJSON(w io.Writer, rules []*lint.Rule) error {
	all := make([]jsonRule, len(rules))
	for i, r := range rules {
		all[i] = ruleJSON(r)
	}
	return writeJSON(w, all)
}

// RuleJSON writes the documentation of one rule as a JSON object.
func RuleJSON(w io.Writer, r *lint.Rule) error { return writeJSON(w, ruleJSON(r)) }
