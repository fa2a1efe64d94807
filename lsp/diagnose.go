package lsp

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// diagnosis is what linting a snapshot came to.
type diagnosis struct {
	files    map[string]*fileReport // by URI; those with something to say, and those that are open
	clusters []linked               // of what is open
	count    int                    // of Flink's files
}

// fileReport is what is to be said of one file.
type fileReport struct {
	uri      string
	findings []found
	mistakes []*lint.ConfigError // of a configuration file
}

// found is a finding, and the run that it comes from.
type found struct {
	*lint.Finding
	run *run
}

// linked is a cluster, and the run that it comes from.
type linked struct {
	*source.Cluster
	run *run
}

// run is one call of the engine: for an open folder as the command line would make it there, for an open file outside
// of all folders, or for a document that is not on the disk.
type run struct {
	snapshot *snapshot
	options  lint.Options
	root     string  // the open folder, "" for anything else
	alone    *buffer // the document that is not on the disk
	result   *lint.Result
}

// memoKey is what the runs of a memo have in common.
type memoKey struct {
	root     string
	settings settings
}

// diagnose lints the snapshot, once for all who ask.
func (s *snapshot) diagnose(ctx context.Context) (*diagnosis, error) {
	select {
	case s.server.turn <- struct{}{}:
		defer func() { <-s.server.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if s.diagnosis != nil {
		return s.diagnosis, nil
	}
	d := &diagnosis{files: map[string]*fileReport{}}
	for uri := range s.open {
		d.of(uri)
	}
	for key := range s.server.memos {
		if !slices.Contains(s.roots, key.root) || key.settings != s.settingsOf(key.root) {
			delete(s.server.memos, key)
		}
	}
	for _, r := range s.runs() {
		if err := r.lint(ctx, d); err != nil {
			return nil, err
		}
	}
	for _, f := range d.files {
		f.findings = withoutTwins(f.findings)
	}
	s.server.renderings.forget(d)
	s.diagnosis = d
	return d, nil
}

// diagnoseFor is [snapshot.diagnose] for whoever asks about one file. Of files that are not open it keeps no more than the
// diagnostics, since there may be thousands; one that somebody asks about all the same is looked at by itself.
func (s *snapshot) diagnoseFor(ctx context.Context, uri string) (*diagnosis, error) {
	name := nameOf(uri)
	if s.open[uri] != nil || name == "" {
		return s.diagnose(ctx)
	}
	root := s.inRoot(name)
	r := &run{snapshot: s, root: root, options: lint.Options{Dir: cmp.Or(root, filepath.Dir(name)), Paths: []string{name}}}
	s.prepare(r)
	r.options.Keep = func(string) bool { return true }
	d := &diagnosis{files: map[string]*fileReport{}}
	select {
	case s.server.turn <- struct{}{}:
		defer func() { <-s.server.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return d, r.lint(ctx, d)
}

func (d *diagnosis) of(uri string) *fileReport {
	f := d.files[uri]
	if f == nil {
		f = &fileReport{uri: uri}
		d.files[uri] = f
	}
	return f
}

// runs are the calls that cover everything that is open.
func (s *snapshot) runs() []*run {
	var runs []*run
	for i, root := range s.roots {
		if !slices.Contains(s.roots[:i], root) {
			key := memoKey{root, s.settingsOf(root)}
			if s.server.memos[key] == nil {
				s.server.memos[key] = &lint.Memo{}
			}
			runs = append(runs, &run{snapshot: s, root: root, options: lint.Options{Dir: root, Memo: s.server.memos[key]}})
		}
	}
	for _, b := range s.buffers() {
		root := s.inRoot(b.name)
		_, err := os.Stat(b.name)
		switch {
		case b.name == "":
			runs = append(runs, &run{snapshot: s, alone: b, options: lint.Options{Dir: s.here(), Paths: []string{"-"}}})
		case filepath.Base(b.name) == lint.ConfigName:
			if root == "" { // so that its mistakes are seen
				runs = append(runs, &run{snapshot: s, options: lint.Options{Dir: filepath.Dir(b.name), Paths: []string{"-"}}})
			}
		case errors.Is(err, fs.ErrNotExist):
			dir := root
			if dir == "" {
				dir = filepath.Dir(b.name)
			}
			runs = append(runs, &run{snapshot: s, alone: b, options: lint.Options{Dir: dir, Paths: []string{"-"}, StdinFilename: b.name}})
		case root == "":
			runs = append(runs, &run{snapshot: s, options: lint.Options{Dir: filepath.Dir(b.name), Paths: []string{b.name}}})
		}
	}
	for _, r := range runs {
		s.prepare(r)
	}
	return runs
}

// prepare gives a run what all have in common: the rules and the settings. What was read is kept for what is open.
func (s *snapshot) prepare(r *run) {
	r.options.Rules, r.options.FixesLater = s.server.options.Rules, true
	r.options.Keep = func(name string) bool { return r.alone != nil || s.named(name) != nil }
	s.settingsOf(r.root).apply(s.server, &r.options)
}

// here is the folder that counts for a document without a name.
func (s *snapshot) here() string {
	if len(s.roots) > 0 {
		return s.roots[0]
	}
	if dir, err := os.Getwd(); err == nil {
		return dir
	}
	return string(filepath.Separator)
}

// lint makes the call. A configuration file with mistakes counts as it was when it had none: the user is typing.
func (r *run) lint(ctx context.Context, d *diagnosis) error {
	files := r.snapshot.files()
	r.options.Files = files
	mistaken := map[string]bool{}
	for {
		r.options.Stdin = r.stdin()
		result, err := lint.Run(ctx, r.options)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			r.result = result
			break
		}
		progress := false
		for _, mistake := range configErrors(err) {
			name := r.absolute(mistake.Path)
			d.of(r.snapshot.uriOf(name)).add(mistake)
			if !mistaken[name] {
				mistaken[name], progress = true, true
				files.replace(name, r.snapshot.server.configs.good(name))
			}
		}
		if !progress {
			if s := r.snapshot.server; s.told != err.Error() { // once, and not at every keystroke
				s.told = err.Error()
				s.warn("%s is not checked: %v", r.options.Dir, err)
			}
			return nil
		}
	}
	r.snapshot.server.configs.remember(files.Texts)
	var of *source.Document // whose findings follow each other
	var report *fileReport
	for i := range r.result.Findings {
		f := found{&r.result.Findings[i], r}
		if f.Place.Document != of {
			of, report = f.Place.Document, nil
			if uri, ok := r.uriOf(of); ok {
				report = d.of(uri)
			}
		}
		if report != nil {
			report.findings = append(report.findings, f)
		}
	}
	d.count += r.result.Files
	for _, c := range r.result.Clusters {
		d.clusters = append(d.clusters, linked{c, r})
	}
	for _, failure := range r.result.Failures {
		r.snapshot.server.logf("%v", failure)
	}
	return nil
}

func (r *run) stdin() io.Reader {
	if r.alone == nil {
		return bytes.NewReader(nil)
	}
	return bytes.NewReader(r.alone.text)
}

func (r *run) absolute(path string) string {
	name := filepath.FromSlash(path)
	if !filepath.IsAbs(name) {
		name = filepath.Join(r.options.Dir, name)
	}
	return name
}

// uriOf is the URI of a document that the run has read. It is false for one that another run speaks for: a folder inside
// the folder is open as well.
func (r *run) uriOf(d *source.Document) (string, bool) {
	if r.alone != nil && (d.Path == "<stdin>" || r.absolute(d.Path) == r.alone.name) {
		return r.alone.uri, true
	}
	name := r.absolute(d.Path)
	if len(r.options.Paths) == 0 && r.snapshot.inRoot(name) != r.options.Dir && r.snapshot.inRoot(name) != "" {
		return "", false
	}
	return r.snapshot.uriOf(name), true
}

// uriOf is the URI of a file: the client's own where it has it open.
func (s *snapshot) uriOf(name string) string {
	if b := s.named(name); b != nil {
		return b.uri
	}
	return uriOf(name)
}

// mapper converts the positions of a document of this snapshot.
func (s *snapshot) mapper(uri string, d *source.Document) *mapper {
	b := s.open[uri]
	return &mapper{text: d.Bytes, lines: d.Lines, units: s.units, marked: b != nil && b.marked}
}

func (f *fileReport) add(mistake *lint.ConfigError) {
	if !slices.ContainsFunc(f.mistakes, func(known *lint.ConfigError) bool {
		return known.Line == mistake.Line && known.Column == mistake.Column && known.Message == mistake.Message
	}) {
		f.mistakes = append(f.mistakes, mistake)
	}
}

// withoutTwins leaves out findings that two runs made of one file.
func withoutTwins(findings []found) []found {
	return slices.CompactFunc(findings, func(a, b found) bool {
		return a.run != b.run && a.Rule == b.Rule && a.Span == b.Span && a.Message == b.Message
	})
}

// configErrors are the mistakes that an error of the engine is made of.
func configErrors(err error) []*lint.ConfigError {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*lint.ConfigError
		for _, e := range joined.Unwrap() {
			all = append(all, configErrors(e)...)
		}
		return all
	}
	var mistake *lint.ConfigError
	if errors.As(err, &mistake) {
		return []*lint.ConfigError{mistake}
	}
	return nil
}

// isConfig reports whether a file is a configuration of this program.
func isConfig(name string) bool {
	return strings.EqualFold(filepath.Base(name), lint.ConfigName)
}
