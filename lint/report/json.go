package report

import (
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// schema is the version of the JSON output's shape.
const schema = 1

// The shapes of --format json; docs/architecture.md has the contract.
type (
	jsonSummary struct {
		Files    int `json:"files"`
		Errors   int `json:"errors"`
		Warnings int `json:"warnings"`
		Infos    int `json:"infos"`
		// Findings that are left out: silenced by comments, and held by the baseline.
		Ignored   int `json:"ignored"`
		Baselined int `json:"baselined"`
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

// JSON writes a result as one JSON object; version is the program's. It goes from finding to finding, so that the text of
// thousands of them is never in memory together.
func JSON(w io.Writer, r *lint.Result, version string) error {
	p := &printer{w: w}
	p.print("{\n  \"schema\": ", strconv.Itoa(schema), ",\n  \"version\": ", p.json(version, "  "), ",\n  \"findings\": [")
	for i := range r.Findings {
		if i > 0 {
			p.print(",")
		}
		p.print("\n    ", p.json(findingJSON(&r.Findings[i]), "    "))
	}
	if len(r.Findings) > 0 {
		p.print("\n  ")
	}
	summary := jsonSummary{Files: r.Files, Ignored: r.Ignored, Baselined: r.Baselined}
	summary.Errors, summary.Warnings, summary.Infos = r.Count()
	p.print("],\n  \"summary\": ", p.json(summary, "  "), "\n}\n")
	return p.err
}

// json is a value as indented JSON, without a line end.
func (p *printer) json(v any, margin string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent(margin, "  ")
	if err := e.Encode(v); err != nil && p.err == nil {
		p.err = err
	}
	return strings.TrimSuffix(b.String(), "\n")
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
	for _, c := range f.Consequences {
		if d := c.Place.Document; d != nil {
			out.Related = append(out.Related, jsonRelated{"so: " + c.Message, d.Path, position(d, c.Span.Start), position(d, c.Span.End)})
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

// fullMessage is everything that a finding says, for outputs that have one text for it: sentences on one line.
func fullMessage(f *lint.Finding) string {
	text := f.Message
	for _, part := range []string{f.Sum, f.Help} {
		if part != "" {
			text = strings.TrimSuffix(text, ".") + ". " + sentence(oneLine(part))
		}
	}
	return text
}

// sentence starts a text with a capital letter, unless its first word is not a plain one, such as an option's key.
func sentence(text string) string {
	word, _, _ := strings.Cut(text, " ")
	for _, r := range word {
		if r < 'a' || r > 'z' {
			return text
		}
	}
	return strings.ToUpper(text[:min(1, len(text))]) + text[min(1, len(text)):]
}

// oneLine joins the lines of a text. A line that does not end with a sign of its own gets a semicolon.
func oneLine(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" {
			continue
		}
		if b.Len() > 0 {
			if !strings.ContainsRune(".,;:", rune(b.String()[b.Len()-1])) {
				b.WriteByte(';')
			}
			b.WriteByte(' ')
		}
		b.WriteString(line)
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
