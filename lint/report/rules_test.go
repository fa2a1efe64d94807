package report

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// hostile is a rule whose documentation has everything in it that means something to Markdown.
var hostile = &lint.Rule{
	ID: "hostile-rule", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "A | pipe, a *star* and <b>",
		Why:   "FLINK_PROPERTIES and process.size meet `ticks` and [links](x). See other-rule, not well-known words. 1.19 is a version.",
		Does:  "a - b\\c",
		Bad:   "# guide\n\n```yaml\na: b\n````\n", Good: "none",
		Files: map[string]string{"b.yaml": "x: 1", "a.yaml": "y: 2\n"},
		Kind:  source.Markdown, Since: "1.15", Heuristic: true, Links: []string{"https://example.org/a_b"},
	},
	Settings: []lint.Setting{
		{Name: "least", Default: 64 * flink.MiB, Doc: "The least: a|b."},
		{Name: "share", Default: 1.0, Doc: "A share."},
		{Name: "times", Default: 3, Doc: "A count."},
	},
}

func TestRulePage(t *testing.T) {
	other := &lint.Rule{ID: "other-rule"}
	var b strings.Builder
	if err := RulePage(&b, hostile, "```\n", []*lint.Rule{other, hostile}); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{
		"# hostile-rule\n\nA | pipe, a \\*star\\* and \\<b\\>\n\nSeverity: **warning**.\nFlink behaves so since 1.15.\nThis is a heuristic",
		"`FLINK_PROPERTIES` and `process.size` meet \\`ticks\\` and \\[links\\](x).\nSee [other-rule](other-rule.md), not well-known words.\n1.19 is a version.\n",
		"a - b\\\\c\n\nNames such as `process.size` are short for `taskmanager.memory.process.size` and `jobmanager.memory.process.size`.\n",
		"In a `guide.md`:\n\n`````markdown\n# guide\n\n```yaml\na: b\n````\n`````\n",
		"With `a.yaml`:\n\n```yaml\ny: 2\n```\n\nWith `b.yaml` (without a line end behind its last line):\n\n```yaml\nx: 1\n```\n",
		"says:\n\n````text\n```\n````\n",
		"| `least` | size | `64m` | The least: a\\|b. |\n| `share` | fraction | `1.0` | A share. |\n| `times` | count | `3` | A count. |\n",
		"[rules.hostile-rule]\nseverity = \"warning\"\nleast = \"64m\"\nshare = 1.0\ntimes = 3\n",
		"# flinkmem-lint: ignore[hostile-rule] reason\n", "[rules]\nhostile-rule = \"off\"\n", "- <https://example.org/a_b>\n",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks\n%s", want)
		}
	}
	if t.Failed() {
		t.Log(page)
	}
}

// Where there are no pages, nothing links to one.
func TestRuleHelp(t *testing.T) {
	var b strings.Builder
	if err := RuleHelp(&b, hostile); err != nil {
		t.Fatal(err)
	}
	if help := b.String(); !strings.HasPrefix(help, "A | pipe") || !strings.Contains(help, "See other-rule, not") ||
		strings.Contains(help, ".md)") || strings.Contains(help, "flinkmem-lint says") {
		t.Errorf("got\n%s", help)
	}
}

func TestRuleIndex(t *testing.T) {
	var b strings.Builder
	groups := []RuleGroup{{"Names", []*lint.Rule{hostile}}}
	if err := RuleIndex(&b, groups, map[string]string{hostile.ID: "safe"}); err != nil {
		t.Fatal(err)
	}
	const want = "## Names\n\n| rule | severity | what | since | heuristic | fixes |\n|---|---|---|---|---|---|\n" +
		"| [hostile-rule](hostile-rule.md) | warning | A \\| pipe, a \\*star\\* and \\<b\\> | 1.15 | yes | safe |\n"
	if !strings.HasSuffix(b.String(), want) {
		t.Errorf("got\n%s\nwant at its end\n%s", b.String(), want)
	}
}

func TestRuleText(t *testing.T) {
	var b strings.Builder
	if err := Rule(&b, hostile, Style{}); err != nil {
		t.Fatal(err)
	}
	const want = `
Flink behaves so since 1.15. This is a heuristic, because it rests on something that no
file tells: it is never an error.

Settings and their defaults, in .flinkmem-lint.toml:
    [rules.hostile-rule]
    severity = "warning"
    least = "64m"
    share = 1.0
    times = 3

    least (size): The least: a|b.
    share (fraction): A share.
    times (count): A count.

To accept a finding, say why on its line, or alone on the line above it:
`
	if !strings.Contains(b.String(), want) {
		t.Errorf("got\n%s\nwant in it\n%s", b.String(), want)
	}
}

func TestRuleJSON(t *testing.T) {
	var b strings.Builder
	if err := RuleJSON(&b, hostile); err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	for field, want := range map[string]any{
		"does": hostile.Doc.Does, "kind": "markdown", "flinkVersion": nil, "page": "docs/rules/hostile-rule.md", "since": "1.15",
	} {
		if v, ok := got[field]; !ok || v != want {
			t.Errorf("%s is %v, want %v", field, v, want)
		}
	}
	if f, _ := got["files"].(map[string]any); f["b.yaml"] != "x: 1" || len(f) != 2 {
		t.Errorf("files: %v", got["files"])
	}
	want := []any{
		map[string]any{"name": "least", "type": "size", "default": "64m", "doc": "The least: a|b."},
		map[string]any{"name": "share", "type": "fraction", "default": 1.0, "doc": "A share."},
		map[string]any{"name": "times", "type": "count", "default": 3.0, "doc": "A count."},
	}
	settings, _ := json.Marshal(got["settings"])
	wanted, _ := json.Marshal(want)
	if string(settings) != string(wanted) {
		t.Errorf("settings: %s, want %s", settings, wanted)
	}
}
