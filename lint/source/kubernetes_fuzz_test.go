package source

import "testing"

// oddManifests have shapes that nobody should write.
var oddManifests = []string{
	"", "---\n---\n", "apiVersion: v1\nkind: ConfigMap\n", "apiVersion: v1\nkind: ConfigMap\ndata: flink\n", "apiVersion: v1\nkind: ConfigMap\nmetadata: []\ndata: {flink-conf.yaml: , [a]: b, 1: 2}\n",
	"apiVersion: v1\nkind: ConfigMap\ndata: &a {flink-conf.yaml: *a, config.yaml: \"\", flink-conf.yml: |\n  }\n",
	"apiVersion: v1\nkind: [flink]\n", "kind: List\napiVersion: v1\nitems: &x [{kind: List, items: *x}, flink, null]\n",
	"apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {containers: {image: flink}}}}\n",
	"apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {containers: [flink, [], {}, {image: {a: b}, args: jobmanager, command: [[], {}, null, 1], env: [{name: FLINK_PROPERTIES}, {value: 1}, a], envFrom: [a, {}], resources: {limits: {memory: [1]}}, volumeMounts: [{mountPath: 1, name: v}, b]}], volumes: [a, {name: v, projected: {sources: {a: b}}}]}}}}\n",
	"apiVersion: v1\nkind: Pod\nspec: {securityContext: 1, containers: [{image: flink, args: [taskmanager, -D, -D=, -Da, '-D$(X', \"$(\", $$], env: [{name: X, value: $(X)}, {name: FLINK_PROPERTIES, value: >-\n  a: b\n   c: $(X)\n\n  d}], resources: {limits: {memory: -1}, requests: {memory: 1e999}}}]}\n",
	"apiVersion: v1\nkind: Pod\nmetadata: {name: flink}\nspec:\n  containers:\n  - image: flink\n    args: [\"taskmanager\",\n      \"-Dtaskmanager.memory.process.size=\\\n      1g\"]\n    env:\n    - name: FLINK_PROPERTIES\n      value: \"a: b\\n\\\n        c: \\u0064\"\n",
	"{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"data\":{\"flink-conf.yaml\":\"a: \\u0062\\r\\nc: d\"}}",
	"\ufeffapiVersion: v1\r\nkind: ConfigMap\r\nmetadata:\r\n  name: flink\r\ndata:\r\n  flink-conf.yaml: |\r\n    taskmanager.memory.process.size: 1g\r\n    \u00e4: \u00f6\r\n",
	"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: flink}\ndata:\n  flink-conf.yaml: |2\n     a: b\n\n  {{ if x }}\n    c: {{ d }}\n  {{ else }}\n    c: e\n  config.yaml: {{ include \"f\" . | nindent 4 }}\n",
	"apiVersion: v1\nkind: Secret\nstringData: {flink-conf.yaml: x}\n", "apiVersion: x\nkind: Kustomization\nresources: flink\nconfigMapGenerator: [{name: a, files: [=, a=], literals: [FLINK_PROPERTIES=, =, 'flink-conf.yaml=\"']}]\n",
	"apiVersion: v1\nkind: ConfigMap\nmetadata: &a {name: flink\ndata: {flink-conf.yaml: 'a: b'}\n---\n{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"image\": \"flink\"\n---\n\tkind: *b\napiVersion: flink.apache.org/v1\n",
	"apiVersion: v1\nkind: Template\nobjects: [{kind: Pod, spec: {containers: [{image: 'flink:${V}', args: ['${ROLE}']}]}}]\n",
}

func FuzzKubernetes(f *testing.F) {
	for _, s := range oddManifests {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		claimKubernetes("x.yaml", content, nil)
		for _, name := range []string{"x.yaml", "kustomization.yaml"} {
			soundManifest(t, Read(name, content, Kubernetes))
		}
	})
}

func FuzzShell(f *testing.F) {
	for _, s := range []string{
		"flink run -Dtaskmanager.memory.process.size=1g x.jar\n", "exec \"$X\"/bin/taskmanager.sh start '-Djobmanager.a=b'\\\n -D jobmanager.\"c\"=d",
		"yarn-session.sh -jm 1 -tm -s", "cat <<A <<-'B'\nA\n\tB\nflink run-application -yjm 1g -yD jobmanager.x=1", "a $( ${ \"", "flink run -Dtaskmanager.x={{ \"a b\" }}c",
		"A=1g\nB=\"c: $A\nd: 1\"\ndocker run -dm $A -e FLINK_PROPERTIES=\"${B}\" --name \"x\" flink:$C taskmanager -Dq=1; podman create --env=FLINK_PROPERTIES='a: b' -vx:/y flink jobmanager",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		soundManifest(t, Read("x.sh", content, Shell))
	})
}

// soundManifest checks what holds for every document with embedded texts.
func soundManifest(t *testing.T, d *Document) {
	checkSpans(t, d)
	inside := func(what string, p Place) {
		for _, s := range []Span{p.Key, p.Value, p.Entry} {
			if s.Start < 0 || s.End < s.Start || s.End > len(d.Bytes) {
				t.Errorf("%q: %s is at %v, outside the file", d.Bytes, what, s)
			}
		}
	}
	parts := d.Parts
	for _, w := range d.Workloads {
		parts = append(parts, w.Parts...)
		inside("the name", w.Anchor)
		inside("the override", w.Override)
		inside("the image", w.Image.Place)
		if w.Properties != nil {
			inside("the properties", w.Properties.Place)
		}
		for _, m := range w.Mounts {
			inside("a mount", m.Place)
		}
		for _, l := range []*MemoryLimit{w.Limit, w.Request} {
			if l != nil {
				inside("a limit", l.Place)
			}
		}
	}
	for _, p := range parts {
		for _, problem := range p.Problems {
			inside(string(problem.Code), problem.Place)
		}
		for _, o := range p.Options {
			inside(o.Key, o.Place)
			if written := d.slice(o.Place.Value); o.Exact && !p.Standard && written != o.Value {
				t.Errorf("%q: %s is %q, and written %q", d.Bytes, o.Key, o.Value, written)
			}
			for _, edit := range []func() (Edit, bool){
				func() (Edit, bool) { return d.SetValue(o, "1m") },
				func() (Edit, bool) { return d.RenameKey(o, o.Key+"x") },
				func() (Edit, bool) { return d.DeleteEntry(o) },
			} {
				if e, ok := edit(); ok {
					if _, err := d.Apply([]Edit{e}); err != nil {
						t.Errorf("%q: %v", d.Bytes, err)
					}
				}
			}
		}
	}
	Link([]*Document{d}, LinkOptions{})
}
