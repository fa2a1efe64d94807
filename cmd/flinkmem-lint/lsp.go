package main

import (
	"github.com/flinkmem/flinkmem-lint/lsp"
	"github.com/spf13/cobra"
)

func (p *program) lspCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "lsp",
		Short: "Serve an editor: the language server on standard input and output",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			p.fail(lsp.Serve(lsp.Options{In: p.stdin, Out: p.stdout, Log: p.stderr, Version: programVersion()}))
			return nil
		},
	}
	// Clients give these to every server; there is no other way to speak to this one.
	c.Flags().Bool("stdio", true, "speak on standard input and output")
	c.Flags().Int("clientProcessId", 0, "the editor's process")
	for _, name := range []string{"stdio", "clientProcessId"} {
		if err := c.Flags().MarkHidden(name); err != nil {
			panic(err)
		}
	}
	return c
}
