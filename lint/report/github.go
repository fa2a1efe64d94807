package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// maxAnnotations is how many annotations of each severity GitHub shows for a step. It drops the others, and shows 50 for a job.
const maxAnnotations = 10

// GitHub writes a result as commands of GitHub Actions, which make annotations of them: the worst findings first. What GitHub
// would drop is written as plain lines for the log. The last line says how many findings there are.
func GitHub(w io.Writer, r *lint.Result, locate Locator) error {
	p := &printer{w: w}
	shown := map[lint.Severity]int{}
	var rest []string
	say := func(severity lint.Severity, command, line string) {
		if shown[severity]++; shown[severity] <= maxAnnotations {
			p.print(command, "\n")
		} else {
			rest = append(rest, line)
		}
	}
	for _, failure := range r.Failures {
		name, text := locate(failure.Path), "The file could not be checked: "+failure.Err.Error()
		say(lint.Error, workflowCommand("error", [][2]string{{"file", name}, {"title", "file-not-read"}}, text), "error: "+name+": "+text)
	}
	for _, f := range worstFirst(r.Findings) {
		say(f.Severity, annotation(f, locate), compactLine(f))
	}
	if len(rest) > 0 {
		p.print("::group::", plural(len(rest), "more finding"), ", without annotations\n")
		for _, line := range rest {
			p.print(harmless(line), "\n")
		}
		p.print("::endgroup::\n")
	}
	p.print(Summary(r))
	if len(rest) > 0 {
		p.print(fmt.Sprintf("; %d without an annotation, because GitHub shows %d of each severity for a step", len(rest), maxAnnotations))
	}
	p.print("\n")
	return p.err
}

// worstFirst are the findings by severity, those of the same one as they were.
func worstFirst(findings []lint.Finding) []*lint.Finding {
	sorted := make([]*lint.Finding, len(findings))
	for i := range findings {
		sorted[i] = &findings[i]
	}
	slices.SortStableFunc(sorted, func(a, b *lint.Finding) int { return int(b.Severity) - int(a.Severity) })
	return sorted
}

// annotation is the command for one finding.
func annotation(f *lint.Finding, locate Locator) string {
	d := f.Place.Document
	region := regionOf(d, visibleSpan(d, f.Span))
	text := strings.Join(annotationLines(f, locate), "\n")
	var properties [][2]string
	number := func(name string, n int) { properties = append(properties, [2]string{name, fmt.Sprint(n)}) }
	if d.Path == lint.StdinName { // there is no file to show it at
		text = fmt.Sprintf("standard input, line %d: %s", region.StartLine, text)
	} else {
		properties = [][2]string{{"file", locate(d.Path)}}
		number("line", region.StartLine)
		number("endLine", region.EndLine)
		if region.StartLine == region.EndLine { // otherwise GitHub refuses columns
			number("col", region.StartColumn)
			number("endColumn", region.EndColumn)
		}
	}
	name := f.Severity.String()
	if f.Severity == lint.Info {
		name = "notice"
	}
	return workflowCommand(name, append(properties, [2]string{"title", f.Rule.ID}), text)
}

// annotationLines are everything that a finding says.
func annotationLines(f *lint.Finding, locate Locator) []string {
	lines := []string{f.Message}
	for _, r := range relatedOf(f) {
		if at := placeName(r.Place.Document, r.Span, locate); r.Message == "" {
			lines = append(lines, at)
		} else {
			lines = append(lines, at+": "+r.Message)
		}
	}
	for _, text := range []string{f.Sum, f.Help} {
		if text != "" {
			lines = append(lines, strings.Split(strings.TrimRight(text, "\n"), "\n")...)
		}
	}
	for i := range lines {
		lines[i] = visible(lines[i])
	}
	return lines
}

// placeName is a file and a line in it.
func placeName(d *source.Document, span source.Span, locate Locator) string {
	return fmt.Sprintf("%s:%d", locate(d.Path), d.Lines.Line(span.Start))
}

var (
	escapeData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	escapeProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// workflowCommand is a line that the runner obeys: a command, its properties in order, and its text.
func workflowCommand(name string, properties [][2]string, text string) string {
	var b strings.Builder
	b.WriteString("::" + name)
	for i, p := range properties {
		b.WriteByte(" ,"[min(i, 1)])
		b.WriteString(p[0] + "=" + escapeProperty.Replace(p[1]))
	}
	b.WriteString("::" + escapeData.Replace(text))
	return b.String()
}

// harmless is a line of text that the runner does not take for a command, whatever a file's name or a value in it may be.
func harmless(line string) string {
	line = strings.ReplaceAll(visible(line), "##[", "# #[")
	if strings.HasPrefix(strings.TrimSpace(line), "::") {
		line = "\u00b7 " + line
	}
	return line
}
