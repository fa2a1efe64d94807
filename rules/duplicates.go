package rules

import (
	"fmt"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var duplicateOption = &lint.Rule{
	ID: "duplicate-option", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "An option is written twice",
		Why: "In flink-conf.yaml, and in config.yaml where one is nested and the other flat, the later one counts and the " +
			"earlier one is ignored without a word. The same key twice in one block of config.yaml is an error: Flink " +
			"refuses the whole file.",
		Bad:  "taskmanager.memory.process.size: 2g\ntaskmanager.memory.process.size: 4g\n",
		Good: "taskmanager.memory.process.size: 4g\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/#flink-configuration-file",
		},
	},
	Check: checkDuplicates,
}

func checkDuplicates(p *lint.Pass) {
	for _, problem := range p.Part.Problems {
		if problem.Code != source.DuplicateKey {
			continue
		}
		f := lint.Finding{
			Severity: lint.Error, Place: problem.Place, Span: problem.Place.Key, Label: "again",
			Message: fmt.Sprintf("%s is written twice: Flink refuses the whole file", shorten(problem.Key)),
			Help:    "keep one of the two",
		}
		if problem.Related != nil {
			f.Related = []lint.Related{{Place: *problem.Related, Span: problem.Related.Key, Message: "first"}}
		}
		p.Report(f)
	}
	fatal := p.Part.LoadError()
	last := map[string]source.Option{}
	for i := len(p.Part.Options) - 1; i >= 0; i-- {
		o := p.Part.Options[i]
		later, again := last[o.Key]
		if !again {
			last[o.Key] = o
			continue
		}
		if fatal != nil && fatal.Code == source.DuplicateKey || !worthSaying(o.Key) {
			continue
		}
		f := lint.Finding{
			Place: o.Place, Span: o.Place.Entry, Label: "ignored",
			Message: fmt.Sprintf("%s is written again further down: %s counts, %s is ignored", shorten(o.Key), shorten(later.Value), shorten(o.Value)),
			Help:    "keep one of the two",
			Related: []lint.Related{{Place: later.Place, Span: later.Place.Entry, Message: "this one counts"}},
		}
		if later.Value == o.Value {
			f.Message = fmt.Sprintf("%s is written twice with the same value", shorten(o.Key))
		}
		if e, ok := o.Place.Document.DeleteEntry(o); ok {
			f.Fixes = []lint.Fix{{Title: "remove the one that is ignored", Safety: lint.Safe, Edits: []source.Edit{e}}}
		}
		p.Report(f)
	}
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
