package lint

import (
	"io/fs"
	"slices"
	"sync"

	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// Memo keeps what came of a run, so that the next one with the same options does again only what a change touches: a server
// lints at every keystroke. It takes [StampedFiles]. One run at a time may use it.
type Memo struct {
	kept *memory // of the last run; nil before the first
}

// StampedFiles are files that tell when one has changed: its stamp is another one then. What is not there has a stamp as well,
// and so has a folder: it is another one when files have come or gone.
type StampedFiles interface {
	Files
	Stamp(name string) uint64
}

// memory is what is kept: the files that were found, and what came of each scope.
type memory struct {
	here     *Config
	entered  map[string]bool // the folders that were walked
	files    []file
	failures []outcomeFailure
	read     map[string]uint64 // stamps of what the walk has read

	mu     sync.Mutex
	scopes map[string]*remembered
}

type outcomeFailure struct {
	seq     int
	failure Failure
}

// remembered is what came of a file, or of the linked files of a folder.
type remembered struct {
	read    map[string]uint64 // stamps of what was read for it
	flinks  bool              // the file is one of Flink's
	waits   *source.Document  // a file that has to be brought together with others
	chosen  []string          // the names of a folder's files
	outcome any               // an outcome[T]
	used    []string          // files that workloads of the scope use
}

// recorder notes which files are read. Safe for concurrent use.
type recorder struct {
	StampedFiles
	mu   sync.Mutex
	read map[string]uint64
}

func (r *recorder) Open(name string) (fs.File, error) {
	stamp := r.Stamp(name) // before the text: a later change must not go unnoticed
	r.mu.Lock()
	if _, known := r.read[name]; !known {
		r.read[name] = stamp
	}
	r.mu.Unlock()
	return r.StampedFiles.Open(name)
}

// recording is the options with files that note what is read, and a nil recorder where nothing is kept. The folder stands for what lies in
// it: a folder has the stamp of the disk.
func (o *Options) recording(folder string) (*Options, *recorder) {
	stamped, ok := o.Files.(StampedFiles)
	if o.Memo == nil || !ok {
		return o.tracked(), nil
	}
	r := &recorder{StampedFiles: stamped, read: map[string]uint64{folder: stamped.Stamp(folder)}}
	own := *o
	own.Files = r
	return &own, r
}

// current reports whether nothing of what was read has changed.
func current(o *Options, read map[string]uint64) bool {
	stamped, ok := o.Files.(StampedFiles)
	if !ok {
		return false
	}
	for name, stamp := range read {
		if stamped.Stamp(name) != stamp {
			return false
		}
	}
	return true
}

// memory is what was kept, or an empty one that is to be filled: the files have to be found again.
func (o *Options) memory() (kept *memory, renewed bool) {
	if o.Memo != nil && o.Memo.kept != nil && current(o, o.Memo.kept.read) {
		return o.Memo.kept, false
	}
	return &memory{scopes: map[string]*remembered{}}, true
}

// walk finds the files.
func (m *memory) walk(o *Options, found func(file) bool) error {
	own, rec := o.recording(o.Dir)
	cs, err := newConfigs(own)
	if err != nil {
		return err
	}
	if m.here, err = cs.of(o.Dir); err != nil {
		return err
	}
	seq := 0
	w := &walk{
		dir: o.Dir, configs: cs, seen: map[string]bool{}, entered: map[string]bool{}, claims: source.Claims, strict: o.ForceExclude,
		found: func(f file) bool {
			f.seq = seq
			seq++
			if o.Memo != nil {
				m.files = append(m.files, f)
			}
			return found(f)
		},
		failed: func(shown string, err error) {
			m.failures = append(m.failures, outcomeFailure{seq, Failure{shown, err}})
			seq++
		},
	}
	err = w.paths(o)
	m.entered = w.entered
	if rec != nil {
		m.read = rec.read
	}
	return err
}

// recall is what came of a scope, nil where that is not known or not true any more.
func (m *memory) recall(o *Options, key string, chosen []string) *remembered {
	m.mu.Lock()
	r := m.scopes[key]
	m.mu.Unlock()
	if r == nil || !slices.Equal(r.chosen, chosen) || !current(o, r.read) {
		return nil
	}
	return r
}

func (m *memory) remember(key string, r *remembered, rec *recorder) {
	if rec == nil {
		return
	}
	r.read = rec.read
	m.mu.Lock()
	defer m.mu.Unlock()
	m.scopes[key] = r
}

// unused are copies of ignores as they are before all scopes are done: being of use is noted in them.
func unused(ignores []*Ignore) []*Ignore {
	all := make([]*Ignore, len(ignores))
	for i, ignore := range ignores {
		own := *ignore
		own.IDs = slices.Clone(ignore.IDs)
		all[i] = &own
	}
	return all
}
