package source

import (
	"fmt"
	"path"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/dotnet"
	"github.com/rogpeppe/go-internal/txtar"
)

// linkFiles reads the files of an archive as one scope, those that are nobody's as plain ones.
func linkFiles(t *testing.T, files string) ([]*Cluster, map[string]*Document) {
	t.Helper()
	var docs []*Document
	byPath := map[string]*Document{}
	for _, f := range txtar.Parse([]byte(files)).Files {
		d := Read(f.Name, f.Data, "")
		if d == nil {
			d = Plain(f.Name, f.Data)
		}
		docs = append(docs, d)
		byPath[f.Name] = d
	}
	return Link(docs, LinkOptions{}), byPath
}

// flinkDeployment is an operator's resource with .NET in the main container, up to its processes.
const flinkDeployment = "-- k.yaml --\napiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata: {name: job}\nspec:\n  flinkVersion: v1_20\n" +
	"  podTemplate: {spec: {containers: [{name: flink-main-container, env: [{name: DOTNET_gcServer, value: \"1\"}], resources: {limits: {cpu: 4, memory: 9Gi}}}]}}\n"

// TestDotNetSettings reads settings from every kind of environment and file: "cluster: name=value@file, ...; limit, cpus".
func TestDotNetSettings(t *testing.T) {
	tests := []struct{ name, files, want string }{
		{"a map", "-- compose.yaml --\nservices:\n  a:\n    image: x\n    mem_limit: 1g\n    cpus: 1.5\n    environment:\n      DOTNET_gcServer: 1\n      OTHER: x\n", "a: DOTNET_gcServer=1@compose.yaml; 1073741824 2"},
		{"a list", "-- compose.yaml --\nservices:\n  a:\n    image: x\n    environment:\n      - DOTNET_gcServer=1\n      - \"COMPlus_GCHeapHardLimit=  20\"\n", "a: DOTNET_gcServer=1@compose.yaml, COMPlus_GCHeapHardLimit=  20@compose.yaml; 0 0"},
		{"the shell's variable", "-- compose.yaml --\nservices:\n  a:\n    image: x\n    environment:\n      - DOTNET_gcServer\n", "a: DOTNET_gcServer=?@compose.yaml; 0 0"},
		{"a number in YAML", "-- compose.yaml --\nservices:\n  a:\n    image: x\n    environment:\n      DOTNET_GCHeapHardLimit: 0x20000000\n", "a: DOTNET_GCHeapHardLimit=536870912@compose.yaml; 0 0"},
		{"env_file below environment", "-- compose.yaml --\nservices:\n  dotnet:\n    image: x\n    env_file: net.env\n    environment: {DOTNET_gcServer: \"0\"}\n-- net.env --\nDOTNET_gcServer=1\nDOTNET_GCHeapCount=4\n", "dotnet: DOTNET_GCHeapCount=4@net.env, DOTNET_gcServer=0@compose.yaml; 0 0"},
		{"a variable of .env", "-- compose.yaml --\nservices:\n  a:\n    image: x\n    environment:\n      DOTNET_GCHeapHardLimit: ${LIMIT}\n-- .env --\nLIMIT=20000000\n", "a: DOTNET_GCHeapHardLimit=20000000@compose.yaml; 0 0"},
		{"the image's marker", "-- compose.yaml --\nservices:\n  a:\n    image: mcr.microsoft.com/dotnet/aspnet:8.0\n    mem_limit: 512m\n", "a: ; 536870912 0"},
		{"the framework's image", "-- compose.yaml --\nservices:\n  a:\n    image: mcr.microsoft.com/dotnet/framework/aspnet:4.8\n", ""},
		{"the command's marker", "-- compose.yaml --\nservices:\n  a:\n    image: x\n    command: dotnet App.dll\n", "a: ; 0 0"},
		{"other people's variables", "-- compose.yaml --\nservices:\n  a:\n    image: x\n    environment:\n      DOTNET_KAFKA_BROKERS: x\n      DOTNET_REDIS_HOST: y\n      DOTNET_DASHBOARD_PORT: z\n", ""},
		{"ASP.NET", "-- compose.yaml --\nservices:\n  a:\n    image: x\n    environment:\n      ASPNETCORE_URLS: http://+:80\n", "a: ; 0 0"},
		{"Dockerfile below environment", "-- compose.yaml --\nservices:\n  a:\n    build: ./net\n    environment: [DOTNET_gcServer=0]\n-- net/Dockerfile --\nFROM mcr.microsoft.com/dotnet/aspnet:8.0\nENV DOTNET_gcServer=1 DOTNET_GCHeapCount=2\nENV DOTNET_GCHeapHardLimit 10000000\n", "a: DOTNET_gcServer=0@compose.yaml, DOTNET_GCHeapCount=2@net/Dockerfile, DOTNET_GCHeapHardLimit=10000000@net/Dockerfile; 0 0"},
		{"a Dockerfile alone", "-- Dockerfile --\nFROM x AS build\nENV DOTNET_gcServer=0\nFROM mcr.microsoft.com/dotnet/runtime:8.0\nENV DOTNET_gcServer=1\n", ": DOTNET_gcServer=1@Dockerfile; 0 0"},
		{"Kubernetes", "-- k.yaml --\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n    - name: a\n      image: x\n      env:\n        - name: DOTNET_GCHeapHardLimit\n          value: \"20000000\"\n        - {name: DOTNET_gcServer, valueFrom: {configMapKeyRef: {name: c, key: server}}}\n        - {name: DOTNET_GCHeapCount, valueFrom: {secretKeyRef: {name: c, key: server}}}\n      resources: {limits: {memory: 1Gi, cpu: 1100m}}\n    - name: sidecar\n      image: y\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {server: \"1\", dotnet: x}\n",
			"p: DOTNET_GCHeapHardLimit=20000000@k.yaml, DOTNET_gcServer=1@k.yaml, DOTNET_GCHeapCount=?@k.yaml; 1073741824 2"},
		{"an operator's pod template", "-- k.yaml --\napiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata: {name: job}\nspec:\n  flinkVersion: v1_20\n  podTemplate:\n    spec:\n      containers:\n        - name: flink-main-container\n          env: [{name: DOTNET_gcServer, value: \"1\"}]\n          resources: {limits: {memory: 1Gi}}\n        - name: gateway\n          image: mcr.microsoft.com/dotnet/aspnet:8.0\n          resources: {limits: {memory: 1Gi}}\n        - {name: other, image: x}\n  taskManager: {resource: {memory: 2g}}\n",
			"job/flink-main-container: DOTNET_gcServer=1@k.yaml; 2147483648 0 | job/gateway: ; 1073741824 0"},
		{"an operator's limit factor", flinkDeployment + "  flinkConfiguration: {kubernetes.taskmanager.memory.limit-factor: \"1.3\"}\n  jobManager: {resource: {memory: 1000000k}}\n  taskManager: {resource: {memory: 2g}}\n",
			"job/flink-main-container: DOTNET_gcServer=1@k.yaml; 1023410176 0 | job/flink-main-container: DOTNET_gcServer=1@k.yaml; 2791309312 0"},
		{"a limit factor before 1.15", strings.Replace(flinkDeployment, "v1_20", "v1_14", 1) + "  flinkConfiguration: {kubernetes.taskmanager.memory.limit-factor: \"1.3\"}\n  taskManager: {resource: {memory: 2g}}\n",
			"job/flink-main-container: DOTNET_gcServer=1@k.yaml; 2147483648 0"},
		{"a factor that Flink refuses", flinkDeployment + "  flinkConfiguration: {kubernetes.taskmanager.memory.limit-factor: \"0.3\"}\n  taskManager: {resource: {memory: 2g}}\n", "job/flink-main-container: DOTNET_gcServer=1@k.yaml; 0 0"},
		{"one process's template", flinkDeployment + "  jobManager: {resource: {memory: 1g}}\n  taskManager:\n    resource: {memory: 2g}\n    podTemplate: {spec: {containers: [{name: flink-main-container, env: [{name: DOTNET_GCHeapCount, value: \"2\"}]}]}}\n",
			"job/flink-main-container: DOTNET_gcServer=1@k.yaml; 1073741824 0 | job/flink-main-container: DOTNET_GCHeapCount=2@k.yaml; 0 0"},
		{"no memory at all", flinkDeployment, "job/flink-main-container: DOTNET_gcServer=1@k.yaml; 0 0"},
		{"envFrom", "-- k.yaml --\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n    - name: a\n      image: mcr.microsoft.com/dotnet/runtime:8.0\n      envFrom: [{configMapRef: {name: c}}]\n      env: [{name: DOTNET_gcServer, value: \"0\"}]\n-- c.yaml --\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  DOTNET_gcServer: \"1\"\n  DOTNET_GCHeapCount: \"4\"\n",
			"p: DOTNET_GCHeapCount=4@c.yaml, DOTNET_gcServer=0@k.yaml; 0 0"},
		{"a file beside it", "-- compose.yaml --\nservices:\n  a:\n    image: mcr.microsoft.com/dotnet/runtime:8.0\n-- app.runtimeconfig.json --\n" + serverJSON, "a: System.GC.Server=true@app.runtimeconfig.json; 0 0"},
		{"a file beside two", "-- compose.yaml --\nservices:\n  a:\n    image: mcr.microsoft.com/dotnet/runtime:8.0\n  b:\n    image: mcr.microsoft.com/dotnet/runtime:8.0\n    command: [dotnet, app.dll]\n-- app.runtimeconfig.json --\n" + serverJSON,
			"a: ; 0 0 | b: System.GC.Server=true@app.runtimeconfig.json; 0 0"},
		{"a file of another application", "-- compose.yaml --\nservices:\n  a:\n    image: x\n    command: [dotnet, other.dll]\n-- app.runtimeconfig.json --\n" + serverJSON, "a: ; 0 0 | : System.GC.Server=true@app.runtimeconfig.json; 0 0"},
		{"two files beside it", "-- compose.yaml --\nservices:\n  a:\n    image: mcr.microsoft.com/dotnet/runtime:8.0\n-- app.runtimeconfig.json --\n" + serverJSON + "-- b.runtimeconfig.json --\n" + serverJSON,
			"a: ; 0 0 | : System.GC.Server=true@app.runtimeconfig.json; 0 0 | : System.GC.Server=true@b.runtimeconfig.json; 0 0"},
		{"a mounted file", "-- compose.yaml --\nservices:\n  a:\n    image: x\n    command: [dotnet, /srv/App.dll]\n    volumes: [\"./conf/small.json:/srv/App.runtimeconfig.json\"]\n-- conf/small.json --\n" + serverJSON, "a: System.GC.Server=true@conf/small.json; 0 0"},
		{"a config in the file", "-- compose.yaml --\nservices:\n  a:\n    image: x\n    command: [dotnet, /srv/App.dll]\n    configs: [{source: net, target: /srv/App.runtimeconfig.json}]\nconfigs:\n  net:\n    content: |\n      " + serverJSON, "a: System.GC.Server=true@compose.yaml; 0 0"},
		{"a project and its props", "-- compose.yaml --\nservices:\n  dotnet:\n    build: .\n-- Dockerfile --\nFROM mcr.microsoft.com/dotnet/sdk:8.0 AS build\nCOPY src/App/ .\nFROM mcr.microsoft.com/dotnet/aspnet:8.0\nENTRYPOINT [\"dotnet\", \"App.dll\"]\n-- src/App/App.csproj --\n<Project Sdk=\"Microsoft.NET.Sdk.Web\"></Project>\n-- src/App/runtimeconfig.template.json --\n{\"configProperties\": {\"System.GC.HeapCount\": 4}}\n",
			"dotnet: ServerGarbageCollection=true@src/App/App.csproj, System.GC.HeapCount=4@src/App/runtimeconfig.template.json; 0 0"},
		{"a project alone", "-- App.csproj --\n<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><ServerGarbageCollection>true</ServerGarbageCollection></PropertyGroup></Project>\n", ": ServerGarbageCollection=true@App.csproj; 0 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			clusters, _ := linkFiles(t, tt.files)
			var got []string
			for _, c := range clusters {
				r := c.DotNet
				if r == nil {
					continue
				}
				var settings []string
				for _, s := range r.Settings {
					value := s.Value
					if s.State == Unknown {
						value = "?"
					}
					settings = append(settings, s.Key+"="+value+"@"+s.Place.Document.Path)
					checkDotNetPlace(t, &s)
				}
				got = append(got, fmt.Sprintf("%s: %s; %d %d", c.Name, strings.Join(settings, ", "), r.Host.Limit, r.Host.CPUs))
			}
			if s := strings.Join(got, " | "); s != tt.want {
				t.Errorf("got\n%s\nwant\n%s", s, tt.want)
			}
		})
	}
}

