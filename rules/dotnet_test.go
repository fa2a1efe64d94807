package rules_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/rules"
)

// aboutDotNet reports whether a rule is one of those that need a marker of .NET.
func aboutDotNet(id string) bool {
	return strings.HasPrefix(id, "dotnet-") || strings.HasPrefix(id, "flinknet-") || strings.HasPrefix(id, "runtimeconfig-") || id == "env-not-read-by-flink-image"
}

// casesOfRules are the inputs of testdata/rules, by the name of their file.
func casesOfRules(t *testing.T) map[string][]txtar.File {
	t.Helper()
	names, err := filepath.Glob("../testdata/rules/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no cases (%v)", err)
	}
	cases := map[string][]txtar.File{}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var inputs []txtar.File
		for _, f := range archive.Files {
			if !strings.HasPrefix(f.Name, "want") {
				inputs = append(inputs, f)
			}
		}
		cases[strings.TrimSuffix(filepath.Base(name), ".txtar")] = inputs
	}
	return cases
}

// lintFiles writes files into a folder and lints them.
func lintFiles(t *testing.T, files []txtar.File) (*lint.Result, string) {
	t.Helper()
	dir := t.TempDir()
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return run(t, lint.Options{Rules: rules.All, Dir: dir, Paths: []string{"."}, FlinkVersion: flink.MustVersion("2.0")}), dir
}

// TestNothingWithoutMarker: where nothing shows .NET, no rule about it speaks up. The second half takes the markers off
// files that have such findings.
func TestNothingWithoutMarker(t *testing.T) {
	linted := 0
	for name, files := range casesOfRules(t) {
		if strings.HasPrefix(name, "dotnet-") || strings.HasPrefix(name, "flinknet-") {
			continue
		}
		r, _ := lintFiles(t, files)
		linted += r.Files
		for _, f := range r.Findings {
			if aboutDotNet(f.Rule.ID) {
				t.Errorf("%s: %s: %s", name, f.Rule.ID, f.Message)
			}
		}
	}
	if linted < 200 {
		t.Errorf("%d files test too little", linted)
	}
	withdrawn := "taskmanager.memory.process.size: 4g\n        taskmanager.heap.memory.size: 1g\n        taskmanager.network.buffer-size: 64kb"
	service := "services:\n  taskmanager:\n    image: flink:2.0\n    command: taskmanager\n    mem_limit: 4g\n    environment:\n" +
		"      TASKMANAGER_MEMORY_MB: 4g\n      FLINK_TASKMANAGER_HEAP_SIZE: 2g\n      DOTNET_KAFKA_BROKERS: kafka:9092\n      FLINK_PROPERTIES: |\n        " + withdrawn + "\n"
	for marker, speaks := range map[string]bool{
		"": false, "  web:\n    image: nginx\n    environment: {DOTNET_REDIS_HOST: x}\n": false,
		"  web:\n    image: mcr.microsoft.com/dotnet/aspnet:8.0\n": true, "  web:\n    image: nginx\n    environment: {ASPNETCORE_URLS: x}\n": true,
	} {
		r, _ := lintFiles(t, []txtar.File{{Name: "compose.yaml", Data: []byte(service + marker)}})
		found := map[string]bool{}
		for _, f := range r.Findings {
			found[f.Rule.ID] = true
		}
		for _, id := range []string{"flinknet-withdrawn-key", "env-not-read-by-flink-image"} {
			if found[id] != speaks {
				t.Errorf("with the service %q: %s is reported: %v", marker, id, found[id])
			}
		}
		if found["unknown-memory-key"] == speaks {
			t.Errorf("with the service %q: unknown-memory-key is reported: %v", marker, found["unknown-memory-key"])
		}
	}
	for project, speaks := range map[string]bool{"Gateway.csproj": true, "../Everything.sln": true, "Gateway.java": false} {
		r, _ := lintFiles(t, []txtar.File{{Name: "app/conf/config.yaml", Data: []byte(strings.ReplaceAll(withdrawn, "        ", "") + "\n")}, {Name: filepath.Join("app/conf", project), Data: []byte("x")}})
		found := false
		for _, f := range r.Findings {
			found = found || f.Rule.ID == "flinknet-withdrawn-key"
		}
		if found != speaks {
			t.Errorf("beside %s: flinknet-withdrawn-key is reported: %v", project, found)
		}
	}
}

// TestDotNetFixes makes every fix of the rules about .NET by itself: the finding is gone then, and no error comes up. A
// suggestion may leave it as it is.
func TestDotNetFixes(t *testing.T) {
	made := map[string]int{}
	for name, files := range casesOfRules(t) {
		if !strings.HasPrefix(name, "dotnet-") && !strings.HasPrefix(name, "flinknet-") {
			continue
		}
		r, dir := lintFiles(t, files)
		for _, f := range r.Findings {
			for _, fix := range f.Fixes {
				if !aboutDotNet(f.Rule.ID) || fix.Safety == lint.Suggestion {
					continue
				}
				d := fix.Edits[0].Document
				after, err := d.Apply(fix.Edits)
				if err != nil {
					t.Errorf("%s: %q: %v", f.Rule.ID, fix.Title, err)
					continue
				}
				changed := append([]txtar.File{}, files...)
				for i := range changed {
					if changed[i].Name == strings.TrimPrefix(filepath.ToSlash(d.Path), filepath.ToSlash(dir)+"/") {
						changed[i].Data = after
					}
				}
				again, _ := lintFiles(t, changed)
				if was, is := counts(r, f.Rule), counts(again, f.Rule); is >= was {
					t.Errorf("%s: %s: %q leaves %d of %d findings:\n%s", name, f.Rule.ID, fix.Title, is, was, after)
				}
				if was, is := errorsIn(r), errorsIn(again); is > was {
					t.Errorf("%s: %s: %q makes %d errors of %d:\n%s", name, f.Rule.ID, fix.Title, is, was, after)
				}
				made[f.Rule.ID]++
			}
		}
	}
	for _, id := range []string{"dotnet-env-value-suffix", "dotnet-env-decimal-looking-limit", "dotnet-env-percent-decimal", "dotnet-env-number-rewritten", "dotnet-env-name-case",
		"dotnet-heap-limit-above-container", "dotnet-limit-and-percent", "flinknet-container-overcommit", "flinknet-withdrawn-key", "flinknet-int-env", "runtimeconfig-octal-or-suffix"} {
		if made[id] == 0 {
			t.Errorf("no fix of %s was made", id)
		}
	}
}

func counts(r *lint.Result, rule *lint.Rule) int {
	n := 0
	for _, f := range r.Findings {
		if f.Rule == rule {
			n++
		}
	}
	return n
}

func errorsIn(r *lint.Result) int {
	errors, _, _ := r.Count()
	return errors
}
