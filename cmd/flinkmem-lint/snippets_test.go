package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// snippet is a piece of a document that readers copy.
type snippet struct {
	at       string // file and line
	language string // of the fence; "indented" for a block without one
	text     string
}

// guides are the documents whose snippets are tested here. The pages of rules are written from what tests run; .ci/editors runs the set-ups of
// docs/editors.md.
var guides = []string{"README.md", "CONTRIBUTING.md", "docs/ci.md", "docs/configuration.md", "docs/releasing.md"}

func snippetsOf(t *testing.T, name string) []snippet {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", name))
	if err != nil {
		t.Fatal(err)
	}
	var all []snippet
	var fenced *snippet
	blank := true
	for i, line := range strings.Split(string(text), "\n") {
		trimmed := strings.TrimLeft(line, " ")
		switch {
		case strings.HasPrefix(trimmed, "```") && fenced == nil:
			fenced = &snippet{at: fmt.Sprintf("%s:%d", name, i+1), language: strings.TrimPrefix(trimmed, "```")}
		case strings.HasPrefix(trimmed, "```"):
			all, fenced = append(all, *fenced), nil
		case fenced != nil:
			fenced.text += line + "\n"
		case strings.HasPrefix(line, "    ") && blank:
			all = append(all, snippet{at: fmt.Sprintf("%s:%d", name, i+1), language: "indented", text: line[4:] + "\n"})
			continue // and so may the next line
		case strings.HasPrefix(line, "    ") && len(all) > 0 && !strings.HasPrefix(trimmed, "- "):
			if last := &all[len(all)-1]; last.language == "indented" {
				last.text += line[4:] + "\n"
			}
		}
		blank = line == ""
	}
	return all
}

// Every snippet of the guides is of a kind that some test runs or holds against what it speaks of.
func TestSnippets(t *testing.T) {
	seen := map[string]int{}
	for _, guide := range guides {
		for _, s := range snippetsOf(t, guide) {
			kind := s.language
			switch {
			case s.language == "console" || s.language == "toml": // TestReadme, TestConfigurationInDocs
			case s.language == "yaml":
				kind = s.checkYAML(t)
			case s.language == "lua":
				if !strings.Contains(readText(t, "docs/editors.md"), "<!-- tested: neovim.lua -->\n```lua\n"+s.text+"```\n") {
					t.Errorf("%s: not the set-up that .ci/editors runs", s.at)
				}
			case s.language == "sh" || s.language == "indented":
				for line := range strings.Lines(s.text) {
					s.checkCommand(t, strings.TrimSpace(line))
				}
			default:
				t.Errorf("%s: nothing tests a snippet in %q", s.at, s.language)
			}
			seen[kind]++
		}
	}
	for _, kind := range []string{"console", "toml", "lua", "sh", "indented", "hooks", "workflow", "GitLab", "options"} {
		if seen[kind] == 0 {
			t.Errorf("no snippet of the kind %s was seen: %v", kind, seen)
		}
	}
}

// checkYAML tests a snippet of YAML, and says of which kind it is.
func (s *snippet) checkYAML(t *testing.T) string {
	var content struct {
		Repos []struct {
			Repo, Rev string
			Hooks     []struct {
				ID   string
				Args []string
			}
		}
		Steps []struct {
			Uses string
			With map[string]string
		}
		Job struct{ Script []string } `yaml:"flinkmem-lint"`
	}
	decoder := yaml.NewDecoder(strings.NewReader(s.text))
	if err := decoder.Decode(&content); err != nil {
		t.Errorf("%s: %v", s.at, err)
		return "broken"
	}
	switch {
	case content.Repos != nil:
		known := regexp.MustCompile(`(?m)^- id: (.*)$`).FindAllStringSubmatch(readText(t, ".pre-commit-hooks.yaml"), -1)
		for _, hook := range content.Repos[0].Hooks {
			if !slices.ContainsFunc(known, func(m []string) bool { return m[1] == hook.ID }) {
				t.Errorf("%s: there is no hook %s", s.at, hook.ID)
			}
			parseCall(t, s.at, append([]string{"check"}, hook.Args...))
		}
		return "hooks"
	case content.Steps != nil:
		var action struct{ Inputs map[string]any }
		if err := yaml.Unmarshal([]byte(readText(t, "action.yml")), &action); err != nil {
			t.Fatal(err)
		}
		for _, step := range content.Steps {
			for input := range step.With {
				if _, ok := action.Inputs[input]; !ok && strings.HasPrefix(step.Uses, "flinkmem/flinkmem-lint@") {
					t.Errorf("%s: the action has no input %s", s.at, input)
				}
			}
		}
		return "workflow"
	case content.Job.Script != nil:
		for _, line := range content.Job.Script {
			s.checkCommand(t, line)
		}
		return "GitLab"
	}
	// an example of Flink's own options, with comments for flinkmem-lint
	var stdout, stderr bytes.Buffer
	if status := run([]string{"check", "--stdin-filename", "flink-conf.yaml", "-"}, strings.NewReader(s.text), &stdout, &stderr); status > exitFindings || stderr.Len() > 0 {
		t.Errorf("%s: exit status %d: %s", s.at, status, &stderr)
	}
	if strings.Contains(stdout.String(), "no such rule") {
		t.Errorf("%s:\n%s", s.at, &stdout)
	}
	return "options"
}