const serverJSON = "{\"runtimeOptions\": {\"configProperties\": {\"System.GC.Server\": true}}}\n"

// checkDotNetPlace holds the places of a setting to what stands there.
func checkDotNetPlace(t *testing.T, s *DotNetSetting) {
	t.Helper()
	d := s.Place.Document
	if key := strings.Trim(d.slice(s.Place.Key), `"`); s.Place.Key.Len() > 0 && key != s.Key && s.From != dotnet.Project {
		t.Errorf("%q is underlined for the name %s", key, s.Key)
	}
	if value := strings.Trim(d.slice(s.Place.Value), `"'`); s.Exact && value != s.Value && rewrittenTo(value) != s.Value {
		t.Errorf("%q is underlined for the value %s", value, s.Value)
	}
}

// rewrittenTo is what Compose makes of a value without quotes.
func rewrittenTo(value string) string {
	if text := rewrittenNumber(&node{kind: scalarNode, style: plainStyle, value: value}); text != nil {
		return *text
	}
	return value
}

// TestRewrittenNumber compares with what compose-go v2.4.7 gives to a container.
func TestRewrittenNumber(t *testing.T) {
	for written, want := range map[string]string{
		"0x20000000": "536870912", "0200": "128", "1e9": "1e+09", "20000000": "20000000", "1_000": "1000", "0o17": "15", "yes": "yes", "1E00000": "1", "0.5": "0.5",
		"5e300": "5e+300", "3C": "3C", "0xffffffffffffffff": "18446744073709551615", "1e21": "1e+21", ".5": "0.5", "100000.0": "100000", "123456789.0": "1.23456789e+08", "190:20:30": "190:20:30",
	} {
		if got := rewrittenTo(written); got != want {
			t.Errorf("%s: got %s, want %s", written, got, want)
		}
	}
}

