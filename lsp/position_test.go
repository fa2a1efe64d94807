package lsp

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

func TestPositions(t *testing.T) {
	const text = "a\u00e9\U0001f600b\r\nx\ry\n\nend"
	tests := []struct {
		units     encoding
		line, col uint32
		offset    int
	}{
		{utf8Units, 0, 7, 7}, {utf16Units, 0, 4, 7}, {utf32Units, 0, 3, 7},
		{utf8Units, 0, 5, 3}, {utf16Units, 0, 3, 3}, // inside the emoji: its start
		{utf16Units, 0, 99, 8}, {utf16Units, 1, 0, 10}, {utf16Units, 2, 1, 13}, {utf16Units, 3, 5, 14},
		{utf16Units, 4, 3, 18}, {utf16Units, 9, 0, 18}, {utf16Units, 4294967295, 4294967295, 18},
	}
	for _, tt := range tests {
		m := newMapper([]byte(text), tt.units)
		if got := m.offsetOf(protocol.Position{Line: tt.line, Character: tt.col}); got != tt.offset {
			t.Errorf("%s %d:%d is offset %d, want %d", tt.units, tt.line, tt.col, got, tt.offset)
		}
	}
	for _, units := range []encoding{utf8Units, utf16Units, utf32Units} {
		m := newMapper([]byte(text), units)
		for offset := range text { // starts of characters
			if text[offset] == '\n' && offset > 0 && text[offset-1] == '\r' {
				continue // no position: it is inside a line end
			}
			if got := m.offsetOf(m.positionOf(offset)); got != offset {
				t.Errorf("%s: %d goes to %+v and comes back as %d", units, offset, m.positionOf(offset), got)
			}
		}
		if got := m.positionOf(99); got != m.positionOf(len(text)) {
			t.Errorf("beyond the end: %+v", got)
		}
	}
}

func TestURIs(t *testing.T) {
	for _, name := range []string{"/a/b.yaml", "/with space/\u00e4#?%25/x:y"} {
		if got := nameOf(uriOf(name)); got != name {
			t.Errorf("%s goes to %s and comes back as %s", name, uriOf(name), got)
		}
	}
	for _, uri := range []string{"untitled:Untitled-1", "git:/a/b.yaml", "", "%", "file:"} {
		if got := nameOf(uri); got != "" {
			t.Errorf("%s is the file %s", uri, got)
		}
	}
	if got := fileName("", "/c:/a/b.yaml", true); !strings.HasPrefix(got, "C:") {
		t.Errorf("on Windows: %s", got)
	}
}

// An emoji takes 4 bytes, 2 UTF-16 code units, 1 code point.
func TestPositionsInEachEncoding(t *testing.T) {
	text := "env.java.opts.all: -Dä=😀\ntaskmanager.memory.process.size: 8g\n# ä😀\n\"ä😀taskmanager.memory.flink.size\": 1g\ntaskmanager.memory.process.size: 1😀\n"
	for units, want := range map[encoding]protocol.Range{
		utf8Units:  {Start: protocol.Position{Line: 4, Character: 33}, End: protocol.Position{Line: 4, Character: 38}},
		utf16Units: {Start: protocol.Position{Line: 4, Character: 33}, End: protocol.Position{Line: 4, Character: 36}},
		utf32Units: {Start: protocol.Position{Line: 4, Character: 33}, End: protocol.Position{Line: 4, Character: 35}},
	} {
		c := connect(t, strings.Replace(capabilities, `"utf-16"`, `"`+string(units)+`"`, 1))
		uri := c.open(filepath.Join(t.TempDir(), "flink-conf.yaml"), text)
		p := c.lint()[uri]
		i := slices.IndexFunc(p.Diagnostics, func(d diagnostic) bool { return d.Code == "invalid-memory-size" })
		if i < 0 || p.Diagnostics[i].Range != want {
			t.Errorf("%s: want %+v in %+v", units, want, p.Diagnostics)
		}
	}
}

func TestByteOrderMark(t *testing.T) {
	text := "taskmanager.memory.process.size: 1x\n"
	marked := string(byteOrderMark) + text
	root := folder(t, "conf/flink-conf.yaml", marked)
	want := reported(t, root)["conf/flink-conf.yaml"]
	for _, tt := range []struct{ name, text string }{{"kept from the server", text}, {"sent", marked}} {
		c := connect(t, capabilities, root)
		uri := c.open(filepath.Join(root, "conf", "flink-conf.yaml"), tt.text)
		p := c.lint()[uri]
		var got []string
		for _, d := range p.Diagnostics {
			got = append(got, d.Code)
		}
		if len(got) != len(want) {
			t.Errorf("%s: %v, but check reports %v", tt.name, got, want)
		}
		c.edit(uri, tt.text+"#\n")
		if again := c.lint()[uri]; codes(again.Diagnostics) != codes(p.Diagnostics) {
			t.Errorf("%s: after an edit %s", tt.name, codes(again.Diagnostics))
		}
	}
}
