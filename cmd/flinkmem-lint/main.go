// Flinkmem-lint checks the memory options of Apache Flink in the files that configure it.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The exit statuses.
const (
	exitOK       = 0
	exitFindings = 1 // findings at or above the fail level; for memory: a process that Flink refuses
	exitUsage    = 2 // a mistake in the call or in a configuration file
	exitFailure  = 3 // a file could not be read, or another failure
)

func main() {
	tuneGC()
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// program is one run of the command line.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	status         int
}

// run is the whole program; it returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{stdin: stdin, stdout: stdout, stderr: stderr}
	root := p.rootCommand()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	if err := root.Execute(); err != nil {
		p.complain(err)
		if p.status == exitOK {
			p.status = exitUsage
		}
	}
	return p.status
}

func (p *program) rootCommand() *cobra.Command {
	root := p.checkCommand()
	root.Use = "flinkmem-lint [PATH...]"
	root.Short = "Checks the memory options of Apache Flink"
	root.Long = "flinkmem-lint checks the memory options of Apache Flink in the files that configure it, with Flink's own\n" +
		"arithmetic, version by version. Without a command it checks the files and folders given (default: .)."
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(flagError)
	for _, c := range []*cobra.Command{p.checkCommand(), p.memoryCommand(), p.rulesCommand(), p.optionsCommand(), p.initCommand(), p.migrateCommand(), p.lspCommand(), p.versionCommand()} {
		root.AddCommand(c)
	}
	return root
}

// complain writes one line on standard error for each mistake.
func (p *program) complain(err error) {
	for line := range strings.SplitSeq(err.Error(), "\n") {
		fmt.Fprintln(p.stderr, "flinkmem-lint: "+line)
	}
}

func (p *program) note(format string, args ...any) {
	fmt.Fprintf(p.stderr, "flinkmem-lint: "+format+"\n", args...)
}

// fail raises the exit status; a higher one that is set already stays.
func (p *program) fail(status int) { p.status = max(p.status, status) }

// flagError adds the nearest flag to pflag's message about an unknown one.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return err
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	hint := "; see flinkmem-lint " + strings.TrimSpace(strings.TrimPrefix(c.CommandPath(), "flinkmem-lint")+" --help")
	if near := lint.Nearest("--"+unknown.GetSpecifiedName(), names, 1); len(near) > 0 {
		hint = "; did you mean " + near[0] + "?"
	}
	return errors.New(err.Error() + hint)
}
