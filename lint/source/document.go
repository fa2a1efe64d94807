// Package source reads files into clusters of located options, and writes edits back. It knows dialects and
// positions, and no rules.
package source

import (
	"crypto/sha256"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// Kind names a dialect; the names are those of the command line's --kind.
type Kind string

// Span is a half-open range of byte offsets in a file.
type Span struct{ Start, End int }

// Len is the number of bytes that the span covers.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether the offset lies in the span, or at its end.
func (s Span) Contains(offset int) bool { return offset >= s.Start && offset <= s.End }

// Place is where something stands. A nil Document is a place outside every file, such as an image's default.
type Place struct {
	Document *Document
	// Key is the option's key (the last segment of a nested one), Value its value with the quotes, Entry the whole
	// entry: key to value, without a comment behind it. A finding about something else fills Entry alone.
	Key, Value, Entry Span
}

// IsZero reports whether the place is in no file.
func (p Place) IsZero() bool { return p.Document == nil }

// State says how much is known of an option's value.
type State int

// The states.
const (
	Known   State = iota // written, or a known default
	Assumed              // such as the default inside ${VAR:-default}
	Unknown              // behind a template expression: no finding may rest on it
)

// Layer is where an option of the effective configuration comes from; a later layer wins.
type Layer string

// LayerFile is the configuration file itself.
const LayerFile Layer = "file"

// Option is one option as Flink reads it, and where it is written.
type Option struct {
	Key   string // the whole dotted key
	Value string // as Flink's Configuration.toMap prints it
	State State
	Layer Layer
	Place Place
	// Exact is true where the text under Place.Value decodes to Value again: only then may a fix replace it.
	Exact bool
	// Nested is true where the key is written as nested blocks (config.yaml).
	Nested bool

	syntax syntax
	shared bool // an alias repeats it, so that an edit would change another option as well
}

// Document is one file, read. It knows no other file.
type Document struct {
	Path  string // as shown to the user, with slashes
	Bytes []byte
	Hash  [sha256.Size]byte
	Kind  Kind
	Parts []*Part
	Lines *Lines
	// Workloads are the places that run Flink processes; none in a plain configuration file.
	Workloads []*Workload
	// References are files that say more about the workloads, as slash-separated paths from the document's folder: mounted
	// configuration files, environment files, Dockerfiles, resources of a kustomization.
	References []string
	// Rival is true where a flink-conf.yaml and a config.yaml lie in one folder: Flink reads one of them, 1.19 and 1.20
	// the flink-conf.yaml.
	Rival bool
	// Image is what a Dockerfile builds, nil for any other file.
	Image *Image
	// Kustomization is what a kustomization makes of other files, nil for any other file.
	Kustomization *Kustomization
	// DotNet are the document's settings of .NET that stand outside of containers.
	DotNet []*DotNetPart

	// GivenUp is true for a file that is too long for its reader, so that nothing in it is looked at.
	GivenUp bool

	projects map[string]string // see [projectsBeside]
	notText  []configMapNote   // entries of ConfigMaps that the API server refuses
}

// Linked reports whether other files may say more about what the document configures, so that it has to be read
// together with them.
func (d *Document) Linked() bool {
	if len(d.References) > 0 {
		return true
	}
	for _, p := range d.DotNet {
		if p.ConfigMap != "" {
			return true
		}
	}
	for _, p := range d.Parts {
		if p.ConfigMap != "" {
			return true
		}
	}
	for _, w := range d.Workloads {
		if w.Partial || len(w.Mounts) > 0 || len(w.Image.Files) > 0 {
			return true
		}
	}
	return false
}

// empty reports whether nothing of the document is Flink's. A plain configuration file is even where it says nothing.
func (d *Document) empty() bool {
	return len(d.Parts) == 0 && len(d.Workloads) == 0 && len(d.References) == 0 && d.Image == nil && d.Kustomization == nil &&
		len(d.DotNet) == 0 && d.Kind != Dotenv && !d.GivenUp
}

// Forget drops what was read from the document: its bytes and lines are all that a finding needs to be shown.
func (d *Document) Forget() {
	d.Parts, d.Workloads, d.References, d.Kustomization, d.Image, d.DotNet, d.notText = nil, nil, nil, nil, nil, nil, nil
}

// Part is one place in a document that configures processes: a whole plain file, a resource, a container, a service.
type Part struct {
	Document *Document
	Name     string // resource or service name, "" for a plain file
	// Options in the order of the file, also those that a later one overrides and those around an error.
	Options []Option
	// Problems of syntax, in the order of the file. A fatal one makes Flink refuse the whole file.
	Problems []Problem
	// Standard is true where Flink reads the part with its YAML parser (config.yaml).
	Standard bool
	// Readers are the Flink versions that read this kind of file, oldest first; none where every version does.
	Readers []flink.Version
	// Layer is where the options come from; "" is LayerFile.
	Layer Layer
	// ConfigMap and Namespace name the ConfigMap that the text is in, FileName is its key there, or the file's name.
	ConfigMap, Namespace, FileName string
	// Role is set where the options count for one process only.
	Role *flink.Role
	// Text is the text that the options stand in.
	Text *Text
	// Fragment is true for a piece of a configuration, such as an example in a document: nothing follows from what it
	// does not say.
	Fragment bool

	entry      Span   // of the environment variable that the text is the value of
	unfinished []Span // keys of a command line that no value follows yet
}

// start is the first option of the part, or the start of the file.
func (p *Part) start() Place {
	if len(p.Options) > 0 {
		return p.Options[0].Place
	}
	return Place{Document: p.Document}
}

// ReadBy reports whether a Flink version reads this kind of file: flink-conf.yaml up to 1.20, config.yaml from 1.19 on.
func (p *Part) ReadBy(v flink.Version) bool {
	switch {
	case len(p.Readers) == 0:
		return true
	case p.Standard:
		return !v.Before(p.Readers[0])
	default:
		return !p.Readers[len(p.Readers)-1].Before(v)
	}
}

// LoadError is the problem for which Flink refuses to load the part, nil where it loads. Of several it is the one that
// Flink gives: it reads the whole file before it looks at keys, and at all keys before it looks for missing values.
func (p *Part) LoadError() *Problem {
	var first *Problem
	for i := range p.Problems {
		if q := &p.Problems[i]; q.Fatal && (first == nil || q.stage < first.stage) {
			first = q
		}
	}
	return first
}

// ProblemCode is a kind of syntax problem.
type ProblemCode string

// Problem is something about the syntax of a part that Flink refuses, skips or reads otherwise than its writer meant.
type Problem struct {
	Code  ProblemCode
	Fatal bool // Flink refuses to load the whole file
	// Skipped is true where Flink skips the line, with a warning in its log, and goes on (flink-conf.yaml).
	Skipped bool
	Place   Place
	// Key and Value are what was probably meant, where that can be said.
	Key, Value string
	// Related is an earlier place that the problem refers to, such as the first of two duplicates.
	Related *Place
	// Detail completes the message, such as the character that cannot start a token.
	Detail string

	// By is the program that refuses the file before Flink gets to see it, such as kubectl; "" where it is Flink.
	By string

	stage loadStage
}
