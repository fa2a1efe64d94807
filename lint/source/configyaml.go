package source

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// ConfigYAML is the dialect of config.yaml: YAML 1.2, read by Flink from 1.19 on.
const ConfigYAML Kind = "config"

// configYAMLReaders are the versions that read config.yaml.
var configYAMLReaders = sync.OnceValue(func() []flink.Version {
	return versionsBetween(flink.Version{Major: 1, Minor: 19}, flink.Version{})
})

func readConfigYAML(d *Document) {
	part := &Part{Document: d, Standard: true, Readers: configYAMLReaders()}
	d.Parts = []*Part{part}
	readYAMLOptions(fileText(d), part)
}

// loadStage is when Flink meets a fatal problem.
type loadStage int8

const (
	readStage    loadStage = iota // decoding the characters
	parseStage                    // parsing the YAML
	buildStage                    // making maps, lists and values
	flattenStage                  // turning nested keys into dotted ones
	setStage                      // setting the values
)

// The limits of snakeyaml-engine 2.6 as Flink uses it.
const (
	maxCodePoints = 3 << 20
	maxAliases    = 50
)

// maxDepth is how deep lists and maps may nest: at about 1,500 levels, Java runs out of stack.
const maxDepth = 1500

// entrypointError is what the image's start script prints when Flink's own scripts fail. It writes that into config.yaml.
const entrypointError = "Raw output from BashJavaUtils"

// yamlReader makes options of a text in YAML.
type yamlReader struct {
	text *Text
	part *Part
	// src is the text, byte by byte, with harmless characters where it holds characters that YAML forbids or that the
	// YAML library does not read as Flink's does (hidden).
	src    string
	hidden []hiddenChar
	lines  *Lines

	aliases  int // of lists and maps
	repeated int // entries that aliases brought
	lists    listWriter
	template bool         // the file is a template, with harmless text in src in place of its expressions
	missing  map[int]bool // where aliases without an anchor start
	masked   []Span       // what could not be read, and is blank in src
	respaced []Span       // where src has spaces in place of tabs
	overflow bool
}

func readYAMLOptions(t *Text, part *Part) {
	r := &yamlReader{text: t, part: part, src: t.Decoded, lines: t.lines(), template: t.template || isTemplate(t.Document.Path)}
	if enc := wideEncoding(r.src); enc != "" {
		r.problem(readStage, false, Problem{Code: UTF16, Place: r.at(0, 2), Detail: enc})
		return
	}
	if at := strings.Index(r.src, entrypointError); at >= 0 {
		end, _ := lineEnd(r.src, at)
		r.problem(parseStage, true, Problem{Code: EntrypointOutput, Place: r.at(at, end)})
		return
	}
	r.checkCharacters()
	r.checkDirectives()
	if r.template {
		r.src = hideExpressions(r.src)
		if isTemplate(t.Document.Path) {
			r.src = hidePlaceholders(r.src)
		}
	}
	docs, err := r.parse()
	if err != nil || len(docs) > 0 && isLooseText(docs[0]) {
		docs = r.recover(err)
	}
	r.documents(docs)
	slices.SortStableFunc(part.Problems, func(a, b Problem) int { return cmp.Compare(a.Place.Entry.Start, b.Place.Entry.Start) })
}

func (r *yamlReader) problem(stage loadStage, fatal bool, p Problem) {
	p.stage, p.Fatal = stage, fatal
	if e := &p.Place.Entry; e.Len() == 0 {
		// something that is not there: point at the character behind it, or at the last one
		content := r.text.Document.Bytes
		if _, n := utf8.DecodeRune(content[min(e.Start, len(content)):]); n > 0 {
			e.End = e.Start + n
		} else {
			_, n = utf8.DecodeLastRune(content)
			*e = Span{len(content) - n, len(content)}
		}
	}
	r.part.Problems = append(r.part.Problems, p)
}

func (r *yamlReader) at(start, end int) Place {
	return r.text.place(Span{}, Span{}, Span{start, end})
}

// parse parses the text; an alias without an anchor is reported and read as plain text.
func (r *yamlReader) parse() ([]*node, error) {
	for {
		docs, err := parseYAML(r.src, r.lines, r.hidden)
		e, ok := err.(*syntaxError)
		if !ok || e.alias == "" || len(r.missing) >= maxSyntaxProblems || !r.takeAlias(e.alias) {
			return docs, err
		}
	}
}

