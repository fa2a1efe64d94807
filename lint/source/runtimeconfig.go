package source

import (
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/flinkmem/flinkmem-lint/dotnet"
)

// RuntimeConfig is the dialect of [app].runtimeconfig.json, which the host of .NET reads, and of runtimeconfig.template.json, of
// which the SDK makes it.
const RuntimeConfig Kind = "runtimeconfig"

// templateName is the file that the SDK puts below runtimeOptions.
const templateName = "runtimeconfig.template.json"

func claimRuntimeConfig(file string, content []byte, _ func(string) bool) Claim {
	name := path.Base(strings.ReplaceAll(file, `\`, "/"))
	if _, ok := runtimeConfigOf(name); !ok && !strings.EqualFold(name, templateName) {
		return NoClaim
	}
	if content == nil {
		return MayClaim
	}
	return fullClaim(strings.Contains(string(content), "onfigProperties"))
}

func readRuntimeConfigFile(d *Document) {
	d.DotNet = append(d.DotNet, readRuntimeConfig(fileText(d), d.Path))
}

// readRuntimeConfig reads a runtimeconfig.json or its template as the program does that gets it. Where the text is none, the
// settings are those in front of the fault.
func readRuntimeConfig(t *Text, name string) *DotNetPart {
	part := &DotNetPart{Document: t.Document}
	if assembly, ok := runtimeConfigOf(name); ok {
		part.Assembly = assembly
	}
	root, fault := scanJSON(t, false)
	template := strings.EqualFold(path.Base(strings.ReplaceAll(name, `\`, "/")), templateName)
	options, _ := root.get("runtimeOptions", false) // of two, the host takes the first
	r := &jsonReader{text: t, part: part, from: dotnet.RuntimeConfig}
	if template {
		r.from = dotnet.Template
	} else if fault != nil && fault.code != TooDeep {
		part.Problems = append(part.Problems, Problem{
			Code: fault.code, Fatal: true, Detail: fault.what, By: byDotNet, Place: t.place(Span{}, Span{}, faultSpan(t.Decoded, fault.at)),
		})
	}
	inside, _ := options.value.get("configProperties", false)
	outside, _ := root.get("configProperties", false)
	if v := inside.value; v != nil && !template && (v.kind == '"' || v.kind == '0') {
		part.Problems = append(part.Problems, Problem{
			Code: BadSyntax, Fatal: true, Detail: "configProperties is no object", By: byDotNet, Place: t.place(inside.key, v.span, v.span),
		})
	}
	if template {
		inside, outside = outside, inside
		if outside.value != nil {
			outside.key = options.key
		}
	}
	part.Settings = r.settings(inside.value)
	if outside.value != nil {
		part.Lost = r.settings(outside.value)
		part.Misplaced = t.place(outside.key, Span{}, outside.key)
	}
	if framework, ok := options.value.get("tfm", false); ok && framework.value.kind == '"' {
		part.Version = dotnet.ParseVersion(t.jsonString(framework.value.span).Decoded)
	}
	return part
}

// byDotNet is the program that starts .NET applications.
const byDotNet = "dotnet"

// faultSpan is what to underline of a text that is no JSON: the character at the offset, or the last one before it.
func faultSpan(s string, at int) Span {
	if at < len(s) && !isBreak(s[at]) {
		return Span{at, at + 1}
	}
	end := max(len(strings.TrimRight(s[:min(at, len(s))], " \t\r\n")), min(1, len(s)))
	return Span{max(end-1, 0), end}
}

// jsonReader makes settings of the members of an object.
type jsonReader struct {
	text *Text
	part *DotNetPart
	from dotnet.Layer
}

func (r *jsonReader) settings(object *jsonNode) []DotNetSetting {
	if object == nil || object.kind != '{' {
		return nil
	}
	var settings []DotNetSetting
	for i, m := range object.members {
		if !dotnet.Concerns(r.from, m.name) {
			continue
		}
		settings = append(settings, r.setting(object, i))
	}
	return settings
}

func (r *jsonReader) setting(object *jsonNode, i int) DotNetSetting {
	t, m := r.text, object.members[i]
	s := DotNetSetting{From: r.from}
	s.Key = m.name
	at := m.value.span
	s.Place = t.place(m.key, at, Span{m.key.Start, at.End})
	written := t.Decoded[at.Start:at.End]
	switch m.value.kind {
	case '"':
		inner := t.jsonString(at)
		s.Value = inner.Decoded
		s.Exact = s.Value != "" && inner.Verbatim(0, len(s.Value))
	case '0':
		s.Value = dotnet.JSONText(written)
		s.Exact = s.Value == written && t.Verbatim(at.Start, at.End)
	default:
		s.Value = written
		s.Exact = m.value.kind == 't' && t.Verbatim(at.Start, at.End)
	}
	s.State = stateOf(t.Document.Path, s.Value)
	s.Exact = s.Exact && s.State == Known
	y := jsonSyntax{text: t, entry: Span{m.key.Start, at.End}, before: -1, behind: -1}
	if i > 0 {
		y.before = object.members[i-1].value.span.End
	}
	if i+1 < len(object.members) {
		y.behind = object.members[i+1].key.Start
	}
	s.syntax = y
	return s
}

// LaunchSettings is the dialect of launchSettings.json, whose profiles give variables to a process that a developer starts.
const LaunchSettings Kind = "launch-settings"

func claimLaunchSettings(file string, content []byte, _ func(string) bool) Claim {
	if !strings.EqualFold(path.Base(strings.ReplaceAll(file, `\`, "/")), "launchSettings.json") {
		return NoClaim
	}
	if content == nil {
		return MayClaim
	}
	return fullClaim(strings.Contains(string(content), "environmentVariables") && mentions(content, [][]byte{
		[]byte("DOTNET_"), []byte("COMPlus_"), []byte("dotnet_"), []byte("Dotnet_"), []byte("DotNet_"), []byte("complus_"), []byte("COMPLUS_"),
	}))
}

func readLaunchSettings(d *Document) {
	t := fileText(d)
	root, _ := scanJSON(t, true)
	profiles, _ := root.get("profiles", true)
	if profiles.value == nil {
		return
	}
	for _, m := range profiles.value.members {
		variables, _ := m.value.get("environmentVariables", true)
		part := &DotNetPart{Document: d, Name: m.name, Local: true}
		part.Settings = (&jsonReader{text: t, part: part, from: dotnet.Environment}).settings(variables.value)
		if len(part.Settings) > 0 {
			d.DotNet = append(d.DotNet, part)
		}
	}
}

// jsonSyntax writes members of an object.
type jsonSyntax struct {
	text  *Text
	entry Span // in the text, as the next ones: before is where the member before it ends, behind where the next one starts
	// -1 stands for none
	before, behind int
}

func (s jsonSyntax) value(d *Document, o Option, value string) (string, bool) {
	written := d.slice(o.Place.Value)
	if written[0] == '"' || !isJSONNumber(value) && !slices.Contains([]string{"true", "false"}, value) {
		return quoteJSON(value)
	}
	return value, true
}

// isJSONNumber reports whether a text is a number without a sign that JSON takes as it is.
func isJSONNumber(s string) bool { return s != "" && digits(s) == len(s) && (s == "0" || s[0] != '0') }

// quoteJSON writes a text as a string; false for one with characters that would have to be escaped by number.
func quoteJSON(s string) (string, bool) {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' {
			return "", false
		}
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`, utf8.ValidString(s)
}

func (s jsonSyntax) key(written, key string) (string, bool) {
	if !strings.HasPrefix(written, `"`) {
		return "", false
	}
	return quoteJSON(key)
}

// lines deletes a member with the comma that it needs.
func (s jsonSyntax) lines(d *Document, o Option) (Span, bool) {
	joint := func(from, to int) bool { return strings.Trim(s.text.Decoded[from:to], " \t\r\n") == "," }
	span := s.entry
	switch {
	case s.behind >= 0:
		if !joint(s.entry.End, s.behind) {
			return Span{}, false // a comment
		}
		span.End = s.behind
	case s.before >= 0:
		if !joint(s.before, s.entry.Start) {
			return Span{}, false
		}
		span.Start = s.before
	}
	return s.text.Span(span.Start, span.End), s.text.Verbatim(span.Start, span.End)
}

// insert writes a member behind one.
func (s jsonSyntax) insert(*Document, insertion) []Edit { return nil }
