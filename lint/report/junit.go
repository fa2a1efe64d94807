package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

// JUnit writes a result as test reports have it: a suite for each file, with a case for each finding. Errors and warnings are
// failures, an info is a case that passes and says something; a file without findings is a case that passes, and one that
// could not be checked a case with an error.
func JUnit(w io.Writer, r *lint.Result) error {
	suites, byFile := []*junitSuite{}, map[string]*junitSuite{}
	suite := func(file string) *junitSuite {
		s := byFile[file]
		if s == nil {
			s = &junitSuite{file: file, seen: map[string]int{}}
			byFile[file] = s
			suites = append(suites, s)
		}
		return s
	}
	for _, file := range r.Paths {
		suite(file)
	}
	for i := range r.Findings {
		s := suite(r.Findings[i].Place.Document.Path)
		s.findings = append(s.findings, &r.Findings[i])
	}
	for _, failure := range r.Failures {
		s := suite(failure.Path)
		s.errors = append(s.errors, failure.Err)
	}
	p := &printer{w: w}
	var total junitCounts
	for _, s := range suites {
		total.add(s.counts())
	}
	p.print(xml.Header, "<testsuites name=\"flinkmem-lint\"", total.String(), ">\n")
	for _, s := range suites {
		p.junitSuite(s)
	}
	p.print("</testsuites>\n")
	return p.err
}

// junitSuite is what is said of one file.
type junitSuite struct {
	file     string
	findings []*lint.Finding
	errors   []error
	seen     map[string]int // the names of its cases
}

type junitCounts struct{ tests, failures, errors int }

func (c *junitCounts) add(d junitCounts) {
	c.tests, c.failures, c.errors = c.tests+d.tests, c.failures+d.failures, c.errors+d.errors
}

func (c junitCounts) String() string {
	return fmt.Sprintf(` tests="%d" failures="%d" errors="%d" skipped="0"`, c.tests, c.failures, c.errors)
}

func (s *junitSuite) counts() junitCounts {
	c := junitCounts{tests: max(1, len(s.findings)+len(s.errors)), errors: len(s.errors)}
	for _, f := range s.findings {
		if f.Severity > lint.Info {
			c.failures++
		}
	}
	return c
}

// name is that of a case: no other one of the suite has it, and it stays the same when lines move.
func (s *junitSuite) name(name string) string {
	s.seen[name]++
	if n := s.seen[name]; n > 1 {
		return fmt.Sprintf("%s (%d)", name, n)
	}
	return name
}

// versions are the Flink versions that the findings speak of.
func (s *junitSuite) versions() string {
	var all []flink.Version
	for _, f := range s.findings {
		all = append(all, f.Version)
	}
	return lint.VersionList(all)
}

func (p *printer) junitSuite(s *junitSuite) {
	p.print("  <testsuite", attribute("name", s.file), s.counts().String(), ">\n")
	if versions := s.versions(); versions != "" {
		p.print("    <properties>\n      <property", attribute("name", "flink-version"), attribute("value", versions), "/>\n    </properties>\n")
	}
	for _, err := range s.errors {
		p.junitCase(s, "file-not-read", fmt.Sprintf("      <error%s/>\n", attribute("message", err.Error())))
	}
	for _, f := range s.findings {
		p.junitFinding(s, f)
	}
	if len(s.findings)+len(s.errors) == 0 {
		p.print("    <testcase", attribute("name", "no findings"), attribute("classname", s.file), "/>\n")
	}
	p.print("  </testsuite>\n")
}

func (p *printer) junitFinding(s *junitSuite, f *lint.Finding) {
	name := f.Rule.ID
	if f.Role != nil {
		name += ", " + f.Role.String()
	}
	var text strings.Builder
	inner := &printer{w: &text}
	inner.finding(f, Style{})
	content := escapeXML(text.String())
	if f.Severity > lint.Info {
		content = fmt.Sprintf("      <failure%s%s>%s</failure>\n", attribute("message", f.Message), attribute("type", f.Severity.String()), content)
	} else {
		content = "      <system-out>" + content + "</system-out>\n"
	}
	p.junitCase(s, name, content)
}

func (p *printer) junitCase(s *junitSuite, name, content string) {
	p.print("    <testcase", attribute("name", s.name(name)), attribute("classname", s.file), ">\n")
	p.print(content, "    </testcase>\n")
}

func attribute(name, value string) string { return " " + name + `="` + escapeXML(visible(value)) + `"` }

// escapeXML is a text as XML has it. What XML 1.0 cannot hold becomes the replacement character.
func escapeXML(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text)) // a Builder does not fail
	return strings.ReplaceAll(b.String(), "&#xA;", "\n")
}
