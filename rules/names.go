package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var deprecatedOption = &lint.Rule{
	ID: "deprecated-option", Severity: lint.Warning, Tag: lint.Deprecated,
	Doc: lint.Doc{
		Title: "An option that still works under an old name",
		Why: "The option still works, but the next major version may ignore it without a warning, as 2.0 did with " +
			"taskmanager.heap.size. Where its successor is set as well, it is ignored already.",
		Does: "Flink looks for an option's own key first, then for its fallback keys, the old names, in a fixed order; the " +
			"first that is set counts. The old heap sizes stand for other options: taskmanager.heap.size for flink.size " +
			"where the start scripts run, for process.size in containers of native Kubernetes and YARN; " +
			"jobmanager.heap.size for heap.size or process.size. Options that go without a successor, as the counts of " +
			"network buffers do in 1.20, are named too. An old name of an option that decides no size, and " +
			"that every later version still reads, is advice, such as state.backend.",
		Bad:  "taskmanager.memory.process.size: 1728m\ntaskmanager.network.memory.fraction: 0.2\n",
		Good: "taskmanager.memory.process.size: 1728m\ntaskmanager.memory.network.fraction: 0.2\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_migration/",
		},
	},
	CheckPart: func(p *lint.Pass) {
		for _, o := range p.Part.Options {
			if known, ok := memoryOption(o.Key); ok && known.WorksIn(p.Version()) && !saidOfBuffers(p, o) {
				reportDeprecated(p, o, known)
			}
		}
	},
}

var removedOption = &lint.Rule{
	ID: "removed-option", Severity: lint.Warning, Tag: lint.Deprecated,
	Doc: lint.Doc{
		Title: "An option that this Flink version no longer reads",
		Why: "Flink ignores options that it does not know, without a warning. The setting has no effect: either another " +
			"option does its work now, or none.",
		Does: "The option had an effect up to some version, and has none in the one that is checked. From 1.10 on this is " +
			"so for taskmanager.memory.fraction, taskmanager.memory.off-heap and taskmanager.memory.preallocate, from 2.0 " +
			"on for taskmanager.heap.size, jobmanager.heap.size, taskmanager.network.numberOfBuffers and the buffers for " +
			"each channel and gate. Where a total is lost that way, memory-total-missing says what follows.",
		Bad:  "taskmanager.memory.process.size: 1728m\ntaskmanager.memory.preallocate: false\n",
		Good: "taskmanager.memory.process.size: 1728m\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_migration/",
		},
	},
	CheckPart: func(p *lint.Pass) {
		for _, o := range p.Part.Options {
			known, ok := memoryOption(o.Key)
			if ok && !known.WorksIn(p.Version()) && workedBefore(known, p.Version()) {
				reportRemoved(p, o, known)
			}
		}
	},
}

// memoryOption is the catalogue's entry for a key that it knows in full.
func memoryOption(key string) (*flink.Option, bool) {
	o, ok := flink.Lookup(key)
	return o, ok && o.Memory
}

// saidOfBuffers reports whether the option is the old number of buffers, which has a rule of its own where its effect is
// known.
func saidOfBuffers(p *lint.Pass, o source.Option) bool {
	return o.Key == numberOfBuffersKey && slices.ContainsFunc(p.Processes(), func(process *source.Process) bool {
		return inEffect(process, o) && decidesBuffers(process, process.Cluster.Version)
	})
}

func workedBefore(o *flink.Option, v flink.Version) bool {
	return len(o.Works) > 0 && o.Works[len(o.Works)-1].To.Before(v)
}

// replacements are the options to set instead of an old one, in the reading of the cluster's processes.
func replacements(known *flink.Option, c *source.Cluster) []string {
	if r := known.ReplacedIn(c.Version); len(r) > 0 {
		return r
	}
	m := known.Migration
	if m == nil {
		return nil
	}
	targets := m.To
	if len(m.Standalone) > 0 {
		targets = m.Standalone
		if c.TaskManager != nil && c.TaskManager.Reading == flink.Container {
			targets = m.Container
		}
	}
	inVersion := slices.DeleteFunc(slices.Clone(targets), func(key string) bool {
		o, ok := flink.Lookup(key)
		return !ok || !o.WorksIn(c.Version)
	})
	if size, ok := strings.CutSuffix(known.Key, ".heap.mb"); ok && len(inVersion) == 0 {
		return []string{size + ".heap.size"} // the JobManager's in 1.10
	}
	return inVersion
}

