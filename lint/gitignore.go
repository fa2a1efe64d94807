package lint

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
)

// ignores are the patterns of one folder's .gitignore, on top of those of the folders above it. A nil *ignores
// ignores nothing.
type ignores struct {
	above    *ignores
	depth    int // how many segments below the repository's root the folder is
	patterns []ignorePattern
}

type ignorePattern struct {
	segments []string // of an anchored pattern
	name     string   // of a pattern without a slash, which fits in every folder below
	negate   bool
	dirOnly  bool
}

// ignored reports whether git ignores a path that is given in segments below the repository's root. The folders that
// it is in are not ignored themselves: the walk never enters one that is.
func (g *ignores) ignored(segments []string, isDir bool) bool {
	name := segments[len(segments)-1]
	for ; g != nil; g = g.above {
		for i := len(g.patterns) - 1; i >= 0; i-- {
			p := &g.patterns[i]
			if p.dirOnly && !isDir {
				continue
			}
			if p.name != "" && matchSegment(p.name, name) || p.segments != nil && matchSegments(p.segments, segments[g.depth:]) {
				return !p.negate
			}
		}
	}
	return false
}

// with adds the patterns of a .gitignore whose folder is depth segments below the repository's root.
func (g *ignores) with(content []byte, depth int) *ignores {
	var patterns []ignorePattern
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	for line := range bytes.Lines(content) {
		if p, ok := parseIgnore(strings.TrimRight(string(line), "\r\n")); ok {
			patterns = append(patterns, p)
		}
	}
	if patterns == nil {
		return g
	}
	return &ignores{above: g, depth: depth, patterns: patterns}
}

// posixClasses are the character classes that git's patterns have and path.Match lacks.
var posixClasses = strings.NewReplacer("[!", "[^", "[:alpha:]", "a-zA-Z", "[:digit:]", "0-9", "[:alnum:]", "a-zA-Z0-9",
	"[:lower:]", "a-z", "[:upper:]", "A-Z", "[:xdigit:]", "0-9a-fA-F", "[:space:]", " \t", "[:punct:]", "!-/:-@\\[-`{-~")

func parseIgnore(line string) (ignorePattern, bool) {
	for strings.HasSuffix(line, " ") && !strings.HasSuffix(line, `\ `) {
		line = line[:len(line)-1]
	}
	if line == "" || line[0] == '#' {
		return ignorePattern{}, false
	}
	var p ignorePattern
	if line[0] == '!' {
		p.negate, line = true, line[1:]
	}
	if strings.HasSuffix(line, "/") {
		p.dirOnly, line = true, line[:len(line)-1]
	}
	if strings.Contains(line, "[") {
		line = posixClasses.Replace(line)
	}
	if !strings.Contains(line, "/") {
		p.name = line
		return p, line != ""
	}
	p.segments = strings.Split(strings.TrimPrefix(line, "/"), "/")
	return p, true
}

// RepositoryOf finds the git repository that a folder is in: its root, or "". It starts no program.
func RepositoryOf(dir string) string {
	for {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

// repositoryIgnores are the patterns that hold in a whole repository: those of info/exclude. The root's own .gitignore
// comes with the root folder.
func repositoryIgnores(root string) *ignores {
	git := filepath.Join(root, ".git")
	// In a work tree or a submodule .git is a file that names the real folder, and a work tree shares its
	// repository's info/exclude.
	if text, err := os.ReadFile(git); err == nil {
		if to, ok := strings.CutPrefix(strings.TrimSpace(string(text)), "gitdir: "); ok {
			git = resolve(root, to)
			if common, err := os.ReadFile(filepath.Join(git, "commondir")); err == nil {
				git = resolve(git, strings.TrimSpace(string(common)))
			}
		}
	}
	content, err := os.ReadFile(filepath.Join(git, "info", "exclude"))
	if err != nil {
		return nil
	}
	return (*ignores)(nil).with(content, 0)
}

// outerIgnores are the patterns that hold in a folder of a repository before its own .gitignore is read, and the
// folder's segments below the repository's root. A folder that is ignored itself was named by somebody who wants it read:
// nothing outside it counts then.
func outerIgnores(root, dir string) (*ignores, []string) {
	rel, err := filepath.Rel(root, dir)
	if err != nil || rel == "." {
		return repositoryIgnores(root), []string{}
	}
	g := repositoryIgnores(root)
	segments := strings.Split(filepath.ToSlash(rel), "/")
	at := root
	for i, name := range segments {
		if content, err := os.ReadFile(filepath.Join(at, ".gitignore")); err == nil {
			g = g.with(content, i)
		}
		if g.ignored(segments[:i+1], true) {
			return nil, segments
		}
		at = filepath.Join(at, name)
	}
	return g, segments
}

func resolve(dir, name string) string {
	name = filepath.FromSlash(name)
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}
