package source

import "github.com/flinkmem/flinkmem-lint/dotnet"

// DotNetSetting is a setting of .NET's garbage collector, and where it is written. Its Key is the whole name as it is
// written (DOTNET_gcServer, System.GC.Server, ServerGarbageCollection), its Value the text that the runtime gets.
type DotNetSetting struct {
	Option
	From dotnet.Layer
	// Implied is true where the setting is not written itself: Server GC of a project with the SDK of the web. Its place is
	// what implies it.
	Implied bool

	configMap, key string // where the value comes from, as long as it is not known
}

// DotNetPart is one place in a document that holds settings of .NET without running a process: a runtimeconfig.json, a
// project, a profile of launchSettings.json. Link brings it together with the container that it is for; what no container
// uses is a cluster of its own.
type DotNetPart struct {
	Document *Document
	// Name is shown beside the file where it has several parts: a profile. "" otherwise.
	Name string
	// Assembly is the application that the settings are for, without a suffix: "App" of App.runtimeconfig.json and
	// App.csproj; "" where they are for every one in the folder (runtimeconfig.template.json, Directory.Build.props).
	Assembly string
	// Settings in the order of the file.
	Settings []DotNetSetting
	// Version is .NET's own by the target framework, zero where it is not written.
	Version dotnet.Version
	// Local is true for a part that counts on the developer's machine alone (launchSettings.json): no container uses it.
	Local bool
	// ConfigMap, Namespace and FileName are those of a [Part], for a file inside a ConfigMap.
	ConfigMap, Namespace, FileName string
	// Problems are what makes the host of .NET refuse the file.
	Problems []Problem
	// Misplaced is the key below which nobody looks for settings: runtimeOptions in a template, configProperties at the top
	// of a runtimeconfig.json. Lost are the settings in there. It is zero where there is none.
	Misplaced Place
	Lost      []DotNetSetting
}

// DotNetContainer is what a workload's own document, and the Dockerfile of its image, say of .NET in its container.
type DotNetContainer struct {
	// Settings are those of the environment that are in effect: the container's own over those of the image.
	Settings []DotNetSetting
	// Marker is what shows that .NET runs here, such as the first of its variables, the image or the command.
	Marker Place
	// Assembly is the application that the command starts: "App" of `dotnet App.dll`. "" where it does not tell.
	Assembly string
	// Config is the runtimeconfig.json that the command names itself, "" where it does not.
	Config string
	// Folders are where the application's files may lie, as paths from the document's folder, the likeliest first: the
	// context that the image is built from, the folder of a project.
	Folders []string
	// Inline are files that stand in the document itself.
	Inline []*DotNetPart
	// Version is .NET's by the image's tag, zero where it is not known.
	Version dotnet.Version
	// CPUs is the container's limit of processors, rounded up as the runtime does; 0 without one.
	CPUs int
}
