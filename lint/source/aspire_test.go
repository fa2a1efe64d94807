package source

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// workloadSummary says what is known of a workload: its name, image, processes, limits and options, of which "?" are not
// known and "~" assumed. Texts in the file stand in angle brackets.
func workloadSummary(w *Workload) string {
	d := w.Document
	at := func(s Span) string { return "<" + d.slice(s) + ">" }
	var b []string
	add := func(format string, args ...any) { b = append(b, fmt.Sprintf(format, args...)) }
	add("%s %s", w.Name, at(w.Anchor.Entry))
	if w.Image.Reference != "" || !w.Image.Version.IsZero() {
		add("%s %s", w.Image.Reference, w.Image.Version)
	}
	for _, r := range w.Roles {
		add("%s", r)
	}
	if !w.Entrypoint {
		add("entrypoint %s", at(w.Override.Entry))
	}
	if w.Partial {
		add("open")
	}
	for _, l := range []*MemoryLimit{w.Limit, w.Request} {
		switch {
		case l == nil:
		case l.State == Unknown:
			add("limit ? %s", at(l.Place.Value))
		default:
			add("limit %s %s", l.Size, at(l.Place.Value))
		}
	}
	for _, m := range w.Mounts {
		add("%s to %s %t", m.Path, m.Target, m.ReadOnly)
	}
	option := func(o *Option) {
		state := map[State]string{Known: "", Assumed: "~", Unknown: "?"}[o.State]
		if o.State == Unknown {
			add("%s=?", o.Key)
			return
		}
		add("%s=%s%s", o.Key, state, o.Value)
	}
	var parts []*Part
	if w.Properties != nil {
		parts = append(parts, readProperties(w.Properties, PropertiesAsArguments))
		for _, p := range parts[0].Problems {
			add("%s", p.Code)
		}
	}
	if w.Slots != nil {
		option(w.Slots)
	}
	for _, p := range append(parts, w.Parts...) {
		for i := range p.Options {
			option(&p.Options[i])
		}
	}
	if w.DotNet != nil {
		for i := range w.DotNet.Settings {
			option(&w.DotNet.Settings[i].Option)
		}
		if w.NoFlink {
			add("no Flink")
		}
		if w.DotNet.CPUs > 0 {
			add("%d cpus", w.DotNet.CPUs)
		}
	}
	return strings.Join(b, "; ")
}

// aFlinkContainer starts a chain of calls.
const aFlinkContainer = `var tm = builder.AddContainer("tm", "flink:2.0.0")`

