package main

import "github.com/spf13/cobra"

func (p *program) rulesCommand() *cobra.Command   { return &cobra.Command{Use: "rules [ID]"} }
func (p *program) optionsCommand() *cobra.Command { return &cobra.Command{Use: "options [KEY]"} }
func (p *program) memoryCommand() *cobra.Command  { return &cobra.Command{Use: "memory [PATH...]"} }
