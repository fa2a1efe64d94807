package lint

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// file is a file to read.
type file struct {
	name     string // absolute; for standard input the name to treat it as
	shown    string
	explicit bool // named by the user, not found in a folder or as if it had been
	stdin    bool
	config   *Config
	folder   *folder
	seq      int
}

// folder knows what lies in a folder; the names are read when somebody asks.
type folder struct {
	dir   string
	names []string
}

// has reports whether the folder has an entry of that name.
func (f *folder) has(name string) bool {
	if f == nil {
		return false
	}
	if f.names != nil {
		_, ok := slices.BinarySearch(f.names, name)
		return ok
	}
	_, err := os.Lstat(filepath.Join(f.dir, name))
	return err == nil
}

// walk finds the files to read. Its callbacks are called from one goroutine, in the order of the paths.
type walk struct {
	dir     string // the working folder
	configs *configs
	found   func(file) bool // false ends the walk
	failed  func(shown string, err error)
	claims  func(name string) bool
	strict  bool // files that are named are treated as if they had been found

	seen    map[string]bool // real paths of the files found so far
	done    []string        // real paths of the folders walked so far
	entered map[string]bool // all folders whose files were found
}

var errStopped = errors.New("stopped")

func (w *walk) paths(o *Options) error {
	for _, p := range o.Paths {
		if p != "-" {
			if err := w.path(p); err != nil {
				return err
			}
			continue
		}
		f := file{name: filepath.Join(o.Dir, "-"), shown: StdinName, explicit: true, stdin: true}
		dir := o.Dir
		if o.StdinFilename != "" {
			f.name = resolve(o.Dir, o.StdinFilename)
			f.shown, dir = shownPath(o.Dir, f.name), filepath.Dir(f.name)
			f.folder = &folder{dir: dir}
		}
		config, err := w.configs.of(dir)
		if err != nil {
			return err
		}
		f.config = config
		if w.firstVisit("") && !w.found(f) {
			return errStopped
		}
	}
	return nil
}

// path walks one path that the user named. Its error is that of a configuration file.
func (w *walk) path(path string) error {
	name := path
	if !filepath.IsAbs(name) {
		name = filepath.Join(w.dir, path)
	}
	name = filepath.Clean(name)
	info, err := os.Stat(name)
	if err != nil {
		w.failed(filepath.ToSlash(path), plainError(err))
		return nil
	}
	real, err := filepath.EvalSymlinks(name)
	if err != nil {
		w.failed(filepath.ToSlash(path), plainError(err))
		return nil
	}
	switch {
	case info.Mode().IsRegular():
		return w.explicit(name, real)
	case !info.IsDir(): // opening a pipe could block for ever
		w.failed(filepath.ToSlash(path), errNotRegular)
		return nil
	}
	config, err := w.configs.of(name)
	if err != nil {
		return err
	}
	t := &tree{walk: w, root: name, real: real}
	here := place{name: name, config: config}
	if root := RepositoryOf(real); root != "" {
		here.ignores, here.inRepository = outerIgnores(root, real)
	}
	if err := t.enter(here); err != nil {
		return err
	}
	w.done = append(w.done, real)
	return t.visitLinks()
}

// explicit is a file that the user named: it is read whatever it is called and whatever ignores it, unless the walk is strict.
func (w *walk) explicit(name, real string) error {
	if w.strict {
		if out, err := w.excluded(name); out || err != nil || !w.claims(filepath.Base(name)) {
			return err
		}
	}
	if !w.firstVisit(real) {
		return nil
	}
	config, err := w.configs.of(filepath.Dir(name))
	if err != nil {
		return err
	}
	f := file{name: name, shown: shownPath(w.dir, name), explicit: !w.strict, config: config, folder: &folder{dir: filepath.Dir(name)}}
	if !w.found(f) {
		return errStopped
	}
	return nil
}

// excluded reports whether a configuration leaves out a file, or a folder on the way to it from the working folder.
func (w *walk) excluded(name string) (bool, error) {
	for at := name; at != w.dir && at != filepath.Dir(at); at = filepath.Dir(at) {
		config, err := w.configs.of(filepath.Dir(at))
		if err != nil {
			return false, err
		}
		if config.excludes(at) || w.configs.options.Over.excludes(at) {
			return true, nil
		}
	}
	return false, nil
}

// firstVisit reports whether the file has not been found before, and notes it.
func (w *walk) firstVisit(real string) bool {
	if w.seen[real] {
		return false
	}
	w.seen[real] = true
	return true
}

