package source

import (
	"slices"
	"testing"
)

// TestFlinkConfProblems: what people write into flink-conf.yaml that Flink skips, or reads otherwise than meant.
func TestFlinkConfProblems(t *testing.T) {
	const size = "taskmanager.memory.process.size"
	for _, test := range []struct {
		name, in string
		want     []string
		keys     string
	}{
		{"nothing wrong", "# x\n\na.b: c d # e\n  f.g :  h  \n", nil, "a.b f.g"},
		{"missing space", "a.b:1g\nc: d\n", []string{"1:1 missing-space a.b=1g"}, "c"},
		{"tab behind the colon", "a.b:\t1g\n", []string{"1:1 missing-space a.b=1g (tab)"}, ""},
		{"no-break space behind the colon", "a.b:\u00a01g\n", []string{"1:1 missing-space a.b=1g (no-break space)"}, ""},
		{"missing colon", "a.b 1g # x\n", []string{"1:1 missing-colon a.b=1g"}, ""},
		{"equals sign", "a.b=1g\nc = d\n", []string{"1:1 equals-sign a.b=1g", "2:1 equals-sign c=d"}, ""},
		{"an address is no missing space", "http://x\n", []string{"1:1 not-an-option (http://x)"}, ""},
		{"text", "hello there\n\tat x.Y(Z.java:1)\n", []string{"1:1 not-an-option (hello there)", "2:2 not-an-option (at x.Y(Z.java:1))"}, ""},
		{"no value", "a.b:\nc: d\n", []string{"1:1 no-value a.b="}, "c"},
		{"value in a comment", "a.b: #1g\nc:   # 2g\n", []string{"1:1 no-value a.b=1g (comment)", "2:1 no-value c=2g (comment)"}, ""},
		{"no key", ": 1g\n", []string{"1:1 no-key =1g"}, ""},
		{"quotes", "a: \"1g\"\n'b': 2\nc: 'x' 'y'\n", []string{"1:1 quoted-value a=1g", "2:1 quoted-key b=2"}, "a 'b' c"},
		{"comment sign in quotes", "a: \"x # y\" z\n", []string{"1:1 comment-in-quotes a=\"x # y\""}, "a"},
		{"comment sign in inner quotes", "a: -Dx='p#q'\n", []string{"1:1 comment-in-quotes a=-Dx='p#q'"}, "a"},
		{"apostrophe", "a: don't # won't\n", nil, "a"},
		{"comment sign in a word", "a: pass#word x\n", []string{"1:1 comment-in-value a=pass#word"}, "a"},
		{"comment without a space", "a: 1g #\nb: 2g#\n", nil, "a b"},
		{"nested", "taskmanager:\n  memory:\n    process:\n      size: 1g\n    # x\n    flink.size: 2g\n  host: h\na: b\n", []string{
			"1:1 nested-block taskmanager=", "2:3 nested-block taskmanager.memory=", "3:5 nested-block taskmanager.memory.process=",
			"4:7 nested-entry " + size + "=1g", "6:5 nested-entry taskmanager.memory.flink.size=2g", "7:3 nested-entry taskmanager.host=h",
		}, "size flink.size host a"},
		{"list below a key", "a:\n- b\n  - c: d\ne: f\n", []string{"1:1 nested-block a=", "2:1 list-item a=b (- b)", "3:3 list-item c=d"}, "- c e"},
		{"no value, and no block", "a:\nb: c\n  d: e\n", []string{"1:1 no-value a="}, "b d"},
		{"continuation", "a: b \\\n   c d\ne: f\n", []string{"2:4 continuation-line (c d)"}, "a e"},
		{"block scalar", "a: |\n  x:y\n  z\nb: >-\n", []string{"1:1 yaml-value a= (block scalar)", "2:3 continuation-line (x:y)", "3:3 continuation-line (z)", "4:1 yaml-value b= (block scalar)"}, "a b"},
		{"list", "a: [x, y]\nb: [::1]\n", []string{"1:1 yaml-value a=x, y (list)"}, "a b"},
		{"map", "a: {x: y}\n{b: c}\n", []string{"1:1 yaml-value a=x: y (map)", "2:1 yaml-value b=c (map)"}, "a {b"},
		{"anchor, alias, tag, null", "a: &x 1\nb: *x\nc: !!str 2\nd: null\ne: ~\n", []string{
			"1:1 yaml-value a=1 (anchor)", "2:1 yaml-value b= (alias)", "3:1 yaml-value c=2 (tag)", "4:1 yaml-value d= (null)", "5:1 yaml-value e= (null)",
		}, "a b c d e"},
		{"template", "a: {{ x }}\nb: ${Y}\n", nil, "a b"},
		{"document markers", "%YAML 1.2\n---\na: b\n...\n", []string{"1:1 document-marker (%YAML 1.2)", "2:1 document-marker (---)", "4:1 document-marker (...)"}, "a"},
		{"byte order mark", "\ufeffa: b\nc: d\n", []string{"1:1 byte-order-mark a=b"}, "\ufeffa c"},
		{"byte order mark before a comment", "\ufeff# x\na: b\n", []string{"1:1 byte-order-mark"}, "a"},
		{"no-break spaces", "a\u00a0: b\nc: d\u3000\n", []string{"1:1 no-break-space a=b (U+00A0)", "2:1 no-break-space c=d (U+3000)"}, "a\u00a0 c"},
		{"carriage returns", "a: b\rc: d\r", []string{"1:5 carriage-returns"}, "a c"},
		{"glued lines", "a: 1" + size + ": 2g\nb: c\n", []string{"1:1 glued-lines " + size + "=2g (1)"}, "a b"},
		{"colon in a value", "a: b: c\n", nil, "a"},
		{"invalid UTF-8", "a: \xffb\n", []string{"1:4 invalid-utf8 (0xFF)"}, "a"},
		{"UTF-16", "\xfe\xff\x00a", []string{"1:1 utf-16 (UTF-16)"}, ""},
		{"duplicates are kept", "a: 1\na: 2\n", nil, "a a"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := Read("conf/flink-conf.yaml", []byte(test.in), FlinkConf)
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

// TestJavaText compares with what Java's decoder makes of bytes that are not UTF-8.
func TestJavaText(t *testing.T) {
	for in, want := range map[string]string{
		"a\xffb": "a\ufffdb", "\xc3": "\ufffd", "\xe2\x82": "\ufffd", "\xe2\x82x": "\ufffdx", "\xf0\x9f\x98": "\ufffd",
		"\xed\xa0\x80": "\ufffd", "\xed\xa0x": "\ufffdx", "\xf4\x90\x80\x80": "\ufffd\ufffd\ufffd\ufffd", "\xc0\xaf": "\ufffd\ufffd", "\xf5\x80": "\ufffd\ufffd", "\xe0\x80\x80": "\ufffd\ufffd\ufffd", "é": "é",
	} {
		if got := javaText(in); got != want {
			t.Errorf("%q: got %+q, want %+q", in, got, want)
		}
	}
}

func TestTemplates(t *testing.T) {
	const in = "a: {{ x }}\nb: ${Y}\nc: d\n"
	for name, want := range map[string][3]State{
		"flink-conf.yaml": {Unknown, Known, Known}, "flink-conf.yaml.j2": {Unknown, Unknown, Known}, "config.yaml.tmpl": {Unknown, Unknown, Known},
	} {
		kind := FlinkConf
		if name[0] == 'c' {
			kind = ConfigYAML
		}
		d := Read(name, []byte(in), kind)
		checkSpans(t, d)
		var got [3]State
		for i, o := range d.Parts[0].Options {
			got[i] = o.State
		}
		if got != want || len(d.Parts[0].Problems) > 0 {
			t.Errorf("%s: %v, want %v; %q", name, got, want, said(d))
		}
	}
	d := Read("config.yaml.j2", []byte("{% if x %}\na:\n  b: {{ y }}m\n{% endif %}\nc: 1\n"), ConfigYAML)
	if got := keys(d); got != "a.b c" || len(said(d)) > 0 {
		t.Errorf("conditions: %s, %q", got, said(d))
	}
	if o := d.Parts[0].Options[0]; o.Value != "{{ y }}m" || o.State != Unknown || o.Exact {
		t.Errorf("an expression: %+v", o)
	}
}
