package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// described are the workloads of a document, field by field; what has a place is shown as the file has it there.
func described(d *Document) string {
	var b strings.Builder
	role := func(r *flink.Role) string {
		if r == nil {
			return ""
		}
		return " " + r.String()
	}
	part := func(p *Part) {
		fmt.Fprintf(&b, "%s%s:\n", p.Layer, role(p.Role))
		for _, o := range p.Options {
			if o.Place.IsZero() {
				fmt.Fprintf(&b, "  %s=%s (%s)\n", o.Key, o.Value, o.Layer)
				continue
			}
			state := map[State]string{Assumed: " assumed", Unknown: " unknown"}[o.State]
			if o.Exact {
				state += " exact"
			}
			fmt.Fprintf(&b, "  %s=%s <%s|%s|%s>%s\n", o.Key, o.Value, d.slice(o.Place.Key), d.slice(o.Place.Value), d.slice(o.Place.Entry), state)
		}
	}
	for _, w := range d.Workloads {
		fmt.Fprintf(&b, "%s <%s>", w.Name, d.slice(w.Anchor.Entry))
		for _, r := range w.Roles {
			fmt.Fprintf(&b, " %s", r)
			if n, ok := w.Replicas[r]; ok {
				fmt.Fprintf(&b, "x%d", n)
			}
		}
		fmt.Fprintf(&b, " %s", map[flink.Reading]string{flink.Container: "container", flink.Standalone: "standalone"}[w.Reading])
		for name, is := range map[string]bool{" complete": w.Complete, " partial": w.Partial} {
			if is {
				b.WriteString(name)
			}
		}
		if w.Generated {
			b.WriteString(" generated")
		}
		b.WriteByte('\n')
		for _, c := range w.Clues {
			fmt.Fprintf(&b, "%s %s <%s>\n", c.Evidence, c.Version, d.slice(c.Place.Entry))
		}
		if w.Image.Reference != "" {
			fmt.Fprintf(&b, "image %s <%s>\n", w.Image.Reference, d.slice(w.Image.Place.Value))
		}
		for _, p := range w.Parts {
			part(p)
		}
		for _, m := range w.TemplateMemory {
			fmt.Fprintf(&b, "template%s %s <%s>\n", role(m.Role), m.Size, d.slice(m.Place.Entry))
		}
		if w.Properties != nil {
			fmt.Fprintf(&b, "FLINK_PROPERTIES %q\n", w.Properties.Text.Decoded)
		}
		for _, n := range w.Notes {
			fmt.Fprintf(&b, "note %s %s%s <%s>\n", n.Code, n.Detail, role(n.Role), d.slice(n.Place.Entry))
		}
	}
	for _, p := range d.Parts {
		fmt.Fprintf(&b, "part %s %v ", p.Name, p.Fragment)
		part(p)
	}
	return b.String()
}

// resourceTest is a resource, and what is to be read of it.
type resourceTest struct{ name, in, want string }

func (test resourceTest) run(t *testing.T) {
	t.Run(test.name, func(t *testing.T) {
		d := Read("demo.yaml", []byte(test.in), Kubernetes)
		if got, want := described(d), strings.TrimLeft(test.want, "\n"); got != want {
			t.Errorf("read\n%s\nwant\n%s", got, want)
		}
	})
}

const deployment = "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: orders\n"

