package source

import (
	"fmt"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// decoded is what a piece of source text says, as the YAML library reads it on its own.
func decoded(source string) (string, error) {
	var v yaml.Node
	err := yaml.Unmarshal([]byte("k: "+source), &v)
	if err == nil {
		return v.Content[0].Content[1].Value, nil
	}
	if yaml.Unmarshal([]byte("k: ["+source+"]"), &v) != nil { // in brackets a line may start at the margin
		return "", err
	}
	return v.Content[0].Content[1].Content[0].Value, nil
}

// checkDecodes checks that the source of each exact option of a config.yaml says its value again.
func checkDecodes(t *testing.T, d *Document) {
	t.Helper()
	for _, o := range d.Parts[0].Options {
		if !o.Exact {
			continue
		}
		source := string(d.Bytes[o.Place.Value.Start:o.Place.Value.End])
		if strings.ContainsAny(source, "\u0085\u2028\u2029") || strings.Contains(source, `\/`) || strings.Contains(source, `\ud`) {
			continue // the library on its own reads them otherwise than Flink
		}
		got, err := scalarText(source)
		if err != nil {
			t.Errorf("%q: %s: the source %q does not parse: %v", d.Bytes, o.Key, source, err)
			continue
		}
		if strings.TrimRight(got, "\n") != strings.TrimRight(o.Value, "\n") {
			t.Errorf("%q: %s: the source %q says %q, not %q", d.Bytes, o.Key, source, got, o.Value)
		}
	}
}

// scalarText is what Flink makes of a scalar as it is written, 0 of 000.
func scalarText(source string) (string, error) {
	text, err := decoded(source)
	if err != nil {
		return "", err
	}
	kind := textType
	if strings.IndexByte("\"'|>", source[0]) < 0 {
		kind = plainType(text)
	}
	text, _ = render(kind, text)
	return text, nil
}

// TestSpans: key, value and entry of every option stand where they are written.
func TestSpans(t *testing.T) {
	for _, test := range []struct {
		name string
		kind Kind
		in   string
		want []string // key|value|entry of each option, a ? behind the value where it is not exact
	}{
		{"plain", FlinkConf, "a.b:  c d  # e\n", []string{"a.b|c d|a.b:  c d"}},
		{"CRLF", FlinkConf, "a: b\r\n\r\nc: d\r\n", []string{"a|b|a: b", "c|d|c: d"}},
		{"CR", FlinkConf, "a: b\rc: d", []string{"a|b|a: b", "c|d|c: d"}},
		{"tabs", FlinkConf, "\ta\t: \tb\t\n", []string{"a|b|a\t: \tb"}},
		{"non-ASCII", FlinkConf, "ä.ö: ß😀\n", []string{"ä.ö|ß😀|ä.ö: ß😀"}},
		{"byte order mark", FlinkConf, "\ufeffa: b\n", []string{"\ufeffa|b|\ufeffa: b"}},
		{"quotes", FlinkConf, "'a': \"b\"\n", []string{"'a'|\"b\"|'a': \"b\""}},
		{"invalid UTF-8", FlinkConf, "a: b\xff\nc: d\n", []string{"a|b\xff?|a: b\xff", "c|d|c: d"}},

		{"plain", ConfigYAML, "a.b:  c d  # e\n", []string{"a.b|c d|a.b:  c d"}},
		{"CRLF", ConfigYAML, "a: b\r\n\r\nc:\r\n  d: e\r\n", []string{"a|b|a: b", "d|e|d: e"}},
		{"CR", ConfigYAML, "a: b\rc: d", []string{"a|b|a: b", "c|d|c: d"}},
		{"tabs", ConfigYAML, "a\t: b\t\n", []string{"a|b|a\t: b"}},
		{"non-ASCII", ConfigYAML, "ä: ß😀 # ü\nö: 'é' # à\n\"😀\": x\n", []string{"ä|ß😀|ä: ß😀", "ö|'é'|ö: 'é'", "\"😀\"|x|\"😀\": x"}},
		{"byte order mark", ConfigYAML, "\ufeffa: b\nc: d\n", []string{"a|b|a: b", "c|d|c: d"}},
		{"line breaks that are none", ConfigYAML, "a: b\u2028c\nd: e\u0085\nf: \"\u2029\"\n", []string{"a|b\u2028c|a: b\u2028c", "d|e\u0085|d: e\u0085", "f|\"\u2029\"|f: \"\u2029\""}},
		{"single quotes", ConfigYAML, "a: 'it''s' # x\n'b''c': d\n", []string{"a|'it''s'|a: 'it''s'", "'b''c'|d|'b''c': d"}},
		{"double quotes", ConfigYAML, `a: "x\"\u0041\x42\/ # \\" # y` + "\n", []string{`a|"x\"\u0041\x42\/ # \\"|a: "x\"\u0041\x42\/ # \\"`}},
		{"escapes and more on the line", ConfigYAML, `{a: "\/", "b\/\/": c, d: "\ud83d\ude00", e: f}` + "\n", []string{`a|"\/"|a: "\/"`, `"b\/\/"|c|"b\/\/": c`, `d|"\ud83d\ude00"|d: "\ud83d\ude00"`, "e|f|e: f"}},
		{"quotes over lines", ConfigYAML, "a: 'b\n  c\n\n  d'\ne: \"f \\\n  g\n  h\"\n", []string{"a|'b\n  c\n\n  d'|a: 'b\n  c\n\n  d'", "e|\"f \\\n  g\n  h\"|e: \"f \\\n  g\n  h\""}},
		{"plain over lines", ConfigYAML, "a: b\n  c\n\n  d # x\ne: f\n", []string{"a|b\n  c\n\n  d|a: b\n  c\n\n  d", "e|f|e: f"}},
		{"plain over lines with CRLF", ConfigYAML, "a: b\r\n  c\r\n", []string{"a|b\r\n  c|a: b\r\n  c"}},
		{"value below the key", ConfigYAML, "a:\n  # x\n  b\n", []string{"a|b|a:\n  # x\n  b"}},
		{"literal", ConfigYAML, "a: | # x\n  b\n\n   c\n\nd: e\n", []string{"a|| # x\n  b\n\n   c|a: | # x\n  b\n\n   c", "d|e|d: e"}},
		{"literal that keeps", ConfigYAML, "a: |+\n  b\n\n\nc: d\n", []string{"a||+\n  b|a: |+\n  b", "c|d|c: d"}},
		{"literal with an indicator", ConfigYAML, "a: |1-\n  b\n c\nd: e\n", []string{"a||1-\n  b\n c|a: |1-\n  b\n c", "d|e|d: e"}},
		{"literal in a block", ConfigYAML, "a:\n  b: |\n    c\n    # d\n  e: f\n", []string{"b||\n    c\n    # d|b: |\n    c\n    # d", "e|f|e: f"}},
		{"literal with CRLF", ConfigYAML, "a: |-\r\n  b\r\n  c\r\n", []string{"a||-\r\n  b\r\n  c|a: |-\r\n  b\r\n  c"}},
		{"folded", ConfigYAML, "a: >-\n  b\n  c\n\n  d\n    e\n  f\ng: h\n", []string{"a|>-\n  b\n  c\n\n  d\n    e\n  f|a: >-\n  b\n  c\n\n  d\n    e\n  f", "g|h|g: h"}},
		{"nested", ConfigYAML, "a:\n  b.c:\n    d: 1\n", []string{"d|1|d: 1"}},
		{"question mark", ConfigYAML, "? a\n: b\n", []string{"a|b|a\n: b"}},
		{"anchor and tag", ConfigYAML, "a: &x !!str 1\nb: !!int\n  2\n", []string{"a|1|a: &x !!str 1", "b|2?|b: !!int\n  2"}},
		{"alias", ConfigYAML, "a: &x 1\nb: *x # y\n", []string{"a|1|a: &x 1", "b|*x?|b: *x"}},
		{"alias of a map", ConfigYAML, "a: &x\n  b: 1\nc: *x\n", []string{"b|1|b: 1", "c|*x?|c: *x"}},
		{"list", ConfigYAML, "a: [b, 'c' ] # d\ne:\n  - f\n  - g\n", []string{"a|[b, 'c' ]?|a: [b, 'c' ]", "e|- f\n  - g?|e:\n  - f\n  - g"}},
		{"map in brackets", ConfigYAML, "{a: b, \"c\":d, e: {f: 1 }}\n", []string{"a|b|a: b", "\"c\"|d|\"c\":d", "f|1|f: 1"}},
		{"numbers", ConfigYAML, "a: 0x10\nb: 1e3\nc: TRUE\n", []string{"a|0x10|a: 0x10", "b|1e3|b: 1e3", "c|TRUE|c: TRUE"}},
		{"empty text", ConfigYAML, "a: ''\n", []string{"a|''|a: ''"}},
	} {
		t.Run(string(test.kind)+" "+test.name, func(t *testing.T) {
			d := Read("x", []byte(test.in), test.kind)
			checkSpans(t, d)
			if test.kind == ConfigYAML {
				checkDecodes(t, d)
			}
			var got []string
			for _, o := range d.Parts[0].Options {
				inexact := "?"
				if o.Exact {
					inexact = ""
				}
				got = append(got, fmt.Sprintf("%s|%s%s|%s", d.slice(o.Place.Key), d.slice(o.Place.Value), inexact, d.slice(o.Place.Entry)))
			}
			if fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("%q\n got %q\nwant %q", test.in, got, test.want)
			}
		})
	}
}

