package source

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// summary says in one text what was read of a document, with the text under each place.
func summary(d *Document) string {
	var b strings.Builder
	option := func(o Option) {
		fmt.Fprintf(&b, "  %s = %s", o.Key, o.Value)
		switch {
		case o.State == Unknown:
			b.WriteString(" (unknown)")
		case o.State == Assumed:
			b.WriteString(" (assumed)")
		case o.Exact && d.slice(o.Place.Value) != o.Value:
			fmt.Fprintf(&b, " (not %q)", d.slice(o.Place.Value))
		case !o.Exact:
			fmt.Fprintf(&b, " (%s)", d.slice(o.Place.Entry))
		}
		b.WriteString("\n")
	}
	for _, p := range d.Parts {
		fmt.Fprintf(&b, "part %s %s/%s %s", p.Layer, p.Namespace, p.ConfigMap, p.FileName)
		if p.Standard {
			b.WriteString(" standard")
		}
		if p.Fragment {
			b.WriteString(" fragment")
		}
		b.WriteString("\n")
		for _, o := range p.Options {
			option(o)
		}
		for _, q := range p.Problems {
			fmt.Fprintf(&b, "  problem %s at %q\n", q.Code, d.slice(q.Place.Entry))
		}
	}
	for _, w := range d.Workloads {
		fmt.Fprintf(&b, "workload %s at %q:", w.Name, d.slice(w.Anchor.Entry))
		for _, r := range w.Roles {
			fmt.Fprintf(&b, " %v", r)
		}
		if w.Partial {
			b.WriteString(" partial")
		}
		fmt.Fprintf(&b, " image %q", w.Image.Reference)
		if !w.Image.Version.IsZero() {
			fmt.Fprintf(&b, " version %v", w.Image.Version)
		}
		if w.Image.User != "" {
			fmt.Fprintf(&b, " user %s", w.Image.User)
		}
		switch {
		case w.Entrypoint:
		case w.Override.IsZero():
			b.WriteString(" script")
		default:
			fmt.Fprintf(&b, " override %q", d.slice(w.Override.Key))
		}
		b.WriteString("\n")
		for _, m := range w.Mounts {
			fmt.Fprintf(&b, "  mount %q %s", m.ConfigMap, m.Target)
			if m.SubPath != "" {
				fmt.Fprintf(&b, " of %s", m.SubPath)
			}
			for _, k := range slices.Sorted(maps.Keys(m.Keys)) {
				fmt.Fprintf(&b, " %s>%s", k, m.Keys[k])
			}
			if m.ReadOnly {
				b.WriteString(" read-only")
			}
			b.WriteString("\n")
		}
		if p := w.Properties; p != nil {
			fmt.Fprintf(&b, "  properties %q state %d key %q\n", p.Text.Decoded, p.State, d.slice(p.Place.Key))
		}
		for _, e := range w.EnvFrom {
			fmt.Fprintf(&b, "  env from %q %q\n", e.ConfigMap, e.Prefix)
		}
		if w.Slots != nil {
			option(*w.Slots)
		}
		if l := w.Limit; l != nil {
			fmt.Fprintf(&b, "  limit %d state %d %q\n", l.Size, l.State, d.slice(l.Place.Value))
		}
		if l := w.Request; l != nil {
			fmt.Fprintf(&b, "  request %d state %d %q\n", l.Size, l.State, d.slice(l.Place.Value))
		}
		for _, p := range w.Parts {
			fmt.Fprintf(&b, "  part %s %s\n", p.Layer, p.Name)
			for _, o := range p.Options {
				option(o)
			}
		}
	}
	if len(d.References) > 0 {
		fmt.Fprintf(&b, "references %s\n", strings.Join(d.References, " "))
	}
	return b.String()
}

