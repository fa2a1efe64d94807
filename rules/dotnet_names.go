package rules

import (
	"fmt"
	"strings"

	"github.com/flinkmem/flinkmem-lint/dotnet"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var dotNetNameCase = &lint.Rule{
	ID: "dotnet-env-name-case", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "The name of a .NET setting in the wrong letter case",
		Why:   "The setting does nothing, without a warning. On Windows the same name works, so that it looks tested.",
		Does: "On Linux the names of environment variables are taken as they are written, and so are those in " +
			"runtimeconfig.json: .NET knows DOTNET_gcServer and " +
			"DOTNET_GCHeapHardLimit, and neither DOTNET_GCServer nor DOTNET_gcHeapHardLimit.",
		Bad:  dotNetCompose("1g", `DOTNET_GCServer: "1"`),
		Good: dotNetCompose("1g", `DOTNET_gcServer: "1"`),
		Of:   ".NET",
		Kind: source.Compose, Links: []string{dotNetPage},
	},
	Check: func(p *lint.Pass) {
		eachDotNet(p, func(x dotNetSetting) {
			meant := dotnet.Meant(x.From, x.Key)
			if x.Knob != nil || meant == "" {
				return
			}
			f := x.finding("name", "unknown")
			f.Message = fmt.Sprintf(".NET does not know %s: upper and lower case count", x.Key)
			f.Help = "write " + meant
			f.Fixes = x.rename(meant, lint.Unsafe)
			p.Report(f)
		})
	},
}

// rename offers another name for the setting, unless that is set already.
func (x dotNetSetting) rename(name string, safety lint.Safety) []lint.Fix {
	for _, other := range x.runtime.Settings {
		if other.Key == name && other.From == x.From {
			return nil
		}
	}
	return rename(x.Option, name, safety)
}

var dotNetOldPrefix = &lint.Rule{
	ID: "dotnet-complus-prefix", Severity: lint.Info,
	Doc: lint.Doc{
		Title: "A .NET setting with the old prefix COMPlus_",
		Why: "The prefix is that of .NET Core before 6, and the runtimes of NativeAOT do not know it. Where the same " +
			"setting also stands under DOTNET_ " +
			"with another value, that one counts, and this one misleads whoever changes it.",
		Does: ".NET looks for DOTNET_ and the name, then for COMPlus_ and the name. It is a warning where both are " +
			"set and differ, and advice otherwise.",
		Bad:  dotNetCompose("1g", `COMPlus_gcServer: "1"`),
		Good: dotNetCompose("1g", `DOTNET_gcServer: "1"`),
		Of:   ".NET",
		Kind: source.Compose, Links: []string{dotNetPage},
	},
	Check: func(p *lint.Pass) {
		eachDotNet(p, func(x dotNetSetting) {
			short, old := strings.CutPrefix(x.Key, dotnet.OldPrefix)
			if !old || x.From != dotnet.Environment || x.Knob == nil {
				return
			}
			f := x.finding("name", "old prefix")
			f.Message = fmt.Sprintf("%s is the old name of %s%s", x.Key, dotnet.Prefix, short)
			f.Help = "write " + dotnet.Prefix + short
			f.Fixes = x.rename(dotnet.Prefix+short, lint.Suggestion)
			if x.Effect == dotnet.Overridden && x.runtime.Settings[x.By].Key == dotnet.Prefix+short {
				f.Help = "remove it"
				f.Fixes = x.remove(lint.Suggestion)
				f.Related = x.related(x.By, "counts instead")
				if x.runtime.Settings[x.By].Value != x.Value {
					f.Severity = lint.Warning
					f.Message += ", which is set to another value and counts"
				}
			}
			p.Report(f)
		})
	},
}

var dotNetIgnored = &lint.Rule{
	ID: "dotnet-setting-ignored", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "A .NET setting whose name or value .NET does not take",
		Why:   "The runtime says nothing and goes on with its default: a limit that somebody relies on is not there.",
		Does: "A number has to start with a digit; otherwise the default counts, and not what runtimeconfig.json " +
			"says. A percentage has to be from 1 to 99. A boolean in " +
			"runtimeconfig.json is true or false, in a variable it is a number. Names that .NET does not know have " +
			"no effect; the nearest known one is shown.",
		Bad:  dotNetCompose("1g", `DOTNET_gcServer: "true"`),
		Good: dotNetCompose("1g", `DOTNET_gcServer: "1"`),
		Of:   ".NET",
		Kind: source.Compose, Links: []string{dotNetPage},
	},
	Check: func(p *lint.Pass) {
		eachDotNet(p, func(x dotNetSetting) {
			switch {
			case x.Effect == dotnet.NotAKnob:
				x.reportUnknown()
			case x.Effect == dotnet.Malformed:
				f := x.finding("value", "ignored")
				f.Message = fmt.Sprintf("%s: .NET ignores %s, which is no number", x.Key, shorten(x.Value))
				f.Help = "write a number in hexadecimal, such as 0x20000000 for 512 MiB"
				switch {
				case x.Knob.Unit == dotnet.Flag && x.From == dotnet.Environment:
					f.Help = "write 1 or 0"
					if value, ok := map[string]string{"true": "1", "false": "0", "yes": "1", "no": "0", "on": "1", "off": "0"}[strings.ToLower(x.Value)]; ok {
						f.Help = "write " + value
						f.Fixes = x.write(value, "", lint.Unsafe)
					}
				case x.Knob.Unit == dotnet.Flag:
					f.Message = fmt.Sprintf("%s: .NET ignores %s, which is neither true nor false", x.Key, shorten(x.Value))
					f.Help = "write true or false"
				case x.From != dotnet.Environment:
					f.Help = "write a number"
				}
				p.Report(f)
			case x.Effect == dotnet.OutOfRange:
				if taken, _ := x.shareLooksDecimal(); taken || x.suffixed() || x.rewritten() != "" {
					return
				}
				f := x.finding("value", "ignored")
				f.Message = fmt.Sprintf("%s: %s is %d, which is no percentage from 1 to 99, and .NET ignores it", x.Key, shorten(x.Value), x.Number.Value)
				f.Help = "write a percentage from 1 to 99"
				if x.From == dotnet.Environment {
					f.Help += " in hexadecimal, such as 0x4B for 75 %"
				}
				p.Report(f)
			}
		})
	},
}

// reportUnknown says that .NET does not know a name, unless only its case is wrong.
func (x dotNetSetting) reportUnknown() {
	if dotnet.Meant(x.From, x.Key) != "" {
		return
	}
	if x.Knob != nil {
		if v := x.runtime.Host.Version; !v.IsZero() {
			f := x.finding("name", "ignored")
			f.Message = fmt.Sprintf("%s is read from .NET %s on, and this is .NET %s", x.Key, x.Knob.Since(x.From), v)
			f.Help = "set " + dotnet.Prefix + x.Knob.Env + " in the environment"
			x.pass.Report(f)
		}
		return
	}
	var names []string
	for _, k := range dotnet.Knobs() {
		names = append(names, k.Names(x.From)...)
	}
	near := lint.Nearest(x.Key, names, 1)
	if len(near) == 0 {
		return // a setting of a version or a part of .NET that is not known here
	}
	f := x.finding("name", "unknown")
	f.Message = fmt.Sprintf(".NET has no setting %s and ignores it", shorten(x.Key))
	f.Help = near[0] + " was probably meant"
	f.Fixes = x.rename(near[0], lint.Unsafe)
	x.pass.Report(f)
}
