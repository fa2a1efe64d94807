package source

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// FlinkConf is the dialect of flink-conf.yaml: not YAML, but lines that Flink splits at ": ".
const FlinkConf Kind = "flink-conf"

// flinkConfReaders are the versions that read flink-conf.yaml.
var flinkConfReaders = sync.OnceValue(func() []flink.Version {
	return versionsBetween(flink.Version{Major: 1, Minor: 10}, flink.Version{Major: 1, Minor: 20})
})

func readFlinkConf(d *Document) {
	part := &Part{Document: d, Readers: flinkConfReaders()}
	d.Parts = []*Part{part}
	readConfLines(fileText(d), part)
}

// confReader reads lines as Flink's GlobalConfiguration.loadYAMLResource (1.10 to 1.18; loadLegacyYAMLResource in 1.19
// and 1.20) does: cut at the first '#', trim, split at the first ": ".
type confReader struct {
	text *Text
	part *Part
	// heads are the keys without a value that the following, deeper indented lines may belong to.
	heads []confHead
	// last is the entry that an indented line may have been meant to continue, block whether it asked for lines.
	last       Place
	lastIndent int
	block      bool
}

// confHead is a line "key:".
type confHead struct {
	indent  int
	key     string // the whole key, with the heads above
	problem int    // its problem's index
	place   Place
}

// confLine is a line, cut into spans of the decoded text.
type confLine struct {
	raw    Span
	conf   Span // without comment and outer white space
	hash   int  // where the comment starts, -1 without
	indent int
}

func readConfLines(t *Text, part *Part) {
	r := &confReader{text: t, part: part}
	s := t.Decoded
	if enc := wideEncoding(s); enc != "" {
		r.problem(Problem{Code: UTF16, Place: t.place(Span{}, Span{}, Span{0, 2}), Detail: enc})
		return
	}
	if cr := strings.IndexByte(s, '\r'); cr >= 0 && strings.IndexByte(s, '\n') < 0 {
		r.problem(Problem{Code: CarriageReturns, Place: t.place(Span{}, Span{}, Span{cr, cr + 1})})
	}
	valid := utf8.ValidString(s)
	for start := 0; start < len(s); {
		end, next := lineEnd(s, start)
		if !valid {
			r.checkUTF8(Span{start, end})
		}
		r.line(Span{start, end})
		start = next
	}
}

// lineEnd is where the line ends and where the next one starts; lines end as for Java's BufferedReader.readLine.
func lineEnd(s string, start int) (end, next int) {
	n := strings.IndexByte(s[start:], '\n')
	end = len(s)
	if n >= 0 {
		end = start + n
	}
	if cr := strings.IndexByte(s[start:end], '\r'); cr >= 0 {
		end = start + cr
	}
	switch {
	case end == len(s):
		return end, end
	case s[end] == '\r' && end+1 < len(s) && s[end+1] == '\n':
		return end, end + 2
	}
	return end, end + 1
}

// trimSpan is Java's String.trim: it takes every character up to U+0020.
func trimSpan(s string, sp Span) Span {
	for sp.Start < sp.End && s[sp.Start] <= ' ' {
		sp.Start++
	}
	for sp.End > sp.Start && s[sp.End-1] <= ' ' {
		sp.End--
	}
	return sp
}

func (r *confReader) problem(p Problem) { r.part.Problems = append(r.part.Problems, p) }

func (r *confReader) line(raw Span) {
	s := r.text.Decoded
	l := confLine{raw: raw, conf: raw, hash: -1}
	if h := strings.IndexByte(s[raw.Start:raw.End], '#'); h >= 0 {
		l.hash = raw.Start + h
		l.conf.End = l.hash
	}
	l.conf = trimSpan(s, l.conf)
	if l.conf.Len() == 0 {
		return
	}
	l.indent = l.conf.Start - raw.Start
	colon := strings.Index(s[l.conf.Start:l.conf.End], ": ")
	if colon < 0 {
		r.skipped(l)
		return
	}
	key := trimSpan(s, Span{l.conf.Start, l.conf.Start + colon})
	value := trimSpan(s, Span{l.conf.Start + colon + 2, l.conf.End})
	if key.Len() == 0 || value.Len() == 0 {
		r.closeBlocks(l.indent, false)
		r.problem(Problem{Code: NoKey, Skipped: true, Place: r.text.place(Span{}, value, l.conf), Value: s[value.Start:value.End]})
		return
	}
	r.option(l, key, value)
}

func (r *confReader) option(l confLine, key, value Span) {
	s := r.text.Decoded
	r.closeBlocks(l.indent, s[key.Start] == '-')
	o := Option{
		Key: javaText(s[key.Start:key.End]), Value: javaText(s[value.Start:value.End]), Layer: LayerFile, syntax: confSyntax{},
		Place: r.text.place(key, value, Span{key.Start, value.End}),
	}
	o.Exact = r.text.Verbatim(value.Start, value.End) && o.Value == s[value.Start:value.End]
	o.State = stateOf(r.text.Document.Path, o.Value)
	r.part.Options = append(r.part.Options, o)
	r.checkNesting(l, &o)
	r.checkKey(&o)
	r.checkValue(l, &o, value)
	r.last, r.lastIndent = o.Place, l.indent
}

