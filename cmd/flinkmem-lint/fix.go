package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
	"github.com/spf13/pflag"
)

// fixFlags say which fixes are made.
type fixFlags struct {
	fix, unsafe, diff bool
}

func (f *fixFlags) register(flags *pflag.FlagSet) {
	flags.BoolVar(&f.fix, "fix", false, "make the safe fixes: Flink computes the same memory before and after")
	flags.BoolVar(&f.unsafe, "unsafe-fixes", false, "with --fix or --diff: make the first unsafe fix of each finding, too")
	flags.BoolVar(&f.diff, "diff", false, "print what the fixes would change in place of writing it")
}

func (f *fixFlags) check(o *lint.Options) error {
	switch {
	case f.unsafe && !f.fix && !f.diff:
		return errors.New("--unsafe-fixes says which fixes --fix or --diff make: give one of these, too")
	case (f.fix || f.diff) && o.WriteBaseline:
		return errors.New("--write-baseline and fixes do not go together: fix first")
	case f.fix && !f.diff && slices.Contains(o.Paths, "-"):
		return errors.New("standard input cannot be fixed in place: use --diff")
	}
	return nil
}

// lint lints the files; with fixes it makes them first, and the result is what they leave.
func (p *program) lint(f *fixFlags, o *lint.Options) (*lint.Result, error) {
	done := p.progress(o)
	defer done()
	if !f.fix && !f.diff {
		return lint.Run(context.Background(), *o)
	}
	fixed, err := lint.ApplyFixes(context.Background(), *o, f.unsafe)
	if err != nil {
		return nil, err
	}
	for _, refused := range fixed.Refused {
		p.note("%s: %v", refused.Path, refused.Err)
	}
	if f.diff {
		if !slices.Contains(o.Paths, "-") {
			fixed.Files = slices.DeleteFunc(fixed.Files, func(file *lint.FixedFile) bool {
				err := file.CanWrite()
				if err != nil {
					p.complain(err)
					p.fail(exitFailure)
				}
				return err != nil
			})
		}
		b := bufio.NewWriter(p.stdout)
		if err := errors.Join(report.Diff(b, fixed.Files), b.Flush()); err != nil {
			p.complain(err)
			p.fail(exitFailure)
		}
		return fixed.First, nil
	}
	made, files, refused := 0, 0, false
	for _, file := range fixed.Files {
		if err := file.Write(); err != nil {
			p.complain(err)
			p.fail(exitFailure)
			refused = true
			continue
		}
		made += len(file.Fixes)
		files++
	}
	if made > 0 {
		p.note("made %s in %s", count(made, "fix", "fixes"), count(files, "file", "files"))
	}
	if refused { // what the fixes would have left is not what there is
		return lint.Run(context.Background(), *o)
	}
	return fixed.Rest, nil
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
