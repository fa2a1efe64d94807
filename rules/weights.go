package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

const weightsKey = "taskmanager.memory.managed.consumer-weights"

// firstWeights is the version that brought the weights.
var firstWeights = flink.Version{Major: 1, Minor: 12}

var weightsInvalid = &lint.Rule{
	ID: "consumer-weights-invalid", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "Weights of managed memory that Flink cannot read",
		Why: "The TaskManager starts, and every task that uses managed memory fails: keyed state in RocksDB, Python functions, " +
			"batch operators. Where the configuration does not name RocksDB or ForSt this is a warning.",
		Does: "The weights are a map such as OPERATOR:70,STATE_BACKEND:70,PYTHON:30 of whole numbers from 0 on. Flink reads them " +
			"when a task asks for its share. 1.12 refuses an entry that it does not know (it has DATAPROC and PYTHON only); " +
			"later versions ignore it.",
		Bad: "taskmanager.memory.process.size: 4g\nstate.backend.type: rocksdb\n" +
			"taskmanager.memory.managed.consumer-weights: STATE_BACKEND:0.7,OPERATOR:0.7,PYTHON:0.3\n",
		Good: "taskmanager.memory.process.size: 4g\nstate.backend.type: rocksdb\n" +
			"taskmanager.memory.managed.consumer-weights: STATE_BACKEND:70,OPERATOR:70,PYTHON:30\n",
		Since: "1.12", Version: "1.20", Links: []string{managedMemoryPage},
	},
	Check: checkWeights,
}

func checkWeights(p *lint.Pass) {
	tm := p.Cluster.TaskManager
	if tm == nil || p.Cluster.LoadError() != nil {
		return
	}
	_, err := flink.ManagedWeights(tm.Config(), p.Version())
	if err == nil || err.Unknown() {
		return
	}
	o, ok := weightsOption(tm, err.Key)
	if !ok {
		return
	}
	role := flink.TaskManager
	f := lint.Finding{
		Place: o.Place, Span: spanOf(o.Place, o.Place.Value), Role: &role, Label: "not a whole number",
		Help: "write whole numbers from 0 on, such as OPERATOR:70,STATE_BACKEND:70,PYTHON:30",
	}
	switch value := weightOf(tm, p.Version(), err.Entry); {
	case err.Entry == "":
		f.Message, f.Label = "Flink cannot read the weights of managed memory: they are no map of names and numbers", "not a map"
	case err.Fault == flink.UnknownEntry:
		f.Message = fmt.Sprintf("Flink %s refuses the weight of %s: it knows DATAPROC and PYTHON only", p.Version(), shorten(err.Entry))
		f.Help, f.Label = "write DATAPROC:70,PYTHON:30", "unknown"
	case err.Fault == flink.BelowMinimum:
		f.Message, f.Label = fmt.Sprintf("the weight of %s is %s, and Flink refuses a negative one", shorten(err.Entry), shorten(value)), "negative"
	default:
		f.Message = fmt.Sprintf("the weight of %s is %s, which is not a whole number that Flink can read", shorten(err.Entry), shorten(value))
	}
	c := tm.Config()
	if p.Assumed() {
		f.Versions = slices.DeleteFunc(slices.Clone(p.Candidates()), func(v flink.Version) bool {
			_, err := flink.ManagedWeights(c, v)
			return !v.Before(firstWeights) && (err == nil || !usesBackend(c, v, flink.RocksDBBackend, flink.ForStBackend))
		}) // a version without weights has no say
	}
	if !usesBackend(c, p.Version(), flink.RocksDBBackend, flink.ForStBackend) || o.State == source.Assumed {
		f.Severity = lint.Warning
	}
	p.Report(f)
}

// weightsOption is the option of that key, or else the one of the weights that is written.
func weightsOption(tm *source.Process, key string) (source.Option, bool) {
	for _, k := range []string{key, weightsKey} {
		if o, ok := writtenOption(tm, k); ok {
			return o, true
		}
	}
	return writtenBelow(tm, weightsKey+".")
}

func weightOf(tm *source.Process, v flink.Version, entry string) string {
	if text, ok := flink.WeightEntries(tm.Config(), v)[entry]; ok && text != "" {
		return text
	}
	return "empty"
}

var weightsIncomplete = &lint.Rule{
	ID: "consumer-weights-incomplete", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "Weights that leave a user of managed memory without any",
		Why: "Weights that are written replace the default ones as a whole. A consumer that is not among them gets no managed " +
			"memory at all: RocksDB fails when the first task with keyed state starts, and Python processes fail or " +
			"run outside of the memory that Flink accounts for.",
		Does: "A share of 0 makes Flink refuse the allocation: the fraction of memory to allocate should not be 0. Python's " +
			"processes fail so up to 1.14, and use off-heap memory instead from 1.15 on. Entries that Flink does not know are " +
			"ignored from 1.13 on. DATAPROC stands for OPERATOR and STATE_BACKEND in 1.12 to 1.20, and for nothing in 2.x.",
		Bad: "taskmanager.memory.process.size: 4g\nstate.backend.type: rocksdb\n" +
			"taskmanager.memory.managed.consumer-weights: OPERATOR:70,PYTHON:30\n",
		Good: "taskmanager.memory.process.size: 4g\nstate.backend.type: rocksdb\n" +
			"taskmanager.memory.managed.consumer-weights: OPERATOR:70,STATE_BACKEND:70,PYTHON:30\n",
		Since: "1.12", Links: []string{managedMemoryPage},
	},
	Check: checkMissingWeights,
}

