package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var managedFractionIgnored = &lint.Rule{
	ID: "managed-fraction-ignored", Severity: lint.Warning, Tag: lint.Unused,
	Doc: lint.Doc{
		Title: "A fraction of managed memory beside its size",
		Why: "Whoever raises the fraction next changes nothing: RocksDB, batch operators and Python go on with the size that is " +
			"written beside it.",
		Does: "Managed memory is managed.size where that is set, also under its old name taskmanager.memory.size. Only without it " +
			"Flink takes managed.fraction of Total Flink Memory, which is then 0.4 by default. Where the fraction is that " +
			"default, this is an info.",
		Bad:  "taskmanager.memory.process.size: 4g\ntaskmanager.memory.managed.size: 1g\ntaskmanager.memory.managed.fraction: 0.6\n",
		Good: "taskmanager.memory.process.size: 4g\ntaskmanager.memory.managed.size: 1g\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup_tm/#managed-memory",
		},
	},
	Check: func(p *lint.Pass) {
		eachFraction(p, func(x fractionOption) {
			if x.part.Name != flink.Managed || x.part.Origin != flink.Explicit {
				return
			}
			f := x.finding()
			f.Message = fmt.Sprintf("managed.fraction: %s is ignored, because %s is set", x.text(), x.written(x.part.Keys[0]))
			f.Sum = fmt.Sprintf("managed memory = %s (%s)", x.part.Size, x.written(x.part.Keys[0]))
			f.Help = "remove the fraction, or the size to have the fraction count"
			if size, ok := x.process.Options[x.part.Keys[0]]; ok && !size.Place.IsZero() {
				f.Related = []lint.Related{{Place: size.Place, Span: size.Place.Value, Message: "this one counts"}}
			}
			p.Report(f)
		})
	},
}

var fractionWithoutEffect = &lint.Rule{
	ID: "fraction-without-effect", Severity: lint.Warning, Tag: lint.Unused,
	Doc: lint.Doc{
		Title: "A fraction that decides nothing",
		Why: "The fraction was written to give network memory or the JVM overhead its size, and the size comes from something " +
			"else. A larger fraction does not help where Flink asks for more network buffers, or a container is killed.",
		Does: "A fraction counts only where Flink derives the component from it. Network memory is what the other components leave " +
			"of Total Flink Memory where the task heap and a total are set. The JVM overhead is what Total Flink Memory and " +
			"JVM metaspace leave of Total Process Memory where both totals follow from what is set. Where the minimum and the " +
			"maximum are the same size, they are the size. The last case is a fraction above a maximum that nobody " +
			"wrote: the JVM overhead is 1 GiB at most by default, and network memory was up to 1.16. Where " +
			"the fraction is Flink's default, this is an info.",
		Bad:  "taskmanager.memory.process.size: 4g\ntaskmanager.memory.task.heap.size: 1g\ntaskmanager.memory.network.fraction: 0.2\n",
		Good: "taskmanager.memory.process.size: 4g\ntaskmanager.memory.network.fraction: 0.2\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_setup/#capped-fractionated-components",
		},
	},
	Check: func(p *lint.Pass) {
		eachFraction(p, func(x fractionOption) {
			if x.part.Name == flink.Managed {
				return
			}
			if x.ignored() {
				reportIgnoredFraction(x)
			} else if x.cappedByDefault() {
				reportCappedFraction(x)
			}
		})
	},
}

func reportIgnoredFraction(x fractionOption) {
	f := x.finding()
	name := x.part.Name.Label()
	if x.part.Name == flink.Network {
		name = "network memory"
	}
	f.Help = "remove it"
	switch {
	case x.part.Remainder:
		f.Message = fmt.Sprintf("%s: %s has no effect, because the rest leaves %s to the %s", short(x.option.Key), x.text(), x.part.Size, name)
		f.Sum = leftOver(x.process.Memory(), x.part.Name)
	default:
		low, high := x.bound("min"), x.bound("max")
		f.Message = fmt.Sprintf("%s: %s has no effect, because %s and %s are both %s", short(x.option.Key), x.text(), short(low), short(high), x.part.Size)
		for _, b := range []struct{ key, label string }{{low, "minimum"}, {high, "maximum"}} {
			if o, ok := x.process.Options[b.key]; ok && !o.Place.IsZero() {
				f.Related = append(f.Related, lint.Related{Place: o.Place, Span: o.Place.Value, Message: b.label})
			}
		}
	}
	x.pass.Report(f)
}

