package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// OptionList writes one option a line: its key, type, default in the newest version, and the versions it works in where
// these are not all.
func OptionList(w io.Writer, options []*flink.Option) error {
	p := &printer{w: w}
	width := 0
	for _, o := range options {
		width = max(width, len(o.Key))
	}
	for _, o := range options {
		text := "none"
		if d, ok := lastDefault(o); ok && d.Text != "" {
			text = defaultWords(d)
		}
		line := fmt.Sprintf("%-*s  %-10s  %-14s", width, o.Key, o.Type, text)
		if ranges := o.Works; len(ranges) > 0 && !wholeHistory(ranges) {
			line += "  " + rangeList(ranges)
		}
		if within(o.Deprecated, flink.Newest()) || o.DeprecatedIn(flink.Newest()) {
			line += "  deprecated"
		}
		p.print(strings.TrimRight(line, " "), "\n")
	}
	return p.err
}

// Option writes what an option is in every Flink version.
func Option(w io.Writer, o *flink.Option, style Style) error {
	p := &printer{w: w}
	p.print(style.paint(bold, o.Key), "\n")
	if text := flink.Describe(o.Key); text != "" {
		for _, line := range wrap(text, min(style.width(), readingWidth)) {
			p.print(line, "\n")
		}
		p.print("\n")
	}
	for _, f := range optionFacts(o) {
		for i, line := range wrap(f.text, max(30, style.width()-factWidth-4)) {
			name := f.name
			if i > 0 {
				name = ""
			}
			p.print("  ", style.paint(dim, fmt.Sprintf("%-*s", factWidth, name)), "  ", line, "\n")
		}
	}
	return p.err
}

// factWidth is that of the longest name of a fact.
const factWidth = len("falls back to")

type fact struct{ name, text string }

func optionFacts(o *flink.Option) []fact {
	var facts []fact
	add := func(name, text string) {
		if text != "" {
			facts = append(facts, fact{name, text})
		}
	}
	if len(o.Types) > 0 {
		for _, t := range o.Types {
			add("type", t.Type+" ("+rangeWords(t.Range)+")")
		}
	} else {
		add("type", o.Type)
	}
	add("values", strings.Join(o.Enum, ", "))
	for _, d := range o.Defaults {
		add("default", defaultWords(d)+" ("+rangeWords(d.Range)+")")
	}
	if o.Introduced.IsZero() {
		add("introduced", "never an option of its own: only another one's old name")
	} else {
		add("introduced", sinceWords(o.Introduced))
	}
	add("deprecated", rangeList(o.Deprecated))
	if !o.Removed.IsZero() {
		add("removed", o.Removed.String())
	}
	add("has an effect", rangeList(o.Works))
	for _, r := range o.ReplacedBy {
		add("replaced by", replacementWords(r))
	}
	for _, r := range o.Fallback {
		add("falls back to", replacementWords(r))
	}
	if m := o.Migration; m != nil {
		add("migration", migrationWords(m))
	}
	return facts
}

func replacementWords(r flink.Replacement) string {
	text := r.Key + " (" + rangeWords(r.Range)
	if r.Deprecated {
		text += ", deprecated"
	}
	return text + ")"
}

func migrationWords(m *flink.Migration) string {
	var parts []string
	if len(m.To) > 0 {
		parts = append(parts, "set "+strings.Join(m.To, " and "))
	}
	if len(m.Standalone) > 0 {
		parts = append(parts, "standalone: set "+strings.Join(m.Standalone, " and "))
	}
	if len(m.Container) > 0 {
		parts = append(parts, "in containers: set "+strings.Join(m.Container, " and "))
	}
	if m.Unit != "" {
		parts = append(parts, "its plain number counts "+m.Unit)
	}
	if m.Auto {
		parts = append(parts, "Flink maps it itself")
	}
	if m.Note != "" {
		parts = append(parts, m.Note)
	}
	return strings.Join(parts, "; ")
}

func defaultWords(d flink.DefaultValue) string {
	switch {
	case d.Text == "":
		return "none"
	case d.Bytes >= 0:
		return d.Bytes.String()
	}
	return d.Text
}

func lastDefault(o *flink.Option) (flink.DefaultValue, bool) {
	if len(o.Defaults) == 0 {
		return flink.DefaultValue{}, false
	}
	return o.Defaults[len(o.Defaults)-1], true
}

// oldestScanned stands for itself and everything before it.
var oldestScanned = flink.Version{Major: 1, Minor: 9}

func sinceWords(v flink.Version) string {
	if v == oldestScanned {
		return v.String() + " or earlier"
	}
	return v.String()
}

