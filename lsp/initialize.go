package lsp

import (
	"encoding/json"
	"slices"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// initializeParams are those of the protocol that the server reads.
type initializeParams struct {
	ProcessID    *int                       `json:"processId"`
	RootPath     *string                    `json:"rootPath"`
	RootURI      *string                    `json:"rootUri"`
	Folders      []protocol.WorkspaceFolder `json:"workspaceFolders"`
	Capabilities offers                     `json:"capabilities"`
	Client       struct {
		Name string `json:"name"`
	} `json:"clientInfo"`
	Options json.RawMessage `json:"initializationOptions"`
}

// initialize answers what the server can do.
func (h *handling) initialize(p *initializeParams) (any, error) {
	h.client = p.Capabilities
	units := utf16Units
	for _, e := range p.Capabilities.General.PositionEncodings { // the client's order is its preference
		if e == utf8Units || e == utf16Units || e == utf32Units {
			units = e
			break
		}
	}
	h.initial, _ = h.readSettings(p.Options)
	h.phase = running
	h.update(func(s *snapshot) {
		s.units = units
		s.roots = rootsOf(p)
		s.settings[""] = h.initial
	})
	if p.ProcessID != nil {
		h.watchParent(*p.ProcessID)
	}
	return initializeResult{
		Capabilities: h.capabilities(units, p.Client.Name),
		ServerInfo:   &protocol.InitializeResultServerInfo{Name: "flinkmem-lint", Version: &h.options.Version},
	}, nil
}

func (s *server) capabilities(units encoding, client string) serverCapabilities {
	yes, full := true, protocol.TextDocumentSyncKindFull
	c := serverCapabilities{PositionEncoding: units}
	c.TextDocumentSync = protocol.TextDocumentSyncOptions{
		OpenClose: &yes, Change: &full, Save: protocol.SaveOptions{},
	}
	c.Workspace = &protocol.ServerCapabilitiesWorkspace{WorkspaceFolders: &protocol.WorkspaceFoldersServerCapabilities{
		Supported: &yes, ChangeNotifications: &protocol.BoolOrString{Value: true},
	}}
	c.HoverProvider = true
	c.CompletionProvider = &protocol.CompletionOptions{TriggerCharacters: []string{"."}}
	c.InlayHintProvider = true
	c.CodeLensProvider = &protocol.CodeLensOptions{}
	c.DocumentLinkProvider = &protocol.DocumentLinkOptions{}
	c.ExecuteCommandProvider = &protocol.ExecuteCommandOptions{Commands: []string{showMemory}}
	if s.client.TextDocument.CodeAction.Literals != nil {
		c.CodeActionProvider = protocol.CodeActionOptions{CodeActionKinds: []protocol.CodeActionKind{quickFix, fixAll}}
	}
	if s.client.Window.ShowDocument.Support {
		c.ExecuteCommandProvider.Commands = append(c.ExecuteCommandProvider.Commands, openPage)
	}
	if s.client.pulls() {
		// Neovim 0.12 asks for the workspace when it is to refresh, and then keeps what its open buffers had. Without the
		// workspace it asks for each buffer.
		c.DiagnosticProvider = &diagnosticOptions{"flinkmem-lint", true, client != "Neovim"}
	}
	return c
}

// rootsOf are the folders that the client has open, as absolute names.
func rootsOf(p *initializeParams) []string {
	var roots []string
	for _, f := range p.Folders {
		roots = append(roots, nameOf(f.URI))
	}
	switch {
	case len(p.Folders) > 0:
	case p.RootURI != nil:
		roots = append(roots, nameOf(*p.RootURI))
	case p.RootPath != nil:
		roots = append(roots, *p.RootPath)
	}
	return slices.DeleteFunc(roots, func(name string) bool { return name == "" })
}
