package lsp

import protocol "github.com/tliron/glsp/protocol_3_16"

// What the protocol has had since 3.17, and protocol_3_16 has not.

type serverCapabilities struct {
	protocol.ServerCapabilities
	PositionEncoding   encoding           `json:"positionEncoding,omitempty"`
	DiagnosticProvider *diagnosticOptions `json:"diagnosticProvider,omitempty"`
}

type initializeResult struct {
	Capabilities serverCapabilities                   `json:"capabilities"`
	ServerInfo   *protocol.InitializeResultServerInfo `json:"serverInfo"`
}

type diagnosticOptions struct {
	Identifier            string `json:"identifier"`
	InterFileDependencies bool   `json:"interFileDependencies"`
	WorkspaceDiagnostics  bool   `json:"workspaceDiagnostics"`
}
