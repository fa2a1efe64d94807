package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
	"github.com/flinkmem/flinkmem-lint/rules"
	"github.com/spf13/cobra"
)

// outcome is a result on its way out, with what formats have to know besides.
type outcome struct {
	*lint.Result
	options *lint.Options
	style   report.Style // of the receiver
}

// format is one of the formats of check.
type format struct {
	name, about string
	write       func(p *program, w io.Writer, o outcome) error
	fixes       bool // it tells the fixes, which take a search
	pictures    bool // it draws the memory of processes
}

// formats are all of them, the default first.
var formats = []format{
	{name: "text", about: "for people", fixes: true, write: func(_ *program, w io.Writer, o outcome) error {
		return report.Text(w, o.Result, o.style)
	}},
	{name: "compact", about: "a finding a line, for editors and problem matchers", write: func(_ *program, w io.Writer, o outcome) error {
		return report.Compact(w, o.Result)
	}},
	{name: "json", about: "for programs", fixes: true, write: func(_ *program, w io.Writer, o outcome) error {
		return report.JSON(w, o.Result, programVersion())
	}},
	{name: "sarif", about: "for code scanning", fixes: true, write: (*program).writeSARIF},
	{name: "github", about: "annotations and a summary in GitHub Actions", pictures: true, write: (*program).writeGitHub},
	{name: "junit", about: "for the test reports of CI systems", fixes: true, write: func(_ *program, w io.Writer, o outcome) error {
		return report.JUnit(w, o.Result)
	}},
	{name: "statistics", about: "how many findings each rule has", write: func(_ *program, w io.Writer, o outcome) error {
		return report.Statistics(w, o.Result, o.style)
	}},
}

func allFormats() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// formatNames lists the formats in words.
func formatNames() string {
	names := allFormats()
	last := len(names) - 1
	return names[0] + " (default), " + strings.Join(names[1:last], ", ") + " or " + names[last]
}

// completeFormats makes a shell complete the formats.
func completeFormats(c *cobra.Command) {
	var choices []string
	for _, f := range formats {
		choices = append(choices, f.name+"\t"+f.about)
	}
	if err := c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(choices, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // there is no such flag
	}
}

// in is the format of a target, whose name has been checked.
func (t target) in() format { return formats[slices.Index(allFormats(), t.format)] }

// write writes a result where it is wanted.
func (p *program) write(t target, o *lint.Options, result *lint.Result, style report.Style) error {
	f := t.in()
	out := outcome{result, o, style}
	if t.file == "" {
		return p.writeBuffered(p.stdout, f, out)
	}
	out.style = report.Style{}
	file, err := os.Create(t.file)
	if err != nil {
		return fmt.Errorf("--output: %w", err)
	}
	if err := p.writeBuffered(file, f, out); err != nil {
		file.Close()
		return fmt.Errorf("--output: %w", err)
	}
	return file.Close()
}

func (p *program) writeBuffered(w io.Writer, f format, o outcome) error {
	b := bufio.NewWriterSize(w, 64<<10)
	if err := f.write(p, b, o); err != nil {
		return err
	}
	return b.Flush()
}

func (p *program) writeSARIF(w io.Writer, o outcome) error {
	settings := report.RunSettings{Kind: string(o.options.Kind), NoIgnore: o.options.NoIgnore, Baseline: o.options.Baseline}
	if v := o.options.FlinkVersion; !v.IsZero() {
		settings.FlinkVersion = v.String()
	}
	size, err := report.SARIF(w, o.Result, report.SARIFRun{
		Version: programVersion(), Rules: rules.All, Levels: o.RuleLevels(), Settings: settings, Locate: locator(o.options.Dir),
	})
	if size.LeftOut > 0 {
		p.note("GitHub takes %d results in a SARIF file: %s of the lowest severities left out", report.MaxSARIFResults, count(size.LeftOut, "finding", "findings"))
	}
	if size.Compressed > report.MaxSARIFBytes {
		p.note("GitHub takes SARIF files of up to %d MB when compressed, and this one is larger: check fewer folders at once", report.MaxSARIFBytes/1_000_000)
	}
	return err
}

// writeGitHub writes annotations, and adds to the job's summary where there is one.
func (p *program) writeGitHub(w io.Writer, o outcome) error {
	locate := locator(o.options.Dir)
	if name := os.Getenv("GITHUB_STEP_SUMMARY"); name != "" {
		if err := addSummary(name, o.Result, locate); err != nil { // the annotations count all the same
			p.complain(fmt.Errorf("GITHUB_STEP_SUMMARY: %w", err))
			p.fail(exitFailure)
		}
	}
	return report.GitHub(w, o.Result, locate)
}

// addSummary appends to the summary of a step, as far as GitHub leaves room.
func addSummary(name string, result *lint.Result, locate report.Locator) error {
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err == nil {
		_, err = io.WriteString(file, report.GitHubSummary(result, locate, wording, report.MaxGitHubSummary-int(info.Size())))
	}
	return errors.Join(err, file.Close())
}
