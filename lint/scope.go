package lint

import (
	"cmp"
	"os"
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
	plan      []plannedRule
	failures  []Failure
}

// newScope links documents. Of the chosen ones, findings are shown; the others say more about them.
func newScope(o *Options, first file, documents []*source.Document, files, chosen map[*source.Document]file) *scope {
	s := &scope{documents: documents, chosen: chosen, plan: first.config.plan}
	names := make(map[string]file, len(documents))
	for _, d := range documents {
		names[d.Path] = files[d]
	}
	clusters := source.Link(documents, source.LinkOptions{
		Flag: o.FlinkVersion,
		Config: func(path string) flink.Version {
			f := names[path]
			if f.config == nil {
				return flink.Version{}
			}
			return f.config.versionFor(f.name)
		},
		Absolute: func(path string) string { return names[path].name },
		Neighbours: func(path string) []source.Clue {
			f := names[path]
			return f.neighbours(o)
		},
	})
	for _, c := range clusters {
		if s.concerns(c) {
			s.clusters = append(s.clusters, c)
		}
	}
	return s
}

// neighbours are the Flink versions that the build files beside a file tell.
func (f *file) neighbours(o *Options) []source.Clue {
	if f.folder == nil || f.stdin {
		return nil
	}
	folder, _ := path.Split(f.shown)
	return source.NeighbourVersions(path.Clean(folder), func(name string) ([]byte, bool) {
		if first, _, _ := strings.Cut(name, "/"); first != ".." && !f.folder.has(first) {
			return nil, false
		}
		content, err := readFile(o.Files, filepath.Join(f.folder.dir, filepath.FromSlash(name)))
		return content, err == nil
	})
}

// concerns reports whether a chosen document takes part in the cluster.
func (s *scope) concerns(c *source.Cluster) bool {
	if s.isChosen(c.Document) {
		return true
	}
	if slices.ContainsFunc(c.Written(), func(p *source.Part) bool { return s.isChosen(p.Document) }) {
		return true
	}
	return slices.ContainsFunc(c.Losses, func(l source.Loss) bool { return s.isChosen(l.Place.Document) })
}

func (s *scope) isChosen(d *source.Document) bool {
	_, ok := s.chosen[d]
	return ok
}

// shows reports whether a finding is to be shown: one of its places is in a chosen file.
func (s *scope) shows(f *Finding) bool {
	return s.isChosen(f.Place.Document) ||
		slices.ContainsFunc(f.Related, func(r Related) bool { return s.isChosen(r.Place.Document) })
}

// check runs the rules over the scope and brings their findings into order.
func (s *scope) check() []Finding {
	var findings []Finding
	var parts []*source.Part
	users := map[*source.Part][]*source.Cluster{}
	for _, c := range s.clusters {
		for _, part := range c.Written() {
			if users[part] == nil {
				parts = append(parts, part)
			}
			users[part] = append(users[part], c)
		}
		pass, read := NewPass(nil, c, s.clusters), c.Read()
		for _, p := range s.plan {
			if p.rule.Check != nil && (read || p.rule.Unread) {
				findings = append(findings, s.checkRule(pass, p)...)
			}
		}
	}
	for _, part := range parts {
		pass, read := newPartPass(part, users[part], s.clusters), users[part][0].Read()
		for _, p := range s.plan {
			if p.rule.CheckPart != nil && (read || p.rule.Unread) {
				findings = append(findings, s.checkRule(pass, p)...)
			}
		}
	}
	findings = slices.DeleteFunc(findings, func(f Finding) bool { return !s.shows(&f) })
	if len(findings) == 0 {
		return nil
	}
	for i := range findings {
		findings[i].order = s.order(&findings[i])
	}
	sortFindings(findings)
	return slices.CompactFunc(findings, sameFinding)
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
func (s *scope) checkRule(pass *Pass, p plannedRule) (findings []Finding) {
	defer func() {
		if crash := recover(); crash != nil {
			s.failures = append(s.failures, Failure{pass.Cluster.Document.Path, bug("the rule "+p.rule.ID, crash)})
		}
	}()
	pass.rule, pass.findings = p.rule, nil
	if pass.Part == nil {
		p.rule.Check(pass)
	} else {
		p.rule.CheckPart(pass)
	}
	if p.severity != Off {
		for i := range pass.findings {
			pass.findings[i].Severity = p.severity
		}
	}
	return pass.findings
}

// gather reads what a folder's documents have to be brought together with: the other documents of the folder that take
// part in clusters, and the files that any of them refers to. The chosen ones come first.
func gather(o *Options, chosen []opened, claims func(string) bool) ([]*source.Document, map[*source.Document]file) {
	g := &gathering{options: o, files: map[*source.Document]file{}, seen: map[string]bool{}, aside: map[string]*source.Document{}, config: chosen[0].file.config}
	for _, c := range chosen {
		g.add(c.document, c.file)
	}
	dir := filepath.Dir(chosen[0].file.name)
	for _, name := range folderNames(dir) {
		if claims(name) {
			g.open(filepath.Join(dir, name), false)
		}
	}
	for i := 0; i < len(g.documents) && len(g.documents) < maxGathered; i++ {
		d := g.documents[i]
		from := filepath.Dir(g.files[d].name)
		for _, ref := range d.References {
			g.refer(filepath.Join(from, filepath.FromSlash(ref)), claims)
		}
	}
	return g.documents, g.files
}

// maxGathered bounds how many documents one scope may draw in by references.
const maxGathered = 2000

type gathering struct {
	options   *Options
	config    *Config
	documents []*source.Document
	files     map[*source.Document]file
	seen      map[string]bool             // absolute names of the documents
	aside     map[string]*source.Document // those of the folder that nothing has referred to yet; nil for other files
}

func (g *gathering) add(d *source.Document, f file) {
	g.seen[f.name] = true
	g.documents = append(g.documents, d)
	g.files[d] = f
}

// refer reads a file that a document refers to, or the configuration files of a folder.
func (g *gathering) refer(name string, claims func(string) bool) {
	names := folderNames(name)
	if names == nil {
		g.open(name, true)
		return
	}
	for _, n := range names {
		if claims(n) {
			g.open(filepath.Join(name, n), true)
		}
	}
}

// open reads a file into the scope: one that is referred to, or one of the folder that takes part in clusters. What is
// not there, or cannot be read, says nothing here: whoever names it is told.
func (g *gathering) open(name string, referred bool) {
	if g.seen[name] {
		return
	}
	f := file{name: name, shown: shownPath(g.options.Dir, name), config: g.config, folder: &folder{dir: filepath.Dir(name)}}
	d, read := g.aside[name]
	if !read {
		content, err := f.read(g.options)
		if err == nil {
			d = source.ReadWith(f.shown, content, source.ReadOptions{Neighbour: f.neighbour()})
		}
		if d == nil && err == nil && referred {
			d = source.Plain(f.shown, content)
		}
		g.aside[name] = d
	}
	if d != nil && (referred || d.Linked()) {
		g.add(d, f)
	}
}

// folderNames are the names in a folder, sorted; nil for anything that is none.
func folderNames(name string) []string {
	entries, err := os.ReadDir(name)
	if err != nil {
		return nil
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names
}
