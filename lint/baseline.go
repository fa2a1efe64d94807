package lint

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// BaselineName is the name of the baseline file where the call gives none.
const BaselineName = ".flinkmem-lint-baseline.json"

// maxBaseline is the size above which a baseline is not read: a million findings.
const maxBaseline = 256 << 20

// baselineSchema is the version of the baseline's shape.
const baselineSchema = 1

// BaselineEntry is findings that a team has accepted: those of one rule about the same text in one file. It has no line
// numbers, so that it still fits when the text moves; a changed value is a new finding.
type BaselineEntry struct {
	Rule  string `json:"rule"`
	File  string `json:"file"` // relative to the baseline's folder, with slashes
	Role  string `json:"role,omitempty"`
	Text  string `json:"text"`            // what the finding underlines, with its key where it is an option
	Count int    `json:"count,omitempty"` // how often, where that is more than once
}

// Baseline is a baseline file: what it holds, and what of it has been met.
type Baseline struct {
	Document *source.Document
	entries  []BaselineEntry
	left     map[BaselineEntry]int // how many findings each entry may still take; entries without their counts
	dir      string                // absolute
	lines    map[string]int        // where a line with an entry starts; nil until somebody asks
}

// baselineFile is the shape of the file.
type baselineFile struct {
	Schema   int             `json:"schema"`
	Findings []BaselineEntry `json:"findings"`
}

// StaleEntry is a baseline's entry that no finding fits any more.
type StaleEntry struct {
	BaselineEntry
	Missing int // how many of its findings are gone
	Place   source.Place
}

// readBaseline reads a baseline file. Its error is a *[UsageError] that says what to do.
func readBaseline(o *Options) (*Baseline, error) {
	name := resolve(o.Dir, o.Baseline)
	content, err := readFileUpTo(o.Files, name, maxBaseline)
	if err != nil {
		if errors.Is(err, errMissing) {
			err = errors.New("there is no such baseline: --write-baseline makes it")
		}
		return nil, &UsageError{o.Baseline + ": " + err.Error()}
	}
	var file baselineFile
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		return nil, &UsageError{fmt.Sprintf("%s is no baseline (%v): --write-baseline makes it again", o.Baseline, err)}
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, &UsageError{fmt.Sprintf("%s is no baseline (there is more behind its end): --write-baseline makes it again", o.Baseline)}
	}
	if file.Schema != baselineSchema {
		return nil, &UsageError{fmt.Sprintf("%s has the shape %d, this program reads %d: --write-baseline makes it again", o.Baseline, file.Schema, baselineSchema)}
	}
	b := &Baseline{Document: source.Plain(shownPath(o.Dir, name), content), entries: file.Findings, dir: filepath.Dir(name), left: map[BaselineEntry]int{}}
	for _, e := range file.Findings {
		b.left[e.once()] += max(e.Count, 1)
	}
	return b, nil
}

// once is the entry without its count.
func (e BaselineEntry) once() BaselineEntry {
	e.Count = 0
	return e
}

// entryOf is what a baseline below a folder says of a finding.
func entryOf(f *Finding, workingDir, dir string) BaselineEntry {
	e := BaselineEntry{Rule: f.Rule.ID, File: relativeTo(dir, resolve(workingDir, filepath.FromSlash(f.Place.Document.Path)))}
	if f.Role != nil {
		e.Role = strings.ToLower(f.Role.String())
	}
	e.Text = f.Subject()
	const most = 200
	if len(e.Text) > most {
		e.Text = strings.ToValidUTF8(e.Text[:most], "") + "..."
	}
	return e
}

// Subject is the text that a finding is about, on one line: what it underlines, with its key where that is an option. It is
// what stays the same when lines move.
func (f *Finding) Subject() string {
	at := f.Span
	if key := f.Place.Key; key.Len() > 0 {
		at = source.Span{Start: min(key.Start, at.Start), End: max(key.End, at.End, f.Place.Value.End)}
	}
	return strings.Join(strings.Fields(strings.ToValidUTF8(string(f.Place.Document.Bytes[at.Start:at.End]), "\ufffd")), " ")
}

