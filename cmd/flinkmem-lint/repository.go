package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
)

// locator tells where files stand in the repository, for programs that know nothing of the working folder. It is the
// repository of the working folder. Without one it is what GitHub Actions has checked out, where the working folder is in it;
// without that the repository that a file is in by itself, or else the working folder.
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
	return func(path string) string {
		if path == lint.StdinName {
			return path
		}
		name := filepath.FromSlash(path)
		if !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
		}
		name = realName(name)
		in := root
		if in == "" {
			if in = dir; filepath.IsAbs(filepath.FromSlash(path)) {
				in = repositoryOf(filepath.Dir(name))
			}
		}
		if rel, ok := below(in, name); in != "" && ok {
			return rel
		}
		return filepath.ToSlash(name)
	}
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