func reportDeprecated(p *lint.Pass, o source.Option, known *flink.Option) {
	instead := replacements(known, p.Cluster)
	renamed := known.ReplacedIn(p.Version())
	mapped := known.Migration != nil && known.Migration.Auto && len(instead) > 0
	if len(renamed) == 0 && !mapped && !known.DeprecatedIn(p.Version()) {
		return
	}
	since := sinceOf(p, known)
	f := lint.Finding{Place: o.Place, Span: o.Place.Key, Label: "deprecated", Message: o.Key + " is deprecated" + since}
	last := known.Works[len(known.Works)-1].To
	dropped := last.Before(newestVersion())
	if !dropped && !slices.ContainsFunc(instead, decidesSize) {
		f.Severity = lint.Info
	}
	for _, n := range instead {
		if newer, set := setBeside(p, n); set {
			f.Severity = lint.Warning // it is ignored, whatever it is
			f.Message = fmt.Sprintf("%s is deprecated, and ignored because %s is set", o.Key, n)
			if !newer.Place.IsZero() {
				f.Related = append(f.Related, lint.Related{Place: newer.Place, Span: spanOf(newer.Place, newer.Place.Key), Message: "this one counts"})
			}
			f.Help = "remove it"
			if slices.Contains(renamed, n) || mapped { // then Flink does not look at the old key
				f.Fixes = removeIgnored(p, o)
			}
			p.Report(f)
			return
		}
	}
	switch {
	case len(instead) == 1 && mapped && known.Migration.Unit != "" && decimal(o.Value):
		f.Help = fmt.Sprintf("set %s: %sm instead", instead[0], o.Value)
	case len(instead) > 0:
		f.Help = "set " + list(instead, "and") + " instead"
		if since != "" {
			f.Help += ", unless an older version runs"
		}
	case dropped:
		f.Help = fmt.Sprintf("remove it where the default will do: it has no successor, and %s is the last version to read it", last)
	default:
		f.Help = "remove it where the default will do: it has no successor"
	}
	if len(renamed) == 1 {
		same := unchanged(p, o, func(c flink.Config) flink.Config { return c.Without(o.Key).With(renamed[0], o.Value) })
		f.Fixes = rename(o, renamed[0], safeIf(same && worksInAll(p, renamed[0])))
	} else if mapped && len(instead) == 1 {
		f.Fixes = replaceOption(p, o, known, instead)
	} else if len(instead) == 0 {
		f.Fixes = removeDeprecated(p, o)
	}
	if f.Span.Len() == 0 {
		f.Span = o.Place.Entry
	}
	p.Report(f)
}

func reportRemoved(p *lint.Pass, o source.Option, known *flink.Option) {
	last := known.Works[len(known.Works)-1].To
	f := lint.Finding{
		Place: o.Place, Span: o.Place.Key, Label: "ignored",
		Message: fmt.Sprintf("Flink ignores %s: %s was the last version to read it", o.Key, last),
		Help:    "remove it",
	}
	var free []string
	for _, n := range replacements(known, p.Cluster) {
		if _, set := setBeside(p, n); !set {
			free = append(free, n)
		}
	}
	if f.Mends = free; len(free) > 0 {
		f.Help = "remove it, or set " + list(free, "and") + " instead"
	}
	if e, ok := o.Place.Document.DeleteEntry(o); ok {
		f.Fixes = []lint.Fix{{Title: "remove " + o.Key, Safety: safeIf(worksInNone(p, known)), Edits: []source.Edit{e}}}
	}
	if len(free) > 0 && len(free) <= 2 {
		instead := replaceOption(p, o, known, free)
		if len(instead) > 0 && lacksTotal(p) && len(f.Fixes) > 0 {
			f.Fixes[0].Safety = lint.Suggestion // the size would be lost, and it is what the process lacks
		}
		f.Fixes = append(instead, f.Fixes...)
	}
	p.Report(f)
}

func newestVersion() flink.Version {
	all := flink.Versions()
	return all[len(all)-1]
}

// decidesSize reports whether an option takes part in the division of a process's memory.
func decidesSize(key string) bool {
	return strings.HasPrefix(key, "taskmanager.memory.") || strings.HasPrefix(key, "jobmanager.memory.")
}

