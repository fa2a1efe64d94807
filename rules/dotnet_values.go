package rules

import (
	"fmt"
	"math"
	"strings"

	"github.com/flinkmem/flinkmem-lint/dotnet"
	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// dotNetCompose is a Compose file with a .NET application and further lines of its environment, for examples.
func dotNetCompose(limit string, environment ...string) string {
	text := "services:\n  gateway:\n    image: mcr.microsoft.com/dotnet/aspnet:8.0\n"
	if limit != "" {
		text += "    mem_limit: " + limit + "\n"
	}
	text += "    environment:\n"
	for _, line := range environment {
		text += "      " + line + "\n"
	}
	return text
}

var dotNetDecimalLimit = &lint.Rule{
	ID: "dotnet-env-decimal-looking-limit", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A limit of the .NET heap that looks decimal and is hexadecimal",
		Why: "The limit is many times what was meant, so that there is none in effect: the heap grows until the " +
			"container is killed, " +
			"and the application never sees an OutOfMemoryException that would tell why.",
		Does: ".NET reads the numbers of its environment variables in base 16, with 0x in front or without: " +
			"536870912 is 20.85 GiB, and " +
			"512 MiB is 20000000. A value of decimal digits alone is reported where it is a round amount in decimal " +
			"and none in hexadecimal, or where " +
			"it is above the container's limit in hexadecimal and below it in decimal. It is an error where the heap " +
			"may outgrow its container, and a warning otherwise.",
		Bad:  dotNetCompose("1g", `DOTNET_GCHeapHardLimit: "536870912"`),
		Good: dotNetCompose("1g", `DOTNET_GCHeapHardLimit: "0x20000000"`),
		Of:   ".NET",
		Kind: source.Compose, Links: []string{dotNetHardPage},
	},
	Check: func(p *lint.Pass) {
		eachDotNet(p, func(x dotNetSetting) {
			if !x.looksDecimal() {
				return
			}
			meant, _ := dotnet.IntendedBytes(x.Value)
			f := x.finding("value", "hexadecimal")
			f.Severity = x.severity()
			f.Message = fmt.Sprintf("%s is hexadecimal: %s is %s, not %s", x.Key, shorten(x.Value), x.size(), flink.Size(meant))
			if c := x.consequence(); c != "" {
				f.Message += "; " + c
			}
			f.Help = "write " + dotnet.Hex(meant) + " for " + flink.Size(meant).String()
			f.Fixes = append(x.writeBytes(meant, ""), x.write("0x"+strings.TrimSpace(x.Value), fmt.Sprintf(" (%s, as .NET reads it now)", x.size()), lint.Suggestion)...)
			if x.beyond() {
				f.Related = x.limitPlace()
			}
			p.Report(f)
		})
	},
}

// looksDecimal reports whether the setting is an amount in an environment variable that was probably meant in decimal.
func (x dotNetSetting) looksDecimal() bool {
	return x.fromEnvironment() && x.Knob.Unit == dotnet.Bytes && x.rewritten() == "" && dotnet.TakenForDecimal(x.Value, x.container())
}

var dotNetDecimalPercent = &lint.Rule{
	ID: "dotnet-env-percent-decimal", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "A share of the .NET heap that looks decimal and is hexadecimal",
		Why: "The heap gets another share of the container than was meant, mostly a larger one, and from 64 on none " +
			"at all: the setting is " +
			"ignored and the default of 75 % counts.",
		Does: ".NET reads the numbers of its environment variables in base 16: 50 is 80 %, 60 is 96 %, and 64 and " +
			"above are no percentages any more, " +
			"which .NET ignores without a word. It is advice only where the number may well be meant in hexadecimal, " +
			"such as 32 for 50 %.",
		Bad:  dotNetCompose("1g", `DOTNET_GCHeapHardLimitPercent: "60"`),
		Good: dotNetCompose("1g", `DOTNET_GCHeapHardLimitPercent: "0x3C"`),
		Of:   ".NET",
		Kind: source.Compose, Links: []string{dotNetHardPage},
	},
	Check: func(p *lint.Pass) {
		eachDotNet(p, func(x dotNetSetting) {
			taken, sure := x.shareLooksDecimal()
			if !taken {
				return
			}
			meant, _ := dotnet.IntendedPercent(x.Value)
			f := x.finding("value", "hexadecimal")
			f.Message = fmt.Sprintf("%s is hexadecimal: %s is %d %%", x.Key, shorten(x.Value), x.Number.Value)
			if x.Number.Value >= 100 {
				f.Message = fmt.Sprintf("%s is hexadecimal: %s is %d, which is no percentage, and .NET ignores it", x.Key, shorten(x.Value), x.Number.Value)
			}
			f.Help = fmt.Sprintf("write %s for %d %%", dotnet.Hex(meant), meant)
			if !sure {
				f.Severity = lint.Info
			}
			f.Fixes = x.write(dotnet.Hex(meant), fmt.Sprintf(" (%d %%)", meant), lint.Unsafe)
			if x.Number.Value < 100 {
				f.Fixes = append(f.Fixes, x.write("0x"+strings.TrimSpace(x.Value), fmt.Sprintf(" (%d %%, as .NET reads it now)", x.Number.Value), lint.Suggestion)...)
			}
			p.Report(f)
		})
	},
}

// shareLooksDecimal reports whether the setting is a share in an environment variable that was probably meant in decimal.
func (x dotNetSetting) shareLooksDecimal() (taken, sure bool) {
	if !x.fromEnvironment() || x.Knob.Unit != dotnet.Percent || x.rewritten() != "" {
		return false, false
	}
	return dotnet.ShareTakenForDecimal(x.Value)
}

