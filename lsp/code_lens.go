package lsp

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// showMemory is the command that shows the picture of a process's memory; its arguments are the document and the line.
const showMemory = "flinkmem-lint.showMemory"

// codeLenses puts the budget of each process above the place that configures it.
func (h *handling) codeLenses(p *protocol.CodeLensParams) (any, error) {
	d, err := h.now.diagnoseFor(h.ctx, p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	return h.now.codeLenses(d, p.TextDocument.URI), nil
}

// codeLenses are those of a document.
func (s *snapshot) codeLenses(d *diagnosis, uri string) []protocol.CodeLens {
	lenses := []protocol.CodeLens{}
	for _, c := range d.clusters {
		for _, process := range c.Processes() {
			memory := process.Memory()
			where, ok := s.stand(&c, process, uri)
			if !ok || !memory.OK() || !memory.Modelled() {
				continue
			}
			lens := protocol.CodeLens{Range: where, Command: &protocol.Command{
				Title: budget(memory), Command: showMemory, Arguments: []any{uri, where.Start.Line, process.Role.String()},
			}}
			if !slices.ContainsFunc(lenses, func(other protocol.CodeLens) bool {
				return other.Range == where && other.Command.Title == lens.Command.Title
			}) {
				lenses = append(lenses, lens)
			}
		}
	}
	return lenses
}

// stand is where a process is shown in a document: at its workload's name, or at the first of its options. It is false
// where nothing of the process is written there.
func (s *snapshot) stand(c *linked, p *source.Process, uri string) (protocol.Range, bool) {
	at := c.Anchor.Entry
	document := c.Anchor.Document
	if c.Workload == nil {
		document = nil
		for _, o := range p.Options {
			if d := o.Place.Document; d == nil || !strings.HasPrefix(o.Key, p.Role.Prefix()) || c.run.uriOfAny(d) != uri {
				continue
			}
			if first := o.Place.Key; document == nil || first.Start < at.Start {
				document, at = o.Place.Document, first
			}
		}
	}
	if document == nil || c.run.uriOfAny(document) != uri {
		return protocol.Range{}, false
	}
	return s.mapper(uri, document).rangeOf(at), true
}

// budget is the memory of a process on one line.
func budget(m *flink.Memory) string {
	total, _ := m.Component(flink.TotalProcess)
	var parts []string
	for _, c := range m.Components {
		if c.Name != flink.TotalProcess && c.Name != flink.TotalFlink && c.Size > 0 {
			parts = append(parts, strings.TrimSuffix(strings.TrimPrefix(c.Name.Label(), "JVM "), " memory")+" "+mebibytes(c.Size))
		}
	}
	slices.SortStableFunc(parts, func(a, b string) int { return rank(a) - rank(b) })
	return fmt.Sprintf("%v %s MiB: %s", m.Role, mebibytes(total.Size), strings.Join(parts, ", "))
}

// rank puts what people look for first in front.
func rank(part string) int {
	for i, first := range []string{"task heap", "heap", "managed", "network"} {
		if strings.HasPrefix(part, first) {
			return i
		}
	}
	return 4
}

func mebibytes(n flink.Size) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(n)/float64(flink.MiB)), ".0")
}