// TestDotNetEdits writes names and values back, and deletes settings.
func TestDotNetEdits(t *testing.T) {
	const compose = "services:\n  a:\n    image: x\n    environment:\n      DOTNET_GCServer: \"1\"  # faster\n      DOTNET_GCHeapHardLimit: 512m\n"
	const list = "services:\n  a:\n    image: x\n    environment:\n      - DOTNET_GCServer=1\n      - \"DOTNET_GCHeapHardLimit=512m\"\n"
	const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n    - name: a\n      image: x\n      env:\n        - name: DOTNET_GCServer\n          value: '1'\n        - name: DOTNET_GCHeapHardLimit\n          value: 512m\n"
	const docker = "FROM x\nENV DOTNET_GCServer=1 \\\n    DOTNET_GCHeapHardLimit=\"512m\"\n"
	tests := []struct {
		file, text string
		valued     string // with the limit 0x20000000
		renamed    string // with the right name
		deleted    string // without the first; "" where that is not offered
	}{
		{"compose.yaml", compose, strings.Replace(compose, "512m", `"0x20000000"`, 1), strings.Replace(compose, "GCServer", "gcServer", 1), strings.Replace(compose, "      DOTNET_GCServer: \"1\"  # faster\n", "", 1)},
		{"compose.yaml", list, strings.Replace(list, "512m", "0x20000000", 1), strings.Replace(list, "GCServer", "gcServer", 1), strings.Replace(list, "      - DOTNET_GCServer=1\n", "", 1)},
		{"pod.yaml", pod, strings.Replace(pod, "512m", `"0x20000000"`, 1), strings.Replace(pod, "GCServer", "gcServer", 1), strings.Replace(pod, "        - name: DOTNET_GCServer\n          value: '1'\n", "", 1)},
		{"Dockerfile", docker, strings.Replace(docker, "512m", "0x20000000", 1), strings.Replace(docker, "GCServer", "gcServer", 1), ""},
	}
	for _, tt := range tests {
		for _, end := range []string{"\n", "\r\n"} {
			with := func(s string) string { return strings.ReplaceAll(s, "\n", end) }
			clusters, docs := linkFiles(t, "-- "+tt.file+" --\n"+with(tt.text))
			d := docs[tt.file]
			server, limit := clusters[0].DotNet.Settings[0], clusters[0].DotNet.Settings[1]
			apply := func(what, want string, e Edit, ok bool) {
				t.Helper()
				if !ok {
					if want != "" {
						t.Errorf("%s, %q: no edit to %s", tt.file, end, what)
					}
					return
				}
				if got, err := d.Apply([]Edit{e}); err != nil || string(got) != with(want) {
					t.Errorf("%s, %q, %s: %v, got\n%s", tt.file, end, what, err, got)
				}
			}
			e, ok := d.SetValue(limit.Option, "0x20000000")
			apply("set the value", tt.valued, e, ok)
			e, ok = d.RenameKey(server.Option, "DOTNET_gcServer")
			apply("rename", tt.renamed, e, ok)
			e, ok = d.DeleteEntry(server.Option)
			apply("delete", tt.deleted, e, ok)
		}
	}
}

