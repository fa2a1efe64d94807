package report

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// What GitHub's upload action answers for these texts, as its own tests have it.
func TestLineHashes(t *testing.T) {
	ended := []string{
		"e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1", "e20e36e16fcb0cc8:1", "b3edc88f2938467e:1", "c8e28b0b4002a3a0:1", "c129715d7a2bc9a3:1",
	}
	for _, test := range []struct {
		text string
		want []string
	}{
		{"", []string{"c129715d7a2bc9a3:1"}},
		{" a\nb\n  \t\tc\n d", []string{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"}},
		{" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End", []string{
			"8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1", "c6805c5e1288b612:1", "b86d3392aea1be30:1", "e6ceba753e1a442:1",
		}},
		{" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", ended},
		{" hello; \t\rworld!!!\r\r\r  \t\tGreetings\r End\r", ended},
		{" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", ended},
		{" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", ended},
	} {
		if got := lineHashes(test.text); !slices.Equal(got, test.want) {
			t.Errorf("%q: got %v, want %v", test.text, got, test.want)
		}
	}
}

// There is a hash for each line as source.Lines counts them, whatever the text; the same line with the same text behind it has
// the same hash, and the next number.
func TestLineHashesOfAnyText(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	signs := []string{"a", " ", "\t", "\r", "\n", "\r\n", "😀", "é", "\xff", "\ufeff", "key: value"}
	for range 2000 {
		var b strings.Builder
		for range random.IntN(60) {
			b.WriteString(signs[random.IntN(len(signs))])
		}
		hashes := lineHashes(b.String())
		if n := source.NewLines([]byte(b.String())).Count(); len(hashes) != n {
			t.Fatalf("%q: %d hashes, %d lines", b.String(), len(hashes), n)
		}
		seen := map[string]bool{}
		for _, h := range hashes {
			if h == "" || seen[h] {
				t.Fatalf("%q: hashes %q", b.String(), hashes)
			}
			seen[h] = true
		}
	}
	block := "key: value " + strings.Repeat("x", hashBlock) + "\n"
	repeated := lineHashes(strings.Repeat(block, 3))
	first, number, _ := strings.Cut(repeated[0], ":")
	if second, _, _ := strings.Cut(repeated[1], ":"); first != second || number != "1" || !strings.HasSuffix(repeated[1], ":2") {
		t.Errorf("the same lines have %q", repeated)
	}
}

var someRule = &lint.Rule{ID: "some-rule", Severity: lint.Warning, Doc: lint.Doc{Title: "Some rule", Why: "It matters"}}

func asIs(path string) string { return path }

// findingAt is a finding about the only option of that text in a document.
func findingAt(d *source.Document, rule *lint.Rule, key, value string) lint.Finding {
	entry := spanOf(d, key+": "+value)
	place := source.Place{
		Document: d, Entry: entry, Key: source.Span{Start: entry.Start, End: entry.Start + len(key)},
		Value: source.Span{Start: entry.End - len(value), End: entry.End},
	}
	return lint.Finding{
		Rule: rule, Severity: rule.Severity, Place: place, Span: place.Value, Version: flink.MustVersion("1.20"), Message: key + " is wrong",
	}
}

func TestOwnFingerprint(t *testing.T) {
	of := func(f lint.Finding) string { return newFingerprints(asIs).own(&f) }
	text := "a.b: 1\nc.d: 2\n"
	d := document("conf/x.yaml", text)
	first := of(findingAt(d, someRule, "c.d", "2"))

	for name, moved := range map[string]string{
		"lines above":     "# new\n\n" + text,
		"a line between":  "a.b: 1\n# new\nc.d: 2\n",
		"other options":   "a.b: 5\nc.d: 2\nx: y\n",
		"line ends":       strings.ReplaceAll(text, "\n", "\r\n"),
		"mark at the top": "\ufeff" + text,
	} {
		if got := of(findingAt(document("conf/x.yaml", moved), someRule, "c.d", "2")); got != first {
			t.Errorf("%s: got %s, want %s", name, got, first)
		}
	}

	role := flink.JobManager
	ofJobManager := findingAt(d, someRule, "c.d", "2")
	ofJobManager.Role = &role
	other := &lint.Rule{ID: "other-rule"}
	for name, f := range map[string]lint.Finding{
		"another value":  findingAt(document("conf/x.yaml", "c.d: 3\n"), someRule, "c.d", "3"),
		"another option": findingAt(document("conf/x.yaml", "c.e: 2\n"), someRule, "c.e", "2"),
		"another file":   findingAt(document("conf/y.yaml", text), someRule, "c.d", "2"),
		"another rule":   findingAt(d, other, "c.d", "2"),
		"a process":      ofJobManager,
	} {
		if got := of(f); got == first {
			t.Errorf("%s: the same fingerprint %s", name, got)
		}
	}

	prints := newFingerprints(asIs)
	f := findingAt(d, someRule, "c.d", "2")
	if a, b := prints.own(&f), prints.own(&f); a != strings.TrimSuffix(b, "2")+"1" || a == b {
		t.Errorf("the same finding twice: %s and %s", a, b)
	}
}