// installs are the lines that bring flinkmem-lint onto a machine, and where it says that they are right.
var installs = []struct{ command, file, says string }{
	{"go install github.com/flinkmem/flinkmem-lint/cmd/flinkmem-lint@latest", "go.mod", "module github.com/flinkmem/flinkmem-lint\n"},
	{"brew install --cask flinkmem/tap/flinkmem-lint", ".goreleaser.yaml", "owner: flinkmem\n      name: homebrew-tap\n"},
	{"pip install flinkmem-lint", "packaging/release.py", "NAME = \"flinkmem-lint\"\n"}, // .ci/release installs it
	{"npm install --save-dev flinkmem-lint", "packaging/npm.py", "\"name\": release.NAME,"},
	{"sudo apt install ./flinkmem-lint_0.1.0_linux_amd64.deb", ".goreleaser.yaml", "formats: [deb, rpm]\n"}, // .ci/release unpacks it
	{"sudo dnf install ./flinkmem-lint_0.1.0_linux_amd64.rpm", ".goreleaser.yaml", "formats: [deb, rpm]\n"},
	{"code --install-extension flinkmem.flinkmem-lint", "editors/vscode/package.json", "\"publisher\": \"flinkmem\""},
}

// others are programs that lines in the guides may start, and what proves the line right where there is such a thing.
var others = []string{"make ", "flink/oracle/oracle.sh ", ".ci/", "helm template ", "kustomize build ", "echo ", "go test ", "gh ", "git "}

// checkCommand tests a line of a shell as far as it speaks of flinkmem-lint.
func (s *snippet) checkCommand(t *testing.T, line string) {
	line, _, _ = strings.Cut(line, " # ")
	for part := range strings.SplitSeq(strings.TrimSpace(line), " | ") {
		part = strings.TrimSpace(part)
		words := strings.Fields(part)
		switch {
		case part == "":
		case strings.HasPrefix(part, "flinkmem-lint"):
			parseCall(t, s.at, words[1:])
		case strings.HasPrefix(part, "go run ./cmd/flinkmem-lint "):
			parseCall(t, s.at, words[3:])
		case strings.HasPrefix(part, "docker run "):
			image := slices.IndexFunc(words, func(w string) bool { return strings.HasPrefix(w, "ghcr.io/") })
			if name, _, _ := strings.Cut(words[max(image, 0)], ":"); image < 0 || !strings.Contains(readText(t, ".goreleaser.yaml"), "images: ["+name+"]") {
				t.Errorf("%s: %q runs no image that is released", s.at, part)
				continue
			}
			if !strings.Contains(part, ":/src") || !strings.Contains(readText(t, "packaging/Dockerfile"), "WORKDIR /src\n") {
				t.Errorf("%s: %q mounts nothing where the image works", s.at, part)
			}
			parseCall(t, s.at, words[image+1:])
		case slices.ContainsFunc(others, func(o string) bool { return strings.HasPrefix(part, o) }):
		default:
			if !s.checkInstall(t, part) {
				t.Errorf("%s: nothing tests %q", s.at, part)
			}
		}
	}
}

func (s *snippet) checkInstall(t *testing.T, line string) bool {
	version := regexp.MustCompile(`_[0-9][^_]*_`)
	for _, i := range installs {
		if version.ReplaceAllString(line, "_") == version.ReplaceAllString(i.command, "_") {
			if _, err := os.Stat(filepath.Join("../..", i.file)); err != nil {
				t.Logf("%s: %q is not tested: there is no %s", s.at, line, i.file)
			} else if !strings.Contains(readText(t, i.file), i.says) {
				t.Errorf("%s: %q: %s does not say %q", s.at, line, i.file, i.says)
			}
			return true
		}
	}
	return false
}

