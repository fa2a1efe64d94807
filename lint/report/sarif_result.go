package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// maxRelated is how many locations of a result GitHub keeps.
const maxRelated = 100

func (s *sarif) result(f *lint.Finding) sarifResult {
	d := f.Place.Document
	primary := s.location(d, visibleSpan(d, f.Span))
	out := sarifResult{
		RuleID: f.Rule.ID, RuleIndex: s.index[f.Rule.ID], Level: sarifLevel(f.Severity), Locations: []sarifLocation{primary},
		Fingerprints: sarifFingerprints{s.prints.own(f), s.prints.line(f)},
		Properties:   sarifResultProperties{FlinkVersion: f.Version.String()},
	}
	if f.Role != nil {
		out.Properties.Role = roleName(*f.Role)
	}
	related := relatedOf(f)
	var links []string
	for i, r := range related[:min(len(related), maxRelated)] {
		l := s.location(r.Place.Document, visibleSpan(r.Place.Document, r.Span))
		text := r.Message
		if text == "" {
			text = fmt.Sprintf("line %d", r.Place.Document.Lines.Line(r.Span.Start))
		}
		l.ID, l.Message = i+1, &sarifMessage{Text: text}
		out.RelatedLocations = append(out.RelatedLocations, l)
		links = append(links, fmt.Sprintf("[%s](%d)", linkText(text), l.ID))
	}
	text := fullStop(plainText(fullMessage(f)))
	if len(links) > 0 {
		text += " See " + strings.Join(links, ", ")
		if more := len(related) - len(links); more > 0 {
			text += " and " + plural(more, "more place")
		}
		text += "."
	}
	out.Message = sarifMessage{Text: text}
	out.CodeFlows = s.flow(f, primary)
	for _, fix := range f.Fixes {
		if made, ok := s.fix(fix); ok {
			out.Fixes = append(out.Fixes, made)
		}
	}
	return out
}

// relatedOf are the written places that a finding speaks of, and what follows from it.
func relatedOf(f *lint.Finding) []lint.Related {
	var all []lint.Related
	for _, r := range f.Related {
		if r.Place.Document != nil {
			all = append(all, r)
		}
	}
	for _, c := range f.Consequences {
		if c.Place.Document != nil {
			r := c.Related
			r.Message = "so: " + r.Message
			all = append(all, r)
		}
	}
	return all
}

// flow leads through the options that take part in a sum to the one that the finding is about, where the sum is told.
func (s *sarif) flow(f *lint.Finding, primary sarifLocation) []sarifCodeFlow {
	if f.Sum == "" {
		return nil
	}
	var steps []sarifThreadFlowLocation
	for _, r := range f.Related {
		if r.Place.Document == nil || r.Place.Value.Len() == 0 || len(steps) == maxRelated-1 {
			continue // no option
		}
		l := s.location(r.Place.Document, visibleSpan(r.Place.Document, r.Span))
		l.Message = &sarifMessage{Text: r.Message}
		steps = append(steps, sarifThreadFlowLocation{l})
	}
	if len(steps) == 0 {
		return nil
	}
	text := sentence(oneLine(f.Sum))
	if f.Label != "" {
		text = f.Label + ": " + oneLine(f.Sum)
	}
	primary.Message = &sarifMessage{Text: text}
	return []sarifCodeFlow{{[]sarifThreadFlow{{append(steps, sarifThreadFlowLocation{primary})}}}}
}

func (s *sarif) location(d *source.Document, span source.Span) sarifLocation {
	region := regionOf(d, span)
	return sarifLocation{PhysicalLocation: sarifPhysicalLocation{s.artifact(d.Path), &region}}
}

func regionOf(d *source.Document, span source.Span) sarifRegion {
	line, column := d.Lines.UTF16(span.Start)
	endLine, endColumn := d.Lines.UTF16(span.End)
	return sarifRegion{line, column, endLine, endColumn}
}

// visibleSpan is a span of at least one character, unless nothing follows on its line: viewers show nothing of an empty one.
func visibleSpan(d *source.Document, span source.Span) source.Span {
	if span.Len() > 0 {
		return span
	}
	line := d.Lines.Span(d.Lines.Line(span.Start))
	span.Start = max(span.Start, line.Start) // behind a byte order mark
	span.End = span.Start
	if span.Start < line.End {
		_, n := utf8.DecodeRune(d.Bytes[span.Start:line.End])
		span.End += n
	}
	return span
}

// fix is a fix with its edits by file. It is false for one that changes nothing, and for one of a place that lines and columns
// do not tell, such as a byte order mark.
func (s *sarif) fix(fix lint.Fix) (sarifFix, bool) {
	out := sarifFix{Description: sarifMessage{Text: fix.Title}, Properties: sarifFixProperties{fix.Safety.String()}}
	at := map[*source.Document]int{}
	for _, e := range fix.Edits {
		d := e.Document
		r := sarifReplacement{DeletedRegion: regionOf(d, e.Span)}
		if d.Lines.OffsetUTF16(r.DeletedRegion.StartLine, r.DeletedRegion.StartColumn) != e.Span.Start ||
			d.Lines.OffsetUTF16(r.DeletedRegion.EndLine, r.DeletedRegion.EndColumn) != e.Span.End || !utf8.ValidString(e.NewText) {
			return out, false
		}
		if e.NewText != "" {
			r.InsertedContent = &sarifMessage{Text: e.NewText}
		}
		i, known := at[d]
		if !known {
			i = len(out.Changes)
			at[d] = i
			out.Changes = append(out.Changes, sarifChange{ArtifactLocation: s.artifact(d.Path)})
		}
		out.Changes[i].Replacements = append(out.Changes[i].Replacements, r)
	}
	return out, len(out.Changes) > 0
}

var escapeLink = strings.NewReplacer(`\`, `\\`, `[`, `\[`, `]`, `\]`)

// linkText is a text to be shown as a link.
func linkText(text string) string { return escapeLink.Replace(text) }

// plainText is a text in which nothing is a link, though it may look like one.
func plainText(text string) string {
	if strings.Contains(text, "](") {
		return escapeLink.Replace(text)
	}
	return text
}
