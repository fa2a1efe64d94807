package source

import (
	"strings"
	"testing"
)

// TestSetValue sets the value between the bars.
func TestSetValue(t *testing.T) {
	const env = aPod + "    env:\n    - name: TASK_MANAGER_NUMBER_OF_TASK_SLOTS\n      value: "
	const slots = "taskmanager.numberOfTaskSlots"
	for _, c := range []struct {
		name, text, key, value string
		want                   string // "" where it has to be refused
	}{
		{"resource", aDeployment + "  taskManager: {resource: {memory: |\"2048m\"|, cpu: 1}}\n", processSize, "4g", `"4g"`},
		{"resource without quotes", aDeployment + "  taskManager:\n    resource:\n      memory: |2048m| # c\n", processSize, "4g", "4g"},
		{"resource as JSON", `{"apiVersion": "flink.apache.org/v1beta1", "kind": "FlinkDeployment", "spec": {"taskManager": {"resource": {"memory": |"2g"|}}}}`, processSize, "4g", `"4g"`},
		{"resource as a number in JSON", `{"apiVersion": "flink.apache.org/v1beta1", "kind": "FlinkDeployment", "spec": {"taskManager": {"resource": {"memory": |2048|}}}}`, processSize, "4g", `"4g"`},
		{"flinkConfiguration as JSON", `{"apiVersion": "flink.apache.org/v1beta1", "kind": "FlinkDeployment", "spec": {"flinkConfiguration": {"a": |"1"|}}}`, "a", "2", `"2"`},
		{"flinkConfiguration in quotes", aDeployment + "  flinkConfiguration:\n    a: |\"1\"|\n", "a", "2", `"2"`},
		{"flinkConfiguration without quotes", aDeployment + "  flinkConfiguration:\n    a: |x|\n", "a", "2", `"2"`},
		{"number in flinkConfiguration", aDeployment + "  flinkConfiguration:\n    a: |1|\n", "a", "2", "2"},
		{"ConfigMap as JSON", `{"apiVersion": "v1", "kind": "ConfigMap", "data": {"flink-conf.yaml": "taskmanager.numberOfTaskSlots: |1|\n"}}`, slots, "2", "2"},
		{"ConfigMap as JSON, with quotes", `{"apiVersion": "v1", "kind": "ConfigMap", "data": {"flink-conf.yaml": "taskmanager.numberOfTaskSlots: 1\n"}}`, slots, `"2"`, ""},
		{"variable", env + "|\"1\"|\n", slots, "2", `"2"`},
		{"variable in single quotes", env + "|'1'|\n", slots, "2", `'2'`},
		{"variable of a variable", env + "|$(X)|\n", slots, "2", "2"},
		{"variable of Compose", aService + "      TASK_MANAGER_NUMBER_OF_TASK_SLOTS: |1|\n", slots, "2", "2"},
		{"variable of a list", aService + "      - \"TASK_MANAGER_NUMBER_OF_TASK_SLOTS=|1|\"\n", slots, "2", "2"},
		{"variable with a default", aService + "      - TASK_MANAGER_NUMBER_OF_TASK_SLOTS=${X:-1}\n", slots, "2", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			parts := strings.Split(c.text, "|")
			d := Read("x.yaml", []byte(strings.Join(parts, "")), "")
			o := d.Workloads
			var option Option
			if len(o) > 0 && o[0].Slots != nil {
				option = *o[0].Slots
			} else {
				option = optionOf(t, d, c.key)
			}
			e, ok := d.SetValue(option, c.value)
			if !ok || c.want == "" {
				if ok != (c.want != "") {
					t.Errorf("%v %q", ok, e.NewText)
				}
				return
			}
			got, _ := d.Apply([]Edit{e})
			if want := parts[0] + c.want + parts[2]; string(got) != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
