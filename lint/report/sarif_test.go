package report

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// sarifLog is what the tests read of a file.
type sarifLog struct {
	Schema string `json:"$schema"`
	Runs   []struct {
		Tool struct {
			Driver struct {
				Version, SemanticVersion string
				Notifications            []struct{ ID string }
				Rules                    []sarifRule
			}
		}
		Invocations []sarifInvocation
		Artifacts   []sarifArtifact
		Results     []sarifResult
	}
}

func sarifOf(t *testing.T, r *lint.Result, run SARIFRun, most int) (sarifLog, string) {
	t.Helper()
	if run.Locate == nil {
		run.Locate = asIs
	}
	if run.Rules == nil {
		run.Rules = []*lint.Rule{{ID: "first-rule"}, someRule}
	}
	var b strings.Builder
	if _, err := writeSARIF(&b, r, run, most); err != nil {
		t.Fatal(err)
	}
	var log sarifLog
	if err := json.Unmarshal([]byte(b.String()), &log); err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	return log, b.String()
}

func TestSARIFRegions(t *testing.T) {
	for _, test := range []struct {
		name, text, at string
		want           sarifRegion
	}{
		{"plain", "a: b\n", "b", sarifRegion{1, 4, 1, 5}},
		{"two code units", "😀é日: b\n", "b", sarifRegion{1, 7, 1, 8}},
		{"two code units inside", "a: 😀b\n", "😀b", sarifRegion{1, 4, 1, 7}},
		{"mark", "\ufeffa: b\n", "b", sarifRegion{1, 4, 1, 5}},
		{"CRLF", "x: y\r\n😀a: b\r\n", "b", sarifRegion{2, 6, 2, 7}},
		{"CR", "x: y\ra: b\r", "b", sarifRegion{2, 4, 2, 5}},
		{"invalid bytes", "\xff\xfe: b", "b", sarifRegion{1, 5, 1, 6}},
		{"several lines", "a: |\n  b\n  😀c\n", "|\n  b\n  😀c", sarifRegion{1, 4, 3, 6}},
		{"nothing", "", "", sarifRegion{1, 1, 1, 1}},
		{"an empty place", "a: b\n", "", sarifRegion{1, 1, 1, 2}},
		{"an empty place before two code units", "😀: b\n", "", sarifRegion{1, 1, 1, 3}},
		{"an empty place on an empty line", "\na: b\n", "", sarifRegion{1, 1, 1, 1}},
		{"the mark itself", "\ufeffa: b\n", "\ufeff", sarifRegion{1, 1, 1, 1}},
	} {
		d := document("x", test.text)
		if got := regionOf(d, visibleSpan(d, spanOf(d, test.at))); got != test.want {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}

func TestSARIFRules(t *testing.T) {
	long := strings.Repeat("A sentence of some length. ", 60)
	rules := []*lint.Rule{
		{ID: "an-error", Severity: lint.Error, Doc: lint.Doc{Title: "It fails", Why: "Because"}},
		{ID: "a-warning", Severity: lint.Warning, Doc: lint.Doc{Title: "It warns!", Why: long, Kind: source.Compose}},
		{ID: "a-guess", Severity: lint.Info, Doc: lint.Doc{Title: "It may be", Why: strings.Repeat("é", 1100), Heuristic: true}},
	}
	log, text := sarifOf(t, &lint.Result{}, SARIFRun{Version: "v1.2.3", Rules: rules}, 10)
	if driver := log.Runs[0].Tool.Driver; driver.Version != "1.2.3" || driver.SemanticVersion != "1.2.3" {
		t.Errorf("versions %q, %q", driver.Version, driver.SemanticVersion)
	}
	got := log.Runs[0].Tool.Driver.Rules
	for i, want := range []struct {
		name, level, severity, precision, short string
		tags                                    []string
	}{
		{"AnError", "error", "error", "very-high", "It fails.", []string{"flink", "memory", "flink-conf"}},
		{"AWarning", "warning", "warning", "high", "It warns!", []string{"flink", "memory", "compose"}},
		{"AGuess", "note", "recommendation", "medium", "It may be.", []string{"flink", "memory", "flink-conf", "heuristic"}},
	} {
		r := got[i]
		if r.ID != rules[i].ID || r.Name != want.name || r.DefaultConfiguration.Level != want.level || r.Properties.Severity != want.severity ||
			r.Properties.Precision != want.precision || r.ShortDescription.Text != want.short || !slices.Equal(r.Properties.Tags, want.tags) {
			t.Errorf("%s: %+v", rules[i].ID, r)
		}
		if !strings.Contains(r.Help.Text, rules[i].Doc.Title) || !strings.Contains(r.Help.Markdown, "## ") || !strings.HasSuffix(r.HelpURI, "/docs/rules/"+r.ID+".md") {
			t.Errorf("%s: help %+v at %s", r.ID, r.Help, r.HelpURI)
		}
		if n := len([]rune(r.FullDescription.Text)); n > 1024 || n == 0 {
			t.Errorf("%s: a description of %d characters", r.ID, n)
		}
	}
	if text := got[1].FullDescription.Text; len(text) < 990 || !strings.HasSuffix(text, "length.") {
		t.Errorf("cut to %q", text)
	}
	if strings.Contains(text, "security-severity") {
		t.Error("security-severity would make the findings security alerts")
	}
	if !strings.Contains(text, `"results": []`) {
		t.Errorf("no empty list of results in\n%s", text)
	}
}

func TestSemanticVersion(t *testing.T) {
	for version, want := range map[string]string{
		"v1.2.3": "1.2.3", "1.2.3-rc.1+build": "1.2.3-rc.1+build", "devel": "0.0.0-devel", "(devel)": "0.0.0--devel-",
		"v0.0.0-20261101123456-abcdef123456": "0.0.0-20261101123456-abcdef123456", "v1.2": "0.0.0-v1-2", "01.2.3": "0.0.0-01-2-3",
	} {
		if got := semanticVersion(version); got != want {
			t.Errorf("%s: got %s, want %s", version, got, want)
		}
	}
}

func TestSARIFResult(t *testing.T) {
	d := document("conf/x.yaml", "total: 8g\npart: 4g\n😀: 1 # part: of it\n")
	elsewhere := document("/etc/y z.yaml", "other: 1\n")
	f := findingAt(d, someRule, "total", "8g")
	role := flink.TaskManager
	f.Role, f.Label, f.Sum, f.Help = &role, "the total", "8 (total)\n  - 4 (part)", "lower it"
	part, other := findingAt(d, someRule, "part", "4g"), findingAt(elsewhere, someRule, "other", "1")
	f.Related = []lint.Related{
		{Place: part.Place, Span: part.Span, Message: `a [part]\`},
		{Message: "the image's default"}, // in no file
		{Place: other.Place, Span: other.Span},
		{Place: source.Place{Document: d, Entry: spanOf(d, "# part: of it")}, Span: spanOf(d, "# part: of it"), Message: "no option"},
	}
	f.Consequences = []lint.Consequence{{Rule: someRule, Related: lint.Related{Place: part.Place, Span: part.Span, Message: "it fails"}}}
	log, _ := sarifOf(t, &lint.Result{Findings: []lint.Finding{f}}, SARIFRun{}, 10)
	r := log.Runs[0].Results[0]

	if r.RuleID != "some-rule" || r.RuleIndex != 1 || r.Level != "warning" || r.Properties.FlinkVersion != "1.20" || r.Properties.Role != "taskmanager" {
		t.Errorf("got %+v", r)
	}
	want := `total is wrong. 8 (total); - 4 (part). Lower it. See [a \[part\]\\](1), [line 1](2), [no option](3), [so: it fails](4).`
	if r.Message.Text != want {
		t.Errorf("the message is\n%s\nwant\n%s", r.Message.Text, want)
	}
	for i, want := range []string{
		`1 conf/x.yaml {2 7 2 9} a [part]\`, "2 file:///etc/y%20z.yaml {1 8 1 9} line 1", "3 conf/x.yaml {3 7 3 20} no option", "4 conf/x.yaml {2 7 2 9} so: it fails",
	} {
		l := r.RelatedLocations[i]
		if got := fmt.Sprint(l.ID, " ", l.PhysicalLocation.ArtifactLocation.URI, " ", *l.PhysicalLocation.Region, " ", l.Message.Text); got != want {
			t.Errorf("related location %d: got %s, want %s", i, got, want)
		}
	}
	if len(r.RelatedLocations) != 4 || len(r.CodeFlows) != 1 {
		t.Fatalf("%d related locations, %d flows", len(r.RelatedLocations), len(r.CodeFlows))
	}
	var steps []string
	for _, s := range r.CodeFlows[0].ThreadFlows[0].Locations {
		steps = append(steps, fmt.Sprint(s.Location.PhysicalLocation.Region.StartLine, " ", s.Location.Message.Text))
	}
	if got, want := strings.Join(steps, "|"), `2 a [part]\|1 |1 the total: 8 (total); - 4 (part)`; got != want {
		t.Errorf("the flow is %s, want %s", got, want)
	}

	f.Sum = ""
	if flows := sarifResultOf(f).CodeFlows; flows != nil {
		t.Errorf("a flow without a sum: %v", flows)
	}
}

func sarifResultOf(f lint.Finding) sarifResult {
	s := &sarif{run: SARIFRun{Locate: asIs}, prints: newFingerprints(asIs)}
	return s.result(&f)
}

func TestSARIFManyRelated(t *testing.T) {
	d := document("x", "a: 1\n")
	f := findingAt(d, someRule, "a", "1")
	f.Sum = "many"
	for range 150 {
		f.Related = append(f.Related, lint.Related{Place: f.Place, Span: f.Span, Message: "again"})
	}
	r := sarifResultOf(f)
	if len(r.RelatedLocations) != 100 || strings.Count(r.Message.Text, "](") != 100 || !strings.HasSuffix(r.Message.Text, " and 50 more places.") || len(r.CodeFlows[0].ThreadFlows[0].Locations) != 100 {
		t.Errorf("%d related locations, %d links", len(r.RelatedLocations), strings.Count(r.Message.Text, "]("))
	}
}

// A message is no link, whatever it quotes.
func TestSARIFPlainText(t *testing.T) {
	for text, want := range map[string]string{
		"a[0] is \\d": "a[0] is \\d", "[x](1) \\": `\[x\](1) \\`, "${A:-[b](c)}": `${A:-\[b\](c)}`,
	} {
		if got := plainText(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestSARIFLeavesOutTheLeast(t *testing.T) {
	d := document("x", "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\n")
	var findings []lint.Finding
	for i, severity := range []lint.Severity{lint.Info, lint.Warning, lint.Error, lint.Info, lint.Warning} {
		f := findingAt(d, someRule, string(rune('a'+i)), fmt.Sprint(i+1))
		f.Severity = severity
		findings = append(findings, f)
	}
	r := &lint.Result{Findings: findings}
	for most, want := range map[int]string{0: "", 1: "3", 2: "2 3", 3: "2 3 5", 4: "1 2 3 5", 5: "1 2 3 4 5", 6: "1 2 3 4 5"} {
		var b strings.Builder
		left, err := writeSARIF(&b, r, SARIFRun{Rules: []*lint.Rule{someRule}, Locate: asIs}, most)
		if err != nil || left != max(0, 5-most) {
			t.Errorf("at most %d: %d are said to be left out, error %v", most, left, err)
		}
		log, _ := sarifOf(t, r, SARIFRun{}, most)
		var lines []string
		for _, result := range log.Runs[0].Results {
			lines = append(lines, fmt.Sprint(result.Locations[0].PhysicalLocation.Region.StartLine))
		}
		if got := strings.Join(lines, " "); got != want {
			t.Errorf("at most %d: kept those of the lines %s, want %s", most, got, want)
		}
		notices := log.Runs[0].Invocations[0].Notices
		if said := len(notices) == 1 && notices[0].Descriptor.ID == "results-left-out" && strings.HasPrefix(notices[0].Message.Text, plural(5-most, "finding")); said != (most < 5) {
			t.Errorf("at most %d: the run says %+v", most, notices)
		}
	}
}

func TestSARIFInvocation(t *testing.T) {
	two := &lint.Rule{ID: "first-rule"}
	locate := func(path string) string {
		if strings.HasPrefix(path, "/") {
			return path
		}
		return "sub/" + path
	}
	r := &lint.Result{
		Paths: []string{"b.yaml", "a b.yaml", "b.yaml"}, Configs: []string{".flinkmem-lint.toml", "/home/me/.flinkmem-lint.toml"}, Ignored: 2, Baselined: 3,
		Failures: []lint.Failure{{Path: "gone.yaml", Err: errors.New("no such file or folder")}},
	}
	log, text := sarifOf(t, r, SARIFRun{
		Rules: []*lint.Rule{two, someRule}, Locate: locate, Settings: RunSettings{FlinkVersion: "1.20", Baseline: "/home/me/base.json"},
		Levels: []lint.RuleLevel{{Rule: someRule, Severity: lint.Error, Settings: map[string]any{"minimum": 64 * flink.MiB, "factor": 1.5}}, {Rule: two, Severity: lint.Off}},
	}, 10)
	in := log.Runs[0].Invocations[0]
	if in.ExecutionSuccessful || len(in.Notices) != 1 {
		t.Fatalf("got %+v", in)
	}
	if n := in.Notices[0]; n.Level != "error" || n.Message.Text != "no such file or folder." || n.Locations[0].PhysicalLocation.ArtifactLocation.URI != "sub/gone.yaml" ||
		log.Runs[0].Tool.Driver.Notifications[n.Descriptor.Index].ID != n.Descriptor.ID {
		t.Errorf("the notice is %+v", n)
	}
	if got, want := fmt.Sprintf("%+v", *in.Properties), "{RunSettings:{Kind: FlinkVersion:1.20 NoIgnore:false Baseline:base.json} Configs:[sub/.flinkmem-lint.toml .flinkmem-lint.toml] Ignored:2 Baselined:3}"; got != want {
		t.Errorf("the settings are %s, want %s", got, want)
	}
	if strings.Contains(text, "/home/me") {
		t.Errorf("a folder of this machine is in\n%s", text)
	}
	if o := in.Overrides[0]; o.Descriptor != (sarifReference{"some-rule", 1}) || o.Configuration.Level != "error" || o.Configuration.Enabled != nil ||
		fmt.Sprint(o.Configuration.Parameters) != "map[factor:1.5 minimum:64m]" {
		t.Errorf("the first override is %+v", o)
	}
	if o := in.Overrides[1]; o.Descriptor.Index != 0 || o.Configuration.Level != "" || *o.Configuration.Enabled {
		t.Errorf("the second override is %+v", o)
	}
	if got := fmt.Sprint(log.Runs[0].Artifacts); got != "[{{sub/a%20b.yaml} [analysisTarget]} {{sub/b.yaml} [analysisTarget]}]" {
		t.Errorf("the files are %s", got)
	}
}

// A fix that lines and columns cannot tell is left out; an insertion has an empty region, a deletion no text.
func TestSARIFFixes(t *testing.T) {
	d := document("x.yaml", "\ufeff😀a: 1\r\nb: 2")
	e := document("y.yaml", "c: 3\n")
	edit := func(d *source.Document, start, end int, text string) source.Edit {
		return source.Edit{Document: d, Span: source.Span{Start: start, End: end}, NewText: text}
	}
	n := len(d.Bytes)
	for _, test := range []struct {
		name  string
		edits []source.Edit
		want  string // "" for no fix
	}{
		{"a value", []source.Edit{edit(d, n-1, n, "5")}, `x.yaml {2 4 2 5} "5"`},
		{"an insertion at the end", []source.Edit{edit(d, n, n, "\nz: 1\n")}, `x.yaml {2 5 2 5} "\nz: 1\n"`},
		{"a line with its end", []source.Edit{edit(d, 3, n-4, "")}, `x.yaml {1 1 2 1} <nil>`},
		{"behind two code units", []source.Edit{edit(d, 7, 8, "x")}, `x.yaml {1 3 1 4} "x"`},
		{"the last line of a file that ends", []source.Edit{edit(e, 0, 5, "")}, `y.yaml {1 1 2 1} <nil>`},
		{"two files", []source.Edit{edit(d, n-1, n, "5"), edit(e, 3, 4, "6"), edit(d, 7, 8, "x")}, `x.yaml {2 4 2 5} "5" {1 3 1 4} "x"|y.yaml {1 4 1 5} "6"`},
		{"the mark", []source.Edit{edit(d, 0, 3, "")}, ""},
		{"in a line end", []source.Edit{edit(d, n-5, n-4, "")}, ""},
		{"no text", []source.Edit{edit(d, n-1, n, "\xff")}, ""},
		{"nothing", nil, ""},
	} {
		f := findingAt(d, someRule, "b", "2")
		f.Fixes = []lint.Fix{{Title: "do it", Safety: lint.Unsafe, Edits: test.edits}}
		got := ""
		for _, fix := range sarifResultOf(f).Fixes {
			if fix.Description.Text != "do it" || fix.Properties.Safety != "unsafe" {
				t.Errorf("%s: %+v", test.name, fix)
			}
			var changes []string
			for _, c := range fix.Changes {
				change := c.ArtifactLocation.URI
				for _, r := range c.Replacements {
					text := "<nil>"
					if r.InsertedContent != nil {
						text = fmt.Sprintf("%q", r.InsertedContent.Text)
					}
					change += fmt.Sprint(" ", r.DeletedRegion, " ", text)
				}
				changes = append(changes, change)
			}
			got = strings.Join(changes, "|")
		}
		if got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}

// The size that GitHub goes by is known of large files.
func TestSARIFSize(t *testing.T) {
	d := document("x", "a: 1\n")
	for n, counted := range map[int]bool{10: false, 2500: true} {
		r := &lint.Result{Findings: slices.Repeat([]lint.Finding{findingAt(d, someRule, "a", "1")}, n)}
		var b, zipped bytes.Buffer
		size, err := SARIF(&b, r, SARIFRun{Rules: []*lint.Rule{someRule}, Locate: asIs})
		if err != nil || size.LeftOut != 0 || (size.Compressed > 0) != counted {
			t.Fatalf("%d findings: %+v, %v", n, size, err)
		}
		zip := gzip.NewWriter(&zipped)
		if _, err := zip.Write(b.Bytes()); err != nil || zip.Close() != nil {
			t.Fatal(err)
		}
		if got, want := int(size.Compressed), zipped.Len(); counted && (got < want*9/10 || got > want*11/10) {
			t.Errorf("%d bytes compressed, %d are said", want, got)
		}
	}
}
