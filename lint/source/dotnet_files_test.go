package source

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/dotnet"
)

// dotNetSummary says what is known of settings: with "?" those that are not known, with "~" those that are assumed, in
// parentheses the implied ones. In angle brackets is what stands at the key and at the value, with an exclamation mark where it is exact.
func dotNetSummary(d *Document, p *DotNetPart) []string {
	var all []string
	head := strings.Trim(fmt.Sprintf("%s %s", p.Name, p.Assembly), " ")
	if !p.Version.IsZero() {
		head += " " + p.Version.String()
	}
	all = append(all, strings.TrimSpace(head))
	list := func(prefix string, settings []DotNetSetting) {
		for _, s := range settings {
			state := map[State]string{Known: "", Assumed: "~", Unknown: "?"}[s.State]
			exact := map[bool]string{true: "!"}[s.Exact]
			text := fmt.Sprintf("%s%s=%s%s <%s|%s>%s", prefix, s.Key, state, s.Value, d.slice(s.Place.Key), d.slice(s.Place.Value), exact)
			if s.Implied {
				text = "(" + text + ")"
			}
			all = append(all, text)
		}
	}
	list("", p.Settings)
	if !p.Misplaced.IsZero() {
		all = append(all, "misplaced "+d.slice(p.Misplaced.Entry))
	}
	list("lost ", p.Lost)
	for _, q := range p.Problems {
		all = append(all, fmt.Sprintf("%s <%s> %s", q.Code, d.slice(q.Place.Entry), q.Detail))
	}
	return all
}

const (
	wrapped      = `{"runtimeOptions": {"configProperties": {`
	hardLimit    = "System.GC.HeapHardLimit"
	hardLimitKey = `"System.GC.HeapHardLimit": `
)

