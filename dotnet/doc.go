// Package dotnet is what the .NET runtime makes of the settings of its garbage collector: from environment variables,
// runtimeconfig.json and project files to the limit of the heap. It knows no files, no positions, and no Flink.
package dotnet
