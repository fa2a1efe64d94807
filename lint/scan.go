package lint

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/flinkmem/flinkmem-lint/lint/source"
)

const (
	// StdinName is how results name standard input.
	StdinName = "<stdin>"
	// anyName is a file name that leaves it to the content which dialect a file is in.
	anyName = "stdin.yaml"
)

// outcome is what came of one scope, or of one path that could not be walked.
type outcome[T any] struct {
	seq      int    // of its first file
	alone    string // the absolute name of a file that is a scope of its own
	more     bool   // it says more about files that are counted elsewhere
	answer   T
	files    int      // how many of the chosen files are Flink's
	looked   []string // where only changes count: which ones are looked at, also files that are chosen elsewhere
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
	kept    *memory

	mu       sync.Mutex
	outcomes []outcome[T]
	chosen   map[string]file     // all files that were found, by absolute name
	waiting  map[string][]opened // by folder
	used     map[string]bool     // files that workloads of other files use, by absolute name
	lone     []file              // those that are a scope of their own, and Dockerfiles: files of other folders may use them
	looked   map[string]bool     // where only changes count: the files that are looked at, by absolute name
}

// scan finds the files, reads and links them in parallel, and hands each scope to visit. Documents are kept only as far
// as the answers refer to them.
func scan[T any](ctx context.Context, o *Options, visit func(*scope) T) ([]T, *Result, error) {
	kept, renewed := o.memory()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	s := &scanner[T]{options: o, visit: visit, kept: kept, chosen: map[string]file{}, waiting: map[string][]opened{}, used: map[string]bool{}}
	files, wait := inParallel(ctx, o.Jobs, s.file)
	linted := map[string]*levels{}
	found := func(f file) bool {
		if o.Baseline != "" && (o.Changes == nil || o.Changes.have(f.name)) {
			linted[f.name] = f.config.levels.of(f.name)
		}
		if s.recalled(f) { // at once: to hand it to others takes longer than that
			return ctx.Err() == nil
		}
		select {
		case files <- f:
			return true
		case <-ctx.Done():
			return false
		}
	}
	var err error
	if renewed {
		err = kept.walk(o, found)
	} else {
		for _, f := range kept.files {
			if !found(f) {
				break
			}
		}
	}
	close(files)
	if err != nil && !errors.Is(err, errStopped) {
		cancel()
	}
	wait()
	if err != nil && !errors.Is(err, errStopped) {
		return nil, nil, err
	}
	for _, f := range kept.failures {
		s.keep(outcome[T]{seq: f.seq, failures: []Failure{f.failure}})
	}
	folders, wait := inParallel(ctx, o.Jobs, s.folder)
	for _, waiting := range s.waiting {
		folders <- waiting
	}
	close(folders)
	wait()
	if o.around {
		around, wait := inParallel(ctx, o.Jobs, func(f file) { s.around(f) })
		for _, f := range s.usersOf(kept.entered) {
			around <- f
		}
		close(around)
		wait()
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if renewed && err == nil && o.Memo != nil {
		o.Memo.kept = kept
	}
	answers, result := s.result()
	if o.Memo == nil {
		result.Paths, result.Configs = s.paths()
	}
	result.FailLevel, result.linted = kept.here.FailLevel, linted
	if o.Over != nil && o.Over.FailLevel != Off {
		result.FailLevel = o.Over.FailLevel
	}
	result.levels = kept.here.levels
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
	s.looked = map[string]bool{}
	var answers []T
	for _, out := range s.outcomes {
		result.Failures = append(result.Failures, out.failures...)
		if s.options.Changes == nil {
			result.Files += out.files
		}
		for _, name := range out.looked {
			s.looked[name] = true
		}
		if (out.files > 0 || out.more) && !s.used[out.alone] { // a file that a workload uses is judged with it
			answers = append(answers, out.answer)
		}
	}
	result.Files += len(s.looked)
	return answers, result
}

// paths are the files that are Flink's, in the order in which they were found, and the configuration files that count.
func (s *scanner[T]) paths() (paths, configs []string) {
	files := slices.SortedFunc(maps.Values(s.chosen), func(a, b file) int { return a.seq - b.seq })
	counts := map[string]bool{s.kept.here.Path: true}
	for _, f := range files {
		if s.options.Changes != nil && !s.looked[f.name] {
			continue
		}
		paths = append(paths, f.shown)
		counts[f.config.Path] = true
	}
	delete(counts, "") // no file at all
	return paths, slices.Sorted(maps.Keys(counts))
}

// file reads one file, and shows it to visit unless it has to wait for others.
func (s *scanner[T]) file(f file) {
	o, rec := s.options.recording(filepath.Dir(f.name))
	r := s.read(o, f)
	s.kept.remember(keyOf(f), r, rec)
	s.took(f, r)
}

// recalled reports whether it is known what comes of a file, and takes it then.
func (s *scanner[T]) recalled(f file) bool {
	r := s.kept.recall(s.options, keyOf(f), nil)
	if r != nil {
		s.took(f, r)
	}
	return r != nil
}

func keyOf(f file) string { return "file " + f.name }

// took notes what came of a file.
func (s *scanner[T]) took(f file, r *remembered) {
	if s.options.Done != nil {
		s.options.Done.Add(1)
	}
	s.mu.Lock()
	if r.flinks {
		s.chosen[f.name] = f
		if !f.stdin && (r.waits == nil || r.waits.Image != nil) {
			s.lone = append(s.lone, f)
		}
	}
	if r.waits != nil {
		dir := filepath.Dir(f.name)
		s.waiting[dir] = append(s.waiting[dir], opened{f, r.waits})
	}
	s.mu.Unlock()
	s.keep(r.outcome.(outcome[T]))
}

func (s *scanner[T]) read(o *Options, f file) *remembered {
	doc, failure := f.open(o)
	switch {
	case failure != nil && o.Changes != nil && !o.Changes.have(f.name):
		return &remembered{outcome: outcome[T]{}}
	case failure != nil:
		return &remembered{outcome: outcome[T]{seq: f.seq, failures: []Failure{*failure}}}
	case doc == nil:
		return &remembered{outcome: outcome[T]{}}
	case doc.Linked() && !f.stdin:
		return &remembered{flinks: true, waits: doc, outcome: outcome[T]{}}
	}
	files := map[*source.Document]file{doc: f}
	out, _ := s.link(o, outcome[T]{seq: f.seq, alone: f.name, files: 1}, []*source.Document{doc}, files, files)
	return &remembered{flinks: true, outcome: out}
}

// folder brings the files of one folder together with what they refer to.
func (s *scanner[T]) folder(chosen []opened) {
	slices.SortFunc(chosen, func(a, b opened) int { return a.file.seq - b.file.seq })
	names := make([]string, len(chosen))
	for i, c := range chosen {
		names[i] = c.file.name
	}
	key := "folder " + filepath.Dir(names[0])
	r := s.kept.recall(s.options, key, names)
	if r == nil {
		o, rec := s.options.recording(filepath.Dir(names[0]))
		r = &remembered{chosen: names}
		r.outcome, r.used = s.together(o, chosen)
		if rec != nil {
			for _, c := range chosen { // they were read before
				rec.read[c.file.name] = rec.Stamp(c.file.name)
			}
		}
		s.kept.remember(key, r, rec)
	}
	s.use(r.used)
	s.keep(r.outcome.(outcome[T]))
}

// together gathers what belongs to the files of a folder, and links it.
func (s *scanner[T]) together(o *Options, chosen []opened) (done outcome[T], used []string) {
	out := outcome[T]{seq: chosen[0].file.seq, files: len(chosen)}
	defer func() {
		if crash := recover(); crash != nil {
			out.failures = append(out.failures, Failure{chosen[0].file.shown, bug("reading what belongs to the file", crash)})
			done = out
		}
	}()
	documents, files := gather(o, filepath.Dir(chosen[0].file.name), chosen[0].file.config, chosen, source.Claims)
	shown := make(map[*source.Document]file, len(chosen))
	for _, d := range documents {
		if f, ok := s.chosen[files[d].name]; ok { // nothing is found any more: no lock
			shown[d], files[d] = f, f
		}
	}
	return s.link(o, out, documents, files, shown)
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
			if dir == s.options.Dir || !Within(s.options.Dir, dir) {
				break
			}
		}
	}
	return all
}

