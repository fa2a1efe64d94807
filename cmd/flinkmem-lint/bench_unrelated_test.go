package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkUnrelated runs the whole command over a repository that has nothing to do with Flink: manifests, values,
// documents, scripts, package lists and source files. What it is to be measured against is the least that can be done:
// reading the names of all files, and the first bytes of those that might concern Flink by their names.
func BenchmarkUnrelated(b *testing.B) {
	const files = 10_000
	dir := b.TempDir()
	for n := range files {
		sub := filepath.Join(dir, fmt.Sprintf("app%02d", n%97), fmt.Sprintf("part%d", n%7))
		if err := os.MkdirAll(sub, 0o755); err != nil {
			b.Fatal(err)
		}
		kind := unrelatedFiles[n%len(unrelatedFiles)]
		writeFile(b, sub, fmt.Sprintf(kind.name, n), kind.text(n))
	}
	b.Run("check", func(b *testing.B) {
		for range b.N {
			var stderr bytes.Buffer
			if status := run([]string{"check", dir}, strings.NewReader(""), io.Discard, &stderr); status != 0 {
				b.Fatalf("exit status %d: %s", status, &stderr)
			}
		}
		b.ReportMetric(float64(files)*float64(b.N)/b.Elapsed().Seconds(), "files/s")
	})
	b.Run("names and first bytes", func(b *testing.B) {
		for range b.N {
			if err := readFirstBytes(dir); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(files)*float64(b.N)/b.Elapsed().Seconds(), "files/s")
	})
}

// readFirstBytes opens the files that are neither source code nor images, and reads their first bytes.
func readFirstBytes(dir string) error {
	head := make([]byte, 8<<10)
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		switch filepath.Ext(path) {
		case ".go", ".png":
			return nil
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err := f.Read(head); err != io.EOF {
			return err
		}
		return nil
	})
}

// unrelatedFiles are what such a repository holds.
var unrelatedFiles = []struct {
	name string
	text func(n int) string
}{
	{"service-%d.yaml", func(n int) string {
		return fmt.Sprintf("apiVersion: v1\nkind: Service\nmetadata:\n  name: web-%d\nspec:\n  ports:\n", n) + numbered(40, "    - name: port-%d\n      port: 80%[1]d\n")
	}},
	{"deployment-%d.yml", func(n int) string {
		return fmt.Sprintf("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web-%d\nspec:\n  template:\n    spec:\n      containers:\n", n) +
			numbered(10, "        - name: c-%d\n          image: registry.example/web:1.%[1]d\n          resources: {limits: {memory: 1Gi}}\n")
	}},
	{"values-%d.yaml", func(n int) string {
		return fmt.Sprintf("replicas: %d\nimage:\n  repository: registry.example/web\n", n) + numbered(50, "setting%d:\n  state: {enabled: true}\n")
	}},
	{"docker-compose-%d.yml", func(n int) string {
		return "services:\n" + numbered(12, "  web%d:\n    image: registry.example/web:1\n    environment:\n      - KEY=value\n")
	}},
	{"README-%d.md", func(n int) string {
		return "# Service\n\n" + numbered(60, "Paragraph %d says how to run it.\n\n```yaml\nserver:\n  port: 80%[1]d\n```\n\n")
	}},
	{"flink-notes-%d.md", func(int) string {
		return "# Notes\n\n" + numbered(60, "Step %d: the taskmanager of Flink starts.\n\n```bash\nmake run\n```\n\n")
	}},
	{"package-%d.json", func(int) string {
		return "{\n" + numbered(400, "  \"package-%d\": \"^1.0.%[1]d\",\n") + "  \"end\": \"1\"\n}\n"
	}},
	{"run-%d.sh", func(int) string { return "#!/bin/sh\n" + numbered(40, "echo step %d\n") }},
	{"main_%d.go", func(int) string { return "package main\n" + numbered(200, "func f%d() int { return %[1]d }\n") }},
	{"picture-%d.png", func(int) string { return "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00\x01\x02\xff", 2000) }},
}

func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}
