package source

import (
	"reflect"
	"testing"
)

func TestKustomization(t *testing.T) {
	const text = `namespace: flink
namePrefix: my-
resources:
- ../base
- deployment.yaml
- https://github.com/x/y?ref=z
- /etc/x.yaml
patches:
- path: patch.yaml
- patch: |
    kind: Deployment
patchesStrategicMerge:
- old.yaml
- |-
  kind: Deployment
images:
- name: flink
  newTag: "1.18"
- newName: x
configMapGenerator:
- name: flink-config
  files:
  - conf/flink-conf.yaml
  - config.yaml=conf/prod.yaml
  - log4j.properties
  literals:
  - FLINK_PROPERTIES=taskmanager.memory.process.size:1g
  - 'flink-conf.yaml="jobmanager.memory.process.size: 1g"'
  - A=b
  - C
- files: [x.yaml]
`
	d := Read("overlay/kustomization.yaml", []byte(text), "")
	if d == nil || d.Kustomization == nil {
		t.Fatal("not read")
	}
	k := *d.Kustomization
	for i := range k.Images {
		if got := d.slice(k.Images[i].Place.Entry); got != "name: flink\n  newTag: \"1.18\"" {
			t.Errorf("image at %q", got)
		}
		k.Images[i].Place = Place{}
	}
	for i, want := range []string{"conf/flink-conf.yaml", "config.yaml=conf/prod.yaml", "log4j.properties"} {
		if got := d.slice(k.Files[i].Place.Entry); got != want {
			t.Errorf("file at %q", got)
		}
		k.Files[i].Place = Place{}
	}
	want := Kustomization{
		Namespace: "flink", NamePrefix: "my-", Resources: []string{"../base", "deployment.yaml"}, Patches: []string{"old.yaml", "patch.yaml"},
		Images: []ImageChange{{Name: "flink", NewTag: "1.18"}},
		Files: []GeneratedFile{
			{ConfigMap: "flink-config", Namespace: "flink", Key: "flink-conf.yaml", Path: "conf/flink-conf.yaml"},
			{ConfigMap: "flink-config", Namespace: "flink", Key: "config.yaml", Path: "conf/prod.yaml"},
			{ConfigMap: "flink-config", Namespace: "flink", Key: "log4j.properties", Path: "log4j.properties"},
		},
	}
	if !reflect.DeepEqual(k, want) {
		t.Errorf("got\n%+v\nwant\n%+v", k, want)
	}
	const parts = `part FLINK_PROPERTIES flink/flink-config FLINK_PROPERTIES
part file flink/flink-config flink-conf.yaml
  jobmanager.memory.process.size = 1g
references ../base/kustomization.yaml deployment.yaml old.yaml patch.yaml conf/flink-conf.yaml conf/prod.yaml
`
	if got := summary(d); got != parts {
		t.Errorf("got\n%s\nwant\n%s", got, parts)
	}
	if got := d.Parts[0].Text.Decoded; got != "taskmanager.memory.process.size:1g" {
		t.Errorf("FLINK_PROPERTIES is %q", got)
	}
}
