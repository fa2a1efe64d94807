package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
	"github.com/flinkmem/flinkmem-lint/rules"
	"github.com/spf13/cobra"
)

func (p *program) rulesCommand() *cobra.Command {
	var format, color string
	c := &cobra.Command{
		Use:   "rules [ID]",
		Short: "List the rules, or explain one",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			style, err := p.catalogueStyle(format, color)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				return p.show(format, func(w io.Writer) error { return report.RuleList(w, rules.All, style) },
					func(w io.Writer) error { return report.RuleListJSON(w, rules.All) })
			}
			rule := lint.FindRule(rules.All, args[0])
			if rule == nil {
				return unknownRule(args[0])
			}
			return p.show(format, func(w io.Writer) error { return report.Rule(w, rule, style) },
				func(w io.Writer) error { return report.RuleJSON(w, rule) })
		},
	}
	registerCatalogue(c, &format, &color)
	return c
}

func unknownRule(id string) error {
	var ids []string
	for _, r := range rules.All {
		ids = append(ids, r.ID)
	}
	if near := lint.Nearest(id, ids, 1); len(near) > 0 {
		return fmt.Errorf("there is no rule %q; did you mean %s?", id, near[0])
	}
	return fmt.Errorf("there is no rule %q; flinkmem-lint rules lists them", id)
}

// registerCatalogue adds the flags of the commands that show a list or one of its entries.
func registerCatalogue(c *cobra.Command, format, color *string) {
	c.Flags().SortFlags = false
	c.Flags().StringVar(format, "format", "text", "`FORMAT` of the result: text or json")
	registerColor(c.Flags(), color)
}

func (p *program) catalogueStyle(format, color string) (report.Style, error) {
	style, err := styleOf(color, p.stdout)
	return style, errors.Join(oneOf("--format", format, "text", "json"), err)
}

// show writes one of two forms of a result to standard output.
func (p *program) show(format string, text, json func(io.Writer) error) error {
	write := text
	if format == "json" {
		write = json
	}
	if err := write(p.stdout); err != nil {
		p.fail(exitFailure)
		return err
	}
	return nil
}
