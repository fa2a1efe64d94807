package source

import "testing"

// TestManifestEdits changes one option of a manifest in all three ways; "" where it must not be possible.
func TestManifestEdits(t *testing.T) {
	const head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: flink}\ndata:\n"
	const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: flink}\nspec:\n  containers:\n  - image: flink\n"
	for _, c := range []struct{ name, manifest, value, want, renamed, deleted string }{
		{"a line of a block", head + "  flink-conf.yaml: |\n    taskmanager.heap.size: 1g # c\n    a: b\n", "2 g",
			head + "  flink-conf.yaml: |\n    taskmanager.heap.size: 2 g # c\n    a: b\n",
			head + "  flink-conf.yaml: |\n    taskmanager.memory.flink.size: 1g # c\n    a: b\n",
			head + "  flink-conf.yaml: |\n    a: b\n"},
		{"the only line of a block", head + "  config.yaml: |-\n    taskmanager.heap.size: '1g'\n  x: y\n", "2g",
			head + "  config.yaml: |-\n    taskmanager.heap.size: '2g'\n  x: y\n",
			head + "  config.yaml: |-\n    taskmanager.memory.flink.size: '1g'\n  x: y\n",
			head + "  config.yaml: |-\n  x: y\n"},
		{"in double quotes", head + `  flink-conf.yaml: "taskmanager.heap.size: 1g\na: b\n"` + "\n", "2g",
			head + `  flink-conf.yaml: "taskmanager.heap.size: 2g\na: b\n"` + "\n",
			head + `  flink-conf.yaml: "taskmanager.memory.flink.size: 1g\na: b\n"` + "\n",
			head + `  flink-conf.yaml: "a: b\n"` + "\n"},
		{"quotes in quotes", head + `  flink-conf.yaml: "taskmanager.heap.size: 1g\n"` + "\n", `"2g"`, "",
			head + `  flink-conf.yaml: "taskmanager.memory.flink.size: 1g\n"` + "\n", ""},
		{"an escaped value", head + `  flink-conf.yaml: "taskmanager.heap.size: \u0031g\n"` + "\n", "2g", "",
			head + `  flink-conf.yaml: "taskmanager.memory.flink.size: \u0031g\n"` + "\n", ""},
		{"a folded block", head + "  flink-conf.yaml: >\n    taskmanager.heap.size: 1g\n", "2g",
			head + "  flink-conf.yaml: >\n    taskmanager.heap.size: 2g\n",
			head + "  flink-conf.yaml: >\n    taskmanager.memory.flink.size: 1g\n", ""},
		{"an argument", pod + "    args:\n    - taskmanager\n    - \"-Dtaskmanager.heap.size=1g\" # c\n", "2g",
			pod + "    args:\n    - taskmanager\n    - \"-Dtaskmanager.heap.size=2g\" # c\n",
			pod + "    args:\n    - taskmanager\n    - \"-Dtaskmanager.memory.flink.size=1g\" # c\n",
			pod + "    args:\n    - taskmanager\n"},
		{"an argument in brackets", pod + "    args: [taskmanager, -D, taskmanager.heap.size=1g]\n", "2g",
			pod + "    args: [taskmanager, -D, taskmanager.heap.size=2g]\n",
			pod + "    args: [taskmanager, -D, taskmanager.memory.flink.size=1g]\n", ""},
		{"a word of a script", pod + "    command: [sh, -c, \"taskmanager.sh start -Dtaskmanager.heap.size='1g'\"]\n", "2 g", "",
			pod + "    command: [sh, -c, \"taskmanager.sh start -Dtaskmanager.memory.flink.size='1g'\"]\n", ""},
		{"what an alias repeats", head + "  flink-conf.yaml: &a |\n    taskmanager.heap.size: 1g\n  other: *a\n", "2g", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Read("x.yaml", []byte(c.manifest), "")
			parts := d.Parts
			for _, w := range d.Workloads {
				parts = append(parts, w.Parts...)
			}
			var option Option
			for _, p := range parts {
				for _, o := range p.Options {
					if o.Key == "taskmanager.heap.size" {
						option = o
					}
				}
			}
			apply := func(e Edit, ok bool) string {
				if !ok {
					return ""
				}
				out, err := d.Apply([]Edit{e})
				if err != nil {
					t.Fatal(err)
				}
				return string(out)
			}
			if got := apply(d.SetValue(option, c.value)); got != c.want {
				t.Errorf("value: got\n%s\nwant\n%s", got, c.want)
			}
			if got := apply(d.RenameKey(option, "taskmanager.memory.flink.size")); got != c.renamed {
				t.Errorf("key: got\n%s\nwant\n%s", got, c.renamed)
			}
			if got := apply(d.DeleteEntry(option)); got != c.deleted {
				t.Errorf("deletion: got\n%s\nwant\n%s", got, c.deleted)
			}
		})
	}
}
