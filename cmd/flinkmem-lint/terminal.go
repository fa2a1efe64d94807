package main

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
	"github.com/spf13/pflag"
	"golang.org/x/term"
)

func registerColor(flags *pflag.FlagSet, color *string) {
	flags.StringVar(color, "color", "auto", "colours: auto, always or never")
}

// terminalOf is the file behind a writer where that is a terminal, or nil.
func terminalOf(w io.Writer) *os.File {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return f
	}
	return nil
}

// styleOf decides what a text on w may look like: --color, then NO_COLOR, CLICOLOR_FORCE and TERM, as everywhere.
func styleOf(color string, w io.Writer) (report.Style, error) {
	if err := oneOf("--color", color, "auto", "always", "never"); err != nil {
		return report.Style{}, err
	}
	var style report.Style
	terminal := terminalOf(w)
	if terminal != nil {
		if width, _, err := term.GetSize(int(terminal.Fd())); err == nil {
			style.Width = width
		}
	}
	force := os.Getenv("CLICOLOR_FORCE")
	switch {
	case color != "auto":
		style.Color = color == "always"
	case os.Getenv("NO_COLOR") != "":
	case force != "" && force != "0":
		style.Color = true
	default:
		style.Color = terminal != nil && os.Getenv("TERM") != "dumb"
	}
	return style, nil
}

// Progress is shown to those who wait: on a terminal, after a second.
const (
	progressDelay    = time.Second
	progressInterval = 100 * time.Millisecond
)

// progress shows how many files have been read, until the function that it returns is called.
func (p *program) progress(o *lint.Options) (done func()) {
	if terminalOf(p.stderr) == nil {
		return func() {}
	}
	o.Done = new(atomic.Int64)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		wait := time.NewTimer(progressDelay)
		defer wait.Stop()
		for shown := false; ; shown = true {
			select {
			case <-stop:
				if shown {
					fmt.Fprint(p.stderr, "\r\x1b[K")
				}
				return
			case <-wait.C:
				fmt.Fprintf(p.stderr, "\r%d files read", o.Done.Load())
				wait.Reset(progressInterval)
			}
		}
	}()
	return func() {
		close(stop)
		<-stopped
	}
}
