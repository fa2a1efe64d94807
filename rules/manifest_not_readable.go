package rules

import (
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var manifestNotReadable = &lint.Rule{
	ID: "manifest-not-readable", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "The manifest, Compose file or chart's values are no YAML",
		Why: "The program that is to start Flink refuses the file, so no process starts, or the old ones run on with what was " +
			"applied before. Nothing else can be said of the options in it until it can be read.",
		Does: "kubectl, kustomize, docker compose and Helm parse the file before they look at anything in it. In a manifest with " +
			"several documents, kubectl stops at the first that it cannot parse; those before it are applied already. " +
			"Only the first mistake of a document is shown. Nothing is said of a text with expressions of a template, which another " +
			"program fills in first, and of a text that does not show that it is about Flink.",
		Bad: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: flink-config\n  labels: {app: flink\ndata:\n" +
			"  config.yaml: |\n    taskmanager.memory.process.size: 1728m\n    jobmanager.memory.process.size: 1600m\n",
		Good: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: flink-config\n  labels: {app: flink}\ndata:\n" +
			"  config.yaml: |\n    taskmanager.memory.process.size: 1728m\n    jobmanager.memory.process.size: 1600m\n",
		Kind: source.Kubernetes,
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/resource-providers/standalone/kubernetes/#common-cluster-resource-definitions",
		},
	},
	CheckPart: func(p *lint.Pass) {
		if problem := p.Part.LoadError(); problem != nil && problem.By != "" {
			f := refusedWording(problem.Code).finding(problem)
			f.Message = explainRefused(problem)
			p.Report(f)
		}
	},
}

// explainRefused says in words why a program refuses a file; where nothing better is known, in those of its parser.
func explainRefused(p *source.Problem) string {
	why := p.Detail
	if p.Code != source.BadSyntax {
		why = refusedWording(p.Code).finding(p).Message
	}
	return p.By + " cannot read the file: " + why
}

func refusedWording(code source.ProblemCode) wording {
	if w, ok := refusedProblems[code]; ok {
		return w
	}
	return fatalWording(code)
}

// refusedProblems words what another program refuses, where the words for config.yaml speak of Flink or of options.
var refusedProblems = map[source.ProblemCode]wording{
	source.NotAnOption: {
		message: "this is neither a key with a value nor a part of the text above it",
		help:    "write a key, a colon, a space and a value, or indent the line like the text that it belongs to", label: "no key", whole: true,
	},
	source.NoKey: {
		message: "there is no key before the colon",
		help:    "write the key, or put the line in quotes", label: "no key", whole: true,
	},
	source.ListItem: {
		message: "a list cannot go on here",
		help:    "indent the item like the others of its list", label: "a list item", whole: true,
	},
	source.UnclosedBracket: {
		message: "the %[3]s that starts here is never closed",
		help:    "close it; a text that starts with a bracket has to be in quotes", label: "opened here",
	},
	source.UndefinedAlias: {
		message: "there is no anchor &%[3]s in the document",
		help:    "write the value itself, or put it in quotes", label: "no such anchor",
	},
	source.BadSyntax: {
		help: "see whether quotes, brackets and indentation above are right", label: "syntax error", whole: true,
	},
}
