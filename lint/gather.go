package lint

import (
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// gather reads what a folder's documents have to be brought together with: the other documents of the folder that take
// part in clusters, and the files that any of them refers to. The chosen ones come first.
func gather(o *Options, dir string, config *Config, chosen []opened, claims func(string) bool) ([]*source.Document, map[*source.Document]file) {
	g := &gathering{options: o, files: map[*source.Document]file{}, seen: map[string]bool{}, aside: map[string]*source.Document{}, config: config}
	for _, c := range chosen {
		g.add(c.document, c.file)
	}
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

// refer reads a file that a document refers to, the files of a folder that a pattern names, or the configuration files of a
// folder.
func (g *gathering) refer(name string, claims func(string) bool) {
	if dir, pattern := filepath.Split(name); strings.Contains(pattern, "*") {
		for _, n := range folderNames(dir) {
			if fits, _ := path.Match(pattern, n); fits {
				g.open(filepath.Join(dir, n), true)
			}
		}
		return
	}
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
			d = source.ReadWith(f.shown, content, source.ReadOptions{Neighbour: f.neighbour(), Text: f.beside(g.options), Names: f.names})
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
