package lsp

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// inlayHints shows beside totals and fractions what Flink makes of them.
func (h *handling) inlayHints(p *inlayHintParams) (any, error) {
	d, err := h.now.diagnoseFor(h.ctx, p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	return h.now.inlayHints(d, p.TextDocument.URI, &p.Range), nil
}

// inlayHints are those of a document, in a range or (nil) everywhere.
func (s *snapshot) inlayHints(d *diagnosis, uri string, within *protocol.Range) []inlayHint {
	labels := map[protocol.Position][]string{}
	for _, c := range d.clusters {
		if !slices.ContainsFunc(c.Processes(), func(process *source.Process) bool { return process.Memory().OK() }) {
			continue
		}
		for _, path := range c.paths(uri) {
			for _, process := range c.Processes() {
				for _, o := range process.Options {
					at := o.Place
					if at.Document == nil || at.Document.Path != path || at.Value.Len() == 0 {
						continue
					}
					label := derived(process.Memory(), o.Key)
					where := s.mapper(uri, at.Document).positionOf(at.Value.End)
					if label != "" && (within == nil || inRange(*within, where)) && !slices.Contains(labels[where], label) {
						labels[where] = append(labels[where], label)
					}
				}
			}
		}
	}
	hints := []inlayHint{}
	for where, all := range labels {
		slices.Sort(all) // of several set-ups
		if more := len(all) - 2; more > 0 {
			all = append(all[:2], "...")
		}
		hints = append(hints, inlayHint{where, strings.Join(all, " / "), true})
	}
	slices.SortFunc(hints, func(a, b inlayHint) int { return comparePositions(a.Position, b.Position) })
	return hints
}

func comparePositions(a, b protocol.Position) int {
	if a.Line != b.Line {
		return int(a.Line) - int(b.Line)
	}
	return int(a.Character) - int(b.Character)
}

func inRange(r protocol.Range, p protocol.Position) bool {
	return comparePositions(r.Start, p) <= 0 && comparePositions(p, r.End) <= 0
}

// derived is what follows from a total or a fraction, in a few words; "" for any other option.
func derived(m *flink.Memory, key string) string {
	for _, c := range m.Components {
		switch {
		case c.Origin == flink.Clamped && clamps(c, key):
			return fmt.Sprintf("%s %v, its %simum", c.Name.Label(), c.Size, c.Bound)
		case !slices.Contains(c.Keys, key):
		case c.Origin == flink.Explicit && (c.Name == flink.TotalProcess || c.Name == flink.TotalFlink):
			return strings.Join(shares(m, c.Name), ", ")
		case strings.HasSuffix(key, ".fraction") && c.Origin == flink.Derived && !c.Remainder:
			return fmt.Sprintf("%s %v", c.Name.Label(), c.Size)
		}
	}
	return ""
}

// clamps reports whether an option is the fraction that the component's bound takes the place of.
func clamps(c flink.Component, key string) bool {
	stem, ok := strings.CutSuffix(key, ".fraction")
	return ok && slices.ContainsFunc(c.Keys, func(bound string) bool { return bound == stem+"."+c.Bound || bound == key })
}

// shares are the components of a total that people look for first: the heap, managed memory and network memory.
func shares(m *flink.Memory, total flink.Name) []string {
	var shares []string
	for _, name := range []flink.Name{flink.TaskHeap, flink.Heap, flink.Managed, flink.Network} {
		if c, ok := m.Component(name); ok && name != total {
			shares = append(shares, fmt.Sprintf("%s %v", strings.TrimSuffix(name.Label(), " memory"), c.Size))
		}
	}
	return shares
}
