package flink_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/flink/flinktest"
)

// TestOracle asks the real Flink again, the newest of 1.x and of 2.x: a sample of what is recorded, and inputs that
// nobody has seen before. make verify-flink runs it.
func TestOracle(t *testing.T) {
	if os.Getenv("FLINK_ORACLE") == "" {
		t.Skip("asks the real Flink, which takes a JDK 17, Maven and Python 3: run make verify-flink, or set FLINK_ORACLE=1")
	}
	for _, tool := range []string{"java", "javac", "mvn", "python3"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("%s is not on the PATH, and CI has to ask the real Flink", tool)
			}
			t.Skipf("%s is not on the PATH: the real Flink cannot be asked", tool)
		}
	}
	// The same inputs each time, unless somebody is looking for new ones.
	seed, err := strconv.ParseUint(cmp.Or(os.Getenv("FLINK_ORACLE_SEED"), "1"), 10, 64)
	if err != nil {
		t.Fatalf("FLINK_ORACLE_SEED: %v", err)
	}
	for _, version := range []flink.Version{flink.NewestOf(1), flink.Newest()} {
		t.Run(version.String(), func(t *testing.T) {
			minor := version.String()
			flinktest.Oracle(t, nil, "setup", minor)
			recorded := flinktest.Sample(flinktest.Read(t, minor), 12)
			inputs := freshInputs(rand.New(rand.NewPCG(seed, 0)), version, 400)
			for _, v := range recorded {
				inputs = append(inputs, v.In)
			}
			answers := flinktest.Ask(t, minor, inputs)
			started := 0
			for i := range answers {
				compareWithFlink(t, version, &answers[i])
				if tm := answers[i].Out.TM; tm != nil && tm.Error == nil {
					started++
				}
			}
			if started < len(answers)/5 || started == len(answers) {
				t.Errorf("of %d inputs Flink starts %d: they test too little", len(answers), started)
			}
			for i, again := range answers[len(answers)-len(recorded):] {
				if !sameAnswer(t, &recorded[i], &again) {
					t.Errorf("%s: recorded %+v, now %+v", again.ID(), recorded[i].Out, again.Out)
				}
			}
		})
	}
}

// compareWithFlink compares everything that we compute from what Flink loaded with Flink's answers.
func compareWithFlink(t *testing.T, version flink.Version, v *flinktest.Vector) {
	t.Helper()
	if v.Out.Loaded == nil {
		return
	}
	failed := t.Failed()
	c := flink.Config{Values: v.Out.Loaded, Standard: v.Standard()}
	for _, reading := range []flink.Reading{flink.Standalone, flink.Container} {
		container := reading == flink.Container
		compare(t, v, v.TaskManager(container), flink.Calculate(flink.TaskManager, reading, version, c))
		compare(t, v, v.JobManager(container), flink.Calculate(flink.JobManager, reading, version, c))
	}
	for _, extra := range extraChecks {
		extra.check(t, v, version, c)
	}
	if t.Failed() && !failed {
		t.Logf("the first input that failed: %+v", v.In)
	}
}

// sameAnswer compares answers; the further checks are raw JSON, whose spaces do not count.
func sameAnswer(t *testing.T, a, b *flinktest.Vector) bool {
	t.Helper()
	extras := func(v *flinktest.Vector) map[string]any {
		values := map[string]any{}
		for name, raw := range v.Out.Extra {
			var value any
			if err := json.Unmarshal(raw, &value); err != nil {
				t.Fatalf("%s: %s: %v", v.ID(), name, err)
			}
			values[name] = value
		}
		return values
	}
	x, y := a.Out, b.Out
	x.Extra, y.Extra = nil, nil
	return reflect.DeepEqual(x, y) && reflect.DeepEqual(extras(a), extras(b))
}

// freshInputs mixes values that fit together with odd ones, in the memory options that the version has.
func freshInputs(r *rand.Rand, version flink.Version, n int) []flinktest.Input {
	var numbers []*flink.Option
	for _, o := range flink.Options() {
		if o.Memory && o.WorksIn(version) && (strings.HasPrefix(o.Key, "taskmanager.") || strings.HasPrefix(o.Key, "jobmanager.") ||
			strings.HasPrefix(o.Key, "state.backend.rocksdb.memory.") || strings.HasSuffix(o.Key, ".limit-factor")) {
			numbers = append(numbers, o)
		}
	}
	file := "config.yaml"
	if version.Major == 1 {
		file = "flink-conf.yaml"
	}
	inputs := make([]flinktest.Input, n)
	for i := range inputs {
		values := map[string]string{
			"taskmanager.memory.process.size": fmt.Sprintf("%dm", 700+r.IntN(8000)),
			"jobmanager.memory.process.size":  fmt.Sprintf("%dm", 500+r.IntN(4000)),
		}
		for range r.IntN(6) {
			o := numbers[r.IntN(len(numbers))]
			values[o.Key] = freshValue(r, o.TypeIn(version))
		}
		for _, key := range []string{"taskmanager.memory.process.size", "jobmanager.memory.process.size"} {
			if r.IntN(6) == 0 {
				delete(values, key)
			}
		}
		var text strings.Builder
		for _, key := range slices.Sorted(maps.Keys(values)) {
			fmt.Fprintf(&text, "%s: %s\n", key, values[key])
		}
		inputs[i] = flinktest.Input{ID: fmt.Sprintf("fresh-%d", i), File: file, Text: text.String()}
	}
	return inputs
}

func freshValue(r *rand.Rand, kind string) string {
	if r.IntN(12) == 0 {
		odd := []string{"abc", "0", "-1", "1.5g", "50%", "1e-3", "0x10", "true", "9223372036854775807", "4 Gi", "512", "1_000"}
		return odd[r.IntN(len(odd))]
	}
	switch kind {
	case "MemorySize", "String":
		units := []string{"", "b", "kb", "m", " mb", "G"}
		unit := units[r.IntN(len(units))]
		switch unit {
		case "", "b":
			return fmt.Sprintf("%d%s", r.Int64N(2<<30), unit)
		case "kb":
			return fmt.Sprintf("%d%s", r.IntN(2<<20), unit)
		case "G":
			return fmt.Sprintf("%d%s", r.IntN(4), unit)
		}
		return fmt.Sprintf("%d%s", r.IntN(2<<10), unit)
	case "Float", "Double":
		return fmt.Sprintf("%.*f", r.IntN(9), r.Float64())
	case "Integer", "Long":
		return fmt.Sprint(r.IntN(5000))
	case "Boolean":
		return []string{"true", "false", "TRUE", "no"}[r.IntN(4)]
	case "Duration":
		return fmt.Sprintf("%d%s", r.IntN(50), []string{"", " s", "ms", " min", " days", "us"}[r.IntN(6)])
	case "Map":
		return []string{"OPERATOR:70,PYTHON:30", "STATE_BACKEND:1", "DATAPROC:5,OPERATOR:2", "PYTHON:x", "PYTHON"}[r.IntN(5)]
	}
	return "x"
}
