package lsp

import (
	"encoding/json"
	"errors"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// offers are what the client can do, as far as the server asks. protocol_3_16's own type has a pointer at every step and
// lacks what came with 3.17.
type offers struct {
	General struct {
		PositionEncodings []encoding `json:"positionEncodings"`
	} `json:"general"`
	TextDocument struct {
		PublishDiagnostics struct {
			RelatedInformation bool `json:"relatedInformation"`
			TagSupport         struct {
				ValueSet []protocol.DiagnosticTag `json:"valueSet"`
			} `json:"tagSupport"`
			CodeDescriptionSupport bool `json:"codeDescriptionSupport"`
		} `json:"publishDiagnostics"`
		Diagnostic *struct{} `json:"diagnostic"` // it pulls
		CodeAction struct {
			Literals *struct{} `json:"codeActionLiteralSupport"`
		} `json:"codeAction"`
		Hover struct {
			ContentFormat []protocol.MarkupKind `json:"contentFormat"`
		} `json:"hover"`
		Completion struct {
			Item struct {
				DocumentationFormat []protocol.MarkupKind `json:"documentationFormat"`
				DeprecatedSupport   bool                  `json:"deprecatedSupport"`
				TagSupport          struct {
					ValueSet []protocol.CompletionItemTag `json:"valueSet"`
				} `json:"tagSupport"`
			} `json:"completionItem"`
		} `json:"completion"`
	} `json:"textDocument"`
	Workspace struct {
		WorkspaceEdit struct {
			DocumentChanges bool `json:"documentChanges"`
		} `json:"workspaceEdit"`
		DidChangeWatchedFiles struct {
			DynamicRegistration bool `json:"dynamicRegistration"`
		} `json:"didChangeWatchedFiles"`
		Configuration bool       `json:"configuration"`
		Diagnostics   refreshing `json:"diagnostics"`
		InlayHint     refreshing `json:"inlayHint"`
		CodeLens      refreshing `json:"codeLens"`
	} `json:"workspace"`
	// Experimental is what only a client that is made for this server offers.
	Experimental struct {
		Own struct {
			Changed       bool `json:"changed"`       // it wants flinkmem-lint/changed
			HoverPictures bool `json:"hoverPictures"` // its hovers show images that stand in the text
		} `json:"flinkmem-lint"`
	} `json:"experimental"`
	Window struct {
		WorkDoneProgress bool `json:"workDoneProgress"`
		ShowDocument     struct {
			Support bool `json:"support"`
		} `json:"showDocument"`
	} `json:"window"`
}

// UnmarshalJSON takes what it can read: the rest is not offered, and no reason to refuse the client. Lua writes an empty table
// as an empty list, and tagSupport was a boolean once.
func (o *offers) UnmarshalJSON(body []byte) error {
	type fields offers // without this method
	err := json.Unmarshal(body, (*fields)(o))
	if wrong := new(json.UnmarshalTypeError); errors.As(err, &wrong) { // what follows it has been read
		return nil
	}
	return err
}

// refreshing says that the client asks again when the server tells it to.
type refreshing struct {
	RefreshSupport bool `json:"refreshSupport"`
}

// pulls reports whether the client asks for diagnostics, so that none are to be pushed.
func (o *offers) pulls() bool { return o.TextDocument.Diagnostic != nil }

// drawsAgain reports whether the client can be told to ask again for hints or lenses.
func (o *offers) drawsAgain() bool {
	return o.Workspace.InlayHint.RefreshSupport || o.Workspace.CodeLens.RefreshSupport
}
