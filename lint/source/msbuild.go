package source

import (
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/flinkmem/flinkmem-lint/dotnet"
)

// MSBuild is the dialect of .NET projects (.csproj, .fsproj, .vbproj) and of Directory.Build.props, which counts for the
// projects below it. The SDK writes their properties into runtimeconfig.json.
const MSBuild Kind = "msbuild"

// msbuildWords are those of which a project has to contain one to be worth reading.
var msbuildWords = [][]byte{[]byte("GarbageCollect"), []byte("garbagecollect"), []byte("System.GC"), []byte("Sdk.Web")}

func claimMSBuild(file string, content []byte, _ func(string) bool) Claim {
	name := strings.ToLower(path.Base(strings.ReplaceAll(file, `\`, "/")))
	switch path.Ext(name) {
	case ".csproj", ".fsproj", ".vbproj":
	default:
		if name != "directory.build.props" && name != "directory.build.targets" {
			return NoClaim
		}
	}
	if content == nil {
		return MayClaim
	}
	return fullClaim(mentions(content, msbuildWords))
}

func readMSBuild(d *Document) {
	part := &DotNetPart{Document: d}
	name := path.Base(strings.ReplaceAll(d.Path, `\`, "/"))
	if ext := path.Ext(name); strings.HasSuffix(strings.ToLower(ext), "proj") {
		part.Assembly = strings.TrimSuffix(name, ext)
		d.References = []string{templateName, "Directory.Build.props", "../Directory.Build.props", "../../Directory.Build.props"}
	}
	r := &msbuildReader{text: fileText(d), part: part}
	r.read()
	r.imply()
	d.DotNet = append(d.DotNet, part)
}

// msbuildReader reads the elements of a project. A file that is no XML is read up to where it is none.
type msbuildReader struct {
	text  *Text
	part  *DotNetPart
	open  []msbuildElement
	web   Place // what names the SDK of the web
	value Span  // of the element that is open, as far as it is one text
}

// msbuildElement is an element that is open.
type msbuildElement struct {
	name  string
	start Span // its first tag
	state State
	texts int // pieces of text in it, and other things
}

func (r *msbuildReader) read() {
	content := r.text.Document.Bytes
	decoder := xml.NewDecoder(bytes.NewReader(content))
	decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	for {
		start := int(decoder.InputOffset())
		token, err := decoder.RawToken()
		if err != nil {
			return
		}
		at := Span{start, int(decoder.InputOffset())}
		switch t := token.(type) {
		case xml.StartElement:
			r.element(t, at)
		case xml.EndElement:
			if n := len(r.open); n > 0 && r.open[n-1].name == t.Name.Local {
				r.close(at)
			}
		case xml.CharData:
			if n := len(r.open); n > 0 {
				r.open[n-1].texts++
				r.value = at
			}
		default:
			if n := len(r.open); n > 0 {
				r.open[n-1].texts += 2 // a comment: not one text
			}
		}
	}
}

// element is a tag that opens one.
func (r *msbuildReader) element(t xml.StartElement, at Span) {
	e := msbuildElement{name: t.Name.Local, start: at}
	if n := len(r.open); n > 0 {
		e.state = r.open[n-1].state
		r.open[n-1].texts += 2
	}
	for _, a := range t.Attr {
		switch {
		case strings.EqualFold(a.Name.Local, "Condition"):
			e.state = max(e.state, conditionState(a.Value))
		case a.Name.Local == "Sdk" && (e.name == "Project" || e.name == "Import"), a.Name.Local == "Name" && e.name == "Sdk":
			r.sdk(a, at)
		}
	}
	switch e.name {
	case "Target", "Choose":
		e.state = Unknown
	case "RuntimeHostConfigurationOption":
		r.hostOption(t, at, e.state)
	}
	r.open = append(r.open, e)
	r.value = Span{at.End, at.End}
}

// conditionState says what is known of something under a condition. A release is what runs in containers, and what is set
// unless it is set already is set.
func conditionState(condition string) State {
	switch compact := strings.ReplaceAll(condition, " ", ""); {
	case compact == "":
		return Known
	case strings.Contains(compact, "'$(Configuration)'=='Release'"), strings.HasSuffix(compact, ")'==''") && strings.Count(compact, "=") == 2:
		return Assumed
	}
	return Unknown
}

// sdk notes the attribute that names the SDK of the web, of which Server GC is the default.
func (r *msbuildReader) sdk(a xml.Attr, tag Span) {
	name, _, _ := strings.Cut(a.Value, "/")
	if strings.EqualFold(name, "Microsoft.NET.Sdk.Web") && r.web.IsZero() {
		at := r.attribute(tag, a.Name.Local)
		r.web = Place{Document: r.text.Document, Value: at, Entry: at}
	}
}

// attribute is the value of an attribute of a tag, with its quotes.
func (r *msbuildReader) attribute(tag Span, name string) Span {
	s := r.text.Decoded[tag.Start:tag.End]
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '"' || c == '\'':
			n := strings.IndexByte(s[i+1:], c)
			if n < 0 {
				return tag
			}
			i += n + 2
		case isNameStart(c):
			end := i
			for end < len(s) && (isNameByte(s[end]) || strings.IndexByte(".-:", s[end]) >= 0) {
				end++
			}
			is := s[i:end] == name && i > 1
			for i = end; i < len(s) && (isBlank(s[i]) || isBreak(s[i]) || s[i] == '='); i++ {
				continue
			}
			if is && i < len(s) && (s[i] == '"' || s[i] == '\'') {
				if n := strings.IndexByte(s[i+1:], s[i]); n >= 0 {
					return Span{tag.Start + i, tag.Start + i + n + 2}
				}
			}
		default:
			i++
		}
	}
	return tag
}

// close is a tag that ends an element: a property, where it stands in a group of them.
func (r *msbuildReader) close(at Span) {
	n := len(r.open)
	e := r.open[n-1]
	r.open = r.open[:n-1]
	if n < 2 || r.open[n-2].name != "PropertyGroup" || e.texts > 1 || at.Len() == 0 {
		return
	}
	value := trimSpan(r.text.Decoded, r.value)
	written := r.text.Decoded[value.Start:value.End]
	text, ok := unescapeXML(written)
	state := e.state
	if strings.Contains(text, "$(") || strings.Contains(text, "@(") || !ok {
		state = Unknown
	}
	switch {
	case e.name == "AssemblyName" && state == Known && r.part.Assembly != "":
		r.part.Assembly = text
	case strings.HasPrefix(e.name, "TargetFramework") && state != Unknown:
		r.part.Version = singleVersion(text)
	case dotnet.Concerns(dotnet.Project, e.name):
		s := DotNetSetting{From: dotnet.Project}
		s.Key, s.Value, s.State = e.name, text, state
		name := Span{e.start.Start + 1, e.start.Start + 1 + len(e.name)}
		s.Place = r.text.place(name, value, Span{e.start.Start, at.End})
		s.Exact = text == written && text != "" && state != Unknown
		s.syntax = xmlSyntax{}
		r.part.Settings = append(r.part.Settings, s)
	}
}

// singleVersion is the version of the only target framework, zero where there are several.
func singleVersion(frameworks string) dotnet.Version {
	var found dotnet.Version
	for name := range strings.SplitSeq(frameworks, ";") {
		v := dotnet.ParseVersion(strings.TrimSpace(name))
		if !found.IsZero() && v != found {
			return dotnet.Version{}
		}
		found = v
	}
	return found
}

// hostOption is <RuntimeHostConfigurationOption Include="System.GC.HeapHardLimit" Value="..."/>, which counts as a property does.
func (r *msbuildReader) hostOption(t xml.StartElement, at Span, state State) {
	s := DotNetSetting{From: dotnet.Project}
	s.State = state
	for _, a := range t.Attr {
		switch name := a.Name.Local; {
		case name == "Include" && s.Place.Key.Len() == 0:
			s.Key = a.Value
			s.Place.Key = r.attribute(at, name)
		case name == "Value" && s.Place.Value.Len() == 0:
			s.Value = a.Value
			s.Place.Value = r.attribute(at, name)
		}
	}
	if s.Key == "" || s.Place.Value.Len() == 0 || !dotnet.Concerns(dotnet.RuntimeConfig, s.Key) {
		return
	}
	s.Place.Document, s.Place.Entry = r.text.Document, at
	if strings.Contains(s.Value, "$(") {
		s.State = Unknown
	}
	if n, err := strconv.ParseInt(strings.TrimSpace(s.Value), 10, 32); err == nil {
		s.Value = strconv.FormatInt(n, 10) // the SDK writes a number, without the zeros that would make it octal
	}
	written := r.text.Document.slice(s.Place.Value)
	s.Exact = s.State != Unknown && len(written) > 2 && written[1:len(written)-1] == s.Value
	s.syntax = xmlSyntax{attributes: true}
	r.part.Settings = append(r.part.Settings, s)
}

// imply adds the Server GC of a web project that does not say otherwise.
func (r *msbuildReader) imply() {
	if r.web.IsZero() {
		return
	}
	for _, s := range r.part.Settings {
		if strings.EqualFold(s.Key, "ServerGarbageCollection") && s.State != Unknown {
			return
		}
	}
	s := DotNetSetting{From: dotnet.Project, Implied: true}
	s.Key, s.Value, s.Place = "ServerGarbageCollection", "true", r.web
	r.part.Settings = append([]DotNetSetting{s}, r.part.Settings...)
}

// unescapeXML is the text that is written with entities; false for entities that XML does not know.
func unescapeXML(s string) (string, bool) {
	if !strings.Contains(s, "&") && !strings.Contains(s, "<") {
		return s, true
	}
	var v struct {
		Text string `xml:",chardata"`
	}
	err := xml.Unmarshal([]byte("<x>"+s+"</x>"), &v)
	return strings.TrimSpace(v.Text), err == nil
}

// xmlSyntax writes properties of a project.
type xmlSyntax struct {
	attributes bool // name and value stand in quotes
}

func (x xmlSyntax) value(d *Document, o Option, value string) (string, bool) {
	if !x.attributes {
		return value, needsNoQuotes(value)
	}
	return x.key(d.slice(o.Place.Value), value)
}

// key is not written for a property, whose name stands at both ends of its element.
func (x xmlSyntax) key(written, key string) (string, bool) {
	if !x.attributes {
		return "", false
	}
	return written[:1] + key + written[:1], needsNoQuotes(key)
}

// lines are those of the element.
func (xmlSyntax) lines(d *Document, o Option) (Span, bool) {
	if span, ok := d.wholeLines(o.Place.Entry); ok {
		return span, true
	}
	return o.Place.Entry, true
}

func (xmlSyntax) insert(*Document, insertion) []Edit { return nil }
