package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var invalidMemorySize = &lint.Rule{
	ID: "invalid-memory-size", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A memory size that Flink cannot read",
		Why: "Flink's memory sizes look like those of Kubernetes, but are not: 4Gi and 1.5g keep a process from starting. " +
			"An option that is read only later lets it start, and fails then.",
		Does: "A size is a whole number without a sign and, behind an optional space, a unit in any case: b, k, m, g or t, " +
			"or kb, mb, gb or tb, or bytes, kibibytes, mebibytes, gibibytes or tebibytes, all powers of 1024. Without a " +
			"unit it is bytes. Mi, Gi, MiB, decimals and an empty text are refused. Where the calculation of a process " +
			"reads the option this is an error, otherwise a warning.",
		Bad:  "taskmanager.memory.process.size: 4Gi\n",
		Good: "taskmanager.memory.process.size: 4g\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/",
		},
	},
	CheckPart: func(p *lint.Pass) { checkValues(p, true) },
}

var invalidOptionValue = &lint.Rule{
	ID: "invalid-option-value", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A number or a boolean that Flink cannot read",
		Why: "Flink does not guess what 40% or yes may mean. Where it cannot read a number or a switch the process does " +
			"not start, or fails once something reads the option.",
		Does: "Fractions are numbers such as 0.4: no percentages, no quotients, no decimal comma. Counts are whole numbers. " +
			"Switches are true or false, in any case, but not yes or on. Where the calculation of a process reads the " +
			"option this is an error, otherwise a warning.",
		Bad:  "taskmanager.memory.process.size: 4g\ntaskmanager.memory.managed.fraction: 40%\n",
		Good: "taskmanager.memory.process.size: 4g\ntaskmanager.memory.managed.fraction: 0.4\n",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/",
		},
	},
	CheckPart: func(p *lint.Pass) { checkValues(p, false) },
}

// valueCodes are the problems that are about one value.
var valueCodes = []flink.Code{flink.SizeInvalid, flink.ValueInvalid, flink.LegacyHeapInvalid, flink.ProcessBelowFlink, flink.SegmentSizeInvalid}

// checkValues reports the options of a cluster whose values do not parse: the sizes, or the numbers and booleans.
func checkValues(p *lint.Pass, sizes bool) {
	refused := problems(p, valueCodes...)
	for _, o := range p.Part.Options {
		known, ok := flink.Lookup(o.Key)
		if !ok || !known.Memory || o.State == source.Unknown || o.Layer == source.LayerResource || isMisread(p.Part, o) || isGlued(p, o) {
			continue
		}
		version := p.Version()
		if (known.TypeIn(version) == "MemorySize" || o.Key == heapSizeOf(o.Key)) != sizes {
			continue
		}
		err := checkValue(known, o, p)
		i := slices.IndexFunc(refused, func(x problem) bool { return inEffect(x.process, o) && x.Sum == nil && x.Keys[0] == o.Key })
		if err == nil && (i < 0 || refused[i].Code == flink.SegmentSizeInvalid) {
			continue
		}
		f := wordValue(known, o.Key, o.Value, version, err)
		if meant := valueMeant(known, o.Key, o.Value, version, err); meant != "" {
			f.Fixes = replaceValue(o, meant, "", lint.Unsafe)
		}
		if i >= 0 {
			// copies: an option that the function keeps would be allocated for every round of the loop
			x, key, meant := refused[i], o.Key, f.Fixes
			f.Fixes, f.Later = nil, func() []lint.Fix {
				return slices.CompactFunc(append(x.mendBy(key), meant...), func(a, b lint.Fix) bool { return slices.Equal(a.Edits, b.Edits) })
			}
			x.report(f)
			continue
		}
		f.Place, f.Span, f.Severity = o.Place, o.Place.Value, lint.Warning
		if strings.HasPrefix(o.Key, "jobmanager.heap.") && p.Version().Before(jobManagerModel) && !p.Assumed() {
			f.Severity = lint.Error // the start scripts of 1.10 read it, though nothing computes the JobManager's memory
		} else {
			f.Help += " (the process starts all the same, but what reads it later fails)"
		}
		p.Report(f)
	}
}

// jobManagerModel is the version that brought the JobManager's memory model; before it there was only its heap.
var jobManagerModel = flink.Version{Major: 1, Minor: 11}

