package main

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

// Each call of flinkmem-lint in docs/output.md can be made, and writes the files that it names; the files and formats that
// the page speaks of are there.
func TestOutputPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/output.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../testdata/demo")); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../../.github/flinkmem-lint-matcher.json")
	if err != nil || !bytes.Contains(page, []byte("::add-matcher::.github/flinkmem-lint-matcher.json")) {
		t.Errorf("the matchers: %v, %d bytes", err, len(text))
	}
	t.Chdir(dir)
	t.Setenv("GITHUB_STEP_SUMMARY", "")

	calls := regexp.MustCompile(`(?m)^(?:    |- run: |  script: )flinkmem-lint (check .*)$`).FindAllSubmatch(page, -1)
	if len(calls) != 4 {
		t.Errorf("%d calls on the page: %q", len(calls), calls)
	}
	file := regexp.MustCompile(`--output (\S+)`)
	for _, call := range calls {
		var stdout, stderr bytes.Buffer
		if status := run(strings.Fields(string(call[1])), strings.NewReader(""), &stdout, &stderr); status > 1 || stderr.Len() > 0 {
			t.Errorf("%s: exit status %d, %s", call[1], status, &stderr)
		}
		for _, m := range file.FindAllSubmatch(call[1], -1) {
			if err := os.Remove(string(m[1])); err != nil {
				t.Errorf("%s: %v", call[1], err)
			}
		}
	}

	for _, f := range formats {
		if !bytes.Contains(page, []byte("\n| `"+f.name+"` | ")) {
			t.Errorf("no line about %s", f.name)
		}
	}
}

// The task for Visual Studio Code takes each line of the compact output apart.
func TestOutputPageTask(t *testing.T) {
	page, err := os.ReadFile("../../docs/output.md")
	if err != nil {
		t.Fatal(err)
	}
	var tasks struct {
		Tasks []struct {
			Command        string
			ProblemMatcher struct{ Pattern struct{ Regexp string } }
		}
	}
	block := regexp.MustCompile("(?s)```json\n(.*?)```").FindSubmatch(page)
	if block == nil {
		t.Fatal("no task on the page")
	}
	if err := json.Unmarshal(block[1], &tasks); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	run(append(strings.Fields(tasks.Tasks[0].Command)[1:], "../../testdata/demo"), strings.NewReader(""), &stdout, &stderr)
	pattern := regexp.MustCompile(tasks.Tasks[0].ProblemMatcher.Pattern.Regexp)
	lines := strings.Split(strings.TrimSuffix(stdout.String(), "\n"), "\n")
	for _, line := range lines {
		if m := pattern.FindStringSubmatch(line); len(m) != 7 || m[1]+":"+m[2]+":"+m[3]+": "+m[4]+": "+m[5]+" ["+m[6]+"]" != line || strings.Contains(m[1], ": ") {
			t.Errorf("%s is taken for %q", line, m)
		}
	}
	if len(lines) < 5 {
		t.Errorf("only %q", lines)
	}
}
