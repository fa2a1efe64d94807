package lsp

// methods are all that the server answers, one file each. Requests are handled beside each other, with the state as it
// was when they were read; notifications in order.
var methods = map[string]method{
	"initialize":      inOrder(request((*handling).initialize)),
	"initialized":     notification((*handling).initialized),
	"shutdown":        inOrder(request((*handling).shutdown)),
	"$/cancelRequest": notification((*handling).cancelRequest),

	"textDocument/didOpen":      notification((*handling).didOpen),
	"textDocument/didChange":    notification((*handling).didChange),
	"textDocument/didClose":     notification((*handling).didClose),
	"textDocument/didSave":      notification((*handling).didSave),
	"textDocument/diagnostic":   request((*handling).documentDiagnostic),
	"textDocument/codeAction":   request((*handling).codeActions),
	"workspace/executeCommand":  request((*handling).executeCommand),
	"textDocument/hover":        request((*handling).hover),
	"textDocument/inlayHint":    request((*handling).inlayHints),
	"textDocument/codeLens":     request((*handling).codeLenses),
	"textDocument/completion":   request((*handling).completion),
	"textDocument/documentLink": request((*handling).documentLinks),
	"workspace/diagnostic":      request((*handling).workspaceDiagnostic),

	// of our own, for clients that know this server
	"flinkmem-lint/memory":         request((*handling).memory),
	"flinkmem-lint/rules":          request((*handling).listRules),
	"flinkmem-lint/rule":           request((*handling).rulePage),
	"flinkmem-lint/configTemplate": request((*handling).configTemplate),

	"workspace/didChangeConfiguration":    notification((*handling).didChangeConfiguration),
	"workspace/didChangeWatchedFiles":     notification((*handling).didChangeWatchedFiles),
	"workspace/didChangeWorkspaceFolders": notification((*handling).didChangeWorkspaceFolders),
}

func inOrder(m method) method {
	m.inOrder = true
	return m
}
