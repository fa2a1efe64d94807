package rules_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/rules"
)

// TestJVMFlagFixes applies the fix of the only finding about a flag, and compares the file.
func TestJVMFlagFixes(t *testing.T) {
	const total = "taskmanager.memory.process.size: 2g\n"
	cases := []struct{ name, before, after string }{
		{"first", "env.java.opts.taskmanager: -Xmx6g -XX:+UseG1GC\n", "env.java.opts.taskmanager: -XX:+UseG1GC\n"},
		{"last", "env.java.opts.taskmanager: -XX:+UseG1GC -Xmx6g\n", "env.java.opts.taskmanager: -XX:+UseG1GC\n"},
		{"between", "env.java.opts.taskmanager: -Da=b  -Xmx6g -Dc=d # heap\n", "env.java.opts.taskmanager: -Da=b -Dc=d # heap\n"},
		{"a part of another", "env.java.opts.taskmanager: -Da=-Xmx6g -Xmx6g\n", "env.java.opts.taskmanager: -Da=-Xmx6g\n"},
		{"alone", "env.java.opts.taskmanager: -Xmx6g\n", ""},
		{"with the initial heap", "env.java.opts.taskmanager: -Xms6g -XX:+UseG1GC -Xmx6g\n", "env.java.opts.taskmanager: -XX:+UseG1GC\n"},
		{"both and nothing else", "env.java.opts.taskmanager: -Xms6g -Xmx6g\n", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "flink-conf.yaml"), []byte(total+c.before), 0o644); err != nil {
				t.Fatal(err)
			}
			findings := run(t, lint.Options{Rules: rules.All, Dir: dir, Paths: []string{"."}}).Findings
			if len(findings) != 1 || len(findings[0].Fixes) != 1 {
				t.Fatalf("%d findings, want one with a fix: %v", len(findings), findings)
			}
			got, err := findings[0].Place.Document.Apply(findings[0].Fixes[0].Edits)
			if err != nil || string(got) != total+c.after {
				t.Errorf("%v\n%s", err, got)
			}
		})
	}
}
