package source

import "testing"

const versioned = "orders <orders> JobManager TaskManager container complete generated\nflinkVersion 1.20 <flinkVersion: v1_20>\n"

func TestResourceMemory(t *testing.T) {
	for _, test := range []resourceTest{
		{"a quantity", "resource: {memory: 2Gi}", `
resource TaskManager:
  taskmanager.memory.process.size=2g <memory|2Gi|memory: 2Gi> exact
`},
		{"an upper-case unit is Flink's", "resource: {memory: 2G}", `
resource TaskManager:
  taskmanager.memory.process.size=2G <memory|2G|memory: 2G> exact
`},
		{"a fraction is refused", "resource: {memory: 1.5Gi}", `
resource TaskManager:
  taskmanager.memory.process.size=1.5Gi <memory|1.5Gi|memory: 1.5Gi> exact
note resource-memory-invalid fraction TaskManager <memory: 1.5Gi>
`},
		{"a number is no text", "resource: {memory: 2048}", `
resource TaskManager:
  taskmanager.memory.process.size=2048 <memory|2048|memory: 2048> exact
note resource-memory-invalid not-text TaskManager <memory: 2048>
`},
		{"an empty text", `resource: {memory: ""}`, `
resource TaskManager:
  taskmanager.memory.process.size= <memory|""|memory: ""> exact
note resource-memory-invalid empty TaskManager <memory: "">
`},
		{"a variable of envsubst", "resource: {memory: '${TM_MEMORY}'}", `
resource TaskManager:
  taskmanager.memory.process.size=${TM_MEMORY} <memory|'${TM_MEMORY}'|memory: '${TM_MEMORY}'> unknown
`},
		{"memory one level too high", "{memory: 2048m, resource: }", `
note resource-memory-misplaced  TaskManager <memory: 2048m>
`},
		{"a request", "resources: {requests: {memory: 2048m}}", `
resource TaskManager:
  taskmanager.memory.process.size=2048m <memory|2048m|memory: 2048m> exact
`},
		{"a limit alone", "resources: {limits: {memory: 2Gi}}", `
resource TaskManager:
  taskmanager.memory.process.size=2g <memory|2Gi|memory: 2Gi> exact
`},
		{"request and limit", "resources: {requests: {memory: 2Gi}, limits: {memory: 3Gi}}", `
resource TaskManager:
  taskmanager.memory.process.size=2g <memory|2Gi|memory: 2Gi>
  kubernetes.taskmanager.memory.limit-factor=1.5 <memory|3Gi|memory: 3Gi>
`},
		{"units that the operator reads in two ways", "resources: {requests: {memory: 2Gi}, limits: {memory: 2G}}", `
resource TaskManager:
  taskmanager.memory.process.size=2g <memory|2Gi|memory: 2Gi>
  kubernetes.taskmanager.memory.limit-factor=0.9313225746154785 <memory|2G|memory: 2G>
`},
		{"a unit that Kubernetes does not know", "resources: {requests: {memory: 2g}, limits: {memory: 2Gi}}", `
resource TaskManager:
  taskmanager.memory.process.size=2g <memory|2g|memory: 2g>
note resource-memory-invalid unit TaskManager <memory: 2g>
`},
		{"a request above its limit", "resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}", `
resource TaskManager:
  taskmanager.memory.process.size=2g <memory|2Gi|memory: 2Gi>
note resource-request-above-limit 2Gi is above its limit of 1Gi TaskManager <memory: 2Gi>
`},
		{"nothing and nonsense", "resources: {requests: {memory: 0}, limits: {memory: lots}}", `
resource TaskManager:
  taskmanager.memory.process.size=0 <memory|0|memory: 0>
note resource-memory-invalid zero TaskManager <memory: 0>
note resource-memory-invalid no-number TaskManager <memory: lots>
`},
		{"an unknown limit", "resources: {requests: {memory: 2Gi}, limits: {memory: '${LIMIT}'}}", `
resource TaskManager:
  taskmanager.memory.process.size=2g <memory|2Gi|memory: 2Gi>
  kubernetes.taskmanager.memory.limit-factor=${LIMIT} <memory|'${LIMIT}'|memory: '${LIMIT}'> unknown
`},
		{"resources count more than resource", "{resource: {memory: 1g}, resources: {requests: {memory: 2Gi}}}", `
resource TaskManager:
  taskmanager.memory.process.size=1g <memory|1g|memory: 1g> exact
  taskmanager.memory.process.size=2g <memory|2Gi|memory: 2Gi> exact
`},
		{"resources without memory hide resource", "{resource: {memory: 1g}, resources: {limits: {cpu: 2}}}", `
note resource-ignored  TaskManager <memory: 1g>
`},
		{"empty resources hide nothing", "{resource: {memory: 1g}, resources: {requests: {}, limits: }}", `
resource TaskManager:
  taskmanager.memory.process.size=1g <memory|1g|memory: 1g> exact
`},
	} {
		spec := test.in
		if spec[0] != '{' {
			spec = "{" + spec + "}"
		}
		test.in = deployment + "spec:\n  flinkVersion: v1_20\n  taskManager: " + spec + "\n"
		test.want = versioned + test.want[1:]
		test.run(t)
	}
}

// TestResourceEdits: a size is replaced where it stands; the field keeps its name and its place.
func TestResourceEdits(t *testing.T) {
	for _, test := range []struct{ in, value, want string }{
		{"resource:\n      memory: 1.5Gi # why\n", "1536m", "resource:\n      memory: 1536m # why\n"},
		{"resource:\n      memory: \"1.5Gi\"\n", "1536m", "resource:\n      memory: \"1536m\"\n"},
		{"resource: {\"memory\": 2048}\n", "2g", "resource: {\"memory\": \"2g\"}\n"},
		{"resource: {memory: &m 2048m}\n", "2g", "resource: {memory: &m 2g}\n"},
		{"resource: {memory: &m 2048m}\n    x: *m\n", "2g", ""},
		{"resource:\n      memory: 2Gi\n", "3g", "resource:\n      memory: 3g\n"},
		{"resource: {memory: '${M}'}\n", "2g", ""},
		{"resources: {requests: {memory: 2048m}}\n", "2g", "resources: {requests: {memory: 2g}}\n"},
		{"resources: {requests: {memory: 2048m}, limits: {memory: 2048m}}\n", "2g", ""},
	} {
		before := deployment + "spec:\n  flinkVersion: v1_20\n  taskManager:\n    "
		d := Read("demo.yaml", []byte(before+test.in), Kubernetes)
		o := d.Workloads[0].Parts[0].Options[0]
		if _, ok := d.RenameKey(o, "taskmanager.memory.flink.size"); ok {
			t.Errorf("%q: the field gets another name", test.in)
		}
		if _, ok := d.DeleteEntry(o); ok {
			t.Errorf("%q: the field is deleted", test.in)
		}
		e, ok := d.SetValue(o, test.value)
		if !ok {
			if test.want != "" {
				t.Errorf("%q: no edit", test.in)
			}
			continue
		}
		got, err := d.Apply([]Edit{e})
		if err != nil || string(got) != before+test.want {
			t.Errorf("%q becomes %q, %v", test.in, got, err)
		}
	}
}
