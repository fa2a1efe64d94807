package source

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// Dockerfile is the dialect of files that build images. Such a file runs no process: it says what is in the image of
// those that do.
const Dockerfile Kind = "dockerfile"

// claimDockerfile takes Dockerfiles that mention Flink or .NET.
func claimDockerfile(file string, content []byte, _ func(string) bool) Claim {
	name := strings.ToLower(path.Base(strings.ReplaceAll(file, "\\", "/")))
	stem, _, _ := strings.Cut(name, ".")
	if !endsWithAny(stem, "dockerfile", "containerfile") && !strings.HasSuffix(name, ".dockerfile") && !strings.HasPrefix(name, "dockerfile-") {
		return NoClaim
	}
	if content == nil {
		return MayClaim
	}
	return fullClaim(mentionsFlink(content) || mentionsDotNet(content))
}

func readDockerfile(d *Document) {
	d.Image = buildImage(d, nil)
	if d.Image == nil || d.Image.DotNet == nil && !mentionsFlink(d.Bytes) {
		d.Image = nil
		return
	}
	if w := built(d); w != nil {
		d.Workloads = []*Workload{w}
	}
	if d.Image.DotNet != nil {
		for _, folder := range d.Image.DotNet.Folders {
			d.References = append(d.References, dotNetFiles(folder)...)
		}
	}
	for _, m := range d.Image.Files {
		// the context that the path counts from may be a folder further up
		d.References = append(d.References, m.Path, path.Join("..", m.Path), path.Join("../..", m.Path))
	}
	d.Parts = d.Image.Appended
}

// stage is what is known of an image while its Dockerfile is read.
type stage struct {
	image     Image
	name      string
	variables composeVariables
	folder    string // of WORKDIR
	dotNet    []environmentEntry
	defaults  map[string]bool // see dockerfile
}

// dockerfile reads the instructions of a file one after the other.
type dockerfile struct {
	doc       *Document
	arguments map[string]string // from outside
	global    composeVariables  // ARGs before the first FROM
	defaults  map[string]bool   // variables that rest on the default of an ARG
	stages    []*stage
	folders   []string // that files of the build context are copied from
}

// buildImage is the image that the last stage of a Dockerfile builds, with the arguments given; nil for one without a
// stage. Its Reference is that of the image at the bottom, its Place that FROM's; paths of Files count from the build
// context.
func buildImage(d *Document, arguments map[string]string) *Image {
	f := &dockerfile{doc: d, arguments: arguments, global: composeVariables{}, defaults: map[string]bool{}}
	for _, i := range readInstructions(d) {
		f.instruction(i)
	}
	if len(f.stages) == 0 {
		return nil
	}
	s := f.stages[len(f.stages)-1]
	if s.image.Version.IsZero() && !s.image.Latest {
		s.image.Version = installedVersion(s.variables)
	}
	s.image.DotNet = dotNetContainer(s.dotNet, &s.image, slices.Concat(s.image.Entrypoint, s.image.Command))
	if c := s.image.DotNet; c != nil {
		c.Folders = append(f.folders, ".")
	}
	for _, p := range s.image.Appended {
		for i := range p.Options {
			p.Options[i].syntax = propertySyntax{inner: p.Options[i].syntax, text: p.Text}
		}
	}
	return &s.image
}

// installedVersion is the version of a Flink that is unpacked into another image.
func installedVersion(variables composeVariables) flink.Version {
	for _, name := range []string{"FLINK_VERSION", "FLINK_VER", "APACHE_FLINK_VERSION"} {
		if v, _, ok := versionAt(strings.TrimPrefix(variables[name], "v")); ok {
			return v
		}
	}
	return flink.Version{}
}

func (f *dockerfile) instruction(i instruction) {
	if i.name == "FROM" {
		f.from(i)
		return
	}
	if len(f.stages) == 0 {
		if i.name == "ARG" {
			f.argument(i, f.global, nil)
		}
		return
	}
	s := f.stages[len(f.stages)-1]
	switch i.name {
	case "ARG":
		f.argument(i, s.variables, f.global)
	case "ENV":
		s.environment(i)
	case "COPY", "ADD":
		s.copy(i)
		f.copied(i, s)
	case "RUN":
		s.run(i)
	case "USER":
		user, _, _ := strings.Cut(strings.TrimSpace(s.variables.plain(i.args.Decoded)), ":")
		s.image.User = userName(user)
	case "WORKDIR":
		s.folder = s.absolute(s.variables.plain(i.args.Decoded))
	case "ENTRYPOINT":
		s.image.Entrypoint = commandWords(i.args)
		s.image.Command = nil
	case "CMD":
		s.image.Command = commandWords(i.args)
	}
}

