package lint

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// found walks paths in a folder and lists what it finds, and what fails as "! path: error".
func found(t *testing.T, dir string, o Options, paths ...string) []string {
	t.Helper()
	o.Dir, o.Files, o.Paths = dir, Disk{}, paths
	cs, err := newConfigs(&o)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	w := &walk{
		dir: dir, configs: cs, seen: map[string]bool{}, entered: map[string]bool{},
		claims: func(name string) bool { return strings.HasSuffix(name, ".yaml") },
		found:  func(f file) bool { list = append(list, f.shown); return true },
		failed: func(shown string, err error) { list = append(list, "! "+shown+": "+err.Error()) },
	}
	if err := w.paths(&o); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestDiscover(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string // "-> target" makes a link
		paths []string
		want  []string
	}{
		{"order", map[string]string{"b.yaml": "", "a/z.yaml": "", "a.yaml": "", "c.txt": ""}, []string{"."}, []string{"a/z.yaml", "a.yaml", "b.yaml"}},
		{"each once", map[string]string{"a/x.yaml": "", "b.yaml": ""}, []string{"a/x.yaml", "a", ".", "./b.yaml"}, []string{"a/x.yaml", "b.yaml"}},
		{"any explicit name", map[string]string{"c.txt": ""}, []string{"c.txt"}, []string{"c.txt"}},
		{"missing", map[string]string{"a.yaml": ""}, []string{"no", "a.yaml/x", "a.yaml"}, []string{"! no: no such file or folder", "! a.yaml/x: ", "a.yaml"}},
		{"git's own folder", map[string]string{".git/x.yaml": "", "a.yaml": ""}, []string{"."}, []string{"a.yaml"}},
		{"ignored", map[string]string{".git/HEAD": "", ".gitignore": "out/\n", "out/a.yaml": "", "b.yaml": ""}, []string{"."}, []string{"b.yaml"}},
		{"ignored, but named", map[string]string{".git/HEAD": "", ".gitignore": "out/\n*.yaml\n", "out/a.yaml": "", "b.yaml": ""}, []string{"b.yaml", "out"}, []string{"b.yaml", "out/a.yaml"}},
		{"no repository", map[string]string{".gitignore": "*\n", "b.yaml": ""}, []string{"."}, []string{"b.yaml"}},
		{"nested gitignore", map[string]string{".git/HEAD": "", "a/.gitignore": "x.yaml\n", "a/x.yaml": "", "a/y.yaml": "", "x.yaml": ""}, []string{"."}, []string{"a/y.yaml", "x.yaml"}},
		{"gitignore above", map[string]string{".git/HEAD": "", ".gitignore": "x.yaml\n", "a/x.yaml": "", "a/y.yaml": ""}, []string{"a"}, []string{"a/y.yaml"}},
		{"repository in a repository", map[string]string{".git/HEAD": "", ".gitignore": "x.yaml\n", "sub/.git": "gitdir: nowhere\n", "sub/x.yaml": ""}, []string{"."}, []string{"sub/x.yaml"}},
		{"excluded", map[string]string{ConfigName: "exclude = [\"old\", \"**/gen/*.yaml\"]\n", "old/a.yaml": "", "x/gen/b.yaml": "", "x/c.yaml": ""}, []string{"."}, []string{"x/c.yaml"}},
		{"excluded, but named", map[string]string{ConfigName: "exclude = [\"old\"]\n", "old/a.yaml": ""}, []string{"old/a.yaml"}, []string{"old/a.yaml"}},
		{"nearest configuration", map[string]string{ConfigName: "exclude = [\"**/b.yaml\"]\n", "x/" + ConfigName: "exclude = [\"a.yaml\"]\n", "x/a.yaml": "", "x/b.yaml": ""}, []string{"."}, []string{"x/b.yaml"}},
		{"link in the tree", map[string]string{"data/real.yaml": "", "a.yaml": "-> data/real.yaml"}, []string{"."}, []string{"data/real.yaml"}},
		{"link to another name", map[string]string{"data/real": "", "a.yaml": "-> data/real", "b.yaml": "-> data/real"}, []string{"."}, []string{"a.yaml"}},
		{"link out of the tree", map[string]string{"t/a.yaml": "-> ../out.yaml", "out.yaml": ""}, []string{"t"}, nil},
		{"link out of the tree, named", map[string]string{"t/a.yaml": "-> ../out.yaml", "out.yaml": ""}, []string{"t/a.yaml"}, []string{"t/a.yaml"}},
		{"folder link out of the tree", map[string]string{"t/dir": "-> ../out", "out/a.yaml": ""}, []string{"t"}, nil},
		{"folder link, named", map[string]string{"dir": "-> out", "out/a.yaml": ""}, []string{"dir", "."}, []string{"dir/a.yaml"}},
		{"loops", map[string]string{"a/up": "-> ..", "self.yaml": "-> self.yaml", "x.yaml": "-> y.yaml", "y.yaml": "-> x.yaml", "b.yaml": ""}, []string{"."}, []string{"b.yaml"}},
		{"dangling link", map[string]string{"a.yaml": "-> gone"}, []string{"."}, nil},
		{"mounted ConfigMap", map[string]string{"..2024/config.yaml": "", "..data": "-> ..2024", "config.yaml": "-> ..data/config.yaml"}, []string{"."}, []string{"..2024/config.yaml"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			for name, content := range test.files {
				full := filepath.Join(dir, filepath.FromSlash(name))
				to, isLink := strings.CutPrefix(content, "-> ")
				if !isLink {
					write(t, full, content)
					continue
				}
				if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.Symlink(filepath.FromSlash(to), full); err != nil {
					t.Fatal(err)
				}
			}
			got := found(t, dir, Options{}, test.paths...)
			if !slices.EqualFunc(got, test.want, func(g, w string) bool {
				return g == w || strings.HasPrefix(w, "! ") && strings.HasSuffix(w, ": ") && strings.HasPrefix(g, w)
			}) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestShownPath(t *testing.T) {
	dir := filepath.FromSlash("/home/me/repo")
	if runtime.GOOS == "windows" {
		dir = `C:\me\repo`
	}
	for name, want := range map[string]string{
		filepath.Join(dir, "a", "b.yaml"):   "a/b.yaml",
		filepath.Join(dir, "..x.yaml"):      "..x.yaml",
		filepath.Join(dir, "..", "b.yaml"):  filepath.ToSlash(filepath.Join(filepath.Dir(dir), "b.yaml")),
		filepath.Join(dir+"-2", "b.yaml"):   filepath.ToSlash(filepath.Join(dir+"-2", "b.yaml")),
		filepath.Join(dir, "..", "..", "x"): filepath.ToSlash(filepath.Join(filepath.Dir(filepath.Dir(dir)), "x")),
	} {
		if got := shownPath(dir, name); got != want {
			t.Errorf("%s is shown as %s, want %s", name, got, want)
		}
	}
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	big := strings.Repeat("a: b\n", 5000)
	write(t, filepath.Join(dir, "big.yaml"), big)
	write(t, filepath.Join(dir, "empty.yaml"), "")
	write(t, filepath.Join(dir, "binary.yaml"), "a: b\n\x00\x01")
	write(t, filepath.Join(dir, "late.yaml"), big+"\x00")
	write(t, filepath.Join(dir, "odd.yaml"), "taskmanager.memory.process.size: 1728m\x00\n")
	write(t, filepath.Join(dir, "utf16-unmarked.yaml"), "a\x00:\x00 \x00b\x00")
	write(t, filepath.Join(dir, "utf16.yaml"), "\xff\xfea\x00")
	if err := os.Truncate(filepath.Join(dir, "empty.yaml"), 0); err != nil {
		t.Fatal(err)
	}
	huge, err := os.Create(filepath.Join(dir, "huge.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(huge.Truncate(100<<20), huge.Close()); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]error{"big.yaml": nil, "empty.yaml": nil, "binary.yaml": errBinary, "late.yaml": nil, "odd.yaml": nil, "utf16.yaml": nil,
		"utf16-unmarked.yaml": errBinary, "huge.yaml": errHuge, "none.yaml": errMissing, ".": errNotRegular} {
		content, err := readFile(Disk{}, filepath.Join(dir, name))
		if err != want {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
		if name == "big.yaml" && string(content) != big {
			t.Errorf("%d bytes of %s, want %d", len(content), name, len(big))
		}
	}
	// Standard input tells no size, and gives what it has in pieces of its own.
	content, err := readText(&pieces{big}, 0, maxFile)
	if err != nil || string(content) != big {
		t.Errorf("%d bytes of standard input, %v", len(content), err)
	}
	if _, err := readText(&pieces{strings.Repeat("x", maxFile+1)}, 0, maxFile); err != errHuge {
		t.Errorf("too much standard input: %v", err)
	}
}

// pieces is a reader that returns a few bytes at a time.
type pieces struct{ rest string }

func (p *pieces) Read(b []byte) (int, error) {
	if p.rest == "" {
		return 0, io.EOF
	}
	n := copy(b, p.rest[:min(len(p.rest), 1000)])
	p.rest = p.rest[n:]
	return n, nil
}