// TestDotNetFiles: the settings of each kind of file, and where they stand. What the host of .NET 8 refuses was asked of it.
func TestDotNetFiles(t *testing.T) {
	for _, test := range []struct {
		name, file, in string
		want           []string
	}{
		{"numbers and texts", "App.runtimeconfig.json", wrapped + hardLimitKey + `536870912, "System.GC.Server": true, "System.GC.ConserveMemory": "0x5", "x": 1}}}`,
			[]string{"App", hardLimit + `=536870912 <"System.GC.HeapHardLimit"|536870912>!`, `System.GC.Server=true <"System.GC.Server"|true>!`, `System.GC.ConserveMemory=0x5 <"System.GC.ConserveMemory"|"0x5">!`}},
		{"framework", "x/App.Api.runtimeconfig.json", `{"runtimeOptions": {"tfm": "net9.0", "configProperties": {}}}`, []string{"App.Api 9.0"}},
		{"no stem", "runtimeconfig.json", wrapped + hardLimitKey + `1}}}`, []string{"", hardLimit + `=1 <"System.GC.HeapHardLimit"|1>!`}},
		{"comments", "a.runtimeconfig.json", "// x\n{ /* { */ \"runtimeOptions\": {\"configProperties\": {\n// y\n" + hardLimitKey + "1 // z\n}}}", []string{"a", hardLimit + `=1 <"System.GC.HeapHardLimit"|1>!`}},
		{"byte order mark, line ends", "a.runtimeconfig.json", "\ufeff{\r\n\"runtimeOptions\": {\r\"configProperties\": {\n\t" + hardLimitKey + "\t1}}}", []string{"a", hardLimit + `=1 <"System.GC.HeapHardLimit"|1>!`}},
		{"escapes", "a.runtimeconfig.json", wrapped + `"System.GC.HeapHardLimi\u0074": "1\u0030\/"}}}`, []string{"a", hardLimit + `=10/ <"System.GC.HeapHardLimi\u0074"|"1\u0030\/">`}},
		{"a character in two escapes", "a.runtimeconfig.json", wrapped + hardLimitKey + `"\ud83d\ude00\ud83d"}}}`, []string{"a", hardLimit + "=\U0001F600\ufffd <" + `"System.GC.HeapHardLimit"|"\ud83d\ude00\ud83d">`}},
		{"a number with an exponent", "a.runtimeconfig.json", wrapped + hardLimitKey + `5.36870912e8}}}`, []string{"a", hardLimit + `=` + dotnet.JSONText("5.36870912e8") + ` <"System.GC.HeapHardLimit"|5.36870912e8>`}},
		{"null and list", "a.runtimeconfig.json", wrapped + hardLimitKey + `null, "System.GC.Server": [true]}}}`, []string{"a", hardLimit + `=null <"System.GC.HeapHardLimit"|null>!`, `System.GC.Server=[true] <"System.GC.Server"|[true]>`}},
		{"twice", "a.runtimeconfig.json", wrapped + hardLimitKey + `1, ` + hardLimitKey + `2}}}`, []string{"a", hardLimit + `=1 <"System.GC.HeapHardLimit"|1>!`, hardLimit + `=2 <"System.GC.HeapHardLimit"|2>!`}},
		{"options twice", "a.runtimeconfig.json", `{"runtimeOptions": {"configProperties": {` + hardLimitKey + `1}}, "runtimeOptions": {"configProperties": {` + hardLimitKey + `2}}}`, []string{"a", hardLimit + `=1 <"System.GC.HeapHardLimit"|1>!`}},
		{"text behind it", "a.runtimeconfig.json", wrapped + hardLimitKey + `1}}} xyz`, []string{"a", hardLimit + `=1 <"System.GC.HeapHardLimit"|1>!`}},
		{"invalid UTF-8", "a.runtimeconfig.json", wrapped + "\"x\": \"\xff\", " + hardLimitKey + `1}}}`, []string{"a", hardLimit + `=1 <"System.GC.HeapHardLimit"|1>!`}},
		{"letter case", "a.runtimeconfig.json", wrapped + `"system.gc.server": true}}}`, []string{"a", `system.gc.server=true <"system.gc.server"|true>!`}},
		{"not wrapped", "a.runtimeconfig.json", `{"configProperties": {` + hardLimitKey + `1}}`, []string{"a", `misplaced "configProperties"`, "lost " + hardLimit + `=1 <"System.GC.HeapHardLimit"|1>!`}},
		{"comma at the end", "a.runtimeconfig.json", wrapped + hardLimitKey + `1,}}}`, []string{"a", hardLimit + `=1 <"System.GC.HeapHardLimit"|1>!`, "bad-syntax <}> a comma before the closing bracket"}},
		{"single quotes", "a.runtimeconfig.json", `{'runtimeOptions': {'configProperties': {}}}`, []string{"a", "bad-syntax <'> a name in double quotes is missing"}},
		{"tab in a text", "a.runtimeconfig.json", wrapped + hardLimitKey + "\"1\t\"}}}", []string{"a", "special-character <\t> a control character in a string"}},
		{"bad escape", "a.runtimeconfig.json", wrapped + hardLimitKey + `"\x"}}}`, []string{"a", `bad-escape <\> \x`}},
		{"unfinished", "a.runtimeconfig.json", wrapped + hardLimitKey + `1`, []string{"a", hardLimit + `=1 <"System.GC.HeapHardLimit"|1>!`, "unclosed-bracket <\"> {"}},
		{"unfinished text", "a.runtimeconfig.json", wrapped + hardLimitKey + `"1`, []string{"a", "unclosed-quote <\"> \""}},
		{"no number", "a.runtimeconfig.json", wrapped + hardLimitKey + `0x10}}}`, []string{"a", "bad-syntax <0> no number of JSON"}},
		{"no value", "a.runtimeconfig.json", wrapped + hardLimitKey + `True}}}`, []string{"a", "bad-syntax <T> no value of JSON"}},

		{"a text instead of properties", "a.runtimeconfig.json", `{"runtimeOptions": {"configProperties": "x"}}`, []string{"a", `bad-syntax <"x"> configProperties is no object`}},
		{"a list instead of properties", "a.runtimeconfig.json", `{"runtimeOptions": {"configProperties": []}}`, []string{"a"}},

		{"template", "runtimeconfig.template.json", `{"configProperties": {` + hardLimitKey + `1}}`, []string{"", hardLimit + `=1 <"System.GC.HeapHardLimit"|1>!`}},
		{"template that is wrapped", "runtimeconfig.template.json", wrapped + hardLimitKey + `1}}}`, []string{"", `misplaced "runtimeOptions"`, "lost " + hardLimit + `=1 <"System.GC.HeapHardLimit"|1>!`}},

		{"profiles", "Properties/launchSettings.json", `{"profiles": {"http": {"environmentVariables": {"DOTNET_gcServer": "1", "X": "2",},}, "y": {}, "z": {"environmentVariables": {"COMPlus_GCHeapHardLimit": "0x\u0031"}}}, // c
}`,
			[]string{"http", `DOTNET_gcServer=1 <"DOTNET_gcServer"|"1">!`, "z", `COMPlus_GCHeapHardLimit=0x1 <"COMPlus_GCHeapHardLimit"|"0x\u0031">`}},

		{"properties", "App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\">\r\n  <PropertyGroup>\r\n    <TargetFramework>net8.0</TargetFramework>\r\n    <ServerGarbageCollection> true </ServerGarbageCollection>\r\n    <retainvmgarbagecollection>true</retainvmgarbagecollection>\r\n  </PropertyGroup>\r\n</Project>",
			[]string{"App 8.0", "ServerGarbageCollection=true <ServerGarbageCollection|true>!", "retainvmgarbagecollection=true <retainvmgarbagecollection|true>!"}},
		{"name of the assembly", "App.csproj", "<Project><PropertyGroup><AssemblyName>Other</AssemblyName><ServerGarbageCollection>true</ServerGarbageCollection></PropertyGroup></Project>",
			[]string{"Other", "ServerGarbageCollection=true <ServerGarbageCollection|true>!"}},
		{"several frameworks", "App.fsproj", "<Project><PropertyGroup><TargetFrameworks>net8.0;net9.0</TargetFrameworks><ServerGarbageCollection>true</ServerGarbageCollection></PropertyGroup></Project>",
			[]string{"App", "ServerGarbageCollection=true <ServerGarbageCollection|true>!"}},
		{"the web", "App.csproj", `<Project ToolsVersion='x="' Sdk = 'Microsoft.NET.Sdk.Web/8.0.100'><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>`,
			[]string{"App 8.0", "(ServerGarbageCollection=true <|'Microsoft.NET.Sdk.Web/8.0.100'>)"}},
		{"the web in an element", "App.csproj", `<Project><Sdk Name="Microsoft.NET.Sdk.Web"/></Project>`, []string{"App", `(ServerGarbageCollection=true <|"Microsoft.NET.Sdk.Web">)`}},
		{"the web without Server GC", "App.csproj", `<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><ServerGarbageCollection>false</ServerGarbageCollection></PropertyGroup></Project>`,
			[]string{"App", "ServerGarbageCollection=false <ServerGarbageCollection|false>!"}},
		{"conditions", "App.csproj", `<Project><PropertyGroup Condition="'$(Configuration)' == 'Release'"><ServerGarbageCollection>true</ServerGarbageCollection></PropertyGroup>` +
			`<PropertyGroup><ConcurrentGarbageCollection Condition="'$(X)' == 'y'">false</ConcurrentGarbageCollection><RetainVMGarbageCollection Condition="'$(RetainVMGarbageCollection)' == ''">true</RetainVMGarbageCollection></PropertyGroup>` +
			`<Choose><When Condition="x"><PropertyGroup><ServerGarbageCollection>false</ServerGarbageCollection></PropertyGroup></When></Choose></Project>`,
			[]string{"App", "ServerGarbageCollection=~true <ServerGarbageCollection|true>!", "ConcurrentGarbageCollection=?false <ConcurrentGarbageCollection|false>",
				"RetainVMGarbageCollection=~true <RetainVMGarbageCollection|true>!", "ServerGarbageCollection=?false <ServerGarbageCollection|false>"}},
		{"another property", "App.csproj", `<Project><PropertyGroup><ServerGarbageCollection>$(UseServer)</ServerGarbageCollection></PropertyGroup></Project>`,
			[]string{"App", "ServerGarbageCollection=?$(UseServer) <ServerGarbageCollection|$(UseServer)>"}},
		{"not a property", "App.csproj", `<Project><ItemGroup><ServerGarbageCollection>true</ServerGarbageCollection></ItemGroup><!-- <PropertyGroup><ServerGarbageCollection>true</ServerGarbageCollection></PropertyGroup> --></Project>`, []string{"App"}},
		{"comment in it", "App.csproj", `<Project><PropertyGroup><ServerGarbageCollection>true<!-- x --></ServerGarbageCollection></PropertyGroup></Project>`, []string{"App"}},
		{"entity", "App.csproj", `<Project><PropertyGroup><ServerGarbageCollection>tru&#101;</ServerGarbageCollection></PropertyGroup></Project>`, []string{"App", "ServerGarbageCollection=true <ServerGarbageCollection|tru&#101;>"}},
		{"options of the host", "Directory.Build.props", `<Project><ItemGroup><RuntimeHostConfigurationOption Include="System.GC.HeapHardLimit" Value='200' /><RuntimeHostConfigurationOption Include="X" Value="1" /></ItemGroup></Project>`,
			[]string{"", hardLimit + `=200 <"System.GC.HeapHardLimit"|'200'>!`}},
		{"no XML", "App.csproj", `<Project><PropertyGroup><ServerGarbageCollection>true</ServerGarbageCollection></Property`, []string{"App", "ServerGarbageCollection=true <ServerGarbageCollection|true>!"}},
		{"another encoding", "App.csproj", "\ufeff<?xml version=\"1.0\" encoding=\"windows-1252\"?><Project><PropertyGroup><ServerGarbageCollection>true</ServerGarbageCollection></PropertyGroup></Project>",
			[]string{"App", "ServerGarbageCollection=true <ServerGarbageCollection|true>!"}},
	} {
		d := Read(test.file, []byte(test.in), "")
		if d == nil {
			t.Errorf("%s: %s is not read", test.name, test.file)
			continue
		}
		var got []string
		for _, p := range d.DotNet {
			got = append(got, dotNetSummary(d, p)...)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %s\n got %q\nwant %q", test.name, test.in, got, test.want)
		}
	}
}