func rangeWords(r flink.Range) string {
	switch {
	case r.From == oldestScanned && r.To == flink.Newest():
		return "all versions"
	case r.To == flink.Newest():
		return r.From.String() + " on"
	case r.From == oldestScanned:
		return "up to " + r.To.String()
	case r.From == r.To:
		return r.From.String()
	}
	return r.From.String() + " to " + r.To.String()
}

func rangeList(ranges []flink.Range) string {
	words := make([]string, len(ranges))
	for i, r := range ranges {
		words[i] = rangeWords(r)
	}
	return strings.Join(words, ", ")
}

func wholeHistory(ranges []flink.Range) bool {
	return len(ranges) == 1 && !flink.Versions()[0].Before(ranges[0].From) && ranges[0].To == flink.Newest()
}

func within(ranges []flink.Range, v flink.Version) bool {
	return slices.ContainsFunc(ranges, func(r flink.Range) bool { return r.Contains(v) })
}

// The shapes of options --format json. Versions are texts; a missing one is null, and so is a missing description.
type (
	jsonOption struct {
		Key          string            `json:"key"`
		Description  *string           `json:"description"`
		Memory       bool              `json:"memory"`
		Type         string            `json:"type"`
		Types        []jsonTypeIn      `json:"types"`
		Enum         []string          `json:"enum"`
		Introduced   *string           `json:"introduced"`
		Removed      *string           `json:"removed"`
		Works        []jsonRange       `json:"works"`
		Deprecated   []jsonRange       `json:"deprecated"`
		Defaults     []jsonDefault     `json:"defaults"`
		Fallback     []jsonReplacement `json:"fallbackKeys"`
		ReplacedBy   []jsonReplacement `json:"replacedBy"`
		SetInstead   []string          `json:"setInstead"`
		MappedItself bool              `json:"mappedByFlink"`
	}
	jsonRange struct {
		From string `json:"from"`
		To   string `json:"to"`
	}
	jsonTypeIn struct {
		jsonRange
		Type string `json:"type"`
	}
	jsonDefault struct {
		jsonRange
		Text  *string `json:"text"`
		Bytes *int64  `json:"bytes"`
	}
	jsonReplacement struct {
		jsonRange
		Key        string `json:"key"`
		Deprecated bool   `json:"deprecated"`
	}
)

// OptionListJSON writes options as one JSON array.
func OptionListJSON(w io.Writer, options []*flink.Option) error {
	all := make([]jsonOption, len(options))
	for i, o := range options {
		all[i] = optionJSON(o)
	}
	return writeJSON(w, all)
}

// OptionJSON writes one option as a JSON object.
func OptionJSON(w io.Writer, o *flink.Option) error { return writeJSON(w, optionJSON(o)) }

func optionJSON(o *flink.Option) jsonOption {
	out := jsonOption{
		Key: o.Key, Memory: o.Memory, Type: o.Type, Types: []jsonTypeIn{}, Enum: append([]string{}, o.Enum...),
		Introduced: versionJSON(o.Introduced), Removed: versionJSON(o.Removed),
		Works: rangesJSON(o.Works), Deprecated: rangesJSON(o.Deprecated), Defaults: []jsonDefault{},
		Fallback: replacementsJSON(o.Fallback), ReplacedBy: replacementsJSON(o.ReplacedBy), SetInstead: []string{},
	}
	if text := flink.Describe(o.Key); text != "" {
		out.Description = &text
	}
	for _, t := range o.Types {
		out.Types = append(out.Types, jsonTypeIn{rangeJSON(t.Range), t.Type})
	}
	for _, d := range o.Defaults {
		def := jsonDefault{jsonRange: rangeJSON(d.Range)}
		if d.Text != "" {
			def.Text = &d.Text
		}
		if bytes := int64(d.Bytes); bytes >= 0 && d.Text != "" {
			def.Bytes = &bytes
		}
		out.Defaults = append(out.Defaults, def)
	}
	if m := o.Migration; m != nil {
		out.SetInstead = append(out.SetInstead, slices.Concat(m.To, m.Standalone, m.Container)...)
		out.MappedItself = m.Auto
	}
	return out
}

func versionJSON(v flink.Version) *string {
	if v.IsZero() {
		return nil
	}
	s := v.String()
	return &s
}

func rangeJSON(r flink.Range) jsonRange { return jsonRange{r.From.String(), r.To.String()} }

func rangesJSON(ranges []flink.Range) []jsonRange {
	all := make([]jsonRange, len(ranges))
	for i, r := range ranges {
		all[i] = rangeJSON(r)
	}
	return all
}

func replacementsJSON(rs []flink.Replacement) []jsonReplacement {
	all := make([]jsonReplacement, len(rs))
	for i, r := range rs {
		all[i] = jsonReplacement{rangeJSON(r.Range), r.Key, r.Deprecated}
	}
	return all
}
