package lint

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// maxRounds bounds how often files are fixed and linted again.
const maxRounds = 10

// FixedFile is a file that fixes change.
type FixedFile struct {
	Path          string // as shown to the user
	Before, After []byte
	Fixes         []string // the titles of the fixes, in the order in which they were made

	name string // absolute
}

// FixResult is what fixing came to: nothing is written yet.
type FixResult struct {
	Files []*FixedFile
	// Refused are the files that fixes would have made worse: they stay as they are.
	Refused []Failure
	// Rest is the result of linting the fixed files; First that of the files as they are.
	First, Rest *Result
}

// ApplyFixes makes the fixes of findings, in memory: the first safe one of each and, with unsafe, the first unsafe one of
// those that have none. Edits that touch each other are not made together: the files are linted again, and so on. A file
// in which fixes would leave more errors than before, or that could not be read any more, is left alone.
func ApplyFixes(ctx context.Context, o Options, unsafe bool) (*FixResult, error) {
	return applyFixes(ctx, o, unsafe, "")
}

// FixOne is [ApplyFixes] with the safe fixes of one file alone, by its absolute name.
func FixOne(ctx context.Context, o Options, name string) (*FixResult, error) {
	return applyFixes(ctx, o, false, name)
}

func applyFixes(ctx context.Context, o Options, unsafe bool, only string) (*FixResult, error) {
	if o.Files == nil {
		o.Files = Disk{}
	}
	f := &fixer{
		options: o, unsafe: unsafe, only: only, below: o.Files, current: &Overlay{o.Files, map[string][]byte{}},
		files: map[string]*FixedFile{}, frozen: map[string]bool{},
	}
	f.options.Files, f.options.Memo = f.current, nil
	if o.Stdin != nil && slices.Contains(o.Paths, "-") {
		var err error
		if f.stdin, err = io.ReadAll(io.LimitReader(o.Stdin, maxFile+1)); err != nil {
			return nil, &UsageError{"standard input: " + err.Error()}
		}
	}
	rest, err := f.run(ctx)
	if err != nil {
		return nil, err
	}
	result := &FixResult{First: rest}
	for range maxRounds {
		changes := f.round(rest)
		if len(changes) == 0 {
			break
		}
		next, err := f.try(ctx, rest, changes)
		if err != nil {
			return nil, err
		}
		rest = next
	}
	result.Rest = rest
	for _, name := range slices.Sorted(maps.Keys(f.files)) {
		file := f.files[name]
		if file.After = f.current.Texts[name]; file.After != nil {
			result.Files = append(result.Files, file)
		}
	}
	result.Refused = f.refused
	return result, nil
}

// fixer fixes files in memory, round by round.
type fixer struct {
	options Options
	unsafe  bool
	only    string // the one file to fix; "" for all
	below   Files
	stdin   []byte // all of standard input
	current *Overlay
	files   map[string]*FixedFile
	frozen  map[string]bool // absolute names of the files that fixes would make worse
	refused []Failure
}

// run lints the files as they are now.
func (f *fixer) run(ctx context.Context) (*Result, error) {
	o := f.options
	if o.Stdin != nil {
		text, changed := f.current.Texts[resolve(o.Dir, cmp.Or(o.StdinFilename, StdinName))]
		if !changed {
			text = f.stdin
		}
		o.Stdin = bytes.NewReader(text)
	}
	return Run(ctx, o)
}

// change is what one round does to one file.
type change struct {
	document *source.Document
	parts    []fixPart
}

// fixPart is what one fix does to one file.
type fixPart struct {
	title string // in the file that it is counted in, "" in the others
	edits []source.Edit
	wide  bool // the fix changes other files as well
}

func (c *change) edits() []source.Edit {
	var all []source.Edit
	for _, p := range c.parts {
		all = append(all, p.edits...)
	}
	return all
}

// reduce leaves the first fix of several, where nothing in another file belongs to any of them.
func (c *change) reduce() bool {
	if len(c.parts) < 2 || slices.ContainsFunc(c.parts, func(p fixPart) bool { return p.wide }) {
		return false
	}
	c.parts = c.parts[:1]
	return true
}

// round chooses the fixes to make together: safe ones first, and only then unsafe ones, at most one for each process, since
// each of them counts on the numbers of the others.
func (f *fixer) round(r *Result) map[string]*change {
	for _, safety := range []Safety{Safe, Unsafe} {
		if safety == Unsafe && !f.unsafe {
			break
		}
		changes := map[string]*change{}
		busy := map[string]bool{}
		for i := range r.Findings {
			finding := &r.Findings[i]
			n := slices.IndexFunc(finding.Fixes, func(fix Fix) bool { return fix.Safety == safety })
			if n < 0 || len(finding.Fixes[n].Edits) == 0 {
				continue
			}
			process := finding.Place.Document.Path
			if finding.Role != nil {
				process += "\x00" + finding.Role.String()
			}
			if safety == Unsafe && finding.Role != nil && busy[process] {
				continue
			}
			if f.add(changes, finding.Fixes[n]) {
				busy[process] = true
			}
		}
		if len(changes) > 0 {
			return changes
		}
	}
	return nil
}

