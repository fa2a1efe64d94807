package rules

import (
	"fmt"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var metaspaceSmall = &lint.Rule{
	ID: "metaspace-small", Severity: lint.Info,
	Doc: lint.Doc{
		Title: "Less JVM metaspace than Flink's default",
		Why: "Every job submitted to a session cluster loads its classes anew, and connectors bring many. Where they do not fit " +
			"the process ends with \"OutOfMemoryError: Metaspace\", often only after some submissions.",
		Does: "Flink passes jvm-metaspace.size to the JVM as -XX:MaxMetaspaceSize, a hard limit. The default is 256 MiB. Flink " +
			"1.10.0 had 96 MiB, and 1.10.1 raised it after jobs had failed.",
		Bad:       "taskmanager.memory.process.size: 1728m\ntaskmanager.memory.jvm-metaspace.size: 96m\n",
		Good:      "taskmanager.memory.process.size: 1728m\n",
		Heuristic: true,
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_trouble/#outofmemoryerror-metaspace",
		},
	},
	Settings: []lint.Setting{{
		Name: "minimum", Default: 256 * flink.MiB,
		Doc: "The least JVM metaspace to accept where it is written: Flink's own default since 1.10.1.",
	}},
	Check: checkMetaspace,
}

func checkMetaspace(p *lint.Pass) {
	for _, process := range p.Processes() {
		m := process.Memory()
		o, set := setBy(process, flink.Metaspace)
		size := m.Size(flink.Metaspace)
		if !set || size >= p.Size("minimum") || p.Cluster.LoadError() != nil {
			continue
		}
		role := process.Role
		f := lint.Finding{
			Place: o.Place, Span: o.Place.Value, Role: &role, Label: "hard limit",
			Message: fmt.Sprintf("%s: the JVM metaspace is limited to %s, less than %s", role, size, p.Size("minimum")),
			Help:    "remove it if the process loads many classes: several jobs, or large connectors",
		}
		if known, ok := flink.Lookup(o.Key); ok {
			if standard, ok := known.DefaultIn(p.Version()); ok && standard.Bytes > size {
				f.Message = fmt.Sprintf("%s: the JVM metaspace is limited to %s, less than Flink's default of %s", role, size, standard.Bytes)
				f.Fixes = removeForDefault(p, process, o)
			}
		}
		p.Report(f)
	}
}

// removeForDefault suggests to leave an option to Flink, where the process starts with that.
func removeForDefault(p *lint.Pass, process *source.Process, o source.Option) []lint.Fix {
	fixes := removeTotal(p, process, o)
	for i := range fixes {
		fixes[i].Safety = lint.Suggestion
	}
	return fixes
}
