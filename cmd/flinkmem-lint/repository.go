package main

import (
	"os"
	"path/filepath"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
)

// locator tells where files stand in their repository, for programs that know nothing of the working folder. That is the
// repository of the working folder, also for what is in a repository further down. Where the working folder is in none, it is
// the one of the file itself; without that what GitHub Actions has checked out, and then the working folder. It is not safe for
// concurrent use.
func locator(dir string) report.Locator {
	dir = realName(dir)
	repository := lint.RepositoryOf(dir)
	workspace := os.Getenv("GITHUB_WORKSPACE")
	if workspace != "" {
		workspace = realName(workspace)
	}
	known := map[string]string{lint.StdinName: lint.StdinName}
	return func(path string) string {
		located, ok := known[path]
		if !ok {
			name := filepath.FromSlash(path)
			if !filepath.IsAbs(name) {
				name = filepath.Join(dir, name)
			}
			roots := []string{repository}
			if repository == "" {
				roots = []string{lint.RepositoryOf(filepath.Dir(realName(name))), workspace, dir}
			}
			located = locate(name, roots)
			known[path] = located
		}
		return located
	}
}

// locate is a file's name relative to the first of the folders that it is in, with slashes; absolute where it is in none.
func locate(name string, roots []string) string {
	for _, root := range roots {
		for _, n := range []string{realName(name), name} { // a link that leads out of a repository is a file in it all the same
			if rel, ok := below(root, n); ok {
				return rel
			}
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
	if !filepath.IsAbs(dir) || !lint.Within(dir, name) {
		return "", false
	}
	rel, err := filepath.Rel(dir, name)
	return filepath.ToSlash(rel), err == nil
}
