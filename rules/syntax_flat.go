package rules

import (
	"fmt"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

const configFilePage = "https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/#flink-configuration-file"

var configLineIgnored = &lint.Rule{
	ID: "config-line-ignored", Severity: lint.Warning, Tag: lint.Unused,
	Doc: lint.Doc{
		Title: "A line of flink-conf.yaml that Flink skips",
		Why: "flink-conf.yaml looks like YAML, but Flink reads it line by line and skips what is no option, with a warning " +
			"in a log that hardly anybody reads. The process then has the default instead.",
		Does: "Flink, up to 1.20, cuts a line of flink-conf.yaml at the first #, and splits the rest at the first colon " +
			"with a space behind it. It skips the line where there is no such colon, no key or no value: key:value, " +
			"key=value, the second line of a value, or a marker such as ---. An item of a list is skipped, too, or read " +
			"with its dash as a part of the key. For keys that are none of Flink's, and for such markers, this is advice.",
		Bad:  "taskmanager.memory.process.size:4g\ntaskmanager.memory.flink.size: 2g\n",
		Good: "taskmanager.memory.process.size: 4g\n",
		Links: []string{
			configFilePage,
		},
	},
	CheckPart: func(p *lint.Pass) {
		if isRewritten(p.Part) {
			return
		}
		reported := map[source.ProblemCode]int{}
		for i := range p.Part.Problems {
			problem := &p.Part.Problems[i]
			w, ok := ignoredLines[problem.Code]
			if problem.Fatal || !ok {
				continue
			}
			if reported[problem.Code]++; w.often && reported[problem.Code] > 3 {
				continue // whoever has many of these has one mistake, not many
			}
			f := w.finding(problem)
			if !w.always && problem.Key != "" && !worthSaying(problem.Key) && f.Severity == lint.Off {
				f.Severity = lint.Info
			}
			f.Fixes = repair(problem)
			p.Report(f)
		}
	},
}

// wording is what to say of a syntax problem. The texts take %[1]s for the key that was meant, %[2]s for the value and
// %[3]s for the detail.
type wording struct {
	message, help, label string
	severity             lint.Severity
	often                bool // one mistake may yield many of these
	always               bool // counts for keys of all kinds
	whole                bool // underline the whole entry, not only the value
}

func (w wording) finding(p *source.Problem) lint.Finding {
	key, value := shorten(p.Key), shorten(p.Value)
	fill := func(text string) string {
		if text == "" {
			return ""
		}
		return fmt.Sprintf(text+"%[4]s", key, value, shorten(p.Detail), "")
	}
	f := lint.Finding{
		Severity: w.severity, Place: p.Place, Span: p.Place.Value, Label: fill(w.label),
		Message: fill(w.message), Help: fill(w.help),
	}
	if w.whole || f.Span.Len() == 0 {
		f.Span = p.Place.Entry
	}
	if f.Span.Len() == 0 {
		f.Span = p.Place.Key
	}
	if p.Key != "" {
		f.Mends = []string{p.Key}
	}
	if p.Related != nil {
		f.Related = []lint.Related{{Place: *p.Related, Span: p.Related.Entry}}
	}
	return f
}

var ignoredLines = map[source.ProblemCode]wording{
	source.MissingSpace: {
		message: "Flink skips this line: it wants a space behind the colon of %[1]s",
		help:    "write %[1]s: %[2]s", label: "skipped", whole: true,
	},
	source.MissingColon: {
		message: "Flink skips this line: there is no colon behind %[1]s",
		help:    "write %[1]s: %[2]s", label: "skipped", whole: true,
	},
	source.EqualsSign: {
		message: "Flink skips this line: it wants a colon and a space, not an equals sign",
		help:    "write %[1]s: %[2]s", label: "skipped", whole: true,
	},
	source.NoValue: {
		message: "Flink skips this line: %[1]s has no value",
		help:    "give it a value, or remove the line", label: "skipped", whole: true,
	},
	source.NoKey: {
		message: "Flink skips this line: there is no key in front of the colon",
		help:    "write the key of the option that gets %[2]s", label: "skipped", whole: true,
	},
	source.NotAnOption: {
		message: "Flink skips this line: it is not a key, a colon, a space and a value",
		help:    "write an option, or put a # in front", label: "skipped", often: true, always: true, whole: true,
	},
	source.ContinuationLine: {
		message: "Flink skips this line: a value of flink-conf.yaml ends with its line",
		help:    "write the whole value on the line of its key", label: "skipped", often: true, always: true, whole: true,
	},
	source.ListItem: {
		message: "Flink does not read lists in flink-conf.yaml: this line sets nothing of what it says",
		help:    "write the values on the line of the key, divided by semicolons", label: "not read as a list", often: true, always: true, whole: true,
	},
	source.DocumentMarker: {
		message: "Flink skips this line: flink-conf.yaml is not YAML",
		help:    "remove it", label: "skipped", severity: lint.Info, always: true, whole: true,
	},
}

var configValueMisread = &lint.Rule{
	ID: "config-value-misread", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "Flink reads an option otherwise than it is written",
		Why: "The option arrives with another value or under another key than the line seems to say: quotes stay in it, a " +
			"# cuts it, a character that cannot be seen joins it. The process is refused, or the option is ignored " +
			"without a warning.",
		Does: "Flink, up to 1.20, reads flink-conf.yaml line by line: quotes are a part of the key or the value (but for " +
			"double quotes around JVM flags, which the start scripts take off), the first # ends the value even in quotes, " +
			"lists, maps, block scalars, anchors and tags are plain text, and a byte order mark at the start of the file is " +
			"a part of its first key. In config.yaml, too, a no-break space is a part of the option. Where a process is " +
			"refused because of it, this is an error; for keys that are none of Flink's, for a # right behind a value and " +
			"for lines that end with a carriage return alone it is advice.",
		Bad:  "taskmanager.memory.process.size: 4g\nstate.backend.incremental: \"true\"\n",
		Good: "taskmanager.memory.process.size: 4g\nstate.backend.incremental: true\n",
		Links: []string{
			configFilePage,
		},
	},
	CheckPart: func(p *lint.Pass) {
		for i := range p.Part.Problems {
			problem := &p.Part.Problems[i]
			w, ok := misreadValues[problem.Code]
			if problem.Fatal || !ok || isRewritten(p.Part) {
				continue
			}
			f := w.finding(problem)
			o, read := optionAt(p.Part, problem.Place)
			switch {
			case read && refusedBecauseOf(p, o):
				f.Severity = lint.Error
			case f.Severity == lint.Off && read && !worthSaying(o.Key) && !worthSaying(problem.Key):
				f.Severity = lint.Info
			}
			if meansText(problem) && read && problem.Value != "" && problem.Value != o.Value && (problem.Key == "" || problem.Key == o.Key) {
				f.Fixes = replaceValue(o, problem.Value, "", lint.Unsafe)
			}
			if len(f.Fixes) == 0 {
				f.Fixes = repair(problem)
			}
			p.Report(f)
		}
	},
}

