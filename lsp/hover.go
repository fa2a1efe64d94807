package lsp

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/report"
	"github.com/flinkmem/flinkmem-lint/lint/source"
	"github.com/flinkmem/flinkmem-lint/rules"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// wording puts what Flink says into words, as the command line does.
var wording = report.Wording{Problem: rules.Explain, Load: rules.ExplainLoad}

// spot is an option of an open document, for one of the clusters that it is written for.
type spot struct {
	source.Spot
	cluster linked
}

// spots are what stands at a position, once for each cluster.
func (s *snapshot) spots(d *diagnosis, uri string, p protocol.Position) []spot {
	b := s.open[uri]
	if b == nil {
		return nil
	}
	m := newMapper(b.text, s.units)
	m.marked = b.marked
	offset := m.offsetOf(p)
	var all []spot
	for _, c := range d.clusters {
		for _, path := range c.paths(uri) {
			if at, ok := c.At(path, offset); ok {
				all = append(all, spot{at, c})
			}
		}
	}
	return all
}

// paths are the names by which the cluster knows a document; none where nothing of the cluster is written in it.
func (c *linked) paths(uri string) []string {
	var paths []string
	for _, p := range c.Written() {
		for _, o := range p.Options {
			if d := o.Place.Document; d != nil && !slices.Contains(paths, d.Path) && c.run.uriOfAny(d) == uri {
				paths = append(paths, d.Path)
			}
			if len(p.Options) > 0 && o.Place.Document == p.Document {
				break
			}
		}
	}
	return paths
}

