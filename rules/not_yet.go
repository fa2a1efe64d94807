package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var optionNotYetKnown = &lint.Rule{
	ID: "option-not-yet-known", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "A memory option that this Flink version does not read yet",
		Why: "The option comes from the documentation of a newer Flink. Here it does nothing, and nobody says so: what it " +
			"was meant to bound stays unbounded.",
		Does: "Flink ignores keys that it does not know, without a word in its log. This rule speaks up only where something says " +
			"which version runs: the operator's flinkVersion, an image's tag, a folder's name, --flink-version.",
		Bad:     "taskmanager.memory.process.size: 4g\nstate.backend.rocksdb.memory.fixed-per-tm: 1g\n",
		Good:    "taskmanager.memory.process.size: 4g\ntaskmanager.memory.managed.fraction: 0.5\n",
		Version: "1.16",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/#memory-configuration",
		},
	},
	CheckPart: func(p *lint.Pass) {
		if p.Assumed() {
			return
		}
		generated := p.Cluster.Workload != nil && p.Cluster.Workload.Generated
		for _, o := range p.Part.Options {
			if generated && strings.HasPrefix(o.Key, "kubernetes.") {
				continue // the operator reads these itself, with the newer Flink that it is built with
			}
			known, ok := memoryOption(o.Key)
			if ok && len(known.Works) > 0 && !known.WorksIn(p.Version()) && p.Version().Before(known.Works[0].From) {
				reportNotYet(p, o, known)
			}
		}
	},
}

func reportNotYet(p *lint.Pass, o source.Option, known *flink.Option) {
	f := lint.Finding{
		Place: o.Place, Span: o.Place.Key, Label: "not yet known",
		Message: fmt.Sprintf("Flink %s ignores %s: %s is the first version to read it", p.Version().MinorRelease(), o.Key, known.Works[0].From),
		Help:    "remove it",
	}
	var older []string
	for _, k := range olderNames(known, p) {
		if _, set := lastOf(p.Part, k); !set {
			older = append(older, k)
		}
	}
	if len(older) > 0 {
		f.Help += ", or set " + list(older, "or") + " instead"
	}
	if e, ok := o.Place.Document.DeleteEntry(o); ok {
		f.Fixes = []lint.Fix{{Title: "remove " + o.Key, Safety: safeIf(!readSomewhere(p, o, known)), Edits: []source.Edit{e}}}
	}
	if len(older) == 1 && slices.ContainsFunc(known.Fallback, func(r flink.Replacement) bool { return r.Key == older[0] }) {
		f.Fixes = append(rename(o, older[0], lint.Unsafe), f.Fixes...)
	}
	p.Report(f)
}

// readSomewhere reports whether another cluster with the same text runs a version that knows the option.
func readSomewhere(p *lint.Pass, o source.Option, known *flink.Option) bool {
	return slices.ContainsFunc(p.Siblings, func(c *source.Cluster) bool {
		return slices.ContainsFunc(c.Processes(), func(process *source.Process) bool { return inEffect(process, o) }) &&
			slices.ContainsFunc(versionsOf(c), known.WorksIn)
	})
}

// olderNames are the options of the version in force that the option has replaced since.
func olderNames(known *flink.Option, p *lint.Pass) []string {
	var names []string
	add := func(o *flink.Option) {
		if o != nil && o.WorksIn(p.Version()) && !o.DeprecatedIn(p.Version()) && !slices.Contains(names, o.Key) {
			names = append(names, o.Key)
		}
	}
	for _, f := range known.Fallback {
		o, _ := flink.Lookup(f.Key)
		add(o)
	}
	for _, o := range flink.Options() {
		if m := o.Migration; m != nil && (slices.Contains(m.To, known.Key) || slices.Contains(m.Standalone, known.Key) || slices.Contains(m.Container, known.Key)) {
			add(o)
		}
	}
	return names
}