func meansText(p *source.Problem) bool {
	return p.Code == source.QuotedValue || p.Code == source.NoBreakSpace || p.Code == source.YAMLValue
}

var misreadValues = map[source.ProblemCode]wording{
	source.QuotedValue: {
		message: "Flink takes the quotes as a part of the value",
		help:    "write %[2]s", label: "with its quotes",
	},
	source.QuotedKey: {
		message: "Flink takes the quotes as a part of the key, and knows no such option",
		help:    "write %[1]s", label: "with its quotes", whole: true,
	},
	source.CommentInQuotes: {
		message: "Flink cuts the value at the #, although it is in quotes",
		help:    "a value of flink-conf.yaml cannot contain a #", label: "cut here",
	},
	source.CommentInValue: {
		message: "Flink cuts the value at the #",
		help:    "put a space in front of a comment; a value of flink-conf.yaml cannot contain a #", label: "cut here", severity: lint.Info,
	},
	source.YAMLValue: {
		message: "flink-conf.yaml is not YAML: Flink takes this %[3]s as plain text",
		help:    "write the value itself", label: "plain text",
	},
	source.NoBreakSpace: {
		message: "there is a space here that is none for Flink (%[3]s): it becomes a part of the option",
		help:    "replace it with an ordinary space", label: "contains %[3]s", whole: true,
	},
	source.ByteOrderMark: {
		message: "the file's byte order mark becomes a part of the first key, so Flink does not know the option",
		help:    "save the file as UTF-8 without a byte order mark", label: "unknown key", whole: true,
	},
	source.CarriageReturns: {
		message: "the lines end with a carriage return alone",
		help:    "save the file with line feeds", severity: lint.Info,
	},
	source.GluedLines: {
		message: "two options stand on one line: %[1]s becomes a part of the value in front of it",
		help:    "start a new line in front of %[1]s", label: "one value", whole: true,
	},
	source.UTF16: {
		message: "the file is in %[3]s, not in UTF-8: its options cannot be checked",
		help:    "save the file as UTF-8", whole: true,
	},
	source.InvalidUTF8: {
		message: "this is not UTF-8: Flink reads a replacement character",
		help:    "save the file as UTF-8", label: "not UTF-8", whole: true,
	},
}

