package source

import (
	"strings"
	"testing"
)

// optionOf is the last option of that key in a document, with those that the image's entrypoint makes.
func optionOf(t *testing.T, d *Document, key string) Option {
	t.Helper()
	var found *Option
	for _, p := range d.allParts() {
		for i := range p.Options {
			if p.Options[i].Key == key {
				found = &p.Options[i]
			}
		}
	}
	if found == nil {
		t.Fatalf("no %s in\n%s", key, d.Bytes)
	}
	return *found
}

const (
	processSize  = "taskmanager.memory.process.size"
	managedSize  = "taskmanager.memory.managed.size"
	aConfigMap   = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: flink\ndata:\n"
	aDeployment  = "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: flink\nspec:\n"
	aPod         = "apiVersion: v1\nkind: Pod\nmetadata: {name: flink}\nspec:\n  containers:\n  - image: flink:1.17\n    args: [taskmanager]\n"
	aService     = "services:\n  tm:\n    image: flink:1.17\n    command: taskmanager\n    environment:\n"
	aDockerfile  = "FROM flink:1.17\n"
	composeStart = "services:\n  tm:\n    image: flink:1.17\n    command: taskmanager\n"
)

// TestInsert puts managed.size: 1g beside process.size. In what is read, "|" is where the text is put, which stands behind
// the tilde; "" for texts that it cannot be put into.
func TestInsert(t *testing.T) {
	const line = "taskmanager.memory.managed.size: 1g"
	for _, c := range []struct {
		name string
		kind Kind
		text string // with a bar where want is put
		want string // "" where it has to be refused
	}{
		{"flat line", FlinkConf, "a: b\ntaskmanager.memory.process.size: 4g # c|\nc: d\n", "\n" + line},
		{"line with CRLF and spaces", FlinkConf, "a: b\r\n  taskmanager.memory.process.size: 4g |\r\nc: d\r\n", "\r\n  " + line},
		{"last line without end", FlinkConf, "a: b\r\ntaskmanager.memory.process.size: 4g|", "\r\n" + line},
		{"only line without end", FlinkConf, "  taskmanager.memory.process.size: 4g|", "\n  " + line},
		{"key that is there", FlinkConf, "taskmanager.memory.process.size: 4g\n" + line + "\n", ""},
		{"template", FlinkConf, "a: {{ b }}\ntaskmanager.memory.process.size: 4g\n", ""},

		{"flat YAML", ConfigYAML, "a: b\ntaskmanager.memory.process.size: '4g' # c|\nc: d\n", "\n" + line},
		{"flat YAML, key in quotes", ConfigYAML, "'taskmanager.memory.process.size': 4g|\n", "\n'taskmanager.memory.managed.size': 1g"},
		{"flat YAML, last line", ConfigYAML, "a: b\ntaskmanager.memory.process.size: 4g|", "\n" + line},
		{"a block that is there", ConfigYAML, "taskmanager:\n  memory:\n    process:\n      size: 4g # c\n    # about\n    managed:\n      fraction: 0.1|\nparallelism.default: 1\n", "\n      size: 1g"},
		{"no block for the key", ConfigYAML, "taskmanager:\r\n    memory:\r\n        process:\r\n            size: 4g # c|\r\nparallelism.default: 1\r\n",
			"\r\n        managed.size: 1g"},
		{"flat in a block", ConfigYAML, "taskmanager:\n  memory.process.size: 4g|\n  numberOfTaskSlots: 1\n", "\n  memory.managed.size: 1g"},
		{"flat beside blocks", ConfigYAML, "taskmanager:\n  memory:\n    flink:\n      size: 1g\n    process.size: 4g|\n    network: {min: 1m}\n", "\n    managed.size: 1g"},
		{"flat in the block that is there", ConfigYAML, "taskmanager.memory:\n  managed:\n    fraction: 0.1|\n  process.size: 4g", "\n    size: 1g"},
		{"block without end of line", ConfigYAML, "taskmanager:\n  memory:\n    process:\n      size: 4g|", "\n    managed.size: 1g"},
		{"block that is an alias", ConfigYAML, "x: &a\n  fraction: 0.1\ntaskmanager:\n  memory:\n    managed: *a\n    process:\n      size: 4g\n", ""},
		{"block with an anchor", ConfigYAML, "taskmanager: &a\n  memory:\n    process:\n      size: 4g\nx: *a\n", ""},
		{"key that is a value", ConfigYAML, "taskmanager:\n  memory:\n    managed: x\n    process:\n      size: 4g|\n", "\n    managed.size: 1g"},
		{"key that is there in a block", ConfigYAML, "taskmanager:\n  memory:\n    managed.size: x\n    process:\n      size: 4g\n", ""},
		{"brackets", ConfigYAML, "taskmanager: {memory: {process: {size: 4g}|, x: 1}}\n", ", managed.size: 1g"},
		{"JSON", ConfigYAML, "{\n  \"taskmanager.memory.process.size\": \"4g\"|,\n  \"a\": 1\n}\n", ",\n  \"taskmanager.memory.managed.size\": \"1g\""},
		{"block scalar behind", ConfigYAML, "taskmanager.memory.process.size: >-\n  4g|\n\na: b\n", "\n" + line},

		{"ConfigMap", "", aConfigMap + "  flink-conf.yaml: |\n    taskmanager.memory.process.size: 4g # c|\n  x: y\n", "\n    " + line},
		{"ConfigMap, stripped, last line", "", aConfigMap + "  flink-conf.yaml: |-\n    a: b\n    taskmanager.memory.process.size: 4g|", "\n    " + line},
		{"ConfigMap with CRLF", "", strings.ReplaceAll(aConfigMap+"  flink-conf.yaml: |+\n    a: b\n    taskmanager.memory.process.size: 4g|\n\n  x: y\n", "\n", "\r\n"), "\r\n    " + line},
		{"ConfigMap, nested", "", aConfigMap + "  config.yaml: |\n    taskmanager:\n      memory:\n        process:\n          size: 4g|\n  x: y\n", "\n        managed.size: 1g"},
		{"ConfigMap, double quotes", "", aConfigMap + "  flink-conf.yaml: \"a: b\\ntaskmanager.memory.process.size: 4g|\\n\"\n", "\\n" + line},
		{"ConfigMap, YAML in double quotes", "", aConfigMap + "  config.yaml: \"a: b\\ntaskmanager.memory.process.size: 4g|\\n\"\n", "\\n" + line},
		{"ConfigMap, only line in double quotes", "", aConfigMap + "  flink-conf.yaml: \"taskmanager.memory.process.size: 4g|\"\n", "\\n" + line},
		{"ConfigMap, only line in single quotes", "", aConfigMap + "  flink-conf.yaml: 'taskmanager.memory.process.size: 4g'\n", ""},
		{"ConfigMap, folded", "", aConfigMap + "  flink-conf.yaml: >\n    a: b\n\n    taskmanager.memory.process.size: 4g|\n", "\n\n    " + line},
		{"ConfigMap as JSON", "", `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "flink"}, "data": {"flink-conf.yaml": "taskmanager.memory.process.size: 4g|\n"}}`, `\n` + line},
		{"ConfigMap that an alias repeats", "", aConfigMap + "  flink-conf.yaml: &a |\n    taskmanager.memory.process.size: 4g\n  other: *a\n", ""},
		{"FLINK_PROPERTIES of a ConfigMap", "", aConfigMap + "  FLINK_PROPERTIES: |\n    taskmanager.memory.process.size: 4g|\n", "\n    " + line},

		{"FLINK_PROPERTIES", "", aPod + "    env:\n    - name: FLINK_PROPERTIES\n      value: |\n        taskmanager.memory.process.size: 4g|\n        a: b\n", "\n        " + line},
		{"FLINK_PROPERTIES, stripped", "", aPod + "    env:\n    - name: FLINK_PROPERTIES\n      value: |-\n        taskmanager.memory.process.size: 4g|\n", "\n        " + line},
		{"FLINK_PROPERTIES, double quotes", "", aPod + "    env:\n    - name: FLINK_PROPERTIES\n      value: \"a: b\\n taskmanager.memory.process.size: 4g|\\nc: d\"\n", "\\n" + line},
		{"FLINK_PROPERTIES, lines joined", "", aPod + "    env:\n    - name: FLINK_PROPERTIES\n      value: \"a: b\\n\\\n        taskmanager.memory.process.size: 4g|\\n\\\n        c: d\"\n",
			"\\n\\\n        " + line},
		{"FLINK_PROPERTIES, one line", "", aPod + "    env:\n    - name: FLINK_PROPERTIES\n      value: 'taskmanager.memory.process.size: 4g'\n", ""},
		{"FLINK_PROPERTIES of Compose", "", aService + "      FLINK_PROPERTIES: |\n        taskmanager.memory.process.size: 4g|\n", "\n        " + line},
		{"FLINK_PROPERTIES in a list", "", aService + "      - |\n        FLINK_PROPERTIES=\n        a: b\n        taskmanager.memory.process.size: 4g|\n      - X=1\n", "\n        " + line},
		{"FLINK_PROPERTIES in a list, the first line", "", aService + "      - |\n        FLINK_PROPERTIES=taskmanager.memory.process.size: 4g|\n        a: b\n", "\n        " + line},
		{"FLINK_PROPERTIES in a list, quoted", "", aService + "      - \"FLINK_PROPERTIES=taskmanager.memory.process.size: 4g|\\na: b\"\n", "\\n" + line},
		{"FLINK_PROPERTIES in a list, plain lines", "", aService + "      - FLINK_PROPERTIES=taskmanager.memory.process.size:4g\n\n        a:b\n", ""},
		{"FLINK_PROPERTIES behind a variable", "", aService + "      FLINK_PROPERTIES: |\n        a: ${A:-1}\n        taskmanager.memory.process.size: 4g|\n", "\n        " + line},
		{"configs of Compose", "", composeStart + "    configs:\n      - source: c\n        target: /opt/flink/conf/config.yaml\nconfigs:\n  c:\n    content: |\n      taskmanager:\n        memory.process.size: 4g|\n",
			"\n        memory.managed.size: 1g"},
		{"environment file", Dotenv, "FLINK_PROPERTIES=\"a: b\n taskmanager.memory.process.size: 4g|\n c: d\"\nX=1\n", "\n " + line},
		{"environment file, one line", Dotenv, "export FLINK_PROPERTIES=\"taskmanager.memory.process.size: 4g|\"\n", "\\n" + line},
		{"environment file, without quotes", Dotenv, "FLINK_PROPERTIES=taskmanager.memory.process.size: 4g\n", ""},
		{"ENV", "", aDockerfile + "ENV A=1 \\\n    FLINK_PROPERTIES=\"taskmanager.memory.process.size: 4g\"\n", ""},
		{"echo", "", aDockerfile + "RUN echo \"a: b\\ntaskmanager.memory.process.size: 4g|\" >> conf/flink-conf.yaml\n", "\\n" + line},
		{"here-document", "", aDockerfile + "RUN cat <<EOF >> conf/flink-conf.yaml\ntaskmanager.memory.process.size: 4g|\nEOF\n", "\n" + line},

		{"flinkConfiguration", "", aDeployment + "  flinkConfiguration:\n    taskmanager.memory.process.size: \"4g\" # c|\n    a: b\n", "\n    taskmanager.memory.managed.size: \"1g\""},
		{"field of a resource", "", aDeployment + "  flinkVersion: v1_20\n  flinkConfiguration:\n    taskmanager.memory.network.min: \"1g\"|\n    a: b\n  taskManager: {resource: {memory: 4g}}\n",
			"\n    taskmanager.memory.managed.size: \"1g\""},
		{"field of a resource alone", "", aDeployment + "  flinkVersion: v1_20\n  taskManager: {resource: {memory: 4g}}\n", ""},
		{"flinkConfiguration, nested", "", aDeployment + "  flinkConfiguration:\n    taskmanager:\n      memory:\n        process.size: 4g|\n", "\n        managed.size: 1g"},
		{"flinkConfiguration in brackets", "", aDeployment + "  flinkConfiguration: {taskmanager.memory.process.size: '4g'|}\n", ", taskmanager.memory.managed.size: '1g'"},
		{"flinkConfiguration, merged", "", "x: &a\n  taskmanager.memory.process.size: 4g\n---\n" + aDeployment + "  flinkConfiguration: &b\n    taskmanager.memory.process.size: 4g\n  x: *b\n", ""},
		{"values of a chart", HelmValues, "flinkConfiguration:\n  taskmanager.memory.process.size: 4g|\n  jobmanager.memory.process.size: 1g\n", "\n  " + line},
		{"text in a chart's values", HelmValues, "config: |\n  taskmanager.memory.process.size: 4g|\n  jobmanager.memory.process.size: 1g\n", "\n  " + line},

		{"argument", "", aPod + "    command:\n    - taskmanager.sh\n    - \"-Dtaskmanager.memory.process.size=4g\" # c|\n    - x\n", "\n    - \"-Dtaskmanager.memory.managed.size=1g\""},
		{"argument in brackets", "", aPod + "    command: [taskmanager.sh, '-Dtaskmanager.memory.process.size=4g'|, x]\n", ", '-Dtaskmanager.memory.managed.size=1g'"},
		{"two arguments", "", aPod + "    command: [taskmanager.sh, -D, taskmanager.memory.process.size=4g]\n", ""},
		{"word of a command", "", composeStart[:len(composeStart)-len("    command: taskmanager\n")] + "    command: taskmanager -Dtaskmanager.memory.process.size=4g| -Da=b\n", " -Dtaskmanager.memory.managed.size=1g"},
		{"word of a script", Shell, "./flink run \\\n  -yD taskmanager.memory.flink.size=1g \\\n  -Dtaskmanager.memory.process.size=4g| \\\n  x.jar\n", " -Dtaskmanager.memory.managed.size=1g"},
		{"fence", Markdown, "a\n\n    ```yaml\n    taskmanager.memory.process.size: 4g|\n    ```\n", "\n    " + line},
		{"fence in a quotation", Markdown, "> ```yaml\n> taskmanager.memory.process.size: 4g|\n> taskmanager.numberOfTaskSlots: 4\n> ```\n", "\n> " + line},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, want, _ := strings.Cut(c.text, "|\x00")
			if at := strings.LastIndex(text, "|"); c.want != "" {
				want = text[:at] + c.want + text[at+1:]
				text = text[:at] + text[at+1:]
			} else if c.want == "" && strings.HasSuffix(text, "4g|") {
				text = strings.TrimSuffix(text, "|")
			}
			path := map[bool]string{true: "Dockerfile", false: "x.yaml"}[strings.HasPrefix(text, "FROM")]
			d := Read(path, []byte(text), c.kind)
			e, ok := d.Insert(optionOf(t, d, processSize), managedSize, "1g")
			if !ok {
				if c.want != "" {
					t.Errorf("refused")
				}
				return
			}
			if got, _ := d.Apply([]Edit{e}); string(got) != want || c.want == "" {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestInsertQuotesValues(t *testing.T) {
	for _, c := range []struct {
		kind              Kind
		text, value, want string
	}{
		{FlinkConf, "a: 'x'\n", "64 mb", "b: 64 mb"},
		{FlinkConf, "a: x\n", "x # y", ""},
		{FlinkConf, "a: x\n", "x\ny", ""},
		{ConfigYAML, "a: x\n", "64 mb", "b: 64 mb"},
		{ConfigYAML, "a: x\n", "4", "b: 4"},
		{ConfigYAML, "a: x\n", "1e3", `b: "1e3"`},
		{ConfigYAML, "a: 'x'\n", "1e3", "b: '1e3'"},
		{ConfigYAML, "a: x\n", "a: b", `b: "a: b"`},
		{ConfigYAML, "a: x\n", "x\ny", ""},
		{"", aDeployment + "  flinkConfiguration:\n    a: x\n", "4", `b: "4"`},
		{"", aDeployment + "  flinkConfiguration:\n    a: 'x'\n", "4", "b: '4'"},
		{"", aDeployment + "  flinkConfiguration:\n    a: \"x\"\n", "4g", `b: "4g"`},
		{"", aDeployment + "  flinkConfiguration:\n    a: x\n", "yes", `b: "yes"`},
		{"", aDeployment + "  flinkConfiguration:\n    a: x\n", "4g", "b: 4g"},
	} {
		d := Read("x.yaml", []byte(c.text), c.kind)
		e, ok := d.Insert(optionOf(t, d, "a"), "b", c.value)
		if got := strings.TrimSpace(e.NewText); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%q, %q: %v, got %s, want %s", c.text, c.value, ok, got, c.want)
		}
	}
}

// TestInsertSeveral: a fix may put several options beside one.
func TestInsertSeveral(t *testing.T) {
	for _, c := range []struct {
		kind       Kind
		text, want string
	}{
		{FlinkConf, "taskmanager.memory.process.size: 4g", "taskmanager.memory.process.size: 4g\ntaskmanager.memory.network.min: 1m\ntaskmanager.memory.network.max: 2m"},
		{ConfigYAML, "taskmanager:\n  memory:\n    process:\n      size: 4g # c\n", "taskmanager:\n  memory:\n    process:\n      size: 4g # c\n    network.min: 1m\n    network.max: 2m\n"},
		{ConfigYAML, "{taskmanager.memory.process.size: 4g}\n", "{taskmanager.memory.process.size: 4g, taskmanager.memory.network.min: 1m, taskmanager.memory.network.max: 2m}\n"},
		{"", aConfigMap + "  flink-conf.yaml: \"taskmanager.memory.process.size: 4g\\n\"\n",
			aConfigMap + "  flink-conf.yaml: \"taskmanager.memory.process.size: 4g\\ntaskmanager.memory.network.min: 1m\\ntaskmanager.memory.network.max: 2m\\n\"\n"},
	} {
		d := Read("x.yaml", []byte(c.text), c.kind)
		o := optionOf(t, d, processSize)
		first, ok1 := d.Insert(o, "taskmanager.memory.network.min", "1m")
		second, ok2 := d.Insert(o, "taskmanager.memory.network.max", "2m")
		if got, err := d.Apply([]Edit{first, second}); !ok1 || !ok2 || err != nil || string(got) != c.want {
			t.Errorf("%v %v %v, got\n%s\nwant\n%s", ok1, ok2, err, got, c.want)
		}
	}
}
