package source

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/dotnet"
)

// environmentEntry is a variable of a container, as the readers of environments know it.
type environmentEntry struct {
	name  string
	text  *Text // nil where the value comes from somewhere else
	state State
	place Place
	// decoded is the value where it is another one than the text's: a number that a program wrote again.
	decoded *string
	quoted  bool // see [dotNetSyntax]
	// configMap and key name where the value comes from, "" for one that stands here
	configMap, key string
}

// dotNetContainer is what a container's environment, image and command show of .NET; nil where nothing does. Entries are
// those of the container itself; image may be nil.
func dotNetContainer(entries []environmentEntry, image *Image, command []*Text) *DotNetContainer {
	c := &DotNetContainer{}
	sortEntries(entries)
	own := map[string]bool{}
	for _, e := range entries {
		own[e.name] = true
		if !isDotNetVariable(e.name) {
			continue
		}
		if c.Marker.IsZero() {
			c.Marker = e.place
		}
		if dotnet.Concerns(dotnet.Environment, e.name) {
			c.Settings = append(c.Settings, e.setting())
		}
	}
	assembly, config, starts := dotNetCommand(command)
	if starts && c.Marker.IsZero() && len(command) > 0 {
		c.Marker = Place{Document: command[0].Document, Entry: command[0].Span(0, len(command[0].Decoded))}
	}
	c.Assembly, c.Config = assembly, config
	if image != nil {
		if isDotNetImage(image.Reference) && c.Marker.IsZero() {
			c.Marker = image.Place
		}
		c.Version = dotNetVersion(image.Reference)
		if below := image.DotNet; below != nil {
			c.below(below, own)
		}
	}
	if c.Marker.IsZero() {
		return nil
	}
	return c
}

// sortEntries brings variables into the order in which they are written.
func sortEntries(entries []environmentEntry) {
	slices.SortStableFunc(entries, func(a, b environmentEntry) int {
		return cmp.Or(cmp.Compare(a.place.Entry.Start, b.place.Entry.Start), cmp.Compare(a.name, b.name))
	})
}

// processVariables start the names of variables that somebody meant for a process of Flink, or of Flink.NET.
var processVariables = []string{"FLINK_", "JOBMANAGER_", "TASKMANAGER_", "JOB_MANAGER_", "TASK_MANAGER_", "ROCKSDB_"}

// variablesOf are the entries that are named after Flink's processes, without those that the image's entrypoint reads.
func variablesOf(entries []environmentEntry) []Option {
	var options []Option
	sortEntries(entries)
	for _, e := range entries {
		if e.name == propertiesKey || e.name == slotsKey || !slices.ContainsFunc(processVariables, func(p string) bool { return strings.HasPrefix(e.name, p) }) {
			continue
		}
		options = append(options, e.setting().Option)
	}
	return options
}

// below adds what the image says to what the container says itself.
func (c *DotNetContainer) below(image *DotNetContainer, own map[string]bool) {
	for _, s := range image.Settings {
		if !own[s.Key] {
			c.Settings = append(c.Settings, s)
		}
	}
	if c.Marker.IsZero() {
		c.Marker = image.Marker
	}
	if c.Assembly == "" && c.Config == "" {
		c.Assembly, c.Config = image.Assembly, image.Config
	}
	if c.Version.IsZero() {
		c.Version = image.Version
	}
	c.Folders = append(c.Folders, image.Folders...)
}

func (e *environmentEntry) setting() DotNetSetting {
	s := newDotNetSetting(dotnet.Environment, e.name, e.text, e.state, e.place)
	if e.decoded != nil {
		s.Value = *e.decoded
	}
	s.configMap, s.key = e.configMap, e.key
	s.syntax = dotNetSyntax{text: e.text, entry: e.place.Entry, quoted: e.quoted}
	return s
}

// onlyDotNet is a workload in which no process of Flink runs: nil where nothing of it is .NET's either.
func onlyDotNet(w *Workload) *Workload {
	if w.DotNet == nil {
		return nil
	}
	w.NoFlink = true
	return w
}

// dotNetFiles are the files of an application in a folder that may hold settings of .NET, as references.
func dotNetFiles(folder string) []string {
	var files []string
	for _, name := range []string{"*.runtimeconfig.json", "runtimeconfig.json", "runtimeconfig.template.json", "*.csproj", "Directory.Build.props"} {
		files = append(files, path.Join(folder, name))
	}
	return files
}

// runtimeConfigOf reports whether a file is the runtimeconfig.json of an application, and of which: "" where its name
// does not tell.
func runtimeConfigOf(name string) (assembly string, ok bool) {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if name == "runtimeconfig.json" {
		return "", true
	}
	if assembly, ok = strings.CutSuffix(name, ".runtimeconfig.json"); !ok || assembly == "" {
		return "", false
	}
	return assembly, true
}
