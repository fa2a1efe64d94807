package flinktest

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Oracle runs flink/oracle/oracle.sh.
func Oracle(tb testing.TB, stdin []byte, args ...string) []byte {
	tb.Helper()
	cmd := exec.Command(filepath.Join(Root(tb), "flink", "oracle", "oracle.sh"), args...)
	cmd.Stdin = bytes.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		tb.Fatalf("oracle.sh %s: %v\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return out
}

// Ask asks the real Flink of a minor release, which has to be set up.
func Ask(tb testing.TB, minor string, inputs []Input) []Vector {
	tb.Helper()
	var questions bytes.Buffer
	for _, in := range inputs {
		line, err := json.Marshal(in)
		if err != nil {
			tb.Fatal(err)
		}
		questions.Write(append(line, '\n'))
	}
	var answers []Vector
	lines := bytes.Split(bytes.TrimSpace(Oracle(tb, questions.Bytes(), "run", minor)), []byte("\n"))
	if len(lines) != len(inputs) {
		tb.Fatalf("%d answers to %d inputs", len(lines), len(inputs))
	}
	for i, line := range lines {
		v := Vector{Minor: minor, In: inputs[i]}
		if err := json.Unmarshal(line, &v.Out); err != nil {
			tb.Fatalf("%s: %v", inputs[i].ID, err)
		}
		answers = append(answers, v)
	}
	return answers
}
