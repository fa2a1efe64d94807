package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
	"github.com/flinkmem/flinkmem-lint/lint/source"
	"github.com/flinkmem/flinkmem-lint/rules"
	"github.com/rogpeppe/go-internal/testscript"
)

// withoutRules cuts the documentation of the rules out of a SARIF file, and their numbers once they are seen to be right:
// withoutrules FROM TO. New rules change neither.
func withoutRules(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: withoutrules FROM TO")
	}
	text := ts.ReadFile(args[0])
	before, rest, ok := strings.Cut(text, "          \"rules\": [\n")
	_, after, closed := strings.Cut(rest, "\n          ]\n")
	if !ok || !closed || !json.Valid([]byte(text)) {
		ts.Fatalf("%s is no SARIF file", args[0])
	}
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
		}
	}
	ts.Check(json.Unmarshal([]byte(text), &log))
	number := regexp.MustCompile(`("(?:id|ruleId)": "([a-z0-9.-]+)",\n +"(?:index|ruleIndex)": )(\d+)`)
	short := before + "          \"rules\": [...]\n" + after
	short = number.ReplaceAllStringFunc(short, func(found string) string {
		m := number.FindStringSubmatch(found)
		if !slices.Contains([]string{"file-not-read", "results-left-out"}, m[2]) { // these are no rules
			i, err := strconv.Atoi(m[3])
			if ts.Check(err); log.Runs[0].Tool.Driver.Rules[i].ID != m[2] {
				ts.Fatalf("rule %d is not %s", i, m[2])
			}
		}
		return m[1] + "..."
	})
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(short), 0o666))
}

// The parts of a SARIF file that tell fixes.
type (
	sarifRegion struct{ StartLine, StartColumn, EndLine, EndColumn int }
	sarifFix    struct {
		Description     struct{ Text string }
		Properties      struct{ Safety string }
		ArtifactChanges []struct {
			ArtifactLocation struct{ URI string }
			Replacements     []struct {
				DeletedRegion   sarifRegion
				InsertedContent struct{ Text string }
			}
		}
	}
	sarifResult struct {
		RuleID              string
		PartialFingerprints map[string]string
		Fixes               []sarifFix
	}
)

func readSARIF(t *testing.T, text []byte) []sarifResult {
	t.Helper()
	var log struct {
		Runs []struct{ Results []sarifResult }
	}
	if err := json.Unmarshal(text, &log); err != nil {
		t.Fatal(err)
	}
	return log.Runs[0].Results
}

// edit changes a text as a program does that knows SARIF and nothing of this one: lines end with LF, CRLF or CR, columns count
// UTF-16 code units, and a byte order mark is none of them. The regions are those of the text before.
func (f *sarifFix) edit(t *testing.T, uri, text string) string {
	t.Helper()
	mark := ""
	if rest, ok := strings.CutPrefix(text, "\ufeff"); ok {
		mark, text = "\ufeff", rest
	}
	var starts []int
	units := utf16.Encode([]rune(text))
	for i := range units {
		if i == 0 || units[i-1] == '\n' || units[i-1] == '\r' && units[i] != '\n' {
			starts = append(starts, i)
		}
	}
	starts = append(starts, len(units)) // behind a last line end
	at := func(line, column int) int { return starts[min(line, len(starts))-1] + column - 1 }
	type change struct {
		start, end int
		text       string
	}
	var changes []change
	for _, c := range f.ArtifactChanges {
		for _, r := range c.Replacements {
			if d := r.DeletedRegion; c.ArtifactLocation.URI == uri {
				changes = append(changes, change{at(d.StartLine, d.StartColumn), at(d.EndLine, d.EndColumn), r.InsertedContent.Text})
			}
		}
	}
	slices.SortStableFunc(changes, func(a, b change) int { return b.start - a.start })
	for _, c := range changes {
		units = slices.Concat(units[:c.start], utf16.Encode([]rune(c.text)), units[c.end:])
	}
	return mark + string(utf16.Decode(units))
}

