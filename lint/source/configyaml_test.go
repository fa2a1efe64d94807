package source

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// said lists the problems as "line:column code key=value detail", the fatal ones with a mark.
func said(d *Document) []string {
	var all []string
	for _, p := range d.Parts[0].Problems {
		line, column := d.Lines.Position(p.Place.Entry.Start)
		mark := ""
		if p.Fatal {
			mark = "!"
		}
		s := fmt.Sprintf("%d:%d %s%s", line, column, mark, p.Code)
		if p.Key != "" || p.Value != "" {
			s += fmt.Sprintf(" %s=%s", p.Key, p.Value)
		}
		if p.Detail != "" {
			s += " (" + p.Detail + ")"
		}
		all = append(all, s)
	}
	return all
}

func keys(d *Document) string {
	var all []string
	for _, o := range d.Parts[0].Options {
		all = append(all, o.Key)
	}
	return strings.Join(all, " ")
}

// TestRecovery breaks a file in the ways in which people break it, and checks that the line at fault is named and that
// all other options are still there.
func TestRecovery(t *testing.T) {
	for _, test := range []struct {
		name, in string
		want     []string
		keys     string
	}{
		{"missing space", "a: 1\nb:2\nc: 3\n", []string{"2:1 !missing-space b=2"}, "a c"},
		{"missing space in the last line", "a: 1\nb:2", []string{"2:1 !missing-space b=2"}, "a"},
		{"missing space everywhere", "a:1\nb:2\n", []string{"1:1 !missing-space a=1", "2:1 !missing-space b=2"}, ""},
		{"missing space in a block", "a:\n  b: 1\n  c:2\n  d: 3\ne: 4\n", []string{"3:3 !missing-space c=2"}, "a.b a.d e"},
		{"missing space first in a block", "a:\n  b:1\n  c: 2\nd: 3\n", []string{"2:3 !missing-space b=1"}, "a.c d"},
		{"missing colon", "a.b: 1\nc.d 2g\ne: 3\n", []string{"2:1 !missing-colon c.d=2g"}, "a.b e"},
		{"missing colon before a comment", "a.b: 1\nc.d 2g # x\ne: 3\n", []string{"2:1 !missing-colon c.d=2g"}, "a.b e"},
		{"missing colon in a block", "a:\n  b 2g\n  c: 3\n", []string{"2:3 !missing-colon b=2g"}, "a.c"},
		{"missing colon above a block", "a\n  b: 2\nc: 3\n", []string{"1:1 !missing-colon a="}, "c"},
		{"wrong indentation of a list", "a: 1\n  b: [1]\nc: 3\n", []string{"2:3 !wrong-indentation b=[1]"}, "a c"},
		{"percent sign before the key", "a: 1\n%b: 2\nc: 3\n", []string{"2:1 !reserved-character %b=2 (%)"}, "a c"},
		{"equals sign", "a: 1\nb.c = 2\nd=3\ne: 4\n", []string{"2:1 !equals-sign b.c=2", "3:1 !equals-sign d=3"}, "a e"},
		{"colon behind a value in brackets", "a: 1\nb: {c: 0:}\nd: 2\n", []string{"2:1 !bad-syntax b={c: 0:} (a colon behind the value)"}, "a d"},
		{"tab before the key", "a:\n\tb: 1\n\tc: 2\nd: 3\n", []string{"2:1 !tab-indentation b=1 (indentation)", "3:1 !tab-indentation c=2 (indentation)"}, "a.b a.c d"},
		{"tab before the value", "a: 1\nb:\t2\nc: 3\n", []string{"2:3 !tab-indentation (separation)"}, "a b c"},
		{"tab behind quotes", "a: 'x'\t# y\nb: 1\n", []string{"1:7 !tab-indentation (separation)"}, "a b"},
		{"tab in a blank line", "a: 1\n\t\nb: 2\n", []string{"2:1 !tab-indentation (indentation)"}, "a b"},
		{"unclosed double quote", "a: 1\nb: \"2\nc: 3\nd: 4\n", []string{"2:1 !unclosed-quote b=2 (\")"}, "a c d"},
		{"unclosed single quote in a block", "a:\n  b: 'x\n  c: 3\nd: 4\n", []string{"2:3 !unclosed-quote b=x (')"}, "a.c d"},
		{"quote that a later line closes", "a: \"1\nb: \"2\nc: 3\n", []string{"1:1 !unclosed-quote a=1 (\")", "2:1 !unclosed-quote b=2 (\")"}, "c"},
		{"unclosed bracket", "a: [1, 2\nb: 3\n", []string{"1:1 !unclosed-bracket a=[1, 2 ([)"}, "b"},
		{"unclosed brace", "a: {b: 1\nc: 3\n", []string{"1:1 !unclosed-bracket a={b: 1 ({)"}, "c"},
		{"stray bracket", "a: 1\n}\nb: 2\n", []string{"2:1 !stray-bracket (})"}, "a b"},
		{"colon in a value", "a: 1\nb: x: y # z\nc: 3\n", []string{"2:1 !colon-in-value b=x: y"}, "a c"},
		{"colon in a value of a block", "a:\n  b: -Dx: y\n  c: 3\n", []string{"2:3 !colon-in-value b=-Dx: y"}, "a.c"},
		{"percent sign", "a: %x\nb: 1\n", []string{"1:1 !reserved-character a=%x (%)"}, "b"},
		{"at sign", "a:\n  b: @x@\n  c: 1\n", []string{"2:3 !reserved-character b=@x@ (@)"}, "a.c"},
		{"text behind quotes", "a: 'x','y'\nb: 1\n", []string{"1:1 !text-after-value a='x','y' (,)"}, "b"},
		{"unknown escape", "a: \"C:\\dir\"\nb: 1\n", []string{"1:1 !bad-escape a=\"C:\\dir\" (\\d)"}, "b"},
		{"escape of older YAML", "a: [\"it\\'s\"]\nb: \"\\\t\"\nc: 1\n", []string{"1:5 !bad-escape =\"it\\'s\" (\\')", "2:4 !bad-escape =\"\\\t\" (\\\t)"}, "a b c"},
		{"no space behind a tag", "a: [!!str,b]\nb: {c: !,d: 1}\ne: 1\n", []string{"1:1 !bad-syntax a=[!!str,b] (did not find expected ',' or ']')", "2:1 !bad-syntax b={c: !,d: 1} (did not find expected ',' or ']')"}, "e"},
		{"list on the key's line", "a: - x\nb: 1\n", []string{"1:1 !list-in-value a=x"}, "b"},
		{"too far to the left", "a:\n    b: 1\n  c: 2\nd: 3\n", []string{"3:3 !wrong-indentation c=2"}, "a.b d"},
		{"too far to the right", "a: 1\n  b: 2\nc: 3\n", []string{"2:3 !wrong-indentation b=2"}, "a c"},
		{"block too far to the left", "a:\n    b:\n      c: 1\n   d:\n     e: 2\nf: 3\n", []string{"4:4 !wrong-indentation d="}, "a.b.c f"},
		{"first line indented", "  a: 1\nb: 2\nc: 3\n", []string{"2:1 !wrong-indentation b=2"}, "a b c"},
		{"value below its key", "a:\n1728m\nb: 1\n", []string{"2:1 !wrong-indentation a=1728m"}, "b"},
		{"text", "a: 1\nwhat is this\nb: 2\n", []string{"2:1 !not-an-option (what is this)"}, "a b"},
		{"byte order mark inside", "a: 1\n\ufeff\nb: 2\n", []string{"2:1 !byte-order-mark"}, "a b"},
		{"no key", "a: 1\n: 2\nb: 3\n", []string{"2:1 !no-key =2"}, "a b"},
		{"two errors far apart", "a: 1\nb: 'x\nc: 2\nd: 3: 4\ne: 5\n", []string{"2:1 !unclosed-quote b=x (')", "4:1 !colon-in-value d=3: 4"}, "a c e"},
		{"error behind an anchor", "a: &x 1\nb: 2: 3\nc: *x\n", []string{"2:1 !colon-in-value b=2: 3"}, "a c"},
		{"error in CRLF", "a: 1\r\nb: x: y\r\nc: 3\r\n", []string{"2:1 !colon-in-value b=x: y"}, "a c"},
		{"error behind a byte order mark", "\ufeffa: 1: 2\nb: 3\n", []string{"1:1 !colon-in-value a=1: 2"}, "b"},
		{"start script's error", "[ERROR] Could not parse\n[ERROR] Raw output from BashJavaUtils:\n\tat x.y(Z.java:1)\n", []string{"2:9 !entrypoint-output"}, ""},
		{"a list at the margin", "a: 1\n- b\nc: 2\n", []string{"2:1 !list-item =b"}, "a c"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := Read("conf/config.yaml", []byte(test.in), ConfigYAML)
			checkSpans(t, d)
			if got := said(d); !slices.Equal(got, test.want) {
				t.Errorf("%q\n got %q\nwant %q", test.in, got, test.want)
			}
			if got := keys(d); got != test.keys {
				t.Errorf("%q: options %q, want %q", test.in, got, test.keys)
			}
		})
	}
}

