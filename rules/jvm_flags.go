package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

const jvmParametersPage = "https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup/#jvm-parameters"

var jvmFlagOverrides = &lint.Rule{
	ID: "jvm-flag-overrides-flink", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "A JVM flag that overrides what Flink computes",
		Why: "The process then uses another amount of memory than Flink's sum says, and neither Flink nor its container knows: " +
			"too much ends with the container killed, too little with an OutOfMemoryError that no option of Flink's mends.",
		Does: "Flink starts the JVM with -Xmx, -Xms and -XX:MaxMetaspaceSize from its own calculation, and the TaskManager " +
			"with -XX:MaxDirectMemorySize, too (the JobManager only with jobmanager.memory.enable-jvm-direct-memory-limit). " +
			"The flags of env.java.opts and env.java.default-opts come later on the command line, and the JVM takes the last. " +
			"Nothing is said of a flag that agrees with Flink, or of one for the client, the history server or the SQL gateway.",
		Bad:   "taskmanager.memory.process.size: 2g\nenv.java.opts.taskmanager: -Xmx6g\n",
		Good:  "taskmanager.memory.process.size: 8g\nenv.java.opts.taskmanager: -XX:+UseG1GC\n",
		Links: []string{jvmParametersPage},
	},
	CheckPart: func(p *lint.Pass) {
		eachJVMFlag(p, func(x jvmFlag) {
			for i, limit := range jvmLimits {
				text, ok := limit.value(x.word)
				if !ok || i == initialHeap && x.with(jvmLimits[maximumHeap]) != "" {
					continue // -Xms beside -Xmx is the same intent, and goes with it
				}
				reportOverride(x, limit, text)
			}
		})
	},
}

var jvmFlagWithoutEffect = &lint.Rule{
	ID: "jvm-flag-without-effect", Severity: lint.Warning, Tag: lint.Unused,
	Doc: lint.Doc{
		Title: "A JVM flag that does nothing, because Flink sets the heap",
		Why: "A share of the container's memory is what people give other Java programs. Here the heap stays what Flink " +
			"computes, however large the container is.",
		Does: "Flink starts the JVM with -Xmx and -Xms. With these the JVM does not look at MaxRAMPercentage, " +
			"MinRAMPercentage, InitialRAMPercentage, or at the fractions that they replaced.",
		Bad:   "taskmanager.memory.process.size: 2g\nenv.java.opts.taskmanager: -XX:MaxRAMPercentage=75.0\n",
		Good:  "taskmanager.memory.process.size: 4g\n",
		Links: []string{jvmParametersPage},
	},
	CheckPart: func(p *lint.Pass) {
		eachJVMFlag(p, func(x jvmFlag) {
			if !slices.ContainsFunc(heapShares, func(flag string) bool { return strings.HasPrefix(x.word, flag) }) {
				return
			}
			f := x.finding("no effect")
			f.Message = fmt.Sprintf("%s in %s has no effect on the %s, because Flink sets the JVM heap with -Xmx and -Xms",
				shorten(x.word), x.option.Key, list(x.roles(), "and the"))
			if sizes := x.sizes(jvmLimits[0]); sizes != "" {
				f.Message += " (" + sizes + ")"
			}
			f.Help = "remove the flag; the heap follows from " + list(x.totals(), "and")
			if own := len(jvmOptions[x.option.Key]) == 1; own {
				f.Fixes = x.remove(lint.Safe, "")
			} else {
				f.Fixes = x.remove(lint.Unsafe, "the client loses it, too")
			}
			x.pass.Report(f)
		})
	},
}

// heapShares are the flags by which the JVM would choose a heap itself.
var heapShares = []string{
	"-XX:MaxRAMPercentage=", "-XX:MinRAMPercentage=", "-XX:InitialRAMPercentage=",
	"-XX:MaxRAMFraction=", "-XX:MinRAMFraction=", "-XX:InitialRAMFraction=",
}

// jvmLimit is a limit that Flink gives the JVM, under all names that the JVM has for it.
type jvmLimit struct {
	flags []string
	name  string
	of    func(flink.JVMLimits) (flink.Size, bool) // false where Flink does not pass it
	// options to set instead, without the process's prefix.
	jobManager, taskManager string
	direct                  bool
}

