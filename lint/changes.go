package lint

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// Changes are files that have changed, and those that are gone. A run with them says only what concerns them: the
// findings of the clusters that one of them takes part in, the same that a run without them has for these clusters.
type Changes struct {
	names   map[string]bool // real names
	folders []string        // all that lies in them has changed
	configs []string        // the folders of changed configurations
	gone    []string
	real    sync.Map // the real names of folders, as they are asked for again and again
}

// NewChanges takes absolute names. A folder stands for all that lies in it; what is not there is gone.
func NewChanges(names []string) *Changes {
	c := &Changes{names: make(map[string]bool, len(names))}
	for _, name := range names {
		name = c.realPath(name)
		switch info, err := os.Lstat(name); {
		case err != nil:
			c.gone = append(c.gone, name)
		case info.IsDir():
			c.folders = append(c.folders, name)
		}
		if filepath.Base(name) == ConfigName {
			c.configs = append(c.configs, filepath.Dir(name))
		}
		c.names[name] = true
	}
	return c
}

// realPath is the name of a file in its real folder; the file itself may be a link, or not be there at all.
func (c *Changes) realPath(name string) string {
	dir, base := filepath.Dir(name), filepath.Base(name)
	if dir == name {
		return name
	}
	real, known := c.real.Load(dir)
	if !known {
		var err error
		if real, err = filepath.EvalSymlinks(dir); err != nil {
			real = c.realPath(dir) // the folder is gone, too
		}
		c.real.Store(dir, real)
	}
	return filepath.Join(real.(string), base)
}

// have reports whether a file has changed: the name itself, or what a link of that name leads to.
func (c *Changes) have(name string) bool {
	if c.haveReal(c.realPath(name)) {
		return true
	}
	if info, err := os.Lstat(name); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return false
	}
	real, err := filepath.EvalSymlinks(name)
	return err == nil && c.haveReal(real)
}

func (c *Changes) haveReal(name string) bool {
	if c.names[name] {
		return true
	}
	for _, folder := range c.folders {
		if Within(folder, name) {
			return true
		}
	}
	return false
}

// trail notes what the answers for a scope rest on. Safe for concurrent use.
type trail struct {
	Files
	mu     sync.Mutex
	opened map[string]bool // files that were opened, or looked for
	beside map[string]bool // build files that may tell the Flink version
}

func (t *trail) Open(name string) (fs.File, error) {
	t.mu.Lock()
	t.opened[name] = true
	t.mu.Unlock()
	return t.Files.Open(name)
}

// tracked is the options with files that note what is read, where only changes count.
func (o *Options) tracked() *Options {
	if o.Changes == nil {
		return o
	}
	own := *o
	own.Files = &trail{Files: o.Files, opened: map[string]bool{}, beside: map[string]bool{}}
	return &own
}

// lookBeside notes that the version may come from a build file.
func (o *Options) lookBeside(name string) {
	if t, ok := o.Files.(*trail); ok {
		t.mu.Lock()
		t.beside[name] = true
		t.mu.Unlock()
	}
}

// changes is what of a scope has changed.
type changes struct {
	all       bool // every cluster may be another one than before
	documents map[*source.Document]bool
}

// changed finds out what of the scope has changed. A file that takes part in no cluster now may have done so before, or
// say something about all of them.
func (s *scope) changed(files map[*source.Document]file, clusters []*source.Cluster) *changes {
	c := s.options.Changes
	if c == nil {
		return nil
	}
	done := &changes{documents: map[*source.Document]bool{}}
	if s.options.Config != "" {
		done.all = c.have(resolve(s.options.Dir, s.options.Config))
	}
	dirs := map[string]bool{}
	for _, d := range s.documents {
		name := files[d].name
		dirs[filepath.Dir(c.realPath(name))] = true
		if c.have(name) {
			done.documents[d] = true
			done.all = done.all || !inOneOf(clusters, d)
		}
	}
	if t, ok := s.options.Files.(*trail); ok {
		for name := range t.beside {
			done.all = done.all || c.have(name)
		}
		for _, name := range c.gone {
			done.all = done.all || t.lookedFor(c, name) || dirs[filepath.Dir(name)] && source.Claims(name)
		}
	}
	for _, config := range c.configs {
		for dir := range dirs {
			done.all = done.all || Within(config, dir)
		}
	}
	return done
}

func (t *trail) lookedFor(c *Changes, real string) bool {
	for name := range t.opened {
		if filepath.Base(name) == filepath.Base(real) && c.realPath(name) == real {
			return true
		}
	}
	return false
}

// inOneOf reports whether a document takes part in one of the clusters.
func inOneOf(clusters []*source.Cluster, d *source.Document) bool {
	return slices.ContainsFunc(clusters, func(c *source.Cluster) bool {
		return takesPart(c, func(other *source.Document) bool { return other == d })
	})
}

// takesPart reports whether one of the cluster's documents is as asked for.
func takesPart(c *source.Cluster, is func(*source.Document) bool) bool {
	for d := range c.Documents {
		if is(d) {
			return true
		}
	}
	return false
}

// counts reports whether findings of a cluster are wanted: where only changes count, one has to take part in it.
func (s *scope) counts(c *source.Cluster) bool {
	return s.changes == nil || s.changes.all || takesPart(c, func(d *source.Document) bool { return s.changes.documents[d] })
}

// countsAlone reports whether all that could be said of a document is said: then a comment in it that silences nothing is of no use.
func (s *scope) countsAlone(d *source.Document) bool {
	return s.changes == nil || s.changes.documents[d]
}

// lookedAt are the names of the chosen documents that have changed or take part in a cluster that counts.
func (s *scope) lookedAt() []string {
	wanted := slices.DeleteFunc(slices.Clone(s.clusters), func(c *source.Cluster) bool { return !s.counts(c) })
	var names []string
	for d, f := range s.chosen {
		if s.changes.documents[d] || inOneOf(wanted, d) {
			names = append(names, f.name)
		}
	}
	return names
}
