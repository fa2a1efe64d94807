package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every console block of README.md and docs/output.md shows what its command prints. With UPDATE_GOLDEN set (make golden) the
// blocks are rewritten instead.
func TestReadme(t *testing.T) {
	t.Chdir("../..")
	t.Setenv("NO_COLOR", "1") // whatever the terminal of who runs the test wants
	t.Setenv("GITHUB_STEP_SUMMARY", "")
	for _, page := range []string{"README.md", "docs/output.md"} {
		checkConsole(t, page)
	}
}

func checkConsole(t *testing.T, page string) {
	readme, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```console\n\\$ ([^\n]*)\n(.*?)```\n")
	blocks := block.FindAllSubmatch(readme, -1)
	if len(blocks) == 0 {
		t.Fatalf("%s has no console block", page)
	}
	for _, m := range blocks {
		command, shown := string(m[1]), string(m[2])
		args, ok := strings.CutPrefix(command, "go run ./cmd/flinkmem-lint ")
		if !ok {
			t.Errorf("%s: %q does not run flinkmem-lint", page, command)
			continue
		}
		var stdout, stderr bytes.Buffer
		status := run(strings.Fields(args), strings.NewReader(""), &stdout, &stderr)
		if status > 1 {
			t.Errorf("%s: exit status %d\n%s", command, status, &stderr)
		}
		printed := stdout.String()
		if printed == shown {
			continue
		}
		if os.Getenv("UPDATE_GOLDEN") != "" {
			readme = bytes.Replace(readme, m[0], []byte("```console\n$ "+command+"\n"+printed+"```\n"), 1)
			continue
		}
		t.Errorf("%s shows for %s\n%s\nbut it prints\n%s\nIf that is right: make golden", page, command, shown, printed)
	}
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(page, readme, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Every flag and command that README.md speaks of exists.
func TestReadmeCalls(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var help bytes.Buffer
	for _, args := range [][]string{{"check", "--help"}, {"memory", "--help"}} {
		if status := run(args, strings.NewReader(""), &help, &help); status != 0 {
			t.Fatalf("%v: exit status %d", args, status)
		}
	}
	ours := regexp.MustCompile("`(brew|npm|docker|code) [^`]*`").ReplaceAllString(string(readme), "") // TestInstallLines
	for _, flag := range regexp.MustCompile("--[a-z][a-z-]+").FindAllString(ours, -1) {
		if !strings.Contains(help.String(), flag+" ") {
			t.Errorf("README.md speaks of %s, which is no flag", flag)
		}
	}
	calls := regexp.MustCompile("(?m)^\\| `flinkmem-lint (?:\\[?)([a-z]+)").FindAllSubmatch(readme, -1)
	if len(calls) == 0 {
		t.Error("README.md lists no commands")
	}
	for _, m := range calls {
		var stdout, stderr bytes.Buffer
		name := string(m[1])
		if status := run([]string{name, "--help"}, strings.NewReader(""), &stdout, &stderr); status != 0 || !strings.Contains(stdout.String(), "flinkmem-lint "+name) {
			t.Errorf("README.md speaks of the command %s: exit status %d\n%s", name, status, &stderr)
		}
	}
}

// The configuration file in docs/configuration.md is a valid one, and so is each one on the rules' pages: nothing in them is
// unknown.
func TestConfigurationInDocs(t *testing.T) {
	pages, err := filepath.Glob("../../docs/rules/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages of rules (%v)", err)
	}
	shown := 0
	for _, page := range append(pages, "../../docs/configuration.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range regexp.MustCompile("(?s)```toml\n(.*?)```").FindAllSubmatch(text, -1) {
			shown++
			file := filepath.Join(t.TempDir(), ".flinkmem-lint.toml")
			if err := os.WriteFile(file, block[1], 0o644); err != nil {
				t.Fatal(err)
			}
			var stdout, stderr bytes.Buffer
			if status := run([]string{"check", "--config", file, "../../testdata/demo/feasible"}, strings.NewReader(""), &stdout, &stderr); status != 0 {
				t.Errorf("%s: exit status %d\n%s%s", page, status, &stdout, &stderr)
			}
		}
	}
	if shown < len(pages) {
		t.Errorf("%d configuration files on %d pages", shown, len(pages))
	}
}

// The first command that README.md tells people to run finds the demo's mistakes, and none in the file without any.
func TestDemo(t *testing.T) {
	t.Chdir("../..")
	var stdout, stderr bytes.Buffer
	status := run([]string{"check", "--format", "json", "testdata/demo"}, strings.NewReader(""), &stdout, &stderr)
	if status != 1 || stderr.Len() > 0 {
		t.Errorf("exit status %d, on standard error: %q", status, &stderr)
	}
	found := demoFindings(t, stdout.Bytes())
	// Flink 1.18, 1.20 and 2.3 were asked: they refuse both processes of the plain files with mistakes, and start those of
	// the feasible one. 1.20 refuses the TaskManager of the operator's resource, and computes 3 GiB for that of Compose.
	for place, severity := range map[string]string{
		"compose/compose.yaml:15":            "error",   // the limit is below Total Process Memory
		"flink-1.18/conf/flink-conf.yaml:4":  "error",   // 1600Mi
		"flink-1.18/conf/flink-conf.yaml:7":  "error",   // JVM overhead out of range
		"flink-1.18/conf/flink-conf.yaml:9":  "warning", // deprecated
		"flink-1.18/conf/flink-conf.yaml:10": "warning", // the line is skipped
		"flink-2.3/conf/config.yaml:8":       "error",   // no room for the JobManager
		"flink-2.3/conf/config.yaml:13":      "warning", // removed
		"flink-2.3/conf/config.yaml:18":      "warning", // no such option
		"flink-2.3/conf/config.yaml:20":      "error",   // 20%
		"operator/orders.yaml:19":            "error",   // no room for managed memory in resource.memory
	} {
		if got := found[place]; got != severity {
			t.Errorf("%s: got %q, want %q", place, got, severity)
		}
		delete(found, place)
	}
	for place, severity := range found {
		t.Errorf("%s: an unexpected %s", place, severity)
	}
}

// demoFindings are the severities by place, below the demo's folder.
func demoFindings(t *testing.T, output []byte) map[string]string {
	t.Helper()
	var result struct {
		Findings []struct {
			File, Severity string
			Start          struct{ Line int }
		}
	}
	if err := json.Unmarshal(output, &result); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, f := range result.Findings {
		found[fmt.Sprintf("%s:%d", strings.TrimPrefix(f.File, "testdata/demo/"), f.Start.Line)] = f.Severity
	}
	return found
}
