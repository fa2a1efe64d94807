package source

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/dotnet"
)

// dotNetWords are those of which a file has to contain one to be worth a look for .NET.
var dotNetWords = [][]byte{[]byte("dotnet"), []byte("DOTNET"), []byte("Dotnet"), []byte("COMPlus_"), []byte("omplus_"), []byte("OMPLUS_"), []byte("ASPNETCORE_"), []byte("runtimeconfig")}

// mentionsDotNet reports whether a file may have something of .NET in it.
func mentionsDotNet(content []byte) bool {
	return slices.ContainsFunc(dotNetWords, func(w []byte) bool { return bytes.Contains(content, w) })
}

// otherVariables start names of variables that projects around Flink.NET use for settings of their own.
var otherVariables = []string{"DOTNET_KAFKA_", "DOTNET_REDIS_", "DOTNET_DASHBOARD_"}

// isDotNetVariable reports whether a variable shows that .NET runs where it is set.
func isDotNetVariable(name string) bool {
	if slices.ContainsFunc(otherVariables, func(p string) bool { return strings.HasPrefix(name, p) }) {
		return false
	}
	return strings.HasPrefix(name, dotnet.Prefix) || strings.HasPrefix(name, dotnet.OldPrefix) || strings.HasPrefix(name, "ASPNETCORE_") ||
		dotnet.Concerns(dotnet.Environment, name)
}

// dotNetImages are where Microsoft's images of .NET are; those of the framework for Windows are another matter.
const dotNetImages = "mcr.microsoft.com/dotnet/"

// isDotNetImage reports whether an image is one of .NET.
func isDotNetImage(reference string) bool {
	name, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(reference)), dotNetImages)
	return ok && !strings.HasPrefix(name, "framework/")
}

// dotNetVersion is .NET's version in the tag of one of its images, zero where it is not known.
func dotNetVersion(reference string) dotnet.Version {
	if !isDotNetImage(reference) {
		return dotnet.Version{}
	}
	_, tag, _ := splitReference(strings.ToLower(strings.TrimSpace(reference)))
	return dotnet.ParseVersion(tag)
}

// dotNetCommand reads a command that starts a .NET application: `dotnet App.dll`, `dotnet exec App.dll`, `dotnet run
// --project src/App`. Config is the file that --runtimeconfig names. Ok is false for any other command.
func dotNetCommand(words []*Text) (assembly, config string, ok bool) {
	var flat []string
	for _, w := range words {
		flat = append(flat, strings.Fields(w.Decoded)...) // what a shell gets as one word
	}
	at := slices.IndexFunc(flat, func(w string) bool { return path.Base(w) == "dotnet" || path.Base(w) == "dotnet.exe" })
	if at < 0 {
		return "", "", false
	}
	for i := at + 1; i < len(flat); i++ {
		w := flat[i]
		if name, isDLL := strings.CutSuffix(path.Base(w), ".dll"); isDLL {
			return name, config, true
		}
		value := ""
		if i+1 < len(flat) {
			value = flat[i+1]
		}
		switch w {
		case "--runtimeconfig":
			config = value
		case "--project", "-p":
			return strings.TrimSuffix(path.Base(value), ".csproj"), config, true
		}
	}
	return "", config, slices.Contains(flat[at:], "run") || slices.Contains(flat[at:], "watch")
}