// README names a way to install it for each ecosystem, and each is one that exists.
func TestInstallLines(t *testing.T) {
	readme := readText(t, "README.md")
	section := readme[strings.Index(readme, "\n## Install\n"):]
	section = section[:strings.Index(section, "\n### ")]
	found := 0
	for _, m := range regexp.MustCompile("`([^`]+ [^`]+)`").FindAllStringSubmatch(section, -1) {
		s := &snippet{at: "README.md, Install"}
		s.checkCommand(t, m[1])
		found++
	}
	if found < len(installs)+1 {
		t.Errorf("%d lines to install it, want at least %d", found, len(installs)+1)
	}
}

// parseCall checks the command and the flags of a call without making it.
func parseCall(t *testing.T, at string, args []string) {
	t.Helper()
	root := (&program{}).rootCommand()
	command, rest, err := root.Find(args)
	if err != nil {
		t.Errorf("%s: flinkmem-lint %s: %v", at, strings.Join(args, " "), err)
		return
	}
	if err := command.ParseFlags(rest); err != nil {
		t.Errorf("%s: flinkmem-lint %s: %v", at, strings.Join(args, " "), err)
	}
}

func readText(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The version to install is the same wherever one is named: packaging/bump.sh writes all of them.
func TestVersionsAgree(t *testing.T) {
	examples, err := filepath.Glob("../../docs/examples/github/*.yml")
	if err != nil || len(examples) == 0 {
		t.Fatalf("no examples (%v)", err)
	}
	files := []string{"README.md", "action.yml", ".pre-commit-hooks.yaml", "docs/ci.md"}
	for _, e := range examples {
		files = append(files, "docs/examples/github/"+filepath.Base(e))
	}
	named := regexp.MustCompile("(?:flinkmem-lint[@:_]v?|rev: v|default: |\\| `)([0-9]+\\.[0-9]+\\.[0-9]+[-0-9A-Za-z.]*)")
	first, where := "", ""
	count := map[string]int{}
	for _, file := range files {
		for _, m := range named.FindAllStringSubmatch(readText(t, file), -1) {
			if count[file]++; first == "" {
				first, where = m[1], file
			}
			if m[1] != first {
				t.Errorf("%s names version %s, %s %s", where, first, file, m[1])
			}
		}
	}
	for file, pattern := range map[string]string{
		"package.json": `"version": "([^"]+)"`, "package-lock.json": `"version": "([^"]+)"`, "CHANGELOG.md": `(?m)^## (.*)$`,
	} {
		m := regexp.MustCompile(pattern).FindStringSubmatch(readText(t, "editors/vscode/"+file))
		if m == nil || m[1] != first {
			t.Errorf("%s names version %s, editors/vscode/%s %q", where, first, file, m)
		}
	}
	for _, file := range []string{"README.md", "action.yml", ".pre-commit-hooks.yaml", "docs/ci.md", "docs/examples/github/check.yml"} {
		if count[file] == 0 {
			t.Errorf("%s names no version", file)
		}
	}
}

// The action's inputs and outputs are explained in docs/ci.md, with their defaults.
func TestActionIsExplained(t *testing.T) {
	var action struct {
		Inputs  map[string]struct{ Default string }
		Outputs map[string]any
	}
	if err := yaml.Unmarshal([]byte(readText(t, "action.yml")), &action); err != nil {
		t.Fatal(err)
	}
	text := readText(t, "docs/ci.md")
	for name, input := range action.Inputs {
		row := regexp.MustCompile("(?m)^\\| `" + name + "` \\|(.*?)\\|").FindStringSubmatch(text)
		if row == nil {
			t.Errorf("docs/ci.md does not explain the input %s", name)
			continue
		}
		if shown := strings.Trim(row[1], "` "); shown != input.Default && name != "mirror" {
			t.Errorf("docs/ci.md gives %q as the default of %s, action.yml %q", shown, name, input.Default)
		}
	}
	for name := range action.Outputs {
		if !strings.Contains(text, "`"+name+"`") {
			t.Errorf("docs/ci.md does not explain the output %s", name)
		}
	}
}
