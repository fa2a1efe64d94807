package rules

import (
	"fmt"
	"slices"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var missingFinalLineEnd = &lint.Rule{
	ID: "config-missing-final-line-end", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "The image's entrypoint appends to the last line of flink-conf.yaml",
		Why: "The first option that the image's entrypoint appends ends up in the value of the file's last option. That " +
			"one has a value that nobody wrote, and the appended one is lost.",
		Does: "Up to 1.18 the entrypoint of Flink's image appends options of its own, and FLINK_PROPERTIES, to the " +
			"flink-conf.yaml that it finds, without starting a new line. From 1.19 on it reads the file and writes it " +
			"anew, so that nothing runs together. Where a process is refused because of it, this is an error.",
		Bad: "services:\n  taskmanager:\n    image: flink:1.18\n    command: taskmanager\n    volumes:\n" +
			"      - ./flink-conf.yaml:/opt/flink/conf/flink-conf.yaml\n",
		Good: "services:\n  taskmanager:\n    image: flink:1.18\n    command: taskmanager\n    volumes:\n" +
			"      - ./flink-conf-ended.yaml:/opt/flink/conf/flink-conf.yaml\n",
		Files: map[string]string{
			"flink-conf.yaml":       "taskmanager.memory.process.size: 2g\njobmanager.memory.process.size: 2g",
			"flink-conf-ended.yaml": "taskmanager.memory.process.size: 2g\njobmanager.memory.process.size: 2g\n",
		},
		Kind: "compose", Links: []string{dockerPage},
	},
	Check: func(p *lint.Pass) {
		o := p.Cluster.Glued
		if o == nil || !worthSaying(o.Key) {
			return
		}
		f := lint.Finding{
			Place: o.Place, Span: o.Place.Value, Label: "the last line",
			Message: fmt.Sprintf("the file does not end with a line end: Flink reads %s as %q", short(o.Key), shorten(o.Value)),
			Help:    "end the file with a line end",
		}
		if c := p.Cluster; c.Document != o.Place.Document {
			f.Related = []lint.Related{{Place: c.Anchor, Span: c.Anchor.Entry, Message: "for " + c.Title()}}
		}
		if slices.ContainsFunc(p.Processes(), func(process *source.Process) bool {
			return slices.ContainsFunc(process.Memory().Problems, func(q flink.Problem) bool { return slices.Contains(q.Keys, o.Key) })
		}) {
			f.Severity = lint.Error
		}
		if d := o.Place.Document; lineEndsFile(d) {
			end := source.Span{Start: len(d.Bytes), End: len(d.Bytes)}
			f.Fixes = []lint.Fix{{Title: "end the file with a line end", Safety: lint.Unsafe, Edits: []source.Edit{{Document: d, Span: end, NewText: lineEndOf(d)}}}}
		}
		p.Report(f)
	},
}

// lineEndsFile reports whether the configuration is a file of its own, whose last line is the document's.
func lineEndsFile(d *source.Document) bool {
	return (d.Kind == source.FlinkConf || d.Kind == source.ConfigYAML) && len(d.Bytes) > 0 && d.Bytes[len(d.Bytes)-1] != '\n'
}
