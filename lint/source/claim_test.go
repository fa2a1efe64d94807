package source

import (
	"strings"
	"testing"
)

// TestUnrelatedIsNotParsed: what cannot concern Flink is looked at where it lies. A parser would allocate for every line.
func TestUnrelatedIsNotParsed(t *testing.T) {
	const lines = 20_000
	for _, test := range []struct{ path, head, line, tail string }{
		{"service.yaml", "apiVersion: v1\nkind: List\nitems:\n", "- {kind: Service, metadata: {name: x}}\n", ""},
		{"values.yaml", "a:\n", "  - b: {c: 1}\n", ""},
		{"values.yaml", "taskmanager:\n", "  - b: {c: 1}\n", ""},
		{"docker-compose.yml", "services:\n", "  a: {image: b}\n", ""},
		{"config.yaml", "server:\n", "  - port: 80\n", ""},
		{"pod.json", `{"apiVersion": "v1", "kind": "List", "items": [`, `{"kind": "Pod"},` + "\n", `{}]}`},
		{"README.md", "", "```yaml\na: 1\n```\n", ""},
		{"README.md", "the taskmanager. And so on\n", "```yaml\na: 1\n```\n", ""},
		{"run.sh", "#!/bin/sh\n", "echo a\n", ""},
	} {
		content := []byte(test.head + strings.Repeat(test.line, lines) + test.tail)
		if d := Read(test.path, content, ""); d != nil {
			t.Errorf("%s is read as %s", test.path, d.Kind)
		}
		if n := testing.AllocsPerRun(1, func() { Read(test.path, content, "") }); n > 100 {
			t.Errorf("%s with %q takes %.0f allocations", test.path, test.head, n)
		}
	}
}

// BenchmarkClaims is the price of a file's name.
func BenchmarkClaims(b *testing.B) {
	names := []string{"main.go", "README.md", "picture.png", "service.yaml", "values-prod.yaml", "package-lock.json", "LICENSE", "index.test.tsx", "flink-conf.yaml.template"}
	for i := range b.N {
		Claims(names[i%len(names)])
	}
}
