package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

const ignorePage = "https://github.com/flinkmem/flinkmem-lint/blob/main/docs/configuration.md"

const unusedIgnoreID = "unused-ignore"

var unusedIgnore = &lint.Rule{
	ID: unusedIgnoreID, Severity: lint.Warning, Tag: lint.Unused,
	Doc: lint.Doc{
		Title: "An ignore comment that ignores nothing",
		Why: "A comment that silences nothing any more, or never did because of a misspelt rule or a wrong place, hides the next " +
			"mistake that somebody makes there, or lets people believe that something was looked at.",
		Does: "flinkmem-lint, not Flink, reads the comment \"flinkmem-lint: ignore[rule-id] reason\" on the line of the finding or alone above it, and " +
			"\"flinkmem-lint: ignore-file[rule-id] reason\" anywhere in a file. This rule speaks up for an id that silenced no finding, for an id that is no " +
			"rule's, for a comment without ids, and for one inside FLINK_PROPERTIES, where Flink's image would take it for a part " +
			"of an option. Rules that are switched off for the file are left out.",
		Bad: "# flinkmem-lint: ignore[tm-task-heap-tiny] the job needs no heap\ntaskmanager.memory.process.size: 4g\n",
		Good: "# flinkmem-lint: ignore[tm-task-heap-tiny] the job needs no heap\ntaskmanager.memory.process.size: 1g\n" +
			"taskmanager.numberOfTaskSlots: 1\n",
		Links: []string{ignorePage},
	},
	CheckIgnore: checkUnusedIgnore,
}

func checkUnusedIgnore(p *lint.Pass, i *lint.Ignore) {
	f := lint.Finding{Place: source.Place{Document: i.Document, Entry: i.Comment.Span}, Span: i.Comment.Span}
	if i.Fault != "" {
		f.Message, f.Label, f.Help = "this comment ignores nothing", "not understood", i.Fault
		p.Report(f)
		return
	}
	var useless []lint.IgnoredID
	for _, id := range i.IDs {
		if !id.Used && !id.Off && id.ID != unusedIgnoreID {
			useless = append(useless, id)
		}
	}
	for _, id := range useless {
		f := f
		f.Span = id.Span
		if id.Rule == nil {
			f.Label, f.Message = "no such rule", fmt.Sprintf("there is no rule %q to ignore", shorten(id.ID))
			f.Help = "flinkmem-lint rules lists them"
			if id.Nearest != "" {
				f.Help = id.Nearest + " was probably meant"
				f.Fixes = []lint.Fix{{Title: "write " + id.Nearest, Safety: lint.Suggestion, Edits: []source.Edit{{Document: i.Document, Span: id.Span, NewText: id.Nearest}}}}
			}
		} else {
			f.Label, f.Message = "unused", "there is no finding of "+id.ID+" to ignore here"
			f.Help = "remove it, or put it on the line of the finding or alone on the line above"
		}
		if edits, title := dropIgnored(i, useless, id); edits != nil {
			f.Fixes = append(f.Fixes, lint.Fix{Title: title, Safety: lint.Safe, Edits: edits})
		}
		p.Report(f)
	}
}

// dropIgnored removes an id from a comment, or the comment where none of its ids is of use.
func dropIgnored(i *lint.Ignore, useless []lint.IgnoredID, id lint.IgnoredID) ([]source.Edit, string) {
	if len(useless) == len(i.IDs) {
		return []source.Edit{{Document: i.Document, Span: i.Document.WholeComment(i.Comment)}}, "remove the comment"
	}
	n := slices.IndexFunc(i.IDs, func(other lint.IgnoredID) bool { return other.Span == id.Span })
	span := id.Span
	if n > 0 {
		span.Start = i.IDs[n-1].Span.End
	} else {
		span.End = i.IDs[n+1].Span.Start
	}
	return []source.Edit{{Document: i.Document, Span: span}}, "remove " + id.ID
}

var staleBaseline = &lint.Rule{
	ID: "stale-baseline-entry", Severity: lint.Info, Tag: lint.Unused,
	Doc: lint.Doc{
		Title: "An entry of the baseline that no finding fits any more",
		Why: "What the entry stood for is mended, or has changed and is reported anew. As long as it is in the baseline the same " +
			"mistake may come back unseen.",
		Does: "flinkmem-lint, not Flink, leaves out the findings that the file given by --baseline holds: those of the same rule, about " +
			"the same text, in the same file. This rule speaks up for entries that were met less often than they say, of " +
			"files that were linted in this run or that are gone. --write-baseline writes the file anew.",
		Bad:  "taskmanager.memory.process.size: 1728m\n",
		Good: "taskmanager.memory.process.size: 1024m\n",
		Files: map[string]string{lint.BaselineName: "{\n  \"schema\": 1,\n  \"findings\": [\n    {\"rule\":\"tm-task-heap-tiny\",\"file\":\"flink-conf.yaml\"," +
			"\"role\":\"taskmanager\",\"text\":\"taskmanager.memory.process.size: 1024m\"}\n  ]\n}\n"},
		Links: []string{ignorePage},
	},
	CheckStale: func(p *lint.Pass, e *lint.StaleEntry) {
		f := lint.Finding{Place: e.Place, Span: e.Place.Value, Label: "mended, or changed"}
		f.Message = fmt.Sprintf("the baseline holds a finding of %s in %s that is gone", e.Rule, e.File)
		if e.Missing > 1 {
			f.Message = fmt.Sprintf("the baseline holds %d findings of %s in %s that are gone", e.Missing, e.Rule, e.File)
		}
		if e.Text != "" {
			f.Sum = "it was about: " + strings.TrimSpace(e.Text)
		}
		f.Help = "write the baseline anew with --write-baseline"
		p.Report(f)
	},
}
