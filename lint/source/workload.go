package source

import "github.com/flinkmem/flinkmem-lint/flink"

// The layers of a process's options; a later one wins.
const (
	LayerImage         Layer = "image-default"      // the configuration file that the official image ships with
	LayerProperties    Layer = "FLINK_PROPERTIES"   // the environment variable that the image's entrypoint reads
	LayerConfiguration Layer = "flinkConfiguration" // of an operator's resource
	LayerResource      Layer = "resource"           // sizes of an operator's resource, which it turns into options
	LayerCommand       Layer = "-D"                 // of the command line
)

// Workload is one place in a document that runs Flink processes: an operator's resource, a container, a Compose service.
// A document's reader fills it in from that document alone; Link brings it together with what other files say.
type Workload struct {
	Document *Document
	Name     string // of the resource or service; with the container's name behind a slash where there are several
	// Anchor is where something is reported that is written nowhere: its Entry is the workload's name.
	Anchor Place
	// Roles are the processes that the workload runs, by its command and arguments. Empty where that cannot be told.
	Roles []flink.Role
	// Reading is Container for native Kubernetes and YARN, Standalone where the image's entrypoint starts the process.
	Reading flink.Reading
	// Complete is true where the whole set-up is in view, so that a total that is missing is missing for certain: an
	// operator's resource. Partial is true for a patch or a template, of which an absence says nothing at all.
	Complete, Partial bool
	// Open is true where code or text that cannot be read may add options: what is not written need not be the default.
	Open bool
	// Generated is true where an operator writes the whole configuration file and mounts it over the image's conf folder:
	// neither the image's defaults nor FLINK_PROPERTIES reach the processes.
	Generated bool
	// Replicas is how many processes of a role are asked for, where that is written.
	Replicas map[flink.Role]int
	// Clues say which Flink version runs.
	Clues []Clue
	// Image is where the process's files come from.
	Image Image
	// Entrypoint is false where the image's own entrypoint does not run, so that nobody reads FLINK_PROPERTIES; Override
	// is where that is decided, and zero where a script of the user's may call it all the same.
	Entrypoint bool
	Override   Place
	// Built is the Dockerfile that the image is built from, as a path from the document's folder; "" where none is known.
	Built string
	// Asked are the files with variables, such as .env, that values of the workload may come from.
	Asked []*Document
	// Mounts are the files and folders that are put into the container.
	Mounts []Mount
	// Properties is the text of FLINK_PROPERTIES, nil without one.
	Properties *EnvText
	// EnvFrom are the further sources of the environment, of which a later one wins; Properties and Slots win over them.
	EnvFrom []EnvSource
	// Slots is TASK_MANAGER_NUMBER_OF_TASK_SLOTS, which the entrypoint turns into an option.
	Slots *Option
	// NoJemalloc is DISABLE_JEMALLOC, which the entrypoint reads from 1.13 on: unless it is false, the process runs with the
	// allocator of the C library. Nil where it is not set.
	NoJemalloc *Option
	// Parts are the further layers that this document gives, in the order in which they count: flinkConfiguration,
	// resource sizes, -D options.
	Parts []*Part
	// Limit is the memory limit of the container, Request its request; nil without one.
	Limit, Request *MemoryLimit
	// TemplateMemory are memory limits of a pod template that the operator overwrites, by role.
	TemplateMemory []MemoryLimit
	// Variables are further variables of the container that are named after Flink's processes.
	Variables []Option
	// DotNet is what is known of .NET in the container, nil where nothing of it is .NET's.
	DotNet *DotNetContainer
	// DotNetMounts are the files and folders that are put into the container, which may hold settings of .NET.
	DotNetMounts []Mount
	// NoFlink is true for a container in which no process of Flink runs: it is here for its .NET alone. So is the main
	// container of an operator's pod template: Main is the workload of its resource then, whose Roles run beside .NET.
	NoFlink bool
	Main    *Workload
	// Notes are what is wrong with the workload itself, for rules to word.
	Notes []Note
}

// runs takes over what a command line starts.
func (w *Workload) runs(line commandLine) {
	w.Roles = line.Roles
	if part := line.part(w.Document, w.Name); part != nil {
		w.Parts = append(w.Parts, part)
	}
}

// Clue is evidence of a Flink version.
type Clue struct {
	Version  flink.Version
	Evidence Evidence
	Place    Place
}

// Image is a container image.
type Image struct {
	Reference string // as written, with the defaults of ${VAR:-default} filled in; "" where it cannot be known
	Place     Place
	// Official is true for Flink's own image and for others that keep its entrypoint and default configuration as far as
	// can be seen (apache/flink, a registry's copy, an image built FROM it).
	Official bool
	// Version is the one that the tag tells, zero otherwise.
	Version flink.Version
	// Latest is true where the reference leaves the version open (flink, flink:latest, flink:java17), so that it is the
	// newest one: an assumption.
	Latest bool
	// User is the user that the container runs as where that is known, such as "flink"; the 2.2 images run as flink.
	User string
	// Files are those that the image's Dockerfile copies into Flink's conf folder, relative to the Dockerfile.
	Files []Mount
	// Properties is FLINK_PROPERTIES as set by ENV in the image's Dockerfile.
	Properties *EnvText
	// Appended are the options that the Dockerfile itself writes into the image's configuration file.
	Appended []*Part
	// DotNet is what the image's Dockerfile says of .NET, with folders relative to the build context; nil where nothing of it
	// is .NET's.
	DotNet *DotNetContainer
	// Entrypoint and Command are ENTRYPOINT and CMD of the Dockerfile, nil where it leaves those of the image below.
	Entrypoint, Command []*Text
}

// Mount is a file or folder that is put into a container.
type Mount struct {
	// ConfigMap is the name of the ConfigMap; Path a file or folder relative to the document's folder. One is set.
	ConfigMap, Path string
	// Keys are the ConfigMap's keys that are mounted, and the file name that each gets; nil for all under their own names.
	Keys map[string]string
	// Target is the absolute path in the container; SubPath the key or file that is mounted there, "" for the whole.
	Target, SubPath string
	ReadOnly        bool
	// Copied is true where a Dockerfile copies the file; it then belongs to Owner ("root" unless --chown says otherwise).
	Copied bool
	Owner  string
	Place  Place
}

// EnvText is the text of an environment variable.
type EnvText struct {
	Text  *Text
	State State // Assumed where a default of ${VAR:-default} was taken, Unknown where it is behind an expression
	Place Place // the outer entry
	// Environment are the other variables of the container as far as they are known, which the entrypoint fills in.
	Environment map[string]string
	// ConfigMap and Key name where the text comes from; Text is empty and State is Unknown where that is another file.
	ConfigMap, Key string

	uncertain []uncertainSpan // where expressions were replaced
	// written makes the syntax that the options are written in, nil for [propertySyntax]; shared is true where another
	// process reads the same text.
	written func(inner syntax) syntax
	shared  bool
}

// EnvSource is a ConfigMap whose entries become environment variables of a container.
type EnvSource struct {
	ConfigMap string // "" for a secret, of which nothing is known
	Prefix    string // of the variables' names
	Place     Place
}

// MemoryLimit is an amount of memory that a container is given.
type MemoryLimit struct {
	Size  flink.Size
	Place Place
	Role  *flink.Role // for pod templates of one role
	State State
}

// NoteCode is a kind of note on a workload.
type NoteCode string

// Note is something about a workload that no option tells.
type Note struct {
	Code   NoteCode
	Place  Place
	Detail string
	Role   *flink.Role
}
