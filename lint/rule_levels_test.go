package lint

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// What a run says of itself: its files, the configuration files that hold for them, and what these and the call make of the
// rules, but for what only holds for some files.
func TestResultTellsItsConfiguration(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"flink-conf.yaml":         "a: b\n",
		"b/flink-conf.yaml":       "a: b\n",
		"c/flink-conf.yaml":       "a: b\n",
		"c/.flinkmem-lint.toml":   "[rules]\nsecond = \"error\"\n",
		"d/.flinkmem-lint.toml":   "",
		"d/notes.txt":             "no configuration of Flink, so that the file beside it holds for nothing\n",
		".flinkmem-lint.toml":     "[rules]\nfirst = { minimum = \"64m\" }\nthird = \"off\"\n[[override]]\nfiles = [\"b/**\"]\n[override.rules]\nsecond = \"off\"\n",
		"elsewhere/not-flink.yml": "",
	} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	rules := []*Rule{
		{ID: "first", Severity: Info, Settings: []Setting{{Name: "minimum", Default: 1 * flink.MiB}}}, {ID: "second", Severity: Warning},
		{ID: "third", Severity: Error}, {ID: "fourth", Severity: Error}, {ID: "fifth", Severity: Error},
	}
	r, err := Run(t.Context(), Options{Rules: rules, Dir: dir, Severities: map[string]Severity{"fourth": Info}})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"b/flink-conf.yaml", "c/flink-conf.yaml", "flink-conf.yaml"}; !slices.Equal(r.Paths, want) || r.Files != len(want) {
		t.Errorf("the files are %v (%d), want %v", r.Paths, r.Files, want)
	}
	if want := []string{".flinkmem-lint.toml", "c/.flinkmem-lint.toml"}; !slices.Equal(r.Configs, want) {
		t.Errorf("the configuration files are %v, want %v", r.Configs, want)
	}
	got := ""
	for _, l := range r.RuleLevels() {
		got += fmt.Sprintln(l.Rule.ID, l.Severity, l.Settings)
	}
	if want := "first info map[minimum:64 MiB]\nthird off map[]\nfourth info map[]\n"; got != want {
		t.Errorf("the rules are\n%swant\n%s", got, want)
	}
}

// A report that draws pictures gets the clusters of each finding, also of one that took another as its consequence; who does
// not ask for them does not keep them.
func TestFindingsKnowTheirClusters(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "flink-conf.yaml"), []byte("taskmanager.memory.process.size: 4g\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	report := func(mends, needs []string) func(*Pass) {
		return func(p *Pass) {
			at := p.Processes()[0].Options["taskmanager.memory.process.size"].Place
			p.Report(Finding{Place: at, Span: at.Value, Message: "m", Mends: mends, Needs: needs})
		}
	}
	size := []string{"taskmanager.memory.process.size"}
	rules := []*Rule{
		{ID: "cause", Severity: Warning, Check: report(size, nil)}, {ID: "consequence", Severity: Warning, Check: report(nil, size)}, {ID: "other", Severity: Info, Check: report(nil, nil)},
	}
	for _, keep := range []bool{false, true} {
		r, err := Run(t.Context(), Options{Rules: rules, Dir: dir, Keep: func(string) bool { return keep }})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Findings) != 2 || len(r.Findings[0].Consequences) != 1 {
			t.Fatalf("got %+v", r.Findings)
		}
		for i := range r.Findings {
			for _, f := range append(r.Findings[i].split(), r.Findings[i]) {
				if n := len(f.Clusters()); (n == 1) != keep {
					t.Errorf("keep %v, %s: %d clusters", keep, f.Rule.ID, n)
				}
			}
		}
	}
}
