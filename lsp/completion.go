package lsp

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// slot is where something is being written, for one of the clusters that it is written for.
type slot struct {
	source.Slot
	part    *source.Part
	cluster linked
}

// slotAt is what is being written at a position; nil where nothing can be.
func (s *snapshot) slotAt(d *diagnosis, uri string, p protocol.Position) *slot {
	b := s.open[uri]
	if b == nil {
		return nil
	}
	m := newMapper(b.text, s.units)
	m.marked = b.marked
	offset := m.offsetOf(p)
	for _, c := range d.clusters {
		for _, part := range c.Written() {
			if c.run.uriOfAny(part.Document) != uri {
				continue
			}
			if at, ok := part.SlotAt(offset); ok {
				return &slot{at, part, c}
			}
		}
	}
	return nil
}

// completion offers the keys that can be written at a position, or the values.
func (h *handling) completion(p *protocol.CompletionParams) (any, error) {
	d, err := h.now.diagnose(h.ctx)
	if err != nil {
		return nil, err
	}
	list := protocol.CompletionList{Items: []protocol.CompletionItem{}}
	s := h.now.slotAt(d, p.TextDocument.URI, p.Position)
	if s == nil {
		return list, nil
	}
	where := h.now.mapper(p.TextDocument.URI, s.part.Document).rangeOf(s.Typed)
	typed := string(s.part.Document.Bytes[s.Typed.Start:s.Typed.End])
	if s.OnValue {
		for i, v := range s.values(typed) {
			kind, order := protocol.CompletionItemKindValue, fmt.Sprintf("%02d", i)
			list.Items = append(list.Items, protocol.CompletionItem{
				Label: v.text, Kind: &kind, Detail: &v.note, SortText: &order, FilterText: &v.text,
				TextEdit: protocol.TextEdit{Range: where, NewText: s.written(v.text)},
			})
		}
		return list, nil
	}
	for _, o := range s.keys(typed) {
		list.Items = append(list.Items, h.keyItem(s, o, where))
	}
	list.IsIncomplete = typed == "" // other options than those about memory come with the first letter
	return list, nil
}

// written is a value as it has to be written there.
func (s *slot) written(text string) string {
	if _, err := strconv.ParseFloat(text, 64); s.AsText && !s.Quoted && (err == nil || text == "true" || text == "false") {
		return strconv.Quote(text)
	}
	return text
}

// keys are the options of the version that can be written, those of the part left out.
func (s *slot) keys(typed string) []*flink.Option {
	present := map[string]bool{}
	for _, o := range s.part.Options {
		if o.Place.Document != s.part.Document || !o.Place.Entry.Contains(s.Typed.Start) {
			present[o.Key] = true
		}
	}
	var keys []*flink.Option
	for _, o := range flink.Options() {
		rest, ok := strings.CutPrefix(o.Key, s.Prefix)
		if !ok || o.Shell || o.Undocumented || present[o.Key] || !o.WorksIn(s.cluster.Version) {
			continue
		}
		if typed == "" && o.Memory || typed != "" && strings.Contains(rest, typed) {
			keys = append(keys, o)
		}
	}
	return keys
}

func (h *handling) keyItem(s *slot, o *flink.Option, where protocol.Range) protocol.CompletionItem {
	rest := strings.TrimPrefix(o.Key, s.Prefix)
	written := rest + s.Separator
	kind, order, detail := protocol.CompletionItemKindProperty, "1"+o.Key, o.TypeIn(s.cluster.Version)
	if o.Memory {
		order = "0" + o.Key
	}
	if d, ok := o.DefaultIn(s.cluster.Version); ok && d.Bytes >= 0 {
		detail += ", default " + d.Bytes.String()
	} else if ok && d.Text != "" {
		detail += ", default " + d.Text
	}
	item := protocol.CompletionItem{
		Label: rest, Kind: &kind, Detail: &detail, FilterText: &rest, TextEdit: protocol.TextEdit{Range: where, NewText: written},
	}
	if text := flink.Describe(o.Key); text != "" && o.Memory {
		item.Documentation = markup(text, h.client.TextDocument.Completion.Item.DocumentationFormat)
	}
	if o.DeprecatedIn(s.cluster.Version) || len(o.ReplacedIn(s.cluster.Version)) > 0 {
		order = "2" + o.Key
		offered := &h.client.TextDocument.Completion.Item
		if yes := true; slices.Contains(offered.TagSupport.ValueSet, protocol.CompletionItemTagDeprecated) {
			item.Tags = []protocol.CompletionItemTag{protocol.CompletionItemTagDeprecated}
		} else if offered.DeprecatedSupport {
			item.Deprecated = &yes
		}
	}
	item.SortText = &order
	return item
}