// TestInsertVariable sets a further variable beside one that is there.
func TestInsertVariable(t *testing.T) {
	tests := []struct{ file, text, before, inserted string }{
		{"compose.yaml", "services:\n  a:\n    image: x\n    environment:\n      A: b\n      DOTNET_gcServer: 1\n", "      DOTNET_gcServer", "      DOTNET_GCHeapHardLimit: \"0x10\"\n"},
		{"compose.yaml", "services:\n  a:\n    image: x\n    environment:\n    - DOTNET_gcServer=1\n", "    - DOTNET_gcServer", "    - DOTNET_GCHeapHardLimit=0x10\n"},
		{"compose.yaml", "services:\n  a:\n    image: x\n    environment: {DOTNET_gcServer: 1}\n", "", ""},
		{"compose.yaml", "services:\n  a:\n    image: mcr.microsoft.com/dotnet/aspnet:8.0\n", "", ""},
		{"pod.yaml", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: x\n    env:\n    - name: DOTNET_gcServer\n      value: \"1\"\n", "    - name: DOTNET", "    - name: DOTNET_GCHeapHardLimit\n      value: \"0x10\"\n"},
		{"Dockerfile", "FROM x\nENV DOTNET_gcServer=1 \\\n    A=b\n", "ENV", "ENV DOTNET_GCHeapHardLimit=0x10\n"},
		{"Dockerfile", "FROM x\nENV A=b \\\n    DOTNET_gcServer=1\n", "", ""},
		{"Program.cs", "var b = X.CreateBuilder();\nb.AddContainer(\"a\", \"x\")\n    .WithEnvironment(\"DOTNET_gcServer\", \"1\");\n", ".With", ".WithEnvironment(\"DOTNET_GCHeapHardLimit\", \"0x10\")\n    "},
		{"Program.cs", "var b = X.CreateBuilder();\nb.AddContainer(\"a\", \"x\").WithEnvironment(\"DOTNET_gcServer\", \"1\");\n", ".With", ".WithEnvironment(\"DOTNET_GCHeapHardLimit\", \"0x10\")"},
		{"Program.cs", "var b = X.CreateBuilder();\nb.AddContainer(\"a\", \"x\").WithEnvironment(\n    \"DOTNET_gcServer\", \"1\");\n", "", ""},
	}
	for _, tt := range tests {
		clusters, docs := linkFiles(t, "-- "+tt.file+" --\n"+tt.text)
		e, ok := clusters[0].DotNet.InsertVariable("DOTNET_GCHeapHardLimit", "0x10")
		if ok != (tt.inserted != "") {
			t.Errorf("%s: offered: %v", tt.text, ok)
			continue
		}
		if !ok {
			continue
		}
		want := strings.Replace(tt.text, tt.before, tt.inserted+tt.before, 1)
		if got, err := docs[tt.file].Apply([]Edit{e}); err != nil || string(got) != want {
			t.Errorf("%v, got\n%s\nwant\n%s", err, got, want)
		}
	}
}