func TestManifests(t *testing.T) {
	for _, c := range []struct{ name, manifest, want string }{
		{"configuration in a block, in quotes, and of others", `apiVersion: v1
kind: ConfigMap
metadata: {name: flink, namespace: ns}
data:
  flink-conf.yaml: |+
    taskmanager.memory.process.size: 4g  # why
    key:value

  config.yaml: "taskmanager:\n  memory:\n    flink.size: \u0031g\n    managed.size: 512m\n"
  flink-conf-old.yaml: 'jobmanager.memory.process.size: 1g'
  other.yaml: >
    a: b
  log4j.properties: |
    rootLogger.level = INFO
  empty.yaml:
  flink-options: |
    taskmanager.memory.process.size: 1g
  FLINK_PROPERTIES: |-
    taskmanager.memory.process.size:2g
`, `part file ns/flink flink-conf.yaml
  taskmanager.memory.process.size = 4g
  problem missing-space at "key:value"
part file ns/flink config.yaml standard
  taskmanager.memory.flink.size = 1g (flink.size: \u0031g)
  taskmanager.memory.managed.size = 512m
part file ns/flink flink-conf-old.yaml
  jobmanager.memory.process.size = 1g
part file ns/flink flink-options
  taskmanager.memory.process.size = 1g
part FLINK_PROPERTIES ns/flink FLINK_PROPERTIES
`},
		{"a deployment with everything", `apiVersion: apps/v1
kind: Deployment
metadata:
  name: tm
spec:
  template:
    spec:
      securityContext: {runAsUser: 0}
      initContainers:
      - {name: init, image: flink:1.10, args: [jobmanager]}
      containers:
      - name: main
        image: "flink:1.18.1-scala_2.12" # Flink
        args: ["taskmanager", "-Da.b=$(SLOTS)", "-Dc=$(LIKE)", -Dtaskmanager.memory.process.size=1g, "-D", 'taskmanager.host=$(IP)']
        securityContext: {runAsUser: 9999}
        env:
        - {name: SLOTS, value: "8"}
        - {name: LIKE, value: "1234567"}
        - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
        - name: FLINK_PROPERTIES
          value: |
            taskmanager.numberOfTaskSlots: $(SLOTS)
            taskmanager.host: $(IP) $(NONE) $$(SLOTS)
        - name: TASK_MANAGER_NUMBER_OF_TASK_SLOTS
          value: $(SLOTS)
        resources:
          limits: {memory: 2Gi}
          requests: {memory: 1500M}
        volumeMounts:
        - {name: conf, mountPath: /opt/flink/conf/, readOnly: true}
        - {name: both, mountPath: /opt/flink/conf/flink-conf.yaml, subPath: a/../flink-conf.yaml}
        - {name: token, mountPath: /opt/flink/conf/secret}
        - {name: data, mountPath: /data}
        - {name: gone}
      - name: sidecar
        image: fluent/fluent-bit
      volumes:
      - {name: conf, configMap: {name: cm, items: [{key: prod.yaml, path: config.yaml}]}}
      - {name: both, projected: {sources: [{configMap: {name: one}}, {configMap: {name: two}}]}}
      - {name: token, secret: {secretName: s}}
      - {name: data, emptyDir: {}}
`, `workload tm at "tm": TaskManager image "flink:1.18.1-scala_2.12" version 1.18.1 user flink
  mount "cm" /opt/flink/conf prod.yaml>config.yaml read-only
  mount "one" /opt/flink/conf/flink-conf.yaml of flink-conf.yaml
  mount "two" /opt/flink/conf/flink-conf.yaml of flink-conf.yaml
  mount "" /opt/flink/conf/secret
  properties "taskmanager.numberOfTaskSlots: 8\ntaskmanager.host: {{IP}} $(NONE) $(SLOTS)\n" state 0 key "FLINK_PROPERTIES"
  taskmanager.numberOfTaskSlots = 8 (name: TASK_MANAGER_NUMBER_OF_TASK_SLOTS
          value: $(SLOTS))
  limit 2147483648 state 0 "2Gi"
  request 1500000000 state 0 "1500M"
  part -D tm
  a.b = 8 (-Da.b=$(SLOTS))
  c = 1234567 (-Dc=$(LIKE))
  taskmanager.memory.process.size = 1g
  taskmanager.host = {{IP}} (unknown)
`},
		{"both processes in one pod, and the other kinds", `apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Pod
  metadata: {generateName: flink-}
  spec:
    containers:
    - {name: jm, image: my/flink, args: [jobmanager]}
    - {name: tm, image: my/flink, args: [taskmanager]}
    - {name: client, image: my/flink, command: [flink, run, -Dtaskmanager.memory.process.size=1g]}
- apiVersion: batch/v1
  kind: CronJob
  metadata: {name: cron}
  spec: {jobTemplate: {spec: {template: {spec: {containers: [{image: a, args: [standalone-job]}]}}}}}
- apiVersion: apps/v1
  kind: StatefulSet
  metadata: {name: set}
  spec: {template: {metadata: {labels: {component: task-manager}}, spec: {containers: [{image: my/flink, command: [/run.sh]}]}}}
- {apiVersion: v1, kind: PodTemplate, metadata: {name: pt}, template: {spec: {containers: [{image: b, command: [bash, taskmanager.sh, start]}]}}}
- {apiVersion: v1, kind: Template, objects: [{apiVersion: v1, kind: Pod, metadata: {name: old}, spec: {containers: [{image: c, command: [/wait.sh, taskmanager]}]}}]}
- {apiVersion: batch/v1, kind: Job, metadata: {name: taxi}, spec: {template: {spec: {containers: [{image: me/flink-taxi-job}]}}}}
- {apiVersion: apps/v1, kind: Deployment, metadata: {name: flink-kubernetes-operator-taskmanager}, spec: {template: {spec: {containers: [{image: flink-kubernetes-operator}]}}}}
`, `part -D /  fragment
  taskmanager.memory.process.size = 1g
workload flink-/jm at "flink-": JobManager image "my/flink" user flink
workload flink-/tm at "flink-": TaskManager image "my/flink" user flink
workload cron at "cron": JobManager image "a"
workload set at "set": TaskManager image "my/flink" user flink script
workload pt at "pt": TaskManager image "b" override "command"
workload old at "old": TaskManager partial image "c"
`},
		{"a patch, and configuration from a ConfigMap in the environment", `apiVersion: apps/v1
kind: Deployment
metadata: {name: flink-jobmanager}
spec: {template: {spec: {containers: [{name: c, env: [{name: FLINK_PROPERTIES, valueFrom: {configMapKeyRef: {name: env, key: props}}}]}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: flink-taskmanager}
spec: {template: {spec: {containers: [{name: c, image: flink, envFrom: [{secretRef: {name: s}}, {configMapRef: {name: env}, prefix: FLINK_}]}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: other-taskmanager}
spec: {template: {spec: {containers: [{name: c, image: flink, env: [{name: FLINK_PROPERTIES, valueFrom: {secretKeyRef: {name: env, key: props}}}]}]}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: env}
data: {props: "jobmanager.memory.process.size: 1g", PROPERTIES: "a: b"}
`, `part FLINK_PROPERTIES /env props
workload flink-jobmanager at "flink-jobmanager": JobManager partial image ""
  properties "jobmanager.memory.process.size: 1g" state 0 key "FLINK_PROPERTIES"
workload flink-taskmanager at "flink-taskmanager": TaskManager image "flink" user flink
  properties "a: b" state 0 key ""
  env from "" ""
  env from "env" "FLINK_"
workload other-taskmanager at "other-taskmanager": TaskManager image "flink" user flink
  properties "" state 2 key "FLINK_PROPERTIES"
`},
		{"a manifest in JSON", `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "flink"},
	"data": {"flink-conf.yaml": "taskmanager.memory.process.size: 4g\nurl: s3:\/\/x\n"}}`, `part file /flink flink-conf.yaml
  taskmanager.memory.process.size = 4g
  url = s3://x (url: s3:\/\/x)
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Read("x.yaml", []byte(c.manifest), "")
			if d == nil || d.Kind != Kubernetes {
				t.Fatal("not read")
			}
			if got := summary(d); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			checkSpans(t, d)
		})
	}
}

func TestManifestTemplates(t *testing.T) {
	for _, c := range []struct{ name, manifest, want string }{
		{"Helm, with conditions and includes", `{{- if .Values.enabled }}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "flink.fullname" . }}-config
  labels:
    {{- include "flink.labels" . | nindent 4 }}
data:
  flink-conf.yaml: |
{{- if .Values.jm }}
    jobmanager.memory.process.size: {{ .Values.jm | quote }}
{{- else }}
    jobmanager.memory.process.size: 1g
    jobmanager.memory.off-heap.size: 1g
{{- end }}
    taskmanager.memory.process.size: {{ .Values.gb }}g
    taskmanager.memory.managed.fraction: 0.3
    {{- range .Values.more }}
    {{ .name }}: {{ .value }}
    {{- end }}
  config.yaml: |
    taskmanager:
      numberOfTaskSlots: {{ .Values.slots }}
      memory:
        {{- toYaml .Values.memory | nindent 8 }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-taskmanager
spec:
  template:
    spec:
      containers:
      - name: taskmanager
        image: "{{ .Values.registry }}/flink:1.18.1"
        command: [{{ .Values.entrypoint }}]
        args: [taskmanager, "-Dtaskmanager.memory.process.size={{ .Values.size }}"]
        resources:
          limits:
            memory: {{ .Values.limit }}
        volumeMounts:
        - name: conf
          mountPath: {{ .Values.home }}/conf
        - name: conf
          mountPath: {{ .Values.elsewhere }}
      volumes:
      - name: conf
        configMap:
          name: {{ include "flink.fullname" . }}-config
{{- end }}
`, `part file /{{ include "flink.fullname" . }}-config flink-conf.yaml fragment
  jobmanager.memory.process.size = 1g (unknown)
  jobmanager.memory.off-heap.size = 1g (assumed)
  taskmanager.memory.process.size = {{ .Values.gb }}g (unknown)
  taskmanager.memory.managed.fraction = 0.3
part file /{{ include "flink.fullname" . }}-config config.yaml standard fragment
  taskmanager.numberOfTaskSlots = {{ .Values.slots }} (unknown)
workload {{ .Release.Name }}-taskmanager at "{{ .Release.Name }}-taskmanager": TaskManager partial image "" version 1.18.1
  mount "{{ include \"flink.fullname\" . }}-config" /opt/flink/conf
  limit 0 state 2 "{{ .Values.limit }}"
  part -D {{ .Release.Name }}-taskmanager
  taskmanager.memory.process.size = {{ .Values.size }} (unknown)
`},
		{"an expression in a value is no template", `apiVersion: v1
kind: ConfigMap
metadata: {name: flink}
data:
  flink-conf.yaml: |
    taskmanager.memory.process.size: 1g
    kubernetes.ingress: "{{name}}.{{namespace}}"
    taskmanager.memory.flink.size: ${SIZE}
`, `part file /flink flink-conf.yaml
  taskmanager.memory.process.size = 1g
  kubernetes.ingress = "{{name}}.{{namespace}}" (unknown)
  taskmanager.memory.flink.size = ${SIZE} (unknown)
  problem quoted-value at "kubernetes.ingress: \"{{name}}.{{namespace}}\""
`},
		{"an expression that YAML takes for a map", `apiVersion: v1
kind: ConfigMap
metadata: {name: flink}
data:
  flink-conf.yaml: {{ content }}
  FLINK_PROPERTIES: {{ properties }}
  flink-conf-2.yaml: |
    taskmanager.memory.process.size: {{ size }}
`, `part file /flink flink-conf.yaml fragment
part FLINK_PROPERTIES /flink FLINK_PROPERTIES fragment
part file /flink flink-conf-2.yaml fragment
  taskmanager.memory.process.size = {{ size }} (unknown)
`},
		{"another template language, and a broken document beside a good one", `apiVersion: v1
kind: ConfigMap
metadata: {name: broken-flink
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ flink_name }}
data:
{% if flink %}
  flink-conf.yaml: |
    taskmanager.memory.process.size: 1g
{% endif %}
`, `part file /{{ flink_name }} flink-conf.yaml fragment
  taskmanager.memory.process.size = 1g
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Read("x.yaml", []byte(c.manifest), Kubernetes)
			if got := summary(d); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			checkSpans(t, d)
		})
	}
}

// A character that YAML does not know, and one that the library does not: neither may move what comes behind it.
func TestHiddenCharactersKeepOffsets(t *testing.T) {
	const text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a\u2028}\ndata:\n  flink-conf.yaml: |\n    a\x00: \\\\/ \\/ 3g"
	if got, _ := hideChars(text); len(got) != len(text) {
		t.Errorf("%d bytes became %d: %q", len(text), len(got), got)
	}
	Read("conf.yaml", []byte(text), "")
}
