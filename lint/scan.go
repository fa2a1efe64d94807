package lint

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/flinkmem/flinkmem-lint/lint/source"
)

const (
	// stdinName is how results name standard input.
	stdinName = "<stdin>"
	// anyName is a file name that leaves it to the content which dialect a file is in.
	anyName = "stdin.yaml"
)

// outcome is what came of one scope, or of one path that could not be walked.
type outcome[T any] struct {
	seq      int    // of its first file
	alone    string // the absolute name of a file that is a scope of its own
	more     bool   // it says more about files that are counted elsewhere
	answer   T
	files    int // how many of the chosen files are Flink's
	failures []Failure
}

// opened is a chosen file that has been read.
type opened struct {
	file     file
	document *source.Document
}

// scanner reads and links files in parallel. A file that stands alone is done with at once; those that have to be
// brought together with others wait until all names are known, and are done with folder by folder.
type scanner[T any] struct {
	options *Options
	visit   func(*scope) T

	mu       sync.Mutex
	outcomes []outcome[T]
	chosen   map[string]file     // all files that were found, by absolute name
	waiting  map[string][]opened // by folder
	used     map[string]bool     // files that workloads of other files use, by absolute name
	lone     []file              // those that are a scope of their own
}

// scan finds the files, reads and links them in parallel, and hands each scope to visit. Documents are kept only as far
// as the answers refer to them.
func scan[T any](ctx context.Context, o *Options, visit func(*scope) T) ([]T, *Result, error) {
	cs, err := newConfigs(o)
	if err != nil {
		return nil, nil, err
	}
	here, err := cs.of(o.Dir)
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	s := &scanner[T]{options: o, visit: visit, chosen: map[string]file{}, waiting: map[string][]opened{}, used: map[string]bool{}}
	files, wait := inParallel(ctx, o.Jobs, func(f file) {
		s.file(f)
		if o.Done != nil {
			o.Done.Add(1)
		}
	})
	seq := 0
	linted := map[string]*levels{}
	w := &walk{
		dir: o.Dir, configs: cs, seen: map[string]bool{}, entered: map[string]bool{}, claims: source.Claims,
		found: func(f file) bool {
			f.seq = seq
			seq++
			if o.Baseline != "" {
				linted[f.name] = f.config.levels.of(f.name)
			}
			select {
			case files <- f:
				return true
			case <-ctx.Done():
				return false
			}
		},
		failed: func(shown string, err error) {
			s.keep(outcome[T]{seq: seq, failures: []Failure{{shown, err}}})
			seq++
		},
	}
	err = w.paths(o)
	close(files)
	if err != nil && !errors.Is(err, errStopped) {
		cancel()
	}
	wait()
	if err != nil && !errors.Is(err, errStopped) {
		return nil, nil, err
	}
	folders, wait := inParallel(ctx, o.Jobs, s.folder)
	for _, waiting := range s.waiting {
		folders <- waiting
	}
	close(folders)
	wait()
	if o.around {
		around, wait := inParallel(ctx, o.Jobs, func(f file) { s.around(f) })
		for _, f := range s.usersOf(w.entered) {
			around <- f
		}
		close(around)
		wait()
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	answers, result := s.result()
	result.FailLevel, result.linted = here.FailLevel, linted
	result.levels = here.levels
	return answers, result, nil
}

// inParallel starts workers that take from a channel until it is closed; after ctx has ended they only empty it.
func inParallel[W any](ctx context.Context, jobs int, do func(W)) (work chan<- W, wait func()) {
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	c := make(chan W, 4*jobs)
	var workers sync.WaitGroup
	for range jobs {
		workers.Go(func() {
			for w := range c {
				if ctx.Err() == nil {
					do(w)
				}
			}
		})
	}
	return c, workers.Wait
}

func (s *scanner[T]) keep(out outcome[T]) {
	if out.files == 0 && out.failures == nil && !out.more {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outcomes = append(s.outcomes, out)
}

// result brings what came of the scopes into the order of the files.
func (s *scanner[T]) result() ([]T, *Result) {
	slices.SortFunc(s.outcomes, func(a, b outcome[T]) int { return a.seq - b.seq })
	result := &Result{}
	var answers []T
	for _, out := range s.outcomes {
		result.Failures = append(result.Failures, out.failures...)
		if out.files > 0 {
			result.Files += out.files
		}
		if (out.files > 0 || out.more) && !s.used[out.alone] { // a file that a workload uses is judged with it
			answers = append(answers, out.answer)
		}
	}
	return answers, result
}

// file reads one file, and shows it to visit unless it has to wait for others.
func (s *scanner[T]) file(f file) {
	doc, failure := f.open(s.options)
	switch {
	case failure != nil:
		s.keep(outcome[T]{seq: f.seq, failures: []Failure{*failure}})
	case doc == nil:
	case doc.Linked() && !f.stdin:
		s.mu.Lock()
		defer s.mu.Unlock()
		dir := filepath.Dir(f.name)
		s.waiting[dir] = append(s.waiting[dir], opened{f, doc})
		s.chosen[f.name] = f
	default:
		s.mu.Lock()
		s.chosen[f.name] = f
		if !f.stdin {
			s.lone = append(s.lone, f)
		}
		s.mu.Unlock()
		files := map[*source.Document]file{doc: f}
		s.link(outcome[T]{seq: f.seq, alone: f.name, files: 1}, []*source.Document{doc}, files, files)
	}
}

// folder brings the files of one folder together with what they refer to.
func (s *scanner[T]) folder(chosen []opened) {
	slices.SortFunc(chosen, func(a, b opened) int { return a.file.seq - b.file.seq })
	documents, files := gather(s.options, filepath.Dir(chosen[0].file.name), chosen[0].file.config, chosen, source.Claims)
	shown := make(map[*source.Document]file, len(chosen))
	for _, d := range documents {
		if f, ok := s.chosen[files[d].name]; ok { // nothing is found any more: no lock
			shown[d], files[d] = f, f
		}
	}
	s.link(outcome[T]{seq: chosen[0].file.seq, files: len(chosen)}, documents, files, shown)
}

// usersOf are files, one for each folder in which somebody may use files that stand alone, though no file there was chosen:
// their own folders and those above, up to the working folder. Folders that were walked have nothing more to say.
func (s *scanner[T]) usersOf(entered map[string]bool) []file {
	seen := map[string]bool{}
	var all []file
	for _, f := range s.lone {
		for dir := filepath.Dir(f.name); !seen[dir]; dir = filepath.Dir(dir) {
			seen[dir] = true
			if !entered[dir] && s.waiting[dir] == nil {
				all = append(all, file{name: filepath.Join(dir, "-"), config: f.config})
			}
			if dir == s.options.Dir || !within(s.options.Dir, dir) {
				break
			}
		}
	}
	return all
}

// around judges chosen files with those of a folder that use them.
func (s *scanner[T]) around(f file) {
	documents, files := gather(s.options, filepath.Dir(f.name), f.config, nil, source.Claims)
	shown, first := map[*source.Document]file{}, -1
	for _, d := range documents {
		if f, ok := s.chosen[files[d].name]; ok {
			if shown[d], files[d] = f, f; first < 0 || f.seq < first {
				first = f.seq
			}
		}
	}
	if len(shown) > 0 {
		s.link(outcome[T]{seq: first, more: true}, documents, files, shown)
	}
}

// link makes a scope of documents, and shows it to visit.
func (s *scanner[T]) link(out outcome[T], documents []*source.Document, files, chosen map[*source.Document]file) {
	first := files[documents[0]]
	defer func() {
		if crash := recover(); crash != nil {
			out.failures = append(out.failures, Failure{first.shown, bug("checking the file", crash)})
		}
		s.keep(out)
	}()
	sc := newScope(s.options, first, documents, files, chosen)
	if out.alone == "" {
		s.use(sc, files)
	}
	out.answer = s.visit(sc)
	out.failures = sc.failures
}

// use notes the files that the workloads of a scope use.
func (s *scanner[T]) use(sc *scope, files map[*source.Document]file) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range sc.clusters {
		for _, p := range c.Written() {
			if c.Workload != nil && p.Document != c.Document {
				s.used[files[p.Document].name] = true
			}
		}
	}
}

// open reads a file that was found; nil where it is none of Flink's.
func (f *file) open(o *Options) (doc *source.Document, failure *Failure) {
	defer func() {
		if crash := recover(); crash != nil {
			doc, failure = nil, &Failure{f.shown, bug("reading the file", crash)}
		}
	}()
	content, err := f.read(o)
	if err != nil {
		// A folder may hold anything; what was named, or is called like a Flink configuration, was meant to be read.
		if f.explicit || source.Named(f.shown) || err != errBinary && err != errHuge {
			return nil, &Failure{f.shown, err}
		}
		return nil, nil
	}
	how := source.ReadOptions{Kind: o.Kind, Neighbour: f.neighbour()}
	if !f.explicit && !source.Named(f.shown) {
		how.Kind = "" // --kind is about Flink's files, not about everything else in the folder
	}
	path := f.shown
	if path == stdinName {
		path = anyName
	}
	doc = source.ReadWith(path, content, how)
	if doc == nil || o.Kind != "" && doc.Kind != o.Kind {
		return nil, nil
	}
	doc.Path = f.shown
	return doc, nil
}

func (w *walk) paths(o *Options) error {
	for _, p := range o.Paths {
		if p != "-" {
			if err := w.path(p); err != nil {
				return err
			}
			continue
		}
		f := file{name: filepath.Join(o.Dir, "-"), shown: stdinName, explicit: true, stdin: true}
		dir := o.Dir
		if o.StdinFilename != "" {
			f.name = resolve(o.Dir, o.StdinFilename)
			f.shown, dir = shownPath(o.Dir, f.name), filepath.Dir(f.name)
			f.folder = &folder{dir: dir}
		}
		config, err := w.configs.of(dir)
		if err != nil {
			return err
		}
		f.config = config
		if w.firstVisit("") && !w.found(f) {
			return errStopped
		}
	}
	return nil
}

func (f *file) read(o *Options) ([]byte, error) {
	if !f.stdin {
		return readFile(o.Files, f.name)
	}
	if o.Stdin == nil {
		return nil, errMissing
	}
	return readText(o.Stdin, headSize, maxFile)
}

// neighbour tells what lies beside the file; nil where nothing is known of its folder.
func (f *file) neighbour() func(string) bool {
	if f.folder == nil {
		return nil
	}
	return f.folder.has
}