func (f *dockerfile) from(i instruction) {
	words := splitWords(i.args)
	if len(words) == 0 {
		return
	}
	reference := f.global.fill(words[0])
	place := Place{Document: f.doc, Entry: words[0].Span(0, len(words[0].Decoded))}
	s := &stage{variables: composeVariables{}, defaults: f.defaults}
	for _, other := range f.stages {
		if other.name != "" && strings.EqualFold(other.name, reference.Decoded) {
			*s = *other
			s.variables = maps.Clone(other.variables)
			s.image.Files = slices.Clone(other.image.Files)
			s.image.Appended = slices.Clone(other.image.Appended)
			s.dotNet = slices.Clone(other.dotNet)
		}
	}
	if s.image.Place.IsZero() {
		if reference.state == Unknown {
			s.image = imageOf(hideVariables(reference.Decoded), place)
			s.image.Reference, s.image.Latest = "", false
		} else {
			s.image = imageOf(reference.Decoded, place)
		}
		s.folder = "/"
		if s.image.Official {
			s.folder = "/opt/flink"
			s.variables["FLINK_HOME"] = "/opt/flink"
		}
	}
	s.name = ""
	if len(words) == 3 && strings.EqualFold(words[1].Decoded, "as") {
		s.name = words[2].Decoded
	}
	f.stages = append(f.stages, s)
}

// argument reads ARG: a value from outside, else the default, else that of the ARG of this name before the first FROM.
func (f *dockerfile) argument(i instruction, variables, global composeVariables) {
	for _, w := range splitInstruction(i.args) {
		name, value, ok := strings.Cut(w.Decoded, "=")
		given, isGiven := f.arguments[name]
		outer, isGlobal := global[name]
		switch {
		case isGiven:
			variables[name] = given
		case ok:
			if value, state := variables.expandAll(value, 0); state != Unknown {
				variables[name] = value
				f.defaults[name] = true
			}
		case isGlobal:
			variables[name] = outer
		}
	}
}

// environment reads ENV: "NAME=value NAME=value", or "NAME value".
func (s *stage) environment(i instruction) {
	words := splitInstruction(i.args)
	if len(words) == 0 {
		return
	}
	if !strings.Contains(words[0].Decoded, "=") {
		start := len(words[0].Decoded)
		value := trimSpan(i.args.Decoded, Span{min(start, len(i.args.Decoded)), len(i.args.Decoded)})
		s.set(words[0].Decoded, unquoted(i.args.cut(value.Start, value.End)), i.args)
		return
	}
	if slices.ContainsFunc(words, func(w *Text) bool { return !strings.Contains(w.Decoded, "=") }) {
		return // which builds no image
	}
	for _, w := range words {
		if name, _, ok := strings.Cut(w.Decoded, "="); ok {
			s.set(name, w.cut(len(name)+1, len(w.Decoded)), w)
		}
	}
}

func (s *stage) set(name string, value, entry *Text) {
	filled := s.variables.fill(value)
	for other, rests := range s.defaults {
		if rests && (strings.Contains(value.Decoded, "$"+other) || strings.Contains(value.Decoded, "${"+other)) {
			filled.state = max(filled.state, Assumed)
		}
	}
	if s.defaults[name] = filled.state == Assumed; filled.state == Unknown {
		delete(s.variables, name)
	} else {
		s.variables[name] = filled.Decoded
	}
	if isDotNetVariable(name) {
		at := Place{Document: entry.Document, Value: value.Span(0, len(value.Decoded)), Entry: entry.Span(0, len(entry.Decoded))}
		if strings.HasPrefix(entry.Decoded, name) {
			at.Key = entry.Span(0, len(name))
		}
		s.dotNet = slices.DeleteFunc(s.dotNet, func(e environmentEntry) bool { return e.name == name })
		s.dotNet = append(s.dotNet, environmentEntry{name: name, text: filled.Text, state: filled.state, place: at})
	}
	if name == propertiesKey {
		place := entry.place(Span{}, Span{}, Span{0, len(entry.Decoded)})
		s.image.Properties = &EnvText{Text: filled.Text, State: filled.state, Place: place, uncertain: filled.uncertain, Environment: maps.Clone(s.variables)}
		if len(filled.uncertain) > 0 {
			s.image.Properties.State = Known // each option has its own
		}
	}
}

// commandWords are the words of ENTRYPOINT and CMD: a list in JSON, or a line of a shell.
func commandWords(t *Text) []*Text {
	if strings.HasPrefix(t.Decoded, "[") {
		if roots, ok := parseObjects(t); ok && len(roots) > 0 {
			words := []*Text{}
			for _, item := range roots[0].items() {
				if item.kind == scalarNode {
					words = append(words, embed(t, item))
				}
			}
			return words
		}
	}
	return splitWords(t)
}

// userName is the name of a user that may be given by number.
func userName(user string) string {
	switch user {
	case flinkUser:
		return "flink"
	case "0":
		return "root"
	}
	return user
}

// absolute is a path in the image.
func (s *stage) absolute(file string) string {
	if !path.IsAbs(file) {
		file = path.Join("/", s.folder, file)
	}
	return file
}
