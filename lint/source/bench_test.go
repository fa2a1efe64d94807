package source

import (
	"fmt"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// flatFile is a flink-conf.yaml of an ordinary length: mostly comments, as the one that Flink comes with.
func flatFile() []byte {
	var b strings.Builder
	for i := range 30 {
		fmt.Fprintf(&b, "# What the next option is for, in a line or two of text, as people\n# write it above their options.\n#\nsome.section.option-%d: value-%d\n\n", i, i)
	}
	b.WriteString("jobmanager.memory.process.size: 1600m\ntaskmanager.memory.process.size: 4g # why\ntaskmanager.memory.managed.fraction: 0.4\ntaskmanager.numberOfTaskSlots: 4\n")
	return []byte(b.String())
}

// nestedFile is a config.yaml of an ordinary length.
func nestedFile() []byte {
	var b strings.Builder
	b.WriteString("taskmanager:\n  memory:\n    process:\n      size: 4g # why\n    managed:\n      fraction: 0.4\n  numberOfTaskSlots: 4\n  bind-host: 0.0.0.0\n")
	for i := range 20 {
		fmt.Fprintf(&b, "# What the next block is for, in a line or two of text, as people\n# write it above their options.\nsection-%d:\n  inner:\n    first: value-%d\n    second: 'quoted'\n    third: %d\n  list: [a, b]\n", i, i, i)
	}
	return []byte(b.String())
}

func perSecond(b *testing.B, content []byte, read func()) {
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		read()
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "files/s")
}

// BenchmarkRead reads and links a file; BenchmarkYAML is the YAML library alone on the same bytes.
func BenchmarkRead(b *testing.B) {
	for _, kind := range []Kind{FlinkConf, ConfigYAML} {
		for name, content := range map[string][]byte{"flat": flatFile(), "nested": nestedFile()} {
			b.Run(string(kind)+"/"+name, func(b *testing.B) {
				perSecond(b, content, func() { Link([]*Document{Read("x", content, kind)}, LinkOptions{}) })
			})
		}
	}
}

func BenchmarkYAML(b *testing.B) {
	for name, content := range map[string][]byte{"flat": flatFile(), "nested": nestedFile()} {
		b.Run(name, func(b *testing.B) {
			perSecond(b, content, func() {
				var n yaml.Node
				if err := yaml.Unmarshal(content, &n); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
}

// BenchmarkUnrelated is a YAML file that has nothing to do with Flink.
func BenchmarkUnrelated(b *testing.B) {
	content := []byte(strings.Repeat("apiVersion: v1\nkind: Service\nmetadata:\n  name: x\nspec:\n  ports:\n  - port: 80\n---\n", 100))
	perSecond(b, content, func() {
		if Read("service.yaml", content, "") != nil {
			b.Fatal("read")
		}
	})
}
