package report

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// schema is the version of the JSON output's shape.
const schema = 1

// The shapes of --format json; docs/architecture.md has the contract.
type (
	jsonReport struct {
		Schema   int           `json:"schema"`
		Version  string        `json:"version"`
		Findings []jsonFinding `json:"findings"`
		Summary  jsonSummary   `json:"summary"`
	}
	jsonSummary struct {
		Files    int `json:"files"`
		Errors   int `json:"errors"`
		Warnings int `json:"warnings"`
		Infos    int `json:"infos"`
	}
	jsonFinding struct {
		Rule         string        `json:"rule"`
		Severity     string        `json:"severity"`
		Message      string        `json:"message"`
		File         string        `json:"file"`
		FlinkVersion string        `json:"flinkVersion"`
		Role         *string       `json:"role"`
		Start        jsonPosition  `json:"start"`
		End          jsonPosition  `json:"end"`
		Related      []jsonRelated `json:"related"`
		Fixes        []jsonFix     `json:"fixes"`
	}
	jsonPosition struct {
		Line   int `json:"line"`
		Column int `json:"column"`
		Offset int `json:"offset"`
	}
	jsonRelated struct {
		Message string       `json:"message"`
		File    string       `json:"file"`
		Start   jsonPosition `json:"start"`
		End     jsonPosition `json:"end"`
	}
	jsonFix struct {
		Title  string     `json:"title"`
		Safety string     `json:"safety"`
		Edits  []jsonEdit `json:"edits"`
	}
	jsonEdit struct {
		File    string       `json:"file"`
		Start   jsonPosition `json:"start"`
		End     jsonPosition `json:"end"`
		NewText string       `json:"newText"`
	}
)

// JSON writes a result as one JSON object; version is the program's.
func JSON(w io.Writer, r *lint.Result, version string) error {
	out := jsonReport{Schema: schema, Version: version, Findings: make([]jsonFinding, len(r.Findings))}
	for i := range r.Findings {
		out.Findings[i] = findingJSON(&r.Findings[i])
	}
	out.Summary.Files = r.Files
	out.Summary.Errors, out.Summary.Warnings, out.Summary.Infos = r.Count()
	return writeJSON(w, out)
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func findingJSON(f *lint.Finding) jsonFinding {
	doc := f.Place.Document
	out := jsonFinding{
		Rule: f.Rule.ID, Severity: f.Severity.String(), Message: fullMessage(f), File: doc.Path, FlinkVersion: f.Version.String(),
		Start: position(doc, f.Span.Start), End: position(doc, f.Span.End),
		Related: make([]jsonRelated, 0, len(f.Related)), Fixes: make([]jsonFix, 0, len(f.Fixes)),
	}
	if f.Role != nil {
		name := roleName(*f.Role)
		out.Role = &name
	}
	for _, r := range f.Related {
		if d := r.Place.Document; d != nil {
			out.Related = append(out.Related, jsonRelated{r.Message, d.Path, position(d, r.Span.Start), position(d, r.Span.End)})
		}
	}
	for _, fix := range f.Fixes {
		edits := make([]jsonEdit, len(fix.Edits))
		for i, e := range fix.Edits {
			edits[i] = jsonEdit{e.Document.Path, position(e.Document, e.Span.Start), position(e.Document, e.Span.End), e.NewText}
		}
		out.Fixes = append(out.Fixes, jsonFix{fix.Title, fix.Safety.String(), edits})
	}
	return out
}

// fullMessage is everything that a finding says, for outputs that have one text for it.
func fullMessage(f *lint.Finding) string {
	var b strings.Builder
	b.WriteString(f.Message)
	for _, part := range []string{f.Sum, f.Help} {
		if part == "" {
			continue
		}
		if !strings.HasSuffix(b.String(), ".") {
			b.WriteByte('.')
		}
		b.WriteByte(' ')
		b.WriteString(strings.Join(strings.Fields(part), " "))
	}
	return b.String()
}

func position(doc *source.Document, offset int) jsonPosition {
	line, column := doc.Lines.Position(offset)
	return jsonPosition{line, column, offset}
}

func roleName(r flink.Role) string {
	if r == flink.JobManager {
		return "jobmanager"
	}
	return "taskmanager"
}