// TestRefused lists what is well-formed YAML, or taken by other parsers, and refused by Flink.
func TestRefused(t *testing.T) {
	for _, test := range []struct {
		name, in string
		want     []string
		keys     string
	}{
		{"no value", "a:\nb: 1\n", []string{"1:1 !no-value a="}, "b"},
		{"null", "a: ~\nb: Null\n", []string{"1:1 !no-value a=~ (null)", "2:1 !no-value b=Null (null)"}, ""},
		{"value in a comment", "a: #1728m\nb: 1\n", []string{"1:1 !no-value a=1728m (comment)"}, "b"},
		{"block without indentation", "taskmanager.memory.process:\nsize: 1g\n", []string{"1:1 !no-value taskmanager.memory.process= (indentation)"}, "size"},
		{"duplicate", "a: 1\nb: 2\na: 3\n", []string{"3:1 !duplicate-key a=3"}, "a b a"},
		{"duplicate of another spelling", "a: 1\n'a': 2\n", []string{"2:1 !duplicate-key a=2"}, "a a"},
		{"duplicate block", "a:\n  b: 1\na:\n  c: 2\n", []string{"3:1 !duplicate-key a="}, "a.b a.c"},
		{"duplicate in a list", "a: [{b: 1, b: 2}]\n", []string{"1:12 !duplicate-key b=2"}, "a"},
		{"number as a key", "1: x\na: 1\n", []string{"1:1 !key-not-text 1= (integer)"}, "a"},
		{"list as a key", "[a]: x\nb: 1\n", []string{"1:1 !key-not-text (list)"}, "b"},
		{"template as a value", "a: {{ x }}\nb: 1\n", []string{"1:5 !key-not-text (map)"}, "b"},
		{"a list", "- a\n- b\n", []string{"1:1 !not-a-map (list)"}, ""},
		{"a number", "42\n", []string{"1:1 !not-a-map (integer)"}, ""},
		{"two documents", "a: 1\n---\nb: 2\n", []string{"2:1 !several-documents"}, "a"},
		{"unknown tag", "a: !env X\nb: 1\n", []string{"1:4 !unknown-tag (!env)"}, "b"},
		{"tag of another type", "a: !!int x\n", []string{"1:4 !bad-tagged-value =x (!!int)"}, ""},
		{"signed infinity", "a: +.inf\n", []string{"1:4 !bad-tagged-value =+.inf"}, ""},
		{"alias without an anchor", "a: *b\nc: 1\n", []string{"1:4 !undefined-alias (b)"}, "c"},
		{"alias in itself", "a: &x {b: *x}\nc: 1\n", []string{"1:11 !recursive-alias (x)"}, "a.b c"},
		{"control character", "a: 1\vx\nb: 2\n", []string{"1:5 !special-character (U+000B)"}, "a b"},
		{"invalid UTF-8", "a: 1\nb: \xff\xe2\x82\nc: 2\n", []string{"2:4 !invalid-utf8 (0xFF)", "2:5 !invalid-utf8 (0xE2)"}, "a c"},
		{"directive of another version", "%YAML 2.0\n---\na: 1\n", []string{"1:1 !bad-directive (%YAML 2.0)"}, "a"},
		{"directive without a marker", "%YAML 1.2\na: 1\n", []string{"1:1 !bad-directive (%YAML 1.2)"}, "a"},
		{"comment sign at a block scalar", "a: |#x\n  b\n", []string{"1:4 !text-after-value (#)"}, "a"},
		{"block scalar without a text", "a:\n  b: |\nc: 1\n", []string{"2:6 !wrong-indentation (block scalar)"}, "a.b c"},
		{"swallowed entry", "a:\n  b: 1\n    c:2\nd: 3\n", []string{"3:5 missing-space c=2"}, "a.b d"},
		{"swallowed first entry", "taskmanager.memory.process:\n  size:1g\n", []string{"2:3 missing-space taskmanager.memory.process.size=1g"}, "taskmanager.memory.process"},
		{"no-break space", "a: 1\u00a0\n", []string{"1:1 no-break-space a=1 (U+00A0)"}, "a"},
		{"UTF-16", "\xff\xfea\x00", []string{"1:1 utf-16 (UTF-16)"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := Read("conf/config.yaml", []byte(test.in), ConfigYAML)
			checkSpans(t, d)
			if got := said(d); !slices.Equal(got, test.want) {
				t.Errorf("%q\n got %q\nwant %q", test.in, got, test.want)
			}
			if got := keys(d); got != test.keys {
				t.Errorf("%q: options %q, want %q", test.in, got, test.keys)
			}
		})
	}
}

