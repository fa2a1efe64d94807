package source

import (
	"maps"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink/flinktest"
)

// edited reads a document again with one edit made.
func edited(t *testing.T, d *Document, e Edit) (*Document, string) {
	t.Helper()
	content, err := d.Apply([]Edit{e})
	if err != nil {
		t.Fatalf("%q: %v", d.Bytes, err)
	}
	return Read(d.Path, content, d.Kind), string(content)
}

// TestEditsChangeNothingElse makes every edit of every option in the recorded files and reads them again.
func TestEditsChangeNothingElse(t *testing.T) {
	for file, kind := range map[string]Kind{"flink-conf.yaml": FlinkConf, "config.yaml": ConfigYAML} {
		seen, edits, n := map[string]bool{}, 0, 0
		eachRecorded(t, file, kind, func(t *testing.T, v *flinktest.Vector, d *Document) {
			if n++; seen[v.In.Text] || len(v.Out.LoadError) > 0 || n%10 > 0 && !strings.HasPrefix(v.In.ID, "raw-") {
				return
			}
			seen[v.In.Text] = true
			before := effective(d.Parts[0])
			times := map[string]int{}
			for _, o := range d.Parts[0].Options {
				times[o.Key]++
			}
			for _, o := range d.Parts[0].Options {
				if times[o.Key] > 1 {
					continue
				}
				check := func(what string, e Edit, ok bool, change func(map[string]string)) {
					if !ok {
						return
					}
					edits++
					want := maps.Clone(before)
					change(want)
					again, text := edited(t, d, e)
					if p := again.Parts[0].LoadError(); p != nil {
						t.Errorf("%s %q: %s of %s gives %q, which Flink refuses: %s", v.ID(), v.In.Text, what, o.Key, text, p.Code)
					} else if got := effective(again.Parts[0]); !maps.Equal(got, want) {
						t.Errorf("%s %q: %s of %s gives %q\n got %q\nwant %q", v.ID(), v.In.Text, what, o.Key, text, got, want)
					}
				}
				for _, value := range []string{"1728m", "0.25", "64 mb", "010", "it's", "a: b"} {
					e, ok := d.SetValue(o, value)
					check("setting the value", e, ok, func(m map[string]string) { m[o.Key] = value })
				}
				e, ok := d.RenameKey(o, o.Key+".new")
				check("renaming", e, ok, func(m map[string]string) { delete(m, o.Key); m[o.Key+".new"] = o.Value })
				e, ok = d.DeleteEntry(o)
				check("deleting", e, ok, func(m map[string]string) { delete(m, o.Key) })
			}
		})
		if edits < 2000 {
			t.Errorf("%s: only %d edits", file, edits)
		}
	}
}

