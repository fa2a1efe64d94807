package dotnet

import (
	"strconv"
	"strings"
)

// Layer is where a setting is written. An earlier layer wins over a later one.
type Layer int

// The layers, the strongest first.
const (
	// Environment is a variable of the process: DOTNET_ and COMPlus_, the first of which wins.
	Environment Layer = iota
	// RuntimeConfig is a property below runtimeOptions.configProperties of [app].runtimeconfig.json.
	RuntimeConfig
	// Project is an MSBuild property of a project or of Directory.Build.props, from which the SDK writes the
	// runtimeconfig.json.
	Project
	// Template is a property of runtimeconfig.template.json, which the SDK puts into the runtimeconfig.json where the
	// project does not set the same one.
	Template
)

// String is how people call the layer.
func (l Layer) String() string {
	return [...]string{"environment variable", "runtimeconfig.json", "MSBuild property", "runtimeconfig.template.json"}[l]
}

// Setting is one setting as it is written.
type Setting struct {
	Layer Layer
	// Name is the whole name: DOTNET_gcServer, System.GC.Server, ServerGarbageCollection.
	Name string
	// Value is the text that the runtime gets: of a number or a boolean in JSON, the text that stands there.
	Value string
	// Unknown is true where the value cannot be known, such as behind a template's expression.
	Unknown bool
}

// Host is what the process runs on.
type Host struct {
	// Limit is the memory limit of its container in bytes, 0 without one.
	Limit int64
	// LimitUnknown is true where there is a limit, but not known which.
	LimitUnknown bool
	// CPUs are the processors that the runtime sees: the container's, rounded up. 0 where that is not known.
	CPUs int
	// Memory is that of the machine in bytes, 0 where it is not known.
	Memory int64
	// Version is that of .NET, zero where it is not known.
	Version Version
}

// Version is a release of .NET, such as 8.0.
type Version struct{ Major, Minor int }

// IsZero reports whether the version is not known.
func (v Version) IsZero() bool { return v == Version{} }

// Before reports whether v is older than w.
func (v Version) Before(w Version) bool {
	return v.Major < w.Major || v.Major == w.Major && v.Minor < w.Minor
}

// String is the version as in the name of an image.
func (v Version) String() string { return strconv.Itoa(v.Major) + "." + strconv.Itoa(v.Minor) }

// ParseVersion reads the version at the start of a text such as "8.0.4", "9.0-alpine" or "net8.0"; it is zero where there
// is none that can be of .NET.
func ParseVersion(s string) Version {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "netcoreapp"), "net")
	end := strings.IndexFunc(s, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
	if end >= 0 {
		s = s[:end]
	}
	major, minor, _ := strings.Cut(s, ".")
	minor, _, _ = strings.Cut(minor, ".")
	v := Version{}
	var err error
	if v.Major, err = strconv.Atoi(major); err != nil || v.Major < 1 || v.Major > 99 {
		return Version{}
	}
	if v.Minor, err = strconv.Atoi(minor); err != nil {
		v.Minor = 0
	}
	return v
}
