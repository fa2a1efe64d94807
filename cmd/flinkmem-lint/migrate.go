package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
	"github.com/flinkmem/flinkmem-lint/lint/source"
	"github.com/spf13/cobra"
)

func (p *program) migrateCommand() *cobra.Command {
	var f inputFlags
	var to, output string
	var container bool
	c := &cobra.Command{
		Use:   "migrate [FILE]",
		Short: "Turn a flink-conf.yaml (default: the one here) into a config.yaml for another Flink version",
		Long: "Writes the config.yaml on standard output, with the comments of the flink-conf.yaml, its options under their new names, and\n" +
			"those that the new version does not read as comments. What changes, also of the memory, is said on standard error.\n" +
			"The exit status is 1 where the new version computes another memory, or none.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{"flink-conf.yaml"}
			}
			target, err := migrationTarget(to)
			if err != nil {
				return err
			}
			o, err := f.options(p, args)
			if err != nil {
				return err
			}
			reading := flink.Standalone
			if container {
				reading = flink.Container
			}
			return p.migrate(o, target, reading, output)
		},
	}
	flags := c.Flags()
	flags.SortFlags = false
	flags.StringVar(&to, "to", "2.x", "the Flink `VERSION` to migrate to: 1.19 or later; 2.x is the newest 2 that is known")
	flags.StringVar(&f.kind, "kind", "", "read the file as this `KIND`, whatever its name says; only flink-conf can be migrated")
	flags.StringVar(&f.flinkVersion, "flink-version", "", "the Flink `VERSION` that reads the file now, in place of the one found beside it")
	flags.BoolVar(&container, "container", false, "the processes run in containers of native Kubernetes or YARN, where old heap sizes mean another total")
	flags.StringVar(&output, "output", "", "`FILE` to write, which must not exist yet; default: standard output")
	return c
}

// migrationTarget reads --to: a version, or its major number with an x.
func migrationTarget(text string) (flink.Version, error) {
	if major, ok := strings.CutSuffix(text, ".x"); ok {
		if major == "2" {
			return flink.Newest(), nil
		}
		if major == "1" {
			return flink.NewestOf(1), nil
		}
	}
	v, err := flink.ParseVersion(text)
	if err != nil {
		return v, fmt.Errorf("--to: %w", err)
	}
	if v.Before(flink.MustVersion("1.19")) {
		return v, fmt.Errorf("--to %s: config.yaml is read from 1.19 on", text)
	}
	if known, exact := flink.KnownVersion(v); !exact {
		return v, fmt.Errorf("--to %s: this version is not known; the newest known is %s", text, known)
	}
	return v, nil
}

func (p *program) migrate(o *lint.Options, to flink.Version, reading flink.Reading, output string) error {
	type found struct {
		migration *lint.Migration
		cluster   *source.Cluster
		err       error
	}
	all, result, err := lint.Clusters(context.Background(), *o, func(clusters []*source.Cluster) found {
		for _, c := range clusters {
			if c.Workload == nil && len(c.Parts) == 1 && c.Parts[0].Document.Kind == source.FlinkConf {
				m, err := lint.Migrate(c, to, reading)
				return found{m, c, err}
			}
		}
		return found{err: fmt.Errorf("%s is no flink-conf.yaml: only such a file can be migrated", o.Paths[0])}
	})
	switch {
	case err != nil:
		return err
	case len(all) == 0:
		p.aftermath(o, result)
		p.fail(exitFailure)
		return nil
	case all[0].err != nil:
		p.fail(exitFailure)
		return all[0].err
	}
	m := all[0].migration
	for _, line := range report.Migrated(m, all[0].cluster) {
		p.note("%s", line)
	}
	for i := range m.Processes {
		if process := &m.Processes[i]; process.Comparable() && !process.Equal() {
			p.fail(exitFindings)
		}
	}
	if output == "" {
		_, err = p.stdout.Write([]byte(m.Text))
		return err
	}
	return p.writeNew(output, m.Text)
}

// writeNew writes a file where none is.
func (p *program) writeNew(name, text string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already: it is left as it is", name)
	}
	if err == nil {
		_, err = f.WriteString(text)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		p.fail(exitFailure)
	}
	return err
}