// Every fix that the examples of the rules offer is in the SARIF file, and does there what it does here.
func TestSARIFFixesAreTheFixes(t *testing.T) {
	fixes, files := 0, 0
	for _, rule := range rules.All {
		dir := t.TempDir()
		t.Chdir(dir)
		d := &rule.Doc
		texts := map[string]string{d.ExampleName(): d.Bad}
		for name, text := range d.Files {
			texts[name] = text
		}
		for name, text := range texts {
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				t.Fatal(err)
			}
			// line ends and characters of all kinds around the example
			text = strings.ReplaceAll(text, "\n", "\r\n")
			if strings.HasSuffix(name, "l") {
				text = "# é😀\r\n" + text
			}
			texts[name] = text
			if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		result, err := lint.Run(t.Context(), lint.Options{Rules: rules.All, Dir: dir, FlinkVersion: d.ExampleVersion()})
		if err != nil {
			t.Fatal(err)
		}
		var sarif bytes.Buffer
		if _, err := report.SARIF(&sarif, result, report.SARIFRun{Locate: func(path string) string { return path }}); err != nil {
			t.Fatal(err)
		}
		results := readSARIF(t, sarif.Bytes())
		if len(results) != len(result.Findings) {
			t.Fatalf("%s: %d results for %d findings", rule.ID, len(results), len(result.Findings))
		}
		for i, f := range result.Findings {
			if len(results[i].Fixes) != len(f.Fixes) {
				t.Errorf("%s: %d of %d fixes of %s", rule.ID, len(results[i].Fixes), len(f.Fixes), f.Message)
				continue
			}
			for j, fix := range f.Fixes {
				made := &results[i].Fixes[j]
				fixes++
				if made.Description.Text != fix.Title || made.Properties.Safety != fix.Safety.String() {
					t.Errorf("%s: %+v for %s", rule.ID, made, fix.Title)
				}
				edits := map[string]string{}
				for _, e := range fix.Edits {
					if edits[e.Document.Path] != "" {
						continue
					}
					own := slices.Clone(fix.Edits)
					own = slices.DeleteFunc(own, func(other source.Edit) bool { return other.Document != e.Document })
					want, err := e.Document.Apply(own)
					if err != nil {
						t.Fatal(err)
					}
					edits[e.Document.Path] = string(want)
				}
				for name, want := range edits {
					files++
					if got := made.edit(t, name, texts[name]); got != want {
						t.Errorf("%s: %s makes of %s\n%q\nwant\n%q", rule.ID, fix.Title, name, got, want)
					}
				}
				if len(made.ArtifactChanges) != len(edits) {
					t.Errorf("%s: %s changes %d files, want %d", rule.ID, fix.Title, len(made.ArtifactChanges), len(edits))
				}
			}
		}
	}
	if fixes < len(rules.All)/2 || files < fixes {
		t.Errorf("only %d fixes in %d files were tried", fixes, files)
	}
}

// Who makes the fixes of SARIF files one after the other gets the file that --fix --unsafe-fixes writes.
func TestSARIFFixesLeadWhereFixLeads(t *testing.T) {
	for name, text := range map[string]string{
		"CRLF":               "# é😀\r\ntaskmanager.network.memory.fraction: 0.2 # 😀\r\ntaskmanager.memory.process.size: 8g\r\ntaskmanager.memory.flink.size: 4g\r\n",
		"mark, nested":       "\ufefftaskmanager: {\"é😀\": 1, memory.network.fraction: 20%}\ntaskmanager.memory.process.size: 4g\njobmanager.memory.process.size: 1600Mi # 😀",
		"no end":             "taskmanager.memory.process.size: 4g\ntaskmanager.memory.preallocate: false",
		"unit":               "taskmanager.memory.process.size: 4Gi # 😀\njobmanager.memory.process.size: 1600Mi\n",
		"removed everywhere": "taskmanager.memory.process.size: 4g\r\ntaskmanager.memory.off-heap: true\r\ntaskmanager.memory.preallocate: true\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			file := "flink-conf.yaml"
			if strings.HasSuffix(name, "nested") {
				file = "config.yaml"
			}
			write := func(text string) {
				if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			write(text)
			var stdout, stderr bytes.Buffer
			if status := run([]string{"check", "--fix", "--unsafe-fixes"}, strings.NewReader(""), &stdout, &stderr); status != 0 {
				t.Fatalf("exit status %d\n%s%s", status, &stdout, &stderr)
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			made := 0
			for write(text); ; made++ {
				var sarif bytes.Buffer
				run([]string{"check", "--format", "sarif"}, strings.NewReader(""), &sarif, &stderr)
				next := firstFix(readSARIF(t, sarif.Bytes()))
				if next == nil || made == 20 {
					break
				}
				text = next.edit(t, file, text)
				write(text)
			}
			if text != string(want) || made == 0 {
				t.Errorf("%d fixes lead to\n%q\n--fix leads to\n%q", made, text, want)
			}
		})
	}
}