// add puts a fix to the others, all of its edits or none. It is false for one that touches another, or a frozen file.
func (f *fixer) add(changes map[string]*change, fix Fix) bool {
	for _, e := range fix.Edits {
		name := f.nameOf(e.Document)
		if f.frozen[name] || f.only != "" && name != f.only {
			return false
		}
		if c := changes[name]; c != nil && (c.document.Hash != e.Document.Hash || slices.ContainsFunc(c.edits(), func(other source.Edit) bool {
			return other.Span.Start <= e.Span.End && e.Span.Start <= other.Span.End
		})) {
			return false
		}
	}
	parts := map[string]*fixPart{}
	for _, e := range fix.Edits {
		name := f.nameOf(e.Document)
		if changes[name] == nil {
			changes[name] = &change{document: e.Document}
		}
		if parts[name] == nil {
			parts[name] = &fixPart{}
		}
		parts[name].edits = append(parts[name].edits, source.Edit{Document: changes[name].document, Span: e.Span, NewText: e.NewText})
	}
	parts[f.nameOf(fix.Edits[0].Document)].title = fix.Title
	for name, part := range parts {
		part.wide = len(parts) > 1
		changes[name].parts = append(changes[name].parts, *part)
	}
	return true
}

func (f *fixer) nameOf(d *source.Document) string { return resolve(f.options.Dir, d.Path) }

// try makes the changes of a round and lints again. Fixes that came out worse together are tried without each other: two
// that empty a block between them, say. A file that is worse all the same gets its bytes back, all that it ever lost.
func (f *fixer) try(ctx context.Context, before *Result, changes map[string]*change) (*Result, error) {
	made := map[string]int{} // titles of earlier rounds
	for name, c := range changes {
		if file := f.files[name]; file != nil {
			made[name] = len(file.Fixes)
		}
		f.make(name, c, made[name])
	}
	for {
		after, err := f.run(ctx)
		if err != nil {
			return nil, err
		}
		worse := f.worse(before, after, changes)
		if len(worse) == 0 {
			return after, nil
		}
		for _, name := range worse {
			if c := changes[name]; c != nil && c.reduce() {
				f.make(name, c, made[name])
			} else {
				f.freeze(name, f.files[name].Path, errWorse)
			}
		}
	}
}

// make puts a file's changed text in the place of the one that the round began with.
func (f *fixer) make(name string, c *change, made int) {
	text, err := c.document.Apply(c.edits())
	if err != nil {
		f.freeze(name, c.document.Path, err)
		return
	}
	file := f.files[name]
	if file == nil {
		file = &FixedFile{Path: c.document.Path, Before: c.document.Bytes, name: name}
		f.files[name] = file
	}
	file.Fixes = file.Fixes[:made]
	for _, p := range c.parts {
		if p.title != "" {
			file.Fixes = append(file.Fixes, p.title)
		}
	}
	f.current.Texts[name] = text
}

var errWorse = errors.New("the fixes would leave more errors than there are: the file is left as it is")

// freeze gives a file its bytes back for good.
func (f *fixer) freeze(name, path string, why error) {
	delete(f.current.Texts, name)
	delete(f.files, name)
	f.frozen[name] = true
	f.refused = append(f.refused, Failure{path, why})
}

// worse are the changed files that have more errors than before, or cannot be read any more. Where an unchanged file has
// more, all that this round changed is to blame.
func (f *fixer) worse(before, after *Result, changes map[string]*change) []string {
	was, is := f.errorsIn(before), f.errorsIn(after)
	var worse []string
	blame := false
	for name, n := range is {
		if n <= was[name] {
			continue
		}
		if _, changed := f.current.Texts[name]; changed {
			worse = append(worse, name)
		} else if !f.frozen[name] {
			blame = true
		}
	}
	if blame && len(worse) == 0 {
		for name := range changes {
			if _, changed := f.current.Texts[name]; changed {
				worse = append(worse, name)
			}
		}
	}
	slices.Sort(worse)
	return worse
}

// errorsIn counts the errors of each file; one that could not be read counts more than any other.
func (f *fixer) errorsIn(r *Result) map[string]int {
	n := map[string]int{}
	for i := range r.Findings {
		if finding := &r.Findings[i]; finding.Severity == Error {
			n[f.nameOf(finding.Place.Document)]++
		}
	}
	for _, failure := range r.Failures {
		n[resolve(f.options.Dir, failure.Path)] += 1000
	}
	return n
}

// CanWrite says why a fixed file cannot be written: it is a link, or has changed since it was read.
func (f *FixedFile) CanWrite() error {
	info, err := os.Lstat(f.name)
	if err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s: a link, or no regular file: not fixed", f.Path)
	}
	current, err := readFile(Disk{}, f.name)
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w: not fixed", f.Path, err)
	case string(current) != string(f.Before):
		return fmt.Errorf("%s has changed since it was read: not fixed; run again", f.Path)
	}
	return nil
}

// Write writes a fixed file in place of the one that was read, where it [FixedFile.CanWrite].
func (f *FixedFile) Write() error {
	if err := f.CanWrite(); err != nil {
		return err
	}
	if err := writeAtomically(f.name, f.After); err != nil {
		return fmt.Errorf("%s: %w: not fixed", f.Path, err)
	}
	return nil
}
