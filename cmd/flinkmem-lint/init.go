package main

import (
	"path/filepath"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/rules"
	"github.com/spf13/cobra"
)

func (p *program) initCommand() *cobra.Command {
	var schema bool
	c := &cobra.Command{
		Use:   "init [FOLDER]",
		Short: "Write a commented " + lint.ConfigName + " that changes nothing yet",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if schema {
				text, err := lint.ConfigSchema(rules.All)
				if err == nil {
					_, err = p.stdout.Write(text)
				}
				return err
			}
			folder := "."
			if len(args) > 0 {
				folder = args[0]
			}
			return p.writeConfig(filepath.ToSlash(filepath.Join(folder, lint.ConfigName)))
		},
	}
	c.Flags().BoolVar(&schema, "schema", false, "print the JSON schema of the configuration file in place of writing one")
	return c
}

// writeConfig writes the template where no file is: it never replaces one.
func (p *program) writeConfig(name string) error {
	if err := p.writeNew(name, lint.ConfigTemplate(rules.All)); err != nil {
		return err
	}
	p.note("wrote %s", name)
	return nil
}
