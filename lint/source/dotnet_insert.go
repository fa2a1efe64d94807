package source

import (
	"bytes"
	"strings"

	"github.com/flinkmem/flinkmem-lint/dotnet"
)

// InsertVariable sets an environment variable of the runtime's container, in front of one of .NET's that is there. It is
// false where there is none to stand beside, and where the document, read again, would not have the variable.
func (r *DotNetRuntime) InsertVariable(name, value string) (Edit, bool) {
	at := r.Marker
	for _, s := range r.Settings {
		if s.From == dotnet.Environment && !s.Place.IsZero() {
			at = s.Place
			break
		}
	}
	d := at.Document
	if d == nil || at.Key.Len() == 0 {
		return Edit{}, false
	}
	line := d.Lines.Line(at.Entry.Start)
	start := d.Lines.Span(line).Start
	before := d.slice(Span{start, at.Entry.Start})
	indent := before[:len(before)-len(strings.TrimLeft(before, " \t"))]
	end := d.lineEnding(line)
	text := ""
	const call = ".WithEnvironment("
	switch head := strings.Trim(before[len(indent):], `"'`); {
	case d.Kind == Kubernetes && strings.TrimSpace(head) == "-":
		text = indent + "- name: " + name + end + indent + "  value: \"" + value + "\"" + end
	case d.Kind == Compose && strings.TrimSpace(head) == "-":
		text = indent + "- " + name + "=" + value + end
	case d.Kind == Compose && head == "":
		text = indent + name + ": \"" + value + "\"" + end
	case (d.Kind == Dotenv || d.Kind == "") && head == "":
		text = name + "=" + value + end
	case d.Kind == Dockerfile && strings.EqualFold(strings.TrimSpace(head), "ENV"):
		text = indent + before[len(indent):len(indent)+len("ENV")] + " " + name + "=" + value + end
	case d.Kind == Aspire && strings.Contains(before, call):
		at := strings.LastIndex(before, call)
		text = call + `"` + name + `", "` + value + `")`
		if start += at; before[:at] == indent {
			text += end + indent
		}
	default:
		return Edit{}, false
	}
	e := Edit{d, Span{start, start}, text}
	content, err := d.Apply([]Edit{e})
	return e, err == nil && d.gains(d.withBytes(content), name, value)
}

// InsertBeside sets a property in the file of another setting, in front of that one: in a runtimeconfig.json or its
// template, or in a project, where a setting that is only implied has it at the start of the properties. It is false where
// the file, read again, would not have the property.
func (s *DotNetSetting) InsertBeside(name, value string) (Edit, bool) {
	d, at := s.Place.Document, s.Place.Entry.Start
	if d == nil || s.From == dotnet.Environment {
		return Edit{}, false
	}
	line := d.Lines.Line(at)
	before := d.slice(Span{d.Lines.Span(line).Start, at})
	indent := before[:len(before)-len(strings.TrimLeft(before, " \t"))]
	gap, text := " ", ""
	if indent == before {
		gap = d.lineEnding(line) + indent
	}
	if text = `"` + name + `": ` + value + ","; s.From == dotnet.Project {
		text = "<" + name + ">" + value + "</" + name + ">"
		gap = strings.TrimPrefix(gap, " ")
	}
	e := Edit{d, Span{at, at}, text + gap}
	if s.Implied {
		const group = "<PropertyGroup>"
		n := strings.Index(string(d.Bytes), group)
		if n < 0 {
			return Edit{}, false
		}
		at = n + len(group)
		inner := at + len(d.Bytes[at:]) - len(bytes.TrimLeft(d.Bytes[at:], " \t\r\n"))
		e = Edit{d, Span{at, at}, d.slice(Span{at, inner}) + text}
	}
	content, err := d.Apply([]Edit{e})
	return e, err == nil && d.gains(d.withBytes(content), name, value)
}

// gains reports whether the document has one setting more than before, of that name and value.
func (d *Document) gains(after *Document, name, value string) bool {
	count := func(d *Document) (all, these int) {
		if d.Kind == Dotenv || d.Kind == "" {
			for _, v := range readDotenv(d, nil) {
				if all++; v.Name == name && v.Value.Decoded == value {
					these++
				}
			}
		}
		var settings []DotNetSetting
		for _, w := range d.Workloads {
			if w.DotNet != nil {
				settings = append(settings, w.DotNet.Settings...)
			}
		}
		for _, p := range d.DotNet {
			settings = append(settings, p.Settings...)
		}
		for _, s := range settings {
			if s.Implied {
				continue
			}
			if all++; s.Key == name && s.Value == value {
				these++
			}
		}
		return all, these
	}
	was, had := count(d)
	is, has := count(after)
	return is == was+1 && has == had+1
}
