package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// docs/flinkmem-lint.1 is the manual page that the packages install, written from the commands and their flags. With
// UPDATE_GOLDEN set (make golden) it is rewritten.
func TestManualPage(t *testing.T) {
	const name = "../../docs/flinkmem-lint.1"
	page := manualPage((&program{}).rootCommand())
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(name, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(written) != page {
		t.Errorf("%s is not what the commands say: make golden", name)
	}
}

// roff is a text in the language of manual pages: its escapes, and no line that starts like one of its requests.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(strings.TrimSpace(text))
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}

func manualPage(root *cobra.Command) string {
	var b strings.Builder
	b.WriteString(".\\\" written by make golden\n.TH FLINKMEM-LINT 1 \"\" \"\" \"User Commands\"\n")
	fmt.Fprintf(&b, ".SH NAME\nflinkmem\\-lint \\- %s\n", roff(strings.ToLower(root.Short[:1])+root.Short[1:]))
	b.WriteString(".SH SYNOPSIS\n.B flinkmem\\-lint\n[check] [FLAG...] [PATH...]\n.br\n.B flinkmem\\-lint\nCOMMAND [FLAG...] [ARGUMENT...]\n")
	fmt.Fprintf(&b, ".SH DESCRIPTION\n%s\n.SH COMMANDS\n", roff(root.Long))
	for _, c := range root.Commands() {
		if c.Hidden || c.Name() == "help" || c.Name() == "completion" {
			continue
		}
		fmt.Fprintf(&b, ".SS %s\n%s.\n", roff("flinkmem-lint "+c.Use), roff(c.Short))
		if c.Long != "" {
			fmt.Fprintf(&b, ".PP\n%s\n", roff(c.Long))
		}
		c.Flags().SortFlags = false
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Hidden || f.Name == "help" {
				return
			}
			argument, usage := pflag.UnquoteUsage(f)
			fmt.Fprintf(&b, ".TP\n.BR %s", roff("--"+f.Name))
			if argument != "" {
				fmt.Fprintf(&b, " \" \" \\fI%s\\fR", roff(argument))
			}
			fmt.Fprintf(&b, "\n%s.\n", roff(usage))
		})
	}
	fmt.Fprintf(&b, ".SS flinkmem\\-lint completion SHELL\nPrint a script that completes commands and flags: bash, zsh, fish or powershell.\n")
	b.WriteString(".SH EXIT STATUS\n")
	for _, status := range []struct {
		code int
		text string
	}{
		{exitOK, "nothing at or above the fail level"},
		{exitFindings, "findings; memory: a process that Flink refuses"},
		{exitUsage, "wrong usage, or a faulty .flinkmem-lint.toml"},
		{exitFailure, "a file could not be read, or another failure; the other files are still linted"},
	} {
		fmt.Fprintf(&b, ".TP\n.B %d\n%s\n", status.code, roff(status.text))
	}
	b.WriteString(".SH FILES\n.TP\n.I .flinkmem\\-lint.toml\nThe configuration: the nearest one, in a file's folder or above it. flinkmem\\-lint init writes one.\n")
	b.WriteString(".SH SEE ALSO\n.UR https://github.com/flinkmem/flinkmem\\-lint\n.UE\n")
	return b.String()
}
