package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/rogpeppe/go-internal/diff"
)

// Diff writes what fixes change as one unified diff, which `git apply` and `patch -p1` take in the working folder.
func Diff(w io.Writer, files []*lint.FixedFile) error {
	for _, f := range files {
		if _, err := w.Write(diff.Diff(diffName("a/"+f.Path), f.Before, diffName("b/"+f.Path), f.After)); err != nil {
			return err
		}
	}
	return nil
}

// diffName writes a file's name as the readers of diffs expect it: one with spaces ends with a tab, as the name would end at
// the first space otherwise, and one with other signs that mean something there is in quotes.
func diffName(name string) string {
	special := func(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r == 0x7f }
	if strings.ContainsFunc(name, special) {
		var b strings.Builder
		b.WriteByte('"')
		for i := range len(name) {
			switch c := name[i]; {
			case c == '"' || c == '\\':
				b.WriteByte('\\')
				b.WriteByte(c)
			case c < ' ' || c == 0x7f:
				fmt.Fprintf(&b, "\\%03o", c)
			default:
				b.WriteByte(c)
			}
		}
		return b.String() + `"`
	}
	if strings.Contains(name, " ") {
		return name + "\t"
	}
	return name
}
