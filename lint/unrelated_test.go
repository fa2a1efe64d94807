package lint

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
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
