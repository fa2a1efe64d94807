package rules

import (
	"fmt"
	"slices"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var duplicateOption = &lint.Rule{
	ID: "duplicate-option", Severity: lint.Warning, Tag: lint.Unused,
	Doc: lint.Doc{
		Title: "An option is written twice",
		Why: "One of the two does nothing, and Flink does not complain. Whoever changes that one changes nothing. In " +
			"config.yaml it may also keep Flink from starting.",
		Does: "In flink-conf.yaml and in FLINK_PROPERTIES the last one counts. In config.yaml the last one counts where one " +
			"is written nested and the other flat; the same key twice in one block is an error, because Flink refuses the " +
			"whole file over it. Keys that cannot be Flink's are left alone.",
		Bad:  "taskmanager.memory.process.size: 2g\ntaskmanager.memory.process.size: 4g\n",
		Good: "taskmanager.memory.process.size: 4g\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/#flink-configuration-file",
		},
	},
	CheckPart: checkDuplicates,
}

func checkDuplicates(p *lint.Pass) {
	for _, problem := range p.Part.Problems {
		if problem.Code != source.DuplicateKey {
			continue
		}
		f := lint.Finding{
			Severity: lint.Error, Place: problem.Place, Span: problem.Place.Key, Label: "again",
			Message: duplicateKeyMessage(&problem),
			Help:    "keep one of the two",
		}
		if problem.Related != nil {
			f.Related = []lint.Related{{Place: *problem.Related, Span: problem.Related.Key, Message: "first"}}
			f.Fixes = keepOne(p.Part, &problem)
		}
		p.Report(f)
	}
	if fatal := p.Part.LoadError(); fatal != nil && fatal.Code == source.DuplicateKey {
		return
	}
	times := make(map[string]int, len(p.Part.Options))
	for i := range p.Part.Options {
		times[p.Part.Options[i].Key]++
	}
	if len(times) == len(p.Part.Options) {
		return
	}
	for _, o := range p.Part.Options {
		if times[o.Key] > 1 && worthSaying(o.Key) {
			p.Report(wordDuplicate(slices.DeleteFunc(slices.Clone(p.Part.Options), func(other source.Option) bool { return other.Key != o.Key })))
		}
		times[o.Key] = 0
	}
}

// keepOne offers to delete one of two entries of a block that have the same key, over which the file does not load.
func keepOne(part *source.Part, p *source.Problem) []lint.Fix {
	var fixes []lint.Fix
	for _, gone := range []struct {
		at    source.Place
		title string
	}{{*p.Related, "keep the second"}, {p.Place, "keep the first"}} {
		o, ok := optionAt(part, gone.at)
		if !ok {
			continue
		}
		if e, ok := o.Place.Document.DeleteEntry(o); ok && mendsSyntax([]source.Edit{e}) {
			fixes = append(fixes, lint.Fix{Title: gone.title + ", remove " + shorten(p.Key) + ": " + shorten(o.Value), Safety: lint.Unsafe, Edits: []source.Edit{e}})
		}
	}
	return fixes
}

func duplicateKeyMessage(p *source.Problem) string {
	return shorten(p.Key) + " is written twice: Flink refuses the whole file"
}

// wordDuplicate words that an option is written several times, of which the last counts.
func wordDuplicate(all []source.Option) lint.Finding {
	first, last := all[0], all[len(all)-1]
	f := lint.Finding{
		Place: first.Place, Span: first.Place.Entry, Label: "ignored",
		Message: fmt.Sprintf("%s is written again further down: %s counts, %s is ignored", shorten(first.Key), shorten(last.Value), shorten(first.Value)),
		Help:    "keep one of the two",
		Related: []lint.Related{{Place: last.Place, Span: last.Place.Entry, Message: "this one counts"}},
	}
	different := slices.ContainsFunc(all, func(o source.Option) bool { return o.Value != last.Value })
	switch {
	case len(all) > 2 && different:
		f.Message = fmt.Sprintf("%s is written %d times: the last one, %s, counts", shorten(first.Key), len(all), shorten(last.Value))
		f.Help = "keep one of them"
	case len(all) > 2:
		f.Severity = lint.Info // nothing that was meant is lost
		f.Message, f.Help = fmt.Sprintf("%s is written %d times, with the same value", shorten(first.Key), len(all)), "keep one of them"
	case !different:
		f.Severity = lint.Info
		f.Message = fmt.Sprintf("%s is written twice, with the same value", shorten(first.Key))
	}
	var edits []source.Edit
	for _, o := range all[:len(all)-1] {
		if e, ok := o.Place.Document.DeleteEntry(o); ok {
			edits = append(edits, e)
		}
	}
	if len(edits) == len(all)-1 {
		f.Fixes = []lint.Fix{{Title: "remove what is ignored", Safety: lint.Safe, Edits: edits}}
	}
	return f
}

// worthSaying keeps quiet about duplicates of keys that are none of Flink's: a stack trace in a configuration file has
// many.
func worthSaying(key string) bool {
	if isKnown(key) {
		return true
	}
	_, memory := keysMeant(key, flink.Newest())
	return memory
}
