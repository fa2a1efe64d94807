package rules

import (
	"slices"
	"strconv"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// mend offers ways out of all that keeps the process from starting, the best first.
func (x problem) mend() []lint.Fix { return x.mendBy("") }

// mendBy offers those alone that change an option; all where the key is "".
func (x problem) mendBy(key string) []lint.Fix {
	e := editor{x.process, map[string]bool{}}
	versions := []flink.Version{x.pass.Version()}
	for _, v := range x.pass.Candidates() {
		if v != x.pass.Version() {
			versions = append(versions, v)
		}
	}
	ways := flink.Ways(flink.Case{
		Role: x.role(), Reading: x.process.Reading, Config: x.process.Config(), Versions: versions,
		Possible: func(c flink.Change) bool { _, ok := e.revisions(c); return ok },
	})
	var fixes []lint.Fix
	offered := map[string]bool{}
	for _, w := range ways {
		if key != "" && !slices.ContainsFunc(w.Changes, func(c flink.Change) bool { return c.Key == key }) {
			continue
		}
		what := x.concern(w)
		if offered[what] || len(fixes) == mostFixes {
			continue
		}
		offered[what] = true
		if edit, ok := e.edit(w.Changes); ok {
			fixes = append(fixes, lint.Fix{Title: x.titleOf(w), Safety: safetyOf(w, x.pass.Version()), Edits: []source.Edit{edit}})
		}
	}
	return fixes
}

// mostFixes is how many ways out one finding offers.
const mostFixes = 4

// concern is what a way changes about the problem itself. Ways that differ in something else, because the process has
// further problems, are a choice for the findings of these.
func (x problem) concern(w flink.Way) string {
	var b strings.Builder
	others := false
	for _, c := range w.Changes {
		if len(x.process.Memory().Problems) < 2 || x.Problem == nil || slices.Contains(x.Keys, c.Key) {
			b.WriteString(c.Key + "=" + c.Value + ";")
		} else {
			others = others || !c.Set
		}
	}
	if others && b.Len() == 0 {
		b.WriteString("another option")
	}
	return b.String()
}

// safetyOf is Unsafe, but a choice where a value takes the place of one of which nothing says what was meant.
func safetyOf(w flink.Way, v flink.Version) lint.Safety {
	for _, c := range w.Changes {
		known, ok := flink.Lookup(c.Key)
		if c.Set && !c.Removed && ok && known.Check(c.Was, v, false) != nil && known.Meant(c.Was, v) == "" {
			return lint.Suggestion
		}
	}
	return lint.Unsafe
}

// editor writes changes of a process's options into the document that they stand in.
type editor struct {
	process *source.Process
	inserts map[string]bool // whether an option can be put somewhere, by its key: asked once, because that takes long
}

// revisions are what a change comes to in a document. It is false where it cannot be made there, or where something else
// would count then.
func (e editor) revisions(c flink.Change) ([]source.Revision, bool) {
	o, set := e.process.Options[c.Key]
	if !set {
		near, ok := e.relative(c.Key)
		if !ok || c.Removed {
			return nil, false
		}
		r := source.Revision{Option: near, Insert: c.Key, Value: c.Value}
		can, asked := e.inserts[c.Key]
		if !asked {
			_, can = near.Place.Document.Revise([]source.Revision{r})
			e.inserts[c.Key] = can
		}
		return []source.Revision{r}, can
	}
	if o.Place.IsZero() || o.State != source.Known || e.misread(o) {
		return nil, false
	}
	if !c.Removed {
		r := source.Revision{Option: o, Value: c.Value}
		_, ok := o.Place.Document.SetValue(o, c.Value)
		return []source.Revision{r}, ok
	}
	return e.removal(o)
}

// misread reports whether an option is read otherwise than it is written, so that another value would not mend it.
func (e editor) misread(o source.Option) bool {
	return slices.ContainsFunc(e.process.Cluster.Parts, func(p *source.Part) bool { return isMisread(p, o) })
}

// removal deletes an option wherever it is written for the process: else an earlier one would count.
func (e editor) removal(o source.Option) ([]source.Revision, bool) {
	if slices.ContainsFunc(e.process.Image, func(d source.Option) bool { return d.Key == o.Key }) {
		return nil, false
	}
	var all []source.Revision
	for _, part := range e.process.Cluster.Parts {
		if part.Role != nil && *part.Role != e.process.Role {
			continue
		}
		for _, other := range slices.Backward(part.Options) {
			if other.Key != o.Key {
				continue
			}
			if other.Place.Document != o.Place.Document {
				return nil, false
			}
			if _, ok := other.Place.Document.DeleteEntry(other); !ok {
				return nil, false
			}
			all = append(all, source.Revision{Option: other, Delete: true})
		}
	}
	return all, len(all) > 0
}

// relative is the option to put another one beside: the nearest of the process's own by its key, in the last layer.
func (e editor) relative(key string) (source.Option, bool) {
	best, score := source.Option{}, 0
	for _, part := range slices.Backward(e.process.Cluster.Parts) {
		if part.Role != nil && *part.Role != e.process.Role || part.Layer == source.LayerResource {
			continue
		}
		for _, o := range part.Options {
			if s := kinship(o.Key, key); s > score && !o.Place.IsZero() && inEffect(e.process, o) {
				best, score = o, s
			}
		}
		if score > 0 {
			return best, true
		}
	}
	return best, false
}

// kinship is how many parts of their keys two options share from the start on.
func kinship(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n
}

// edit makes all changes, in one document.
func (e editor) edit(changes []flink.Change) (source.Edit, bool) {
	var all []source.Revision
	for _, c := range changes {
		revisions, ok := e.revisions(c)
		if !ok {
			return source.Edit{}, false
		}
		all = append(all, revisions...)
	}
	d := all[0].Option.Place.Document
	if slices.ContainsFunc(all, func(r source.Revision) bool { return r.Option.Place.Document != d }) {
		return source.Edit{}, false
	}
	return d.Revise(all)
}

// titleOf says what a way changes, and what comes of it.
func (x problem) titleOf(w flink.Way) string {
	var verbs []string
	kinds := map[string][]string{}
	say := func(verb, object string) {
		if kinds[verb] == nil {
			verbs = append(verbs, verb)
		}
		kinds[verb] = append(kinds[verb], object)
	}
	for _, c := range w.Changes {
		name := x.written(c.Key)
		switch {
		case c.Removed:
			say("remove", name)
		case !c.Set:
			say("add", name+": "+c.Value)
		default:
			say(direction(c), name+" to "+c.Value)
		}
	}
	for i, v := range verbs {
		verbs[i] += " " + list(kinds[v], "and")
	}
	title := list(verbs, "and")
	if outcome := x.outcome(w); outcome != "" {
		title += " (" + outcome + ")"
	}
	return title
}

// direction is the verb for another value.
func direction(c flink.Change) string {
	if known, ok := flink.Lookup(c.Key); ok && known.Check(c.Was, flink.Newest(), false) != nil {
		return "set"
	}
	was, err := flink.ParseSize(c.Was)
	is, err2 := flink.ParseSize(c.Value)
	if err != nil || err2 != nil {
		a, errA := strconv.ParseFloat(c.Was, 64)
		b, errB := strconv.ParseFloat(c.Value, 64)
		switch {
		case errA != nil || errB != nil || a < 0 || a >= 1:
			return "set"
		case b < a:
			return "lower"
		}
		return "raise"
	}
	if is < was {
		return "lower"
	}
	return "raise"
}

// outcome are the sizes that matter most with a way, without those that its changes say.
func (x problem) outcome(w flink.Way) string {
	var names []flink.Name
	totals, inner, total := false, false, false
	for _, c := range w.Changes {
		switch rest := short(c.Key); {
		case !strings.Contains(c.Key, "memory.") && !isHeapSize(c.Key): // no size
			continue
		case rest == "process.size" || rest == "flink.size" || isHeapSize(c.Key):
			totals, inner, total = totals || c.Removed || rest != "process.size", inner || c.Removed, true
		case strings.Contains(rest, "network."):
			names = append(names, flink.Network)
		case strings.HasPrefix(rest, "jvm-overhead."):
			names = append(names, flink.Overhead)
		default:
			inner = true
		}
	}
	switch {
	case !inner && !total && len(names) == 0:
	case x.role() == flink.TaskManager:
		names = slices.Insert(names, 0, flink.TaskHeap)
	default:
		names = slices.Insert(names, 0, flink.Heap)
	}
	if inner && x.role() == flink.TaskManager {
		names = append(names, flink.Managed, flink.Network)
	}
	if totals {
		names = append(names, flink.TotalProcess)
	}
	var parts []string
	for _, n := range slices.Compact(names) {
		c, ok := w.Memory.Component(n)
		said := slices.ContainsFunc(w.Changes, func(ch flink.Change) bool { return slices.Contains(c.Keys, ch.Key) && c.Origin == flink.Explicit })
		if text := n.Label() + " " + about(c.Size); ok && !said && !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}

// about is a size as people say it: a few bytes more or less, which fractions make, do not show.
func about(s flink.Size) string { return strings.Replace(s.String(), ".00 ", " ", 1) }

// isHeapSize reports whether an option is one of the old heap sizes.
func isHeapSize(key string) bool {
	return key == heapSizeOf(key) || strings.HasSuffix(key, "manager.heap.mb")
}