// optionAt is the option that Flink reads at the place of a problem.
func optionAt(part *source.Part, at source.Place) (source.Option, bool) {
	for _, o := range part.Options {
		if o.Place.Document == at.Document && o.Place.Entry.Start == at.Entry.Start && o.Place.Key == at.Key {
			return o, true
		}
	}
	return source.Option{}, false
}

// isMisread reports whether an option's value is read otherwise than written, which has a finding of its own.
func isMisread(part *source.Part, o source.Option) bool {
	words := misreadValues
	if isRewritten(part) {
		words = corruptedProperties
	}
	for i := range part.Problems {
		p := &part.Problems[i]
		if _, ok := words[p.Code]; ok && !p.Fatal && p.Place.Entry.Start == o.Place.Entry.Start && p.Place.Key == o.Place.Key {
			return true
		}
	}
	return false
}

var configNested = &lint.Rule{
	ID: "config-nested-in-flink-conf", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "Nested YAML in flink-conf.yaml",
		Why: "The whole block has no effect, and the process runs with the defaults. Flink's log warns of the heads of the " +
			"block alone, as of lines that are no options.",
		Does: "Flink, up to 1.20, reads flink-conf.yaml line by line and does not look at the indentation. It skips the " +
			"heads of a block, and takes each entry under its short key, such as size, which is no option. Only " +
			"config.yaml, from 1.19 on, may be nested.",
		Bad:  "taskmanager.memory.process.size: 1728m\ntaskmanager:\n  memory:\n    managed:\n      size: 256m\n",
		Good: "taskmanager.memory.process.size: 1728m\ntaskmanager.memory.managed.size: 256m\n",
		Links: []string{
			configFilePage,
		},
	},
	CheckPart: checkNested,
}

// checkNested makes one finding of all blocks of a file: whoever wrote them has one mistake.
func checkNested(p *lint.Pass) {
	var f lint.Finding
	for i := range p.Part.Problems {
		head := &p.Part.Problems[i]
		if head.Code != source.NestedBlock || head.Related != nil {
			continue
		}
		if !f.Place.IsZero() {
			f.Related = append(f.Related, lint.Related{Place: head.Place, Span: head.Place.Entry, Message: "another one"})
			continue
		}
		f = lint.Finding{
			Place: head.Place, Span: head.Place.Entry, Label: "a nested block",
			Message: "Flink does not read nested blocks in flink-conf.yaml: nothing below has an effect",
			Help:    "write whole keys, each on its line",
		}
		for j := range p.Part.Problems {
			entry := &p.Part.Problems[j]
			if entry.Code != source.NestedEntry || entry.Related == nil || entry.Related.Entry != head.Place.Entry {
				continue
			}
			if len(f.Related) == 0 {
				f.Help = fmt.Sprintf("write whole keys, each on its line: %s: %s", shorten(entry.Key), shorten(entry.Value))
			}
			f.Related = append(f.Related, lint.Related{Place: entry.Place, Span: entry.Place.Entry, Message: "meant as " + shorten(entry.Key)})
		}
	}
	if !f.Place.IsZero() {
		f.Fixes = flattenAll(p.Part)
		p.Report(f)
	}
}
