package lsp

import (
	"encoding/json"
	"testing"
)

// An editor has other servers for the same files, of YAML and of Kubernetes. What the languages have of their own is theirs.
func TestOffersNothingOfTheLanguages(t *testing.T) {
	var result struct{ Capabilities map[string]json.RawMessage }
	c := start(t)
	if err := json.Unmarshal(c.initialize(capabilities, folder(t)), &result); err != nil {
		t.Fatal(err)
	}
	if result.Capabilities["hoverProvider"] == nil {
		t.Fatalf("no capabilities: %v", result.Capabilities)
	}
	for _, theirs := range []string{
		"documentFormattingProvider", "documentRangeFormattingProvider", "documentOnTypeFormattingProvider", "documentSymbolProvider",
		"workspaceSymbolProvider", "foldingRangeProvider", "selectionRangeProvider", "semanticTokensProvider", "renameProvider", "definitionProvider",
	} {
		if result.Capabilities[theirs] != nil {
			t.Errorf("%s: %s", theirs, result.Capabilities[theirs])
		}
	}
}