// TestDotNetFilesNotRead: files that say nothing of memory, and those of other names.
func TestDotNetFilesNotRead(t *testing.T) {
	for _, test := range []struct{ file, in string }{
		{"a.runtimeconfig.json", `{"runtimeOptions": {"tfm": "net8.0"}}`},
		{"runtimeconfig.dev.json", wrapped + hardLimitKey + `1}}}`},
		{"App.csproj", `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>`},
		{"launchSettings.json", `{"profiles": {"x": {"environmentVariables": {"ASPNETCORE_ENVIRONMENT": "Development"}}}}`},
		{"Directory.Packages.props", `<Project><PropertyGroup><ServerGarbageCollection>true</ServerGarbageCollection></PropertyGroup></Project>`},
	} {
		if d := Read(test.file, []byte(test.in), ""); d != nil {
			t.Errorf("%s %s is read as %s", test.file, test.in, d.Kind)
		}
	}
}

// TestDotNetFileEdits: another value, another name, and the end of a setting.
func TestDotNetFileEdits(t *testing.T) {
	set := func(value string) func(*Document, Option) (Edit, bool) {
		return func(d *Document, o Option) (Edit, bool) { return d.SetValue(o, value) }
	}
	rename := func(key string) func(*Document, Option) (Edit, bool) {
		return func(d *Document, o Option) (Edit, bool) { return d.RenameKey(o, key) }
	}
	remove := func(d *Document, o Option) (Edit, bool) { return d.DeleteEntry(o) }
	const a, b = `"System.GC.Server": true`, `"System.GC.ConserveMemory": "5"`
	object := func(members string) string { return wrapped + members + "}}}" }
	for _, test := range []struct {
		name, file, in string
		nth            int
		edit           func(*Document, Option) (Edit, bool)
		want           string
	}{
		{"number for a number", "a.runtimeconfig.json", object(hardLimitKey + "5"), 0, set("200"), object(hardLimitKey + "200")},
		{"text for a number", "a.runtimeconfig.json", object(hardLimitKey + "5"), 0, set("0x200"), object(hardLimitKey + `"0x200"`)},
		{"octal for a number", "a.runtimeconfig.json", object(hardLimitKey + "5"), 0, set("020"), object(hardLimitKey + `"020"`)},
		{"number for a text", "a.runtimeconfig.json", object(hardLimitKey + `"5"`), 0, set("200"), object(hardLimitKey + `"200"`)},
		{"boolean", "a.runtimeconfig.json", object(a), 0, set("false"), object(`"System.GC.Server": false`)},
		{"escaped", "a.runtimeconfig.json", object(`"System.GC.ConserveMemory": "\u0035"`), 0, set("6"), ""},
		{"rename", "a.runtimeconfig.json", object(`"system.gc.server": true`), 0, rename("System.GC.Server"), object(a)},
		{"delete the first", "a.runtimeconfig.json", object(a + ",\n  " + b), 0, remove, object(b)},
		{"delete the last", "a.runtimeconfig.json", object(a + ",\n  " + b), 1, remove, object(a)},
		{"delete the only one", "a.runtimeconfig.json", object(a), 0, remove, object("")},
		{"delete beside a comment", "a.runtimeconfig.json", object(a + ", // x\n" + b), 0, remove, ""},
		{"launch settings", "launchSettings.json", `{"profiles": {"x": {"environmentVariables": {"DOTNET_gcServer": "1"}}}}`, 0, set("0"), `{"profiles": {"x": {"environmentVariables": {"DOTNET_gcServer": "0"}}}}`},
		{"property", "a.csproj", "<Project><PropertyGroup><ServerGarbageCollection>true</ServerGarbageCollection></PropertyGroup></Project>", 0, set("false"),
			"<Project><PropertyGroup><ServerGarbageCollection>false</ServerGarbageCollection></PropertyGroup></Project>"},
		{"markup in a property", "a.csproj", "<Project><PropertyGroup><ServerGarbageCollection>true</ServerGarbageCollection></PropertyGroup></Project>", 0, set("<"), ""},
		{"implied", "a.csproj", `<Project Sdk="Microsoft.NET.Sdk.Web"></Project>`, 0, set("false"), ""},
		{"delete what is implied", "a.csproj", `<Project Sdk="Microsoft.NET.Sdk.Web"></Project>`, 0, remove, ""},
		{"option of the host", "a.csproj", `<Project><RuntimeHostConfigurationOption Include="System.GC.HeapHardLimit" Value='2' /></Project>`, 0, set("0x2"),
			`<Project><RuntimeHostConfigurationOption Include="System.GC.HeapHardLimit" Value='0x2' /></Project>`},
		{"delete a property", "a.csproj", "<Project>\n<PropertyGroup>\n  <ServerGarbageCollection>true</ServerGarbageCollection>\n</PropertyGroup>\n</Project>", 0, remove, "<Project>\n<PropertyGroup>\n</PropertyGroup>\n</Project>"},
		{"delete within a line", "a.csproj", "<Project><PropertyGroup><ServerGarbageCollection>true</ServerGarbageCollection></PropertyGroup></Project>", 0, remove, "<Project><PropertyGroup></PropertyGroup></Project>"},
	} {
		d := Read(test.file, []byte(test.in), "")
		got := ""
		if e, ok := test.edit(d, d.DotNet[0].Settings[test.nth].Option); ok {
			content, err := d.Apply([]Edit{e})
			if err != nil {
				t.Fatal(err)
			}
			got = string(content)
		}
		if got != test.want {
			t.Errorf("%s: of %s\n got %q\nwant %q", test.name, test.in, got, test.want)
		}
	}
}
