package source

import (
	"fmt"
	"strings"
	"testing"
)

// Each different escape is looked for in the whole text, so that many of them must not be hidden.
func TestHalvesAreBounded(t *testing.T) {
	text := func(different int) string {
		var b strings.Builder
		for n := range different {
			fmt.Fprintf(&b, "k%d: \"\\ud83d\\ude%02x\"\n", n, n)
		}
		return b.String()
	}
	if seen, hidden := hideChars(text(mostHalves)); len(hidden) != mostHalves || len(seen) != len(text(mostHalves)) || strings.Contains(seen, `\ud`) {
		t.Errorf("%d of %d are hidden, in %d of %d bytes", len(hidden), mostHalves, len(seen), len(text(mostHalves)))
	}
	if seen, hidden := hideChars(text(mostHalves + 1)); len(hidden) != 0 || seen != text(mostHalves+1) {
		t.Errorf("%d are hidden, though there are too many", len(hidden))
	}
}
