package source

import (
	"strings"
	"testing"
)

// TestAspireEdits: edits of an option are written as C# writes them. In what is read, the option's value stands between
// bars; want is the whole text afterwards, "" where the edit has to be refused.
func TestAspireEdits(t *testing.T) {
	set := func(value string) func(*Document, Option) (Edit, bool) {
		return func(d *Document, o Option) (Edit, bool) { return d.SetValue(o, value) }
	}
	insert := func(d *Document, o Option) (Edit, bool) { return d.Insert(o, "taskmanager.memory.x", "1g") }
	rename := func(d *Document, o Option) (Edit, bool) { return d.RenameKey(o, "new.key") }
	remove := func(d *Document, o Option) (Edit, bool) { return d.DeleteEntry(o) }
	const before, behind = "b.AddContainer(\"tm\", \"flink:2.0.0\")\n    .WithArgs(\"taskmanager\")\n    .WithEnvironment(\"FLINK_PROPERTIES\", ", ")\n    .WaitFor(x);\n"
	for _, test := range []struct {
		name, in string
		edit     func(*Document, Option) (Edit, bool)
		want     string
	}{
		{"set", `"a: |1|\nb: 2"`, set("4g"), `"a: 4g\nb: 2"`},
		{"set what has to be escaped", `"a: |1|\nb: 2"`, set(`C:\x"y"`), `"a: C:\\x\"y\"\nb: 2"`},
		{"set in a hole's string", `$"a: |1|\nb: {x}"`, set(`-X{y}`), `$"a: -X{{y}}\nb: {x}"`},
		{"set in a verbatim one", "@\"a: |1|\nb: 2\"", set(`"x"\`), "@\"a: \"\"x\"\"\\\nb: 2\""},
		{"set in a raw one", "\"\"\"\n  a: |1|\n  b: 2\n  \"\"\"", set(`x\y`), "\"\"\"\n  a: x\\y\n  b: 2\n  \"\"\""},
		{"set quotes in a raw one", "\"\"\"\n  a: |1|\n  \"\"\"", set(`"x"`), ""},
		{"set braces in a raw one with holes", "$\"\"\"\n  a: |1|\n  \"\"\"", set(`{x}`), ""},
		{"set a line end", `"a: |1|"`, set("1\nb: 2"), ""},
		{"set an escape", `"a: |\u0031|"`, set("2"), ""},
		{"set what is not known", `$"a: |{x}|"`, set("2"), ""},
		{"set what a name stands for", `"a: " + |y|`, set("2"), ""},
		{"rename", `"a: |1|\nb: 2"`, rename, `"new.key: 1\nb: 2"`},
		{"rename to what is there", `"a: |1|\nnew.key: 2"`, rename, ""},
		{"delete the first line", `"a: |1|\nb: 2\nc: 3"`, remove, `"b: 2\nc: 3"`},
		{"delete the last line", `"a: 1\nb: |2|"`, remove, `"a: 1"`},
		{"delete the last line before the end", `"a: 1\nb: |2|\n"`, remove, `"a: 1\n"`},
		{"delete a line of a raw one", "\"\"\"\n  a: |1|\n  b: 2\n  \"\"\"", remove, "\"\"\"\n  b: 2\n  \"\"\""},
		{"delete the last line of a raw one", "\"\"\"\r\n  a: 1\r\n  b: |2|\r\n  \"\"\"", remove, "\"\"\"\r\n  a: 1\r\n  \"\"\""},
		{"delete a line of a verbatim one", "@\"a: 1\nb: |2|\nc: 3\"", remove, "@\"a: 1\nc: 3\""},
		{"delete a string of a sum", "\"a: 1\\n\" +\n        \"b: |2|\\n\" +\n        \"c: 3\"", remove, "\"a: 1\\n\" +\n        \"c: 3\""},
		{"delete the last string of a sum", "\"a: 1\\n\" +\n        \"b: |2|\\n\"", remove, "\"a: 1\\n\""},
		{"delete an item of a list", `string.Join("\n", ["a: |1|", "b: 2"])`, remove, `string.Join("\n", ["b: 2"])`},
		{"delete over strings", `"a: " + "|1|" + "\nb: 2"`, remove, ""},
		{"insert", `"a: |1|\nb: 2"`, insert, `"a: 1\ntaskmanager.memory.x: 1g\nb: 2"`},
		{"insert at the end", `"a: |1|"`, insert, `"a: 1\ntaskmanager.memory.x: 1g"`},
		{"insert into a raw one", "\"\"\"\r\n\t a: |1|\r\n\t \"\"\"", insert, "\"\"\"\r\n\t a: 1\r\n\t taskmanager.memory.x: 1g\r\n\t \"\"\""},
		{"insert into a raw one on one line", `"""a: |1|"""`, insert, ""},
		{"insert into a verbatim one", "@\"a: |1|\nb: 2\"", insert, "@\"a: 1\ntaskmanager.memory.x: 1g\nb: 2\""},
		{"insert into a sum", "\n        \"a: |1|\\n\" +\n        \"b: 2\"", insert, "\n        \"a: 1\\n\" +\n        \"taskmanager.memory.x: 1g\\n\" +\n        \"b: 2\""},
		{"insert at the end of a sum", "\n        \"a: 1\\n\" +\n        \"b: |2|\"", insert, "\n        \"a: 1\\n\" +\n        \"b: 2\\n\" +\n        \"taskmanager.memory.x: 1g\""},
		{"insert into a list", "string.Join(\"\\n\",\n        \"a: |1|\",\n        \"b: 2\")", insert, "string.Join(\"\\n\",\n        \"a: 1\",\n        \"taskmanager.memory.x: 1g\",\n        \"b: 2\")"},
	} {
		start := strings.IndexByte(test.in, '|')
		in := before + strings.ReplaceAll(test.in, "|", "") + behind
		d := Read("Program.cs", []byte(in), Aspire)
		var found []Option
		for _, o := range readProperties(d.Workloads[0].Properties, PropertiesAsArguments).Options {
			if o.Place.Value.Start == len(before)+start {
				found = append(found, o)
			}
		}
		if len(found) != 1 {
			t.Errorf("%s: options %v at the bars of %s", test.name, found, test.in)
			continue
		}
		got := ""
		if e, ok := test.edit(d, found[0]); ok {
			content, err := d.Apply([]Edit{e})
			if err != nil {
				t.Fatal(err)
			}
			got = strings.TrimSuffix(strings.TrimPrefix(string(content), before), behind)
		}
		if got != test.want {
			t.Errorf("%s: of %s\n got %q\nwant %q", test.name, test.in, got, test.want)
		}
	}
}

// TestAspireCalls: what goes with the only option of a call, and edits of what is no option of Flink's.
func TestAspireCalls(t *testing.T) {
	setting := func(edit func(*Document, Option) (Edit, bool)) func(*Document) (Edit, bool) {
		return func(d *Document) (Edit, bool) { return edit(d, d.Workloads[0].DotNet.Settings[0].Option) }
	}
	remove := func(d *Document, o Option) (Edit, bool) { return d.DeleteEntry(o) }
	for _, test := range []struct {
		name, in string
		edit     func(*Document) (Edit, bool)
		want     string
	}{
		{"set", `b.AddProject<X>("x").WithEnvironment("DOTNET_gcServer", "1").WithReplicas(2);`,
			setting(func(d *Document, o Option) (Edit, bool) { return d.SetValue(o, "0") }),
			`b.AddProject<X>("x").WithEnvironment("DOTNET_gcServer", "0").WithReplicas(2);`},
		{"rename", `b.AddProject<X>("x").WithEnvironment("COMPlus_gcServer", "1");`,
			setting(func(d *Document, o Option) (Edit, bool) { return d.RenameKey(o, "DOTNET_gcServer") }),
			`b.AddProject<X>("x").WithEnvironment("DOTNET_gcServer", "1");`},
		{"delete in a chain", "b.AddProject<X>(\"x\")\n    .WithEnvironment(\"DOTNET_gcServer\", \"1\") // why\n    .WithReplicas(2);", setting(remove),
			"b.AddProject<X>(\"x\")\n    .WithReplicas(2);"},
		{"delete a line of a chain", "b.AddProject<X>(\"x\")\n    .WithEnvironment(\"DOTNET_gcServer\", \"1\")\n    .WithReplicas(2);", setting(remove),
			"b.AddProject<X>(\"x\")\n    .WithReplicas(2);"},
		{"delete the end of a chain", "b.AddProject<X>(\"x\")\n    .WithEnvironment(\"DOTNET_gcServer\", \"1\");\n", setting(remove), "b.AddProject<X>(\"x\");\n"},
		{"delete within a line", `b.AddProject<X>("x").WithEnvironment("DOTNET_gcServer", "1").WithReplicas(2);`, setting(remove), `b.AddProject<X>("x").WithReplicas(2);`},
		{"delete a statement", "var x = b.AddProject<X>(\"x\");\nx.WithEnvironment(\"DOTNET_gcServer\", \"1\");\nF();\n", setting(remove), "var x = b.AddProject<X>(\"x\");\nF();\n"},
		{"delete in a hollow condition", "var x = b.AddProject<X>(\"x\");\nif (y) x.WithEnvironment(\"DOTNET_gcServer\", \"1\");\n", setting(remove), ""},
		{"slots", `b.AddContainer("x", "flink:2.0").WithArgs("taskmanager").WithEnvironment("TASK_MANAGER_NUMBER_OF_TASK_SLOTS", @"2");`,
			func(d *Document) (Edit, bool) { return d.SetValue(*d.Workloads[0].Slots, "4") },
			`b.AddContainer("x", "flink:2.0").WithArgs("taskmanager").WithEnvironment("TASK_MANAGER_NUMBER_OF_TASK_SLOTS", @"4");`},
		{"an option of the command", `b.AddContainer("x", "flink:2.0").WithArgs("taskmanager", "-Da=1", "x");`,
			func(d *Document) (Edit, bool) { return d.SetValue(d.Workloads[0].Parts[0].Options[0], "2") }, `b.AddContainer("x", "flink:2.0").WithArgs("taskmanager", "-Da=2", "x");`},
		{"delete an option of the command", `b.AddContainer("x", "flink:2.0").WithArgs("taskmanager", "-Da=1", "x");`,
			func(d *Document) (Edit, bool) { return d.DeleteEntry(d.Workloads[0].Parts[0].Options[0]) }, `b.AddContainer("x", "flink:2.0").WithArgs("taskmanager", "x");`},
		{"insert an option of the command", `b.AddContainer("x", "flink:2.0").WithArgs("taskmanager", "-Da=1", "x");`,
			func(d *Document) (Edit, bool) { return d.Insert(d.Workloads[0].Parts[0].Options[0], "b", "2") },
			`b.AddContainer("x", "flink:2.0").WithArgs("taskmanager", "-Da=1", "-Db=2", "x");`},
		{"the only option of a call", "b.AddContainer(\"x\", \"flink:2.0\")\n    .WithArgs(\"taskmanager\")\n    .WithEnvironment(\"FLINK_PROPERTIES\", \"a: 1\");",
			func(d *Document) (Edit, bool) {
				return d.DeleteEntry(readProperties(d.Workloads[0].Properties, PropertiesAsArguments).Options[0])
			}, "b.AddContainer(\"x\", \"flink:2.0\")\n    .WithArgs(\"taskmanager\");"},
		{"a constant of one container", "const string p = \"a: 1\"; b.AddContainer(\"x\", \"flink:2.0\").WithArgs(\"taskmanager\").WithEnvironment(\"FLINK_PROPERTIES\", p);",
			func(d *Document) (Edit, bool) {
				return d.SetValue(readProperties(d.Workloads[0].Properties, PropertiesAsArguments).Options[0], "2")
			}, "const string p = \"a: 2\"; b.AddContainer(\"x\", \"flink:2.0\").WithArgs(\"taskmanager\").WithEnvironment(\"FLINK_PROPERTIES\", p);"},
		{"a constant of whole lines", "const string p = \"a: 1\\n\"; b.AddContainer(\"x\", \"flink:2.0\").WithArgs(\"taskmanager\").WithEnvironment(\"FLINK_PROPERTIES\", p + \"b: 2\");",
			func(d *Document) (Edit, bool) {
				return d.SetValue(readProperties(d.Workloads[0].Properties, PropertiesAsArguments).Options[0], "2")
			}, "const string p = \"a: 2\\n\"; b.AddContainer(\"x\", \"flink:2.0\").WithArgs(\"taskmanager\").WithEnvironment(\"FLINK_PROPERTIES\", p + \"b: 2\");"},
		{"a constant of two", "const string p = \"a: 1\"; b.AddContainer(\"x\", \"flink:2.0\").WithArgs(\"taskmanager\").WithEnvironment(\"FLINK_PROPERTIES\", p); F(p);",
			func(d *Document) (Edit, bool) {
				return d.SetValue(readProperties(d.Workloads[0].Properties, PropertiesAsArguments).Options[0], "2")
			}, ""},
	} {
		d := Read("Program.cs", []byte(test.in), Aspire)
		got := ""
		if e, ok := test.edit(d); ok {
			content, err := d.Apply([]Edit{e})
			if err != nil {
				t.Fatal(err)
			}
			got = string(content)
		}
		if got != test.want {
			t.Errorf("%s\n got %q\nwant %q", test.name, got, test.want)
		}
	}
}