var dotNetSuffix = &lint.Rule{
	ID: "dotnet-env-value-suffix", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A unit behind a number that .NET cuts off",
		Why: ".NET knows no units: what is left of the value is a few bytes, and with such a heap it does not start. " +
			"The error says only " +
			"that the GC heap could not be initialized.",
		Does: ".NET reads an environment variable from its first hexadecimal digit up to the first other character, " +
			"and ignores the rest: 512m " +
			"is 0x512 bytes, which are 1298, and 4g is 4. A runtime whose heap cannot hold 4 MiB ends at once. Where " +
			"it starts all the same, with another number " +
			"than was meant, this is a warning.",
		Bad:  dotNetCompose("1g", `DOTNET_GCHeapHardLimit: "512m"`),
		Good: dotNetCompose("1g", `DOTNET_GCHeapHardLimit: "0x20000000"`),
		Of:   ".NET",
		Kind: source.Compose, Links: []string{dotNetHardPage},
	},
	Check: func(p *lint.Pass) {
		eachDotNet(p, func(x dotNetSetting) {
			if !x.suffixed() {
				return
			}
			read := strings.TrimSuffix(x.Value, x.Number.Rest)
			f := x.finding("value", "cut off")
			f.Severity = x.severity()
			f.Message = fmt.Sprintf("%s: .NET reads %s of %s, in hexadecimal: %s", x.Key, strings.TrimSpace(read), shorten(x.Value), x.size())
			if c := x.consequence(); c != "" {
				f.Message += "; " + c
			}
			f.Help = "write the number in hexadecimal and without a unit"
			if meant, ok := dotnet.IntendedBytes(x.Value); ok && x.Knob.Unit == dotnet.Bytes {
				f.Help = fmt.Sprintf("write %s for %s", dotnet.Hex(meant), flink.Size(meant))
				f.Fixes = x.writeBytes(meant, "")
			} else if meant, ok := dotnet.IntendedPercent(x.Value); ok && x.Knob.Unit == dotnet.Percent {
				f.Help = fmt.Sprintf("write %s for %d %%", dotnet.Hex(meant), meant)
				f.Fixes = x.write(dotnet.Hex(meant), fmt.Sprintf(" (%d %%)", meant), lint.Unsafe)
			}
			p.Report(f)
		})
	},
}

// suffixed reports whether something stands behind the number of an environment variable.
func (x dotNetSetting) suffixed() bool {
	return x.fromEnvironment() && x.amount() && x.rewritten() == "" && x.Number.OK && strings.TrimSpace(x.Number.Rest) != ""
}

// size is the number of the setting with its unit.
func (x dotNetSetting) size() string {
	switch x.Knob.Unit {
	case dotnet.Bytes:
		return flink.Size(min(x.Number.Value, math.MaxInt64)).String()
	case dotnet.Percent:
		return fmt.Sprintf("%d %%", x.Number.Value)
	}
	return fmt.Sprint(x.Number.Value)
}

var dotNetRewritten = &lint.Rule{
	ID: "dotnet-env-number-rewritten", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A number that Compose writes again before .NET reads it",
		Why: "A hexadecimal limit without quotes arrives in the container as a decimal number, and .NET reads that " +
			"as hexadecimal: 512 MiB " +
			"become 20.85 GiB, although the file says it right.",
		Does: "Compose reads its file as YAML, where 0x20000000 without quotes is a number, and gives it to the " +
			"container in decimal digits: 536870912. " +
			"Numbers with a leading zero (octal) and with an exponent are written again as well. In quotes, in the " +
			"form of a list (- NAME=value) and in an env_file the text " +
			"stays what it is. It is an error where the heap may outgrow its container or .NET does not start, and a " +
			"warning otherwise.",
		Bad:  dotNetCompose("1g", "DOTNET_GCHeapHardLimit: 0x20000000"),
		Good: dotNetCompose("1g", `DOTNET_GCHeapHardLimit: "0x20000000"`),
		Of:   ".NET",
		Kind: source.Compose, Links: []string{dotNetHardPage},
	},
	Check: func(p *lint.Pass) {
		eachDotNet(p, func(x dotNetSetting) {
			written := x.rewritten()
			if written == "" || !x.amount() {
				return
			}
			f := x.finding("value", "a number")
			f.Severity = x.severity()
			f.Message = fmt.Sprintf("Compose gives %s as %s to the container, because %s without quotes is a number", x.Key, x.Value, written)
			if x.Number.OK {
				f.Message += "; .NET reads " + x.size()
			}
			f.Help = `write "` + written + `", with quotes`
			f.Fixes = x.write(written, ", in quotes", lint.Unsafe)
			if x.beyond() {
				f.Related = x.limitPlace()
			}
			p.Report(f)
		})
	},
}

// rewritten is what is written of a value that another one takes the place of, "" where the value is as it is written.
func (x dotNetSetting) rewritten() string {
	if written := textIn(x.Place.Document, x.Place.Value); x.Exact && written != x.Value && strings.Trim(written, `"'`) == written && x.Place.Document.Kind == source.Compose {
		return written
	}
	return ""
}

// misread reports whether the value was probably meant as another number than the one that .NET reads, which has a finding of its own.
func (x dotNetSetting) misread() bool {
	share, _ := x.shareLooksDecimal()
	return x.looksDecimal() || share || x.suffixed() || x.rewritten() != "" || x.jsonMisread() != ""
}
