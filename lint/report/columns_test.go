package report

import (
	"slices"
	"testing"
)

func TestWrap(t *testing.T) {
	tests := []struct {
		text  string
		width int
		want  []string
	}{
		{"one two three", 7, []string{"one two", "three"}},
		{"one two three", 100, []string{"one two three"}},
		{"one\n  two three four\nfive", 9, []string{"one", "  two", "  three", "  four", "five"}},
		{"is 192 MiB, but", 8, []string{"is", "192 MiB,", "but"}},
		{"left 4.72 GiB)", 10, []string{"left", "4.72 GiB)"}},
		{"a-word-that-is-too-long for it", 6, []string{"a-word-that-is-too-long", "for it"}},
		{"日本 日本", 5, []string{"日本", "日本"}},
		{"", 10, []string{""}},
	}
	for _, test := range tests {
		if got := wrap(test.text, test.width); !slices.Equal(got, test.want) {
			t.Errorf("%q to %d columns: %q, want %q", test.text, test.width, got, test.want)
		}
	}
}