// tree is the walk below one folder that the user named.
type tree struct {
	*walk
	root, real string
	links      []link
}

// link is a symbolic link to be looked at when everything else is known.
type link struct {
	name   string
	config *Config
	folder *folder
}

// place is a folder on the way down.
type place struct {
	name         string
	rel          []string // segments below root
	config       *Config
	ignores      *ignores
	inRepository []string // segments below the repository's root
}

func (t *tree) realName(rel []string) string {
	if len(rel) == 0 {
		return t.real
	}
	return t.real + string(filepath.Separator) + strings.Join(rel, string(filepath.Separator))
}

// enter walks a folder.
func (t *tree) enter(p place) error {
	if slices.Contains(t.done, t.realName(p.rel)) {
		return nil
	}
	t.entered[p.name] = true
	entries, err := os.ReadDir(p.name)
	if err != nil {
		t.failed(shownPath(t.dir, p.name), plainError(err))
		return nil
	}
	names := &folder{dir: p.name, names: make([]string, len(entries))}
	for i, e := range entries {
		names.names[i] = e.Name()
	}
	if names.has(".git") && len(p.rel) > 0 {
		p.ignores, p.inRepository = repositoryIgnores(p.name), []string{}
	}
	if p.inRepository != nil && names.has(".gitignore") {
		if content, err := os.ReadFile(filepath.Join(p.name, ".gitignore")); err == nil {
			p.ignores = p.ignores.with(content, len(p.inRepository))
		}
	}
	if names.has(ConfigName) && len(p.rel) > 0 {
		if p.config, err = t.configs.of(p.name); err != nil {
			return err
		}
	}
	for _, e := range entries {
		if err := t.entry(p, names, e); err != nil {
			return err
		}
	}
	return nil
}

func (t *tree) entry(p place, names *folder, e fs.DirEntry) error {
	name, kind := e.Name(), e.Type()
	isDir := kind.IsDir()
	if isDir && name == ".git" || !isDir && !t.claims(name) && kind&fs.ModeSymlink == 0 {
		return nil
	}
	full := filepath.Join(p.name, name)
	if t.skipped(p, full, name, isDir) {
		return nil
	}
	switch {
	case isDir:
		next := place{name: full, rel: below(p.rel, name), config: p.config, ignores: p.ignores}
		if p.inRepository != nil {
			next.inRepository = below(p.inRepository, name)
		}
		return t.enter(next)
	case kind&fs.ModeSymlink != 0:
		if t.claims(name) {
			t.links = append(t.links, link{full, p.config, names})
		}
	case kind.IsRegular():
		if !t.firstVisit(t.realName(below(p.rel, name))) {
			return nil
		}
		if !t.found(file{name: full, shown: shownPath(t.dir, full), config: p.config, folder: names}) {
			return errStopped
		}
	}
	return nil
}

// skipped reports whether git or the configuration leaves the entry out.
func (t *tree) skipped(p place, full, name string, isDir bool) bool {
	if p.inRepository != nil && p.ignores != nil && p.ignores.ignored(below(p.inRepository, name), isDir) {
		return true
	}
	return p.config.excludes(full) || t.configs.options.Over.excludes(full)
}

// visitLinks reads the files that links name, where they lie in the tree and have not been read under their own name.
// A link that leads out of the tree is never followed, and a link to a folder never needs to be.
func (t *tree) visitLinks() error {
	for _, l := range t.links {
		real, err := filepath.EvalSymlinks(l.name)
		if err != nil {
			continue // a loop, or a link to nothing
		}
		info, err := os.Stat(real)
		if err != nil || !info.Mode().IsRegular() || !Within(t.real, real) || !t.firstVisit(real) {
			continue
		}
		if !t.found(file{name: l.name, shown: shownPath(t.dir, l.name), config: l.config, folder: l.folder}) {
			return errStopped
		}
	}
	return nil
}

// Within reports whether a file or folder is a folder or lies in it, by their absolute names.
func Within(folder, name string) bool {
	if rest, ok := strings.CutPrefix(name, folder); ok && rest != "" && os.IsPathSeparator(rest[0]) {
		return true // clean names need no more, and an editor asks for thousands of files at every keystroke
	}
	rel, err := filepath.Rel(folder, name)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// below appends a segment to a path that others still use.
func below(segments []string, name string) []string {
	return append(slices.Clip(segments), name)
}
