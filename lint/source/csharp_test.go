package source

import (
	"fmt"
	"strings"
	"testing"
)

// csharpText is the value of x in a file of C# of which it is the last declaration, with what is not known as "?"; "-"
// where nothing is.
func csharpText(t *testing.T, content string) string {
	t.Helper()
	d := Read("x.cs", []byte(content), Aspire)
	f := readCSharpFile(d)
	all := f.constants["x"]
	if len(all) == 0 {
		return "-"
	}
	c := all[len(all)-1]
	v := f.value(c.value)
	if v == nil {
		return "-"
	}
	checkPieces(t, d, v.asText(f))
	text, at := "", 0
	for _, h := range v.holes {
		text, at = text+string(v.text[at:h.Start])+"?", h.End
	}
	return text + string(v.text[at:])
}

// TestCSharpStrings: what the compiler of C# makes of each form.
func TestCSharpStrings(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{`"a: 1\nb: 2"`, "a: 1\nb: 2"},
		{`"\t\\\"\'\0\a\b\f\v\e\r"`, "\t\\\"'\x00\a\b\f\v\x1b\r"},
		{`"\u0041\x41\x041\x0041B\U0001F600"`, "AAAAB\U0001F600"},
		{`"\x414"`, "\u0414"},
		{`"\ud83d\ude00"`, "\U0001F600"},
		{`"\ud83d!"`, "\ufffd!"},
		{`"\q"`, "-"},
		{`"\u12"`, "-"},
		{`"\U00110000"`, "-"},
		{`""`, ""},
		{`@"a ""b"" \n"`, `a "b" \n`},
		{"@\"a\r\n  b\"", "a\r\n  b"},
		{`@""`, ""},
		{`@""""`, `"`},
		{`"""a "b" \n"""`, `a "b" \n`},
		{`""""a """ b""""`, `a """ b`},
		{"\"\"\"\n    a: 1\n      b: 2\n\n    c: 3\n    \"\"\"", "a: 1\n  b: 2\n\nc: 3"},
		{"\"\"\"\r\n\ta: 1\r\n\t b\r\n\t\"\"\"", "a: 1\r\n b"},
		{"\"\"\"\n    a\n  \"\"\"", "  a"},
		{"\"\"\"\n\"\"\"", ""},
		{"\"\"\"   \n  a\n  \"\"\"", "a"},
		{"\"\"\"\n  a\n  b\"\"\"", "-"}, // the end has to stand on a line of its own
		{"\"\"\"\n    a\n  b\n    \"\"\"", "-"},
		{`$"a{1+2}b"`, "a?b"},
		{`$"a{{b}}c"`, "a{b}c"},
		{`$"{{{y}}}"`, "{?}"},
		{`$"a {y,5:x} b"`, "a ? b"},
		{`$"a {f("}", '}', "\"")} b"`, "a ? b"},
		{`$"a {$"b {1} }}"} c"`, "a ? c"},
		{`$@"a{y}""\n"`, `a?"\n`},
		{`@$"a{y}""{{"`, `a?"{`},
		{`$"""a {y} "b" """`, `a ? "b" `},
		{`$$"""a {y} {{y}} }"""`, "a {y} ? }"},
		{"$$\"\"\"\n  a: {{y}}\n  b: {c}\n  \"\"\"", "a: ?\nb: {c}"},
		{`"a" + "b" + 'c'`, "ab?"},
		{`"a: " + y + "\nb: 2"`, "a: ?\nb: 2"},
		{`"a" + 2`, "a2"},
		{`1 + 2 + "a"`, "-"},
		{`("a" + "b")`, "ab"},
		{`"a" + ("b" + "c")`, "abc"},
		{`y ? "a" : "b"`, "-"},
		{`y ?? "b"`, "-"},
		{`y`, "-"},
		{`"a".Replace("a", "b")`, "-"},
		{`"a".ReplaceLineEndings("\n")`, "a"},
		{`string.Join("\n", ["a: 1", "b: 2"])`, "a: 1\nb: 2"},
		{`string.Join("\n", new[] { "a: 1", y })`, "a: 1\n?"},
		{`String.Join('\n', "a", "b")`, "-"},
		{`string.Join("\n", "a: 1", "b: 2")`, "a: 1\nb: 2"},
		{`string.Join("\n", lines)`, "-"},
		{`string.Concat("a", "b")`, "ab"},
		{`"a" /* + "b" */ + // "c"
		"d"`, "ad"},
		{"\"a", "-"},
		{"$\"a{", "-"},
		{"@\"a", "-"},
		{"\"\"\"a", "-"},
	} {
		if got := csharpText(t, "var x = "+test.in+";"); got != test.want {
			t.Errorf("%s\n got %q\nwant %q", test.in, got, test.want)
		}
	}
}

