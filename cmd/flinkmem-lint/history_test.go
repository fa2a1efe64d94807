package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/flink/flinktest"
	"github.com/rogpeppe/go-internal/txtar"
)

// historyCase is a configuration of Flink.NET, and what Flink makes of it.
type historyCase struct {
	name, text string
	image      bool // FLINK_PROPERTIES over the image's defaults, else a config.yaml
	role       flink.Role
	answer     *flinktest.Process
}

const historyFolder = "../../testdata/dotnet/"

// TestHistory compares what is computed for the configurations of Flink.NET with what Flink 2.0 answers. It asks Flink
// again where FLINK_ORACLE is set.
func TestHistory(t *testing.T) {
	archive, err := txtar.ParseFile(historyFolder + "history.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var inputs []flinktest.Input
	for _, f := range archive.Files {
		inputs = append(inputs, historyInput(f))
	}
	if os.Getenv("FLINK_ORACLE") != "" {
		askHistory(t, inputs)
	}
	content, err := os.ReadFile(historyFolder + "history.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	recorded, err := flinktest.Decode(bytes.NewReader(content), "2.0")
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for i, f := range archive.Files {
		if i >= len(recorded) || !reflect.DeepEqual(recorded[i].In, inputs[i]) {
			t.Fatalf("history.jsonl has another input for %s: record the answers anew", f.Name)
		}
		c := historyCase{name: f.Name, text: string(f.Data), image: strings.HasPrefix(f.Name, "image/"), role: flink.TaskManager, answer: recorded[i].Out.TM}
		if strings.Contains(f.Name, "/jobmanager-") {
			c.role, c.answer = flink.JobManager, recorded[i].Out.JM
		}
		t.Run(f.Name, c.compare)
		if len(c.answer.Error) > 0 {
			refused++
		}
	}
	if refused < 10 || refused > len(recorded)-10 {
		t.Errorf("Flink refuses %d of %d: they test too little", refused, len(recorded))
	}
}

// askHistory asks Flink, and compares with what is recorded, or records it.
func askHistory(t *testing.T, inputs []flinktest.Input) {
	flinktest.Oracle(t, nil, "setup", "2.0")
	var questions, records bytes.Buffer
	for _, in := range inputs {
		line, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		questions.Write(append(line, '\n'))
	}
	answers := bytes.Split(bytes.TrimSpace(flinktest.Oracle(t, questions.Bytes(), "run", "2.0")), []byte("\n"))
	for i, in := range bytes.Split(bytes.TrimSpace(questions.Bytes()), []byte("\n")) {
		fmt.Fprintf(&records, "{\"in\": %s, \"out\": %s}\n", in, answers[i])
	}
	name := historyFolder + "history.jsonl"
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(name, records.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	was, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	old, err := flinktest.Decode(bytes.NewReader(was), "2.0")
	if err != nil {
		t.Fatal(err)
	}
	now, err := flinktest.Decode(&records, "2.0")
	if err != nil {
		t.Fatal(err)
	}
	for i := range now {
		if i >= len(old) || !reflect.DeepEqual(old[i].Out.TM, now[i].Out.TM) || !reflect.DeepEqual(old[i].Out.JM, now[i].Out.JM) {
			t.Errorf("%s: Flink answers otherwise than is recorded", now[i].In.ID)
		}
	}
}

// historyInput is a case as the oracle takes it: over the image's own configuration, the entrypoint gives each line of
// FLINK_PROPERTIES as -D, without white space.
func historyInput(f txtar.File) flinktest.Input {
	in := flinktest.Input{ID: f.Name, File: "config.yaml", Text: string(f.Data)}
	if strings.HasPrefix(f.Name, "image/") {
		in.Text = "jobmanager.memory.process.size: 1600m\ntaskmanager.memory.process.size: 1728m\ntaskmanager.numberOfTaskSlots: 1\n"
		in.Dynamic = map[string]string{}
		for _, line := range strings.Split(strings.TrimSpace(string(f.Data)), "\n") {
			key, value, _ := strings.Cut(strings.Join(strings.Fields(line), ""), ":")
			in.Dynamic[key] = value
		}
	}
	return in
}

// compare computes the case as a Compose file and as app hosts in C#, or as a configuration file, and compares with the
// answer.
func (c historyCase) compare(t *testing.T) {
	if !c.image {
		c.compareFile(t, "config", "config.yaml", c.text)
		return
	}
	role := strings.ToLower(c.role.String())
	c.compareFile(t, "compose", "compose.yaml", "services:\n  flink:\n    image: flink:2.0.0\n    command: "+role+"\n    environment:\n      FLINK_PROPERTIES: |\n        "+
		strings.ReplaceAll(strings.TrimSpace(c.text), "\n", "\n        ")+"\n")
	for form, content := range appHosts(c.text, role) {
		t.Run(form, func(t *testing.T) { c.compareFile(t, "aspire", "Program.cs", content) })
	}
}

func (c historyCase) compareFile(t *testing.T, kind, name, text string) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	run([]string{"memory", "--flink-version", "2.0", "--kind", kind, "--format", "json", filepath.Join(dir, name)}, strings.NewReader(""), &stdout, &stderr)
	var all []map[string]json.RawMessage
	if err := json.Unmarshal(stdout.Bytes(), &all); err != nil || len(all) != 1 {
		t.Fatalf("%v: %s%s", err, &stdout, &stderr)
	}
	key := "taskManager"
	if c.role == flink.JobManager {
		key = "jobManager"
	}
	var got map[string]any
	if err := json.Unmarshal(all[0][key], &got); err != nil {
		t.Fatal(err)
	}
	if refused := len(c.answer.Error) > 0; refused {
		if got["ok"] != false {
			t.Errorf("Flink says %q, and here it starts: %v", c.answer.Error.Message(), got)
		}
		return
	}
	if got["ok"] != true {
		t.Fatalf("Flink starts it, and here it is refused: %v", got)
	}
	for component, size := range c.answer.Sizes {
		if n, ok := got[component].(float64); ok && int64(n) != size {
			t.Errorf("%s is %d, and %d for Flink", component, int64(n), size)
		}
	}
	if n, ok := got["totalProcess"].(float64); !ok || int64(n) != c.answer.Sizes["totalProcess"] {
		t.Errorf("the total is %v, and %d for Flink", got["totalProcess"], c.answer.Sizes["totalProcess"])
	}
}
