package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
)

// changesSince asks git which files differ from a revision: from the last commit that the revision and HEAD have in common, so that
// what others did since then does not count. What is not committed counts, and so do files that git does not know yet and that nothing
// ignores. This is the only place that starts another program.
func (p *program) changesSince(rev string, o *lint.Options) (*lint.Changes, error) {
	switch {
	case rev == "" || strings.HasPrefix(rev, "-"): // git would take it for an option
		return nil, fmt.Errorf("--since %q: no revision is called so", rev)
	case o.WriteBaseline:
		return nil, errors.New("--since and --write-baseline do not go together: a baseline is of all files")
	}
	paths := o.Paths
	if len(paths) == 0 {
		paths = []string{"."}
	}
	var names []string
	folders, roots := map[string]bool{}, map[string]bool{} // those that git was asked about
	for _, path := range paths {
		if path == "-" {
			return nil, errors.New("--since is about files: standard input has no revisions")
		}
		folder := existingFolder(o.Dir, path)
		if folders[folder] {
			continue
		}
		folders[folder] = true
		root, err := p.git(folder, "rev-parse", "--show-toplevel")
		if err != nil {
			return nil, fmt.Errorf("--since: %s: %w", path, err)
		}
		root = filepath.FromSlash(strings.TrimSuffix(root, "\n"))
		if roots[root] {
			continue
		}
		roots[root] = true
		changed, err := p.changedIn(root, rev)
		if err != nil {
			return nil, err
		}
		names = append(names, changed...)
	}
	return lint.NewChanges(names), nil
}

// existingFolder is the folder in which to ask about a path: where links lead to, and above what is not there any more.
func existingFolder(dir, path string) string {
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	for {
		if info, err := os.Stat(path); err == nil && info.IsDir() || path == filepath.Dir(path) {
			return path
		}
		path = filepath.Dir(path)
	}
}

// changedIn are the files of a repository that differ, as absolute names.
func (p *program) changedIn(root, rev string) ([]string, error) {
	commit, err := p.git(root, "rev-parse", "--verify", "--quiet", rev+"^{commit}")
	if err != nil {
		if said := new(gitError); !errors.As(err, &said) {
			return nil, fmt.Errorf("--since: %w", err)
		}
		return nil, fmt.Errorf("--since %s: no such revision in %s%s", rev, filepath.ToSlash(root), p.whyMissing(root))
	}
	commit = strings.TrimSpace(commit)
	base, err := p.git(root, "merge-base", commit, "HEAD")
	if err != nil {
		p.note("--since %s: no commit is known that it has in common with HEAD: compared with the revision itself", rev)
		base = commit
	}
	changed, err := p.git(root, "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=none", strings.TrimSpace(base), "--")
	if err != nil {
		return nil, fmt.Errorf("--since %s: %w", rev, err)
	}
	untracked, err := p.git(root, "ls-files", "--others", "--exclude-standard", "-z")
	if err != nil {
		return nil, fmt.Errorf("--since %s: %w", rev, err)
	}
	var names []string
	for name := range strings.SplitSeq(changed+untracked, "\x00") {
		if name != "" {
			names = append(names, filepath.Join(root, filepath.FromSlash(name)))
		}
	}
	return names, nil
}

// whyMissing says how a clone comes to lack a revision.
func (p *program) whyMissing(root string) string {
	if shallow, err := p.git(root, "rev-parse", "--is-shallow-repository"); err == nil && strings.TrimSpace(shallow) == "true" {
		return ": the clone is shallow; fetch the revision first (with actions/checkout: fetch-depth: 0)"
	}
	return ""
}

// gitError is a refusal of git.
type gitError struct{ command, said string }

func (e *gitError) Error() string { return "git " + e.command + ": " + e.said }

// ofAnother are the variables with which git tells its hooks where a repository is: here the folder decides that.
var ofAnother = []string{"GIT_DIR=", "GIT_WORK_TREE=", "GIT_INDEX_FILE=", "GIT_PREFIX="}

// git runs git in a folder and returns what it prints. Settings that change which names a command lists are overridden.
func (p *program) git(dir string, args ...string) (string, error) {
	c := exec.Command("git", append([]string{"-C", dir, "-c", "diff.relative=false"}, args...)...)
	c.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return slices.ContainsFunc(ofAnother, func(name string) bool { return strings.HasPrefix(v, name) })
	})
	c.Env = append(c.Env, "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0")
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	err := c.Run()
	if failed := new(exec.ExitError); errors.As(err, &failed) {
		said, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n")
		return "", &gitError{args[0], strings.TrimPrefix(said, "fatal: ")}
	}
	if err != nil {
		p.fail(exitFailure)
		return "", fmt.Errorf("git cannot be started: %w", err)
	}
	return stdout.String(), nil
}
