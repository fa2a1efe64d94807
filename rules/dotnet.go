package rules

import (
	"slices"

	"github.com/flinkmem/flinkmem-lint/dotnet"
	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// Microsoft's pages on the settings of .NET's garbage collector.
const (
	dotNetPrefix   = "https://learn.microsoft.com/dotnet/core/runtime-config/"
	dotNetPage     = dotNetPrefix + "garbage-collector"
	dotNetHardPage = dotNetPage + "#heap-limit"
)

// dotNetSetting is a setting of .NET and what the runtime makes of it.
type dotNetSetting struct {
	pass    *lint.Pass
	runtime *source.DotNetRuntime
	outcome *dotnet.Outcome
	source.DotNetSetting
	dotnet.Verdict
	index int
}

// eachDotNet visits the settings of .NET in a cluster whose values are known and written.
func eachDotNet(p *lint.Pass, visit func(dotNetSetting)) {
	r := p.Cluster.DotNet
	if r == nil {
		return
	}
	o := r.Outcome()
	for i, s := range r.Settings {
		if s.State != source.Unknown && !s.Place.IsZero() {
			visit(dotNetSetting{p, r, o, s, o.Verdicts[i], i})
		}
	}
}

// refused reports whether the runtime does not start because of the setting.
func (x dotNetSetting) refused() bool {
	return !x.outcome.OK() && slices.Contains(x.outcome.Culprits, x.index)
}

// limits reports whether the limit of the heap comes from the setting.
func (x dotNetSetting) limits() bool { return slices.Contains(x.outcome.From, x.index) }

// fromEnvironment reports whether the setting is an environment variable with a knob, that no other layer overrides.
func (x dotNetSetting) fromEnvironment() bool {
	return x.From == dotnet.Environment && x.Knob != nil && x.Effect != dotnet.Overridden
}

// amount reports whether the setting is a number that counts something.
func (x dotNetSetting) amount() bool {
	return x.Knob != nil && (x.Knob.Unit == dotnet.Bytes || x.Knob.Unit == dotnet.Percent || x.Knob.Unit == dotnet.Count)
}

// container is the memory limit of the container in bytes, 0 where there is none.
func (x dotNetSetting) container() int64 { return x.runtime.Host.Limit }

// beyond reports whether the heap may grow beyond the container because of the setting.
func (x dotNetSetting) beyond() bool {
	return x.limits() && x.container() > 0 && x.outcome.HeapLimit > x.container()
}

// finding is a finding about the value of the setting, or about its name.
func (x dotNetSetting) finding(about string, label string) lint.Finding {
	span := x.Place.Value
	if about == "name" && x.Place.Key.Len() > 0 || span.Len() == 0 {
		span = x.Place.Key
	}
	if span.Len() == 0 {
		span = x.Place.Entry
	}
	return lint.Finding{Place: x.Place, Span: span, Label: label}
}

// severity is error where the runtime does not start, or where the heap may be larger than its container; otherwise a
// warning.
func (x dotNetSetting) severity() lint.Severity {
	if x.refused() || x.beyond() {
		return lint.Error
	}
	return lint.Warning
}

// consequence says what the runtime does because of the setting, where that is more than the value itself says.
func (x dotNetSetting) consequence() string {
	switch {
	case x.refused():
		return ".NET does not start"
	case x.beyond():
		return "the container may use " + flink.Size(x.container()).String()
	}
	return ""
}

// write offers to write another value in place of the setting's.
func (x dotNetSetting) write(value, why string, safety lint.Safety) []lint.Fix {
	return replaceValue(x.Option, value, why, safety)
}

// writeBytes offers to write an amount of bytes as an environment variable wants it.
func (x dotNetSetting) writeBytes(n int64, why string) []lint.Fix {
	return x.write(dotnet.Hex(n), " ("+flink.Size(n).String()+why+")", lint.Unsafe)
}

// remove offers to delete a setting without effect.
func (x dotNetSetting) remove(safety lint.Safety) []lint.Fix {
	e, ok := x.Place.Document.DeleteEntry(x.Option)
	if !ok {
		return nil
	}
	return []lint.Fix{{Title: "remove " + x.Key, Safety: safety, Edits: []source.Edit{e}}}
}

// related points at another setting of the same runtime.
func (x dotNetSetting) related(index int, message string) []lint.Related {
	if index < 0 {
		return nil
	}
	at := x.runtime.Settings[index].Place
	if at.IsZero() {
		return nil
	}
	return []lint.Related{{Place: at, Span: at.Entry, Message: message}}
}

// limitPlace points at the memory limit of the container.
func (x dotNetSetting) limitPlace() []lint.Related {
	if x.runtime.Limit == nil || x.runtime.Limit.Place.IsZero() {
		return nil
	}
	return []lint.Related{{Place: x.runtime.Limit.Place, Span: x.runtime.Limit.Place.Value, Message: "limit"}}
}

// ofDotNet reports whether something shows that the cluster belongs to a project with .NET: a container of its scope,
// or the files around it.
func ofDotNet(p *lint.Pass) bool {
	return slices.ContainsFunc(p.Siblings, func(c *source.Cluster) bool { return c.DotNet != nil }) || p.Cluster.NearDotNet()
}