// TestLoadErrorOrder: Flink parses the whole file before it looks at keys, and at keys before values.
func TestLoadErrorOrder(t *testing.T) {
	for in, want := range map[string]ProblemCode{
		"a:\n1: x\nb: 1\nb: 2\nc: 'x\n": UnclosedQuote,
		"a:\n1: x\nb: 1\nb: 2\n":        DuplicateKey,
		"a:\n1: x\n":                    KeyNotText,
		"a:\nb: ~\n":                    NoValue,
	} {
		if p := Read("config.yaml", []byte(in), ConfigYAML).Parts[0].LoadError(); p == nil || p.Code != want {
			t.Errorf("%q: %v, want %s", in, p, want)
		}
	}
}

// TestGreed: texts that are meant to take long, or to need much memory, end with one problem.
func TestGreed(t *testing.T) {
	bomb := func(first, more string) string {
		var b strings.Builder
		b.WriteString(first)
		for i := 1; i < 40; i++ {
			fmt.Fprintf(&b, more, i, i, i-1, i-1)
		}
		return b.String()
	}
	for name, test := range map[string]struct {
		in   string
		want ProblemCode
	}{
		"maps that repeat maps":   {bomb("a0: &a0 {x: 1, y: 2}\n", "a%d: &a%d {x: *a%d, y: *a%d}\n"), TooManyAliases},
		"lists that repeat lists": {bomb("a0: &a0 [x, y]\n", "a%d: &a%d [*a%d, *a%d]\n"), TooManyAliases},
		"deep lists":              {"a: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000), TooDeep},
		"deeper lists":            {"a: " + strings.Repeat("[", 20000) + strings.Repeat("]", 20000), TooDeep},
		"a large file":            {strings.Repeat("# x\n", 1<<20) + "a: 1\n", TooLarge},
		"nothing but errors":      {strings.Repeat("a b\n", 3000), NotAnOption},
	} {
		d := Read("config.yaml", []byte(test.in), ConfigYAML)
		p := d.Parts[0].LoadError()
		if p == nil || p.Code != test.want {
			t.Errorf("%s: %v, want %s", name, p, test.want)
		}
		if len(d.Parts[0].Problems) > 100 || len(d.Parts[0].Options) > 20000 {
			t.Errorf("%s: %d problems, %d options", name, len(d.Parts[0].Problems), len(d.Parts[0].Options))
		}
	}
}
