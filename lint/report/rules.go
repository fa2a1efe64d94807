package report

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
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
	d := &r.Doc
	p.print(style.paint(bold, r.ID), " (", style.paint(severityColors[r.Severity], r.Severity.String()), ")\n", style.paint(bold, d.Title), "\n")
	p.section("", noColor, d.Why, style)
	p.section("What "+d.Program()+" does:", bold, d.Does, style)
	p.section("", noColor, shortNames(d), style)
	p.example("Bad, "+exampleWords(d)+":", d.Bad, red, style)
	p.example("Good:", d.Good, green, style)
	for _, name := range slices.Sorted(maps.Keys(d.Files)) {
		p.example("With "+name+fileNote(d.Files[name])+":", d.Files[name], bold, style)
	}
	p.section("", noColor, strings.Join(ruleNotes(r), " "), style)
	p.settings(r, style)
	p.example("To accept a finding, say why on its line, or alone on the line above it:", ignoreComment(r), bold, style)
	p.example("To switch the rule off, in "+lint.ConfigName+":", offTable(r), bold, style)
	p.print("\n")
	for _, link := range d.Links {
		p.print(style.paint(cyan, link), "\n")
	}
	return p.err
}

// readingWidth is the longest line of running text.
const readingWidth = 88

// section prints a paragraph of running text, below its title if it has one.
func (p *printer) section(title, color, text string, style Style) {
	if text == "" {
		return
	}
	p.print("\n")
	if title != "" {
		p.print(style.paint(color, title), "\n")
	}
	for _, line := range wrap(text, min(style.width(), readingWidth)) {
		p.print(line, "\n")
	}
}

func (p *printer) example(title, text, color string, style Style) {
	if text == "" {
		return
	}
	p.print("\n", style.paint(color, title), "\n")
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		p.print(strings.TrimRight("    "+line, " "), "\n")
	}
}

func (p *printer) settings(r *lint.Rule, style Style) {
	if len(r.Settings) == 0 {
		return
	}
	p.example("Settings and their defaults, in "+lint.ConfigName+":", settingsTable(r), bold, style)
	p.print("\n")
	for _, s := range r.Settings {
		p.hanging(indent+" "+s.Name+" ("+settingType(s)+"): ", s.Doc, noColor, Style{Width: min(style.width(), readingWidth)})
	}
}

// exampleWords say what kind of file an example is, and for which Flink version.
func exampleWords(d *lint.Doc) string {
	words := "as a " + d.ExampleName()
	if v := d.ExampleVersion(); !v.IsZero() {
		words += " of Flink " + v.String()
	}
	return words
}

// fileNote says what cannot be seen of a file.
func fileNote(text string) string {
	if text != "" && !strings.HasSuffix(text, "\n") {
		return " (without a line end behind its last line)"
	}
	return ""
}

// shortNames says what the short names of options in a rule's explanation stand for, by the first of them.
func shortNames(d *lint.Doc) string {
	for _, word := range codeWords.FindAllString(d.Why+" "+d.Does, -1) {
		var keys []string
		for _, role := range []flink.Role{flink.TaskManager, flink.JobManager} {
			if _, ok := flink.Lookup(role.Prefix() + word); ok && strings.Contains(word, ".") {
				keys = append(keys, role.Prefix()+word)
			}
		}
		if len(keys) > 0 {
			return "Names such as " + word + " are short for " + strings.Join(keys, " and ") + "."
		}
	}
	return ""
}

// ruleNotes are sentences about when a rule speaks.
func ruleNotes(r *lint.Rule) []string {
	var notes []string
	if r.Doc.Since != "" {
		notes = append(notes, "Flink behaves so since "+r.Doc.Since+".")
	}
	if r.Doc.Heuristic {
		notes = append(notes, "This is a heuristic, because it rests on something that no file tells: it is never an error.")
	}
	return notes
}

func ignoreComment(r *lint.Rule) string { return "# flinkmem-lint: ignore[" + r.ID + "] reason\n" }

func offTable(r *lint.Rule) string { return "[rules]\n" + r.ID + " = \"off\"\n" }

func settingsTable(r *lint.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "[rules.%s]\nseverity = %q\n", r.ID, r.Severity)
	for _, s := range r.Settings {
		fmt.Fprintf(&b, "%s = %s\n", s.Name, settingTOML(s))
	}
	return b.String()
}

// settingType is what a setting's value is, in a word.
func settingType(s lint.Setting) string {
	switch s.Default.(type) {
	case flink.Size:
		return "size"
	case float64:
		return "fraction"
	}
	return "count"
}

// settingDefault is a setting's default as a configuration file or JSON has it: sizes are texts in Flink's spelling.
func settingDefault(s lint.Setting) any {
	if size, ok := s.Default.(flink.Size); ok {
		return size.Config()
	}
	return s.Default
}

func settingTOML(s lint.Setting) string {
	switch d := settingDefault(s).(type) {
	case string:
		return fmt.Sprintf("%q", d)
	case float64:
		if text := fmt.Sprint(d); strings.ContainsAny(text, ".e") {
			return text
		}
		return fmt.Sprintf("%.1f", d)
	default:
		return fmt.Sprint(d)
	}
}
