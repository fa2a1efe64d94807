package source

import (
	"fmt"
	"strings"
	"testing"
)

// hostileCSharp are files of about n bytes that a careless reader takes long for.
func hostileCSharp(n int) map[string]string {
	const head = "x.AddContainer(\"a\", \"flink\").WithEnvironment(\"FLINK_PROPERTIES\", \"a: 1\");\n"
	of := func(unit string) string { return head + strings.Repeat(unit, n/len(unit)) }
	nested := func(open, closing string) string {
		k := n / (len(open) + len(closing))
		return head + strings.Repeat(open, k) + strings.Repeat(closing, k)
	}
	return map[string]string{
		"quotes":                 of(`"`),
		"quotes and braces":      of(`"{}"}{`),
		"quotes in pairs":        of(`"" `),
		"raw strings":            of(`"""a""" `),
		"opened raw strings":     of("\"\"\"\n"),
		"growing runs":           of(`""""" """" """ `),
		"verbatim":               of(`@"`),
		"holes in holes":         of(`$"{`),
		"holes in raw holes":     of(`$"""{`),
		"holes closed again":     nested(`$"{`, `}"`),
		"open braces":            of("{"),
		"closing braces":         of("}"),
		"brackets in turn":       of("([{"),
		"brackets that cross":    of("(]{)[}"),
		"nested brackets":        nested("({[", "]})"),
		"apostrophes":            of(`'`),
		"escapes":                of(`"\"`),
		"comments":               of("/*"),
		"slashes":                of("/"),
		"conditions":             of("#if A\n"),
		"conditions left out":    of("#if false\n#else\n"),
		"conditions of if":       of("if (a) "),
		"arrows":                 of("a => "),
		"questions":              of("a ? b : "),
		"declarations":           of("var a = "),
		"one name":               of("var a = \"b\"; F(a); "),
		"one name in strings":    of("const string a = \"b\" + a; const string c = $\"{a}{a}\"; "),
		"sums":                   head + "var a = " + strings.Repeat(`"b" + `, n/6) + `"c"; x.AddContainer(a, a).WithArgs(a);`,
		"chains":                 of(`.AddContainer("a", "b")`),
		"chains in chains":       of(`.AddContainer(x, y.WithArgs(`),
		"calls of one resource":  "var x = b" + head[1:len(head)-2] + of(`.WithEnvironment("DOTNET_gcServer", "1")`)[len(head):] + ";",
		"callbacks":              of(`x.AddContainer(a).WithEnvironment(c => { `),
		"type arguments":         of("a<"),
		"types":                  of("class a { "),
		"parameters":             of("(a, b) => "),
		"nested parameters":      nested("(", ") =>"),
		"variables":              of("var x = b.AddContainer(\"x\", \"y\"); x.WithArgs(x);\n"),
		"variables of variables": of("var x = b.AddContainer(\"x\", \"y\");\n")[:n/2] + strings.Repeat("x = x.WithArgs(\"a\"); ", n/2/22),
	}
}

// TestHostileCSharp: four times the text takes about four times the looks at tokens, and the allocations, whatever is in it.
func TestHostileCSharp(t *testing.T) {
	small, large := hostileCSharp(20000), hostileCSharp(80000)
	read := func(content string) (steps, allocations float64) {
		d := &Document{Path: "x.cs", Bytes: []byte(content), Kind: Aspire, Lines: NewLines([]byte(content))}
		allocations = testing.AllocsPerRun(1, func() {
			r := readAppHost(d)
			r.workloads(nil)
			steps = float64(r.steps)
		})
		return steps, allocations
	}
	for name := range small {
		steps, allocations := read(small[name])
		more, moreAllocations := read(large[name])
		if more > 6*steps+1000 || moreAllocations > 6*allocations+1000 {
			t.Errorf("%s: %.0f steps and %.0f allocations, with four times the text %.0f and %.0f", name, steps, allocations, more, moreAllocations)
		}
	}
}

// TestCSharpIsNotRead: a file without settings of Flink or .NET is left alone, so that nothing of it can be slow.
func TestCSharpIsNotRead(t *testing.T) {
	for _, test := range []struct {
		name, in string
		want     bool
	}{
		{"Program.cs", `builder.AddContainer("jm", "flink:2.0.0").WithEnvironment("FLINK_PROPERTIES", "a: 1");`, true},
		{"Program.cs.backup", `builder.AddContainer("jm", "flink:2.0.0").WithEnvironment("FLINK_PROPERTIES", "a: 1");`, true},
		{"Program.cs.minimal", `builder.AddContainer("jm", "flink:2.0.0").WithEnvironment("FLINK_PROPERTIES", "a: 1");`, true},
		{"AppHost.cs", `builder.AddContainer("jm", "flink:2.0.0").WithContainerRuntimeArgs("-m", "1g").WithArgs("jobmanager");`, true},
		{"Program.cs", `builder.AddProject<X>("x").WithEnvironment("DOTNET_gcServer", "1");`, true},
		{"Program.cs", `builder.AddContainer("jm", "flink:2.0.0").WithArgs("jobmanager");`, false},
		{"Program.cs", `builder.AddContainer("kafka", "apache/kafka").WithEnvironment("KAFKA_HEAP_OPTS", "-Xmx1g");`, false},
		{"Job.cs", `var s = "FLINK_PROPERTIES DOTNET_gcServer";`, false},
		{"Program.css", `builder.AddContainer("jm").WithEnvironment("FLINK_PROPERTIES", "a: 1");`, false},
		{"Program.cs.meta", `builder.AddContainer("jm").WithEnvironment("FLINK_PROPERTIES", "a: 1");`, false},
		{"Program.cs", strings.Repeat(`"{`, 1000), false},
	} {
		d := Read(test.name, []byte(test.in), "")
		if (d != nil) != test.want || Claims(test.name) != (test.want || test.name == "Program.cs" || test.name == "Job.cs") {
			t.Errorf("%s %.80s: read %t, looked at %t", test.name, test.in, d != nil, Claims(test.name))
		}
	}
}

// BenchmarkHostileCSharp reads a megabyte of each kind; BenchmarkAppHost an ordinary app host of 10,000 lines.
func BenchmarkHostileCSharp(b *testing.B) {
	for name, content := range hostileCSharp(1 << 20) {
		b.Run(strings.ReplaceAll(name, " ", "-"), func(b *testing.B) {
			bytes := []byte(content)
			perSecond(b, bytes, func() { Read("x.cs", bytes, "") })
		})
	}
}

func BenchmarkAppHost(b *testing.B) {
	var s strings.Builder
	s.WriteString("var builder = DistributedApplication.CreateBuilder(args);\n")
	for i := range 1000 {
		fmt.Fprintf(&s, "var tm%d = builder.AddContainer(\"tm-%[1]d\", \"flink:2.0.0\")\n    .WithEnvironment(\"FLINK_PROPERTIES\", \"\"\"\n"+
			"        jobmanager.rpc.address: jm\n        taskmanager.memory.process.size: 2g\n        taskmanager.numberOfTaskSlots: 2\n        \"\"\")\n"+
			"    .WithEnvironment(\"DOTNET_GCHeapHardLimit\", \"0x20000000\")\n    .WithContainerRuntimeArgs(\"--memory\", \"3g\")\n    .WithArgs(\"taskmanager\");\n\n", i)
	}
	content := []byte(s.String())
	perSecond(b, content, func() { Read("Program.cs", content, "") })
}
