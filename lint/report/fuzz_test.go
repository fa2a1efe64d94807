package report

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// Whatever a file, its name and a message hold, every format stays what it has to be.
func FuzzReports(f *testing.F) {
	f.Add("conf/x.yaml", "a: 1\r\nb: 2", "a message", 3, 4)
	f.Add("::error::x\n", "\ufeff😀: \x00\r\r\n\xff", "%0A ##[error] [x](1) | ` <b> $x$", 7, 12)
	f.Add("", "", "", 0, 0)
	f.Fuzz(func(t *testing.T, path, text, message string, start, end int) {
		d := document(path, text)
		start = min(max(start, 0), len(text))
		end = min(max(end, start), len(text))
		span := source.Span{Start: start, End: end}
		finding := lint.Finding{Rule: someRule, Severity: lint.Warning, Place: source.Place{Document: d, Entry: span, Value: span}, Span: span, Message: message, Sum: message, Help: message}
		finding.Related = []lint.Related{{Place: finding.Place, Span: span, Message: message}}
		finding.Fixes = []lint.Fix{{Title: message, Edits: []source.Edit{{Document: d, Span: span, NewText: message}}}}
		r := &lint.Result{Files: 1, Paths: []string{path}, Findings: []lint.Finding{finding}, Failures: []lint.Failure{{Path: path, Err: errors.New(message)}}}

		var b strings.Builder
		if _, err := writeSARIF(&b, r, SARIFRun{Rules: []*lint.Rule{someRule}, Locate: asIs}, 10); err != nil || !json.Valid([]byte(b.String())) {
			t.Errorf("SARIF: %v\n%s", err, b.String())
		}
		region := regionOf(d, span)
		if got := d.Lines.OffsetUTF16(region.StartLine, region.StartColumn); got != start && boundary(text, start) {
			t.Errorf("%v is the offset %d, not %d", region, got, start)
		}
		if region.EndLine < region.StartLine || region.EndLine == region.StartLine && region.EndColumn < region.StartColumn {
			t.Errorf("the region %v", region)
		}

		b.Reset()
		if err := JUnit(&b, r); err != nil {
			t.Error(err)
		}
		for x := xml.NewDecoder(strings.NewReader(b.String())); ; {
			if _, err := x.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("JUnit: %v\n%s", err, b.String())
			}
		}

		b.Reset()
		if err := Compact(&b, r); err != nil || strings.Count(b.String(), "\n") != 1 || strings.ContainsAny(b.String(), "\r\x1b") {
			t.Errorf("compact: %v, %q", err, b.String())
		}

		b.Reset()
		err := GitHub(&b, r, asIs)
		lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
		command := regexp.MustCompile(`^::(error|warning) (file=[^:,]*(,(line|endLine|col|endColumn)=\d+)*,)?title=[^:,]*::`)
		if err != nil || len(lines) != 3 || !command.MatchString(lines[0]) || !command.MatchString(lines[1]) || strings.Contains(b.String(), "\r") {
			t.Errorf("GitHub: %v, %q", err, b.String())
		}

		const room = 3000
		if summary := GitHubSummary(r, asIs, Wording{}, room); len(summary) > room || !utf8.ValidString(summary) {
			t.Errorf("a summary of %d bytes: %q", len(summary), summary)
		}
	})
}

// boundary reports whether lines and columns tell an offset: it is in no character, no line end and no byte order mark.
func boundary(text string, offset int) bool {
	if strings.HasPrefix(text, "\ufeff") && offset < 3 || offset > 0 && text[offset-1] == '\r' && offset < len(text) && text[offset] == '\n' {
		return false
	}
	for i := range text {
		if i >= offset {
			return i == offset
		}
	}
	return offset == len(text)
}