var jvmLimits = []jvmLimit{
	{
		[]string{"-Xmx", "-XX:MaxHeapSize=", "-mx"}, "JVM heap",
		func(l flink.JVMLimits) (flink.Size, bool) { return l.Heap, l.Heap > 0 }, "heap.size", "task.heap.size", false,
	},
	{
		[]string{"-Xms", "-XX:InitialHeapSize=", "-ms"}, "initial JVM heap",
		func(l flink.JVMLimits) (flink.Size, bool) { return l.Heap, l.Heap > 0 }, "heap.size", "task.heap.size", false,
	},
	{
		[]string{"-XX:MaxDirectMemorySize="}, "direct memory limit",
		func(l flink.JVMLimits) (flink.Size, bool) { return l.Direct, l.LimitsDirect }, "off-heap.size", "task.off-heap.size", true,
	},
	{
		[]string{"-XX:MaxMetaspaceSize="}, "JVM metaspace limit",
		func(l flink.JVMLimits) (flink.Size, bool) { return l.Metaspace, l.Metaspace > 0 }, "jvm-metaspace.size", "jvm-metaspace.size", false,
	},
}

// Positions in jvmLimits.
const (
	maximumHeap = 0
	initialHeap = 1
)

// value is the value of a flag that sets the limit.
func (l jvmLimit) value(word string) (string, bool) {
	for _, flag := range l.flags {
		if text, ok := strings.CutPrefix(word, flag); ok && text != "" && (flag[1] == 'X' || text[0] >= '0' && text[0] <= '9') {
			return text, true
		}
	}
	return "", false
}

func (l jvmLimit) option(role flink.Role, v flink.Version) string {
	if role == flink.JobManager {
		key := role.Prefix() + l.jobManager
		if o, ok := flink.Lookup(key); ok && o.WorksIn(v) {
			return key
		}
		return "jobmanager.heap.size" // all that 1.10 has
	}
	return role.Prefix() + l.taskManager
}

func reportOverride(x jvmFlag, limit jvmLimit, text string) {
	wanted, readable := flink.ParseJVMSize(text)
	x.processes = slices.DeleteFunc(slices.Clone(x.processes), func(process *source.Process) bool {
		limits, known := x.limits(process)
		size, passed := limit.of(limits)
		if limit.direct && !flink.LimitsDirect(process.Role, process.Cluster.Version, process.Config()) {
			return true // even where the memory is not known
		}
		return known && (!passed || readable && size == wanted)
	})
	if len(x.processes) == 0 {
		return
	}
	f := x.finding("overrides Flink")
	f.Message = fmt.Sprintf("%s in %s overrides the %s that Flink computes", shorten(x.word), x.option.Key, limit.name)
	sizes := x.sizes(limit)
	if sizes != "" {
		f.Message += " (" + sizes + ")"
	}
	var options []string
	for _, process := range x.processes {
		option := limit.option(process.Role, process.Cluster.Version)
		if readable && strings.HasSuffix(option, "jvm-metaspace.size") {
			option += ": " + wanted.Config()
		}
		if !slices.Contains(options, option) {
			options = append(options, option)
		}
	}
	f.Help = "remove the flag, and set " + list(options, "and")
	if limit.taskManager != "jvm-metaspace.size" {
		f.Help += ", or the total, to another size"
	}
	if sizes != "" {
		sizes = limit.name + " " + sizes
	}
	f.Fixes = x.remove(lint.Unsafe, sizes)
	x.pass.Report(f)
}

// jvmFlag is a word in an option with flags for the JVMs of some processes.
type jvmFlag struct {
	pass      *lint.Pass
	option    source.Option
	word      string
	words     []string          // all of the option
	processes []*source.Process // those that get it; they may be none of those in view, and then it is not visited
}

// jvmOptions are the options with JVM flags, by the processes whose memory Flink computes.
var jvmOptions = map[string][]flink.Role{
	"env.java.opts":                     {flink.JobManager, flink.TaskManager},
	"env.java.opts.all":                 {flink.JobManager, flink.TaskManager},
	"env.java.opts.jobmanager":          {flink.JobManager},
	"env.java.opts.taskmanager":         {flink.TaskManager},
	"env.java.default-opts.all":         {flink.JobManager, flink.TaskManager},
	"env.java.default-opts.jobmanager":  {flink.JobManager},
	"env.java.default-opts.taskmanager": {flink.TaskManager},
}

// eachJVMFlag visits the flags that processes of the text get.
func eachJVMFlag(p *lint.Pass, visit func(jvmFlag)) {
	for _, o := range p.Part.Options {
		roles := jvmOptions[o.Key]
		known, ok := flink.Lookup(o.Key)
		if len(roles) == 0 || o.State == source.Unknown || !ok || !known.WorksIn(p.Version()) {
			continue
		}
		var processes []*source.Process
		for _, process := range p.Processes() {
			written, _ := flink.WrittenKey(process.Config(), process.Cluster.Version, "env.java.opts.all")
			hidden := written == "env.java.opts.all" && o.Key == "env.java.opts"
			if slices.Contains(roles, process.Role) && inEffect(process, o) && !hidden {
				processes = append(processes, process)
			}
		}
		if len(processes) == 0 {
			continue
		}
		words := strings.Fields(strings.Trim(o.Value, `"'`))
		for _, word := range words {
			visit(jvmFlag{p, o, word, words, processes})
		}
	}
}

