package report

import (
	"io"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/rogpeppe/go-internal/diff"
)

// Diff writes what fixes change as one unified diff, which `git apply` and `patch -p1` take in the working folder.
func Diff(w io.Writer, files []*lint.FixedFile) error {
	for _, f := range files {
		if _, err := w.Write(diff.Diff("a/"+f.Path, f.Before, "b/"+f.Path, f.After)); err != nil {
			return err
		}
	}
	return nil
}