func TestEdits(t *testing.T) {
	set := func(value string) func(*Document, Option) (Edit, bool) {
		return func(d *Document, o Option) (Edit, bool) { return d.SetValue(o, value) }
	}
	rename := func(key string) func(*Document, Option) (Edit, bool) {
		return func(d *Document, o Option) (Edit, bool) { return d.RenameKey(o, key) }
	}
	remove := func(d *Document, o Option) (Edit, bool) { return d.DeleteEntry(o) }
	for _, test := range []struct {
		name string
		kind Kind
		in   string
		do   func(*Document, Option) (Edit, bool) // with the first option
		want string                               // "" where it has to be refused
	}{
		{"value before a comment", FlinkConf, "a.b:  1g  # why\nc: d\n", set("2g"), "a.b:  2g  # why\nc: d\n"},
		{"value with a comment sign", FlinkConf, "a: b\n", set("x # y"), ""},
		{"value with a line end", FlinkConf, "a: b\n", set("x\ny"), ""},
		{"value in the last line", FlinkConf, "a: b", set("c"), "a: c"},
		{"key behind a byte order mark", FlinkConf, "\ufeffa: b\n", rename("x"), "x: b\n"},
		{"key that is there already", FlinkConf, "a: b\nc: d\n", rename("c"), ""},
		{"line with CRLF", FlinkConf, "a: b # x\r\nc: d\r\n", remove, "c: d\r\n"},
		{"last line", FlinkConf, "a: b", remove, "\x00"},
		{"double quotes", ConfigYAML, "a: \"b\" # c\n", set(`x"y`), "a: \"x\\\"y\" # c\n"},
		{"single quotes", ConfigYAML, "a: 'b'\n", set("it's"), "a: 'it''s'\n"},
		{"plain that needs none", ConfigYAML, "a: b\n", set("1728m"), "a: 1728m\n"},
		{"plain that is a number", ConfigYAML, "a: b\n", set("1e3"), "a: '1e3'\n"},
		{"behind a tag", ConfigYAML, "a: !!str 1\n", set("2"), "a: !!str 2\n"},
		{"behind another tag", ConfigYAML, "a: !!int 1\n", set("2m"), ""},
		{"an anchor that is used", ConfigYAML, "a: &x 1m\nb: *x\n", set("2m"), ""},
		{"an anchor that is not", ConfigYAML, "a: &x 1m\n", set("2m"), "a: &x 2m\n"},
		{"a list", ConfigYAML, "a: [b]\n", set("2m"), ""},
		{"a block scalar", ConfigYAML, "a: |\n  b\nc: d\n", set("2m"), "a: 2m\nc: d\n"},
		{"inner key", ConfigYAML, "a:\n  b:\n    c: 1\n", rename("a.b.x.y"), "a:\n  b:\n    x.y: 1\n"},
		{"outer key", ConfigYAML, "a:\n  b:\n    c: 1\n", rename("a.x.c"), ""},
		{"quoted key", ConfigYAML, "'a': 1\n", rename("b"), "'b': 1\n"},
		{"only one of its blocks", ConfigYAML, "a:\n  # why\n  b:\n    c: 1 # x\nd: 2\n", remove, "d: 2\n"},
		{"one of two in a block", ConfigYAML, "a:\n  b:\n    c: 1\n    d: 3\ne: 2\n", remove, "a:\n  b:\n    d: 3\ne: 2\n"},
		{"only one of an inner block", ConfigYAML, "a:\n  b:\n    c: 1\n  d: 3\n", remove, "a:\n  d: 3\n"},
		{"one in brackets", ConfigYAML, "a: {b: 1, c: 2}\n", remove, "a: {c: 2}\n"},
		{"one with a question mark", ConfigYAML, "? a\n: b\n", remove, ""},
		{"one of an alias", ConfigYAML, "z: {}\nx: {y: {z: &a {k: 1}}}\nb: *a\n", remove, ""},
		{"several lines", ConfigYAML, "a: b\n  c\nd: e\n", remove, "d: e\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := Read("x.yaml", []byte(test.in), test.kind)
			e, ok := test.do(d, d.Parts[0].Options[0])
			if !ok {
				if test.want != "" {
					t.Fatalf("refused")
				}
				return
			}
			_, got := edited(t, d, e)
			if want := strings.Trim(test.want, "\x00"); got != want || test.want == "" {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestApplyRefuses(t *testing.T) {
	d := Read("conf/flink-conf.yaml", []byte("a: b\nc: d\n"), FlinkConf)
	other := Read("conf/flink-conf.yaml", []byte("a: b\nc: e\n"), FlinkConf)
	for name, edits := range map[string][]Edit{
		"overlapping edits":       {{d, Span{0, 3}, "x"}, {d, Span{2, 4}, "y"}},
		"an edit of another file": {{other, Span{0, 1}, "x"}},
		"an edit outside":         {{d, Span{8, 99}, "x"}},
	} {
		if got, err := d.Apply(edits); err == nil {
			t.Errorf("%s: got %q", name, got)
		}
	}
	got, err := d.Apply([]Edit{{d, Span{8, 9}, "2"}, {d, Span{3, 4}, "1"}})
	if err != nil || string(got) != "a: 1\nc: 2\n" {
		t.Errorf("edits in any order: %q, %v", got, err)
	}
	d.Bytes = []byte("a: b\nc: x\n")
	if _, err := d.Apply(nil); err == nil {
		t.Error("bytes that changed are taken")
	}
}