// decimal reports whether a text is a plain number, to which a unit can be added.
func decimal(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// sinceOf names the version that an option is deprecated from, where an assumed version may be an older one: whoever
// runs that must not rename it.
func sinceOf(p *lint.Pass, known *flink.Option) string {
	old := func(v flink.Version) bool { return len(known.ReplacedIn(v)) == 0 && !known.DeprecatedIn(v) }
	candidates := p.Candidates()
	if known.Migration != nil && known.Migration.Auto || !slices.ContainsFunc(candidates, old) {
		return ""
	}
	for _, v := range candidates {
		if !old(v) {
			return fmt.Sprintf(" from Flink %s on", v)
		}
	}
	return ""
}

// safeIf is Safe for a fix that changes nothing in any version that the cluster may run.
func safeIf(unchanged bool) lint.Safety {
	if unchanged {
		return lint.Safe
	}
	return lint.Unsafe
}

func worksInAll(p *lint.Pass, key string) bool {
	o, ok := flink.Lookup(key)
	return ok && !slices.ContainsFunc(p.Candidates(), func(v flink.Version) bool { return !o.WorksIn(v) })
}

func worksInNone(p *lint.Pass, o *flink.Option) bool {
	return !slices.ContainsFunc(p.Candidates(), o.WorksIn)
}

func rename(o source.Option, key string, safety lint.Safety) []lint.Fix {
	edits, ok := o.Place.Document.Rename(o, key)
	if !ok {
		return nil
	}
	return []lint.Fix{{Title: "rename to " + key, Safety: safety, Edits: edits}}
}

// setBeside is the option of that key that the part has, or that all processes which could read it have from elsewhere,
// such as the resource of an operator.
func setBeside(p *lint.Pass, key string) (source.Option, bool) {
	o, set := lastOf(p.Part, key)
	if set {
		return o, true
	}
	for _, process := range p.Processes() {
		if !strings.HasPrefix(key, process.Role.Prefix()) {
			continue
		}
		if o, set = process.Options[key]; !set {
			return o, false
		}
	}
	return o, set
}

// lastOf is the option of that key that counts in the part: the last one.
func lastOf(p *source.Part, key string) (source.Option, bool) {
	for i := len(p.Options) - 1; i >= 0; i-- {
		if p.Options[i].Key == key {
			return p.Options[i], true
		}
	}
	return source.Option{}, false
}

var unknownMemoryKey = &lint.Rule{
	ID: "unknown-memory-key", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "A memory option that no Flink version has",
		Why: "Flink ignores keys that it does not know, without a warning. A misspelt or invented memory option does " +
			"nothing, and the process runs with another size than its configuration seems to say.",
		Does: "The key belongs to no option of any known Flink version. Below prefixes that only memory options have, such " +
			"as taskmanager.memory, jobmanager.memory and state.backend.rocksdb.memory, every such key is reported. " +
			"Elsewhere only one that is a slip away from a memory option is; keys that plugins and user code may define " +
			"are left alone.",
		Bad:  "taskmanager.memory.process.size: 1728m\ntaskmanager.memory.network.size: 128m\n",
		Good: "taskmanager.memory.process.size: 1728m\ntaskmanager.memory.network.min: 128m\ntaskmanager.memory.network.max: 128m\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/#memory-configuration",
		},
	},
	CheckPart: checkUnknown,
}

func checkUnknown(p *lint.Pass) {
	for _, o := range p.Part.Options {
		if isKnown(o.Key) || o.State == source.Unknown || isNestedHead(p.Part, o) || withdrawn(p, o.Key) {
			continue
		}
		suggestions, certain := keysMeant(o.Key, p.Version())
		if !certain && len(suggestions) == 0 {
			continue
		}
		f := lint.Finding{
			Place: o.Place, Span: o.Place.Key, Label: "unknown",
			Message: fmt.Sprintf("Flink has no option %s and ignores it", shorten(o.Key)),
			Help:    "remove it, or look for the option that was meant: flinkmem-lint options",
			Mends:   suggestions,
		}
		switch len(suggestions) {
		case 0:
		case 1:
			f.Help = suggestions[0] + " was probably meant"
			if _, set := lastOf(p.Part, suggestions[0]); !set {
				f.Fixes = rename(o, suggestions[0], lint.Unsafe)
			}
		default:
			f.Help = "the options nearest to it are " + list(suggestions, "and")
			if madeUp[o.Key] != nil {
				f.Help = "set " + list(suggestions, "and") + " instead"
				f.Fixes = replaceOption(p, o, nil, suggestions)
			}
		}
		p.Report(f)
	}
}

// isKnown reports whether some version of Flink, or a component that reads keys of its own, may read the key.
func isKnown(key string) bool {
	if _, ok := flink.Lookup(key); ok {
		return true
	}
	if _, ok := flink.MapEntry(key); ok {
		return true
	}
	_, ok := flink.OpenPrefix(key)
	return ok
}

// isNestedHead reports whether the option is a short key of a nested block in a flat file, which has a finding of its own.
func isNestedHead(part *source.Part, o source.Option) bool {
	for _, problem := range part.Problems {
		if problem.Place.Key == o.Place.Key && problem.Place.Document == o.Place.Document &&
			(problem.Code == source.NestedEntry || problem.Code == source.ByteOrderMark || problem.Code == source.QuotedKey ||
				problem.Code == source.ListItem || problem.Code == source.NoBreakSpace) {
			return true
		}
	}
	return strings.TrimSpace(o.Key) == ""
}