// relativeTo is a file's name relative to a folder, with slashes; absolute where there is no such name.
func relativeTo(dir, name string) string {
	rel, err := filepath.Rel(dir, name)
	if err != nil {
		rel = name
	}
	return filepath.ToSlash(rel)
}

// apply leaves out the findings that the baseline holds, and says how many. What follows from one of them is in the
// baseline, too, or is a finding still: it may be new.
func (b *Baseline) apply(findings []Finding, o *Options) (left []Finding, held int) {
	unsorted := false
	for _, f := range findings {
		all := f.split()
		rest := slices.DeleteFunc(all, func(f Finding) bool {
			e := entryOf(&f, o.Dir, b.dir)
			if b.left[e] == 0 {
				return false
			}
			b.left[e]--
			return true
		})
		switch gone := 1 + len(f.Consequences) - len(rest); {
		case len(rest) == 0:
			held++ // one for the user
		default:
			held += gone
		}
		switch {
		case len(rest) == 1+len(f.Consequences):
			left = append(left, f)
		case len(rest) > 0 && rest[0].Rule == f.Rule && rest[0].Needs == nil:
			for i := range rest[1:] {
				rest[0].take(&rest[1+i])
			}
			left = append(left, rest[0])
		default:
			left = append(left, rest...)
			unsorted = unsorted || len(rest) > 0
		}
	}
	if unsorted {
		sortFindings(left)
		left = slices.CompactFunc(left, sameFinding)
	}
	return left, held
}

// stale are the entries that nothing fitted, of the files that were linted or are gone, and of rules that ran.
func (b *Baseline) stale(o *Options, r *Result) []StaleEntry {
	var stale []StaleEntry
	for _, e := range b.entries {
		missing := min(b.left[e.once()], max(e.Count, 1))
		name := filepath.Join(b.dir, filepath.FromSlash(e.File))
		rule := FindRule(o.Rules, e.Rule)
		levels, linted := r.linted[name]
		if !linted {
			levels = r.levels.of(name)
		}
		if missing == 0 || !linted && !isGone(o.Files, name) || rule != nil && (levels.off(rule) || o.leavesOut(rule)) {
			continue
		}
		b.left[e.once()] -= missing
		stale = append(stale, StaleEntry{e, missing, b.placeOf(e)})
	}
	return stale
}

// leavesOut reports whether the call, and not a configuration file, keeps a rule from running.
func (o *Options) leavesOut(rule *Rule) bool {
	severity, given := o.Severities[rule.ID]
	return len(o.Select) > 0 && !slices.Contains(o.Select, rule.ID) || slices.Contains(o.Ignore, rule.ID) || given && severity == Off
}

func isGone(files Files, name string) bool {
	f, err := files.Open(name)
	if err == nil {
		f.Close()
	}
	return errors.Is(err, fs.ErrNotExist)
}

// placeOf finds an entry in the file: its text, which the program itself wrote.
func (b *Baseline) placeOf(e BaselineEntry) source.Place {
	at := source.Place{Document: b.Document, Entry: source.Span{}}
	line, err := entryLine(e)
	if err != nil {
		return at
	}
	if b.lines == nil {
		b.lines = map[string]int{}
		for n := range b.Document.Lines.Count() {
			s := b.Document.Lines.Span(n + 1)
			text := strings.TrimLeft(string(b.Document.Bytes[s.Start:s.End]), " \t")
			b.lines[strings.TrimRight(text, ", \t")] = s.End - len(text)
		}
	}
	if n, ok := b.lines[string(line)]; ok {
		at.Entry = source.Span{Start: n, End: n + len(line)}
		n += bytes.Index(line, []byte(e.Rule))
		at.Value = source.Span{Start: n, End: n + len(e.Rule)}
	}
	return at
}

