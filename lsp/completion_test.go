package lsp

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

type completed struct {
	Label, Detail, SortText string
	Documentation           struct{ Value string }
	Tags                    []int
	TextEdit                protocol.TextEdit
}

func (c *client) complete(uri string, p protocol.Position) []completed {
	c.t.Helper()
	var list struct{ Items []completed }
	c.request("textDocument/completion", map[string]any{"textDocument": map[string]any{"uri": uri}, "position": p}, &list)
	if list.Items == nil {
		c.t.Error("no list of items")
	}
	return list.Items
}

func TestCompletion(t *testing.T) {
	const appHost = "b.AddContainer(\"tm\", \"flink:2.0\")\n    .WithEnvironment(\"FLINK_PROPERTIES\", \"\"\"\n        taskmanager.memory.process.size: 4g\n        \"\"\")\n    .WithArgs(\"taskmanager\");\n"
	const conf = "conf/flink-conf.yaml"
	operator := "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata: {name: x}\nspec:\n  flinkVersion: v1_18\n  flinkConfiguration:\n    taskmanager.numberOfTaskSlots: \"2\"\n    taskmanager.memory.net^\n  taskManager: {resource: {memory: 2g}}\n"
	compose := func(image, properties string) string {
		return "services:\n  tm:\n    image: " + image + "\n    command: taskmanager\n    environment:\n      FLINK_PROPERTIES: " + properties + "\n"
	}
	pod := func(arguments string) string {
		return "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec:\n  containers:\n    - name: tm\n      image: flink:1.10\n      args: " + arguments + "\n"
	}
	const script = "bin/flink run -Dtaskmanager.memory.process.size=4g "
	tests := []struct {
		name, file, text string
		item             string // a label that is offered
		want             string // the text with it
		not              string // a label that is not offered
	}{
		{"a key", conf, "taskmanager.memory.pro^\n", "taskmanager.memory.process.size", "taskmanager.memory.process.size: \n", "jobmanager.memory.process.size"},
		{"an empty line", conf, "a: b\n^\n", "jobmanager.memory.process.size", "a: b\njobmanager.memory.process.size: \n", "nothing"},
		{"the end of the file", conf, "a: b\n^", "jobmanager.memory.process.size", "a: b\njobmanager.memory.process.size: ", "nothing"},
		{"an empty file", conf, "^", "jobmanager.memory.process.size", "jobmanager.memory.process.size: ", "nothing"},
		{"inside a key with a value", conf, "# ä😀\ntaskmanager.memory.pro^cess.sizes: 1g\n", "", "", "taskmanager.memory.process.size"},
		{"a key before its colon", conf, "taskmanager.memory.process^: 1g\n", "taskmanager.memory.process.size", "taskmanager.memory.process.size: 1g\n", ""},
		{"present keys are left out", conf, "taskmanager.memory.process.size: 1g\ntaskmanager.memory.^\n", "taskmanager.memory.flink.size", "taskmanager.memory.process.size: 1g\ntaskmanager.memory.flink.size: \n", "taskmanager.memory.process.size"},
		{"keys of this version", "flink-1.10/conf/flink-conf.yaml", "taskmanager.memory.^\n", "taskmanager.memory.process.size", "taskmanager.memory.process.size: \n", "taskmanager.memory.managed.consumer-weights"},
		{"a nested key", "config.yaml", "taskmanager:\n  memory:\n    network:\n      min: 1g\n    pro^\njobmanager:\n  x: y\n", "process.size", "taskmanager:\n  memory:\n    network:\n      min: 1g\n    process.size: \njobmanager:\n  x: y\n", "network.min"},
		{"an empty line in a block", "config.yaml", "taskmanager:\n  memory:\n    network.min: 1g\n    ^\n", "process.size", "taskmanager:\n  memory:\n    network.min: 1g\n    process.size: \n", "taskmanager.memory.process.size"},
		{"a ConfigMap", "k8s/conf.yaml", strings.Replace(configMap, "process.size: ", "pro^\n", 1), "taskmanager.memory.process.size", strings.Replace(configMap, "process.size: ", "process.size: \n", 1), "metadata"},
		{"outside of the ConfigMap's text", "k8s/conf.yaml", strings.Replace(configMap, "metadata", "meta^data", 1) + "1g\n", "", "", "taskmanager.memory.process.size"},
		{"an operator's resource", "k8s/x.yaml", operator, "taskmanager.memory.network.fraction", strings.Replace(operator, "net^", "network.fraction: ", 1), "taskmanager.memory.network.memory.fraction"},
		{"a raw string of C#", "Program.cs", strings.Replace(appHost, "process.size: 4g", "process.size: 4g\n        taskmanager.memory.man^", 1), "taskmanager.memory.managed.size",
			strings.Replace(appHost, "process.size: 4g", "process.size: 4g\n        taskmanager.memory.managed.size: ", 1), "jobmanager.memory.process.size"},
		{"outside of strings of C#", "Program.cs", strings.Replace(appHost, "WithArgs", "With^Args", 1), "", "", "taskmanager.memory.managed.size"},
		{"a comment", conf, "# taskmanager.mem^\n", "", "", "taskmanager.memory.process.size"},
		{"units", conf, "taskmanager.memory.process.size: 4^\n", "4g", "taskmanager.memory.process.size: 4g\n", "4096"},
		{"the smallest that fits", conf, "taskmanager.memory.managed.size: 1g\ntaskmanager.memory.process.size: ^\n", "1871m", "", ""},
		{"a fraction", "config.yaml", "taskmanager:\n  memory:\n    process.size: 4g\n    network.fraction: ^ # x\n", "0.2", "taskmanager:\n  memory:\n    process.size: 4g\n    network.fraction: 0.2 # x\n", "0.9"},
		{"a fraction in quotes", "config.yaml", "taskmanager:\n  memory:\n    process.size: 4g\n    network.fraction: \"0.^\" # x\n", "0.2", "taskmanager:\n  memory:\n    process.size: 4g\n    network.fraction: \"0.2\" # x\n", "\"0.2\""},
		{"a size in empty quotes", "config.yaml", "taskmanager:\n  memory:\n    managed.size: 1g\n    process.size: '^'\n", "1871m", "taskmanager:\n  memory:\n    managed.size: 1g\n    process.size: '1871m'\n", ""},
		{"a size in quotes that are not closed", "config.yaml", "taskmanager:\n  memory:\n    managed.size: 1g\n    process.size: \"4^\n", "4g", "taskmanager:\n  memory:\n    managed.size: 1g\n    process.size: \"4g\n", ""},
		{"a fraction where the operator wants a text", "k8s/x.yaml", strings.Replace(operator, "net^", "network.fraction: ^", 1), "0.2", strings.Replace(operator, "net^", "network.fraction: \"0.2\"", 1), ""},
		{"a fraction that has its quotes there", "k8s/x.yaml", strings.Replace(operator, "net^", "network.fraction: \"^\"", 1), "0.2", strings.Replace(operator, "net^", "network.fraction: \"0.2\"", 1), ""},
		{"a size needs no quotes there", "k8s/x.yaml", strings.Replace(operator, "net^", "network.min: 64^", 1), "64m", strings.Replace(operator, "net^", "network.min: 64m", 1), ""},
		{"a state backend", conf, "taskmanager.memory.jvm-overhead.min: 1g\nstate.backend: r^\n", "rocksdb", "taskmanager.memory.jvm-overhead.min: 1g\nstate.backend: rocksdb\n", "forst"},
		{"an argument of a script", "run.sh", script + "-Dtaskmanager.memory.man^ x.jar\n", "taskmanager.memory.managed.size", script + "-Dtaskmanager.memory.managed.size= x.jar\n", "taskmanager.memory.process.size"},
		{"an empty argument", "run.sh", script + "-D^ x.jar\n", "taskmanager.memory.managed.size", script + "-Dtaskmanager.memory.managed.size= x.jar\n", "nothing"},
		{"an argument of two words", "run.sh", script + "-D 'task^'\n", "taskmanager.memory.managed.size", script + "-D 'taskmanager.memory.managed.size='\n", ""},
		{"an argument with its value", "run.sh", script + "-Djobmanager.memory.^=1g\n", "jobmanager.memory.process.size", script + "-Djobmanager.memory.process.size=1g\n", ""},
		{"the value of an argument", "run.sh", script + "-Djobmanager.memory.process.size=1^ x.jar\n", "1g", script + "-Djobmanager.memory.process.size=1g x.jar\n", ""},
		{"the value of an argument in quotes", "run.sh", script + "-Djobmanager.memory.process.size=\"1^\"\n", "1g", script + "-Djobmanager.memory.process.size=\"1g\"\n", ""},
		{"a flag for YARN", "run.sh", "flink run -yt^m 2g -Djobmanager.memory.process.size=1g\n", "", "", "taskmanager.memory.process.size"},
		{"a word of a script", "run.sh", script + "task^\n", "", "", "taskmanager.memory.managed.size"},
		{"an argument of a container", "k8s/x.yaml", pod(`["taskmanager", "-Dtaskmanager.memory.^"]`), "taskmanager.memory.managed.size", pod(`["taskmanager", "-Dtaskmanager.memory.managed.size="]`), "taskmanager.memory.managed.consumer-weights"},
		{"the value of an item of a list", "k8s/x.yaml", pod("\n        - taskmanager\n        - -Dtaskmanager.memory.managed.fraction=^"), "0.4", pod("\n        - taskmanager\n        - -Dtaskmanager.memory.managed.fraction=0.4"), "0.9"},
		{"an argument of a service", "compose.yaml", strings.Replace(compose("flink:1.20", "''"), "taskmanager\n", "taskmanager -Dtaskmanager.memory.^\n", 1), "taskmanager.memory.managed.consumer-weights",
			strings.Replace(compose("flink:1.20", "''"), "taskmanager\n", "taskmanager -Dtaskmanager.memory.managed.consumer-weights=\n", 1), ""},
		{"FLINK_PROPERTIES in quotes", "compose.yaml", compose("flink:1.20", `"taskmanager.memory.process.size: 4g\ntaskmanager.memory.m^\na: b"`), "taskmanager.memory.managed.size",
			compose("flink:1.20", `"taskmanager.memory.process.size: 4g\ntaskmanager.memory.managed.size: \na: b"`), "taskmanager.memory.process.size"},
		{"a line between escapes", "compose.yaml", compose("flink:1.20", `"a: b\n^\nc: d"`), "taskmanager.memory.managed.size", compose("flink:1.20", `"a: b\ntaskmanager.memory.managed.size: \nc: d"`), "nothing"},
		{"no text yet", "compose.yaml", compose("flink:1.20", "'^'"), "taskmanager.memory.managed.size", compose("flink:1.20", "'taskmanager.memory.managed.size: '"), "nothing"},
		{"behind the quotes", "compose.yaml", compose("flink:1.20", "'a: b' ^"), "", "", "taskmanager.memory.managed.size"},
		{"keys of the image's version", "compose.yaml", compose("flink:1.10", "'taskmanager.memory.^'"), "taskmanager.memory.managed.size", "", "taskmanager.memory.managed.consumer-weights"},
		{"its value in quotes", "compose.yaml", compose("flink:1.20", `"a: b\ntaskmanager.memory.managed.fraction: ^"`), "0.2", compose("flink:1.20", `"a: b\ntaskmanager.memory.managed.fraction: 0.2"`), "0.9"},
		{"the environment of a Dockerfile", "Dockerfile", "FROM flink:1.10\nENV A=b \\\n  FLINK_PROPERTIES=\"taskmanager.memory.^\"\n", "taskmanager.memory.managed.size",
			"FROM flink:1.10\nENV A=b \\\n  FLINK_PROPERTIES=\"taskmanager.memory.managed.size: \"\n", "taskmanager.memory.managed.consumer-weights"},
		{"the name of a variable", "Dockerfile", "FROM flink:1.20\nENV FLINK_PROP^ERTIES=\"taskmanager.memory.process.size: 1g\"\n", "", "", "taskmanager.memory.managed.size"},
		{"a boolean", conf, "taskmanager.memory.jvm-overhead.min: 1g\njobmanager.memory.enable-jvm-direct-memory-limit: f^\n", "true", "taskmanager.memory.jvm-overhead.min: 1g\njobmanager.memory.enable-jvm-direct-memory-limit: true\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, position := at(t, tt.text)
			root := folder(t, tt.file, text)
			c := connect(t, capabilities, root)
			items := c.complete(c.open(filepath.Join(root, filepath.FromSlash(tt.file)), text), position)
			named := func(label string) int {
				return slices.IndexFunc(items, func(i completed) bool { return i.Label == label })
			}
			if tt.not != "" && named(tt.not) >= 0 {
				t.Errorf("offers %s", tt.not)
			}
			if tt.item == "" {
				return
			}
			n := named(tt.item)
			if n < 0 {
				for _, i := range items {
					t.Logf("%s (%s)", i.Label, i.Detail)
				}
				t.Fatalf("%s is not offered", tt.item)
			}
			if tt.want != "" {
				s := newMapper([]byte(text), utf16Units).spanOf(items[n].TextEdit.Range)
				if got := text[:s.Start] + items[n].TextEdit.NewText + text[s.End:]; got != tt.want {
					t.Errorf("got\n%s", got)
				}
			}
		})
	}
}
