package report

import (
	"fmt"
	"io"

	"github.com/flinkmem/flinkmem-lint/lint"
)

// Compact writes each finding on one line and nothing else, for editors, problem matchers and scripts:
//
//	FILE:LINE:COLUMN: SEVERITY: MESSAGE [RULE]
//
// Columns are in code points. There are no colours.
func Compact(w io.Writer, r *lint.Result) error {
	p := &printer{w: w}
	for i := range r.Findings {
		p.print(compactLine(&r.Findings[i]), "\n")
	}
	return p.err
}

func compactLine(f *lint.Finding) string {
	line, column := f.Place.Document.Lines.Position(f.Span.Start)
	return fmt.Sprintf("%s:%d:%d: %v: %s [%s]", visible(f.Place.Document.Path), line, column, f.Severity, visible(oneLine(fullMessage(f))), f.Rule.ID)
}
