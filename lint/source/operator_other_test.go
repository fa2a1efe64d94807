package source

import (
	"strings"
	"testing"
)

func TestFlinkCluster(t *testing.T) {
	for _, test := range []resourceTest{
		{"the share of a container", `
  flinkVersion: "1.14.6"
  image: {name: flink:1.14.6}
  jobManager:
    resources: {requests: {memory: 1Gi}, limits: {memory: 2Gi}}
  taskManager:
    replicas: 2
    memoryProcessRatio: 75
    resources: {requests: {memory: 1000M}}
  flinkProperties:
    taskmanager.memory.process.size: 700m
`, ` complete generated
flinkVersion 1.14.6 <flinkVersion: "1.14.6">
image flink:1.14.6 <flink:1.14.6>
resource JobManager:
  jobmanager.memory.process.size=1639m <memory|2Gi|memory: 2Gi>
resource TaskManager:
  taskmanager.memory.process.size=716m <memory|1000M|memory: 1000M>
flinkConfiguration:
  taskmanager.memory.process.size=700m <taskmanager.memory.process.size|700m|taskmanager.memory.process.size: 700m> exact
`},
		{"the definition's defaults", "{flinkVersion: '1.15', taskManager: {resources: {limits: {cpu: 1}}}}\n", ` complete generated
flinkVersion 1.15 <flinkVersion: '1.15'>
resource JobManager:
  jobmanager.memory.process.size=1639m (resource)
`},
		{"before 1.10 it sets the heap", "{flinkVersion: '1.9', taskManager: {resources: {limits: {memory: 2Gi}}}}\n", ` complete generated
flinkVersion 1.9 <flinkVersion: '1.9'>
`},
		{"expressions", "{flinkVersion: '${V}', jobManager: {resources: {limits: {memory: '${M}'}}}, taskManager: {resources: {limits: {memory: 2Gi}}}}\n", ` complete generated
resource JobManager:
  jobmanager.memory.process.size=${M} <memory|'${M}'|memory: '${M}'> unknown
resource TaskManager:
  taskmanager.memory.process.size= <memory|2Gi|memory: 2Gi> unknown
`},
		{"a patch", "{taskManager: {replicas: 4}}\n", ` partial generated
`},
	} {
		test.in = "apiVersion: flinkoperator.k8s.io/v1beta1\nkind: FlinkCluster\nmetadata: {name: orders}\nspec: " + test.in
		replicas := map[bool]string{true: "x2", false: ""}[strings.Contains(test.in, "replicas: 2")]
		if strings.Contains(test.in, "replicas: 4") {
			replicas = "x4"
		}
		test.want = "orders <orders> JobManager TaskManager" + replicas + " standalone" + test.want
		test.run(t)
	}
}

func TestLyftApplication(t *testing.T) {
	for _, test := range []resourceTest{
		{"what the system's fraction leaves", `
  flinkVersion: "1.11"
  image: shop/orders:12
  flinkConfig:
    taskmanager.memory.process.size: 9g
  jobManagerConfig:
    resources: {requests: {memory: 2Gi}, limits: {memory: 4Gi}}
  taskManagerConfig:
    systemMemoryFraction: 0.5
    resources: {requests: {memory: 1000Mi}}
`, ` complete
flinkVersion 1.11 <flinkVersion: "1.11">
image shop/orders:12 <shop/orders:12>
flinkConfiguration:
  taskmanager.memory.process.size=9g <taskmanager.memory.process.size|9g|taskmanager.memory.process.size: 9g> exact
resource JobManager:
  jobmanager.memory.process.size=1677721k <memory|2Gi|memory: 2Gi>
resource TaskManager:
  taskmanager.memory.process.size=512000k <memory|1000Mi|memory: 1000Mi>
`},
		{"the operator's defaults", "{flinkVersion: '1.12'}\n", ` complete
flinkVersion 1.12 <flinkVersion: '1.12'>
resource JobManager:
  jobmanager.memory.process.size=2516582k (resource)
resource TaskManager:
  taskmanager.memory.process.size=838860k (resource)
`},
		{"the heap before 1.11, and a limit that does not count", "{flinkVersion: '1.10', taskManagerConfig: {offHeapMemoryFraction: 0.25, resources: {limits: {memory: 2Gi}}}}\n", ` complete
flinkVersion 1.10 <flinkVersion: '1.10'>
resource JobManager:
  jobmanager.heap.size=1572864k (resource)
resource TaskManager:
  taskmanager.heap.size=0k <resources|{limits: {memory: 2Gi}}|resources: {limits: {memory: 2Gi}}>
`},
		{"expressions", "{flinkVersion: '1.12', jobManagerConfig: {systemMemoryFraction: '${F}'}, taskManagerConfig: {resources: {requests: {memory: '${M}'}}}}\n", ` complete
flinkVersion 1.12 <flinkVersion: '1.12'>
resource JobManager:
  jobmanager.memory.process.size= (resource)
resource TaskManager:
  taskmanager.memory.process.size=${M} <memory|'${M}'|memory: '${M}'> unknown
`},
		{"a patch", "{taskManagerConfig: {resources: {requests: {memory: 2Gi}}}}\n", ` partial
resource TaskManager:
  taskmanager.memory.process.size= <memory|2Gi|memory: 2Gi> unknown
`},
	} {
		test.in = "apiVersion: flink.k8s.io/v1beta1\nkind: FlinkApplication\nmetadata: {name: orders}\nspec: " + test.in
		test.want = "orders <orders> JobManager TaskManager standalone" + test.want
		test.run(t)
	}
}

