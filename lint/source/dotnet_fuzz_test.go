package source

import (
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// soundDotNet checks what holds for every document with settings of .NET, whatever it is made of: places lie in the
// file, an exact value stands where it is said to, and a value that is set is read again with all others as they were.
func soundDotNet(t *testing.T, d *Document) {
	settings := dotNetSettings(d)
	for n, s := range settings {
		for _, at := range []Span{s.Place.Key, s.Place.Value, s.Place.Entry} {
			if at.Start < 0 || at.End < at.Start || at.End > len(d.Bytes) {
				t.Fatalf("%q: %s is at %v", d.Bytes, s.Key, at)
			}
		}
		for _, edit := range []func() (Edit, bool){
			func() (Edit, bool) { return d.RenameKey(s.Option, s.Key+"x") },
			func() (Edit, bool) { return d.DeleteEntry(s.Option) },
		} {
			if e, ok := edit(); ok {
				if _, err := d.Apply([]Edit{e}); err != nil {
					t.Fatalf("%q: %v", d.Bytes, err)
				}
			}
		}
		e, ok := d.SetValue(s.Option, "20")
		if !ok {
			continue
		}
		content, err := d.Apply([]Edit{e})
		if err != nil {
			t.Fatalf("%q: %v", d.Bytes, err)
		}
		again := dotNetSettings(d.withBytes(content))
		if len(again) != len(settings) {
			t.Fatalf("%q: setting %s gives %q", d.Bytes, s.Key, content)
		}
		for i := range again {
			want := settings[i].Value
			if i == n {
				want = "20"
			}
			if again[i].Key != settings[i].Key || again[i].Value != want {
				t.Errorf("%q: setting %s gives %q, with %s=%q", d.Bytes, s.Key, content, again[i].Key, again[i].Value)
			}
		}
	}
}

// dotNetSettings are all of a document.
func dotNetSettings(d *Document) []DotNetSetting {
	var all []DotNetSetting
	for _, p := range d.DotNet {
		all = append(append(all, p.Settings...), p.Lost...)
	}
	for _, w := range d.Workloads {
		if w.DotNet != nil {
			all = append(all, w.DotNet.Settings...)
		}
	}
	return all
}

func FuzzAspire(f *testing.F) {
	for _, content := range hostileCSharp(200) {
		f.Add(content)
	}
	f.Add("var a = b.AddContainer(\"x\", \"flink\", $\"2.{c}\").WithEnvironment(\"FLINK_PROPERTIES\", \"a: \\u0031\\n\" + @\"b: \"\"\nc: 2\").WithContainerRuntimeArgs(\"-m\", $\"{2}g\", \"--cpus=1\");\n" +
		"if (x) a.WithEnvironment(\"DOTNET_gcServer\", \"1\"); else a.WithArgs([\"taskmanager\", \"-Da=b\"]); // flinkmem-lint: ignore[x] y\n")
	f.Add("#if A\nconst string s = $$\"\"\"\r\n\ta: {{1}}\r\n\tb: {2}\r\n\t\"\"\";\n#else\n#endif\nclass C { static string s => string.Join(\"\\n\", new[] { \"a: 1\", C.s }); void F() { b.AddProject<P.Q>(s).WithEnvironment(c => { c.EnvironmentVariables[\"DOTNET_GCHeapHardLimit\"] = s; }); } }")
	f.Fuzz(func(t *testing.T, content string) {
		d := Read("Program.cs", []byte(content), Aspire)
		soundDotNet(t, d)
		d.Comments("ignore")
		for _, w := range d.Workloads {
			for _, v := range []flink.Version{{Major: 1, Minor: 18}, {Major: 2, Minor: 0}} {
				if w.Properties == nil {
					continue
				}
				checkPieces(t, d, w.Properties.Text)
				p := readProperties(w.Properties, v)
				for _, o := range p.Options {
					for _, at := range []Span{o.Place.Key, o.Place.Value, o.Place.Entry} {
						if at.Start < 0 || at.End < at.Start || at.End > len(d.Bytes) {
							t.Errorf("%q: %s is at %v", content, o.Key, at)
						}
					}
					if o.Exact && d.slice(o.Place.Value) != o.Value {
						t.Errorf("%q: %q stands at %q", content, o.Value, d.slice(o.Place.Value))
					}
				}
			}
		}
		Link([]*Document{d}, LinkOptions{})
	})
}

func FuzzRuntimeConfig(f *testing.F) {
	f.Add(wrapped + hardLimitKey + "5, // x\n\"System.GC.Server\": \"tr\\u0075e\", \"x\": [{}, [1.5e-3]]}}} y")
	f.Add("\ufeff{\"configProperties\": {" + hardLimitKey + "\"0x5\",}}")
	f.Add("{\"profiles\": {\"a\": {\"environmentVariables\": {\"DOTNET_gcServer\": \"1\", \"COMPlus_GCHeapCount\": \"\\ud83d\\ude00\",}}}}")
	f.Fuzz(func(t *testing.T, content string) {
		for _, name := range []string{"a.runtimeconfig.json", "runtimeconfig.template.json"} {
			d := Read(name, []byte(content), RuntimeConfig)
			soundDotNet(t, d)
			for _, p := range d.DotNet[0].Problems {
				if p.Place.Entry.End > len(content) || p.Place.Entry.Len() == 0 && len(content) > 0 && content != string(byteOrderMark) {
					t.Errorf("%q: %s is at %v", content, p.Code, p.Place.Entry)
				}
			}
		}
		soundDotNet(t, Read("launchSettings.json", []byte(content), LaunchSettings))
	})
}

func FuzzMSBuild(f *testing.F) {
	f.Add("<Project Sdk=\"Microsoft.NET.Sdk.Web\"><PropertyGroup Condition=\"'$(Configuration)' == 'Release'\">\r\n<ServerGarbageCollection> tru&#101; </ServerGarbageCollection><TieredPGO>1</TieredPGO>\n</PropertyGroup></Project>")
	f.Add("<?xml version='1.0'?><Project><!-- x --><ItemGroup><RuntimeHostConfigurationOption Include='System.GC.HeapHardLimit' Value=\"5\"/></ItemGroup></Project>")
	f.Add("<PropertyGroup><concurrentGarbageCollection><![CDATA[true]]></concurrentGarbageCollection>")
	f.Fuzz(func(t *testing.T, content string) {
		soundDotNet(t, Read("x.csproj", []byte(content), MSBuild))
	})
}
