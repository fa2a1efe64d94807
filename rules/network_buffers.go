package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

const networkTuningPage = "https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/network_mem_tuning/"

const (
	parallelismKey = "parallelism.default"
	networkMinKey  = "taskmanager.memory.network.min"
	networkMaxKey  = "taskmanager.memory.network.max"
)

var networkBuffersInsufficient = &lint.Rule{
	ID: "network-buffers-insufficient", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "Too few network buffers for one exchange between all subtasks",
		Why: "A keyBy, a rebalance or a join connects every subtask with every other, and each connection needs buffers. A job " +
			"that fills the task slots at the configured parallelism then fails to start its tasks: \"Insufficient number of " +
			"network buffers\". Jobs of a lower parallelism, or without such an exchange, run.",
		Does: "A TaskManager has network memory / taskmanager.memory.segment-size buffers. Before a task runs, each result " +
			"partition insists on one buffer for each of its P subpartitions and one more, and each input gate on the exclusive " +
			"buffers (2) of every channel from another TaskManager and one more. With S slots that is S * (P + 1) + S * (2 * " +
			"(P - S) + 1) at least. The numbers of buffers can be configured up to 1.20; read-buffer.required-per-gate.max " +
			"bounds those of a gate from 1.17 on. Where parallelism.default is not written the check takes a job that fills the " +
			"slots of one TaskManager.",
		Bad: "taskmanager.memory.process.size: 3g\ntaskmanager.numberOfTaskSlots: 20\nparallelism.default: 200\n",
		Good: "taskmanager.memory.process.size: 3g\ntaskmanager.memory.network.min: 384m\n" +
			"taskmanager.numberOfTaskSlots: 20\nparallelism.default: 200\n",
		Heuristic: true, Links: []string{networkTuningPage},
	},
	Check: func(p *lint.Pass) { checkDemand(p, false) },
}

var batchShuffleBuffers = &lint.Rule{
	ID: "batch-shuffle-buffers", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "Too few network buffers for the shuffles of a batch job",
		Why: "In batch mode every task that writes to a shuffle sorts its output in network buffers, and insists on 512 of them " +
			"(16 MiB): the default minimum of 64 MiB of network memory is used up by 4 slots. More tasks fail with " +
			"\"Insufficient number of network buffers\". A job whose tasks do not fill the slots, or that shuffles nothing, runs.",
		Does: "A blocking result partition insists on taskmanager.network.sort-shuffle.min-buffers buffers (512; 64 up to 1.14) " +
			"if the parallelism is at least sort-shuffle.min-parallelism (1; up to 1.14 sort shuffles are off), else on one for " +
			"each subpartition and one more. This looks at configurations that say they are for batch jobs: " +
			"execution.runtime-mode: BATCH, execution.batch-shuffle-mode or jobmanager.scheduler: AdaptiveBatch.",
		Bad: "taskmanager.memory.process.size: 2g\ntaskmanager.numberOfTaskSlots: 12\nexecution.runtime-mode: BATCH\n",
		Good: "taskmanager.memory.process.size: 2g\ntaskmanager.memory.network.min: 192m\n" +
			"taskmanager.numberOfTaskSlots: 12\nexecution.runtime-mode: BATCH\n",
		Heuristic: true, Since: "1.12",
		Links: []string{"https://nightlies.apache.org/flink/flink-docs-stable/docs/ops/batch/batch_shuffle/"},
	},
	Check: func(p *lint.Pass) { checkDemand(p, true) },
}

// demand is what the slots of a TaskManager need of its network buffers, if a job fills them.
type demand struct {
	flink.Exchange
	batch              bool
	slots, parallelism int32
	known              bool // parallelism is written; else it is that of a job which fills one TaskManager
	buffers            flink.Buffers
	network            flink.Component
	total              int64
}

// runtimeMode is the version that brought batch execution to jobs of the DataStream API, and sort shuffles.
var runtimeMode = flink.Version{Major: 1, Minor: 12}

