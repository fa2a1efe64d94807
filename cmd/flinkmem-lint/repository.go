package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
)

// locator tells where files stand in the repository of the working folder, for programs that know nothing of that folder. Where
// it is in none, what GitHub Actions has checked out takes the repository's place. It is not safe for concurrent use.
func locator(dir string) report.Locator {
	dir = realName(dir)
	root := repositoryOf(dir)
	if workspace := os.Getenv("GITHUB_WORKSPACE"); root == "" && workspace != "" {
		if workspace = realName(workspace); filepath.IsAbs(workspace) {
			if _, ok := below(workspace, dir); ok {
				root = workspace
			}
		}
	}
	known := map[string]string{lint.StdinName: lint.StdinName}
	return func(path string) string {
		located, ok := known[path]
		if !ok {
			located = locate(dir, root, path)
			known[path] = located
		}
		return located
	}
}

// locate is a file's name relative to the root, with slashes; absolute for one outside it. Without a root, files below the
// working folder are relative to that, others to their own repository.
func locate(dir, root, path string) string {
	name := filepath.FromSlash(path)
	if root == "" {
		if root = dir; filepath.IsAbs(name) {
			root = repositoryOf(filepath.Dir(realName(name)))
		}
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	for _, n := range []string{realName(name), name} { // a link that leads out of the repository is a file in it all the same
		if rel, ok := below(root, n); root != "" && ok {
			return rel
		}
	}
	return filepath.ToSlash(name)
}

// realName follows links: GitHub knows files by the names that git has for them. What is not there keeps its name.
func realName(name string) string {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	return name
}

// below is a name relative to a folder, with slashes; false where it is not in it.
func below(dir, name string) (string, bool) {
	rel, err := filepath.Rel(dir, name)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// repositoryOf is the root of the git repository that a folder is in, "" for none. In a work tree or submodule .git is a file.
func repositoryOf(dir string) string {
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
