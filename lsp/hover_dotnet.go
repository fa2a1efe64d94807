package lsp

import (
	"github.com/flinkmem/flinkmem-lint/lint/report"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// dotNetHover says what a setting of .NET is, and what the runtime makes of it; nil where none stands at the position.
// A container says more than the file alone.
func (s *snapshot) dotNetHover(d *diagnosis, uri string, p protocol.Position, formats []protocol.MarkupKind) any {
	b := s.open[uri]
	if b == nil {
		return nil
	}
	m := newMapper(b.text, s.units)
	m.marked = b.marked
	offset := m.offsetOf(p)
	var best any
	for _, c := range d.clusters {
		if c.DotNet == nil || best != nil && c.DotNet.Alone {
			continue
		}
		for _, setting := range c.DotNet.Settings {
			doc := setting.Place.Document
			if doc == nil || c.run.uriOfAny(doc) != uri {
				continue
			}
			if at, ok := c.DotNet.At(doc.Path, offset); ok {
				where := s.mapper(uri, doc).rangeOf(at.Span)
				best = protocol.Hover{Contents: markup(report.DotNetSettingMarkdown(c.Cluster, at.Index), formats), Range: &where}
				break
			}
		}
	}
	return best
}
