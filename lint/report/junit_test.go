package report

import (
	"encoding/xml"
	"errors"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

// junitReport is what a reader of test reports sees.
type junitReport struct {
	Name                    string `xml:"name,attr"`
	Tests, Failures, Errors int    `xml:",attr"`
	Suites                  []struct {
		Name       string `xml:"name,attr"`
		Tests      int    `xml:"tests,attr"`
		Failures   int    `xml:"failures,attr"`
		Errors     int    `xml:"errors,attr"`
		Properties []struct {
			Name  string `xml:"name,attr"`
			Value string `xml:"value,attr"`
		} `xml:"properties>property"`
		Cases []struct {
			Name    string `xml:"name,attr"`
			Class   string `xml:"classname,attr"`
			Failure *struct {
				Message string `xml:"message,attr"`
				Type    string `xml:"type,attr"`
				Text    string `xml:",chardata"`
			} `xml:"failure"`
			Error *struct {
				Message string `xml:"message,attr"`
			} `xml:"error"`
			Out string `xml:"system-out"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

func junitOf(t *testing.T, r *lint.Result) (junitReport, string) {
	t.Helper()
	var b strings.Builder
	if err := JUnit(&b, r); err != nil {
		t.Fatal(err)
	}
	var report junitReport
	if err := xml.Unmarshal([]byte(b.String()), &report); err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	return report, b.String()
}

func TestJUnit(t *testing.T) {
	d := document("conf/x.yaml", "a: 1\nb: 2\n")
	finding := func(key, value string, severity lint.Severity) lint.Finding {
		f := findingAt(d, someRule, key, value)
		f.Severity = severity
		return f
	}
	role := flink.JobManager
	ofJobManager := finding("b", "2", lint.Error)
	ofJobManager.Role, ofJobManager.Version = &role, flink.MustVersion("1.19")
	report, text := junitOf(t, &lint.Result{
		Paths:    []string{"good.yaml", "conf/x.yaml"},
		Findings: []lint.Finding{finding("a", "1", lint.Warning), finding("b", "2", lint.Info), ofJobManager},
		Failures: []lint.Failure{{Path: "gone.yaml", Err: errors.New("no such file")}},
	})
	if report.Name != "flinkmem-lint" || !strings.Contains(text, `<testsuites name="flinkmem-lint" tests="5" failures="2" errors="1" skipped="0">`) {
		t.Errorf("it starts with\n%.200s", text)
	}
	if len(report.Suites) != 3 {
		t.Fatalf("got %+v", report)
	}
	good, bad, gone := report.Suites[0], report.Suites[1], report.Suites[2]
	if good.Name != "good.yaml" || good.Tests != 1 || good.Failures+good.Errors != 0 || len(good.Cases) != 1 || good.Cases[0].Failure != nil || good.Cases[0].Class != "good.yaml" {
		t.Errorf("the file without findings: %+v", good)
	}
	if gone.Name != "gone.yaml" || gone.Tests != 1 || gone.Errors != 1 || gone.Cases[0].Error.Message != "no such file" {
		t.Errorf("the file that is gone: %+v", gone)
	}
	if bad.Tests != 3 || bad.Failures != 2 || bad.Errors != 0 || len(bad.Cases) != 3 || bad.Properties[0].Value != "1.19, 1.20" {
		t.Fatalf("the file with findings: %+v", bad)
	}
	for i, want := range []struct{ name, kind, text string }{
		{"some-rule", "warning", "conf/x.yaml:1:4: warning: a is wrong [some-rule]\n    1 | a: 1\n"},
		{"some-rule (2)", "", "conf/x.yaml:2:4: info: b is wrong [some-rule]\n"},
		{"some-rule, JobManager", "error", "conf/x.yaml:2:4: error: b is wrong [some-rule]\n"},
	} {
		c := bad.Cases[i]
		kind, text := "", c.Out
		if c.Failure != nil {
			kind, text = c.Failure.Type, c.Failure.Text
		}
		if c.Name != want.name || kind != want.kind || !strings.HasPrefix(text, want.text) {
			t.Errorf("case %d: %+v, %s, %s", i, c, kind, text)
		}
	}
}

// Whatever stands in a file, its name or a message, the report is XML.
func TestJUnitAnyCharacter(t *testing.T) {
	odd := "\x00\x01\x1b<&>\"']]>\t\ufffe\uffff\xff\u2028😀"
	d := document("n"+odd, "k"+odd+": v"+odd+"\n")
	f := findingAt(d, someRule, "k"+odd, "v"+odd)
	f.Message, f.Sum, f.Help = "m"+odd, "s"+odd+"\ntwo lines", "h"+odd
	report, text := junitOf(t, &lint.Result{Paths: []string{"n" + odd}, Findings: []lint.Finding{f}})
	const shown = "␀␁␛<&>\"']]>␉\ufffd\ufffd\ufffd\ufffd😀"
	suite := report.Suites[0]
	if suite.Name != "n"+shown || suite.Cases[0].Failure.Message != "m"+shown || len(report.Suites) != 1 {
		t.Errorf("read back: %q, %q", suite.Name, suite.Cases[0].Failure.Message)
	}
	for _, r := range text {
		if r < ' ' && r != '\n' || r == '\ufffe' || r == '\uffff' {
			t.Errorf("there is a %U in it", r)
		}
	}
}