// around judges chosen files with those of a folder that use them.
func (s *scanner[T]) around(f file) {
	defer func() {
		if crash := recover(); crash != nil {
			dir := shownPath(s.options.Dir, filepath.Dir(f.name))
			s.keep(outcome[T]{failures: []Failure{{dir, bug("reading what uses the files", crash)}}})
		}
	}()
	o := s.options.tracked()
	documents, files := gather(o, filepath.Dir(f.name), f.config, nil, source.Claims)
	shown, first := map[*source.Document]file{}, -1
	for _, d := range documents {
		if f, ok := s.chosen[files[d].name]; ok {
			if shown[d], files[d] = f, f; first < 0 || f.seq < first {
				first = f.seq
			}
		}
	}
	if len(shown) > 0 {
		out, used := s.link(o, outcome[T]{seq: first, more: true}, documents, files, shown)
		s.use(used)
		s.keep(out)
	}
}

// link makes a scope of documents, and shows it to visit. It returns the files that its workloads use, too.
func (s *scanner[T]) link(o *Options, out outcome[T], documents []*source.Document, files, chosen map[*source.Document]file) (done outcome[T], used []string) {
	first := files[documents[0]]
	defer func() {
		if crash := recover(); crash != nil {
			out.failures = append(out.failures, Failure{first.shown, bug("checking the file", crash)})
			done = out
		}
	}()
	sc := newScope(o, first, documents, files, chosen)
	if sc.changes != nil {
		out.looked = sc.lookedAt()
		out.files = min(out.files, len(out.looked))
	}
	if out.alone == "" {
		used = usedBy(sc, files)
	}
	out.answer = s.visit(sc)
	out.failures = sc.failures
	return out, used
}

// use notes files that the workloads of a scope use.
func (s *scanner[T]) use(names []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range names {
		s.used[name] = true
	}
}

// usedBy are the files that the workloads of a scope use.
func usedBy(sc *scope, files map[*source.Document]file) []string {
	var used []string
	for _, c := range sc.clusters {
		for _, p := range c.Written() {
			if c.Workload != nil && p.Document != c.Document {
				used = append(used, files[p.Document].name)
			}
		}
		if c.DotNet == nil {
			continue
		}
		for _, o := range c.DotNet.Settings {
			if d := o.Place.Document; d != nil && d != c.Document && len(d.DotNet) > 0 {
				used = append(used, files[d].name)
			}
		}
	}
	return used
}
