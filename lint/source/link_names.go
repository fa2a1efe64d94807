package source

import (
	"path"
	"path/filepath"
	"strings"
)

// nameAll notes the documents under all names that a path from another document may come to. They are shown relative to the
// working folder, and absolute outside of it: a path that leads out of the working folder, or back into it, is neither.
func (l *linker) nameAll() {
	l.names = make(map[*Document][]string, len(l.docs))
	root := ""
	for _, d := range l.docs {
		l.name(d, d.Path)
		if l.Absolute == nil {
			continue
		}
		absolute := filepath.ToSlash(l.Absolute(d.Path))
		l.name(d, absolute)
		if within, ok := strings.CutSuffix(absolute, "/"+d.Path); ok {
			root = within
		}
	}
	if root == "" {
		return
	}
	for _, d := range l.docs {
		if relative, err := filepath.Rel(filepath.FromSlash(root), filepath.FromSlash(d.Path)); err == nil && path.IsAbs(d.Path) {
			l.name(d, filepath.ToSlash(relative))
		}
	}
}

func (l *linker) name(d *Document, name string) {
	if l.paths[name] == nil {
		l.paths[name] = d
	}
	l.names[d] = append(l.names[d], name)
}

// liesIn reports whether a document lies in a folder, by any of its names.
func (l *linker) liesIn(d *Document, folder string) bool {
	for _, name := range l.names[d] {
		if path.Dir(name) == path.Clean(folder) {
			return true
		}
	}
	return false
}
