package rules

import (
	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var propertiesCorrupted = &lint.Rule{
	ID: "flink-properties-corrupted", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "The image's entrypoint reads FLINK_PROPERTIES otherwise than it is written",
		Why: "What arrives in the process is not what is written: a comment becomes a part of a value, several JVM flags " +
			"become one, quotes stay. Some of it keeps the process from starting, the rest changes it without a warning.",
		Does: "From 1.19 on the entrypoint of Flink's image deletes all white space of each line of FLINK_PROPERTIES and " +
			"splits the line at its first colon. A missing space is harmless there. Not so a comment behind a value, " +
			"several flags in one value, quotes, nested YAML, list items, an equals sign in place of the colon, and a key " +
			"such as env.java.opts beside env.java.opts.all. Where a process is refused because of it, or the file cannot " +
			"be written, this is an error; for keys that are none of Flink's it is advice. Up to 1.18 the text is " +
			"appended to flink-conf.yaml as it is.",
		Bad: "services:\n  taskmanager:\n    image: flink:1.20\n    command: taskmanager\n    environment:\n      FLINK_PROPERTIES: |\n" +
			"        taskmanager.memory.process.size: 2g\n        env.java.opts.taskmanager: -XX:+UseG1GC -verbose:gc\n",
		Good: "services:\n  taskmanager:\n    image: flink:1.20\n    command: taskmanager\n    environment:\n      FLINK_PROPERTIES: |\n" +
			"        taskmanager.memory.process.size: 2g\n        env.java.opts.taskmanager: -XX:+UseG1GC\n",
		Kind: "compose", Since: "1.19", Links: []string{dockerPage},
	},
	CheckPart: func(p *lint.Pass) {
		if !isRewritten(p.Part) {
			return
		}
		for i := range p.Part.Problems {
			problem := &p.Part.Problems[i]
			w, ok := corruptedProperties[problem.Code]
			if !ok {
				continue
			}
			f := w.finding(problem)
			o, read := optionAt(p.Part, problem.Place)
			switch {
			case problem.Fatal || read && refusedBecauseOf(p, o):
				f.Severity = lint.Error
			case read && !worthSaying(o.Key) && !worthSaying(problem.Key):
				f.Severity = lint.Info
			}
			f.Versions = versionsWhere(p, func(v flink.Version) bool { return !v.Before(source.PropertiesAsArguments) })
			p.Report(f)
		}
	},
}

// isRewritten reports whether a text is a FLINK_PROPERTIES that the entrypoint takes apart, as it does from 1.19 on.
func isRewritten(part *source.Part) bool {
	return part.Layer == source.LayerProperties && part.Standard
}

var corruptedProperties = map[source.ProblemCode]wording{
	source.CommentKept: {
		message: "the entrypoint does not know comments: the one behind %[1]s becomes a part of its value",
		help:    "write %[1]s: %[2]s, and the comment outside FLINK_PROPERTIES", label: "with the comment",
	},
	source.FlagsJoined: {
		message: "the entrypoint deletes white space: the flags of %[1]s become one",
		help:    "keep one flag, or put the option into a configuration file", label: "one flag",
	},
	source.KeyHidesOthers: {
		message: "%[1]s leaves no place for %[3]s below it: one of the two is lost, or the file cannot be read",
		help:    "write %[1]s in its newer form, such as %[1]s.all", label: "hides %[3]s", whole: true,
	},
	source.EqualsSign: {
		message: "the entrypoint splits at a colon, not at an equals sign: this sets nothing",
		help:    "write %[1]s: %[2]s", label: "no colon", whole: true,
	},
	source.NotAnOption: {
		message: "there is no colon in this line: it becomes an option that does not exist",
		help:    "write a key, a colon and a value, or remove the line", label: "no option", often: true, whole: true,
	},
	source.NoKey: {
		message: "there is no key in front of the colon",
		help:    "write the key of the option that gets %[2]s", label: "no key", whole: true,
	},
	source.NoValue: {
		message: "%[1]s has no value",
		help:    "give it a value, or remove the line", label: "no value", whole: true,
	},
	source.NestedEntry: {
		message: "the entrypoint does not know nested YAML: this is meant as %[1]s, and sets something else",
		help:    "write %[1]s: %[2]s", label: "a short key", whole: true,
	},
	source.QuotedKey: {
		message: "the entrypoint takes the quotes as a part of the key, and Flink knows no such option",
		help:    "write %[1]s", label: "with its quotes", whole: true,
	},
	source.QuotedValue: {
		message: "the entrypoint takes the quotes as a part of the value",
		help:    "write %[2]s", label: "with its quotes",
	},
	source.ListItem: {
		message: "the entrypoint does not know lists: the dash becomes a part of the key",
		help:    "write %[1]s: %[2]s", label: "with its dash", whole: true,
	},
	source.GluedLines: {
		message: "two options stand on one line: %[1]s becomes a part of the value in front of it",
		help:    "start a new line in front of %[1]s; where there can be none, as in ENV of a Dockerfile, use a configuration file", label: "one value", whole: true,
	},
}