// demandIn is the demand of a TaskManager in one version; not ok where it cannot be known, or the process is refused.
func demandIn(p *lint.Pass, tm *source.Process, v flink.Version, batch bool) (d demand, ok bool) {
	c, m := tm.Config(), tm.MemoryIn(v)
	d.network, ok = m.Component(flink.Network)
	if !ok || !m.OK() {
		return d, false
	}
	if batch && v.Before(runtimeMode) {
		return d, false
	}
	var err *flink.OptionError
	if d.buffers, err = flink.NetworkBuffers(c, v, d.network.Size); err != nil {
		return d, false
	}
	if d.slots, err = flink.TaskSlots(c, v); err != nil {
		return d, false
	}
	d.batch, d.parallelism = batch, d.slots
	if o, set := tm.Options[parallelismKey]; set && o.State == source.Unknown {
		return d, false
	} else if set && !o.Place.IsZero() && !parallelismElsewhere(p.Cluster) {
		if d.parallelism, err = flink.Parallelism(c, v); err != nil || d.parallelism < 1 {
			return d, false
		}
		d.known = true
	}
	d.Exchange = d.buffers.Exchange(v, d.slots, d.parallelism)
	d.total = d.Exchange.Total()
	if batch {
		d.total = d.Subtasks * d.buffers.BatchOutput(d.parallelism)
	}
	return d, true
}

// parallelismElsewhere reports whether a resource says with which parallelism its job runs, whatever its options say.
func parallelismElsewhere(c *source.Cluster) bool { return c.Workload != nil && c.Workload.Generated }

func (d demand) missing() bool { return d.total > int64(d.buffers.Count) }

// least is the network memory that meets the demand, in whole MiB.
func (d demand) least() flink.Size {
	return roundUpTo(flink.MiB, flink.Size(d.total)*d.buffers.Size)
}

func checkDemand(p *lint.Pass, batch bool) {
	tm := p.Cluster.TaskManager
	if tm == nil || p.Cluster.LoadError() != nil || p.Cluster.Fragment() {
		return
	}
	if shuffles := shufflesOf(tm); shuffles != batchShuffles && batch || shuffles != pipelinedShuffles && !batch {
		return
	}
	place, ok := writtenOf(tm, slotsKey, parallelismKey)
	if !ok {
		return
	}
	d, known := demandIn(p, tm, p.Version(), batch)
	if !known || !d.missing() {
		return
	}
	role := flink.TaskManager
	f := lint.Finding{
		Versions: versionsWhere(p, func(v flink.Version) bool {
			d, known := demandIn(p, tm, v, batch)
			return known && d.missing()
		}),
		Place: place.Place, Span: place.Place.Value, Role: &role, Label: d.label(place.Key),
		Message: d.message(), Sum: d.sum(), Help: d.help(p, tm),
	}
	for _, k := range d.options(p.Version()) {
		if o, set := tm.Options[k]; set && !o.Place.IsZero() && k != place.Key {
			f.Related = append(f.Related, lint.Related{Place: o.Place, Span: o.Place.Value, Message: d.label(k)})
		}
	}
	p.Report(f)
}

// options are those that the demand and the supply follow from, where they are set.
func (d demand) options(v flink.Version) []string {
	keys := append([]string{slotsKey}, d.network.Keys...)
	if d.known {
		keys = append(keys, parallelismKey)
	}
	if d.buffers.Size > 32*flink.KiB {
		keys = append(keys, segmentSizeKey)
	}
	counts := []string{"taskmanager.network.memory.buffers-per-channel", "taskmanager.network.memory.read-buffer.required-per-gate.max"}
	if d.batch {
		counts = []string{"taskmanager.network.sort-shuffle.min-buffers"}
	}
	for _, k := range counts {
		if o, ok := flink.Lookup(k); ok && o.WorksIn(v) {
			keys = append(keys, k)
		}
	}
	return keys
}

func (d demand) label(key string) string {
	switch key {
	case slotsKey:
		return "slots"
	case parallelismKey:
		return "parallelism"
	case segmentSizeKey:
		return "bytes of a buffer"
	}
	if slices.Contains(d.network.Keys, key) {
		if d.network.Remainder {
			return "total"
		}
		return "network memory"
	}
	switch {
	case strings.HasSuffix(key, "buffers-per-channel"):
		return "buffers of a channel"
	case strings.HasSuffix(key, "min-buffers"):
		return "buffers of an output"
	}
	return "bound of an input"
}

