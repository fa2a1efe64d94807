package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkCheck runs the whole command over folders: of Flink files, and of files that have nothing to do with Flink.
// What it reports beside the time is files per second.
func BenchmarkCheck(b *testing.B) {
	for _, bench := range []struct {
		name  string
		files int
		write func(b *testing.B, dir string, n int)
	}{
		{"flink-conf", 1000, writeFlinkConf},
		{"config", 1000, writeConfig},
		{"unrelated", 10000, writeUnrelated},
	} {
		b.Run(fmt.Sprintf("%s-%d", bench.name, bench.files), func(b *testing.B) {
			dir := b.TempDir()
			for n := range bench.files {
				sub := filepath.Join(dir, fmt.Sprintf("%02d", n%100), fmt.Sprint(n))
				if err := os.MkdirAll(sub, 0o755); err != nil {
					b.Fatal(err)
				}
				bench.write(b, sub, n)
			}
			b.ResetTimer()
			for range b.N {
				var stderr bytes.Buffer
				if status := run([]string{"check", "--format", "json", dir}, strings.NewReader(""), io.Discard, &stderr); status > 1 {
					b.Fatalf("exit status %d: %s", status, &stderr)
				}
			}
			b.ReportMetric(float64(bench.files)*float64(b.N)/b.Elapsed().Seconds(), "files/s")
		})
	}
}

// benchOptions are those of the n-th file: one file in ten does not fit.
func benchOptions(n int) [][2]string {
	flinkSize := "2g"
	if n%10 == 0 {
		flinkSize = "3800m"
	}
	options := [][2]string{
		{"jobmanager.rpc.address", "jobmanager"},
		{"jobmanager.memory.process.size", fmt.Sprintf("%dm", 1600+n%7*64)},
		{"taskmanager.memory.process.size", "4g"},
		{"taskmanager.memory.flink.size", flinkSize},
		{"taskmanager.memory.jvm-overhead.max", "2g"},
		{"taskmanager.memory.managed.fraction", fmt.Sprintf("0.%d", 1+n%5)},
		{"taskmanager.numberOfTaskSlots", fmt.Sprint(1 + n%8)},
		{"state.backend.type", "rocksdb"},
	}
	for i := range 40 {
		options = append(options, [2]string{fmt.Sprintf("metrics.reporter.r%d.interval", i), "60 SECONDS"})
	}
	return options
}

func writeFlinkConf(b *testing.B, dir string, n int) {
	text := new(strings.Builder)
	for _, o := range benchOptions(n) {
		fmt.Fprintf(text, "# why %s\n%s: %s\n", o[0], o[0], o[1])
	}
	writeFile(b, dir, "flink-conf.yaml", text.String())
}

func writeConfig(b *testing.B, dir string, n int) {
	text := new(strings.Builder)
	for _, o := range benchOptions(n) {
		fmt.Fprintf(text, "# why %s\n", o[0])
		segments := strings.Split(o[0], ".")
		if segments[0] == "metrics" || n%2 == 0 {
			fmt.Fprintf(text, "%s: %s\n", o[0], o[1])
			continue
		}
		// one block an option: what comes before the last two segments stays flat, so that no key appears twice
		head := strings.Join(segments[:len(segments)-1], ".")
		fmt.Fprintf(text, "%s:\n  %s: %s\n", head, segments[len(segments)-1], o[1])
	}
	writeFile(b, dir, "config.yaml", text.String())
}

func writeUnrelated(b *testing.B, dir string, n int) {
	text := new(strings.Builder)
	fmt.Fprintf(text, "apiVersion: v1\nkind: Service\nmetadata:\n  name: web-%d\nspec:\n  ports:\n", n)
	for port := range 40 {
		fmt.Fprintf(text, "    - name: port-%d\n      port: %d\n", port, 8000+port)
	}
	writeFile(b, dir, "service.yaml", text.String())
}

func writeFile(b *testing.B, dir, name, text string) {
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		b.Fatal(err)
	}
}
