package lsp

import (
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint/source"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// watched are the files that something may follow from. The engine decides by their content what is Flink's. Behind .yaml and
// .cs stand the suffixes of templates and copies.
var watched = []string{
	"**/*.{yaml,yml}*", "**/*.{json,conf,env,md,markdown,mdx,sh,bash,tpl}", "**/.env*", "**/*[Dd]ockerfile*", "**/*[Cc]ontainerfile*",
	"**/Kustomization", "**/*.{cs,csproj,fsproj,vbproj}", "**/*.cs.*", "**/Directory.Build.{props,targets}",
	"**/.flinkmem-lint.toml", "**/.gitignore",
}

// initialized starts the work: everything that is open is linted for the first time.
func (h *handling) initialized(*struct{}) error {
	if h.client.Workspace.DidChangeWatchedFiles.DynamicRegistration {
		var watchers []protocol.FileSystemWatcher
		for _, glob := range append(watched, "**/{"+strings.Join(source.NeighbourNames(), ",")+"}") {
			watchers = append(watchers, protocol.FileSystemWatcher{GlobPattern: glob})
		}
		h.ask("client/registerCapability", protocol.RegistrationParams{Registrations: []protocol.Registration{{
			ID: "flinkmem-lint-files", Method: "workspace/didChangeWatchedFiles",
			RegisterOptions: protocol.DidChangeWatchedFilesRegistrationOptions{Watchers: watchers},
		}}}, nil)
	}
	h.askSettings()
	go h.firstScan()
	h.changed(false)
	return nil
}
