package rules

import (
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// unchanged reports whether Flink computes the same memory for every process that reads an option, in every version that
// it may run, if its configuration is changed.
func unchanged(p *lint.Pass, o source.Option, change func(flink.Config) flink.Config) bool {
	for _, process := range p.Processes() {
		if !inEffect(process, o) {
			continue
		}
		for _, v := range p.Candidates() {
			was := process.MemoryIn(v)
			is := flink.Calculate(process.Role, process.Reading, v, change(process.Config()))
			if len(was.Unknown) > 0 || len(was.Problems) != len(is.Problems) || len(was.Components) != len(is.Components) {
				return false
			}
			for i, c := range was.Components {
				if is.Components[i].Size != c.Size {
					return false
				}
			}
		}
	}
	return true
}

// replaceOption offers to set other options in the place of one, all to its value. Not where one of them is set, or where
// Flink would refuse a process with them that it starts now.
func replaceOption(p *lint.Pass, o source.Option, known *flink.Option, keys []string) []lint.Fix {
	value := o.Value
	if o.State != source.Known || o.Place.IsZero() {
		return nil
	}
	if known != nil && known.Migration != nil && known.Migration.Unit != "" { // a number of megabytes
		n, err := flink.ParseSize(o.Value + known.Migration.Unit)
		if err != nil || flink.HasUnit(o.Value) {
			return nil
		}
		value = n.Config()
	}
	change := func(c flink.Config) flink.Config {
		c = c.Without(o.Key)
		for _, k := range keys {
			c = c.With(k, value)
		}
		return c
	}
	var outcome string
	for _, process := range p.Processes() {
		if !inEffect(process, o) || !strings.HasPrefix(keys[0], process.Role.Prefix()) {
			continue
		}
		m := flink.Calculate(process.Role, process.Reading, p.Version(), change(process.Config()))
		if len(m.Problems) > 0 && process.Memory().OK() {
			return nil
		}
		if text := outcomeOf(m); text != "" {
			outcome = " (" + text + ")"
		}
	}
	title := "set " + list(keys, "and") + " to " + value + " instead" + outcome
	if len(keys) == 1 {
		if value == o.Value {
			renamed := rename(o, keys[0], lint.Unsafe)
			for i := range renamed {
				renamed[i].Title += outcome
			}
			return renamed
		}
		title = "write " + keys[0] + ": " + value + " instead" + outcome
	}
	revisions := []source.Revision{{Option: o, Delete: true}}
	for _, k := range keys {
		if _, set := lastOf(p.Part, k); set {
			return nil
		}
		revisions = append(revisions, source.Revision{Option: o, Insert: k, Value: value})
	}
	e, ok := o.Place.Document.Revise(revisions)
	if !ok {
		return nil
	}
	return []lint.Fix{{Title: title, Safety: lint.Unsafe, Edits: []source.Edit{e}}}
}

// removeDeprecated offers to delete an option that goes without a successor: what comes of it is for its user to choose.
func removeDeprecated(p *lint.Pass, o source.Option) []lint.Fix {
	e, ok := o.Place.Document.DeleteEntry(o)
	if !ok {
		return nil
	}
	return []lint.Fix{{Title: "remove " + o.Key + ", and leave it to Flink", Safety: lint.Suggestion, Edits: []source.Edit{e}}}
}

// lacksTotal reports whether Flink refuses a process because it has no total.
func lacksTotal(p *lint.Pass) bool { return len(problems(p, flink.TotalMemoryMissing)) > 0 }
