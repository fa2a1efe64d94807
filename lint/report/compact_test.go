package report

import (
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/lint"
)

// A finding is one line, whatever its parts hold.
func TestCompact(t *testing.T) {
	d := document("a\nb\x1b", "# 😀\n😀a: 1\n")
	f := findingAt(d, someRule, "a", "1")
	f.Message, f.Sum, f.Help = "bell\x07 and\r\nline", "1 + 1\n  = 2", "lower\u202e it"
	other := f
	other.Severity = lint.Info
	other.Message, other.Sum, other.Help = "short", "", ""
	var b strings.Builder
	if err := Compact(&b, &lint.Result{Findings: []lint.Finding{f, other}, Files: 1}); err != nil {
		t.Fatal(err)
	}
	const want = "a␊b␛:2:5: warning: bell␇ and; line. 1 + 1; = 2. lower\ufffd it [some-rule]\na␊b␛:2:5: info: short [some-rule]\n"
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}