// TestAspire: what an app host says of its containers.
func TestAspire(t *testing.T) {
	for _, test := range []struct {
		name, in string
		want     []string
	}{
		{"a chain", `builder.AddContainer("jm", "flink:2.0.0").WithEnvironment("FLINK_PROPERTIES", "a: 1\nb: 2").WithArgs("jobmanager");`,
			[]string{"jm <jm>; flink:2.0.0 2.0; JobManager; a=1; b=2"}},
		{"image and tag", `builder.AddContainer("jm", "flink", "1.20.1-java17").WithArgs("jobmanager").WithEnvironment("FLINK_PROPERTIES", "a: 1");`,
			[]string{"jm <jm>; flink:1.20.1-java17 1.20.1; JobManager; a=1"}},
		{"image by names", `const string Image = "flink", Tag = "x"; builder.AddContainer(name: "jm", tag: T.Tag, image: Image).WithArgs("jobmanager").WithEnvironment("FLINK_PROPERTIES", "a: 1"); class T { public const string Tag = "2.1"; }`,
			[]string{"jm <jm>; flink:2.1 2.1; JobManager; a=1"}},
		{"image that is changed", aFlinkContainer + `.WithImageTag("1.20").WithImageRegistry("quay.io").WithArgs("taskmanager").WithEnvironment("FLINK_PROPERTIES", "a: 1");`,
			[]string{"tm <tm>; quay.io/flink:1.20 1.20; TaskManager; a=1"}},
		{"another image", aFlinkContainer + `.WithImage("flink", "1.19").WithArgs("taskmanager").WithEnvironment("FLINK_PROPERTIES", "a: 1");`,
			[]string{"tm <tm>; flink:1.19 1.19; TaskManager; a=1"}},
		{"a tag that is not known", `builder.AddContainer("tm", "flink", tag).WithArgs("taskmanager").WithEnvironment("FLINK_PROPERTIES", "a: 1");`,
			[]string{"tm <tm>; TaskManager; a=1"}},
		{"an image that is not known", `builder.AddContainer("tm", image).WithArgs("taskmanager").WithEnvironment("FLINK_PROPERTIES", "a: 1");`,
			[]string{"tm <tm>; TaskManager; a=1"}},
		{"a variable", aFlinkContainer + `; tm.WithEnvironment("FLINK_PROPERTIES", "a: 1"); tm.WithArgs("taskmanager").WaitFor(jm);`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; a=1"}},
		{"a variable with a type", `IResourceBuilder<ContainerResource> tm = builder.AddContainer("tm", "flink:2.0.0"); tm = tm.WithEnvironment("FLINK_PROPERTIES", "a: 1"); var x = tm.WithArgs("taskmanager"); x.WithEnvironment("TASK_MANAGER_NUMBER_OF_TASK_SLOTS", "4");`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; taskmanager.numberOfTaskSlots=4; a=1"}},
		{"the last of two", aFlinkContainer + `.WithEnvironment("FLINK_PROPERTIES", "a: 1").WithEnvironment("FLINK_PROPERTIES", "b: 1").WithArgs("taskmanager");`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; b=1"}},
		{"a constant", `const string props = "a: 1\n"; ` + aFlinkContainer + `.WithEnvironment("FLINK_PROPERTIES", props + "b: 2").WithArgs("taskmanager");`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; a=1; b=2"}},
		{"a value that is not known", aFlinkContainer + `.WithEnvironment("FLINK_PROPERTIES", $"a: {x}\nb: 2\nc{y}: 1").WithArgs("taskmanager");`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; a=?; b=2"}},
		{"a text that is not known", aFlinkContainer + `.WithEnvironment("FLINK_PROPERTIES", props).WithArgs("taskmanager");`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager"}},
		{"in a loop", `for (var i = 0; i < 3; i++) { builder.AddContainer($"tm-{i}", "flink:2.0.0").WithEnvironment("FLINK_PROPERTIES", "a: 1").WithArgs("taskmanager"); }`,
			[]string{"tm-{i} <tm-{i}>; flink:2.0.0 2.0; TaskManager; a=1"}},
		{"under a condition", aFlinkContainer + `.WithArgs("taskmanager"); if (x) tm.WithEnvironment("FLINK_PROPERTIES", "a: 1"); tm.WithEnvironment("DOTNET_gcServer", "1");`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; a=?; DOTNET_gcServer=1"}},
		{"under another one", aFlinkContainer + `.WithArgs("taskmanager").WithEnvironment("FLINK_PROPERTIES", "a: 1"); if (x) { } else { tm.WithEnvironment("FLINK_PROPERTIES", "b: 1"); }`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; b=?"}},
		{"behind a condition", `if (x) { Y(); } ` + aFlinkContainer + `.WithArgs("taskmanager"); while (x) Y(); tm.WithEnvironment("FLINK_PROPERTIES", "a: 1"); `,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; a=1"}},
		{"all under one condition", `if (x) { ` + aFlinkContainer + `.WithArgs("taskmanager"); tm.WithEnvironment("FLINK_PROPERTIES", "a: 1"); }`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; a=1"}},
		{"under a condition of the compiler", aFlinkContainer + "\n.WithArgs(\"taskmanager\")\n#if DEBUG\n.WithEnvironment(\"FLINK_PROPERTIES\", \"a: 1\")\n#endif\n;",
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; a=?"}},
		{"a hole under a condition", aFlinkContainer + `.WithArgs("taskmanager"); if (x) tm.WithEnvironment("FLINK_PROPERTIES", $"{more}\na: 1\n{key}: 2");`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; a=?"}},
		{"in a lambda", aFlinkContainer + `.WithArgs("taskmanager"); Later(() => tm.WithEnvironment("FLINK_PROPERTIES", "a: 1"));`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; a=?"}},
		{"in a local function", aFlinkContainer + `.WithArgs("taskmanager"); void F() { tm.WithEnvironment("FLINK_PROPERTIES", "a: 1"); }`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; a=?"}},
		{"a callback", aFlinkContainer + `.WithArgs("taskmanager").WithEnvironment(c => { c.EnvironmentVariables["FLINK_PROPERTIES"] = "a: 1"; });`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; a=?"}},
		{"a function for the value", aFlinkContainer + `.WithArgs("taskmanager").WithEnvironment("FLINK_PROPERTIES", () => "a: 1");`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager"}},
		{"in a method", `class X { void F(IDistributedApplicationBuilder b) { ` + strings.Replace(aFlinkContainer, "builder", "b", 1) + `.WithArgs("taskmanager"); tm.WithEnvironment("FLINK_PROPERTIES", "a: 1"); } void G(IResourceBuilder<ContainerResource> tm) { tm.WithEnvironment("FLINK_PROPERTIES", "b: 1"); } }`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; a=1"}},
		{"handed out", `X F() { return builder.AddContainer("tm", "flink:2.0.0").WithArgs("taskmanager").WithEnvironment("FLINK_PROPERTIES", "a: 1"); }`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; open; a=1"}},
		{"thrown away", `_ = builder.AddContainer("tm", "flink:2.0.0").WithArgs("taskmanager").WithEnvironment("FLINK_PROPERTIES", "a: 1");`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; a=1"}},
		{"put into a list", `all.Add(builder.AddContainer("tm", "flink:2.0.0").WithArgs("taskmanager").WithEnvironment("FLINK_PROPERTIES", "a: 1"));`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; open; a=1"}},
		{"among others in a loop", aFlinkContainer + `.WithArgs("taskmanager").WithEnvironment("FLINK_PROPERTIES", "a: 1"); foreach (var x in new[] { tm, y }) x.WithEnvironment("DOTNET_gcServer", "1");`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; open; a=1"}},
		{"handed out by an arrow", `X F() => builder.AddContainer("tm", "flink:2.0.0").WithArgs("taskmanager").WithEnvironment("FLINK_PROPERTIES", "a: 1");`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; open; a=1"}},
		{"handed on", aFlinkContainer + `.WithArgs("taskmanager").WithEnvironment("FLINK_PROPERTIES", "a: 1"); More(tm);`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; open; a=1"}},
		{"waited for", aFlinkContainer + `.WithArgs("taskmanager").WithEnvironment("FLINK_PROPERTIES", "a: 1"); x.WaitFor(tm).WithReference(tm.GetEndpoint("y")); if (tm is null) { }`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; a=1"}},
		{"a method of the user's", aFlinkContainer + `.WithArgs("taskmanager").WithFlinkDefaults().WithEnvironment("FLINK_PROPERTIES", "a: 1");`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; open; a=1"}},
		{"a variable's name that is not known", aFlinkContainer + `.WithArgs("taskmanager").WithEnvironment("FLINK_PROPERTIES", "a: 1").WithEnvironment(k, v);`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; open; a=1"}},
		{"assigned twice", `X tm; if (y) { tm = builder.AddContainer("a", "flink:2.0.0"); } else { tm = builder.AddContainer("b", "flink:2.1.0"); } tm.WithEnvironment("FLINK_PROPERTIES", "a: 1");`,
			nil},
		{"options of the command", aFlinkContainer + `.WithArgs(["taskmanager", "-D", "a=1", "-Db=2", $"-Dc={x}"]).WithEnvironment("FLINK_PROPERTIES", "d: 1");`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; d=1; a=1; b=2; c=?"}},
		{"a name that nobody knows", `var name = $"{x}-{y}"; builder.AddContainer(name + "-tm", "flink:2.0.0").WithArgs("taskmanager").WithEnvironment("FLINK_PROPERTIES", "a: 1");`,
			[]string{`name + "-tm" <name + "-tm">; flink:2.0.0 2.0; TaskManager; a=1`}},
		{"arguments that are not known", aFlinkContainer + `.WithArgs("taskmanager").WithArgs(more).WithEnvironment("FLINK_PROPERTIES", "a: 1");`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; open; a=1"}},
		{"another entrypoint", aFlinkContainer + `.WithEntrypoint("/opt/flink/bin/taskmanager.sh").WithArgs("start-foreground").WithEnvironment("FLINK_PROPERTIES", "a: 1");`,
			[]string{`tm <tm>; flink:2.0.0 2.0; TaskManager; entrypoint <"/opt/flink/bin/taskmanager.sh">; a=1`}},
		{"a client", aFlinkContainer + `.WithEntrypoint("sql-client.sh").WithEnvironment("FLINK_PROPERTIES", "a: 1");`, nil},
		{"limit", aFlinkContainer + `.WithArgs("taskmanager").WithContainerRuntimeArgs("--memory", "2g", "--cpus=1.5", "--memory-reservation=1g").WithEnvironment("DOTNET_gcServer", "1");`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; limit 2 GiB <2g>; limit 1 GiB <1g>; DOTNET_gcServer=1; 2 cpus"}},
		{"limit with a sign", aFlinkContainer + `.WithArgs("taskmanager").WithContainerRuntimeArgs("--memory=1536m");`, []string{"tm <tm>; flink:2.0.0 2.0; TaskManager; limit 1.50 GiB <1536m>"}},
		{"the last limit", aFlinkContainer + `.WithArgs("taskmanager").WithContainerRuntimeArgs("-m", "1g").WithContainerRuntimeArgs("-m3g");`, []string{"tm <tm>; flink:2.0.0 2.0; TaskManager; limit 3 GiB <3g>"}},
		{"limits that are not known", aFlinkContainer + `.WithArgs("taskmanager").WithContainerRuntimeArgs("--memory", limit); builder.AddContainer("x", "flink:2.0.0").WithArgs("taskmanager").WithContainerRuntimeArgs($"--memory={limit}"); builder.AddContainer("y", "flink:2.0.0").WithArgs("taskmanager").WithContainerRuntimeArgs(all);`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; limit ? <limit>", "x <x>; flink:2.0.0 2.0; TaskManager; limit ? <{limit}>", "y <y>; flink:2.0.0 2.0; TaskManager; limit ? <all>"}},
		{"limit under a condition", aFlinkContainer + `.WithArgs("taskmanager"); if (ci) { tm.WithContainerRuntimeArgs("--memory", "1g"); }`, []string{"tm <tm>; flink:2.0.0 2.0; TaskManager; limit ? <1g>"}},
		{"mount", aFlinkContainer + `.WithArgs("taskmanager").WithBindMount("./conf/config.yaml", "/opt/flink/conf/config.yaml", isReadOnly: true).WithBindMount("./jars", "/opt/flink/lib");`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; conf/config.yaml to /opt/flink/conf/config.yaml true"}},
		{"an image of one's own", `builder.AddContainer("my-taskmanager", "acme/streams").WithEnvironment("FLINK_PROPERTIES", "a: 1");`, []string{"my-taskmanager <my-taskmanager>; acme/streams 0.0; TaskManager; a=1"}},
		{"a project", `builder.AddProject<Projects.Api>("api").WithEnvironment("DOTNET_GCHeapHardLimit", "0x10000000").WithReplicas(2); builder.AddProject<Projects.Web>("web");`,
			[]string{"api <api>; DOTNET_GCHeapHardLimit=0x10000000; no Flink"}},
		{"another program", `builder.AddContainer("kafka", "apache/kafka").WithEnvironment("KAFKA_HEAP_OPTS", "-Xmx1g"); builder.AddContainer("x", "y").WithEnvironment("DOTNET_KAFKA_X", "1");`, nil},
		{".NET beside Flink", aFlinkContainer + `.WithArgs("taskmanager").WithEnvironment("FLINK_PROPERTIES", "a: 1").WithEnvironment("DOTNET_GCHeapHardLimit", "512m").WithEnvironment("COMPlus_gcServer", value);`,
			[]string{"tm <tm>; flink:2.0.0 2.0; TaskManager; a=1; DOTNET_GCHeapHardLimit=512m; COMPlus_gcServer=?"}},
		{"comments and white space", "builder\n  // x\n  . AddContainer /* \" */ ( \"jm\" , \"flink:2.0.0\" )\r\n\t.WithArgs(\"jobmanager\") // .WithArgs(\"taskmanager\")\n  .WithEnvironment(\"FLINK_PROPERTIES\",\n @\"a: 1\nb: 2\");",
			[]string{"jm <jm>; flink:2.0.0 2.0; JobManager; a=1; b=2"}},
		{"out of comments", `// builder.AddContainer("jm", "flink:2.0.0").WithEnvironment("FLINK_PROPERTIES", "a: 1");`, nil},
		{"out of strings", `var s = "builder.AddContainer(\"jm\", \"flink:2.0.0\").WithEnvironment(\"FLINK_PROPERTIES\", \"a: 1\")";`, nil},
		{"unfinished", `builder.AddContainer("jm", "flink:2.0.0").WithEnvironment("FLINK_PROPERTIES", "a: 1").WithArgs("jobmanager`, []string{"jm <jm>; flink:2.0.0 2.0; open; a=1"}},
	} {
		d := Read("Program.cs", []byte(test.in), Aspire)
		var got []string
		for _, w := range d.Workloads {
			got = append(got, workloadSummary(w))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %s\n got %q\nwant %q", test.name, test.in, got, test.want)
		}
	}
}

// TestAspireDockerfiles: an image that is built from a Dockerfile is what that says, with the files that it copies and its
// command; so is a configuration file that is mounted.
func TestAspireDockerfiles(t *testing.T) {
	read := func(path, content string) *Document { return Read(path, []byte(content), "") }
	host := read("host/Program.cs", `b.AddDockerfile("jm", "../flink").WithArgs("jobmanager").WithEnvironment("FLINK_PROPERTIES", "jobmanager.memory.off-heap.size: 64m");
b.AddDockerfile("tm", @"..\flink", "tm.Dockerfile").WithContainerRuntimeArgs("-m", "1g");
b.AddContainer("mounted", "flink:2.0.0").WithBindMount("conf/config.yaml", "/opt/flink/conf/config.yaml").WithArgs("taskmanager");`)
	docs := []*Document{
		host, read("flink/Dockerfile", "FROM flink:1.18\nCOPY flink-conf.yaml /opt/flink/conf/\n"), read("flink/tm.Dockerfile", "FROM flink:1.18\nCMD [\"taskmanager\"]\n"),
		read("flink/flink-conf.yaml", "jobmanager.memory.process.size: 2g\n"), read("host/conf/config.yaml", "taskmanager:\n  memory:\n    process:\n      size: 3g\n"),
	}
	for _, name := range []string{"../flink/Dockerfile", "../flink/tm.Dockerfile", "conf/config.yaml"} {
		if !slices.Contains(host.References, name) {
			t.Errorf("%s is not referred to: %q", name, host.References)
		}
	}
	want := map[string]string{
		"jm": "1.18 jobmanager.memory.off-heap.size=64m jobmanager.memory.process.size=2g", "tm": "1.18 taskmanager.memory.process.size=1728m taskmanager.numberOfTaskSlots=1",
		"mounted": "2.0 taskmanager.memory.process.size=3g",
	}
	for _, c := range Link(docs, LinkOptions{}) {
		if c.Document != host {
			continue
		}
		got := c.Version.String()
		for _, p := range c.Processes() {
			for _, key := range slices.Sorted(maps.Keys(p.Options)) {
				got += " " + key + "=" + p.Options[key].Value
			}
		}
		if got != want[c.Name] {
			t.Errorf("%s: got %q, want %q", c.Name, got, want[c.Name])
		}
		delete(want, c.Name)
	}
	if len(want) > 0 {
		t.Errorf("no clusters for %q", want)
	}
}
