package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
	"github.com/flinkmem/flinkmem-lint/rules"
	"github.com/spf13/pflag"
)

// inputFlags say which files are read, and how.
type inputFlags struct {
	kind          string
	flinkVersion  string
	config        string
	stdinFilename string
	jobs          int
}

func (f *inputFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.kind, "kind", "", "read the files as this `KIND`, whatever their names say: "+kindNames())
	flags.StringVar(&f.flinkVersion, "flink-version", "", "the Flink `VERSION`, such as 1.20, in place of the one found in the files")
	flags.StringVar(&f.config, "config", "", "configuration `FILE` in place of the nearest "+lint.ConfigName)
	flags.StringVar(&f.stdinFilename, "stdin-filename", "", "treat standard input as the file `PATH`")
	flags.IntVar(&f.jobs, "jobs", 0, "read `N` files at once (default: one per CPU)")
}

func kindNames() string {
	var names []string
	for _, k := range source.Kinds() {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}

// options turns the flags into the engine's options, and says on standard error what is assumed of the Flink version.
func (f *inputFlags) options(p *program, paths []string) (*lint.Options, error) {
	dir, err := os.Getwd()
	if err != nil {
		p.fail(exitFailure)
		return nil, fmt.Errorf("the working folder cannot be found: %w", err)
	}
	o := &lint.Options{
		Rules: rules.All, Paths: paths, Dir: dir, Stdin: p.stdin, StdinFilename: f.stdinFilename,
		Kind: source.Kind(f.kind), Config: f.config, Jobs: f.jobs,
	}
	if f.kind != "" && !slices.Contains(source.Kinds(), o.Kind) {
		return nil, fmt.Errorf("--kind %q is none of %s", f.kind, kindNames())
	}
	if f.jobs < 0 {
		return nil, fmt.Errorf("--jobs %d: it has to be at least 1", f.jobs)
	}
	if f.flinkVersion == "" {
		return o, nil
	}
	if o.FlinkVersion, err = flink.ParseVersion(f.flinkVersion); err != nil {
		return nil, fmt.Errorf("--flink-version: %w", err)
	}
	known, exact := flink.KnownVersion(o.FlinkVersion)
	switch {
	case exact:
	case o.FlinkVersion.Before(flink.Versions()[0]):
		p.note("Flink %v: memory is computed from %v on; only names and syntax are checked", o.FlinkVersion, flink.Versions()[0])
	default:
		p.note("Flink %v is not known (the newest known is %v): it is assumed to behave like %v", o.FlinkVersion, flink.Newest(), known)
	}
	return o, nil
}

// aftermath says on standard error what could not be read, and where there was nothing to read.
func (p *program) aftermath(o *lint.Options, result *lint.Result) {
	for _, failure := range result.Failures {
		p.complain(failure)
		p.fail(exitFailure)
	}
	if result.Files > 0 || len(result.Failures) > 0 || len(result.Findings) > 0 {
		return
	}
	if o.Changes != nil {
		p.note("no change concerns a Flink configuration")
		return
	}
	where := strings.Join(o.Paths, ", ")
	if len(o.Paths) > 5 {
		where = fmt.Sprintf("the %d paths given", len(o.Paths))
	}
	if where == "" {
		where = "this folder"
	}
	p.note("no Flink configuration found in %s", where)
}

func oneOf(flag, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return fmt.Errorf("%s %q is none of %s", flag, value, strings.Join(allowed, ", "))
}