// with is the flag of the same option that sets another limit; "" without one.
func (x jvmFlag) with(limit jvmLimit) string {
	for _, word := range x.words {
		if _, ok := limit.value(word); ok {
			return word
		}
	}
	return ""
}

// limits are what Flink computes for a process; not known where that is more than what is in view.
func (x jvmFlag) limits(process *source.Process) (flink.JVMLimits, bool) {
	m := process.Memory()
	if !m.OK() || process.Cluster.Fragment() || process.Cluster.LoadError() != nil {
		return flink.JVMLimits{}, false
	}
	return m.JVMLimits(process.Config()), true
}

// sizes says what Flink computes, "1 GiB" or "1 GiB for the JobManager and 512 MiB for the TaskManager"; "" where that
// is not known or differs among clusters.
func (x jvmFlag) sizes(limit jvmLimit) string {
	of := map[flink.Role]flink.Size{}
	for _, process := range x.processes {
		limits, known := x.limits(process)
		size, passed := limit.of(limits)
		if before, seen := of[process.Role]; !known || !passed || seen && before != size {
			return ""
		}
		of[process.Role] = size
	}
	jm, tm := of[flink.JobManager], of[flink.TaskManager]
	switch {
	case jm > 0 && tm > 0:
		return fmt.Sprintf("%s for the JobManager and %s for the TaskManager", jm, tm)
	case jm > 0:
		return jm.String()
	case tm > 0:
		return tm.String()
	}
	return ""
}

// roles are the processes that get the flag, each once.
func (x jvmFlag) roles() []string {
	var names []string
	for _, process := range x.processes {
		if name := process.Role.String(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// totals are the options from which the processes' heaps follow.
func (x jvmFlag) totals() []string {
	var keys []string
	for _, process := range x.processes {
		key := process.Role.Prefix() + "process.size"
		if process.Role == flink.TaskManager {
			if _, set := process.Options[key]; !set {
				key = process.Role.Prefix() + "flink.size"
			}
		}
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// finding underlines the flag alone where it stands in the file as it is.
func (x jvmFlag) finding(label string) lint.Finding {
	f := lint.Finding{Place: x.option.Place, Span: x.option.Place.Value, Label: label}
	if x.option.Exact {
		text := string(f.Place.Document.Bytes[f.Span.Start:f.Span.End])
		if i := indexWord(text, x.word); i >= 0 {
			f.Span = source.Span{Start: f.Span.Start + i, End: f.Span.Start + i + len(x.word)}
		}
	}
	if len(x.processes) == 1 {
		role := x.processes[0].Role
		f.Role = &role
	}
	return f
}

// remove is a fix that takes the flag out of the option, -Xms along with -Xmx, or the option with its only flags.
func (x jvmFlag) remove(safety lint.Safety, outcome string) []lint.Fix {
	d := x.option.Place.Document
	words := []string{x.word}
	if _, ok := jvmLimits[maximumHeap].value(x.word); ok {
		if initial := x.with(jvmLimits[initialHeap]); initial != "" {
			words = append(words, initial)
		}
	}
	rest := x.option.Value
	for _, word := range words {
		rest = withoutWord(rest, word)
	}
	edit, ok := d.SetValue(x.option, rest)
	if strings.Trim(rest, `"' `) == "" {
		edit, ok = d.DeleteEntry(x.option)
	}
	if !ok {
		return nil
	}
	title := "remove " + shorten(list(words, "and"))
	if outcome != "" {
		title += " (" + outcome + ")"
	}
	return []lint.Fix{{Title: title, Safety: safety, Edits: []source.Edit{edit}}}
}

// withoutWord cuts a word out of a text, with the space before it, or behind it at the start.
func withoutWord(text, word string) string {
	i := indexWord(text, word)
	if i < 0 {
		return text
	}
	before, after := text[:i], text[i+len(word):]
	if trimmed := strings.TrimRight(before, " \t"); trimmed != before {
		return trimmed + after
	}
	return before + strings.TrimLeft(after, " \t")
}

// indexWord finds a word between spaces, quotes and the ends of a text; -1 where there is none.
func indexWord(text, word string) int {
	const between = " \t\"'"
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return -1
		}
		start, end := from+i, from+i+len(word)
		if (start == 0 || strings.IndexByte(between, text[start-1]) >= 0) && (end == len(text) || strings.IndexByte(between, text[end]) >= 0) {
			return start
		}
		from = end
	}
}