// TestCSharpNames: a name counts where it keeps its only value.
func TestCSharpNames(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"constant", `const string y = "1g"; var x = "a: " + y;`, "a: 1g"},
		{"constant of a number", `const int y = 4; var x = $"a: {y}";`, "a: 4"},
		{"in a hole", `const string y = "1g"; var x = $"a: {y}\nb: { y }";`, "a: 1g\nb: 1g"},
		{"in a hole with a format", `const string y = "1g"; var x = $"a: {y,8}";`, "a: ?"},
		{"constant below its use", `var x = "a: " + C.Y; static class C { public const string Y = "1g"; }`, "a: 1g"},
		{"readonly", `var x = "a: " + C.Y; class C { internal static readonly string Y = "1g"; }`, "a: 1g"},
		{"property", `var x = "a: " + C.Y; class C { public static string Y => "1g"; }`, "a: 1g"},
		{"property with a value", `var x = "a: " + C.Y; class C { public static string Y { get; } = "1g"; }`, "a: 1g"},
		{"property that can be set", `var x = "a: " + C.Y; class C { public static string Y { get; set; } = "1g"; }`, "a: ?"},
		{"field that can be set", `var x = "a: " + C.Y; class C { public static string Y = "1g"; }`, "a: ?"},
		{"of another type", `var x = "a: " + D.Y; class C { public const string Y = "1g"; }`, "a: ?"},
		{"variable", `string y = "1g"; var x = "a: " + y;`, "a: 1g"},
		{"variable that is changed", `var y = "1g"; y = "2g"; var x = "a: " + y;`, "a: ?"},
		{"variable that is added to", `var y = "1g"; y += "2g"; var x = "a: " + y;`, "a: ?"},
		{"variable given to out", `var y = "1g"; F(out y); var x = "a: " + y;`, "a: ?"},
		{"variable below its use", `var x = "a: " + y; var y = "1g";`, "a: ?"},
		{"variable of another block", `{ var y = "1g"; } var x = "a: " + y;`, "a: ?"},
		{"inner block", `{ var y = "1g"; { var x = "a: " + y; } }`, "a: 1g"},
		{"the innermost one", `class C { const string Y = "1g"; void F() { const string Y = "2g"; var x = "a: " + Y; } }`, "a: 2g"},
		{"parameter of the same name", `const string y = "1g"; void F(string y) { var x = "a: " + y; }`, "a: ?"},
		{"parameter of a lambda", `class C { const string Y = "1g"; object F = Y => { var x = "a: " + Y; }; }`, "a: ?"},
		{"parameters of a lambda", `class C { const string Y = "1g"; object F = (z, Y) => { var x = "a: " + Y; }; }`, "a: ?"},
		{"variable of a loop", `class C { const string Y = "1g"; void F() { foreach (var Y in z) { var x = "a: " + Y; } } }`, "a: ?"},
		{"pattern", `class C { const string Y = "1g"; void F() { if (z is string Y) { var x = "a: " + Y; } } }`, "a: ?"},
		{"taken apart", `class C { const string Y = "1g"; void F() { var (z, Y) = G(); var x = "a: " + Y; } }`, "a: ?"},
		{"default of a parameter", `void F(string y = "1g") { var x = "a: " + y; }`, "a: ?"},
		{"constant of constants", `const string y = z + "g"; const string z = "1"; var x = "a: " + y;`, "a: 1g"},
		{"constants of each other", `const string y = z + "g"; const string z = y + "1"; var x = "a: " + y;`, "a: ?1g"},
		{"only one name", `const string y = "a: 1"; var x = y;`, "a: 1"},
		{"declared twice", "#if A\nconst string y = \"1g\";\n#else\nconst string y = \"2g\";\n#endif\nvar x = \"a: \" + y;", "a: ?"},
		{"under a condition of the compiler", "#if A\nconst string y = \"1g\";\n#endif\nvar x = \"a: \" + y;", "a: ?"},
		{"in the same condition", "#if A\nconst string y = \"1g\";\nvar x = \"a: \" + y;\n#endif", "a: 1g"},
		{"left out", "#if false\nconst string y = \"2g\"; \"\n#else\nconst string y = \"1g\";\n#endif\nvar x = \"a: \" + y;", "a: 1g"},
		{"in a region", "#region R\nconst string y = \"1g\";\n#endregion\n#pragma warning disable X\nvar x = \"a: \" + y;", "a: 1g"},
		{"with a sign", `const string @class = "1g"; var x = "a: " + @class;`, "a: 1g"},
	} {
		if got := csharpText(t, test.in); got != test.want {
			t.Errorf("%s: %s\n got %q\nwant %q", test.name, test.in[:min(len(test.in), 200)], got[:min(len(got), 200)], test.want)
		}
	}
}

