package report

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

const pictured = `services:
  tm:
    image: flink:2.0
    command: taskmanager
    mem_limit: %s
    environment:
      DOTNET_GCHeapHardLimit: "0x30000000"
      FLINK_PROPERTIES: |
        taskmanager.memory.process.size: %s
`

// Both runtimes of a container are in one bar, as wide as their shares of its limit.
func TestPictureWithDotNet(t *testing.T) {
	all := memoryOf(t, "compose.yaml", fmt.Sprintf(pictured, "4g", "3g"))
	pictures := all[0].Pictures()
	if len(pictures) != 1 || pictures[0].Title != "TaskManager and .NET" || pictures[0].Role != "TaskManager" || pictures[0].Over != "" {
		t.Fatalf("got %+v", pictures)
	}
	sum := 0.0
	got := map[string]string{}
	for _, p := range pictures[0].Parts {
		sum += p.Percent
		got[p.Name] = fmt.Sprintf("%s %.2f%% %s", p.Size, p.Percent, strings.Join(p.Keys, " "))
	}
	for name, want := range map[string]string{
		"dotnetHeap":   "768.00 MiB 18.75% DOTNET_GCHeapHardLimit",
		"dotnetNative": "128.00 MiB 3.12% ",
		"free":         "128.00 MiB 3.12% ",
		"metaspace":    "256.00 MiB 6.25% taskmanager.memory.jvm-metaspace.size",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	if math.Abs(sum-100) > 0.01 {
		t.Errorf("the parts are %.2f %% of the container", sum)
	}
	if total := pictures[0].Totals[0]; total.Label != "container" || total.Percent != 100 {
		t.Errorf("the first total is %+v", total)
	}
}

// Memory that Flink sets aside for native code, and .NET takes, counts once.
func TestPictureOfSharedMemory(t *testing.T) {
	for _, tt := range []struct {
		offHeap string
		used    float64 // MiB of 4096
		left    string
		says    string
	}{
		{"512m", 3072 - 512 + 768 + 128, "640.00 MiB", "; .NET takes 512 MiB of it"},
		{"1g", 3072, "1024.00 MiB", "; .NET takes 896 MiB of it"},
	} {
		all := memoryOf(t, "compose.yaml", fmt.Sprintf(pictured, "4g", "3g\n        taskmanager.memory.managed.size: 0\n        taskmanager.memory.task.off-heap.size: "+tt.offHeap))
		used := 0.0
		for _, p := range all[0].Pictures()[0].Parts {
			if p.Name != "free" {
				used += p.Percent * 4096 / 100
			} else if p.Size != tt.left {
				t.Errorf("%s: %s is left, want %s", tt.offHeap, p.Size, tt.left)
			}
			if p.Name == "taskOffHeap" && !strings.HasSuffix(p.Origin, tt.says) {
				t.Errorf("%s: %s", tt.offHeap, p.Origin)
			}
		}
		if math.Abs(used-tt.used) > 0.01 {
			t.Errorf("%s: %.2f MiB are drawn, want %.2f", tt.offHeap, used, tt.used)
		}
	}
}

// What goes over the limit of the container is red.
func TestPictureOfTooSmallAContainer(t *testing.T) {
	all := memoryOf(t, "compose.yaml", fmt.Sprintf(pictured, "3g", "3g"))
	p := all[0].Pictures()[0]
	if limit := 100 * 3072.0 / (3072 + 768 + 128); p.Over != "896 MiB" || math.Abs(p.Limit-limit) > 0.01 {
		t.Errorf("over by %q, the limit is at %.2f, want %.2f", p.Over, p.Limit, limit)
	}
	for _, part := range p.Parts {
		if part.Name == "" || part.Name == "free" {
			t.Errorf("in the bar: %+v", part)
		}
	}
	d := picturedIn(t, all)
	bars := d.bars()
	if over := bars[len(bars)-1]; over.Class != "bad" || len(d.Lines) != 1 || over.X != d.Lines[0].X1 || !d.says("896 MiB is missing") {
		t.Errorf("got %+v, lines %+v", over, d.Lines)
	}
}

func TestPictureOfDotNetAlone(t *testing.T) {
	const service = "services:\n  app:\n    image: mcr.microsoft.com/dotnet/aspnet:8.0\n"
	for settings, want := range map[string]string{
		"    mem_limit: 1g\n": "true 2 parts, note \"\", problems []",
		"":                    `true 0 parts, note "Nothing limits the heap but the memory of the machine.", problems []`,
		"    environment: {DOTNET_GCHeapHardLimit: \"${LIMIT}\"}\n":              `unknown 0 parts, note "It cannot be computed here: the value of DOTNET_GCHeapHardLimit is not known.", problems []`,
		"    mem_limit: 512m\n    environment: {DOTNET_GCHeapHardLimit: 512m}\n": `false 0 parts, note "", problems [.NET does not start: the limit is too small for a heap.]`,
	} {
		all := memoryOf(t, "compose.yaml", service+settings)
		if len(all) != 1 || len(all[0].Pictures()) != 1 {
			t.Fatalf("%q: got %+v", settings, all)
		}
		p := all[0].Pictures()[0]
		ok, parts := "unknown", 0
		if p.OK != nil {
			ok = fmt.Sprint(*p.OK)
		}
		for _, part := range p.Parts {
			if part.Name != "free" {
				parts++
			}
		}
		var problems []string
		for _, problem := range p.Problems {
			problems = append(problems, problem.Message)
		}
		if got := fmt.Sprintf("%s %d parts, note %q, problems %v", ok, parts, p.Note, problems); got != want || p.Title != ".NET" || p.Role != "" {
			t.Errorf("%q: got %s %s\nwant %s", settings, p.Title, got, want)
		}
		if d := picturedIn(t, all); !d.says(".NET: compose.yaml app") || d.says("Flink 2") {
			t.Errorf("%q: drawn as %+v", settings, d.Texts)
		}
	}
}
