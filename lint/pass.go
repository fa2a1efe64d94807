package lint

import (
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// Pass is a look at one cluster, or at one text and the clusters that it configures, by one rule after the other. It is
// not safe for concurrent use, and no rule keeps it.
type Pass struct {
	// Cluster is the cluster that is looked at; for a text the first of those that it configures.
	Cluster *source.Cluster
	// Part is the text that is looked at, nil in a check of a cluster.
	Part *source.Part
	// Siblings are all clusters of the scope, Cluster among them.
	Siblings []*source.Cluster

	users []*source.Cluster // those that the text configures

	rule     *Rule
	levels   *levels // what the configuration says for the file; nil for nothing
	findings []Finding
}

// NewPass is the pass of a rule over a cluster; siblings are all clusters of its scope. The engine makes its own: this
// is for the tests of rules.
func NewPass(rule *Rule, c *source.Cluster, siblings []*source.Cluster) *Pass {
	return &Pass{Cluster: c, Siblings: siblings, rule: rule, users: []*source.Cluster{c}}
}

// newPartPass is the pass over a text that configures some clusters; the engine sets one rule after the other.
func newPartPass(part *source.Part, users, siblings []*source.Cluster) *Pass {
	return &Pass{Cluster: users[0], Part: part, Siblings: siblings, users: users}
}

// Processes are the processes of the cluster, JobManager first; for a text those of all clusters that it configures.
func (p *Pass) Processes() []*source.Process {
	if len(p.users) == 1 {
		return p.Cluster.Processes()
	}
	var all []*source.Process
	for _, c := range p.users {
		all = append(all, c.Processes()...)
	}
	return all
}

// Version is the Flink version that the cluster is checked for.
func (p *Pass) Version() flink.Version { return p.Cluster.Version }

// Assumed reports whether nothing says which Flink version the cluster runs.
func (p *Pass) Assumed() bool { return p.Cluster.Evidence == source.FromAssumption }

// Candidates are the versions that the cluster may run, oldest first: one, unless it is assumed.
func (p *Pass) Candidates() []flink.Version {
	if p.Assumed() && len(p.Cluster.Candidates) > 0 {
		return p.Cluster.Candidates
	}
	return []flink.Version{p.Cluster.Version}
}

// Refusing are the candidate versions in which Flink refuses the process, for whatever reason. A version that computes
// no such memory has no say, and counts with the others.
func (p *Pass) Refusing(process *source.Process) []flink.Version {
	var in []flink.Version
	for _, v := range p.Candidates() {
		if m := process.MemoryIn(v); len(m.Problems) > 0 || !m.Modelled() {
			in = append(in, v)
		}
	}
	return in
}

// Report records a finding. It fills in the rule, its severity where the finding has none, and the version.
func (p *Pass) Report(f Finding) {
	f.Rule = p.rule
	if f.Severity == Off {
		f.Severity = p.rule.Severity
	}
	if f.Version.IsZero() {
		f.Version = p.Cluster.Version
	}
	if f.Severity == Error && p.Cluster.Fragment() {
		f.Severity = Warning // what is around it, and may mend it, is not known
	}
	if p.Cluster.Alone() {
		f.alone = p.Cluster.Document.Path
	}
	p.soften(&f)
	p.lead(&f)
	f.clusters = p.users
	if f.Later != nil {
		f.Later = sync.OnceValue(f.Later)
	}
	p.findings = append(p.findings, f)
}

// lead points from a file that nobody looks for by itself, such as an env_file, to the workload that uses it: a finding is
// shown where one of its places is in a file that was asked for.
func (p *Pass) lead(f *Finding) {
	c, d := p.Cluster, f.Place.Document
	if c.Workload == nil || d == nil || d == c.Document || c.Anchor.IsZero() {
		return
	}
	if d.Kind != "" && source.Claims(d.Path) && !path.IsAbs(d.Path) {
		return // found by itself
	}
	if slices.ContainsFunc(f.Related, func(r Related) bool { return r.Place.Document == c.Document }) {
		return
	}
	f.Related = append(f.Related[:len(f.Related):len(f.Related)], Related{Place: c.Anchor, Span: c.Anchor.Entry, Message: "for " + c.Title()})
}

// Findings are what the rule has reported so far.
func (p *Pass) Findings() []Finding { return p.findings }

// soften turns an error into a warning where the version is assumed and not every version that it may be refuses:
// whoever runs another one must not see a build fail over it.
func (p *Pass) soften(f *Finding) {
	if f.Versions == nil || !p.Assumed() {
		return
	}
	missing := slices.ContainsFunc(p.Candidates(), func(v flink.Version) bool { return !slices.Contains(f.Versions, v) })
	if !missing {
		return
	}
	if f.Severity == Error {
		f.Severity = Warning
	}
	if len(f.Versions) > 0 {
		f.Message += " (Flink " + VersionList(f.Versions) + ")"
	}
}

// VersionList writes versions as people do: "1.10 to 1.16, 1.20". Runs are those of the known minor releases; the
// versions need not be sorted.
func VersionList(versions []flink.Version) string {
	all := flink.Versions()
	sorted := slices.SortedFunc(slices.Values(versions), flink.Version.Compare)
	sorted = slices.Compact(sorted)
	follows := func(v, w flink.Version) bool {
		i, j := slices.Index(all, v), slices.Index(all, w)
		return i >= 0 && j == i+1
	}
	var b strings.Builder
	for i := 0; i < len(sorted); {
		j := i
		for j+1 < len(sorted) && follows(sorted[j], sorted[j+1]) {
			j++
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(sorted[i].String())
		switch {
		case j == i+1:
			b.WriteString(", " + sorted[j].String())
		case j > i+1:
			b.WriteString(" to " + sorted[j].String())
		}
		i = j + 1
	}
	return b.String()
}
