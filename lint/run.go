package lint

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync/atomic"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// Options say what to lint and how. The zero value lints nothing but the syntax of the working folder's files: Rules
// has to be set.
type Options struct {
	Rules []*Rule
	// Paths are files and folders, relative to Dir; "-" is Stdin. None stands for Dir.
	Paths []string
	Dir   string // the working folder, absolute
	Files Files  // nil: Disk
	// Stdin is read for the path "-", and treated as the file StdinFilename where that is set.
	Stdin         io.Reader
	StdinFilename string
	// Kind is the dialect to read the files in; "" lets each file show it.
	Kind source.Kind
	// FlinkVersion is the version to check for, in place of the one that the files tell.
	FlinkVersion flink.Version
	// Config is the configuration file to use in place of the nearest one.
	Config string
	// Over holds over the configuration files: what an editor sets. It may be nil.
	Over           *Config
	Select, Ignore []string // rule ids
	NoIgnore       bool     // comments silence nothing
	// Baseline is the file of accepted findings, "" for none.
	Baseline string
	// WriteBaseline says that the result is to become the baseline, so that none is read.
	WriteBaseline bool
	Severities    map[string]Severity
	// ForceExclude treats files that are named as if they had been found in a folder: what the configuration excludes is left out, and
	// so is what no Flink configuration is called like.
	ForceExclude bool
	// Changes are the files that have changed: only what concerns them is reported. Nil: everything is.
	Changes *Changes
	Jobs    int // files read at once; 0 for one per CPU
	// Keep says of which files, by their absolute names, what was read is kept: the clusters, and in the documents that the
	// findings refer to. A scope is kept whole for one of its files. Of the others documents hold no more than a report needs,
	// which is little beside it where thousands of files have findings. nil keeps nothing.
	Keep func(name string) bool
	// FixesLater leaves fixes that take a search to [Finding.AllFixes], for whoever needs them of few findings or of none. Of
	// what is not kept there are none to be had any more.
	FixesLater bool
	// Memo keeps what came of the run for the next one; nil keeps nothing. Files have to be [StampedFiles] then, and no option
	// but the texts of the files may change between the runs.
	Memo *Memo
	// around is true where files that use the chosen ones are looked for in their folders.
	around bool
	// Done counts the files looked at so far, for a display of the progress. It may be nil.
	Done *atomic.Int64
}

// Result is what a run found.
type Result struct {
	Findings []Finding
	// Files is the number of files that are Flink's.
	Files    int
	Failures []Failure
	// Paths are the names of these files as shown to the user, in the order in which they were found, Configs those of the
	// configuration files that hold for them or for the working folder. A run with a [Memo] does not tell them.
	Paths, Configs []string
	// FailLevel is the one of the working folder's configuration; Off where it does not say.
	FailLevel Severity
	// Baselined counts the findings that the baseline holds, Ignored those that comments silence. They are not in Findings.
	Baselined, Ignored int
	// Clusters are all that was linked, that [Options.Keep] keeps.
	Clusters []*source.Cluster

	levels *levelsByFile      // of the working folder
	linted map[string]*levels // by the absolute names of the files that were looked at, where there is a baseline
}

// Failure is a file or folder that could not be read, or could not be checked in full.
type Failure struct {
	Path string // as shown to the user
	Err  error
}

func (f Failure) Error() string { return f.Path + ": " + f.Err.Error() }

// UsageError is a mistake in the call itself.
type UsageError struct{ Message string }

func (e *UsageError) Error() string { return e.Message }

// Count counts the findings of each severity.
func (r *Result) Count() (errors, warnings, infos int) {
	for _, f := range r.Findings {
		switch f.Severity {
		case Error:
			errors++
		case Warning:
			warnings++
		case Info:
			infos++
		}
	}
	return errors, warnings, infos
}

// Worst is the highest severity of the findings, Off where there are none.
func (r *Result) Worst() Severity {
	worst := Off
	for _, f := range r.Findings {
		worst = max(worst, f.Severity)
	}
	return worst
}

