package source

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Translation is what an option of a flink-conf.yaml becomes in a config.yaml.
type Translation struct {
	// Options are written in its place, key and value; none where the line becomes a comment.
	Options [][2]string
	// Note says in a few words why the line becomes a comment, or what was changed of its value; it may be empty.
	Note string
}

// ConfigYAML writes the options of a flink-conf.yaml as a config.yaml, which Flink reads from 1.19 on: line by line, with its
// comments, in its order and with its line ends. Lines that Flink skips become comments. Values that YAML would take for
// something else than the text that Flink reads here get quotes. It is false for a part that is no flink-conf.yaml.
func (p *Part) ConfigYAML(translate func(Option) Translation) (string, bool) {
	if p.Document == nil || p.Document.Kind != FlinkConf {
		return "", false
	}
	m := &migration{part: p, source: string(p.Document.Bytes), translate: translate, written: map[string]bool{}}
	for start := 0; start < len(m.source); {
		end, next := lineEnd(m.source, start)
		m.end = m.source[end:next]
		if m.end == "" {
			m.end = m.ending() // a line may become several
		}
		m.line(start, end)
		start = next
	}
	text := m.out.String()
	if !strings.HasSuffix(m.source, "\n") && !strings.HasSuffix(m.source, "\r") {
		text = strings.TrimSuffix(text, m.end)
	}
	return text, true
}

type migration struct {
	part      *Part
	source    string
	translate func(Option) Translation
	out       strings.Builder
	end       string // the end of the current line
	next      int    // the option that comes next
	written   map[string]bool
}

// readsAs reports whether Flink reads a line of a config.yaml as that option.
func readsAs(line string, option [2]string) bool {
	p := Read("config.yaml", []byte(line+"\n"), ConfigYAML).Parts[0]
	return p.LoadError() == nil && len(p.Options) == 1 && p.Options[0].Key == option[0] && p.Options[0].Value == option[1]
}

// ending is how the lines of the file end.
func (m *migration) ending() string {
	switch {
	case strings.Contains(m.source, "\r\n"):
		return "\r\n"
	case strings.Contains(m.source, "\n") || !strings.Contains(m.source, "\r"):
		return "\n"
	}
	return "\r"
}

func (m *migration) print(parts ...string) {
	for _, s := range parts {
		m.out.WriteString(s)
	}
	m.out.WriteString(m.end)
}

func (m *migration) line(start, end int) {
	raw := m.source[start:end]
	if start == 0 {
		raw = strings.TrimPrefix(raw, string(byteOrderMark))
	}
	for m.next < len(m.part.Options) && m.part.Options[m.next].Place.Entry.Start < start {
		m.next++
	}
	if m.next == len(m.part.Options) || m.part.Options[m.next].Place.Entry.Start >= max(end, start+1) {
		m.other(raw)
		return
	}
	o := m.part.Options[m.next]
	t := m.translate(o)
	comment := ""
	if hash := strings.IndexByte(m.source[o.Place.Entry.End:end], '#'); hash >= 0 {
		comment = " " + inComment(m.source[o.Place.Entry.End+hash:end])
	}
	var lines []string
	for _, option := range t.Options {
		key, okKey := writeKey(option[0])
		value, okValue := writeScalar("x", option[1])
		line := key + ": " + value
		if !okKey || !okValue || !readsAs(line, option) {
			t.Note, lines = "YAML cannot hold this line", nil
			break
		}
		if m.written[option[0]] {
			t.Note, lines = option[0]+" stands above", nil
			break
		}
		lines = append(lines, line)
	}
	for _, option := range t.Options {
		m.written[option[0]] = m.written[option[0]] || lines != nil
	}
	if lines == nil {
		m.print("# ", inComment(strings.TrimSpace(raw)), " (", inComment(t.Note), ")")
		return
	}
	for i, l := range lines {
		if i == len(lines)-1 {
			l += comment
		}
		m.print(l)
	}
}

// other writes a line without an option: a comment, an empty line, or one that Flink skips.
func (m *migration) other(raw string) {
	switch text := strings.TrimSpace(raw); {
	case text == "":
		m.print()
	case text[0] == '#':
		indent := raw[:len(raw)-len(strings.TrimLeft(raw, " \t"))]
		m.print(strings.ReplaceAll(indent, "\t", "  "), inComment(text)) // YAML wants no tab in front of a comment
	case strings.Trim(text, "-.") == "":
		// a marker of a YAML document, which Flink skipped and which would be one now
	default:
		m.print("# ", inComment(text), " (Flink skipped this line)")
	}
}

// writeKey writes a key; false where it cannot be written on one line.
func writeKey(key string) (string, bool) {
	if text, ok := (yamlSyntax{}).key("", key); ok && key != "" {
		return text, true
	}
	return quoteSingle(key), key != "" && printable(key) && !strings.ContainsAny(key, "\r\n")
}

// inComment is a text without the characters that YAML does not take even in a comment.
func inComment(text string) string {
	if printable(text) && utf8.ValidString(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r != '\t' && !printable(string(r)) {
			return '?'
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
}

// Overridden reports whether the part has the option's key again further down, so that another value counts.
func (p *Part) Overridden(o Option) bool {
	i := slices.IndexFunc(p.Options, func(other Option) bool { return other.Place == o.Place })
	return slices.ContainsFunc(p.Options[i+1:], func(other Option) bool { return other.Key == o.Key })
}
