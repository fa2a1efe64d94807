package source

import "testing"

// TestRename renames a nested option to managed.size.
func TestRename(t *testing.T) {
	for _, c := range []struct {
		name string
		kind Kind
		key  string
		text string
		want string // "" where it has to be refused
	}{
		{"innermost key", ConfigYAML, "taskmanager.memory.managed.x", "taskmanager:\n  memory:\n    managed:\n      x: 1g # c\n", "taskmanager:\n  memory:\n    managed:\n      size: 1g # c\n"},
		{"key of a block", ConfigYAML, "taskmanager.managed.size", "taskmanager.managed:\n  size: 1g\n", "taskmanager.memory.managed:\n  size: 1g\n"},
		{"key of an outer block", ConfigYAML, "x.memory.managed.size", "# a\nx: # b\n  memory:\n    managed:\n      size: 1g\n", "# a\ntaskmanager: # b\n  memory:\n    managed:\n      size: 1g\n"},
		{"key of a block of several", ConfigYAML, "taskmanager.memory.x.size", "taskmanager:\n  memory:\n    x:\n      size: 1g\n    y: 1\n", "taskmanager:\n  memory:\n    managed:\n      size: 1g\n    y: 1\n"},
		{"out of a block of one in a block of one", ConfigYAML, "taskmanager.memory.process.x", "taskmanager:\n  memory:\n    process:\n      x: 1g\n  a: b\n", "taskmanager:\n  memory:\n    managed.size: 1g\n  a: b\n"},
		{"into a block that is there", ConfigYAML, "taskmanager.memory.x.size", "taskmanager:\n  memory:\n    managed:\n      fraction: 0.1\n    # about x\n    x:\n      size: '1g' # c\n    y: 1\n",
			"taskmanager:\n  memory:\n    managed:\n      fraction: 0.1\n      size: '1g' # c\n    # about x\n    y: 1\n"},
		{"into a block further down", ConfigYAML, "x.y", "x:\n  y: 1g\n  z: 1\ntaskmanager:\n  memory:\n    managed:\n      fraction: 0.1", "x:\n  z: 1\ntaskmanager:\n  memory:\n    managed:\n      fraction: 0.1\n      size: 1g"},
		{"to the root, only one", ConfigYAML, "x.y.z", "x:\n  y:\n    z: 1g\n", "taskmanager.memory.managed.size: 1g\n"},
		{"to the root", ConfigYAML, "x.y.z", "x:\r\n  y:\r\n    z: 1g\r\n  a: b\r\n", "x:\r\n  a: b\r\ntaskmanager.memory.managed.size: 1g\r\n"},
		{"last line", ConfigYAML, "taskmanager.memory.x", "taskmanager:\n  memory:\n    a: 1\n    x: 1g", "taskmanager:\n  memory:\n    a: 1\n    managed.size: 1g"},
		{"last line, out of its block", ConfigYAML, "x.y", "x:\n  a: 1\n  y: 1g", "x:\n  a: 1\ntaskmanager.memory.managed.size: 1g"},
		{"last line, whole block", ConfigYAML, "x.y", "a: 1\nx:\n  y: 1g", "a: 1\ntaskmanager.memory.managed.size: 1g"},
		{"key that is there", ConfigYAML, "x.y", "x:\n  y: 1g\ntaskmanager:\n  memory.managed.size: 2g\n", ""},
		{"brackets", ConfigYAML, "taskmanager.memory.x.size", "taskmanager: {memory: {x: {size: 1g}}}\n", "taskmanager: {memory: {managed: {size: 1g}}}\n"},
		{"out of brackets", ConfigYAML, "x.y", "x: {y: 1g}\n", ""},
		{"anchor", ConfigYAML, "x.y", "x:\n  y: &a 1g\n  z: 1\n", ""},
		{"several lines", ConfigYAML, "x.y", "x:\n  y: 1\n    g\n  z: 1\n", ""},
		{"ConfigMap", "", "taskmanager.memory.x.size", aConfigMap + "  config.yaml: |\n    taskmanager:\n      memory:\n        x:\n          size: 1g\n        managed:\n          fraction: 1\n  y: z\n",
			aConfigMap + "  config.yaml: |\n    taskmanager:\n      memory:\n        managed:\n          fraction: 1\n          size: 1g\n  y: z\n"},
		{"ConfigMap, only one", "", "jobmanager.memory.process.size", aConfigMap + "  config.yaml: |\n    jobmanager:\n      memory.process.size: 1g\n",
			aConfigMap + "  config.yaml: |\n    taskmanager.memory.managed.size: 1g\n"},
		{"FLINK_PROPERTIES", "", "a.b", aPod + "    env:\n    - name: FLINK_PROPERTIES\n      value: \"x: y\\na.b: 1g\"\n", aPod + "    env:\n    - name: FLINK_PROPERTIES\n      value: \"x: y\\ntaskmanager.memory.managed.size: 1g\"\n"},
		{"key that is in FLINK_PROPERTIES", "", "a.b", aPod + "    env:\n    - name: FLINK_PROPERTIES\n      value: \"taskmanager.memory.managed.size: 2g\\na.b: 1g\"\n", ""},
		{"flinkConfiguration", "", "jobmanager.x", aDeployment + "  flinkConfiguration:\n    jobmanager:\n      x: \"1g\"\n    taskmanager.memory:\n      y: 1\n",
			aDeployment + "  flinkConfiguration:\n    taskmanager.memory:\n      y: 1\n      managed.size: \"1g\"\n"},
		{"flinkConfiguration, only one", "", "jobmanager.x", aDeployment + "  flinkConfiguration:\n    jobmanager:\n      x: \"1g\"\n", aDeployment + "  flinkConfiguration:\n    taskmanager.memory.managed.size: \"1g\"\n"},
		{"values of a chart", HelmValues, "taskmanager.memory.x.size", "flinkConfiguration:\n  taskmanager:\n    memory:\n      process.size: 4g\n      x:\n        size: 1g\n",
			"flinkConfiguration:\n  taskmanager:\n    memory:\n      process.size: 4g\n      managed:\n        size: 1g\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Read("x.yaml", []byte(c.text), c.kind)
			edits, ok := d.Rename(optionOf(t, d, c.key), managedSize)
			if !ok {
				if c.want != "" {
					t.Error("refused")
				}
				return
			}
			if got, err := d.Apply(edits); err != nil || string(got) != c.want {
				t.Errorf("%v, got\n%s\nwant\n%s", err, got, c.want)
			}
		})
	}
}
