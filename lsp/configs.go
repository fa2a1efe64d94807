package lsp

import (
	"bytes"
	"sync"
)

// goodConfigs are the texts of configuration files that were open and had no mistakes. Safe for concurrent use.
type goodConfigs struct {
	mu    sync.Mutex
	texts map[string][]byte // by absolute name
}

// good is the last good text, an empty one where none is known.
func (g *goodConfigs) good(name string) []byte {
	g.mu.Lock()
	defer g.mu.Unlock()
	return bytes.Clone(g.texts[name])
}

// remember takes the configuration files out of texts that linted without a mistake.
func (g *goodConfigs) remember(texts map[string][]byte) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for name, text := range texts {
		if isConfig(name) {
			if g.texts == nil {
				g.texts = map[string][]byte{}
			}
			g.texts[name] = text
		}
	}
}
