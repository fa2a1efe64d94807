package rules

import (
	"fmt"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var configFileNotRead = &lint.Rule{
	ID: "config-file-not-read", Severity: lint.Error, Tag: lint.Unused, Unread: true,
	Doc: lint.Doc{
		Title: "This Flink version does not read such a file",
		Why:   "No option in the file has an effect, and where there is no other file Flink does not start.",
		Does: "Flink reads flink-conf.yaml up to 1.20, and config.yaml from 1.19 on. It does not start without the file " +
			"that it reads; where both are there and it reads the other one, where an image has its own, or where nothing but an " +
			"image's latest tag tells the version, this is a warning. Nothing else is said of a file that is not read.",
		Bad: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: flink-config\ndata:\n  flink-conf.yaml: |\n" +
			"    taskmanager.memory.process.size: 1728m\n",
		Good: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: flink-config\ndata:\n  config.yaml: |\n" +
			"    taskmanager.memory.process.size: 1728m\n",
		Kind: "kubernetes", Version: "2.0",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/#migrate-from-flink-confyaml-to-configyaml",
		},
	},
	CheckPart: func(p *lint.Pass) {
		if p.Part.ReadBy(p.Version()) {
			return
		}
		wanted := "config.yaml"
		if p.Part.Standard {
			wanted = "flink-conf.yaml"
		}
		f := lint.Finding{
			Place:   source.Place{Document: p.Part.Document},
			Message: fmt.Sprintf("Flink %s does not read this file: it wants a %s", p.Version(), wanted),
			Help:    "move the options to a " + wanted + ", and check how their values have to be written there",
		}
		if p.Assumed() || p.Cluster.Workload != nil && p.Cluster.LoadError() == nil {
			f.Severity = lint.Warning // an image of another version may be meant, or the file of the image is there
		}
		if p.Part.Document.Rival {
			f.Severity = lint.Warning
			f.Message = fmt.Sprintf("Flink %s does not read this file, but the %s beside it", p.Version(), wanted)
			f.Help = "remove it, or see whether the other has all of its options"
		}
		if len(p.Part.Options) > 0 {
			f.Place = p.Part.Options[0].Place
			f.Span = f.Place.Entry
		}
		for _, loss := range p.Cluster.Losses {
			if loss.Part == p.Part && loss.Code == source.NotReadByVersion && !loss.Place.IsZero() {
				f.Related = append(f.Related, lint.Related{Place: loss.Place, Span: loss.Place.Entry, Message: "for " + p.Cluster.Title()})
			}
		}
		p.Report(f)
	},
}
