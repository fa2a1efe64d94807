package main

import (
	"bufio"
	"context"
	"slices"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
	"github.com/flinkmem/flinkmem-lint/lint/source"
	"github.com/flinkmem/flinkmem-lint/rules"
	"github.com/spf13/cobra"
)

func (p *program) memoryCommand() *cobra.Command {
	var f inputFlags
	var format, color string
	c := &cobra.Command{
		Use:   "memory [PATH...]",
		Short: "Show the computed memory of every process found (default: .); - reads standard input",
		Args:  cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := oneOf("--format", format, "text", "json", "svg"); err != nil {
				return err
			}
			style, err := styleOf(color, p.stdout)
			if err != nil {
				return err
			}
			o, err := f.options(p, args)
			if err != nil {
				return err
			}
			return p.memory(o, format, style)
		},
	}
	flags := c.Flags()
	flags.SortFlags = false
	flags.StringVar(&format, "format", "text", "`FORMAT` of the result: text (a picture), json or svg")
	f.register(flags)
	registerColor(flags, &color)
	return c
}

func (p *program) memory(o *lint.Options, format string, style report.Style) error {
	done := p.progress(o)
	perScope, result, err := lint.Clusters(context.Background(), *o, func(clusters []*source.Cluster) []report.Memory {
		var all []report.Memory
		var beside map[*source.Process]bool
		if format != "json" { // a picture of each process is enough
			beside = report.BesideDotNet(clusters)
		}
		for _, c := range clusters {
			if c.Example() {
				continue
			}
			if m := report.MemoryOf(c, wording); (len(c.Processes()) > 0 || c.Unreadable() || m.DotNet != nil) && !m.LeaveOut(c, beside) {
				all = append(all, m)
			}
		}
		return all
	})
	done()
	if err != nil {
		return err
	}
	all := report.WithoutUsed(report.Merged(perScope))
	if slices.ContainsFunc(all, func(m report.Memory) bool { return m.Refused() }) {
		p.fail(exitFindings)
	}
	b := bufio.NewWriterSize(p.stdout, 64<<10)
	switch format {
	case "json":
		err = report.MemoryJSON(b, all)
	case "svg":
		err = report.MemorySVG(b, all)
	default:
		err = report.MemoryText(b, all, style)
	}
	if err == nil {
		err = b.Flush()
	}
	if err != nil {
		p.complain(err)
		p.fail(exitFailure)
	}
	p.aftermath(o, result)
	return nil
}

var wording = report.Wording{Problem: rules.Explain, Load: rules.ExplainLoad}