// TestCSharpGrowth: constants that name each other twice do not grow without bounds.
func TestCSharpGrowth(t *testing.T) {
	in := "const string a = \"" + strings.Repeat("x", 1000) + "\";" + doublings(40) + "var x = \"a: \" + z40;"
	if got := csharpText(t, in); len(got) > maxFilled || !strings.Contains(got, "?") {
		t.Errorf("%d bytes, %q...", len(got), got[:min(len(got), 100)])
	}
}

// doublings are constants each of which is twice the one before.
func doublings(n int) string {
	s := "const string z0 = a;"
	for i := 1; i <= n; i++ {
		s += fmt.Sprintf("const string z%d = z%d + z%d;", i, i-1, i-1)
	}
	return s
}

// TestCSharpTokens: a file is split where the compiler splits it, and always to its end.
func TestCSharpTokens(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"a.b(c)", "a . b ( c )"},
		{"\ufeffa\r\nb\rc", "a b c"},
		{"a // \" {\nb /* \" \n */ c", "a b c"},
		{"'\"' '\\'' \"x\"", `'"' '\'' "x"`},
		{"a => b == c += d ??= e", "a => b == c += d ??= e"},
		{"[Attribute(\"x\")] int ä;", `[ Attribute ( "x" ) ] int ä ;`},
		{"\"a\nb", "\"a b"},
		{"$\"{\"\n;", "$\"{\" ;"},
		{"#if false\n\" {\n#if X\n#endif\n#else\na\n#endif\nb", "a b"},
		{"#if true\na\n#elif B\n\" {\n#else\n'\n#endif\nb", "a b"},
		{"a # b", "a # b"},
		{"#!/usr/bin/env dotnet\n#:sdk X\na", "a"},
		{"1_000.5e3m .5 0x1F", "1_000.5e3m . 5 0x1F"},
		{"$$\"x\" @@ $", "$ $\"x\" @ @ $"},
		{"\xff\"a\xff\"", "\xff \"a\xff\""},
		{"#endif\n#else\na", "a"},
		{"#if A\na", "a"},
	} {
		f := tokenizeCSharp(test.in)
		var got []string
		for _, token := range f.tokens {
			got = append(got, f.text[token.start:token.end])
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%q\n got %q\nwant %q", test.in, got, test.want)
		}
	}
}