// isGlued reports whether the image's entrypoint appends its own options to the line of the option, which has a finding of
// its own.
func isGlued(p *lint.Pass, o source.Option) bool {
	return slices.ContainsFunc(p.Siblings, func(c *source.Cluster) bool { return c.Glued != nil && c.Glued.Place == o.Place })
}

// heapSizeOf is the key itself for the old heap sizes, which were options of type String.
func heapSizeOf(key string) string {
	if key == "taskmanager.heap.size" || key == "jobmanager.heap.size" {
		return key
	}
	return ""
}

func checkValue(known *flink.Option, o source.Option, p *lint.Pass) error {
	if o.Key == heapSizeOf(o.Key) && known.WorksIn(p.Version()) {
		_, err := flink.ParseSize(o.Value)
		return err
	}
	return known.Check(o.Value, p.Version(), p.Part.Standard)
}

// inEffect reports whether the option is the one that the process reads, and no later one overrides it.
func inEffect(process *source.Process, o source.Option) bool {
	effective, ok := process.Options[o.Key]
	return ok && effective.Place == o.Place
}

func wordValue(known *flink.Option, key, text string, v flink.Version, err error) lint.Finding {
	f := lint.Finding{Label: "cannot be read"}
	value := shorten(strings.TrimSpace(text))
	switch flink.FaultOf(err) {
	case string(flink.SizeUnit):
		f.Message = fmt.Sprintf("%s: %q is not a memory size: Flink does not know the unit %q", short(key), value, shorten(unitOf(err)))
		f.Help = "the units are b, k, m, g and t (powers of 1024)"
	case string(flink.SizeNoNumber):
		f.Message = fmt.Sprintf("%s: %q is not a memory size: it does not start with a digit", short(key), value)
		f.Help = "write a whole number and a unit, such as 1728m"
	case string(flink.SizeEmpty):
		f.Message = short(key) + " is an empty text, not a memory size"
		f.Help = "write a whole number and a unit, such as 1728m, or remove the option"
	case string(flink.SizeOverflow):
		f.Message = fmt.Sprintf("%s: %q is more bytes than 64 bits can count", short(key), value)
		f.Help = "write a smaller size, such as 1728m"
	case string(flink.NotABoolean):
		f.Message = fmt.Sprintf("%s: %q is neither true nor false", short(key), value)
		f.Help = "write true or false"
	case string(flink.NotAWholeNumber):
		f.Message = fmt.Sprintf("%s: %q is not a whole number", short(key), value)
		f.Help = "write a whole number, such as 4"
	case string(flink.NumberRange):
		f.Message = fmt.Sprintf("%s: %s is outside the numbers that Flink can hold here", short(key), value)
		f.Help = "write a smaller number"
	case string(flink.NotANumber):
		f.Message = fmt.Sprintf("%s: %q is not a number", short(key), value)
		f.Help = "write a number, such as 0.4"
	default:
		f.Message = fmt.Sprintf("%s: %s is not a number that Flink takes here", short(key), value)
		f.Help = "write a positive number"
	}
	if meant := valueMeant(known, key, text, v, err); meant != "" {
		write := "write " + meant
		if flink.FaultOf(err) == string(flink.SizeUnit) {
			write = f.Help + ": " + write
		}
		f.Help = write
	}
	return f
}

// valueMeant is what the writer of a value that cannot be read probably meant; "" where that is not clear.
func valueMeant(known *flink.Option, key, text string, v flink.Version, err error) string {
	size, ok := flink.Lookup("taskmanager.memory.process.size")
	switch {
	case !ok || err == nil || flink.FaultOf(err) == string(flink.NumberRange):
		return ""
	case key == heapSizeOf(key):
		return size.Meant(text, v)
	case strings.HasSuffix(key, ".heap.mb"): // megabytes without a unit
		n, err := flink.ParseSize(text)
		if err != nil || n == 0 || n%flink.MiB != 0 {
			return ""
		}
		return fmt.Sprint(int64(n / flink.MiB))
	}
	return known.Meant(text, v)
}

// shorten cuts a value that is too long for a sentence.
func shorten(text string) string {
	const longest = 40
	if r := []rune(text); len(r) > longest {
		return string(r[:longest]) + "..."
	}
	return text
}
