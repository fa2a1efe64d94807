package rules

import (
	"slices"
	"strconv"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// problem is a problem of Flink's memory calculation, and the process that it keeps from starting.
type problem struct {
	*flink.Problem
	pass    *lint.Pass
	process *source.Process
	totals  map[flink.Size]leastTotal // by the heap to leave, once asked for
}

// eachProblem is the check of a rule that words the calculation's problems of some codes.
func eachProblem(word func(problem) lint.Finding, codes ...flink.Code) func(*lint.Pass) {
	return func(p *lint.Pass) {
		for _, x := range problems(p, codes...) {
			if misled(x) {
				continue
			}
			x.report(word(x))
		}
	}
}

// problems are those of the cluster's processes that have one of the codes at their root, each once.
func problems(p *lint.Pass, codes ...flink.Code) []problem {
	var found []problem
	for _, process := range p.Processes() {
		all := process.Memory().Problems
		for i := range all {
			root := all[i].Root()
			if !slices.Contains(codes, root.Code) {
				continue
			}
			if !slices.ContainsFunc(found, func(f problem) bool {
				return f.process == process && f.Code == root.Code && slices.Equal(f.Keys, root.Keys)
			}) {
				found = append(found, problem{root, p, process, map[flink.Size]leastTotal{}})
			}
		}
	}
	return found
}

// misled reports whether nothing can be said of a problem: options may be missing, because the file does not load or
// because there is more around it.
func misled(x problem) bool {
	c := x.process.Cluster
	return c.LoadError() != nil || c.Fragment()
}

// needs are the options that the problem rests on: whoever mends one of them mends the problem, or makes it another one.
func (x problem) needs() []string {
	if x.Code != flink.TotalMemoryMissing {
		return x.Keys
	}
	needs := slices.Clone(x.Keys)
	for _, rest := range []string{"process.size", "flink.size", "heap.size", "task.heap.size", "managed.size"} {
		needs = append(needs, x.key(rest))
	}
	return needs
}

// statement is the message and the sum of the finding.
func (x problem) statement() lint.Finding { return statement(x.role(), x.Problem) }

func (x problem) role() flink.Role { return x.process.Role }

// key is an option of the process by the rest of its key, such as "process.size".
func (x problem) key(rest string) string { return x.role().Prefix() + rest }

func (x problem) isSet(rest string) bool {
	_, ok := x.process.Options[x.key(rest)]
	return ok
}

// report completes a finding about the process: its places, and the versions in which Flink refuses it.
func (x problem) report(f lint.Finding) {
	role := x.role()
	f.Role, f.Needs = &role, x.needs()
	if f.Place.IsZero() {
		f.Place, f.Span = x.place()
	}
	for i, k := range x.Keys {
		o, ok := x.process.Options[k]
		if i == 0 || !ok || o.Place.IsZero() {
			continue
		}
		f.Related = append(f.Related, lint.Related{Place: o.Place, Span: o.Place.Value, Message: x.labelOf(k)})
	}
	if o, ok := x.first(); ok && f.Label == "" {
		f.Label = x.labelOf(o.Key)
	}
	if c := x.process.Cluster; f.Place.Document != c.Document && !c.Anchor.IsZero() {
		f.Related = append(f.Related, lint.Related{Place: c.Anchor, Span: c.Anchor.Entry, Message: "for " + c.Title()})
	}
	for _, k := range x.Keys {
		if o := x.process.Options[k]; o.State == source.Assumed && !o.Place.IsZero() {
			f.Help = strings.TrimPrefix(f.Help+"; "+shorten(o.Value)+" is a default here, and may be set elsewhere", "; ")
		}
	}
	if x.pass.Assumed() {
		f.Versions = x.pass.Refusing(x.process)
	}
	x.pass.Report(f)
}

// first is the option to change: the first of the problem's keys that is written somewhere.
func (x problem) first() (source.Option, bool) {
	for _, k := range x.Keys {
		if o, ok := x.process.Options[k]; ok && !o.Place.IsZero() {
			return o, true
		}
	}
	return source.Option{}, false
}

// place is where the finding stands: the option to change, else the process's first memory option, else the start of the
// file.
func (x problem) place() (source.Place, source.Span) {
	if o, ok := x.first(); ok {
		return o.Place, o.Place.Value
	}
	if x.process.Cluster.Workload == nil {
		for _, o := range x.writtenOptions() {
			if strings.HasPrefix(o.Key, strings.ToLower(x.role().String())+".") {
				return o.Place, o.Place.Key
			}
		}
	}
	anchor := x.process.Cluster.Anchor
	return anchor, anchor.Entry
}

// writtenOptions are the options that are written for the cluster, in the order in which they count.
func (x problem) writtenOptions() []source.Option {
	var all []source.Option
	for _, p := range x.process.Cluster.Parts {
		all = append(all, p.Options...)
	}
	return all
}

// labelOf is what an option's number is in the problem's sum.
func (x problem) labelOf(key string) string {
	var all []flink.Term
	for _, s := range []*flink.Sum{x.Sum, x.From} {
		if s != nil {
			all = append(append(all, s.Total), s.Parts...)
		}
	}
	for _, t := range []*flink.Term{x.Low, x.High} {
		if t != nil {
			all = append(all, *t)
		}
	}
	for _, t := range all {
		if t.Key == key && t.Origin == flink.Explicit {
			return label(t)
		}
	}
	return componentLabels[short(key)]
}

// componentLabels name the components that options size, where a sum has them only as a part of a total.
var componentLabels = map[string]string{
	"task.heap.size": flink.TaskHeap.Label(), "managed.size": flink.Managed.Label(), "heap.size": flink.Heap.Label(),
	"off-heap.size": flink.OffHeap.Label(), "task.off-heap.size": flink.TaskOffHeap.Label(),
	"framework.heap.size": flink.FrameworkHeap.Label(), "framework.off-heap.size": flink.FrameworkOffHeap.Label(),
	"managed.fraction": "share of managed memory", "network.fraction": "share of network memory",
	"jvm-overhead.fraction": "share of JVM overhead",
}

// minFit words the totals that help, for the total that is set; "" where none does.
func (x problem) minFit() string {
	least := x.leastTotal(0)
	if !least.ok {
		return ""
	}
	starts := leastTotal{key: least.key, size: roundUpTo(flink.MiB, least.exact)}
	if useful := x.leastTotal(usefulHeap); useful.ok && useful.size > least.size {
		return "raise " + x.written(useful.key) + " to " + useful.text() + " (it starts from " + starts.text() + " on, with next to no heap)"
	}
	return "raise " + x.written(least.key) + " to " + starts.text() + " or more"
}

// written is what an option is called where it is written: a field of an operator's resource has another name.
func (x problem) written(key string) string {
	if x.process.Options[key].Layer == source.LayerResource {
		return "the resource's memory"
	}
	return key
}

// usefulHeap is the heap that a suggested total leaves, where the heap is what the total leaves: a process that starts
// with less does not get far.
const usefulHeap = 128 * flink.MiB

// leastTotal is the total that is set, and the smallest round value of it with which Flink starts the process. Not ok
// where no value helps, or only one below what is set.
type leastTotal struct {
	key   string
	exact flink.Size
	size  flink.Size // rounded up to what a person would write
	ok    bool
}

// leastTotal looks for the least total that leaves some heap, where the heap is what the total leaves.
func (x problem) leastTotal(heap flink.Size) leastTotal {
	if t, ok := x.totals[heap]; ok {
		return t
	}
	t := x.searchTotal(heap)
	x.totals[heap] = t
	return t
}

func (x problem) searchTotal(heap flink.Size) leastTotal {
	if x.Code == flink.OverheadOutOfRange && x.Sum.Left > x.High.Size {
		return leastTotal{} // the total is too large
	}
	c := x.process.Config()
	if heap > 0 {
		if x.isSet("process.size") && x.isSet("flink.size") {
			return leastTotal{} // the heap is a matter of the inner total
		}
		var ok bool
		if c, ok = x.reserve(c, heap); !ok {
			return leastTotal{}
		}
	}
	for _, total := range []string{"process.size", "flink.size"} {
		key := x.key(total)
		if !slices.Contains(x.Keys, key) {
			continue
		}
		if total == "flink.size" && x.isSet("process.size") {
			break // two totals: raising the inner one only moves the contradiction
		}
		size, ok := flink.MinFit(x.role(), x.process.Reading, x.pass.Version(), c, key)
		current, err := flink.ParseSize(x.process.Options[key].Value)
		return leastTotal{key, size, roundUp(size), ok && (err != nil || size >= current)}
	}
	return x.searchLegacyTotal(c)
}

// searchLegacyTotal is for an old heap size that stands for a total.
func (x problem) searchLegacyTotal(c flink.Config) leastTotal {
	name := strings.ToLower(x.role().String())
	target := x.key("process.size")
	if x.process.Reading == flink.Standalone {
		target = x.key("flink.size") // of the TaskManager; the JobManager's stands for its heap
	}
	for _, key := range []string{name + ".heap.size", name + ".heap.mb"} {
		if x.role() == flink.TaskManager && slices.Contains(x.Keys, key) {
			size, ok := flink.MinFit(x.role(), x.process.Reading, x.pass.Version(), c.Without(key), target)
			return leastTotal{key, size, roundUp(size), ok}
		}
	}
	return leastTotal{}
}

// text is the total as its option is written.
func (t leastTotal) text() string {
	if strings.HasSuffix(t.key, ".mb") {
		return strconv.FormatInt(int64(t.size/flink.MiB), 10)
	}
	return t.size.Config()
}

// reserve sets some memory aside in the place of the heap; not ok where the heap is not what is left.
func (x problem) reserve(c flink.Config, heap flink.Size) (flink.Config, bool) {
	fixed, another := x.key("off-heap.size"), "heap.size"
	if x.role() == flink.TaskManager {
		fixed, another = x.key("framework.heap.size"), "task.heap.size"
	}
	if x.isSet(another) {
		return c, false
	}
	known, _ := flink.Lookup(fixed)
	standard, _ := known.DefaultIn(x.pass.Version())
	size := standard.Bytes
	if o, set := x.process.Options[fixed]; set {
		var err error
		if size, err = flink.ParseSize(o.Value); err != nil {
			return c, false
		}
	}
	return c.With(fixed, (size + heap).Config()), true
}

// roundUp is the next size that a person would write.
func roundUp(n flink.Size) flink.Size {
	step := flink.MiB
	switch {
	case n > 4*flink.GiB:
		step = 256 * flink.MiB
	case n > flink.GiB:
		step = 64 * flink.MiB
	case n > 256*flink.MiB:
		step = 16 * flink.MiB
	}
	return roundUpTo(step, n)
}

func roundUpTo(step, n flink.Size) flink.Size { return (n + step - 1) / step * step }