// FuzzDotNet reads anything as the files that may hold settings of .NET, and evaluates what comes of it.
func FuzzDotNet(f *testing.F) {
	f.Add("compose.yaml", "services:\n  a:\n    image: mcr.microsoft.com/dotnet/runtime:8.0\n    environment:\n      DOTNET_GCHeapHardLimit: 0x1\n", serverJSON)
	f.Add("Dockerfile", "FROM mcr.microsoft.com/dotnet/sdk:8.0\nENV DOTNET_gcServer 1\nCOPY [\"a/\", \".\"]\nCMD dotnet x.dll", "{")
	f.Add("k.yaml", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - env:\n    - name: DOTNET_GCgen0size\n      value: -0x\n", "[]")
	f.Fuzz(func(t *testing.T, name, text, json string) {
		name = path.Base(name)
		var docs []*Document
		for file, content := range map[string]string{name: text, "a.runtimeconfig.json": json} {
			if d := Read(file, []byte(content), ""); d != nil {
				docs = append(docs, d)
			}
		}
		for _, c := range Link(docs, LinkOptions{}) {
			if c.DotNet == nil {
				continue
			}
			c.DotNet.Outcome()
			for _, s := range c.DotNet.Settings {
				if s.Place.Document != nil && (s.Place.Entry.Start < 0 || s.Place.Entry.End > len(s.Place.Document.Bytes)) {
					t.Errorf("%s lies outside of its file", s.Key)
				}
			}
		}
	})
}

// TestInsertBeside sets a further property in the file of one that is there.
func TestInsertBeside(t *testing.T) {
	const json = "{\n  \"runtimeOptions\": {\n    \"configProperties\": {\n      \"System.GC.Server\": true // x\n    }\n  }\n}\n"
	const server = "<ServerGarbageCollection>true</ServerGarbageCollection>"
	tests := []struct{ file, text, name, value, before, inserted string }{
		{"a.runtimeconfig.json", json, "System.GC.HeapCount", "2", "\"System.GC.Server", "\"System.GC.HeapCount\": 2,\n      "},
		{"a.runtimeconfig.json", serverJSON, "System.GC.HeapCount", "2", "\"System.GC.Server", "\"System.GC.HeapCount\": 2, "},
		{"cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  a.runtimeconfig.json: |\n    " + strings.ReplaceAll(json, "\n", "\n    ") + "\n", "System.GC.HeapCount", "2", "\"System.GC.Server", "\"System.GC.HeapCount\": 2,\n          "},
		{"cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  a.runtimeconfig.json: '" + strings.ReplaceAll(serverJSON, "\n", "") + "'\n", "System.GC.HeapCount", "2", "\"System.GC.Server", "\"System.GC.HeapCount\": 2, "},
		{"cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  a.runtimeconfig.json: \"" + strings.ReplaceAll(strings.TrimSpace(serverJSON), "\"", "\\\"") + "\"\n", "System.GC.HeapCount", "2", "", ""},
		{"a.csproj", "<Project>\n\t<PropertyGroup>\n\t\t" + server + "\n\t</PropertyGroup>\n</Project>\n", "RetainVMGarbageCollection", "true", "<Server", "<RetainVMGarbageCollection>true</RetainVMGarbageCollection>\n\t\t"},
		{"a.csproj", "<Project><PropertyGroup>" + server + "</PropertyGroup></Project>\n", "RetainVMGarbageCollection", "true", "<Server", "<RetainVMGarbageCollection>true</RetainVMGarbageCollection>"},
		{"a.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n  <PropertyGroup>\n    <TargetFramework>net8.0</TargetFramework>\n  </PropertyGroup>\n</Project>\n", "ServerGarbageCollection", "false", "\n    <Target", "\n    <ServerGarbageCollection>false</ServerGarbageCollection>"},
		{"a.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n  <!-- <PropertyGroup> -->\n  <PropertyGroup/>\n</Project>\n", "ServerGarbageCollection", "false", "", ""},
	}
	for _, tt := range tests {
		for _, end := range []string{"\n", "\r\n"} {
			with := func(s string) string { return strings.ReplaceAll(s, "\n", end) }
			d := Read(tt.file, []byte(with(tt.text)), "")
			e, ok := d.DotNet[0].Settings[0].InsertBeside(tt.name, tt.value)
			if ok != (tt.inserted != "") {
				t.Errorf("%s: offered: %v", tt.text, ok)
				continue
			}
			if !ok {
				continue
			}
			want := strings.Replace(with(tt.text), with(tt.before), with(tt.inserted+tt.before), 1)
			if got, err := d.Apply([]Edit{e}); err != nil || string(got) != want {
				t.Errorf("%v, got\n%q\nwant\n%q", err, got, want)
			}
		}
	}
}