// takeAlias turns the first alias of that name into plain text.
func (r *yamlReader) takeAlias(name string) bool {
	for from := 0; ; {
		i := strings.Index(r.src[from:], "*"+name)
		if i < 0 {
			return false
		}
		at := from + i
		from = at + 1
		end := at + 1 + len(name)
		if at > 0 && strings.IndexByte(" \t\r\n[{,:", r.src[at-1]) < 0 || end < len(r.src) && strings.IndexByte(" \t\r\n]},", r.src[end]) < 0 {
			continue
		}
		r.src = r.src[:at] + "_" + r.src[at+1:]
		if r.missing == nil {
			r.missing = map[int]bool{}
		}
		r.missing[at] = true
		r.problem(parseStage, true, Problem{Code: UndefinedAlias, Place: r.at(at, end), Detail: name})
		return true
	}
}

// checkCharacters finds what cannot be decoded or is not allowed in YAML, and puts spaces in its place.
func (r *yamlReader) checkCharacters() {
	points, strange := 0, false
	var clean []byte
	blank := func(at, n int, p Problem) {
		if clean == nil {
			clean = []byte(r.src)
		}
		for i := at; i < at+n; i++ {
			clean[i] = ' '
		}
		r.masked = append(r.masked, Span{at, at + n})
		p.Place = r.at(at, at+n)
		r.problem(readStage, true, p)
	}
	for i := 0; i < len(r.src); points++ {
		if n := plainRun(r.src[i:]); n > 0 {
			i, points = i+n, points+n-1
			continue
		}
		c := r.src[i]
		if c >= ' ' && c < 0x7f || c == '\n' || c == '\t' || c == '\r' {
			i++
			continue
		}
		strange = true
		code, n := utf8.DecodeRuneInString(r.src[i:])
		switch {
		case code == utf8.RuneError && n == 1:
			n = malformed(r.src[i:])
			blank(i, n, Problem{Code: InvalidUTF8, Detail: hexByte(c)})
		case code < 0xa0 && code != 0x85 || code == 0xfffe || code == 0xffff:
			blank(i, n, Problem{Code: SpecialCharacter, Detail: fmt.Sprintf("U+%04X", code)})
		}
		i += n
	}
	if clean != nil {
		r.src = string(clean)
	}
	if strange || strings.IndexByte(r.src, '\\') >= 0 {
		r.src, r.hidden = hideChars(r.src)
	}
	if points > maxCodePoints {
		r.problem(parseStage, true, Problem{Code: TooLarge, Place: r.at(0, 1)})
	}
}

// plainRun is how many bytes the text starts with that are printable ASCII, in steps of eight.
func plainRun(s string) int {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	n := 0
	for ; n+8 <= len(s); n += 8 {
		w := uint64(s[n]) | uint64(s[n+1])<<8 | uint64(s[n+2])<<16 | uint64(s[n+3])<<24 |
			uint64(s[n+4])<<32 | uint64(s[n+5])<<40 | uint64(s[n+6])<<48 | uint64(s[n+7])<<56
		// no byte has its highest bit, is less than a space, or is 0x7f
		if (w|(w-ones*' ')|(w+ones))&high != 0 {
			break
		}
	}
	return n
}

// isLooseText reports whether a document is nothing but text: entries without colons, most likely.
func isLooseText(n *node) bool {
	t, _ := n.typeOf()
	return n.kind == scalarNode && n.style == plainStyle && n.tag == "" && t == textType
}

func (r *yamlReader) documents(docs []*node) {
	if len(docs) == 0 {
		return
	}
	if len(docs) > 1 {
		at := docs[1].start
		if m := strings.LastIndex(r.src[:min(at, len(r.src))], "---"); m >= 0 {
			at = m
		}
		r.problem(parseStage, true, Problem{Code: SeveralDocuments, Place: r.at(at, min(at+3, len(r.src)))})
	}
	r.checkTabs(docs)
	root := docs[0]
	r.check(root, 0, 0)
	switch t, _ := root.typeOf(); {
	case root.kind == mapNode:
		r.part.Options = make([]Option, 0, leaves(root))
		r.flatten(root, above{in: &yamlBlock{text: r.text, m: root}})
	case root.kind == scalarNode && t == nullType:
		// Flink takes an empty document for an empty configuration
	case root.kind == listNode:
		r.problem(flattenStage, true, Problem{Code: NotAMap, Place: r.at(root.span.Start, root.span.End), Detail: "list"})
	default:
		r.problem(flattenStage, true, Problem{Code: NotAMap, Place: r.at(root.start, max(root.span.End, root.start+1)), Detail: t.String()})
	}
	if r.aliases > maxAliases || r.overflow {
		r.problem(parseStage, true, Problem{Code: TooManyAliases, Place: r.at(root.start, root.start+1)})
	}
}
