package lsp

import (
	"bytes"
	"cmp"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint/report"
	"github.com/flinkmem/flinkmem-lint/lint/source"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// documentLinks lead from the name of a rule, in a comment that silences it or in the configuration, to the rule's page, and
// from the name of a file that says more about Flink's processes to the file.
func (h *handling) documentLinks(p *protocol.DocumentLinkParams) (any, error) {
	links := []protocol.DocumentLink{}
	uri := p.TextDocument.URI
	b := h.now.open[uri]
	if b == nil {
		return links, nil
	}
	m := newMapper(b.text, h.now.units)
	m.marked = b.marked
	add := func(s source.Span, target, tip string) {
		links = append(links, protocol.DocumentLink{Range: m.rangeOf(s), Target: &target, Tooltip: &tip})
	}
	for _, rule := range h.options.Rules {
		for _, s := range occurrences(b.text, rule.ID) {
			if isConfig(b.name) || bytes.Contains(m.lineUpTo(s.Start), []byte("flinkmem-lint:")) {
				add(s, report.RulePageURL(rule), "What "+rule.ID+" is about")
			}
		}
	}
	if b.name != "" {
		d, err := h.now.diagnose(h.ctx)
		if err != nil {
			return nil, err
		}
		for _, name := range d.references(uri) {
			target := filepath.Join(filepath.Dir(b.name), filepath.FromSlash(name))
			if !h.now.exists(target) {
				continue
			}
			for _, s := range occurrences(b.text, name) {
				if bytes.HasSuffix(b.text[:s.Start], []byte("./")) {
					s.Start -= len("./")
				}
				add(s, h.now.uriOf(target), "Open "+path.Base(name))
			}
		}
	}
	slices.SortFunc(links, func(a, b protocol.DocumentLink) int {
		return cmp.Or(cmp.Compare(a.Range.Start.Line, b.Range.Start.Line), cmp.Compare(a.Range.Start.Character, b.Range.Start.Character))
	})
	return links, nil
}

// references are the files that a document names, as it names them but for a "./" in front.
func (d *diagnosis) references(uri string) []string {
	var names []string
	for _, c := range d.clusters {
		documents := []*source.Document{c.Document}
		for _, p := range c.Written() {
			documents = append(documents, p.Document)
		}
		for _, document := range documents {
			if c.run.uriOfAny(document) == uri {
				names = append(names, document.References...)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// occurrences are where a name stands in a text by itself, not as a part of a longer one.
func occurrences(text []byte, name string) []source.Span {
	var all []source.Span
	for at := 0; name != ""; {
		n := bytes.Index(text[at:], []byte(name))
		if n < 0 {
			break
		}
		s := source.Span{Start: at + n, End: at + n + len(name)}
		at = s.End
		before, behind := text[:s.Start], text[s.End:]
		before = bytes.TrimSuffix(before, []byte("./"))
		if (len(before) == 0 || !inName(before[len(before)-1])) && (len(behind) == 0 || !inName(behind[0])) {
			all = append(all, s)
		}
	}
	return all
}

// inName reports whether a byte may be a part of a rule's or a file's name.
func inName(c byte) bool {
	return c >= 0x80 || strings.IndexByte("/.-_", c) >= 0 || 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
}

// lineUpTo is the line of an offset, up to there.
func (m *mapper) lineUpTo(offset int) []byte {
	return m.text[m.lines.Span(m.lines.Line(offset)).Start:offset]
}
