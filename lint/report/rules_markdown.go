package report

import (
	"fmt"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
)

// RulePagePath is where the page of a rule stands in the repository.
func RulePagePath(r *lint.Rule) string { return "docs/rules/" + r.ID + ".md" }

// Docs is where the project's documentation is to be read.
const Docs = homepage + "/blob/main/docs/"

// RulePageURL is where the page of a rule is to be read.
func RulePageURL(r *lint.Rule) string { return homepage + "/blob/main/" + RulePagePath(r) }

// generatedNote is the first line of what is written here, for whoever wants to edit it.
const generatedNote = "<!-- Generated from the rules by `make docs`; edit the rule instead. -->\n"

// RulePage writes the page of a rule. Says is the text report on its bad example; all are the rules that have pages.
func RulePage(w io.Writer, r *lint.Rule, says string, all []*lint.Rule) error {
	m := &markdown{printer: printer{w: w}, ids: map[string]bool{}}
	for _, other := range all {
		m.ids[other.ID] = other != r
	}
	m.print(generatedNote, "\n# ", r.ID, "\n\n")
	m.rule(r, says)
	m.print("- [all rules](README.md)\n")
	return m.err
}

// RuleHelp writes the same for programs that show it beside a finding: without a heading, and without links to other pages.
func RuleHelp(w io.Writer, r *lint.Rule) error {
	m := &markdown{printer: printer{w: w}}
	m.rule(r, "")
	return m.err
}

// RuleGroup is some rules of one kind.
type RuleGroup struct {
	Title string
	Rules []*lint.Rule
}

// RuleIndex writes the list of all rule pages. Fixes says how safe the fixes of a rule are, by id; nothing where it has none.
func RuleIndex(w io.Writer, groups []RuleGroup, fixes map[string]string) error {
	m := &markdown{printer: printer{w: w}}
	m.print(generatedNote, "\n# Rules\n\n",
		"*Error*: Flink, the operator or the image's entrypoint refuses, or the container is too small for the process. ",
		"*Warning*: it starts, but something that is written is ignored, overridden or dangerous. *Info*: advice.\n\n",
		"*Since* is the first Flink version that behaves so. A *heuristic* rests on something that no file tells, and is never ",
		"an error. *Fixes* are those of the page's example: *safe* ones change nothing that Flink computes, *unsafe* ones change ",
		"a number, *suggestions* are a choice.\n")
	for _, g := range groups {
		m.print("\n## ", m.prose(g.Title), "\n\n| rule | severity | what | since | heuristic | fixes |\n|---|---|---|---|---|---|\n")
		for _, r := range g.Rules {
			heuristic := ""
			if r.Doc.Heuristic {
				heuristic = "yes"
			}
			m.row("["+r.ID+"]("+r.ID+".md)", r.Severity.String(), m.prose(r.Doc.Title), r.Doc.Since, heuristic, fixes[r.ID])
		}
	}
	return m.err
}

type markdown struct {
	printer
	ids map[string]bool // rules to link to
}

