package source

import (
	"strings"
	"testing"
)

// TestEmbed maps the text of each kind of scalar: what was decoded has to be found again, byte by byte, wherever a piece
// says that it stands there.
func TestEmbed(t *testing.T) {
	tests := []struct {
		name, yaml string
		find       string // a part of the value that stands in the file verbatim
		line       int    // in this line of the file
	}{
		{"plain", "k: a.b: no\n", "", 0},
		{"plain", "k: one\n", "one", 1},
		{"folded plain", "k: one\n  two\n\n  three\n", "three", 4},
		{"single quotes", "k: 'it''s: 4g'\n", "s: 4g", 1},
		{"single quotes over lines", "k: 'a: 1\n\n  b: 2\n  c: 3'\n", "c: 3", 4},
		{"double quotes", "k: \"a: 1\\nb: \\u0034g\\nc: 3\\n\"\n", "c: 3", 1},
		{"double quotes over lines", "k: \"a: 1\\n\\\n   b: 2\\n\\\n   c: 3\"\n", "b: 2", 2},
		{"literal", "k: |\n  a: 1\n\n    b: 2\n  c: 3\n", "b: 2", 4},
		{"literal, strip", "k: |-\n  a: 1\n  b: 2\n\n\nj: 1\n", "b: 2", 3},
		{"literal, blank lines behind", "k: |\n  a: 1\n  b: 2\n      \n    \nj: 1\n", "b: 2", 3},
		{"literal, keep", "k: |+\n  a: 1\n  b: 2\n\n\nj: 1\n", "b: 2", 3},
		{"literal, CRLF", "k: |\r\n  a: 1\r\n  b: 2\r\n", "b: 2", 3},
		{"literal in a list", "l:\n  - |\n    a: 1\n    b: 2\n", "b: 2", 4},
		{"literal, explicit indentation", "k: |2\n    a: 1\n  b: 2\n", "b: 2", 3},
		{"literal without a final line end", "k: |\n  a: 1\n  b: 2", "b: 2", 3},
		{"folded", "k: >\n  a: 1\n  b: 2\n\n  c: 3\n    d: 4\n  e: 5\n", "d: 4", 6},
		{"empty", "k: ''\n", "", 0},
		{"empty block", "k: |\nj: 1\n", "", 0},
		{"not ASCII", "k: |\n  # größer\n  b: 2\n", "b: 2", 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := &Document{Bytes: []byte(tt.yaml), Lines: NewLines([]byte(tt.yaml))}
			docs, err := parseYAML(tt.yaml, d.Lines, nil)
			if err != nil {
				if tt.find == "" {
					return
				}
				t.Fatal(err)
			}
			n := docs[0].children[1]
			if n.kind == listNode {
				n = n.children[0]
			}
			text := embed(fileText(d), n)
			checkPieces(t, d, text)
			if tt.find == "" {
				return
			}
			at := strings.Index(text.Decoded, tt.find)
			if at < 0 {
				t.Fatalf("%q is not in %q", tt.find, text.Decoded)
			}
			span := text.Span(at, at+len(tt.find))
			if got := d.slice(span); got != tt.find || !text.Verbatim(at, at+len(tt.find)) {
				t.Errorf("%q is said to stand at %q (pieces %v)", tt.find, got, text.pieces)
			}
			if line := d.Lines.Line(span.Start); line != tt.line {
				t.Errorf("line %d, want %d", line, tt.line)
			}
		})
	}
}

func checkPieces(t *testing.T, d *Document, text *Text) {
	t.Helper()
	at := 0
	for _, p := range text.pieces {
		if p.at != at || p.end < p.at || p.from > p.to {
			t.Fatalf("pieces %v of %q", text.pieces, text.Decoded)
		}
		at = p.end
		if p.end-p.at == p.to-p.from && text.Decoded[p.at:p.end] != d.slice(Span{p.from, p.to}) {
			t.Errorf("piece %v: %q is not %q", p, text.Decoded[p.at:p.end], d.slice(Span{p.from, p.to}))
		}
	}
	if at != len(text.Decoded) {
		t.Errorf("pieces %v do not cover %q", text.pieces, text.Decoded)
	}
}
