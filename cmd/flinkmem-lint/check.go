package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/spf13/cobra"
)

// checkFlags are the flags of check alone; those that choose and read files are in inputFlags.
type checkFlags struct {
	inputFlags
	fixFlags
	formats, outputs []string
	sel, ignore      []string
	severities       []string
	noIgnore         bool
	baseline         string
	writeBaseline    bool
	failLevel        string
	exitZero         bool
	since            string
	forceExclude     bool
	onlyChanges      bool // --since is given
	color            string
}

func (p *program) checkCommand() *cobra.Command {
	var f checkFlags
	c := &cobra.Command{
		Use:   "check [PATH...]",
		Short: "Check files and folders (default: .); - reads standard input",
		Args:  cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if !c.HasParent() {
				if err := unknownCommand(c, args); err != nil {
					return err
				}
			}
			f.onlyChanges = c.Flags().Changed("since")
			return p.check(&f, args)
		},
	}
	flags := c.Flags()
	flags.SortFlags = false
	flags.StringArrayVar(&f.formats, "format", nil, "`FORMAT` of the results: "+formatNames()+"; repeatable")
	flags.StringArrayVar(&f.outputs, "output", nil, "`FILE` for the results; the nth --output belongs to the nth --format")
	f.inputFlags.register(flags)
	f.fixFlags.register(flags)
	flags.StringVar(&f.since, "since", "", "report only what concerns files that changed since the git revision `REV`, or since HEAD left it")
	flags.BoolVar(&f.forceExclude, "force-exclude", false, "treat files that are given as if found in a folder: leave out what the configuration excludes")
	flags.StringSliceVar(&f.sel, "select", nil, "run these rules only: `IDS`, separated by commas")
	flags.StringSliceVar(&f.ignore, "ignore", nil, "do not run these rules: `IDS`, separated by commas")
	flags.StringArrayVar(&f.severities, "severity", nil, "a rule's severity, as `ID=LEVEL` with off, info, warning or error; repeatable")
	flags.BoolVar(&f.noIgnore, "no-ignore", false, "report also what comments in the files are to silence")
	flags.StringVar(&f.baseline, "baseline", "", "leave out the findings that the baseline `FILE` holds")
	flags.BoolVar(&f.writeBaseline, "write-baseline", false, "write all findings into the baseline (default: "+lint.BaselineName+")")
	flags.StringVar(&f.failLevel, "fail-level", "", "lowest `LEVEL` that makes the exit status 1: error (default), warning or info")
	flags.BoolVar(&f.exitZero, "exit-zero", false, "exit with status 0 even where there are findings")
	registerColor(flags, &f.color)
	completeFormats(c)
	return c
}

// unknownCommand is the error for a first argument that is no path but nearly a command's name.
func unknownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 || strings.ContainsAny(args[0], `./\`) {
		return nil
	}
	if _, err := os.Lstat(args[0]); err == nil {
		return nil
	}
	var names []string
	for _, sub := range c.Commands() {
		names = append(names, sub.Name())
	}
	if near := lint.Nearest(args[0], names, 1); len(near) > 0 {
		return fmt.Errorf("unknown command %q; did you mean %s?", args[0], near[0])
	}
	return nil
}

// target is one result to write: a format, and the file it goes to.
type target struct {
	format string
	file   string // "" for standard output
}

func (f *checkFlags) targets() ([]target, error) {
	formats := f.formats
	if len(formats) == 0 {
		formats = []string{"text"}
	}
	if len(f.outputs) > len(formats) {
		return nil, fmt.Errorf("there are %d --output but %d --format: the nth --output belongs to the nth --format", len(f.outputs), len(f.formats))
	}
	targets := make([]target, len(formats))
	for i, format := range formats {
		if err := oneOf("--format", format, allFormats()...); err != nil {
			return nil, err
		}
		targets[i].format = format
		if i < len(f.outputs) {
			targets[i].file = f.outputs[i]
		}
	}
	if len(targets)-len(f.outputs) > 1 {
		return nil, fmt.Errorf("%d formats would go to standard output together: give all but one an --output", len(targets)-len(f.outputs))
	}
	return targets, nil
}

func (p *program) check(f *checkFlags, args []string) error {
	targets, err := f.targets()
	if err != nil {
		return err
	}
	style, err := styleOf(f.color, p.stdout)
	if err != nil {
		return err
	}
	o, err := f.options(p, args)
	if err != nil {
		return err
	}
	o.ForceExclude = f.forceExclude
	o.Select, o.Ignore, o.NoIgnore = f.sel, f.ignore, f.noIgnore
	if o.Baseline, o.WriteBaseline = f.baseline, f.writeBaseline; o.WriteBaseline && o.Baseline == "" {
		o.Baseline = lint.BaselineName
	}
	if o.Severities, err = severitiesOf(f.severities); err != nil {
		return err
	}
	level := lint.Error
	if f.failLevel != "" {
		if level, err = lint.ParseFailLevel(f.failLevel); err != nil {
			return fmt.Errorf("--fail-level: %w", err)
		}
	}

	if err := f.fixFlags.check(o); err != nil {
		return err
	}
	if f.onlyChanges {
		if o.Changes, err = p.changesSince(f.since, o); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(targets, func(t target) bool { return t.in().pictures }) {
		o.Keep = func(string) bool { return true }
	}
	o.FixesLater = !f.fix && !f.diff && !slices.ContainsFunc(targets, func(t target) bool { return t.in().fixes })
	result, err := p.lint(&f.fixFlags, o)
	if err != nil {
		return err
	}
	if o.WriteBaseline {
		if err := p.writeBaseline(o, result); err != nil {
			return err
		}
	}
	if f.failLevel == "" && result.FailLevel != lint.Off {
		level = result.FailLevel
	}
	if result.Worst() >= level && !f.exitZero {
		p.fail(exitFindings)
	}
	if f.diff {
		targets = slices.DeleteFunc(targets, func(t target) bool { return t.file == "" }) // the diff is there
	}
	for _, t := range targets {
		if err := p.write(t, o, result, style); err != nil {
			p.complain(err)
			p.fail(exitFailure)
		}
	}
	p.aftermath(o, result)
	return nil
}

// writeBaseline makes the findings of a result the baseline, so that none is left.
func (p *program) writeBaseline(o *lint.Options, result *lint.Result) error {
	if len(result.Failures) > 0 { // what could not be read would be lost from it
		p.note("no baseline written: not every file could be checked")
		return nil
	}
	n, err := lint.WriteBaseline(o, result)
	if err != nil {
		p.fail(exitFailure)
		return fmt.Errorf("--write-baseline: %s: %w", o.Baseline, err)
	}
	p.note("%s holds %s; check with --baseline %s", o.Baseline, count(n, "finding", "findings"), o.Baseline)
	return nil
}

func severitiesOf(pairs []string) (map[string]lint.Severity, error) {
	severities := map[string]lint.Severity{}
	for _, pair := range pairs {
		id, level, ok := strings.Cut(pair, "=")
		if !ok {
			return nil, fmt.Errorf("--severity %q: write it as ID=LEVEL", pair)
		}
		severity, err := lint.ParseSeverity(level)
		if err != nil {
			return nil, fmt.Errorf("--severity %s: %w", id, err)
		}
		severities[id] = severity
	}
	return severities, nil
}
