package source

import (
	"strings"
	"testing"
)

// TestDelete deletes process.size; the bars enclose what is gone.
func TestDelete(t *testing.T) {
	const line = "taskmanager.memory.process.size: 4g"
	for _, c := range []struct {
		name    string
		kind    Kind
		text    string // without bars where it has to be refused; |= is a bar of the text
		instead string
	}{
		{"line", FlinkConf, "# about\n|" + line + " # c\n|a: b\n", ""},
		{"line with CRLF", FlinkConf, "a: b\r\n|" + line + "\r\n|c: d", ""},
		{"last line", FlinkConf, "a: b\n|" + line + "|", ""},
		{"flat", ConfigYAML, "# about\n|" + line + " # c\n|a: b\n", ""},
		{"last of a block", ConfigYAML, "# about\n|taskmanager:\n  memory:\n    process:\n      size: 4g\n|# end\na: b\n", ""},
		{"last of an inner block", ConfigYAML, "taskmanager:\r\n  # above\r\n|  memory:\r\n    process.size: 4g # c\r\n|  a: b\r\n", ""},
		{"last of a block at the end", ConfigYAML, "a: b\n|taskmanager:\n  memory.process.size: 4g|", ""},
		{"comment behind the block", ConfigYAML, "|taskmanager: # why\n\n  memory.process.size: 4g\n|  # what is left\na: b\n", ""},
		{"block with an anchor", ConfigYAML, "taskmanager: &a\n  memory.process.size: 4g\n", ""},
		{"brackets", ConfigYAML, "taskmanager: {|memory.process.size: 4g, |x: 1}\n", ""},
		{"last in brackets", ConfigYAML, "taskmanager: {x: 1|, memory: {process.size: 4g}|}\n", ""},
		{"only one in brackets", ConfigYAML, "|taskmanager: {memory: {process.size: 4g}}\n|a: b\n", ""},
		{"comment in brackets", ConfigYAML, "taskmanager: {memory.process.size: 4g, # c\n  x: 1}\n", ""},
		{"JSON", ConfigYAML, "{\n  |\"taskmanager.memory.process.size\": \"4g\",\n  |\"a\": 1\n}\n", ""},
		{"JSON, last", ConfigYAML, "{\n  \"a\": 1|,\n  \"taskmanager.memory.process.size\": \"4g\"|\n}\n", ""},

		{"ConfigMap", "", aConfigMap + "  flink-conf.yaml: |=\n|    " + line + "\n|  x: y\n", ""},
		{"ConfigMap, nested", "", aConfigMap + "  config.yaml: |=\n    a: b\n|    taskmanager:\n      memory.process.size: 4g\n|  x: y\n", ""},
		{"ConfigMap, nested, only one", "", aConfigMap + "  config.yaml: |=\n|    taskmanager:\n      memory.process.size: 4g\n|  x: y\n", ""},
		{"ConfigMap, double quotes", "", aConfigMap + "  flink-conf.yaml: \"a: b\\n|" + line + "\\n|c: d\"\n", ""},
		{"ConfigMap, last in double quotes", "", aConfigMap + "  flink-conf.yaml: \"a: b|\\n" + line + "|\\n\"\n", ""},

		{"line of FLINK_PROPERTIES", "", aPod + "    env:\n    - name: FLINK_PROPERTIES\n      value: |=\n        a: b\n|        " + line + "\n|    - name: X\n      value: y\n", ""},
		{"whole FLINK_PROPERTIES", "", aPod + "    env:\n|    - name: FLINK_PROPERTIES\n      value: |=\n        " + line + "\n|    - name: X\n      value: y\n", ""},
		{"whole FLINK_PROPERTIES, last", "", aPod + "    env:\n      - name: X\n        value: y\n|      - name: FLINK_PROPERTIES\n        value: \"" + line + "\"\n|", ""},
		{"whole FLINK_PROPERTIES, only one", "", aPod + "|    env:\n    - name: FLINK_PROPERTIES\n      value: '" + line + "'\n|    resources: {}\n", ""},
		{"FLINK_PROPERTIES in double quotes", "", aPod + "    env:\n    - name: FLINK_PROPERTIES\n      value: \"|" + line + "\\n|a: b\"\n", ""},
		{"whole FLINK_PROPERTIES of Compose", "", aService + "|      FLINK_PROPERTIES: |=\n        " + line + "\n|      X: 1\n", ""},
		{"whole FLINK_PROPERTIES of Compose, only one", "", strings.TrimSuffix(aService, "    environment:\n") + "|    environment:\n      FLINK_PROPERTIES: '" + line + "'\n|    x: y\n", ""},
		{"whole FLINK_PROPERTIES of a list", "", aService + "|      - |=\n        FLINK_PROPERTIES=\n        " + line + "\n|      - X=1\n", ""},
		{"whole FLINK_PROPERTIES of a list of one", "", strings.TrimSuffix(aService, "    environment:\n") + "|    environment:\n      - \"FLINK_PROPERTIES=" + line + "\"\n|", ""},
		{"environment file", Dotenv, "X=1\nFLINK_PROPERTIES=\"a: b\n| " + line + "\n| c: d\"\n", ""},
		{"whole variable of an environment file", Dotenv, "|FLINK_PROPERTIES=\"" + line + "\"\n|X=1\n", ""},
		{"ENV", "", aDockerfile + "ENV A=1 \\\n    FLINK_PROPERTIES=\"" + line + "\"\nRUN x\n", ""},

		{"flinkConfiguration", "", aDeployment + "  flinkConfiguration:\n|    " + line + "\n|    a: b\n", ""},
		{"flinkConfiguration, only one", "", aDeployment + "  flinkVersion: v1_20\n|  flinkConfiguration:\n    taskmanager:\n      memory.process.size: 4g\n|  x: y\n", ""},
		{"values of a chart", HelmValues, "flinkConfiguration:\n|  " + line + "\n|  jobmanager.memory.process.size: 1g\n", ""},
		{"argument", "", aPod + "    command:\n    - taskmanager.sh\n|    - \"-Dtaskmanager.memory.process.size=4g\" # c\n|    - x\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.ReplaceAll(c.text, "|=", "\x00")
			parts := strings.Split(text, "|")
			for i := range parts {
				parts[i] = strings.ReplaceAll(parts[i], "\x00", "|")
			}
			path := map[bool]string{true: "Dockerfile", false: "x.yaml"}[strings.HasPrefix(text, "FROM")]
			d := Read(path, []byte(strings.Join(parts, "")), c.kind)
			e, ok := d.DeleteEntry(optionOf(t, d, processSize))
			if !ok {
				if len(parts) > 1 {
					t.Error("refused")
				}
				return
			}
			if len(parts) == 1 || d.slice(e.Span) != parts[1] || e.Span.Start != len(parts[0]) {
				t.Errorf("deletes %q of\n%s", d.slice(e.Span), d.Bytes)
			}
		})
	}
}