// closeBlocks ends the blocks that a line with this indentation is not a part of. A list may stand as far to the left
// as the key above it.
func (r *confReader) closeBlocks(indent int, listItem bool) {
	for n := len(r.heads); n > 0; n-- {
		h := &r.heads[n-1]
		if h.indent < indent || listItem && h.indent == indent {
			p := &r.part.Problems[h.problem]
			p.Code, p.Detail = NestedBlock, ""
			return
		}
		r.heads = r.heads[:n-1]
	}
}

func (r *confReader) checkNesting(l confLine, o *Option) {
	r.block = false
	if strings.HasPrefix(o.Key, "- ") {
		p := Problem{Code: ListItem, Place: o.Place, Key: strings.TrimLeft(o.Key[2:], " "), Value: o.Value}
		if n := len(r.heads); n > 0 {
			p.Related = placeRef(r.heads[n-1].place)
		}
		r.problem(p)
		return
	}
	if n := len(r.heads); n > 0 {
		r.problem(Problem{Code: NestedEntry, Place: o.Place, Key: r.heads[n-1].key + "." + o.Key, Value: o.Value, Related: placeRef(r.heads[0].place)})
	}
}

func (r *confReader) checkKey(o *Option) {
	k := o.Key
	if rest, ok := strings.CutPrefix(k, "\ufeff"); ok {
		r.problem(Problem{Code: ByteOrderMark, Place: o.Place, Key: rest, Value: o.Value})
		return
	}
	if inner, ok := unquote(k); ok {
		r.problem(Problem{Code: QuotedKey, Place: o.Place, Key: inner, Value: o.Value})
		return
	}
	if k[0] == '{' && !strings.HasPrefix(k, "{{") {
		r.problem(Problem{Code: YAMLValue, Place: o.Place, Key: strings.TrimLeft(k[1:], " "), Value: strings.TrimRight(o.Value, " }"), Detail: "map"})
		return
	}
	tk, char := trimSpaces(k)
	tv, charV := trimSpaces(o.Value)
	if char != "" || charV != "" {
		if char == "" {
			char = charV
		}
		r.problem(Problem{Code: NoBreakSpace, Place: o.Place, Key: tk, Value: tv, Detail: char})
	}
}

// quotesTakenOff reports whether nobody sees the quotes of a value: Flink's config.sh takes a double quote off either end
// of the JVM flags.
func quotesTakenOff(o *Option) bool {
	return strings.HasPrefix(o.Key, "env.java.opts") && o.Value[0] == '"'
}

// checkValue looks for values that Flink reads otherwise than their writer meant.
func (r *confReader) checkValue(l confLine, o *Option, value Span) {
	s := r.text.Decoded
	if l.hash >= 0 && r.checkComment(l, o, value) {
		return
	}
	if inner, ok := unquote(o.Value); ok {
		if !quotesTakenOff(o) {
			r.problem(Problem{Code: QuotedValue, Place: o.Place, Key: o.Key, Value: inner})
		}
		return
	}
	if what, meant := yamlValue(o.Value); what != "" {
		r.block = what == "block scalar"
		r.problem(Problem{Code: YAMLValue, Place: o.Place, Key: o.Key, Value: meant, Detail: what})
		return
	}
	r.checkGlued(o, value, s)
}

// checkComment reports a comment sign that was probably not meant as one.
func (r *confReader) checkComment(l confLine, o *Option, value Span) bool {
	s := r.text.Decoded
	rest := s[l.hash:l.raw.End]
	if q := openQuote(s[value.Start:l.hash]); q != 0 {
		if end := strings.LastIndexByte(rest, q); end >= 0 {
			whole := Span{value.Start, l.hash + end + 1}
			place := r.text.place(Span{}, whole, Span{l.conf.Start, whole.End})
			place.Key = o.Place.Key
			r.problem(Problem{Code: CommentInQuotes, Place: place, Key: o.Key, Value: s[whole.Start:whole.End]})
			return true
		}
	}
	if l.hash == value.End && len(rest) > 1 && rest[1] > ' ' {
		end := strings.IndexAny(rest, " \t")
		if end < 0 {
			end = len(rest)
		}
		whole := Span{value.Start, l.hash + end}
		r.problem(Problem{Code: CommentInValue, Place: o.Place, Key: o.Key, Value: s[whole.Start:whole.End]})
		return true
	}
	return false
}

// checkGlued looks for a second option in the value, as a missing line end leaves it there.
func (r *confReader) checkGlued(o *Option, value Span, s string) {
	key, second, ok := gluedOption(s, value, ": ")
	if !ok {
		return
	}
	first := trimSpan(s, Span{value.Start, key.Start})
	related := r.text.place(key, second, Span{key.Start, second.End})
	r.problem(Problem{
		Code: GluedLines, Place: o.Place, Related: &related,
		Key: s[key.Start:key.End], Value: s[second.Start:second.End], Detail: s[first.Start:first.End],
	})
}

// checkUTF8 reports the first invalid byte of a line.
func (r *confReader) checkUTF8(raw Span) {
	if i := invalidUTF8(r.text.Decoded[raw.Start:raw.End]); i >= 0 {
		at := raw.Start + i
		r.problem(Problem{Code: InvalidUTF8, Place: r.text.place(Span{}, Span{}, Span{at, at + 1}), Detail: hexByte(r.text.Decoded[at])})
	}
}