// hover says what an option is on its key, and on its value what comes of it, if anything does.
func (h *handling) hover(p *protocol.HoverParams) (any, error) {
	d, err := h.now.diagnoseFor(h.ctx, p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	spots := h.now.spots(d, p.TextDocument.URI, p.Position)
	if len(spots) == 0 {
		return h.now.dotNetHover(d, p.TextDocument.URI, p.Position, h.client.TextDocument.Hover.ContentFormat), nil
	}
	first := spots[0]
	text := ""
	if first.OnValue {
		text = valueText(spots)
	}
	if text == "" {
		text = keyText(first)
	}
	if text == "" {
		return nil, nil
	}
	where := h.now.mapper(p.TextDocument.URI, first.Option.Place.Document).rangeOf(first.Span)
	return protocol.Hover{Contents: markup(text, h.client.TextDocument.Hover.ContentFormat), Range: &where}, nil
}

// markup is a text in Markdown, or as plain as a client wants it.
func markup(text string, formats []protocol.MarkupKind) protocol.MarkupContent {
	if len(formats) > 0 && !slices.Contains(formats, protocol.MarkupKindMarkdown) {
		plain := strings.NewReplacer("**", "", "`", "", `\_`, "_", `\*`, "*", "&lt;", "<", "|---|--:|--:|---|\n", "").Replace(text)
		return protocol.MarkupContent{Kind: protocol.MarkupKindPlainText, Value: plain}
	}
	return protocol.MarkupContent{Kind: protocol.MarkupKindMarkdown, Value: text}
}

// keyText is what an option is in the version of the cluster.
func keyText(s spot) string {
	o, ok := flink.Lookup(s.Option.Key)
	if !ok {
		if o, ok = flink.MapEntry(s.Option.Key); !ok {
			return ""
		}
	}
	return optionText(o, s.Option.Key, s.cluster.Version, versionNote(s.cluster.Cluster))
}

// versionNote says how far the version is known.
func versionNote(c *source.Cluster) string {
	if c.Evidence == source.FromAssumption {
		return " (assumed)"
	}
	return ""
}

// optionText is what there is to know of an option in a version, in Markdown.
func optionText(o *flink.Option, key string, v flink.Version, note string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**`%s`** %s\n", key, o.TypeIn(v))
	if text := flink.Describe(key); text != "" {
		fmt.Fprintf(&b, "\n%s\n", text)
	}
	fmt.Fprintf(&b, "\nFlink %v%s: %s\n", v, note, strings.Join(facts(o, v), "; "))
	return b.String()
}

func facts(o *flink.Option, v flink.Version) []string {
	var facts []string
	add := func(format string, args ...any) { facts = append(facts, fmt.Sprintf(format, args...)) }
	if replacements := o.ReplacedIn(v); len(replacements) > 0 {
		add("deprecated, use `%s`", strings.Join(replacements, "` or `"))
	} else if o.DeprecatedIn(v) {
		add("deprecated")
	}
	switch works := o.WorksIn(v); {
	case works:
		if d, ok := o.DefaultIn(v); ok && d.Bytes >= 0 {
			add("default %v", d.Bytes)
		} else if ok && d.Text != "" {
			add("default `%s`", d.Text)
		} else if o.Memory {
			add("no default")
		}
	case !o.Introduced.IsZero() && v.Before(o.Introduced):
		add("not yet known")
	default:
		add("not read any more")
		if o.Migration != nil && len(o.Migration.To) > 0 {
			add("set `%s` instead", strings.Join(o.Migration.To, "` and `"))
		}
	}
	if len(o.Enum) > 0 {
		add("one of `%s`", strings.Join(o.Enum, "`, `"))
	}
	if keys := o.FallbackKeys(v); len(keys) > 0 {
		add("falls back to `%s`", strings.Join(keys, "`, `"))
	}
	if !o.Introduced.IsZero() && !o.Introduced.Before(flink.Versions()[0]) {
		add("since %v", o.Introduced)
	}
	if !o.Removed.IsZero() {
		add("removed in %v", o.Removed)
	}
	if len(facts) == 0 {
		facts = []string{"known"}
	}
	return facts
}

// valueText is the size that is written, and what Flink computes from it for each process.
func valueText(spots []spot) string {
	var b strings.Builder
	o := spots[0].Option
	if option, ok := flink.Lookup(o.Key); ok && o.State != source.Unknown && option.TypeIn(spots[0].cluster.Version) == "MemorySize" {
		if n, err := flink.ParseSize(o.Value); err == nil {
			fmt.Fprintf(&b, "%d bytes = %v\n", int64(n), n)
		}
	}
	var seen []string
	for _, s := range spots {
		for _, table := range s.tables() {
			if !slices.Contains(seen, table) && len(seen) < 3 {
				seen = append(seen, table)
				fmt.Fprintf(&b, "\n%s", table)
			}
		}
	}
	return b.String()
}

// tables are the memory of the processes that the option takes part in.
func (s spot) tables() []string {
	all := report.MemoryOf(s.cluster.Cluster, wording)
	var tables []string
	for _, p := range s.cluster.Uses(s.Option) {
		m := all.TaskManager
		if p.Role == flink.JobManager {
			m = all.JobManager
		}
		if m == nil || !takesPart(m.Memory, s.Option.Key) {
			continue
		}
		table := report.MemoryMarkdown(&all, m, func(c flink.Component) bool { return !c.Remainder && slices.Contains(c.Keys, s.Option.Key) })
		tables = append(tables, s.cluster.run.snapshot.server.picture(&all, m)+table)
	}
	return tables
}

// picture is the bar of a process as an image that stands in the text itself, where the client shows such.
func (s *server) picture(all *report.Memory, m *report.ProcessMemory) string {
	svg := report.MemoryBar(all, m)
	if svg == "" || !s.client.Experimental.Own.HoverPictures {
		return ""
	}
	return fmt.Sprintf("![%v](data:image/svg+xml;base64,%s)\n\n", m.Role, base64.StdEncoding.EncodeToString([]byte(svg)))
}

// takesPart reports whether a process's memory has to do with an option.
func takesPart(m *flink.Memory, key string) bool {
	return strings.HasPrefix(key, m.Role.Prefix()) ||
		slices.ContainsFunc(m.Components, func(c flink.Component) bool { return slices.Contains(c.Keys, key) })
}
