package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/report"
	"github.com/spf13/cobra"
)

func (p *program) optionsCommand() *cobra.Command {
	var format, color string
	c := &cobra.Command{
		Use:   "options [KEY]",
		Short: "Show what an option is in every Flink version, or list the memory options",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			style, err := p.catalogueStyle(format, color)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				options := memoryOptions()
				return p.show(format, func(w io.Writer) error { return report.OptionList(w, options) },
					func(w io.Writer) error { return report.OptionListJSON(w, options) })
			}
			o, err := optionNamed(args[0])
			if err != nil {
				return err
			}
			return p.show(format, func(w io.Writer) error { return report.Option(w, o, style) },
				func(w io.Writer) error { return report.OptionJSON(w, o) })
		},
	}
	registerCatalogue(c, &format, &color)
	return c
}

func memoryOptions() []*flink.Option {
	var options []*flink.Option
	for _, o := range flink.Options() {
		if o.Memory {
			options = append(options, o)
		}
	}
	return options
}

// optionNamed finds an option by its key, or by the key of an entry of a map. Its error names the nearest keys.
func optionNamed(key string) (*flink.Option, error) {
	if o, ok := flink.Lookup(key); ok {
		return o, nil
	}
	if o, ok := flink.MapEntry(key); ok {
		return o, nil
	}
	if prefix, ok := flink.OpenPrefix(key); ok {
		return nil, fmt.Errorf("%s is not an option of its own: every key below %s is allowed", key, prefix)
	}
	if near := nearKeys(key); len(near) > 0 {
		return nil, fmt.Errorf("no version of Flink has an option %q; did you mean %s?", key, strings.Join(near, ", "))
	}
	return nil, fmt.Errorf("no version of Flink has an option %q; flinkmem-lint options lists the memory options", key)
}

// maxNear is how many keys a person wants to be offered.
const maxNear = 3

// nearKeys are the keys that end like the given one, or differ from it by a few letters.
func nearKeys(key string) []string {
	var ending, all []string
	for _, o := range flink.Options() {
		all = append(all, o.Key)
		if o.Memory && strings.HasSuffix(o.Key, "."+key) {
			ending = append(ending, o.Key)
		}
	}
	if len(ending) > 0 {
		return ending[:min(len(ending), maxNear)]
	}
	return lint.Nearest(key, all, maxNear)
}
