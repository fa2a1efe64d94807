package source

import (
	"strings"

	"github.com/flinkmem/flinkmem-lint/dotnet"
)

// InsertVariable sets an environment variable of the runtime's container, on a line of its own in front of one of
// .NET's that is there. It is false where there is none to stand beside, and where the document, read again, would not
// have the variable.
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
	switch head := strings.Trim(before[len(indent):], `"'`); {
	case d.Kind == Kubernetes && strings.TrimSpace(head) == "-":
		text = indent + "- name: " + name + end + indent + "  value: \"" + value + "\"" + end
	case d.Kind == Compose && strings.TrimSpace(head) == "-":
		text = indent + "- " + name + "=" + value + end
	case d.Kind == Compose && head == "":
		text = indent + name + ": \"" + value + "\"" + end
	case (d.Kind == Dotenv || d.Kind == "") && head == "":
		text = name + "=" + value + end
	default:
		return Edit{}, false
	}
	e := Edit{d, Span{start, start}, text}
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
		for _, w := range d.Workloads {
			if w.DotNet == nil {
				continue
			}
			for _, s := range w.DotNet.Settings {
				if all++; s.Key == name && s.Value == value {
					these++
				}
			}
		}
		return all, these
	}
	was, had := count(d)
	is, has := count(after)
	return is == was+1 && has == had+1
}
