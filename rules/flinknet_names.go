package rules

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/flinkmem/flinkmem-lint/dotnet"
	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// withdrawnKeys are the options that Flink.NET once announced and never had, and what Flink calls them; none where
// there is no such thing.
var withdrawnKeys = map[string][]string{
	"jobmanager.process.memory.size":          {"jobmanager.memory.process.size"},
	"jobmanager.heap.memory.size":             {"jobmanager.memory.heap.size"},
	"jobmanager.offheap.memory.size":          {"jobmanager.memory.off-heap.size"},
	"jobmanager.network.memory.size":          {},
	"taskmanager.process.memory.size":         {"taskmanager.memory.process.size"},
	"taskmanager.heap.memory.size":            {"taskmanager.memory.task.heap.size"},
	"taskmanager.network.memory.size":         {"taskmanager.memory.network.min", "taskmanager.memory.network.max"},
	"taskmanager.state.memory.size":           {"taskmanager.memory.managed.size"},
	"taskmanager.framework.memory.size":       {"taskmanager.memory.framework.heap.size"},
	"taskmanager.network.buffers-per-channel": {},
	"taskmanager.network.buffer-size":         {"taskmanager.memory.segment-size"},
}

var flinkNetWithdrawn = &lint.Rule{
	ID: "flinknet-withdrawn-key", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "An option that Flink.NET announced and never had",
		Why: "Early pages of Flink.NET planned options of its own. They were withdrawn, and Flink has never known " +
			"them: it ignores them without a word, and where they were to give " +
			"the total, the process does not start.",
		Does: "Flink ignores keys that it does not know. The names that it does know are offered instead. This is " +
			"said where a project of .NET is around; elsewhere " +
			"unknown-memory-key speaks of the same keys.",
		Bad:  flinkNet("4g", []string{`DOTNET_GCHeapHardLimit: "0x30000000"`}, []string{"taskmanager.memory.process.size: 3g", "taskmanager.state.memory.size: 1g"}),
		Good: flinkNet("4g", []string{`DOTNET_GCHeapHardLimit: "0x30000000"`}, []string{"taskmanager.memory.process.size: 3g", "taskmanager.memory.managed.size: 1g"}),
		Kind: source.Compose, Links: []string{"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/#memory-configuration"},
	},
	CheckPart: func(p *lint.Pass) {
		for _, o := range p.Part.Options {
			if !withdrawn(p, o.Key) || o.State == source.Unknown {
				continue
			}
			keys := withdrawnKeys[o.Key]
			f := lint.Finding{
				Place: o.Place, Span: o.Place.Key, Label: "never existed", Mends: keys,
				Message: fmt.Sprintf("%s was planned for Flink.NET and withdrawn: Flink ignores it", o.Key),
				Help:    "remove it: Flink has no such option",
			}
			if len(keys) > 0 {
				f.Help = "set " + list(keys, "and") + " instead"
				f.Fixes = replaceOption(p, o, nil, keys)
			}
			p.Report(f)
		}
	},
}

// withdrawn reports whether a key is one of Flink.NET's, in a project of .NET.
func withdrawn(p *lint.Pass, key string) bool {
	_, ok := withdrawnKeys[key]
	return ok && ofDotNet(p)
}

// integerVariables are those that Flink.NET's JobManager reads as whole numbers, and what they count.
var integerVariables = map[string]struct {
	counts   string
	fallback string
	unit     flink.Size // what one is
}{
	"TASKMANAGER_MEMORY_MB":       {"MiB", "1024", flink.MiB},
	"ROCKSDB_WRITE_BUFFER_SIZE":   {"bytes", "67108864", 1},
	"ROCKSDB_MAX_BACKGROUND_JOBS": {"jobs", "4", 0},
	"TASKMANAGER_MIN_INSTANCES":   {"TaskManagers", "1", 0},
	"TASKMANAGER_MAX_INSTANCES":   {"TaskManagers", "10", 0},
}

var flinkNetInteger = &lint.Rule{
	ID: "flinknet-int-env", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "A variable of Flink.NET whose value is no whole number",
		Why: "Flink.NET's JobManager takes its default instead, without a word: TaskManagers get 1024 MiB however " +
			"much was asked for.",
		Does: "TASKMANAGER_MEMORY_MB, ROCKSDB_WRITE_BUFFER_SIZE and the other numbers of Flink.NET's JobManager are " +
			"read as whole numbers without a unit. A value of any other form counts " +
			"as not set.",
		Bad:  dotNetCompose("1g", `TASKMANAGER_MEMORY_MB: "4g"`),
		Good: dotNetCompose("1g", `TASKMANAGER_MEMORY_MB: "4096"`),
		Of:   "Flink.NET",
		Kind: source.Compose, Links: []string{dotNetPage},
	},
	Check: func(p *lint.Pass) {
		if p.Cluster.DotNet == nil || p.Cluster.Workload == nil {
			return
		}
		for _, o := range p.Cluster.Workload.Variables {
			v, ok := integerVariables[o.Key]
			if !ok || o.State != source.Known || o.Place.IsZero() {
				continue
			}
			if _, err := strconv.ParseInt(strings.TrimSpace(o.Value), 10, 64); err == nil {
				continue
			}
			f := lint.Finding{
				Place: o.Place, Span: spanOf(o.Place, o.Place.Value), Label: "no number",
				Message: fmt.Sprintf("%s is a number of %s: Flink.NET ignores %s and takes %s", o.Key, v.counts, shorten(o.Value), v.fallback),
				Help:    "write a whole number without a unit",
			}
			if meant, ok := dotnet.IntendedBytes(o.Value); ok && v.unit > 0 && flink.Size(meant) >= v.unit {
				n := flink.Size(meant) / v.unit
				f.Help = fmt.Sprintf("write %d for %s", n, flink.Size(meant))
				f.Fixes = replaceValue(o, fmt.Sprint(int64(n)), " ("+flink.Size(meant).String()+")", lint.Unsafe)
			}
			p.Report(f)
		}
	},
}

