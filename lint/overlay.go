package lint

import (
	"bytes"
	"io/fs"
	"time"
)

// Overlay is files of which some have other bytes than where they come from, such as those that are open in an editor.
// Names are absolute.
type Overlay struct {
	Below Files
	Texts map[string][]byte
}

// Open opens a file: the changed bytes before those below.
func (o *Overlay) Open(name string) (fs.File, error) {
	text, ok := o.Texts[name]
	if !ok {
		return o.Below.Open(name)
	}
	return &textFile{Reader: bytes.NewReader(text), size: int64(len(text)), name: name}, nil
}

// textFile is a file in memory.
type textFile struct {
	*bytes.Reader
	size int64
	name string
}

func (f *textFile) Stat() (fs.FileInfo, error) { return textInfo{f}, nil }
func (f *textFile) Close() error               { return nil }

type textInfo struct{ f *textFile }

func (i textInfo) Name() string       { return i.f.name }
func (i textInfo) Size() int64        { return i.f.size }
func (i textInfo) Mode() fs.FileMode  { return 0o644 }
func (i textInfo) ModTime() time.Time { return time.Time{} }
func (i textInfo) IsDir() bool        { return false }
func (i textInfo) Sys() any           { return nil }
