package rules

import (
	"fmt"
	"strings"

	"github.com/flinkmem/flinkmem-lint/dotnet"
	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var runtimeConfigMisread = &lint.Rule{
	ID: "runtimeconfig-octal-or-suffix", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "A number in runtimeconfig.json that .NET reads otherwise than it is written",
		Why:   "The heap gets a limit that nobody meant: an eighth of it and less, or a few bytes, with which .NET does not start.",
		Does: "Numbers in runtimeconfig.json are decimal, or hexadecimal behind 0x, or octal behind a leading 0. What stands behind the number is cut off: \"512m\" is 512 bytes. It is an " +
			"error where .NET does not start with what is left.",
		Bad:  "services:\n  gateway:\n    image: mcr.microsoft.com/dotnet/aspnet:8.0\n    command: [\"dotnet\", \"Gateway.dll\"]\n    mem_limit: 1g\n",
		Good: "services:\n  gateway:\n    image: mcr.microsoft.com/dotnet/aspnet:8.0\n    command: [\"dotnet\", \"Gateway.dll\"]\n    mem_limit: 2g\n",
		Kind: source.Compose, Links: []string{dotNetHardPage},
	},
	Check: func(p *lint.Pass) {
		eachDotNet(p, func(x dotNetSetting) {
			kind := x.jsonMisread()
			if kind == "" {
				return
			}
			f := x.finding("value", kind)
			f.Severity = x.severity()
			f.Message = fmt.Sprintf("%s: .NET reads %s as an octal number: %s", x.Key, shorten(x.Value), x.size())
			if kind == "cut off" {
				f.Message = fmt.Sprintf("%s: .NET reads %s of %s: %s", x.Key, strings.TrimSuffix(x.Value, x.Number.Rest), shorten(x.Value), x.size())
			}
			if c := x.consequence(); c != "" {
				f.Message += "; " + c
			}
			f.Help = "write a decimal number without a unit"
			if meant, ok := dotnet.IntendedBytes(x.Value); ok && x.Knob.Unit == dotnet.Bytes {
				f.Help = fmt.Sprintf("write %d for %s", meant, flink.Size(meant))
				f.Fixes = x.write(fmt.Sprint(meant), " ("+flink.Size(meant).String()+")", lint.Unsafe)
			} else if meant, ok := dotnet.IntendedPercent(x.Value); ok && x.Knob.Unit == dotnet.Percent {
				f.Help = fmt.Sprintf("write %d", meant)
				f.Fixes = x.write(fmt.Sprint(meant), "", lint.Unsafe)
			}
			p.Report(f)
		})
	},
}

// jsonMisread says how a number in JSON is read otherwise than it is written: "octal", "cut off", or "" for neither.
func (x dotNetSetting) jsonMisread() string {
	switch {
	case x.From == dotnet.Environment || !x.amount() || !x.Number.OK || x.Effect == dotnet.Overridden:
		return ""
	case strings.Trim(x.Number.Rest, " .0123456789") != "":
		return "cut off"
	case x.Number.Base == 8 && x.Number.Value != 0:
		return "octal"
	}
	return ""
}
