package main

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/spf13/cobra"
)

// version is set by the linker for a release.
var version string

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the program's version and the newest Flink that it knows",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			text := "flinkmem-lint " + programVersion()
			if commit := programCommit(); commit != "" {
				text += " (commit " + commit + ")"
			}
			_, err := fmt.Fprintf(p.stdout, "%s\nknows Flink %v to %v\n", text, flink.Versions()[0], flink.Newest())
			return err
		},
	}
}

// programVersion is the release, or the module's version as go install records it, or "devel".
func programVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return strings.TrimPrefix(info.Main.Version, "v")
	}
	return "devel"
}

func programCommit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	commit, modified := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			modified = ", modified"
		}
	}
	if commit == "" {
		return ""
	}
	return commit + modified
}
