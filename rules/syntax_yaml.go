package rules

import (
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var configNotLoadable = &lint.Rule{
	ID: "config-not-loadable", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "Flink cannot load the configuration file",
		Why:   "Flink refuses the whole config.yaml over its first mistake. No process starts, whatever the rest says.",
		Does: "Flink reads config.yaml as one document of YAML 1.2 that is a map of texts to values. It refuses what is not " +
			"YAML (a tab in the indentation, no space behind a colon, a value without quotes that contains a colon and a " +
			"space, quotes or brackets that stay open), a key without a value, a null, a key that is a number or a " +
			"boolean, a second document, unknown tags and aliases, and bytes that are not UTF-8. Flink stops at the first " +
			"mistake; up to five are shown. A key that stands twice is reported as duplicate-option.",
		Bad:  "taskmanager:\n  memory:\n    process:\n      size:\n",
		Good: "taskmanager:\n  memory:\n    process:\n      size: 1728m\n",
		Kind: "config", Since: "1.19",
		Links: []string{
			configFilePage,
		},
	},
	CheckPart: func(p *lint.Pass) {
		said := 0
		for i := range p.Part.Problems {
			problem := &p.Part.Problems[i]
			if !problem.Fatal || problem.By != "" || problem.Code == source.DuplicateKey || isRewritten(p.Part) {
				continue
			}
			if said++; said > 5 {
				return // what follows is hardly more than an echo
			}
			f := fatalWording(problem.Code).finding(problem)
			f.Fixes = repair(problem)
			p.Report(f)
		}
	},
}

func fatalWording(code source.ProblemCode) wording {
	if w, ok := fatalProblems[code]; ok {
		return w
	}
	return fatalProblems[source.BadSyntax]
}

// fatalProblems words what makes Flink refuse the file.
var fatalProblems = map[source.ProblemCode]wording{
	source.MissingSpace: {
		message: "YAML wants a space behind the colon of %[1]s",
		help:    "write %[1]s: %[2]s", label: "no space behind the colon", whole: true,
	},
	source.MissingColon: {
		message: "there is no colon behind the key",
		help:    "write %[1]s: %[2]s", label: "no colon", whole: true,
	},
	source.EqualsSign: {
		message: "YAML wants a colon and a space, not an equals sign",
		help:    "write %[1]s: %[2]s", label: "no colon", whole: true,
	},
	source.NoValue: {
		message: "%[1]s has no value, and Flink refuses the whole file over it",
		help:    "give it a value, or remove the line", label: "no value", whole: true,
	},
	source.NotAnOption: {
		message: "this is no option, and Flink refuses the whole file over it",
		help:    "write a key, a colon, a space and a value, or put a # in front", label: "no option", whole: true,
	},
	source.ByteOrderMark: {
		message: "there is a byte order mark inside the file",
		help:    "remove the invisible character, or type the line again", label: "U+FEFF", whole: true,
	},
	source.InvalidUTF8: {
		message: "this is not UTF-8, and Flink refuses the whole file over it",
		help:    "save the file as UTF-8", label: "not UTF-8", whole: true,
	},
	source.UTF16: {
		message: "the file is not in UTF-8",
		help:    "save the file as UTF-8", whole: true,
	},
	source.TooLarge: {
		message: "the file is larger than Flink's YAML parser reads (3 MiB)",
		help:    "keep only the configuration in it", whole: true,
	},
	source.TabIndentation: {
		message: "YAML does not allow a tab here",
		help:    "use spaces", label: "a tab", whole: true,
	},
	source.UnclosedQuote: {
		message: "the quote that starts here is never closed",
		help:    "close it with %[3]s", label: "opened here",
	},
	source.UnclosedBracket: {
		message: "the %[3]s that starts here is never closed",
		help:    "close it, or put the value in quotes", label: "opened here",
	},
	source.WrongIndentation: {
		message: "this line is indented like none of the blocks above it",
		help:    "indent it like the keys that it belongs to", label: "wrong indentation", whole: true,
	},
	source.ColonInValue: {
		message: "a value without quotes cannot contain a colon and a space",
		help:    "put the value in quotes: %[1]s: '%[2]s'", label: "not one value",
	},
	source.ReservedCharacter: {
		message: "a value without quotes cannot start with %[3]s",
		help:    "put the value in quotes", label: "reserved",
	},
	source.TextAfterValue: {
		message: "there is text behind the end of the value",
		help:    "put the whole value in one pair of quotes", label: "behind the value",
	},
	source.StrayBracket: {
		message: "nothing opens the bracket that %[3]s closes",
		help:    "remove it", label: "closes nothing",
	},
	source.BadEscape: {
		message: "YAML does not know the escape %[3]s",
		help:    "use single quotes, in which a backslash means itself", label: "unknown escape",
	},
	source.ListInValue: {
		message: "a list cannot start on the line of its key",
		help:    "start each item on a line of its own, or write [a, b]", label: "a list item",
	},
	source.KeyNotText: {
		message: "this key is of type %[3]s, but Flink's keys are texts",
		help:    "put the key in quotes, or remove the line", label: "not a text", whole: true,
	},
	source.NotAMap: {
		message: "the file is of type %[3]s, not a map of options",
		help:    "write options: a key, a colon, a space and a value on each line", label: "not an option", whole: true,
	},
	source.SeveralDocuments: {
		message: "a second YAML document starts here, and Flink reads only files with one",
		help:    "remove the marker, or the second document", label: "second document", whole: true,
	},
	source.UnknownTag: {
		message: "Flink's YAML parser does not know the tag %[3]s",
		help:    "remove it, or put the value in quotes", label: "unknown tag",
	},
	source.BadTaggedValue: {
		message: "the value does not suit its tag %[3]s",
		help:    "remove the tag", label: "not such a value",
	},
	source.UndefinedAlias: {
		message: "there is no anchor &%[3]s in the file",
		help:    "write the value itself, or put it in quotes", label: "no such anchor",
	},
	source.RecursiveAlias: {
		message: "the alias *%[3]s stands inside its own anchor",
		help:    "write the value itself", label: "contains itself",
	},
	source.TooManyAliases: {
		message: "the file has more aliases of lists and maps than Flink's YAML parser takes (50)",
		help:    "write the values themselves",
	},
	source.TooDeep: {
		message: "the file is nested too deeply to be read",
		help:    "write whole keys instead of nested ones",
	},
	source.SpecialCharacter: {
		message: "YAML does not allow the character %[3]s",
		help:    "remove the invisible character", label: "%[3]s",
	},
	source.BadDirective: {
		message: "this is no directive that Flink's YAML parser takes",
		help:    "remove the line", label: "a directive", whole: true,
	},
	source.EntrypointOutput: {
		message: "this is no configuration but what the image's entrypoint printed when it could not read one",
		help:    "write the configuration anew, and look for the cause above: often options in FLINK_PROPERTIES that contradict each other",
		label:   "an error message", whole: true,
	},
	source.NoConfigFile: {
		message: "there is no %[3]s in the folder that is mounted, and Flink does not start without one",
		help:    "move the options to a %[3]s", label: "no %[3]s", whole: true,
	},
	source.BadSyntax: {
		message: "this is not YAML: %[3]s",
		help:    "see whether quotes, brackets and indentation above are right", label: "syntax error", whole: true,
	},
}
