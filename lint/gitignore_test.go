package lint

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// walkIgnores decides as the walk does: from the root down, and nothing below an ignored folder is looked at.
func walkIgnores(root, path string) bool {
	g := repositoryIgnores(root)
	segments := strings.Split(path, "/")
	dir := root
	for i, name := range segments {
		if content, err := os.ReadFile(filepath.Join(dir, ".gitignore")); err == nil {
			g = g.with(content, i)
		}
		if g.ignored(segments[:i+1], i < len(segments)-1) {
			return true
		}
		dir = filepath.Join(dir, name)
	}
	return false
}

func TestIgnoredLikeGit(t *testing.T) {
	git := gitIn(t)
	files := []string{"a.yaml", "b.bak", "build/x.yaml", "src/build/x.yaml", "src/a/b/c.yaml", "src/a/c.yaml", "logs/keep.yaml",
		"logs/drop.yaml", "deep/logs/drop.yaml", "foo bar.yaml", "#hash.yaml", "!bang.yaml", "x1.yaml", "xa.yaml", "doc/frotz/a", "a/doc/frotz/a",
		"trail ", "foo/one/bar", "foo/bar", "foo/x/y/bar", "a/b/x/b/c.yaml", "Umlaut-ä.yaml", "tab\tname.yaml", "conf/flink-conf.yaml"}
	for name, ignore := range map[string]map[string]string{
		"names":       {".gitignore": "*.bak\nbuild/\n"},
		"anchored":    {".gitignore": "/build\ndoc/frotz/\n"},
		"negated":     {".gitignore": "logs/*\n!logs/keep.yaml\n"},
		"lost":        {".gitignore": "logs\n!logs/keep.yaml\n"},
		"stars":       {".gitignore": "**/logs\nfoo/**/bar\nsrc/**\n"},
		"backtrack":   {".gitignore": "a/**/b/c.yaml\n"},
		"escapes":     {".gitignore": "\\#hash.yaml\n\\!bang.yaml\nfoo\\ bar.yaml\ntrail\\ \n"},
		"comments":    {".gitignore": "# a.yaml\n\n  \na.yaml   \n"},
		"crlf":        {".gitignore": "a.yaml\r\nbuild/\r\n"},
		"mark":        {".gitignore": "\xef\xbb\xbfa.yaml\n"},
		"classes":     {".gitignore": "x[0-9].yaml\nx[!0-9].yaml\n"},
		"posix":       {".gitignore": "x[[:digit:]].yaml\n"},
		"nested":      {".gitignore": "*.yaml\n", "src/.gitignore": "!c.yaml\n/a/b\n"},
		"exclude":     {".git/info/exclude": "a.yaml\nbuild\n", ".gitignore": "!build\n"},
		"everything":  {".gitignore": "*\n!*/\n!*.bak\n"},
		"broken":      {".gitignore": "[\na.yaml\n"},
		"doubled":     {".gitignore": "x**.yaml\n"},
		"only a dash": {".gitignore": "/\n-\n"},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			git(root, "", "init", "-q")
			for _, f := range files {
				write(t, filepath.Join(root, f), "")
			}
			for f, content := range ignore {
				write(t, filepath.Join(root, f), content)
			}
			compare(t, git, root, files)
		})
	}
}

// TestIgnoredLikeGitAtRandom puts patterns together at random.
func TestIgnoredLikeGitAtRandom(t *testing.T) {
	git := gitIn(t)
	r := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", "b", "c", "*", "**", "a*", "?", "[ab]", "b.yaml"}
	var files []string
	for _, d1 := range []string{"", "a/", "b/", "a/b/", "b/a/c/", "a/a/b/"} {
		for _, f := range []string{"a", "b.yaml", "c"} {
			files = append(files, "r/"+d1+"f"+f, "r/"+d1+"x/"+f)
		}
	}
	for n := range 40 {
		root := t.TempDir()
		git(root, "", "init", "-q")
		for _, f := range files {
			write(t, filepath.Join(root, f), "")
		}
		var text strings.Builder
		for range 1 + r.IntN(5) {
			if r.IntN(4) == 0 {
				text.WriteByte('!')
			}
			if r.IntN(4) == 0 {
				text.WriteByte('/')
			}
			for i := range 1 + r.IntN(3) {
				if i > 0 {
					text.WriteByte('/')
				}
				text.WriteString(pieces[r.IntN(len(pieces))])
			}
			if r.IntN(4) == 0 {
				text.WriteByte('/')
			}
			text.WriteByte('\n')
		}
		write(t, filepath.Join(root, "r/.gitignore"), text.String())
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Logf(".gitignore:\n%s", text.String())
			compare(t, git, root, files)
		})
	}
}

func compare(t *testing.T, git func(dir, stdin string, args ...string) string, root string, files []string) {
	t.Helper()
	ignored := map[string]bool{}
	for _, f := range strings.Split(git(root, strings.Join(files, "\x00"), "check-ignore", "--no-index", "-z", "--stdin"), "\x00") {
		ignored[f] = true
	}
	for _, f := range files {
		if got := walkIgnores(root, f); got != ignored[f] {
			t.Errorf("%s: ignored %v, git says %v", f, got, ignored[f])
		}
	}
}

// gitIn runs git in a folder, with none of the user's settings.
func gitIn(t *testing.T) func(dir, stdin string, args ...string) string {
	if _, err := exec.LookPath("git"); err != nil {
		t.Fatal("git is needed to compare with: ", err)
	}
	return func(dir, stdin string, args ...string) string {
		c := exec.Command("git", append([]string{"-c", "core.excludesFile="}, args...)...)
		c.Dir, c.Stdin = dir, strings.NewReader(stdin)
		c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
		out, err := c.Output()
		if exit, ok := err.(*exec.ExitError); err != nil && (!ok || exit.ExitCode() != 1) {
			t.Fatalf("git %v: %v", args, err)
		}
		return string(out)
	}
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}
