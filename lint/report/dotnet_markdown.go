package report

import (
	"fmt"
	"strings"

	"github.com/flinkmem/flinkmem-lint/dotnet"
	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// DotNetSettingMarkdown says in Markdown what a setting of .NET is and what the runtime makes of its value; index is
// the setting's in the runtime of the cluster.
func DotNetSettingMarkdown(c *source.Cluster, index int) string {
	s, o := c.DotNet.Settings[index], c.DotNet.Outcome()
	v := o.Verdicts[index]
	var b strings.Builder
	fmt.Fprintf(&b, "**`%s`** %s of .NET\n", s.Key, s.From)
	if v.Knob == nil {
		b.WriteString("\n.NET does not know this name.")
		if meant := dotnet.Meant(s.From, s.Key); meant != "" {
			fmt.Fprintf(&b, " It knows `%s`: upper and lower case count.", meant)
		}
		b.WriteString("\n")
		return b.String()
	}
	fmt.Fprintf(&b, "\n%s\n", v.Knob.About)
	if text := dotNetValue(s, v); text != "" {
		fmt.Fprintf(&b, "\n%s\n", markdownText(text))
	}
	if text := dotNetEffect(c.DotNet, o, s.From, v); text != "" {
		fmt.Fprintf(&b, "\n%s\n", markdownText(text))
	}
	m := MemoryOf(c, Wording{Problem: func(*flink.Memory, *flink.Problem) string { return "" }, Load: func(*source.Problem) string { return "" }})
	if m.DotNet != nil && v.Effect == dotnet.InEffect {
		if table := DotNetMarkdown(&m); table != "" {
			fmt.Fprintf(&b, "\n%s", table)
		}
	}
	return b.String()
}

// dotNetValue is the number that the runtime reads, with its unit: "0x20000000 is 536870912 bytes = 512 MiB".
func dotNetValue(s source.DotNetSetting, v dotnet.Verdict) string {
	if s.State == source.Unknown || !v.Number.OK {
		return ""
	}
	base := map[int]string{8: "octal", 10: "decimal", 16: "hexadecimal"}[v.Number.Base]
	switch v.Knob.Unit {
	case dotnet.Bytes:
		return fmt.Sprintf("%s is %d bytes = %s (%s)", s.Value, v.Number.Value, flink.Size(min(v.Number.Value, 1<<63-1)), base)
	case dotnet.Percent:
		return fmt.Sprintf("%s is %d %% (%s)", s.Value, v.Number.Value, base)
	case dotnet.Count, dotnet.Level:
		return fmt.Sprintf("%s is %d (%s)", s.Value, v.Number.Value, base)
	}
	return ""
}

// dotNetEffect says why a setting has no effect, or what comes of it; "" where its value says it all.
func dotNetEffect(r *source.DotNetRuntime, o *dotnet.Outcome, from dotnet.Layer, v dotnet.Verdict) string {
	by := ""
	if v.By >= 0 {
		by = r.Settings[v.By].Key
	}
	switch v.Effect {
	case dotnet.NotAKnob:
		return "No effect before .NET " + v.Knob.Since(from).String() + "."
	case dotnet.Empty:
		return "Without a value it counts as not set."
	case dotnet.Overridden:
		return "No effect: " + by + " counts."
	case dotnet.Malformed:
		return "No effect: this is no value that .NET reads, and the default counts."
	case dotnet.OutOfRange:
		return "No effect: a percentage has to be from 1 to 99."
	case dotnet.Beaten:
		return "No effect beside " + by + "."
	case dotnet.Moot:
		return "No effect without Server GC."
	}
	if !o.OK() {
		return ".NET does not start: " + refusals[o.Refusal] + "."
	}
	return ""
}