// sizeVariable are names that somebody gave to sizes of Flink's processes: (FLINK_)JOBMANAGER_HEAP_SIZE,
// TASKMANAGER_MEMORY_PROCESS_SIZE.
var sizeVariable = regexp.MustCompile(`^(?:FLINK_)?(JOBMANAGER|TASKMANAGER|JOB_MANAGER|TASK_MANAGER)_(?:(HEAP)_(?:SIZE|MB|MEMORY)|MEMORY(?:_(PROCESS|FLINK|HEAP|MANAGED)(?:_SIZE)?|_MB|_SIZE)?)$`)

var envNotRead = &lint.Rule{
	ID: "env-not-read-by-flink-image", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "A variable that Flink's image does not read",
		Why: "The size has no effect: the process takes what the image's own configuration says, 1600 MiB for a " +
			"JobManager and 1728 MiB for a TaskManager.",
		Does: "The entrypoint of Flink's image reads FLINK_PROPERTIES, JOB_MANAGER_RPC_ADDRESS, " +
			"TASK_MANAGER_NUMBER_OF_TASK_SLOTS, ENABLE_BUILT_IN_PLUGINS and DISABLE_JEMALLOC. " +
			"Variables such as FLINK_TASKMANAGER_HEAP_SIZE and TASKMANAGER_MEMORY_PROCESS_SIZE, which pages and " +
			"programs of Flink.NET name, it does not know. This is said where a project of .NET is around.",
		Bad: "services:\n  taskmanager:\n    image: flink:2.0\n    command: taskmanager\n    environment:\n      TASKMANAGER_MEMORY_PROCESS_SIZE: 4096m\n" +
			"  gateway:\n    image: mcr.microsoft.com/dotnet/aspnet:8.0\n",
		Good: "services:\n  taskmanager:\n    image: flink:2.0\n    command: taskmanager\n    environment:\n      FLINK_PROPERTIES: \"taskmanager.memory.process.size: 4096m\"\n" +
			"  gateway:\n    image: mcr.microsoft.com/dotnet/aspnet:8.0\n",
		Of:   "Flink's image",
		Kind: source.Compose, Links: []string{dockerPage},
	},
	Check: func(p *lint.Pass) {
		w := p.Cluster.Workload
		if w == nil || !w.Image.Official || w.NoFlink || len(w.Variables) == 0 || !ofDotNet(p) {
			return
		}
		offered := false
		for _, o := range w.Variables {
			m := sizeVariable.FindStringSubmatch(o.Key)
			if m == nil || o.Place.IsZero() {
				continue
			}
			key, size := optionOfVariable(m, o.Value)
			span := o.Place.Key
			if span.Len() == 0 {
				span = o.Place.Entry
			}
			f := lint.Finding{
				Place: o.Place, Span: span, Label: "not read",
				Message: fmt.Sprintf("Flink's image does not read %s", o.Key),
				Help:    fmt.Sprintf("write %s: %s into FLINK_PROPERTIES", key, size),
			}
			if m[2]+m[3] == "HEAP" {
				f.Help = "set " + key + " in FLINK_PROPERTIES, from which the heap follows"
			}
			if !offered { // two would both write FLINK_PROPERTIES
				f.Fixes = intoProperties(p, o, key, size)
				offered = len(f.Fixes) > 0
			}
			p.Report(f)
		}
	},
}

// intoProperties offers to write a size into FLINK_PROPERTIES in place of a variable that nobody reads, where Flink starts
// the process with it.
func intoProperties(p *lint.Pass, o source.Option, key, size string) []lint.Fix {
	amount, err := flink.ParseSize(size)
	if err != nil || o.State != source.Known {
		return nil
	}
	for _, process := range p.Processes() {
		if !strings.HasPrefix(key, process.Role.Prefix()) {
			continue
		}
		m := flink.Calculate(process.Role, process.Reading, p.Version(), process.Config().With(key, size))
		edits, ok := p.Cluster.PropertiesInstead(o, key, size)
		if !ok || !m.OK() {
			return nil
		}
		title := fmt.Sprintf("write %s: %s (%s) into FLINK_PROPERTIES instead (%s)", key, size, amount, outcomeOf(m))
		return []lint.Fix{{Title: title, Safety: lint.Unsafe, Edits: edits}}
	}
	return nil
}

// optionOfVariable is the option that a variable was meant for, and its value with a unit. The heap follows from the
// total, which the image sets already.
func optionOfVariable(match []string, value string) (key, size string) {
	role := flink.TaskManager
	if strings.HasPrefix(match[1], "JOB") {
		role = flink.JobManager
	}
	name := "process.size"
	switch match[2] + match[3] {
	case "FLINK":
		name = "flink.size"
	case "MANAGED":
		name = "managed.size"
	}
	size = strings.TrimSpace(value)
	if _, err := strconv.Atoi(size); err == nil {
		size += "m" // such variables count MiB
	}
	return role.Prefix() + name, size
}
