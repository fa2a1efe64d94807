package report

import "testing"

func TestDiffName(t *testing.T) {
	for name, want := range map[string]string{
		"a/x.yaml": "a/x.yaml", "a/b c.yaml": "a/b c.yaml\t", "a/ü.yaml": "a/ü.yaml", `a/"b\.yaml`: `"a/\"b\\.yaml"`, "a/\t\n ü": `"a/\011\012 ü"`,
	} {
		if got := diffName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
