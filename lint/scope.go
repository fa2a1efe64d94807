package lint

import (
	"cmp"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// scope is what is linked together: files that configure the same clusters.
type scope struct {
	documents []*source.Document // the chosen ones first
	chosen    map[*source.Document]file
	clusters  []*source.Cluster // those that the chosen documents take part in
	kept      bool              // see [Options.Keep]
	failures  []Failure

	options *Options
	levels  map[*source.Document]*levels
	changes *changes // nil where everything counts
}

// newScope links documents. Of the chosen ones, findings are shown; the others say more about them.
func newScope(o *Options, first file, documents []*source.Document, files, chosen map[*source.Document]file) *scope {
	s := &scope{documents: documents, chosen: chosen, options: o, levels: make(map[*source.Document]*levels, len(documents))}
	names := make(map[string]file, len(documents))
	for _, d := range documents {
		f := files[d]
		names[d.Path] = f
		s.kept = s.kept || o.Keep != nil && o.Keep(f.name)
		if f.config == nil {
			f.config = first.config
		}
		s.levels[d] = f.config.levels.of(f.name)
	}
	clusters := source.Link(documents, source.LinkOptions{
		Flag: o.FlinkVersion,
		Config: func(path string) flink.Version {
			f := names[path]
			if f.config == nil {
				return flink.Version{}
			}
			return cmp.Or(o.Over.versionFor(f.name), f.config.versionFor(f.name))
		},
		Absolute: func(path string) string { return names[path].name },
		Neighbours: func(path string) []source.Clue {
			f := names[path]
			return f.neighbours(o)
		},
		Reserve: func(path string) flink.Size {
			f := names[path]
			return o.nativeReserve(f.config)
		},
		NearDotNet: func(path string) bool {
			f := names[path]
			return f.nearDotNet(o)
		},
	})
	for _, c := range clusters {
		if s.concerns(c) {
			s.clusters = append(s.clusters, c)
		}
	}
	s.changes = s.changed(files, clusters)
	return s
}

// neighbours are the Flink versions that the build files beside a file tell.
func (f *file) neighbours(o *Options) []source.Clue {
	if f.folder == nil || f.stdin {
		return nil
	}
	folder, _ := path.Split(f.shown)
	return source.NeighbourVersions(path.Clean(folder), func(name string) ([]byte, bool) {
		o.lookBeside(filepath.Join(f.folder.dir, filepath.FromSlash(name)))
		if first, _, _ := strings.Cut(name, "/"); first != ".." && !f.folder.has(first) {
			return nil, false
		}
		content, err := readFile(o.Files, filepath.Join(f.folder.dir, filepath.FromSlash(name)))
		return content, err == nil
	})
}

// dotNetProjects are the ends of names that a project of .NET has in one of its folders.
var dotNetProjects = []string{".csproj", ".fsproj", ".vbproj", ".sln", ".slnx", "Directory.Build.props", "global.json"}

// nearDotNet reports whether a project of .NET lies in the folder of the file, or in one above it, up to the working folder.
func (f *file) nearDotNet(o *Options) bool {
	if f.folder == nil || f.stdin {
		return false
	}
	for dir := f.folder.dir; ; dir = filepath.Dir(dir) {
		for _, name := range folderNames(dir) {
			if slices.ContainsFunc(dotNetProjects, func(end string) bool { return strings.HasSuffix(name, end) }) {
				return true
			}
		}
		if dir == o.Dir || !Within(o.Dir, dir) {
			return false
		}
	}
}

// concerns reports whether a chosen document takes part in the cluster.
func (s *scope) concerns(c *source.Cluster) bool {
	return takesPart(c, s.isChosen)
}

func (s *scope) isChosen(d *source.Document) bool {
	_, ok := s.chosen[d]
	return ok
}

// shows reports whether a finding is to be shown: one of its places is in a chosen file, or its values may come from one.
func (s *scope) shows(f *Finding) bool {
	return s.isChosen(f.Place.Document) ||
		slices.ContainsFunc(f.Related, func(r Related) bool { return s.isChosen(r.Place.Document) }) ||
		slices.ContainsFunc(f.clusters, func(c *source.Cluster) bool {
			return c.Workload != nil && slices.ContainsFunc(c.Workload.Asked, s.isChosen)
		})
}

// answer is what came of a scope.
type answer struct {
	findings []Finding
	ignores  []*Ignore // of the chosen documents
	ignored  int       // findings that they silenced
	clusters []*source.Cluster
	built    []string // the Dockerfiles that images of its workloads are built from
}

// check runs the rules over the scope, leaves out what the user does not want to hear, and brings the rest into order.
func (s *scope) check() answer {
	findings, parts := s.runRules()
	for i := range findings {
		s.setLevel(&findings[i])
	}
	findings = slices.DeleteFunc(findings, func(f Finding) bool { return f.Severity == Off || !s.shows(&f) })
	var a answer
	for _, c := range s.clusters {
		if c.Built != nil {
			a.built = append(a.built, c.Built.Path)
		}
	}
	if !s.options.NoIgnore {
		var all []*Ignore
		for _, d := range s.documents {
			found := s.ignoresOf(d, parts)
			if all = append(all, found...); s.isChosen(d) && s.countsAlone(d) {
				a.ignores = append(a.ignores, found...)
			}
		}
		before := len(findings)
		findings = applyIgnores(findings, all)
		a.ignored = before - len(findings)
	}
	if len(findings) == 0 {
		return a
	}
	for i := range findings {
		findings[i].order = s.order(&findings[i])
	}
	sortFindings(findings)
	findings = compactFindings(findings)
	a.findings = foldConsequences(findings, func(f *Finding) (Severity, bool) { return s.levels[f.Place.Document].severity(f.Rule) })
	this := &look{}
	for i := range a.findings {
		s.searchFixes(&a.findings[i])
		a.findings[i].identity = Identity{this, i}
		if !s.kept {
			a.findings[i].forget()
		}
	}
	return a
}

// searchFixes looks for the fixes that a finding does not have yet, or sees to it that nobody looks any more.
func (s *scope) searchFixes(f *Finding) {
	if s.options.FixesLater && s.kept || f.Later == nil {
		return
	}
	later := f.Later
	f.Later = nil
	if s.options.FixesLater {
		return
	}
	defer func() {
		if crash := recover(); crash != nil {
			s.failures = append(s.failures, Failure{f.Place.Document.Path, bug("the search for fixes of the rule "+f.Rule.ID, crash)})
		}
	}()
	f.Fixes = later()
}

// runRules runs the rules over each cluster and over each text, and returns the texts, too.
func (s *scope) runRules() (findings []Finding, parts []*source.Part) {
	wanted := slices.DeleteFunc(slices.Clone(s.options.Rules), func(rule *Rule) bool {
		return !slices.ContainsFunc(s.documents, func(d *source.Document) bool { return !s.levels[d].off(rule) })
	})
	users := map[*source.Part][]*source.Cluster{}
	for _, c := range s.clusters {
		for _, part := range c.Written() {
			if users[part] == nil {
				parts = append(parts, part)
			}
			users[part] = append(users[part], c)
		}
		if !s.counts(c) {
			continue
		}
		pass, read := NewPass(nil, c, s.clusters), c.Read()
		pass.levels = s.levels[c.Document]
		for _, rule := range wanted {
			if rule.Check != nil && (read || rule.Unread) {
				findings = append(findings, s.checkRule(pass, rule)...)
			}
		}
	}
	for _, part := range parts {
		if !slices.ContainsFunc(users[part], s.counts) {
			continue
		}
		pass, read := newPartPass(part, users[part], s.clusters), users[part][0].Read()
		pass.levels = s.levels[part.Document]
		for _, rule := range wanted {
			if rule.CheckPart != nil && (read || rule.Unread) {
				findings = append(findings, s.checkRule(pass, rule)...)
			}
		}
	}
	return findings, parts
}

// setLevel gives a finding the severity that the user wants for the file that it stands in; Off for a rule that is off there.
func (s *scope) setLevel(f *Finding) {
	if severity, ok := s.levels[f.Place.Document].severity(f.Rule); ok {
		f.Severity = severity
	}
}

// order is the number of the file that a finding is shown for: the one that it stands in, where that is chosen.
func (s *scope) order(f *Finding) int {
	if c, ok := s.chosen[f.Place.Document]; ok {
		return c.seq
	}
	for _, r := range f.Related {
		if c, ok := s.chosen[r.Place.Document]; ok {
			return c.seq
		}
	}
	return 0
}

// sortFindings brings findings into the order of their files, and of their places in them; of the same finding about
// several clusters the worst comes first.
func sortFindings(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.Place.Document.Path, b.Place.Document.Path),
			cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Rule.ID, b.Rule.ID),
			cmp.Compare(a.Message, b.Message), cmp.Compare(b.Severity, a.Severity))
	})
}

// sameFinding: the processes of a cluster share most options, and clusters share files, so a rule may come upon one
// mistake several times.
func sameFinding(a, b Finding) bool {
	return a.Rule == b.Rule && a.Place.Document.Path == b.Place.Document.Path && a.Span == b.Span && a.Message == b.Message &&
		(a.Role == nil) == (b.Role == nil) && (a.Role == nil || *a.Role == *b.Role)
}

// checkRule runs one rule over one cluster or text; a rule that panics costs its own findings there and no more.
func (s *scope) checkRule(pass *Pass, rule *Rule) (findings []Finding) {
	defer func() {
		if crash := recover(); crash != nil {
			s.failures = append(s.failures, Failure{pass.Cluster.Document.Path, bug("the rule "+rule.ID, crash)})
		}
	}()
	pass.rule, pass.findings = rule, nil
	if pass.Part == nil {
		rule.Check(pass)
	} else {
		rule.CheckPart(pass)
	}
	return pass.findings
}
