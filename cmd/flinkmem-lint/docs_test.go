package main_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// root is the module's folder, seen from this package's.
const root = "../.."

func readDoc(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The table of dependencies in docs/architecture.md is complete and names the versions of go.mod.
func TestDependenciesAreExplained(t *testing.T) {
	readDoc(t, "go.mod") // so that a cached result of this test does not outlive a change to it
	edit := exec.Command("go", "mod", "edit", "-json")
	edit.Dir = root
	out, err := edit.Output()
	if err != nil {
		t.Fatal(err)
	}
	var mod struct {
		Require []struct {
			Path, Version string
			Indirect      bool
		}
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatal(err)
	}
	explained := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| (v[^ ]+) \\|").FindAllStringSubmatch(readDoc(t, "docs/architecture.md"), -1) {
		explained[row[1]] = row[2]
	}
	if len(explained) == 0 {
		t.Fatal("docs/architecture.md has no table of dependencies")
	}
	for _, r := range mod.Require {
		version, ok := explained[r.Path]
		switch {
		case !ok && !r.Indirect:
			t.Errorf("docs/architecture.md does not say why %s is needed", r.Path)
		case ok && version != r.Version:
			t.Errorf("docs/architecture.md has %s %s, go.mod has %s", r.Path, version, r.Version)
		}
		delete(explained, r.Path)
	}
	for path := range explained {
		t.Errorf("docs/architecture.md explains %s, which is not in go.mod", path)
	}
}

// Every room that the arrow test knows has its line in docs/architecture.md.
func TestRoomsAreExplained(t *testing.T) {
	text := readDoc(t, "docs/architecture.md")
	for room := range rooms {
		if !strings.Contains(text, "\n| `"+room+"/` ") {
			t.Errorf("docs/architecture.md has no line for %s/", room)
		}
	}
}

// Links between the documents, and to files of the repository, lead somewhere.
func TestLinks(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#]+)(#[^)]*)?\)`)
	pages, err := filepath.Glob(filepath.Join(root, "docs", "rules", "*.md"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages of rules (%v)", err)
	}
	docs := []string{"README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/configuration.md", "docs/editors.md", "docs/output.md", "docs/ci.md", "docs/releasing.md", "CHANGELOG.md", "SECURITY.md", "CODE_OF_CONDUCT.md"}
	for _, page := range pages {
		docs = append(docs, "docs/rules/"+filepath.Base(page))
	}
	for _, doc := range docs {
		for _, m := range link.FindAllStringSubmatch(readDoc(t, doc), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(doc), m[1])); err != nil {
				t.Errorf("%s: the link to %s leads nowhere", doc, m[1])
			}
		}
	}
}