// Both fingerprints stay what they are when lines move, and no two findings share one of our own.
func TestSARIFFingerprintsSurvive(t *testing.T) {
	t.Chdir(t.TempDir())
	const text = "taskmanager.memory.process.size: 8g\ntaskmanager.memory.flink.size: 4g\ntaskmanager.memory.preallocate: true\n" +
		"jobmanager.heap.size: 1g\ntaskmanager.memory.preallocate: true\njobmanager.memory.jvm-metaspace.size: 64m\n"
	prints := func(text string) (own, lines []string) {
		if err := os.WriteFile("flink-conf.yaml", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		var sarif, stderr bytes.Buffer
		run([]string{"check", "--format", "sarif"}, strings.NewReader(""), &sarif, &stderr)
		for _, r := range readSARIF(t, sarif.Bytes()) {
			own = append(own, r.PartialFingerprints["flinkmemLint/v1"])
			lines = append(lines, r.PartialFingerprints["primaryLocationLineHash"])
		}
		return own, lines
	}
	own, lines := prints(text)
	if unique := slices.Compact(slices.Sorted(slices.Values(own))); len(own) < 5 || len(unique) != len(own) || slices.Contains(append(own, lines...), "") {
		t.Fatalf("fingerprints %q, %q", own, lines)
	}
	for name, moved := range map[string]string{
		"lines above":      "# one\n\n# two\n" + text,
		"other line ends":  strings.ReplaceAll(text, "\n", "\r\n"),
		"spaces at an end": strings.Replace(text, "8g\n", "8g  \n", 1),
	} {
		if got, gotLines := prints(moved); !slices.Equal(got, own) || !slices.Equal(gotLines, lines) {
			t.Errorf("%s: %q, %q; before %q, %q", name, got, gotLines, own, lines)
		}
	}
}

// firstFix is the first safe fix, or else the first unsafe one.
func firstFix(results []sarifResult) *sarifFix {
	for _, safety := range []string{"safe", "unsafe"} {
		for _, r := range results {
			for i := range r.Fixes {
				if r.Fixes[i].Properties.Safety == safety {
					return &r.Fixes[i]
				}
			}
		}
	}
	return nil
}

// The matchers in .github read every line of the compact output, and the first line of each finding in the text, whatever the
// file is called.
func TestProblemMatchers(t *testing.T) {
	text, err := os.ReadFile("../../.github/flinkmem-lint-matcher.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		ProblemMatcher []struct {
			Owner, Severity string
			Pattern         []struct {
				Regexp                                      string
				File, Line, Column, Severity, Message, Code int
			}
		}
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		t.Fatal(err)
	}
	type match struct {
		file, severity, code string
		line, column         int
	}
	read := func(line string) (all []match) {
		for _, m := range file.ProblemMatcher {
			p := m.Pattern[0]
			groups := regexp.MustCompile(p.Regexp).FindStringSubmatch(line)
			if groups == nil || groups[p.Message] == "" {
				continue
			}
			severity := m.Severity
			if p.Severity > 0 {
				severity = groups[p.Severity]
			}
			row, _ := strconv.Atoi(groups[p.Line])
			column, _ := strconv.Atoi(groups[p.Column])
			all = append(all, match{groups[p.File], severity, groups[p.Code], row, column})
		}
		return all
	}

	for _, name := range []string{"C:/flink conf/x.yaml", "a:b", "a:1:2", "a b/c [d]", "ü😀", "-", "x: error: y"} {
		for severity, shown := range map[string]string{"error": "error", "warning": "warning", "info": "notice"} {
			got := read(name + ":12:3: " + severity + ": size: \"4Gi\" [m] is: wrong [some-rule]")
			if want := (match{name, shown, "some-rule", 12, 3}); len(got) != 1 || got[0] != want {
				t.Errorf("%s, %s: got %+v", name, severity, got)
			}
		}
	}
	for _, line := range []string{"3 errors in 2 files", "   12 | a: 1:2: error: x [y]", "", "   fix: do it", "flinkmem-lint: a: no such file"} {
		if got := read(line); got != nil {
			t.Errorf("%q is taken for %+v", line, got)
		}
	}

	t.Chdir(t.TempDir())
	folder := "conf: a b"
	if runtime.GOOS == "windows" {
		folder = "conf a b"
	}
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	conf := "taskmanager.memory.process.size: 4Gi\ntaskmanager.memory.preallocate: true\njobmanager.memory.process.size: 1600m\n" +
		"jobmanager.memory.jvm-metaspace.size: 64m\n"
	if err := os.WriteFile(filepath.Join(folder, "flink-conf.yaml"), []byte(conf), 0o644); err != nil {
		t.Fatal(err)
	}
	var output bytes.Buffer
	print := func(args ...string) string {
		output.Reset()
		run(append([]string{"check"}, args...), strings.NewReader(""), &output, &output)
		return output.String()
	}
	var findings struct {
		Findings []struct {
			Rule, Severity, File string
			Start                struct{ Line, Column int }
		}
	}
	if err := json.Unmarshal([]byte(print("--format", "json")), &findings); err != nil {
		t.Fatal(err)
	}
	var want []match
	severities := map[string]bool{}
	for _, f := range findings.Findings {
		severities[f.Severity] = true
		want = append(want, match{f.File, strings.Replace(f.Severity, "info", "notice", 1), f.Rule, f.Start.Line, f.Start.Column})
	}
	if len(severities) != 3 {
		t.Fatalf("not all severities in %+v", findings)
	}
	escapes := regexp.MustCompile("\x1b\\[[0-9;]*m") // GitHub's runner removes them first
	for _, args := range [][]string{{"--format", "compact"}, {"--format", "compact", "--color", "always"}, {"--format", "text"}, {"--color", "always"}} {
		var got []match
		printed := print(args...)
		for line := range strings.Lines(printed) {
			all := read(escapes.ReplaceAllString(strings.TrimSuffix(line, "\n"), ""))
			if got = append(got, all...); len(all) != 1 && slices.Contains(args, "compact") {
				t.Errorf("%v: a line that is no finding: %s", args, line)
			}
		}
		if slices.Contains(args, "compact") && strings.Contains(printed, "\x1b") {
			t.Errorf("%v: colours in %q", args, printed)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%v: got %+v, want %+v", args, got, want)
		}
	}
}

// Every format is offered by the shell's completion and named in the help.
func TestFormatsAreOffered(t *testing.T) {
	t.Setenv("GITHUB_STEP_SUMMARY", "")
	var completed, help, stderr bytes.Buffer
	run([]string{"__complete", "check", "--format", ""}, strings.NewReader(""), &completed, &stderr)
	run([]string{"check", "--help"}, strings.NewReader(""), &help, &stderr)
	for _, f := range formats {
		if !strings.Contains(completed.String(), f.name+"\t"+f.about+"\n") {
			t.Errorf("%s is not completed: %s", f.name, &completed)
		}
		if !regexp.MustCompile(`FORMAT of the results: .*\b` + f.name + `\b.*; repeatable`).MatchString(help.String()) {
			t.Errorf("%s is not in the help", f.name)
		}
		var stdout bytes.Buffer
		if status := run([]string{"check", "--format", f.name, "../../testdata/demo"}, strings.NewReader(""), &stdout, &stderr); status != 1 || stdout.Len() == 0 {
			t.Errorf("%s: exit status %d", f.name, status)
		}
	}
	if !strings.Contains(completed.String(), fmt.Sprintf("\n:%d\n", 4)) { // no names of files
		t.Errorf("completed: %s", &completed)
	}
}