// Run lints files. Its error is a *[UsageError], or a *[ConfigError] (joined, where there are several): nothing was
// linted then. What went wrong with single files is in the result's Failures.
func Run(ctx context.Context, o Options) (*Result, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	var baseline *Baseline
	if o.Baseline != "" && !o.WriteBaseline {
		var err error
		if baseline, err = readBaseline(&o); err != nil {
			return nil, err
		}
	}
	o.around = true
	answers, result, err := scan(ctx, &o, func(s *scope) answer {
		a := s.check()
		if s.kept {
			a.clusters = s.clusters
			return a
		}
		for _, d := range s.documents {
			if o.Memo == nil || !d.Linked() { // the others are linked again when their folder changes
				d.Forget()
			}
		}
		return a
	})
	if err != nil {
		return nil, err
	}
	n := 0
	for i := range answers {
		n += len(answers[i].findings)
	}
	result.Findings = make([]Finding, 0, n)
	var ignores []*Ignore
	built := map[string]bool{}
	for i := range answers {
		for _, path := range answers[i].built {
			built[path] = true
		}
		result.Findings = append(result.Findings, answers[i].findings...)
		result.Ignored += answers[i].ignored
		ignores = append(ignores, unused(answers[i].ignores)...)
		result.Clusters = append(result.Clusters, answers[i].clusters...)
		answers[i] = answer{} // thousands of findings need not be there twice
	}
	result.Findings = append(result.Findings, checkIgnores(&o, ignores, result)...)
	sortFindings(result.Findings)
	result.Findings = slices.CompactFunc(withoutAlone(result.Findings, built), sameFinding)
	if baseline != nil {
		result.Findings, result.Baselined = baseline.apply(result.Findings, &o)
		result.Findings = append(result.Findings, checkStale(&o, baseline, result)...)
	}
	return result, nil
}

// withoutAlone drops what is said of a file alone where the same rule says something of the same place with its container, and
// all that is said so of a Dockerfile that a container is built from.
func withoutAlone(findings []Finding, built map[string]bool) []Finding {
	with := map[placed]bool{}
	for i := range findings {
		if f := &findings[i]; f.alone == "" {
			with[f.placed()] = true
		}
	}
	return slices.DeleteFunc(findings, func(f Finding) bool { return f.alone != "" && (built[f.alone] || with[f.placed()]) })
}

// placed is the rule of a finding and where it stands.
type placed struct {
	rule *Rule
	path string
	span source.Span
}

func (f *Finding) placed() placed { return placed{f.Rule, f.Place.Document.Path, f.Span} }

// Clusters reads files as [Run] does, and hands the clusters of each scope to visit, from several goroutines at once.
// The answers are in the order of the files.
func Clusters[T any](ctx context.Context, o Options, visit func([]*source.Cluster) T) ([]T, *Result, error) {
	if err := o.check(); err != nil {
		return nil, nil, err
	}
	return scan(ctx, &o, func(s *scope) T { return visit(s.clusters) })
}

func (o *Options) check() error {
	for _, ids := range [][]string{o.Select, o.Ignore} {
		if err := checkRuleIDs(o.Rules, ids); err != nil {
			return &UsageError{err.Error()}
		}
	}
	for id := range o.Severities {
		if err := checkRuleIDs(o.Rules, []string{id}); err != nil {
			return &UsageError{err.Error()}
		}
	}
	if o.Files == nil {
		o.Files = Disk{}
	}
	if _, ok := o.Files.(StampedFiles); !ok {
		o.Memo = nil
	}
	if len(o.Paths) == 0 {
		o.Paths = []string{"."}
	}
	return nil
}

// bug is the error of something that panicked.
func bug(what string, crash any) error {
	return fmt.Errorf("%s failed (%v): this is a bug in flinkmem-lint; please report it with the file", what, crash)
}