func (d demand) message() string {
	who := fmt.Sprintf("a job that fills the %d slots", d.slots)
	if d.known {
		who = fmt.Sprintf("a job of parallelism %d", d.parallelism)
	}
	what := "one exchange between all its subtasks"
	if d.batch {
		what = "one blocking shuffle"
	}
	return fmt.Sprintf("%s needs %d network buffers in a TaskManager for %s, but there are %d", who, d.total, what, d.buffers.Count)
}

func (d demand) sum() string {
	u := commonUnit(d.network.Size)
	have := fmt.Sprintf("%s / %s (segment size) = %d buffers", u.term(termOf(d.network)), d.buffers.Size, d.buffers.Count)
	if d.batch {
		return fmt.Sprintf("%d slots x %d buffers of an output = %d buffers\n%s", d.Subtasks, d.total/d.Subtasks, d.total, have)
	}
	return fmt.Sprintf("%d slots x (%d buffers of an output + %d of an input) = %d buffers\n%s", d.Subtasks, d.Output, d.Input, d.total, have)
}

func (d demand) help(p *lint.Pass, tm *source.Process) string {
	if d.network.Remainder {
		return "if there is such a job, lower task.heap.size or raise the total: network memory has to be " + d.least().Config()
	}
	size := d.least().Config()
	help := "if there is such a job, set " + networkMinKey + ": " + size
	calculate := func(c flink.Config) *flink.Memory {
		return flink.Calculate(flink.TaskManager, tm.Reading, p.Version(), c)
	}
	c := tm.Config().Without(numberOfBuffersKey).With(networkMinKey, size)
	m := calculate(c)
	if !m.OK() {
		m = calculate(c.With(networkMaxKey, size))
		if !m.OK() {
			return help + ", and raise the total to make room for it"
		}
		help += ", and network.max as well"
	}
	if heap, ok := m.Component(flink.TaskHeap); ok && heap.Origin != flink.Explicit {
		help += " (which leaves " + heap.Size.String() + " of task heap)"
	}
	if d.buffers.Size > 32*flink.KiB {
		help += ", or lower segment-size"
	}
	return help
}

// shuffles is how the jobs of a configuration exchange data, as far as it says.
type shuffles int

const (
	otherShuffles shuffles = iota // outside network memory, or not known
	pipelinedShuffles
	batchShuffles
)

func shufflesOf(tm *source.Process) shuffles {
	is := func(key, value string) bool {
		return strings.EqualFold(strings.TrimSpace(tm.Options[key].Value), value)
	}
	for _, key := range []string{"execution.runtime-mode", "execution.batch-shuffle-mode", "shuffle-service-factory.class", "jobmanager.scheduler"} {
		if tm.Options[key].State == source.Unknown {
			return otherShuffles
		}
	}
	if class, set := tm.Options["shuffle-service-factory.class"]; set && !strings.HasSuffix(class.Value, ".NettyShuffleServiceFactory") {
		return otherShuffles
	}
	batch := is("execution.runtime-mode", "BATCH") || is("jobmanager.scheduler", "AdaptiveBatch")
	blocking := is("execution.batch-shuffle-mode", "ALL_EXCHANGES_BLOCKING")
	_, mode := tm.Options["execution.batch-shuffle-mode"]
	switch {
	case is("execution.runtime-mode", "AUTOMATIC") || batch && mode && !blocking:
		return otherShuffles
	case is("execution.runtime-mode", "STREAMING"):
		return pipelinedShuffles
	case batch || blocking:
		return batchShuffles
	}
	return pipelinedShuffles
}

// versionsWhere are the candidate versions in which something holds; nil where the version is known.
func versionsWhere(p *lint.Pass, holds func(flink.Version) bool) []flink.Version {
	if !p.Assumed() {
		return nil
	}
	in := []flink.Version{}
	for _, v := range p.Candidates() {
		if holds(v) {
			in = append(in, v)
		}
	}
	return in
}
