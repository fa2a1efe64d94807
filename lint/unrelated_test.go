package lint

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// countingFiles counts how often each file is opened.
type countingFiles struct {
	mu     sync.Mutex
	opened map[string]int
}

func (c *countingFiles) Open(name string) (fs.File, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.opened[filepath.Base(name)]++
	return os.Open(name)
}

// TestBuiltForDotNet: a Compose file without a word of .NET is read where a Dockerfile that it builds is .NET's, and
// Dockerfiles are looked at only where it builds something.
func TestBuiltForDotNet(t *testing.T) {
	const dotNet, other = "FROM mcr.microsoft.com/dotnet/aspnet:8.0\nENV DOTNET_GCHeapHardLimit=0x40000000\n", "FROM golang:1.26\nRUN go build\n"
	const image, short = "services:\n  web:\n    image: web\n    mem_limit: 512m\n", "services:\n  web:\n    build: ./net\n    mem_limit: 512m\n"
	const long = "services:\n  db:\n    build: {context: db, dockerfile: Containerfile}\n  web:\n    build:\n      context: .\n      dockerfile: net/Dockerfile\n    mem_limit: 512m\n"
	for _, tt := range []struct {
		name, compose, dockerfile string
		opens                     int // of the Dockerfile, which is a file of its own, too
		limit                     int64
	}{
		{"compose.yaml", short, dotNet, 3, 512 << 20},
		{"docker-compose.prod.yml", long, dotNet, 3, 512 << 20},
		{"compose.yaml", short, other, 2, 0},
		{"compose.yaml", image, other, 1, 0},
		{"stack.yaml", short, dotNet, 1, 0},
	} {
		dir := t.TempDir()
		for name, content := range map[string]string{tt.name: tt.compose, "net/Dockerfile": tt.dockerfile} {
			name = filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		files := &countingFiles{opened: map[string]int{}}
		limits, result, err := Clusters(context.Background(), Options{Dir: dir, Files: files, Jobs: 1}, func(clusters []*source.Cluster) (limit int64) {
			for _, c := range clusters {
				limit += c.DotNet.Host.Limit
			}
			return limit
		})
		if err != nil || len(result.Failures) > 0 {
			t.Fatalf("%+v, %v", result, err)
		}
		var limit int64
		for _, n := range limits {
			limit += n
		}
		if limit != tt.limit {
			t.Errorf("%s: the limit is %d, want %d", tt.name, limit, tt.limit)
		}
		if got := files.opened["Dockerfile"]; got != tt.opens {
			t.Errorf("%s: the Dockerfile is opened %d times, want %d", tt.name, got, tt.opens)
		}
	}
}

// TestUnrelatedFiles: a file is opened once where its name leaves it open what it is, and never where it does not.
func TestUnrelatedFiles(t *testing.T) {
	dir := t.TempDir()
	for name, want := range map[string]struct {
		content string
		opens   int
	}{
		"service.yaml":  {"apiVersion: v1\nkind: Service\n", 1},
		"values.yaml":   {"taskmanager:\n  replicas: 2\n", 1},
		"README.md":     {"The taskmanager\n", 1},
		"config.yaml":   {"server: {}\n", 1},
		"main.go":       {"package taskmanager\n", 0},
		"picture.png":   {"\x89PNG", 0},
		"flink.sql":     {"SET 'taskmanager.memory.process.size' = '1g';\n", 0},
		"pom.xml":       {"<flink.version>1.20</flink.version>\n", 0},
		"Main.java":     {"// taskmanager.memory.process.size: 1g\n", 0},
		"flink-conf.go": {"", 0},
	} {
		sub := filepath.Join(dir, name+".d")
		if err := os.Mkdir(sub, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(sub, name), []byte(want.content), 0o644); err != nil {
			t.Fatal(err)
		}
		files := &countingFiles{opened: map[string]int{}}
		result, err := Run(context.Background(), Options{Dir: sub, Files: files})
		if err != nil || len(result.Findings)+len(result.Failures)+result.Files > 0 {
			t.Errorf("%s: %+v, %v", name, result, err)
		}
		if got := files.opened[name]; got != want.opens {
			t.Errorf("%s is opened %d times, want %d", name, got, want.opens)
		}
	}
}
