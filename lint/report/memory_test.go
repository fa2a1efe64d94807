package report

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// memoryOf reads a file and computes its memory.
func memoryOf(t *testing.T, path, text string) []Memory {
	t.Helper()
	doc := source.Read(path, []byte(text), "")
	if doc == nil {
		t.Fatalf("%s is not Flink's", path)
	}
	var all []Memory
	for _, c := range source.Link([]*source.Document{doc}, source.LinkOptions{}) {
		all = append(all, MemoryOf(c, codes))
	}
	return all
}

func pictureOf(t *testing.T, all []Memory, style Style) string {
	t.Helper()
	var b strings.Builder
	if err := MemoryText(&b, all, style); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const picturedConfig = `taskmanager:
  memory:
    flink:
      size: 1280mb
    managed.fraction: 0.33
    network.max: 64mb
    network.min: 32m
    task.off-heap.size: 1k
jobmanager.memory:
  process.size: 1600m
`

func TestMemoryText(t *testing.T) {
	all := memoryOf(t, "conf/config.yaml", picturedConfig)
	const want = `JobManager  conf/config.yaml, Flink 2.3 (assumed)
     Total Process Memory  1600 MiB  100 %   process.size, line 10
     Total Flink Memory    1152 MiB   72 %   what is left of Total Process Memory
  |###########################################|:::::|-----------|........|
  ## JVM heap              1024 MiB   64 %   what is left of Total Flink Memory
  :: off-heap               128 MiB    8 %   default
  -- JVM metaspace          256 MiB   16 %   default
  .. JVM overhead           192 MiB   12 %   0.1 of Total Process Memory is below its minimum

TaskManager  conf/config.yaml, Flink 2.3 (assumed)
     Total Process Memory  1728.00 MiB  100 %   the sum of its parts
     Total Flink Memory    1280.00 MiB   74 %   flink.size, line 4
  |+++++|###################|:::::|%|~~|===============|---------|.......|
  ++ framework heap         128.00 MiB    7 %   default
  ## task heap              537.60 MiB   31 %   what is left of Total Flink Memory
  :: framework off-heap     128.00 MiB    7 %   default
  %% task off-heap               1 KiB   <1 %   task.off-heap.size, line 8
  ~~ network                 64.00 MiB    4 %   0.1 of Total Flink Memory is above its maximum, network.max, line 6
  == managed memory         422.40 MiB   24 %   0.33 of Total Flink Memory, managed.fraction, line 5
  -- JVM metaspace          256.00 MiB   15 %   default
  .. JVM overhead           192.00 MiB   11 %   0.1 of Total Process Memory is below its minimum
`
	if got := pictureOf(t, all, Style{}); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	colored := pictureOf(t, all, Style{Color: true})
	if plain := withoutColors(colored); plain != strings.Map(func(r rune) rune {
		if r == '|' {
			return -1 // colours part the bar
		}
		return r
	}, want) {
		t.Errorf("with colours the picture is another one:\n%s", plain)
	}
}

func TestMemoryTextSuitsTheWidth(t *testing.T) {
	for _, width := range []int{40, 60, 80, 100, 200} {
		for line := range strings.SplitSeq(pictureOf(t, memoryOf(t, "conf/config.yaml", picturedConfig), Style{Width: width}), "\n") {
			// The columns of a table take 46, and text needs 20 to be readable at all.
			if limit := max(width, 68); len(line) > limit {
				t.Errorf("%d columns: %q has %d", width, line, len(line))
			}
			if strings.HasPrefix(line, "  |") && len(line) > width {
				t.Errorf("%d columns: the bar has %d", width, len(line))
			}
		}
	}
}

func TestMemoryTextRefused(t *testing.T) {
	got := pictureOf(t, memoryOf(t, "flink-conf.yaml", "taskmanager.memory.process.size: 8g\ntaskmanager.memory.flink.size: 4g\njobmanager.memory.process.size: 1x\n"), Style{Width: 100})
	for _, want := range []string{
		"JobManager  flink-conf.yaml, Flink 1.20 (assumed)\n  Flink refuses to start it:\n  - size-invalid jobmanager.memory.process.size\n",
		"overhead-out-of-range taskmanager.memory.process.size taskmanager.memory.flink.size\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in:\n%s", want, got)
		}
	}
	got = pictureOf(t, memoryOf(t, "config.yaml", "taskmanager.memory.process.size: 8g\njobmanager:\n\t- x\n"), Style{})
	if want := "config.yaml, Flink 2.3 (assumed)\n   Flink refuses to load this file. config.yaml:3:1: "; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	got = pictureOf(t, memoryOf(t, "flink-conf.yaml", "rest.port: 1\n"), Style{})
	if want := "flink-conf.yaml, Flink 1.20 (assumed)\n   There are no memory options of a process here.\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	got = pictureOf(t, memoryOf(t, "flink-2.1/flink-conf.yaml", "jobmanager.memory.process.size: 1g\n"), Style{})
	if want := "flink-2.1/flink-conf.yaml, Flink 2.1 (from a name or a file beside it)\n   Flink 2.1 does not read such a file: Flink 1.10 to 1.20 do.\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestMerged: a place is shown once for each memory that it has in several scopes, and as often as it is in one of them.
