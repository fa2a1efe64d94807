package source

import (
	"crypto/sha256"
	"maps"
	"strings"
	"testing"
	"unicode/utf8"
)

var seeds = []string{
	"", "a: b\n", "a.b: 1g # c\r\n\r\n\td: 'e'\r", "\ufeffa: \"b\" # c\n", "a:\n  b: 1\n  c:\n  - d\n  - {e: f}\ng: |\n  h\n\n   i\nj: >-\n  k\n  l\n",
	"a: &x [1, *x]\nb: !!int 2\n", "a: 'b''c\n  d'\n? e\n: f\n", "a:1\nb = 2\nc d\ne: f: g\nh: \"i\n", "%YAML 1.2\n---\na: b\n...\n---\nc: d\n",
	"taskmanager.numberOfTaskSlots: 1taskmanager.memory.process.size: 2g\n", "a: b\u2028c\u0085\n\xff\x00: \\/\n", "a: {{ b }}\n{% if c %}\n", "x: |\n\ty\n \t\n", "?",
	"a: {b: !c,d: 'e'}\n", // a tag with a comma
	"# \u2028\na: |\n  b\x00: c",
}

// sound checks what holds for every document, whatever it is made of.
func sound(t *testing.T, d *Document) {
	checkSpans(t, d)
	if sha256.Sum256(d.Bytes) != d.Hash {
		t.Errorf("%q: the hash is another file's", d.Bytes)
	}
	for _, c := range Link([]*Document{d}, LinkOptions{}) {
		for _, p := range c.Processes() {
			p.Config()
		}
	}
	for _, o := range d.Parts[0].Options {
		for _, edit := range []func() (Edit, bool){
			func() (Edit, bool) { return d.SetValue(o, "1m") },
			func() (Edit, bool) { return d.RenameKey(o, o.Key+"x") },
			func() (Edit, bool) { return d.DeleteEntry(o) },
		} {
			if e, ok := edit(); ok {
				if _, err := d.Apply([]Edit{e}); err != nil {
					t.Errorf("%q: %v", d.Bytes, err)
				}
			}
		}
	}
}

func FuzzFlinkConf(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		Read("flink-conf.yaml", content, "")
		d := Read("flink-conf.yaml", content, FlinkConf)
		sound(t, d)
		if !utf8.Valid(content) || wideEncoding(string(content)) != "" {
			return
		}
		// the same once more, as simply as it can be said
		want := map[string]string{}
		for _, line := range strings.FieldsFunc(string(content), func(r rune) bool { return r == '\n' || r == '\r' }) {
			line, _, _ = strings.Cut(line, "#")
			trim := func(s string) string { return strings.TrimFunc(s, func(r rune) bool { return r <= ' ' }) }
			if k, v, ok := strings.Cut(trim(line), ": "); ok && trim(k) != "" && trim(v) != "" {
				want[trim(k)] = trim(v)
			}
		}
		if got := effective(d.Parts[0]); !maps.Equal(got, want) {
			t.Errorf("%q\n got %q\nwant %q", content, got, want)
		}
	})
}

func FuzzConfigYAML(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, path := range []string{"config.yaml", "config.yaml.j2", "other.yaml"} {
			if d := Read(path, content, ""); d != nil {
				sound(t, d)
			}
		}
		d := Read("config.yaml", content, ConfigYAML)
		sound(t, d)
		checkDecodes(t, d)
		if d.Parts[0].LoadError() != nil || len(d.Parts[0].Problems) > 0 {
			return
		}
		// a value that is set is read again, and nothing else changes
		for _, o := range d.Parts[0].Options {
			e, ok := d.SetValue(o, "1m")
			if !ok {
				continue
			}
			changed, err := d.Apply([]Edit{e})
			if err != nil {
				t.Fatal(err)
			}
			again := Read("config.yaml", changed, ConfigYAML).Parts[0]
			if p := again.LoadError(); p != nil || len(again.Options) != len(d.Parts[0].Options) {
				t.Errorf("%q becomes %q: %v", content, changed, p)
			}
			return
		}
	})
}
