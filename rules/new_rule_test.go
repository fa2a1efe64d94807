package rules_test

import (
	"bytes"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/rules"
)

// TestNewRule scaffolds a rule in a copy of the module: it compiles, it is in the list, and the tests refuse it until
// everything is written. Ids that cannot be used change nothing.
func TestNewRule(t *testing.T) {
	for _, tool := range []string{"sh", "awk"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	dir := t.TempDir()
	for _, name := range []string{"dotnet", "flink", "lint", "rules", "testdata/rules"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join("..", name))); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		content, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	in := func(command string, args ...string) (string, error) {
		c := exec.Command(command, args...)
		c.Dir = dir
		out, err := c.CombinedOutput()
		return string(out), err
	}
	content := func(name string) string {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	files := func() string {
		names, err := filepath.Glob(filepath.Join(dir, "rules", "*"))
		cases, err2 := filepath.Glob(filepath.Join(dir, "testdata", "rules", "*"))
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		return strings.Join(append(names, cases...), "\n")
	}

	before, list := files(), content("rules/rules.go")
	for _, id := range []string{"", "word", "Two-words", "two--words", "two-words-", "9-lives", "two words", "two-words\nmore", "../two-words",
		"heap-test", "heap-windows", "heap-arm64", rules.All[0].ID, "jvm-flags", "total-set-twice"} {
		if out, err := in("sh", "rules/new-rule.sh", id); err == nil || !strings.HasPrefix(out, "new-rule: ") {
			t.Errorf("%q is not refused (%v):\n%s", id, err, out)
		}
	}
	if files() != before || content("rules/rules.go") != list {
		t.Fatal("an id that is refused leaves something behind")
	}

	if out, err := in("sh", "rules/new-rule.sh", "heap-too-small"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if want := strings.TrimSuffix(list, "}\n") + "\theapTooSmall,\n}\n"; content("rules/rules.go") != want {
		t.Errorf("the list is now\n%s", content("rules/rules.go"))
	}
	written := []byte(content("rules/heap_too_small.go"))
	if formatted, err := format.Source(written); err != nil || !bytes.Equal(formatted, written) {
		t.Errorf("the rule is not formatted (%v)", err)
	}
	if !strings.HasPrefix(content("testdata/rules/heap-too-small.txtar"), "flink: ") {
		t.Error("its cases name no versions")
	}
	// -trimpath, so that what was built once for another folder is not built again
	if out, err := in("go", "build", "-trimpath", "./rules"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := in("go", "test", "-trimpath", "./rules", "-run", "^(TestDocumentation|TestGolden|TestCoverage)$/^heap-too-small$")
	if err == nil {
		t.Error("the tests take a rule of which nothing is written")
	}
	for _, complaint := range []string{"Title is still", "Why is still", "Does is still", "Bad is still", "Good is still", "no link",
		"the bad example does not", "want"} {
		if !strings.Contains(out, complaint) {
			t.Errorf("the tests do not say %q of a rule of which nothing is written:\n%s", complaint, out)
		}
	}
}
