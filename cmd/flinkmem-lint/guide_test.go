package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	guideExample = regexp.MustCompile("(?s)<!-- example: (\\S+) -->\n\n```yaml\n(.*?)```\n")
	guideCommand = regexp.MustCompile("(?s)```console\n\\$ flinkmem-lint ([^\n]*)\n(.*?)```\n")
)

// TestGuide lints and computes the examples of docs/flink-net.md: each block below a command is what it prints. With
// UPDATE_GOLDEN set they are written anew.
func TestGuide(t *testing.T) {
	page, err := filepath.Abs("../../docs/flink-net.md")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	examples := guideExample.FindAllSubmatch(text, -1)
	for _, m := range examples {
		name := filepath.Join(dir, filepath.FromSlash(string(m[1])))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, m[2], 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	t.Setenv("NO_COLOR", "1")
	commands := guideCommand.FindAllSubmatch(text, -1)
	if len(examples) < 5 || len(commands) < len(examples) {
		t.Fatalf("%d examples and %d commands", len(examples), len(commands))
	}
	for _, m := range commands {
		var stdout, stderr bytes.Buffer
		if status := run(strings.Fields(string(m[1])), strings.NewReader(""), &stdout, &stderr); status > 1 || stderr.Len() > 0 {
			t.Errorf("%s: exit status %d: %s", m[1], status, &stderr)
		}
		if stdout.String() == string(m[2]) {
			continue
		}
		if os.Getenv("UPDATE_GOLDEN") != "" {
			text = bytes.Replace(text, m[0], []byte("```console\n$ flinkmem-lint "+string(m[1])+"\n"+stdout.String()+"```\n"), 1)
			continue
		}
		t.Errorf("flinkmem-lint %s prints\n%s\nand the guide shows\n%s", m[1], &stdout, m[2])
	}
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(page, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// guideLeft is what the picture of a container says is left, without its decimals.
var guideLeft = regexp.MustCompile(`(?m)^ +left +([0-9]+)(?:\.[0-9]+)? MiB`)

// TestGuideSums holds the examples that are meant to work to it: nothing is found in them, both runtimes fit, and
// the page says what is left.
func TestGuideSums(t *testing.T) {
	text, err := os.ReadFile("../../docs/flink-net.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, m := range guideExample.FindAllSubmatch(text, -1) {
		if name := string(m[1]); strings.HasPrefix(name, "taskmanager/") || strings.HasPrefix(name, "jobmanager/") || strings.HasPrefix(name, "operator/") {
			file := filepath.Join(dir, strings.ReplaceAll(name, "/", "-"))
			if err := os.WriteFile(file, m[2], 0o644); err != nil {
				t.Fatal(err)
			}
			var stdout, stderr bytes.Buffer
			if status := run([]string{"check", "--fail-level", "info", file}, strings.NewReader(""), &stdout, &stderr); status != 0 {
				t.Errorf("%s: %s%s", name, &stdout, &stderr)
			}
			stdout.Reset()
			run([]string{"memory", file}, strings.NewReader(""), &stdout, &stderr)
			left := guideLeft.FindStringSubmatch(stdout.String())
			if left == nil || !bytes.Contains(text, []byte(left[1]+" MiB")) || strings.Contains(stdout.String(), "missing") {
				t.Errorf("%s: the runtimes do not fit:\n%s", name, &stdout)
			}
		}
	}
}
