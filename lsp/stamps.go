package lsp

import (
	"hash/fnv"
	"maps"

	"github.com/flinkmem/flinkmem-lint/lint"
)

// stamps tell which files have changed from one snapshot to the next. An open document's own number comes before.
type stamps struct {
	all uint64            // when anything on the disk may have changed
	one map[string]uint64 // when a file did, by its absolute name
}

// next is a number that no text or file has had.
func (s *server) next() uint64 {
	s.lastStamp++
	return s.lastStamp
}

// diskChanged makes the snapshot look at the disk again.
func (s *snapshot) diskChanged() { s.disk = stamps{all: s.server.next()} }

// fileChanged makes it look at one file again, which was there before and still is.
func (s *snapshot) fileChanged(name string) {
	one := maps.Clone(s.disk.one)
	if one == nil {
		one = map[string]uint64{}
	}
	one[name] = s.server.next()
	s.disk.one = one
}

// texts are the open documents before the disk, with the stamps of all.
type texts struct {
	lint.Overlay
	stamps map[string]uint64
	disk   stamps
}

var _ lint.StampedFiles = (*texts)(nil)

// Stamp changes when a file does.
func (t *texts) Stamp(name string) uint64 {
	if stamp, open := t.stamps[name]; open {
		return stamp
	}
	if stamp, known := t.disk.one[name]; known {
		return stamp
	}
	return t.disk.all
}

// replace puts another text in the place of a file's.
func (t *texts) replace(name string, text []byte) {
	t.Texts[name] = text
	sum := fnv.New64a()
	sum.Write(text)
	t.stamps[name] = sum.Sum64() | 1<<63 // no number of the server's
}
