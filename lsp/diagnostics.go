package lsp

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
	"github.com/flinkmem/flinkmem-lint/lint/source"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// diagnosticSource names the program in every diagnostic.
const diagnosticSource = "flinkmem-lint"

// diagnostics converts what is to be said of a file. It is never nil, which clients take amiss.
func (s *snapshot) diagnostics(f *fileReport) []protocol.Diagnostic {
	all := make([]protocol.Diagnostic, 0, len(f.findings)+len(f.mistakes))
	for _, mistake := range f.mistakes {
		all = append(all, s.mistake(f.uri, mistake))
	}
	for i := range f.findings {
		all = append(all, s.diagnostic(f.uri, &f.findings[i]))
	}
	return all
}

func (s *snapshot) diagnostic(uri string, f *found) protocol.Diagnostic {
	client := &s.server.client.TextDocument.PublishDiagnostics
	name, severity := diagnosticSource, severityOf(f.Severity)
	d := protocol.Diagnostic{
		Range: s.mapper(uri, f.Place.Document).rangeOf(f.Span), Severity: &severity, Source: &name,
		Code: &protocol.IntegerOrString{Value: f.Rule.ID}, Message: messageOf(f.Finding),
	}
	if client.CodeDescriptionSupport || s.server.client.pulls() {
		d.CodeDescription = &protocol.CodeDescription{HRef: report.RulePageURL(f.Rule)}
	}
	if tag := tagOf(f.Rule.Tag); f.Rule.Tag != lint.NoTag && slices.Contains(client.TagSupport.ValueSet, tag) {
		d.Tags = []protocol.DiagnosticTag{tag}
	}
	if client.RelatedInformation || s.server.client.pulls() {
		for _, r := range f.Related {
			d.RelatedInformation = s.related(d.RelatedInformation, f.run, r, "")
		}
		for _, c := range f.Consequences {
			d.RelatedInformation = s.related(d.RelatedInformation, f.run, c.Related, "so: ")
		}
	}
	return d
}

func (s *snapshot) related(all []protocol.DiagnosticRelatedInformation, run *run, r lint.Related, prefix string) []protocol.DiagnosticRelatedInformation {
	if r.Place.Document == nil {
		return all
	}
	uri := run.uriOfAny(r.Place.Document)
	message := prefix + r.Message
	if message == "" { // an editor shows it as the text of a link
		message = fmt.Sprintf("line %d", r.Place.Document.Lines.Line(r.Span.Start))
	}
	return append(all, protocol.DiagnosticRelatedInformation{
		Location: protocol.Location{URI: uri, Range: s.mapper(uri, r.Place.Document).rangeOf(r.Span)}, Message: message,
	})
}

// uriOfAny is the URI of a document, whoever speaks for it.
func (r *run) uriOfAny(d *source.Document) string {
	if uri, ok := r.uriOf(d); ok {
		return uri
	}
	return r.snapshot.uriOf(r.absolute(d.Path))
}

// messageOf is what the text report says: the fact, the calculation, what to change.
func messageOf(f *lint.Finding) string {
	lines := []string{f.Message}
	for _, part := range []string{f.Sum, f.Help} {
		if part != "" {
			lines = append(lines, strings.TrimSpace(part))
		}
	}
	return strings.Join(lines, "\n")
}

func severityOf(s lint.Severity) protocol.DiagnosticSeverity {
	switch s {
	case lint.Error:
		return protocol.DiagnosticSeverityError
	case lint.Warning:
		return protocol.DiagnosticSeverityWarning
	}
	return protocol.DiagnosticSeverityInformation
}

// tagOf is how an editor may draw what a rule finds: struck through, or greyed out.
func tagOf(t lint.Tag) protocol.DiagnosticTag {
	if t == lint.Deprecated {
		return protocol.DiagnosticTagDeprecated
	}
	return protocol.DiagnosticTagUnnecessary
}

// mistake is a mistake in a configuration file, at the word that it is about.
func (s *snapshot) mistake(uri string, e *lint.ConfigError) protocol.Diagnostic {
	name, severity := diagnosticSource, protocol.DiagnosticSeverityError
	d := protocol.Diagnostic{Severity: &severity, Source: &name, Message: e.Message, Code: &protocol.IntegerOrString{Value: "configuration"}}
	if s.server.client.TextDocument.PublishDiagnostics.CodeDescriptionSupport || s.server.client.pulls() {
		d.CodeDescription = &protocol.CodeDescription{HRef: report.Docs + "configuration.md"}
	}
	text, marked := s.text(uri)
	m := newMapper(text, s.units)
	m.marked = marked
	start := m.lines.Offset(e.Line, e.Column)
	d.Range = m.rangeOf(source.Span{Start: start, End: start + word(text[start:])})
	return d
}

// word is the length of the word or of the quoted text that a text starts with, at least that of one character.
func word(text []byte) int {
	if len(text) == 0 {
		return 0
	}
	line := text
	if n := strings.IndexAny(string(text), "\r\n"); n >= 0 {
		line = text[:n]
	}
	if len(line) > 0 && (line[0] == '"' || line[0] == '\'') {
		if n := strings.IndexByte(string(line[1:]), line[0]); n >= 0 {
			return n + 2
		}
		return len(line)
	}
	n := strings.IndexFunc(string(line), func(r rune) bool { return strings.ContainsRune(" \t=,[]{}#\"'", r) })
	switch {
	case n < 0:
		return len(line)
	case n == 0:
		return 1
	}
	return n
}
