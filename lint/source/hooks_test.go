package source

import (
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// hookPattern is the pattern of file names in .pre-commit-hooks.yaml. Python's verbose mode lets it stand in several lines.
func hookPattern(t *testing.T) *regexp.Regexp {
	t.Helper()
	text, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	hooks := string(text)
	m := regexp.MustCompile(`(?s)\n  files: &files \|\n    \(\?ix\)(.*?\n    \)\n)`).FindStringSubmatch(hooks)
	if m == nil {
		t.Fatal("no pattern found in .pre-commit-hooks.yaml")
	}
	if ids, same := strings.Count(hooks, "\n- id:"), strings.Count(hooks, "\n  files: *files\n"); same != ids-1 {
		t.Errorf("%d hooks, and %d take the pattern of the first", ids, same)
	}
	return regexp.MustCompile("(?i)" + strings.Join(strings.Fields(m[1]), ""))
}

// The hooks get the files whose names flinkmem-lint reads, and no others.
func TestHooksTakeWhatIsRead(t *testing.T) {
	pattern := hookPattern(t)
	pieces := []string{
		"flink-conf", "config", "values", "Kustomization", "kustomization", "Dockerfile", "dockerfile", "containerfile", "compose",
		".yaml", ".yml", ".YAML", ".Yml", ".json", ".JSON", ".md", ".mdx", ".markdown", ".sh", ".bash", ".zsh", ".env", ".bak", "~", ".j2", ".jinja2",
		".in", ".orig", ".rpmsave", ".dockerfile", "-", ".", "x", "dir/", "dir.yaml/", ".txt", ".toml", ".properties", ".props", "Y", "yaml", "json", "md", "sh", "cs",
		".cs", ".csproj", ".fsproj", ".minimal", ".runtimeconfig.json", "runtimeconfig.template.json", "launchSettings.json", "Directory.Build.props", "Directory.Packages.props",
	}
	names, last := []string{}, []string{""}
	for range 3 {
		var longer []string
		for _, name := range last {
			for _, piece := range pieces {
				longer = append(longer, name+piece)
			}
		}
		names, last = append(names, longer...), longer
	}
	taken := 0
	for _, name := range names {
		if strings.HasSuffix(name, "/") || path.Clean(name) != name {
			continue
		}
		got, want := pattern.MatchString(name), Claims(name)
		if got != want {
			t.Fatalf("%q: the hooks take it: %v, flinkmem-lint reads it: %v", name, got, want)
		}
		if got {
			taken++
		}
	}
	if taken < 1000 || taken > len(names)-1000 {
		t.Errorf("%d of %d names are taken", taken, len(names))
	}
	for _, name := range []string{"src/Program.cs", "a/App.csproj", "Directory.Build.props", "bin/App.runtimeconfig.json", "Properties/launchSettings.json"} {
		if !pattern.MatchString(name) {
			t.Errorf("the hooks do not take %s", name)
		}
	}
}

// What is set aside under another suffix is named in the pattern one by one.
func TestHooksKnowEverySuffix(t *testing.T) {
	pattern := hookPattern(t)
	for _, suffix := range setAside {
		for _, name := range []string{"a/flink-conf.yaml" + suffix, "x.yml" + strings.ToUpper(suffix) + suffix} {
			if !Claims(name) || !pattern.MatchString(name) {
				t.Errorf("%s: read: %v, taken by the hooks: %v", name, Claims(name), pattern.MatchString(name))
			}
		}
	}
}
