package source

import "testing"

// TestCoreSchema: the answers are those of snakeyaml-engine 2.6 as Flink 2.3 uses it.
func TestCoreSchema(t *testing.T) {
	for in, want := range map[string]string{
		"010": "10", "0o10": "8", "0x1F": "31", "-0x1": "-0x1", "1_000": "1_000", "0b11": "0b11", "0o9": "0o9", "0x": "0x", "0o": "0o",
		"+5": "5", "-0": "0", "-007": "-7", "00": "0", "99999999999999999999": "99999999999999999999", "-": "-", "+": "+", ".": ".",
		"1.": "1.0", ".5": "0.5", "1e3": "1000.0", "1e1": "10.0", "1e7": "1.0E7", "9999999.5": "9999999.5", "1.8e9": "1.8E9", "1e-3": "0.001", "1e-4": "1.0E-4",
		"-0.0": "-0.0", "1e400": ".inf", "-1e400": "-.inf", ".inf": ".inf", "-.INF": "-.inf", ".NaN": ".nan", "-.nan": "-.nan", "1e-60": "1.0E-60", "3.4e38": "3.4E38",
		"0.10000000000000001": "0.1", "1e": "1e", "1e+": "1e+", "1.2.3": "1.2.3", "0.1f": "0.1f", "12:30": "12:30", "2024-01-01": "2024-01-01",
		"true": "true", "TRUE": "true", "False": "false", "tRUE": "tRUE", "yes": "yes", "no": "no", "on": "on",
	} {
		if got, ok := render(plainType(in), in); !ok || got != want {
			t.Errorf("%s: got %s, %t, want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "~", "null", "Null", "NULL"} {
		if plainType(in) != nullType {
			t.Errorf("%q is no null", in)
		}
	}
	if plainType("nULL") != textType {
		t.Error("nULL is a null")
	}
}

// TestLists: lists are printed as Flink prints them, in one line of YAML.
func TestLists(t *testing.T) {
	for in, want := range map[string]string{
		"[1728m, 2g]":                        "[1728m, 2g]",
		"\n  - a\n  - b\n":                   "[a, b]",
		"[]":                                 "[]",
		"[x, {b: 1}, [1, 2], null, {}, 1e1]": "[x, {b: 1}, [1, 2], null, {}, 10.0]",
		`[1, "1", true, "true", "null", ""]`: "[1, '1', true, 'true', 'null', '']",
		`["a: b", "a:b", "#", "a #b", "- x", "-", "?", "it's", "'", " x", "x ", "%", "@", "*a", "a, b"]`: "['a: b', 'a:b', '#', 'a #b', '- x', '-', '?', it's, '''', ' x', 'x ', '%', '@', '*a', 'a, b']",
		`["a\nb", "a\tb", "\x01", "é", "😀", "a\\b"]`:                                                     `["a\nb", "a\tb", "\x01", é, 😀, a\b]`,
		"&x [*x]":                      "&id001 [*id001]",
		"[&x [z], *x, &y [*x], *y, q]": "[&id001 [z], *id001, &id002 [*id001], *id002, q]",
	} {
		d := Read("config.yaml", []byte("a: "+in), ConfigYAML)
		if p := d.Parts[0]; len(p.Options) != 1 || p.Options[0].Value != want {
			t.Errorf("%s: got %+v %q, want %s", in, p.Options, said(d), want)
		}
	}
}