// entryLine is an entry as the file has it: an object on one line.
func entryLine(e BaselineEntry) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(e)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// WriteBaseline writes the findings of a result as the baseline file of the options. Entries about files that were not
// linted stay as they are, unless the file is gone. It returns how many findings the file holds. The result has no findings
// left then.
func WriteBaseline(o *Options, r *Result) (int, error) {
	if o.Files == nil {
		o.Files = Disk{}
	}
	name := resolve(o.Dir, o.Baseline)
	dir := filepath.Dir(name)
	kept, counts := map[BaselineEntry]int{}, map[BaselineEntry]int{}
	old, err := readBaseline(o)
	if err != nil && !replaceable(o.Files, name) {
		return 0, errors.New("it is no baseline, and is left as it is")
	}
	if err == nil {
		for _, e := range old.entries {
			at := filepath.Join(dir, filepath.FromSlash(e.File))
			_, linted := r.linted[at]
			rule := FindRule(o.Rules, e.Rule)
			if linted && rule != nil && o.leavesOut(rule) || !linted && !isGone(o.Files, at) {
				kept[e.once()] += max(e.Count, 1)
			}
		}
	}
	total := 0
	for _, f := range r.Findings {
		for _, f := range f.split() {
			counts[entryOf(&f, o.Dir, dir)]++
		}
		total -= len(f.Consequences) // which are one with their finding for the user
	}
	for e, n := range kept { // a finding in a file that was not linted may be here because it speaks of one that was
		counts[e] = max(counts[e], n)
	}
	entries := make([]BaselineEntry, 0, len(counts))
	for e, n := range counts {
		if total += n; n > 1 {
			e.Count = n
		}
		entries = append(entries, e)
	}
	slices.SortFunc(entries, func(a, b BaselineEntry) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Role, b.Role))
	})
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\n  \"schema\": %d,\n  \"findings\": [", baselineSchema)
	for i, e := range entries {
		line, err := entryLine(e)
		if err != nil {
			return 0, err
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n    ")
		out.Write(line)
	}
	if len(entries) > 0 {
		out.WriteString("\n  ")
	}
	out.WriteString("]\n}\n")
	if err := writeAtomically(name, out.Bytes()); err != nil {
		return 0, err
	}
	r.Baselined += len(r.Findings)
	r.Findings = nil
	return total, nil
}

// replaceable reports whether a file that cannot be read as a baseline may become one: it is not there, or empty, or was a
// baseline before somebody edited it.
func replaceable(files Files, name string) bool {
	content, err := readFileUpTo(files, name, maxBaseline)
	if err != nil {
		return errors.Is(err, errMissing)
	}
	text := bytes.TrimSpace(content)
	return len(text) == 0 || filepath.Base(name) == BaselineName || text[0] == '{' && bytes.Contains(text, []byte(`"findings"`))
}

// writeAtomically writes a file so that it is never seen half written, and keeps the mode and the owner of
// one that is there.
func writeAtomically(name string, content []byte) error {
	mode := fs.FileMode(0o644)
	info, err := os.Lstat(name)
	if err == nil {
		if !info.Mode().IsRegular() {
			return errors.New("a link, or no regular file")
		}
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".flinkmem-lint-*")
	if errors.Is(err, fs.ErrPermission) {
		return errors.New("no permission to write into its folder")
	}
	if err != nil {
		return plainError(err)
	}
	defer os.Remove(f.Name())
	if info != nil {
		keepOwner(f, info)
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// checkStale runs the rules about entries of the baseline that fit no finding.
func checkStale(o *Options, b *Baseline, r *Result) []Finding {
	stale := b.stale(o, r)
	levels := r.levels.of(filepath.Join(b.dir, BaselineName))
	var findings []Finding
	for _, rule := range o.Rules {
		if rule.CheckStale == nil || levels.off(rule) {
			continue
		}
		pass := NewPass(rule, &source.Cluster{Document: b.Document, Version: flink.Newest(), Evidence: source.FromAssumption}, nil)
		pass.levels = levels
		for i := range stale {
			rule.CheckStale(pass, &stale[i])
		}
		for _, f := range pass.Findings() {
			if severity, ok := levels.severity(rule); ok {
				f.Severity = severity
			}
			findings = append(findings, f)
		}
	}
	return findings
}