func TestDeleteSeveral(t *testing.T) {
	for _, c := range []struct {
		kind       Kind
		text, want string
	}{
		{FlinkConf, "a: 1\nx: 2\nb: 3\n", "x: 2\n"},
		{ConfigYAML, "x: 0\ny:\n  z:\n    a: 1\n    b: 2\n", "x: 0\n"},
		{ConfigYAML, "y: {a: 1, b: 2, c: 3}\n", "y: {c: 3}\n"},
		{ConfigYAML, "y: {c: 3, a: 1, b: 2}\n", "y: {c: 3}\n"},
		{ConfigYAML, "x: 0\ny: {a: 1, b: 2}\n", "x: 0\n"},
		{"", aConfigMap + "  flink-conf.yaml: \"a: 1\\nc: 2\\nb: 3\\n\"\n", aConfigMap + "  flink-conf.yaml: \"c: 2\\n\"\n"},
		{"", aConfigMap + "  flink-conf.yaml: \"c: 1\\na: 2\\nb: 3\\n\"\n", aConfigMap + "  flink-conf.yaml: \"c: 1\\n\"\n"},
		{"", aPod + "    env:\n    - name: FLINK_PROPERTIES\n      value: |\n        a: 1\n        b: 2\n    - name: X\n      value: y\n", aPod + "    env:\n    - name: X\n      value: y\n"},
	} {
		d := Read("x.yaml", []byte(c.text), c.kind)
		var options []Option
		for _, p := range d.allParts() {
			for _, o := range p.Options {
				if key := o.Key[strings.LastIndexByte(o.Key, '.')+1:]; (key == "a" || key == "b") && (len(options) == 0 || options[0].Place.Entry != o.Place.Entry) && len(options) < 2 {
					options = append(options, o)
				}
			}
		}
		edits, ok := d.Delete(options...)
		if got, err := d.Apply(edits); !ok || err != nil || string(got) != c.want {
			t.Errorf("%q: %v %v, got\n%s\nwant\n%s", c.text, ok, err, got, c.want)
		}
	}
}