func TestMerged(t *testing.T) {
	of := func(size string) []Memory {
		return memoryOf(t, "flink-conf.yaml", "taskmanager.memory.process.size: "+size+"\n")
	}
	twice := slices.Concat(of("2g"), of("2g"))
	if got := Merged([][]Memory{twice, of("2g"), of("3g"), nil, of("3g")}); len(got) != 3 || !reflect.DeepEqual(got[:2], twice) || !reflect.DeepEqual(got[2:], of("3g")) {
		t.Errorf("got %d places, want two of 2g and one of 3g: %+v", len(got), got)
	}
}

func TestColumns(t *testing.T) {
	part := func(sizes ...flink.Size) []flink.Component {
		var parts []flink.Component
		for _, s := range sizes {
			parts = append(parts, flink.Component{Size: s})
		}
		return parts
	}
	tests := []struct {
		parts []flink.Component
		width int
		want  []int
	}{
		{part(50, 50), 10, []int{5, 5}},
		{part(1, 99), 10, []int{1, 9}},
		{part(0, 100), 10, []int{0, 10}},
		{part(33, 33, 34), 10, []int{3, 3, 4}},
		{part(1, 1, 1, 97), 10, []int{1, 1, 1, 7}},
		{part(1, 1, 1), 2, []int{1, 1, 1}},
		{part(0, 0), 10, []int{0, 0}},
	}
	for _, test := range tests {
		var total flink.Size
		for _, p := range test.parts {
			total += p.Size
		}
		if got := columns(test.parts, total, test.width); !slices.Equal(got, test.want) {
			t.Errorf("%v in %d columns: %v, want %v", test.parts, test.width, got, test.want)
		}
	}
}

func TestMemoryJSON(t *testing.T) {
	all := memoryOf(t, "flink-conf.yaml", "taskmanager.memory.process.size: 1728m\njobmanager.memory.process.size: 1x\n")
	all = append(all, memoryOf(t, "config.yaml", "taskmanager.memory.process.size: 8g\nx: null\n")...)
	unknown := &flink.Memory{Role: flink.TaskManager, Unknown: []string{"taskmanager.memory.process.size"}}
	all = append(all, Memory{File: "deployment.yaml", Cluster: "orders", Version: flink.MustVersion("1.19"), Evidence: source.FromImage,
		TaskManager: &ProcessMemory{Memory: unknown}})
	var b strings.Builder
	if err := MemoryJSON(&b, all); err != nil {
		t.Fatal(err)
	}
	const want = `[
  {
    "file": "flink-conf.yaml",
    "cluster": "",
    "flinkVersion": "1.20",
    "versionFrom": "assumed",
    "taskManager": {
      "ok": true,
      "frameworkHeap": 134217728,
      "taskHeap": 402653174,
      "frameworkOffHeap": 134217728,
      "taskOffHeap": 0,
      "network": 134217730,
      "managed": 536870920,
      "metaspace": 268435456,
      "overhead": 201326592,
      "totalFlink": 1342177280,
      "totalProcess": 1811939328
    },
    "jobManager": {
      "ok": false,
      "problems": [
        {
          "code": "size-invalid",
          "message": "size-invalid jobmanager.memory.process.size",
          "keys": [
            "jobmanager.memory.process.size"
          ]
        }
      ]
    }
  },
  {
    "file": "config.yaml",
    "cluster": "",
    "flinkVersion": "2.3",
    "versionFrom": "assumed",
    "loadError": {
      "code": "no-value",
      "message": "no-value",
      "line": 2
    },
    "taskManager": null,
    "jobManager": null
  },
  {
    "file": "deployment.yaml",
    "cluster": "orders",
    "flinkVersion": "1.19",
    "versionFrom": "image",
    "taskManager": {
      "ok": null,
      "unknown": [
        "taskmanager.memory.process.size"
      ]
    },
    "jobManager": null
  }
]
`
	if b.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", b.String(), want)
	}
}

func ExampleOption() {
	o, _ := flink.Lookup("taskmanager.memory.network.max")
	var b strings.Builder
	if err := Option(&b, o, Style{}); err != nil {
		panic(err)
	}
	fmt.Print(b.String())
	// Output:
	// taskmanager.memory.network.max
	// The most network memory of a TaskManager. It keeps the fraction of a large TaskManager
	// from reserving more buffers than a job needs; what it saves usually goes to the task
	// heap. Below network.min, or below what is left for network memory where that is the
	// remainder, the TaskManager does not start.
	//
	//   type           MemorySize
	//   default        1 GiB (1.10 to 1.16)
	//   default        unlimited (1.17 on)
	//   introduced     1.10
	//   has an effect  1.10 on
	//   falls back to  taskmanager.network.memory.max (1.10 on, deprecated)
}

// codes names a problem by its code and its keys: the words are those of the rules.
var codes = Wording{
	Problem: func(_ *flink.Memory, p *flink.Problem) string {
		return string(p.Code) + " " + strings.Join(p.Keys, " ")
	},
	Load: func(p *source.Problem) string { return string(p.Code) },
}
