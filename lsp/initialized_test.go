package lsp

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// globPattern is a pattern of the protocol as a regular expression.
func globPattern(glob string) string {
	return "^" + strings.NewReplacer("**/", "(.*/)?", "*", "[^/]*", ".", `\.`, "{", "(", "}", ")", ",", "|").Replace(glob) + "$"
}

// An editor is asked to watch every file that may be read, whatever its kind.
func TestWatchedNames(t *testing.T) {
	c := connect(t, `{"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}}`)
	var asked struct {
		Registrations []struct {
			RegisterOptions struct {
				Watchers []struct{ GlobPattern string }
			}
		}
	}
	if err := json.Unmarshal(c.awaitMethod("client/registerCapability").Params, &asked); err != nil {
		t.Fatal(err)
	}
	var globs []*regexp.Regexp
	for _, w := range asked.Registrations[0].RegisterOptions.Watchers {
		globs = append(globs, regexp.MustCompile(globPattern(w.GlobPattern)))
	}
	watched := func(name string) bool {
		for _, g := range globs {
			if g.MatchString(name) {
				return true
			}
		}
		return false
	}
	stems := []string{"x", "dir/flink-conf", "Dockerfile", "dockerfile", "Containerfile", "kustomization", "Kustomization", "Directory.Build"}
	ends := []string{
		"", ".yaml", ".yml", ".json", ".md", ".mdx", ".markdown", ".sh", ".bash", ".dockerfile", "-prod", ".prod", ".tpl",
		".yaml.j2", ".yml.template", ".yaml.bak", ".yaml~", ".cs", ".cs.bak", ".csproj", ".fsproj", ".vbproj", ".props", ".targets", ".txt", ".go", ".java",
	}
	read := 0
	for _, stem := range stems {
		for _, end := range ends {
			name := stem + end
			if source.Claims(name) {
				if read++; !watched(name) {
					t.Errorf("%s is read, and not watched", name)
				}
			}
		}
	}
	if read < 50 {
		t.Errorf("only %d names are read", read)
	}
	for _, name := range []string{".env", "a/.env.local", "prod.env", "a/.flinkmem-lint.toml", ".gitignore", "pom.xml"} {
		if !watched(name) {
			t.Errorf("%s is looked at, and not watched", name)
		}
	}
	for _, name := range []string{"x.go", "a/X.java", "x.png", "target/x.class"} {
		if watched(name) {
			t.Errorf("%s is watched for nothing", name)
		}
	}
}
