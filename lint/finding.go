// Package lint is the vocabulary and the engine of flinkmem-lint: rules, findings and fixes; which files are read, which
// findings are shown. It knows no rule, no output format and no protocol.
package lint

import (
	"fmt"
	"sync"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// Severity is how bad a finding is.
type Severity int

// The severities; see docs/architecture.md for which one a rule takes.
const (
	Off     Severity = iota
	Info             // advice
	Warning          // it starts, and something written is ignored, overridden, corrupted or dangerous
	Error            // Flink refuses
)

var severityNames = [...]string{"off", "info", "warning", "error"}

// String is the severity's name in every output and in the configuration file.
func (s Severity) String() string { return severityNames[s] }

// ParseSeverity reads off, info, warning or error.
func ParseSeverity(text string) (Severity, error) {
	for i, n := range severityNames {
		if n == text {
			return Severity(i), nil
		}
	}
	return Off, fmt.Errorf("%q is not a severity: write off, info, warning or error", text)
}

// Doc documents a rule; every page, help text and hover is made from it.
type Doc struct {
	Title string // one line, without a full stop
	Why   string // why it matters: what goes wrong
	Does  string // what Flink does, exactly: the check, the formula, the order in which options count
	// Of is the program that Does is about, "" for Flink.
	Of   string
	Bad  string // a configuration that yields the finding, as a flink-conf.yaml or config.yaml (BadKind)
	Good string // the same, mended
	// Kind is the dialect of Bad and Good; flink-conf where it is empty.
	Kind  source.Kind
	Since string // the first Flink version that behaves so; "" for all
	// Files are further files of the examples, by name.
	Files map[string]string
	// Version is the Flink version under which Bad and Good are checked; "" for the newest that reads Kind.
	Version   string
	Heuristic bool
	Links     []string
}

// Tag is what is the matter with the text under a finding, for whoever draws it.
type Tag int

// The tags.
const (
	NoTag      Tag = iota
	Deprecated     // an old name: editors strike it through
	Unused         // it has no effect: editors grey it out
)

// Program is the one that Does is about.
func (d *Doc) Program() string {
	if d.Of == "" {
		return "Flink"
	}
	return d.Of
}

// Rule is one check: data and a function, without state.
type Rule struct {
	ID       string
	Severity Severity
	Tag      Tag
	Doc      Doc
	// Unread is true for a check that is also made of files that the Flink version in force does not read.
	Unread bool
	// Settings are the thresholds that users can change.
	Settings []Setting
	// Check looks at a cluster and its processes, CheckPart at a text of options: once, however many clusters it
	// configures. A rule has one of them.
	Check     func(*Pass)
	CheckPart func(*Pass)
	// CheckIgnore looks at a comment that is to silence findings, after all others; CheckStale at an entry of the baseline
	// that fits no finding any more.
	CheckIgnore func(*Pass, *Ignore)
	CheckStale  func(*Pass, *StaleEntry)
}

// Related is a further place that a finding speaks of.
type Related struct {
	Place   source.Place
	Span    source.Span
	Message string
}

// Safety is how far a fix may be trusted.
type Safety int

// The safeties.
const (
	Suggestion Safety = iota // advice, or a choice between equals: offered in the editor, never applied by the command line
	Unsafe                   // changes a number that Flink computes, and says so in its title
	Safe                     // Flink computes the same memory before and after
)

// String is the safety's name in every output.
func (s Safety) String() string { return [...]string{"suggestion", "unsafe", "safe"}[s] }

// Fix is one way out of a finding.
type Fix struct {
	Title  string
	Safety Safety
	Edits  []source.Edit
}

// Finding is one thing to say about a file.
type Finding struct {
	Rule     *Rule
	Severity Severity
	// Place and Span: the written option to change, and what of it is underlined.
	Place source.Place
	Span  source.Span
	// Label is the note beside the carets under Span, in a word or two; it may be empty.
	Label string
	// Message is one sentence with the numbers; Sum spells the calculation out; Help says what to change.
	Message, Sum, Help string
	Related            []Related
	Fixes              []Fix
	// Later finds the fixes of a rule that has to search for them, in place of Fixes. None of them is safe. The engine calls it for
	// what it shows, unless [Options.FixesLater] is set; see [Finding.AllFixes].
	Later func() []Fix
	// Version is the Flink version that the finding speaks of. [Pass.Report] fills it in.
	Version flink.Version
	// Versions are those candidates of an assumed version in which the finding holds; nil stands for all of them.
	Versions []flink.Version
	Role     *flink.Role // nil where the finding is not about one process
	// Mends are the options that get another value once this finding is mended; Needs those that it rests on itself. The
	// engine makes one finding of a mistake and of those that rest on what it mends: these are its Consequences.
	Mends, Needs []string
	Consequences []Consequence

	alone    string // the file that it is about without a container: it gives way to what is said with one; "" otherwise
	order    int    // of the file that it is shown for
	clusters []*source.Cluster
	identity Identity
	own      *Finding // what it was before it took its consequences; nil where it has none
}

// Clusters are those that the finding is about, where [Options.Keep] keeps them; none for a finding about a comment or the
// baseline.
func (f *Finding) Clusters() []*source.Cluster { return f.clusters }

// Identity tells a finding from every other one, also from those of other runs.
type Identity struct {
	look *look
	n    int
}

// look is one look at a scope. It is not empty, so that no two have one address.
type look struct{ _ byte }

// IsZero reports whether it is the identity of none.
func (i Identity) IsZero() bool { return i.look == nil }

// Identity is the same in a run with a [Memo] that shows the finding again because nothing that it rests on has changed. It is
// zero for what is found out anew each time, such as an ignore that is not used.
func (f *Finding) Identity() Identity { return f.identity }

// AllFixes are the fixes of the finding, the best first. Safe for concurrent use.
func (f *Finding) AllFixes() []Fix {
	if f.Later == nil {
		return f.Fixes
	}
	return f.Later()
}

// lend offers the fixes of another finding where this one has none.
func (f *Finding) lend(other *Finding) {
	switch {
	case len(f.Fixes) > 0:
	case f.Later == nil:
		f.Fixes, f.Later = other.Fixes, other.Later
	default:
		own, others := f.Later, *other
		f.Later = sync.OnceValue(func() []Fix {
			if fixes := own(); len(fixes) > 0 {
				return fixes
			}
			return others.AllFixes()
		})
	}
}