// FuzzOperator: no resource makes a reader panic, places lie in the file, and what is exact is decoded from there.
func FuzzOperator(f *testing.F) {
	for _, s := range []string{
		deployment + "spec: {flinkVersion: v1_20, taskManager: {resource: {memory: 2Gi}, resources: {requests: {memory: 1e9}, limits: {memory: 2G}}}}\n",
		deployment + "spec:\n  flinkConfiguration:\n    a: &x {b: 1, <<: [*x, {c: 'd'}]}\n    e: [f, 2.50]\n    \"g\\x41\": |\n      h\n",
		deployment + "spec:\n  image: {{ .Values.image }}\n  podTemplate: {spec: {containers: [{name: flink-main-container, env: [{name: FLINK_PROPERTIES, value: \"a: b\"}]}]}}\n",
		"apiVersion: flinkoperator.k8s.io/v1beta1\nkind: FlinkCluster\nspec: {flinkVersion: '1.14', flinkProperties: {a: ~}, jobManager: {memoryProcessRatio: 300}}\n",
		"apiVersion: flink.k8s.io/v1beta1\nkind: FlinkApplication\nspec: {flinkVersion: 1.8, jobManagerConfig: {systemMemoryFraction: 1}}\n",
		"apiVersion: flink.apache.org/v1beta1\nkind: FlinkSessionJob\nspec: {flinkConfiguration: {a: 08}}\n---\n" + deployment,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		d := Read("demo.yaml", content, Kubernetes)
		parts := d.Parts
		for _, w := range d.Workloads {
			parts = append(parts[:len(parts):len(parts)], w.Parts...)
			checkWithin(t, d, w.Anchor.Entry)
			for _, n := range w.Notes {
				checkWithin(t, d, n.Place.Key, n.Place.Value, n.Place.Entry)
			}
			for _, m := range w.TemplateMemory {
				checkWithin(t, d, m.Place.Key, m.Place.Value, m.Place.Entry)
			}
		}
		for _, p := range parts {
			for _, o := range p.Options {
				checkWithin(t, d, o.Place.Key, o.Place.Value, o.Place.Entry)
				if o.Exact && (o.Layer == LayerConfiguration || o.Layer == LayerResource) {
					checkWritten(t, d, &o)
				}
			}
		}
		Link([]*Document{d}, LinkOptions{})
	})
}

// checkWritten reads an exact value again where it stands, and writes another one there.
func checkWritten(t *testing.T, d *Document, o *Option) {
	t.Helper()
	source := d.slice(o.Place.Value)
	if strings.ContainsAny(source, "\u0085\u2028\u2029\ufeff") || strings.Contains(source, `\/`) {
		return // the library on its own reads them otherwise
	}
	text, err := decoded(source)
	if o.Layer == LayerResource && err == nil && text != o.Value {
		size, err := parseOperatorMemory(text)
		if text = size.Config(); err != nil {
			t.Errorf("%q: %s is exact, and refused", d.Bytes, source)
		}
	}
	if err != nil || strings.TrimRight(text, "\n") != strings.TrimRight(o.Value, "\n") {
		t.Errorf("%q: %s: the source %q says %q, not %q: %v", d.Bytes, o.Key, source, text, o.Value, err)
	}
	if e, ok := d.SetValue(*o, "1m"); ok {
		if _, err := d.Apply([]Edit{e}); err != nil {
			t.Errorf("%q: %v", d.Bytes, err)
		}
	}
}