func checkMissingWeights(p *lint.Pass) {
	tm := p.Cluster.TaskManager
	if tm == nil || p.Cluster.LoadError() != nil {
		return
	}
	c := tm.Config()
	weights, err := flink.ManagedWeights(c, p.Version())
	entries := flink.WeightEntries(c, p.Version())
	if err != nil || entries == nil {
		return
	}
	told := false
	eachStateUse(p, func(use stateUse) {
		if use.written() && use.bound == flink.BoundManaged && weights[flink.StateBackendConsumer] == 0 {
			told = true
			reportMissingWeight(p, tm, entries, flink.StateBackendConsumer,
				fmt.Sprintf("%s gets no managed memory, and tasks with keyed state fail", use.backend.Name()), use.choiceRelated())
		}
	})
	if o, python := pythonOption(tm); python && weights[flink.PythonConsumer] == 0 && pythonManaged(tm, p.Version()) {
		message := "Python processes get no managed memory, and tasks with Python functions fail"
		if !p.Version().Before(flink.Version{Major: 1, Minor: 15}) {
			message = "Python processes get no managed memory, and use native memory that Flink does not account for"
		}
		reportMissingWeight(p, tm, entries, flink.PythonConsumer, message,
			[]lint.Related{{Place: o.Place, Span: spanOf(o.Place, o.Place.Key), Message: "Python"}})
	}
	reportUnknownWeights(p, tm, entries, told)
}

func reportMissingWeight(p *lint.Pass, tm *source.Process, entries map[string]string, consumer, message string, related []lint.Related) {
	o, ok := weightsOption(tm, weightsKey+"."+consumer)
	if !ok {
		return
	}
	role := flink.TaskManager
	entry, weight := consumer, "70"
	switch {
	case consumer == flink.PythonConsumer:
		weight = "30"
	case !slices.Contains(flink.WeightNames(p.Version()), consumer):
		entry = "DATAPROC"
	}
	f := lint.Finding{
		Place: o.Place, Span: spanOf(o.Place, o.Place.Value), Role: &role, Label: "no " + entry,
		Message: message + ": the weights have no " + entry, Help: "add " + entry + ":" + weight, Related: related,
	}
	if _, old := entries["DATAPROC"]; old && consumer == flink.StateBackendConsumer && entry != "DATAPROC" &&
		!slices.Contains(flink.WeightNames(p.Version()), "DATAPROC") {
		f.Message = fmt.Sprintf("%s: Flink %s ignores the weight of DATAPROC", message, p.Version())
		f.Help = "write OPERATOR and STATE_BACKEND in its place"
	}
	if text, zero := entries[entry]; zero {
		f.Message = fmt.Sprintf("%s: the weight of %s is %s", message, entry, text)
		f.Help, f.Label = "raise it, such as to "+entry+":"+weight, entry+" is 0"
	}
	p.Report(f)
}

// reportUnknownWeights reports entries that the version ignores; told where DATAPROC's have been told of.
func reportUnknownWeights(p *lint.Pass, tm *source.Process, entries map[string]string, told bool) {
	known := flink.WeightNames(p.Version())
	var ignored []string
	for _, entry := range slices.Sorted(maps.Keys(entries)) {
		if !slices.Contains(known, entry) && !(told && entry == "DATAPROC") {
			ignored = append(ignored, shorten(entry))
		}
	}
	if len(ignored) == 0 {
		return
	}
	o, ok := weightsOption(tm, weightsKey+"."+ignored[0])
	if !ok {
		return
	}
	role := flink.TaskManager
	f := lint.Finding{
		Place: o.Place, Span: spanOf(o.Place, o.Place.Value), Role: &role, Label: "ignored",
		Message: fmt.Sprintf("Flink %s ignores a weight of %s: it knows no such consumer of managed memory", p.Version(), list(ignored, "or")),
		Help:    "the consumers are " + list(known, "and"),
	}
	if strings.Join(ignored, "") == "DATAPROC" {
		f.Help = "write OPERATOR and STATE_BACKEND in its place"
	}
	p.Report(f)
}

// pythonManaged reports whether Python processes use managed memory.
func pythonManaged(tm *source.Process, v flink.Version) bool {
	o, ok := tm.Options[pythonManagedKey]
	return !v.Before(firstWeights) && (!ok || o.State != source.Unknown && strings.EqualFold(strings.TrimSpace(o.Value), "true"))
}