// TestEmbeddedText: the readers find the same options in a text that stands inside another file, at the file's bytes.
func TestEmbeddedText(t *testing.T) {
	const file = "data:\n  conf: |\n    a.b: 1m\n    c: 2 # x\n  x: \"d: 3\\ne:\\u0020x\\\"y\\n\"\n"
	d := &Document{Path: "x.yaml", Bytes: []byte(file), Lines: NewLines([]byte(file))}
	text := func(parts ...string) *Text { // decoded, source, decoded, source, ...
		t := &Text{Document: d}
		from := 0
		for i := 0; i < len(parts); i += 2 {
			at := from + strings.Index(file[from:], parts[i+1])
			from = at + len(parts[i+1])
			start := len(t.Decoded)
			t.Decoded += parts[i]
			t.pieces = append(t.pieces, piece{start, len(t.Decoded), at, from})
		}
		return t
	}
	outer := text("a.b: 1m\n", "a.b: 1m\n", "c: 2 # x\n", "c: 2 # x\n")
	escaped := text("d: 3", "d: 3", "\n", `\n`, "e:", "e:", " ", `\u0020`, "x", "x", `"`, `\"`, "y", "y", "\n", `\n`)
	inner := &Text{Document: d, Decoded: outer.Decoded[8:], parent: outer, pieces: []piece{{0, len(outer.Decoded) - 8, 8, len(outer.Decoded)}}}
	for _, test := range []struct {
		text *Text
		want string
	}{
		{outer, "[a.b|1m|a.b: 1m|true c|2|c: 2|true]"},
		{escaped, `[d|3|d: 3|true e|x\"y|e:\u0020x\"y|false]`},
		{inner, "[c|2|c: 2|true]"},
	} {
		for _, read := range []func(*Text, *Part){readConfLines, readYAMLOptions} {
			part := &Part{Document: d}
			read(test.text, part)
			var got []string
			for _, o := range part.Options {
				got = append(got, fmt.Sprintf("%s|%s|%s|%t", d.slice(o.Place.Key), d.slice(o.Place.Value), d.slice(o.Place.Entry), o.Exact))
			}
			if fmt.Sprint(got) != test.want {
				t.Errorf("%q: got %s, want %s", test.text.Decoded, got, test.want)
			}
		}
	}
}
