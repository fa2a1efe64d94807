package report

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

func gitHubOf(t *testing.T, r *lint.Result) []string {
	t.Helper()
	var b strings.Builder
	if err := GitHub(&b, r, func(path string) string { return "sub/" + path }); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
}

func TestGitHubAnnotations(t *testing.T) {
	d := document("a:b,c %.yaml", "😀.x: 1\nlist: |\n  a\n  b\n")
	one := findingAt(d, someRule, ".x", "1")
	one.Message, one.Sum, one.Help = "50%\r\nof it\x1b", "1 + 1\n= 2", "do: that, then"
	other := document("y.yaml", "z: 1\n")
	one.Related = []lint.Related{{Place: source.Place{Document: other}, Span: spanOf(other, "1"), Message: "the other"}, {Place: source.Place{Document: other}, Span: spanOf(other, "z")}}
	lines := findingAt(d, someRule, "list", "|\n  a\n  b")
	lines.Severity = lint.Info
	stdin := findingAt(document(lint.StdinName, "a: 1\n"), someRule, "a", "1")
	stdin.Severity = lint.Error
	got := gitHubOf(t, &lint.Result{Findings: []lint.Finding{lines, one, stdin}, Files: 2, Failures: []lint.Failure{{Path: "no.yaml", Err: errors.New("gone")}}})
	want := []string{
		`::error file=sub/no.yaml,title=file-not-read::The file could not be checked: gone`,
		`::error title=some-rule::standard input, line 1: a is wrong`,
		`::warning file=sub/a%3Ab%2Cc %25.yaml,line=1,endLine=1,col=7,endColumn=8,title=some-rule::50%25␍␊of it␛%0Asub/y.yaml:1: the other%0Asub/y.yaml:1%0A1 + 1%0A= 2%0Ado: that, then`,
		`::notice file=sub/a%3Ab%2Cc %25.yaml,line=2,endLine=4,title=some-rule::list is wrong`,
		`1 error, 1 warning, 1 info in 2 files`,
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// GitHub drops annotations beyond ten of a severity: the rest goes to the log, where it is no command.
func TestGitHubLimits(t *testing.T) {
	d := document("::error::##[error]x", "a: 1\n")
	var findings []lint.Finding
	for i := range 36 {
		f := findingAt(d, someRule, "a", "1")
		f.Severity = []lint.Severity{lint.Info, lint.Warning, lint.Error}[i%3]
		f.Message = fmt.Sprintf("number %d\n::error::no ##[error]no", i)
		findings = append(findings, f)
	}
	got := gitHubOf(t, &lint.Result{Findings: findings, Files: 1})
	counts := map[string]int{}
	for i, line := range got {
		name, _, _ := strings.Cut(strings.TrimPrefix(line, "::"), " ")
		switch {
		case !strings.HasPrefix(line, "::"):
			if strings.Contains(line, "##[") {
				t.Errorf("the runner obeys %s", line)
			}
		case name == "error" && i >= 10, name == "warning" && (i < 10 || i >= 20), name == "notice" && (i < 20 || i >= 30):
			t.Errorf("line %d is %s", i, line)
		default:
			counts[name]++
		}
	}
	if counts["error"] != 10 || counts["warning"] != 10 || counts["notice"] != 10 {
		t.Errorf("got %v", counts)
	}
	rest := got[30:]
	if len(rest) != 9 || rest[0] != "::group::6 more findings, without annotations" || rest[7] != "::endgroup::" {
		t.Fatalf("behind them\n%s", strings.Join(rest, "\n"))
	}
	if want := "· ::error::# #[error]x:1:4: error: number 32; ::error::no # #[error]no [some-rule]"; rest[1] != want {
		t.Errorf("got  %s\nwant %s", rest[1], want)
	}
	if want := "12 errors, 12 warnings, 12 infos in 1 file; 6 without an annotation, because GitHub shows 10 of each severity for a step"; rest[8] != want {
		t.Errorf("got  %s\nwant %s", rest[8], want)
	}
}

func TestHarmless(t *testing.T) {
	for line, want := range map[string]string{
		"plain": "plain", "::error::x": "· ::error::x", "  ::x": "·   ::x", "a ##[x]": "a # #[x]", "a\n::x": "a␊::x", "\u2028::x": "�::x",
	} {
		if got := harmless(line); got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}

func TestMarkdownCell(t *testing.T) {
	want := "a\\|b \\`c\\` \\*d\\* \\_e\\_ &lt;f&gt; &amp; \\[g\\](h) &#36;i&#36; &#64;j \\~k\\~ \\\\ ␛"
	if got := markdownCell("a|b `c` *d* _e_ <f> & [g](h) $i$ @j ~k~ \\ \x1b"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestGitHubSummaryFits(t *testing.T) {
	d := document("x.yaml", "a: 1\n")
	role := flink.TaskManager
	r := &lint.Result{Files: 1, Failures: []lint.Failure{{Path: "no|pe", Err: errors.New("gone")}}}
	for i := range 300 {
		f := findingAt(d, someRule, "a", "1")
		f.Role = &role
		f.Message = fmt.Sprintf("number %d", i)
		r.Findings = append(r.Findings, f)
	}
	whole := GitHubSummary(r, asIs, Wording{}, MaxGitHubSummary)
	if strings.Count(whole, "\n| warning | x.yaml:1 | number ") != 300 || strings.Contains(whole, "not shown") || !strings.Contains(whole, `**Not checked:** no\|pe: gone`) {
		t.Errorf("the whole summary is\n%s", whole)
	}
	for _, room := range []int{0, 100, 500, 1000, 5000, 20_000} {
		part := GitHubSummary(r, asIs, Wording{}, room)
		if len(part) > max(room, 0) {
			t.Errorf("%d bytes where there is room for %d", len(part), room)
		}
		if shown := strings.Count(part, "\n| warning |"); part != "" && !strings.Contains(part, fmt.Sprintf("\n%d findings not shown", 300-shown)) {
			t.Errorf("%d findings are shown, and of the others it says\n%s", shown, part)
		}
	}
}
