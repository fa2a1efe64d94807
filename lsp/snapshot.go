package lsp

import (
	"bytes"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
)

// snapshot is the state after a notification. It does not change any more, so that every request is answered for the
// texts that its sender had.
type snapshot struct {
	server   *server
	units    encoding
	roots    []string           // the folders that are open, absolute
	open     map[string]*buffer // by URI
	disk     stamps
	settings map[string]settings // by folder; "" for what lies in none

	diagnosis *diagnosis // what came of linting it; nil so far. Of whoever has the server's turn
}

// buffer is a document that is open in the editor.
type buffer struct {
	uri     string
	name    string // absolute; "" for one that is no file
	version int32
	text    []byte // as it would be saved
	marked  bool   // the client's text has a byte order mark
	stamp   uint64
}

// newBuffer takes the text of a client. A byte order mark that the file has, and that the editor keeps to itself, is
// put back: Flink will read it.
func newBuffer(uri string, version int32, text string, marked bool) *buffer {
	b := &buffer{uri: uri, name: nameOf(uri), version: version, text: []byte(text)}
	b.marked = startsWithMark(b.text)
	if marked && !b.marked {
		b.text = append(bytes.Clone(byteOrderMark), b.text...)
	}
	return b
}

// startsMarked reports whether a file on the disk starts with a byte order mark.
func startsMarked(name string) bool {
	f, err := os.Open(name)
	if name == "" || err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len(byteOrderMark))
	_, err = io.ReadFull(f, head)
	return err == nil && bytes.Equal(head, byteOrderMark)
}

// update makes the next snapshot. Only the read loop calls it.
func (s *server) update(change func(*snapshot)) {
	before := s.state.Load()
	next := &snapshot{
		server: s, units: before.units, roots: before.roots, open: maps.Clone(before.open), disk: before.disk, settings: before.settings,
	}
	if next.open == nil {
		next.open, next.settings = map[string]*buffer{}, map[string]settings{}
	}
	change(next)
	s.state.Store(next)
}

// inRoot is the innermost open folder that a file lies in, "" for none.
func (s *snapshot) inRoot(name string) string {
	best := ""
	for _, root := range s.roots {
		if len(root) > len(best) && lint.Within(root, name) {
			best = root
		}
	}
	return best
}

// named is the open document of a file, nil where it is not open.
func (s *snapshot) named(name string) *buffer {
	for _, b := range s.open {
		if b.name == name {
			return b
		}
	}
	return nil
}

// exists reports whether there is a file, open or on the disk.
func (s *snapshot) exists(name string) bool {
	info, err := os.Stat(name)
	return s.named(name) != nil || err == nil && info.Mode().IsRegular()
}

// files are the open documents before the disk.
func (s *snapshot) files() *texts {
	t := &texts{lint.Overlay{Below: lint.Disk{}, Texts: map[string][]byte{}}, map[string]uint64{}, s.disk}
	for _, b := range s.open {
		if b.name != "" {
			t.Texts[b.name], t.stamps[b.name] = b.text, b.stamp
		}
	}
	return t
}

// put is a document that was opened or changed.
func (s *snapshot) put(b *buffer) {
	b.stamp = s.server.next()
	s.open[b.uri] = b
}

// buffers are the open documents in a stable order.
func (s *snapshot) buffers() []*buffer {
	return slices.SortedFunc(maps.Values(s.open), func(a, b *buffer) int { return strings.Compare(a.uri, b.uri) })
}

// text is the text of a file, and whether the client counts a byte order mark in it.
func (s *snapshot) text(uri string) (text []byte, marked bool) {
	if b := s.open[uri]; b != nil {
		return b.text, b.marked
	}
	text, _ = os.ReadFile(nameOf(uri))
	return text, false
}

func startsWithMark(text []byte) bool { return bytes.HasPrefix(text, byteOrderMark) }
