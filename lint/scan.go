package lint

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

const (
	// stdinName is how results name standard input.
	stdinName = "<stdin>"
	// anyName is a file name that leaves it to the content which dialect a file is in.
	anyName = "stdin.yaml"
)

// outcome is what came of one file, or of one path that could not be walked.
type outcome[T any] struct {
	seq      int
	answer   T
	read     bool // the file is Flink's
	failures []Failure
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
	jobs := o.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	var (
		files    = make(chan file, 4*jobs)
		mu       sync.Mutex
		outcomes []outcome[T]
		workers  sync.WaitGroup
	)
	keep := func(out outcome[T]) {
		mu.Lock()
		defer mu.Unlock()
		outcomes = append(outcomes, out)
	}
	for range jobs {
		workers.Go(func() {
			for f := range files {
				if ctx.Err() != nil {
					continue
				}
				out := look(o, f, visit)
				if o.Done != nil {
					o.Done.Add(1)
				}
				if out.read || out.failures != nil {
					keep(out)
				}
			}
		})
	}
	seq := 0
	w := &walk{
		dir: o.Dir, configs: cs, seen: map[string]bool{}, claims: source.Claims,
		found: func(f file) bool {
			f.seq = seq
			seq++
			select {
			case files <- f:
				return true
			case <-ctx.Done():
				return false
			}
		},
		failed: func(shown string, err error) {
			keep(outcome[T]{seq: seq, failures: []Failure{{shown, err}}})
			seq++
		},
	}
	err = w.paths(o)
	close(files)
	if err != nil && !errors.Is(err, errStopped) {
		cancel()
	}
	workers.Wait()
	if err != nil && !errors.Is(err, errStopped) {
		return nil, nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}

	slices.SortFunc(outcomes, func(a, b outcome[T]) int { return a.seq - b.seq })
	result := &Result{FailLevel: here.FailLevel}
	var answers []T
	for _, out := range outcomes {
		result.Failures = append(result.Failures, out.failures...)
		if out.read {
			result.Files++
			answers = append(answers, out.answer)
		}
	}
	return answers, result, nil
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

// look reads one file, links it, and shows it to visit.
func look[T any](o *Options, f file, visit func(*scope) T) (out outcome[T]) {
	out.seq = f.seq
	doing := "reading the file"
	defer func() {
		if crash := recover(); crash != nil {
			out.failures = append(out.failures, Failure{f.shown, bug(doing, crash)})
		}
	}()
	content, err := f.read(o)
	if err != nil {
		// A folder may hold anything; what was named, or is called like a Flink configuration, was meant to be read.
		if f.explicit || source.Named(f.shown) || err != errBinary && err != errHuge {
			out.failures = []Failure{{f.shown, err}}
		}
		return out
	}
	how := source.ReadOptions{Kind: o.Kind, Neighbour: f.neighbour()}
	if !f.explicit && !source.Named(f.shown) {
		how.Kind = "" // --kind is about Flink's files, not about everything else in the folder
	}
	path := f.shown
	if path == stdinName {
		path = anyName
	}
	doc := source.ReadWith(path, content, how)
	if doc == nil || o.Kind != "" && doc.Kind != o.Kind {
		return out
	}
	doc.Path = f.shown
	doing = "linking the file"
	docs := []*source.Document{doc}
	clusters := source.Link(docs, source.LinkOptions{
		Flag:     o.FlinkVersion,
		Config:   func(string) flink.Version { return f.config.versionFor(f.name) },
		Absolute: func(string) string { return f.name },
	})
	s := &scope{documents: docs, clusters: clusters, plan: f.config.plan}
	out.read = true
	doing = "checking the file"
	out.answer = visit(s)
	out.failures = s.failures
	return out
}

func (f *file) read(o *Options) ([]byte, error) {
	if !f.stdin {
		return readFile(o.Files, f.name)
	}
	if o.Stdin == nil {
		return nil, errMissing
	}
	return readText(o.Stdin, headSize)
}

// neighbour tells what lies beside the file; nil where nothing is known of its folder.
func (f *file) neighbour() func(string) bool {
	if f.folder == nil {
		return nil
	}
	return f.folder.has
}
