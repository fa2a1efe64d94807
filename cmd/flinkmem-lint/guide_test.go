package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/dotnet"
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

var (
	guideMeant = regexp.MustCompile("(?m)^\\| ([0-9]+) (MiB|GiB|%) \\| `\"(0x[0-9A-F]+)\"` \\| `([0-9]+)` \\|$")
	guideTerm  = regexp.MustCompile("(?m)^    ([-=]?) ?([0-9]+) MiB")
)

// TestGuideNumbers computes the numbers that stand in the text of the page.
func TestGuideNumbers(t *testing.T) {
	content, err := os.ReadFile("../../docs/flink-net.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(content)
	rows := guideMeant.FindAllStringSubmatch(text, -1)
	for _, m := range rows {
		meant, _ := strconv.ParseUint(m[1], 10, 64)
		meant *= map[string]uint64{"MiB": 1 << 20, "GiB": 1 << 30, "%": 1}[m[2]]
		variable, property := dotnet.ParseNumber(m[3], 16), dotnet.ParseNumber(m[4], 0)
		if variable.Value != meant || property.Value != meant {
			t.Errorf("%s: %d and %d", m[0], variable.Value, property.Value)
		}
	}
	terms := guideTerm.FindAllStringSubmatch(text, -1)
	sum := 0
	for _, m := range terms {
		n, _ := strconv.Atoi(m[2])
		switch m[1] {
		case "":
			sum += n
		case "-":
			sum -= n
		default:
			if sum != n {
				t.Errorf("the sum is %d, not %d", sum, n)
			}
		}
	}
	if len(rows) != 5 || len(terms) != 5 {
		t.Errorf("%d rows and %d terms", len(rows), len(terms))
	}
	if n := dotnet.ParseNumber("512m", 16); !strings.Contains(text, "(`512m` is "+strconv.FormatUint(n.Value, 10)+")") {
		t.Errorf("512m is %d", n.Value)
	}
	if n := 3072 * 13 / 10; !strings.Contains(text, "are "+strconv.Itoa(n)+" MiB; with 640 MiB for the heap of .NET and 128 MiB beside it, "+strconv.Itoa(n-3072-640-128)+" MiB are left") {
		t.Errorf("the operator's container has %d MiB", n)
	}
	// what task off-heap memory may take of 4 GiB
	for options, starts := range map[string]bool{"1g": true, "2g": false, "2g\ntaskmanager.memory.managed.fraction: 0.1": true} {
		var stdout, stderr bytes.Buffer
		run([]string{"memory", "--kind", "config", "--format", "json", "-"}, strings.NewReader("taskmanager.memory.process.size: 4096m\ntaskmanager.memory.task.off-heap.size: "+options+"\n"), &stdout, &stderr)
		if is := strings.Contains(stdout.String(), "\"taskOffHeap\""); is != starts {
			t.Errorf("%s: %s%s", options, &stdout, &stderr)
		}
	}
}
