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
		Why: "The heap gets a limit that nobody meant: an eighth of it and less, or a few bytes, with which .NET " +
			"does not start.",
		Does: "Numbers in runtimeconfig.json are decimal, or hexadecimal behind 0x, or octal behind a leading 0. " +
			"What stands behind the number is cut off: \"512m\" is 512 bytes. It is an " +
			"error where .NET does not start with what is left.",
		Bad:  "{\n  \"runtimeOptions\": {\n    \"configProperties\": {\n      \"System.GC.HeapHardLimit\": \"0200000000\"\n    }\n  }\n}\n",
		Good: "{\n  \"runtimeOptions\": {\n    \"configProperties\": {\n      \"System.GC.HeapHardLimit\": 209715200\n    }\n  }\n}\n",
		Of:   ".NET",
		Kind: source.RuntimeConfig, Links: []string{dotNetHardPage},
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

var runtimeConfigMisplaced = &lint.Rule{
	ID: "runtimeconfig-template-wrapped", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "Settings of .NET where nobody looks for them",
		Why:   "Every setting of the file has no effect, and neither the SDK nor the runtime says so.",
		Does: "In [app].runtimeconfig.json configProperties stands below runtimeOptions. In " +
			"runtimeconfig.template.json it stands at the top: the SDK puts all of it below " +
			"runtimeOptions itself.",
		Bad:  "{\n  \"configProperties\": {\n    \"System.GC.HeapHardLimit\": 209715200\n  }\n}\n",
		Good: "{\n  \"runtimeOptions\": {\n    \"configProperties\": {\n      \"System.GC.HeapHardLimit\": 209715200\n    }\n  }\n}\n",
		Of:   ".NET",
		Kind: source.RuntimeConfig, Links: []string{dotNetPrefix},
	},
	Check: func(p *lint.Pass) {
		eachDotNetFile(p, func(part *source.DotNetPart) {
			if part.Misplaced.IsZero() {
				return
			}
			f := lint.Finding{Place: part.Misplaced, Span: part.Misplaced.Entry, Label: "not here"}
			f.Message = "the host of .NET looks for configProperties below runtimeOptions: what stands here has no effect"
			f.Help = `put it into {"runtimeOptions": {...}}`
			if part.Layer() == dotnet.Template {
				f.Message = "a template has no runtimeOptions: the SDK puts it below runtimeOptions itself, and what stands in here has no effect"
				f.Help = "put configProperties at the top of the file"
			}
			p.Report(f)
		})
	},
}

var runtimeConfigNotReadable = &lint.Rule{
	ID: "runtimeconfig-not-readable", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A runtimeconfig.json that is no JSON",
		Why:   "The application does not start: the host of .NET reads the file before anything else.",
		Does:  "The host refuses a file that it cannot read as JSON. Comments are allowed.",
		Bad:   "{\n  \"runtimeOptions\": {\n    \"configProperties\": {\n      \"System.GC.Server\": true\n      \"System.GC.HeapHardLimit\": 209715200\n    }\n  }\n}\n",
		Good:  "{\n  \"runtimeOptions\": {\n    \"configProperties\": {\n      \"System.GC.Server\": true,\n      \"System.GC.HeapHardLimit\": 209715200\n    }\n  }\n}\n",
		Of:    ".NET",
		Kind:  source.RuntimeConfig, Links: []string{dotNetPrefix},
	},
	Check: func(p *lint.Pass) {
		eachDotNetFile(p, func(part *source.DotNetPart) {
			for _, problem := range part.Problems {
				f := lint.Finding{Place: problem.Place, Span: problem.Place.Entry, Label: "no JSON"}
				f.Message = ".NET cannot read this file, and does not start the application: " + problem.Detail
				f.Help = "write valid JSON"
				p.Report(f)
			}
		})
	},
}

// eachDotNetFile visits the files that a cluster's settings of .NET come from.
func eachDotNetFile(p *lint.Pass, visit func(*source.DotNetPart)) {
	if p.Cluster.DotNet == nil {
		return
	}
	for _, part := range p.Cluster.DotNet.Parts {
		visit(part)
	}
}