func TestOperatorResources(t *testing.T) {
	for _, test := range []resourceTest{
		{"everything", deployment + `spec:
  image: flink:1.20.1
  flinkVersion: v1_20 # why
  flinkConfiguration:
    taskmanager.numberOfTaskSlots: "2"
  jobManager:
    replicas: 1
    resource:
      memory: "2048m"
  taskManager:
    replicas: 3
    resource: {memory: 4g, cpu: 1}
`, `
orders <orders> JobManagerx1 TaskManagerx3 container complete generated
flinkVersion 1.20 <flinkVersion: v1_20>
image flink:1.20.1 <flink:1.20.1>
flinkConfiguration:
  taskmanager.numberOfTaskSlots=2 <taskmanager.numberOfTaskSlots|"2"|taskmanager.numberOfTaskSlots: "2"> exact
resource JobManager:
  jobmanager.memory.process.size=2048m <memory|"2048m"|memory: "2048m"> exact
resource TaskManager:
  taskmanager.memory.process.size=4g <memory|4g|memory: 4g> exact
`},
		{"standalone mode", deployment + "spec: {flinkVersion: v2_0, mode: standalone}\n", `
orders <orders> JobManager TaskManager standalone complete generated
flinkVersion 2.0 <flinkVersion: v2_0>
`},
		{"a patch has neither version nor image", deployment + `spec:
  taskManager: {resource: {memory: 2Gi}}
  flinkConfiguration: {taskmanager.memory.size: null}
`, `
orders <orders> JobManager TaskManager container partial generated
flinkConfiguration:
resource TaskManager:
  taskmanager.memory.process.size=2g <memory|2Gi|memory: 2Gi> exact
`},
		{"blue and green", `apiVersion: flink.apache.org/v1beta1
kind: FlinkBlueGreenDeployment
metadata: {name: orders}
spec:
  template:
    spec:
      flinkVersion: v1_19
      jobManager: {resource: {memory: 1600m}}
`, `
orders <orders> JobManager TaskManager container complete generated
flinkVersion 1.19 <flinkVersion: v1_19>
resource JobManager:
  jobmanager.memory.process.size=1600m <memory|1600m|memory: 1600m> exact
`},
		{"a session job runs nothing", `apiVersion: flink.apache.org/v1beta1
kind: FlinkSessionJob
metadata: {name: report}
spec:
  deploymentName: orders
  flinkConfiguration: {taskmanager.memory.managed.fraction: 0.1}
`, `
part report true flinkConfiguration:
  taskmanager.memory.managed.fraction=0.1 <taskmanager.memory.managed.fraction|0.1|taskmanager.memory.managed.fraction: 0.1> exact
`},
		{"Confluent's application", `apiVersion: platform.confluent.io/v1beta1
kind: FlinkApplication
metadata: {name: orders}
spec:
  flinkVersion: v1_19
  taskManager: {resource: {memory: 1g}}
`, `
orders <orders> JobManager TaskManager container complete generated
flinkVersion 1.19 <flinkVersion: v1_19>
resource TaskManager:
  taskmanager.memory.process.size=1g <memory|1g|memory: 1g> exact
`},
		{"pod templates", deployment + `spec:
  flinkVersion: v1_18
  podTemplate:
    spec:
      containers:
      - name: flink-main-container
        resources:
          requests: {memory: 2Gi}
          limits: {memory: 3Gi, cpu: 1}
        env:
        - {name: TZ, value: UTC}
        - name: FLINK_PROPERTIES
          value: |
            taskmanager.memory.managed.fraction: 0.2
      - name: sidecar
        resources: {limits: {memory: 64Mi}}
  taskManager:
    podTemplate: {spec: {containers: [{name: flink-main-container, resources: {limits: {memory: 5G}}}]}}
`, `
orders <orders> JobManager TaskManager container complete generated
flinkVersion 1.18 <flinkVersion: v1_18>
template 2 GiB <memory: 2Gi>
template 3 GiB <memory: 3Gi>
template TaskManager 4.66 GiB <memory: 5G>
FLINK_PROPERTIES "taskmanager.memory.managed.fraction: 0.2\n"
`},
		{"autotuning", deployment + `spec:
  flinkVersion: v1_20
  flinkConfiguration:
    kubernetes.operator.job.autoscaler.memory.tuning.enabled: "true"
`, `
orders <orders> JobManager TaskManager container complete generated
flinkVersion 1.20 <flinkVersion: v1_20>
flinkConfiguration:
  kubernetes.operator.job.autoscaler.memory.tuning.enabled=true <kubernetes.operator.job.autoscaler.memory.tuning.enabled|"true"|kubernetes.operator.job.autoscaler.memory.tuning.enabled: "true"> exact
note autotuning  <kubernetes.operator.job.autoscaler.memory.tuning.enabled: "true">
`},
		{"the option itself counts more than its fallback", deployment + `spec:
  flinkVersion: v1_20
  flinkConfiguration: {job.autoscaler.memory.tuning.enabled: no, kubernetes.operator.job.autoscaler.memory.tuning.enabled: "true"}
`, `
orders <orders> JobManager TaskManager container complete generated
flinkVersion 1.20 <flinkVersion: v1_20>
flinkConfiguration:
  job.autoscaler.memory.tuning.enabled=false <job.autoscaler.memory.tuning.enabled|no|job.autoscaler.memory.tuning.enabled: no>
  kubernetes.operator.job.autoscaler.memory.tuning.enabled=true <kubernetes.operator.job.autoscaler.memory.tuning.enabled|"true"|kubernetes.operator.job.autoscaler.memory.tuning.enabled: "true"> exact
`},
		{"JSON", `{"apiVersion": "flink.apache.org/v1beta1", "kind": "FlinkDeployment", "metadata": {"name": "orders"},
 "spec": {"flinkVersion": "v1_20", "taskManager": {"resource": {"memory": "2g"}}}}`, `
orders <"orders"> JobManager TaskManager container complete generated
flinkVersion 1.20 <"flinkVersion": "v1_20">
resource TaskManager:
  taskmanager.memory.process.size=2g <"memory"|"2g"|"memory": "2g"> exact
`},
		{"values behind expressions", deployment + `spec:
  image: "{{ .Values.image }}"
  flinkVersion: {{ .Values.version }}
  flinkConfiguration:
    taskmanager.memory.managed.fraction: "{{ .Values.fraction }}"
  taskManager:
    resource:
      memory: {{ .Values.memory | quote }}
`, `
orders <orders> JobManager TaskManager container partial generated
flinkConfiguration:
  taskmanager.memory.managed.fraction="{{ .Values.fraction }}" <taskmanager.memory.managed.fraction|"{{ .Values.fraction }}"|taskmanager.memory.managed.fraction: "{{ .Values.fraction }}"> unknown
resource TaskManager:
  taskmanager.memory.process.size={{ .Values.memory | quote }} <memory|{{ .Values.memory | quote }}|memory: {{ .Values.memory | quote }}> unknown
`},
	} {
		test.run(t)
	}
}