func reportCappedFraction(x fractionOption) {
	f := x.finding()
	f.Span, f.Label, f.Fixes = x.option.Place.Value, "capped", nil
	high := x.bound("max")
	u := commonUnit(x.part.Asked, x.part.Size)
	f.Message = fmt.Sprintf("%s: %s asks for %s, but %s is %s by default", short(x.option.Key), x.text(), u.write(x.part.Asked), short(high), u.write(x.part.Size))
	f.Help = fmt.Sprintf("set %s: %s to have the fraction count, or remove the fraction", high, roundUp(x.part.Asked).Config())
	x.pass.Report(f)
}

// fractionOption is a written fraction of a process, and the component that it is meant for.
type fractionOption struct {
	pass    *lint.Pass
	process *source.Process
	option  source.Option
	base    string // the option's key now, without ".fraction"
	part    flink.Component
}

// eachFraction visits the fractions that are written for processes that start.
func eachFraction(p *lint.Pass, visit func(fractionOption)) {
	if p.Cluster.LoadError() != nil {
		return
	}
	for _, process := range p.Processes() {
		m := process.Memory()
		if !m.OK() || !m.Modelled() {
			continue
		}
		for _, c := range []struct {
			base string
			name flink.Name
		}{{"managed", flink.Managed}, {"network", flink.Network}, {"jvm-overhead", flink.Overhead}} {
			base := process.Role.Prefix() + c.base
			key, set := flink.WrittenKey(process.Config(), p.Version(), base+".fraction")
			o := process.Options[key]
			part, has := m.Component(c.name)
			if set && has && !o.Place.IsZero() && o.State != source.Unknown {
				visit(fractionOption{p, process, o, base, part})
			}
		}
	}
}

func (x fractionOption) text() string { return shorten(strings.TrimSpace(x.option.Value)) }

// bound is the key under which the component's minimum or maximum is written, else the option's own.
func (x fractionOption) bound(which string) string {
	key := x.base + "." + which
	if written, ok := flink.WrittenKey(x.process.Config(), x.pass.Version(), key); ok {
		return written
	}
	return key
}

// written is what a message calls a key: short, unless that would be one of the old names that say little when short.
func (x fractionOption) written(key string) string {
	if key == "taskmanager.memory.size" {
		return key
	}
	return short(key)
}

// ignored reports whether no fraction would change anything, in any version that may run.
func (x fractionOption) ignored() bool {
	return !slices.ContainsFunc(x.pass.Candidates(), func(v flink.Version) bool {
		return flink.FractionDecides(x.process.Role, x.process.Reading, v, x.process.Config(), x.option.Key)
	})
}

// cappedByDefault reports whether the component has its default maximum, though another fraction than the default asks
// for more: in all versions that may run, and of one size.
func (x fractionOption) cappedByDefault() bool {
	_, set := flink.WrittenKey(x.process.Config(), x.pass.Version(), x.base+".max")
	return !set && !slices.ContainsFunc(x.pass.Candidates(), func(v flink.Version) bool {
		m := x.process.MemoryIn(v)
		if !m.Modelled() {
			return false // the JobManager of 1.10 has no overhead
		}
		c, _ := m.Component(x.part.Name)
		known, _ := flink.Lookup(x.base + ".fraction")
		standard, _ := known.DefaultIn(v)
		return c.Bound != "max" || c.Size != x.part.Size || fraction(c.Fraction) == standard.Text
	})
}

// finding is what all findings about a fraction share.
func (x fractionOption) finding() lint.Finding {
	role := x.process.Role
	f := lint.Finding{
		Place: x.option.Place, Span: x.option.Place.Key, Role: &role, Label: "ignored", Fixes: removeIgnored(x.pass, x.option),
	}
	known, _ := flink.Lookup(x.base + ".fraction")
	standard, _ := known.DefaultIn(x.pass.Version())
	if same, err := flink.ParseFactor(x.option.Value); err == nil && fraction(same) == standard.Text {
		f.Severity = lint.Info // nobody meant anything by it
	}
	return f
}