// rule writes everything that is said of a rule; the text report on its bad example only where there is one.
func (m *markdown) rule(r *lint.Rule, says string) {
	d := &r.Doc
	m.print(m.prose(d.Title), "\n\nSeverity: **", r.Severity.String(), "**.")
	for _, note := range ruleNotes(r) {
		m.print("\n", m.prose(note))
	}
	m.print("\n")
	m.section("Why it matters", d.Why)
	m.section("What "+d.Program()+" does", d.Does)
	if note := shortNames(d); note != "" {
		m.print("\n", m.prose(note), "\n")
	}
	m.print("\n## Bad\n\nIn ", exampleFile(d), ":\n\n", fence(language(d.ExampleName()), d.Bad))
	for _, name := range slices.Sorted(maps.Keys(d.Files)) {
		m.print("\nWith `", name, "`", fileNote(d.Files[name]), ":\n\n", fence(language(name), d.Files[name]))
	}
	if says != "" {
		m.print("\nWhat flinkmem-lint says:\n\n", fence("text", says))
	}
	m.print("\n## Good\n\n", fence(language(d.ExampleName()), d.Good))
	if len(r.Settings) > 0 {
		m.print("\n## Settings\n\n| name | type | default | |\n|---|---|---|---|\n")
		for _, s := range r.Settings {
			m.row("`"+s.Name+"`", settingType(s), "`"+strings.Trim(settingTOML(s), `"`)+"`", m.prose(s.Doc))
		}
		m.print("\nThese are the defaults, as `", lint.ConfigName, "` would set them:\n\n", fence("toml", settingsTable(r)))
	}
	m.print("\n## When it does not apply\n\nTo accept a finding, say why on its line, or alone on the line above it:\n\n",
		fence("yaml", ignoreComment(r)), "\nTo switch the rule off, in `", lint.ConfigName, "`:\n\n", fence("toml", offTable(r)))
	m.print("\n## More\n\n")
	for _, link := range d.Links {
		m.print("- <", link, ">\n")
	}
}

func (m *markdown) section(title, text string) {
	if text != "" {
		m.print("\n## ", title, "\n\n", m.prose(text), "\n")
	}
}

// row prints a line of a table, in which a pipe would end the cell, even in code.
func (m *markdown) row(cells ...string) {
	for _, c := range cells {
		m.print("| ", strings.ReplaceAll(strings.ReplaceAll(c, "|", `\|`), "\n", " "))
		if c != "" {
			m.print(" ")
		}
	}
	m.print("|\n")
}

var (
	// codeWords are the words of prose that are names: of options, files, environment variables, rules.
	codeWords = regexp.MustCompile(`\b[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:\.[a-zA-Z][a-zA-Z0-9_-]*)+\b|\b[A-Z]+(?:_[A-Z]+)+\b|\b[a-z0-9]+(?:-[a-z0-9]+)+\b`)
	sentences = regexp.MustCompile(`\. ([A-Z0-9])`)
	special   = regexp.MustCompile("[\\\\`*_<>\\[\\]]")
)

// prose writes plain text as Markdown: one sentence a line, so that no line starts with a sign that means something; the
// names in it as code, those of other rules as links.
func (m *markdown) prose(text string) string {
	var b strings.Builder
	last := 0
	for _, at := range codeWords.FindAllStringIndex(text, -1) {
		word := text[at[0]:at[1]]
		link, isRule := m.ids[word]
		if !isRule && !strings.ContainsAny(word, "._") {
			continue // an ordinary word with a hyphen
		}
		b.WriteString(special.ReplaceAllString(text[last:at[0]], `\$0`))
		last = at[1]
		if link {
			fmt.Fprintf(&b, "[%s](%s.md)", word, word)
		} else {
			b.WriteString("`" + word + "`")
		}
	}
	b.WriteString(special.ReplaceAllString(text[last:], `\$0`))
	return sentences.ReplaceAllString(b.String(), ".\n$1")
}

var backticks = regexp.MustCompile("`+")

// fence is a fenced block, with a fence that is longer than any in the text.
func fence(language, text string) string {
	n := 3
	for _, run := range backticks.FindAllString(text, -1) {
		n = max(n, len(run)+1)
	}
	marks := strings.Repeat("`", n)
	return marks + language + "\n" + strings.TrimSuffix(text, "\n") + "\n" + marks + "\n"
}

// language is the name by which highlighters know a file's syntax.
func language(name string) string {
	switch base := path.Base(name); {
	case strings.HasPrefix(base, "Dockerfile"):
		return "dockerfile"
	case strings.HasSuffix(base, ".md"):
		return "markdown"
	case strings.HasSuffix(base, ".sh"), strings.HasSuffix(base, ".env"):
		return "sh"
	}
	return "yaml"
}

func exampleFile(d *lint.Doc) string {
	words := "a `" + d.ExampleName() + "`"
	if v := d.ExampleVersion(); !v.IsZero() {
		words += " of Flink " + v.String()
	}
	return words
}
