package flink

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEveryMemoryOptionIsDescribed(t *testing.T) {
	n := 0
	for _, o := range Options() {
		if !o.Memory {
			continue
		}
		n++
		if Describe(o.Key) == "" {
			t.Errorf("%s has no description; data/descriptions.txt wants one", o.Key)
		}
	}
	if n < 150 {
		t.Errorf("only %d memory options", n)
	}
}

// endOfSentence is a full stop that is not inside a key or a number.
var endOfSentence = regexp.MustCompile(`\.( |$)`)

func TestDescriptions(t *testing.T) {
	const longest = 400
	key := regexp.MustCompile(`\b[a-z]+(\.[a-zA-Z-]+){2,}\b`)
	of := map[string]string{}
	for k, text := range theDescriptions() {
		o, ok := Lookup(k)
		if !ok || !o.Memory {
			t.Errorf("%s is no memory option of the catalogue", k)
		}
		if other, ok := of[text]; ok {
			t.Errorf("%s and %s have the same description", k, other)
		}
		of[text] = k
		if n := utf8.RuneCountInString(text); n == 0 || n > longest {
			t.Errorf("%s: %d characters, want 1 to %d", k, n, longest)
		}
		if n := len(endOfSentence.FindAllString(text, -1)); n < 1 || n > 3 || !strings.HasSuffix(text, ".") {
			t.Errorf("%s: %d full stops, want 1 to 3, and one at the end: %q", k, n, text)
		}
		for _, bad := range []string{"TODO", "FIXME", "  ", "..", " ,", " .", "\t"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s: %q in %q", k, bad, text)
			}
		}
		for _, named := range key.FindAllString(text, -1) {
			if _, ok := Lookup(named); !ok && !slices.ContainsFunc(Keys(), func(k string) bool { return strings.HasSuffix(k, "."+named) }) {
				t.Errorf("%s: no option is called %s", k, named)
			}
		}
	}
	for i, line := range strings.Split(descriptionsText, "\n") {
		if strings.TrimRight(line, " \t\r") != line {
			t.Errorf("data/descriptions.txt:%d: white space at the end of the line", i+1)
		}
	}
}

func TestDescribe(t *testing.T) {
	weights := Describe("taskmanager.memory.managed.consumer-weights")
	tests := []struct{ key, want string }{
		{"taskmanager.memory.managed.consumer-weights.PYTHON", "An entry of taskmanager.memory.managed.consumer-weights. " + weights},
		{"state.backend", "An old name of state.backend.type. " + Describe("state.backend.type")},
		// two options have replaced it, one after the other
		{"state.backend.fs.memory-threshold", "An old name of execution.checkpointing.data-inline-threshold. " +
			Describe("execution.checkpointing.data-inline-threshold")},
		// an old name with a meaning of its own
		{"taskmanager.memory.size", theDescriptions()["taskmanager.memory.size"]},
		{"rest.port", ""},
		{"taskmanager.memory.proces.size", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := Describe(tt.key); got != tt.want {
			t.Errorf("Describe(%q) = %q, want %q", tt.key, got, tt.want)
		}
	}
}

func TestParseDescriptions(t *testing.T) {
	all, err := parseDescriptions("# a comment\r\n\r\na.b\r\n    One line\r\n  and another.\r\n\r\na.c\n    Text.")
	if err != nil || len(all) != 2 || all["a.b"] != "One line and another." || all["a.c"] != "Text." {
		t.Errorf("parseDescriptions = %q, %v", all, err)
	}
	for text, want := range map[string]string{
		"    text\n":                 "line 1: text without a key above it",
		"a.b\n    x.\n\na.b\n    y.": "line 4: a.b is described twice",
		"a.b\nnot indented\n":        `line 2: "not indented" is no key; text is indented`,
	} {
		if _, err := parseDescriptions(text); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