// TestOddResources: whatever stands where maps are expected, nothing crashes and nothing is read.
func TestOddResources(t *testing.T) {
	for _, kind := range []string{"FlinkDeployment", "FlinkBlueGreenDeployment", "FlinkSessionJob"} {
		for _, spec := range []string{"", " 1", " []", " text", " null", " {template: []}", " {template: {spec: 3}}"} {
			d := Read("demo.yaml", []byte("apiVersion: flink.apache.org/v1beta1\nkind: "+kind+"\nspec:"+spec+"\n"), Kubernetes)
			if spec != " {template: []}" && spec != " {template: {spec: 3}}" || kind != "FlinkDeployment" {
				if got := described(d); got != "" {
					t.Errorf("%s of%s: read\n%s", kind, spec, got)
				}
			}
		}
	}
	for _, spec := range []string{
		"jobManager: x", "jobManager: [1]", "jobManager: {resource: 1, resources: x}", "jobManager: {resource: {memory: [1]}}",
		"jobManager: {resource: {memory: }, resources: {requests: [], limits: 2}}", "flinkConfiguration: text", "flinkConfiguration: [a]",
		"podTemplate: {spec: {containers: x}}", "podTemplate: {spec: {containers: [x, {name: flink-main-container, resources: 1, env: {}}]}}",
		"podTemplate: {spec: {containers: [{name: flink-main-container, resources: {limits: {memory: lots}}, env: [x, {name: FLINK_PROPERTIES}]}]}}",
		"flinkConfiguration: {}", "image: [x]", "jobManager: {replicas: many}", "flinkConfiguration: {? [a] : b, ? {c: d} : e}",
	} {
		d := Read("demo.yaml", []byte(deployment+"spec:\n  flinkVersion: v1_20\n  "+spec+"\n"), Kubernetes)
		want := "orders <orders> JobManager TaskManager container complete generated\nflinkVersion 1.20 <flinkVersion: v1_20>\n"
		if got := strings.TrimSuffix(described(d), "flinkConfiguration:\n"); got != want {
			t.Errorf("%s: read\n%s", spec, got)
		}
	}
}
