package rules

import (
	"fmt"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// gatewayWith is a manifest with a variable, for examples.
func gatewayWith(name, value string) string {
	return "apiVersion: v1\nkind: Pod\nmetadata:\n  name: taskmanager\nspec:\n  containers:\n    - name: taskmanager\n      image: flink:1.20\n      args: [taskmanager]\n" +
		"      env:\n        - name: " + name + "\n          value: " + value + "\n"
}

// whereText is where Kubernetes takes only text.
var whereText = map[source.NoteCode]string{source.NoteEnvNotText: "as the value of a variable", source.NoteDataNotText: "in a ConfigMap"}

var envNotText = &lint.Rule{
	ID: "kubernetes-env-not-text", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A variable of a container that is no text",
		Why:   "Nothing of the manifest is applied, or the pods of before run on, for want of two quotes.",
		Does: "The API server takes texts alone as values of variables, and in the ConfigMaps that they come from. A number, or one of the words that YAML 1.1 takes for " +
			"true and false (yes, no, on, off among them), is none unless it stands in quotes: \"cannot unmarshal number into " +
			"Go struct field EnvVar.value of type string\". Compose takes numbers, and writes them anew.",
		Bad:  gatewayWith("TASK_MANAGER_NUMBER_OF_TASK_SLOTS", "2"),
		Good: gatewayWith("TASK_MANAGER_NUMBER_OF_TASK_SLOTS", `"2"`),
		Of:   "Kubernetes",
		Kind: source.Kubernetes, Links: []string{standaloneKubernetesPage},
	},
	Check: func(p *lint.Pass) {
		if p.Cluster.Workload == nil {
			return
		}
		for _, n := range p.Cluster.Workload.Notes {
			where, ok := whereText[n.Code]
			if !ok {
				continue
			}
			name, value := textIn(n.Place.Document, n.Place.Key), textIn(n.Place.Document, n.Place.Value)
			f := lint.Finding{
				Place: n.Place, Span: n.Place.Value, Label: "a " + n.Detail,
				Message: fmt.Sprintf("%s is a %s here, but Kubernetes takes only text %s", strings.Trim(name, `"'`), n.Detail, where),
				Help:    "put the value in quotes",
			}
			if value != "" && strings.IndexByte("*&!", value[0]) < 0 {
				quoted := `"` + value + `"`
				f.Fixes = []lint.Fix{{Title: "write " + quoted, Safety: lint.Safe, Edits: []source.Edit{{Document: n.Place.Document, Span: n.Place.Value, NewText: quoted}}}}
			}
			p.Report(f)
		}
	},
}
