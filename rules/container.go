package rules

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

const containersPage = "https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/memory/mem_tuning/#configure-memory-for-containers"

const standaloneKubernetesPage = "https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/resource-providers/standalone/kubernetes/"

var limitBelowProcess = &lint.Rule{
	ID: "container-limit-below-process", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A container may use less memory than its process is going to",
		Why: "The process starts, takes the memory that it was given, and is killed when that is more than its container " +
			"may use: usually under load, with exit code 137 and no word in Flink's log.",
		Does: "Flink divides up its Total Process Memory without looking at the container's limit. Only on native " +
			"Kubernetes and YARN does it ask for the container itself, so that the two agree; in Compose files and in " +
			"Kubernetes manifests of one's own they have to be kept in step. Compared are the limit and the total that " +
			"Flink computes, be it written or the default of Flink's image (1600 MiB for a JobManager, 1728 MiB for a " +
			"TaskManager).",
		Bad: "services:\n  taskmanager:\n    image: flink:1.20\n    command: taskmanager\n    mem_limit: 2g\n    environment:\n" +
			"      FLINK_PROPERTIES: \"taskmanager.memory.process.size: 4g\"\n",
		Good: "services:\n  taskmanager:\n    image: flink:1.20\n    command: taskmanager\n    mem_limit: 4g\n    environment:\n" +
			"      FLINK_PROPERTIES: \"taskmanager.memory.process.size: 4g\"\n",
		Kind: "compose", Links: []string{standaloneKubernetesPage},
	},
	Check: func(p *lint.Pass) {
		limited(p, func(process *source.Process, limit *source.MemoryLimit, total flink.Component) {
			if total.Size <= limit.Size {
				return
			}
			u := commonUnit(total.Size, limit.Size, total.Size-limit.Size)
			p.Report(withTotal(process, lint.Finding{
				Place: limit.Place, Span: limit.Place.Value, Label: "limit",
				Message: fmt.Sprintf("the %s of %s needs %s, but its container may use %s", process.Role, p.Cluster.Title(),
					u.write(total.Size), u.write(limit.Size)),
				Help:  "raise the limit to " + u.write(total.Size) + " or more, or lower the total",
				Fixes: fitLimit(process, limit, total),
			}, total))
		})
	},
}

// spareLimit is how much of a container's limit may lie idle before it is worth a word: sidecars and native libraries
// take some.
const spareLimit = 2 * flink.GiB

var limitFarAbove = &lint.Rule{
	ID: "container-limit-far-above-process", Severity: lint.Info,
	Doc: lint.Doc{
		Title: "A container has far more memory than its process is going to use",
		Why: "Memory that a container has and Flink does not use lies idle, while the job may be short of it. Often the " +
			"total was never raised from the image's default.",
		Does: "Flink uses its Total Process Memory and no more, whatever the container may use. This speaks up where the " +
			"limit is at least twice the total, and more than 2 GiB above it. It is a guess: native libraries or other " +
			"programs in the container may take the rest.",
		Bad: "services:\n  taskmanager:\n    image: flink:1.20\n    command: taskmanager\n    mem_limit: 16g\n",
		Good: "services:\n  taskmanager:\n    image: flink:1.20\n    command: taskmanager\n    mem_limit: 16g\n    environment:\n" +
			"      FLINK_PROPERTIES: \"taskmanager.memory.process.size: 16g\"\n",
		Kind: "compose", Heuristic: true, Links: []string{standaloneKubernetesPage},
	},
	Check: func(p *lint.Pass) {
		limited(p, func(process *source.Process, limit *source.MemoryLimit, total flink.Component) {
			if limit.Size < 2*total.Size || limit.Size-total.Size <= spareLimit || p.Cluster.DotNet != nil {
				return
			}
			u := commonUnit(total.Size, limit.Size)
			p.Report(withTotal(process, lint.Finding{
				Place: limit.Place, Span: limit.Place.Value, Label: "limit",
				Message: fmt.Sprintf("the container of %s may use %s, but its %s will use no more than %s", p.Cluster.Title(),
					u.write(limit.Size), process.Role, u.write(total.Size)),
				Help: "raise " + process.Role.Prefix() + "process.size, or lower the limit",
			}, total))
		})
	},
}

var flinkSizeInContainer = &lint.Rule{
	ID: "total-option-for-target", Severity: lint.Info,
	Doc: lint.Doc{
		Title: "Total Flink Memory for a process in a container",
		Why: "What bounds a container is the whole process. With Total Flink Memory alone the whole is not written anywhere: " +
			"whoever raises JVM metaspace or an off-heap size later makes the process outgrow its limit without touching a total.",
		Does: "Flink adds JVM metaspace and JVM overhead to Total Flink Memory. With Total Process Memory it takes them out of the " +
			"total instead, which then stays what it is. Flink's documentation advises the latter for containers. This speaks " +
			"up only where the container has a memory limit, and Flink does not set the limit itself.",
		Bad: "services:\n  taskmanager:\n    image: flink:1.20\n    command: taskmanager\n    mem_limit: 2g\n    volumes:\n" +
			"      - ./config.yaml:/opt/flink/conf/config.yaml\n",
		Good: "services:\n  taskmanager:\n    image: flink:1.20\n    command: taskmanager\n    mem_limit: 2g\n    environment:\n" +
			"      FLINK_PROPERTIES: \"taskmanager.memory.process.size: 2g\"\n",
		Files: map[string]string{"config.yaml": "jobmanager.memory.process.size: 1600m\ntaskmanager.memory.flink.size: 1280m\n"},
		Kind:  "compose", Links: []string{
			containersPage,
		},
	},
	Check: func(p *lint.Pass) {
		limited(p, func(process *source.Process, limit *source.MemoryLimit, total flink.Component) {
			o, set := setBy(process, flink.TotalFlink)
			key := process.Role.Prefix() + "process.size"
			if _, both := process.Options[key]; !set || both || total.Size > limit.Size || o.Key != process.Role.Prefix()+"flink.size" {
				return
			}
			m := process.Memory()
			value := roundUpTo(flink.MiB, total.Size).Config()
			p.Report(lint.Finding{
				Place: o.Place, Span: o.Place.Key, Role: &m.Role, Label: "not the whole process",
				Message: fmt.Sprintf("%s: flink.size makes a process of %s in a container of %s, and leaves that total unwritten",
					m.Role, total.Size, limit.Size),
				Sum:     wholeProcess(m),
				Help:    fmt.Sprintf("set %s: %s instead", key, value),
				Fixes:   replaceBy(p, process, o, key, value),
				Related: []lint.Related{{Place: limit.Place, Span: limit.Place.Value, Message: "limit"}},
			})
		})
	},
}

// replaceBy suggests to write another option in the place of one.
func replaceBy(p *lint.Pass, process *source.Process, o source.Option, key, value string) []lint.Fix {
	d := o.Place.Document
	renamed, ok := d.RenameKey(o, key)
	set, settable := d.SetValue(o, value)
	outcome := outcomeOf(flink.Calculate(process.Role, process.Reading, p.Version(), process.Config().Without(o.Key).With(key, value)))
	if !ok || !settable || outcome == "" {
		return nil
	}
	title := "set " + key + ": " + value + " instead (" + outcome + ")"
	return []lint.Fix{{Title: title, Safety: lint.Suggestion, Edits: []source.Edit{renamed, set}}}
}

// wholeProcess writes how Total Process Memory follows from Total Flink Memory.
func wholeProcess(m *flink.Memory) string {
	s := &flink.Sum{Parts: termsOf(m, flink.TotalFlink, flink.Metaspace, flink.Overhead)}
	u := sumUnit(&flink.Problem{Sum: s})
	return u.addition(s) + " (" + flink.TotalProcess.Label() + ")"
}

// limited visits the processes that run alone in a container with a memory limit, whose total is known.
func limited(p *lint.Pass, visit func(*source.Process, *source.MemoryLimit, flink.Component)) {
	w := p.Cluster.Workload
	if w == nil || w.Limit == nil || w.Limit.State == source.Unknown || w.Reading != flink.Standalone || len(p.Processes()) != 1 {
		return
	}
	process := p.Processes()[0]
	if !process.Configured {
		return
	}
	if total, ok := process.Memory().Component(flink.TotalProcess); ok {
		visit(process, w.Limit, total)
	}
}

// withTotal shows where the total of a process is written.
func withTotal(process *source.Process, f lint.Finding, total flink.Component) lint.Finding {
	role := process.Role
	f.Role = &role
	if f.Span.Len() == 0 {
		f.Span = f.Place.Entry
	}
	for _, k := range total.Keys {
		if o, ok := process.Options[k]; ok && !o.Place.IsZero() {
			f.Related = append(f.Related, lint.Related{Place: o.Place, Span: o.Place.Value, Message: flink.TotalProcess.Label()})
			return f
		}
	}
	f.Sum = "the total is the default of Flink's image"
	if total.Origin != flink.Explicit {
		f.Sum = ""
	}
	return f
}

var templateMemoryIgnored = &lint.Rule{
	ID: "pod-template-memory-ignored", Severity: lint.Warning, Tag: lint.Unused,
	Doc: lint.Doc{
		Title: "Flink overwrites the memory of its container in a pod template",
		Why: "The memory that a pod template gives to Flink's main container has no effect: the pod is larger or smaller " +
			"than its template says.",
		Does: "Flink sets requests and limits of flink-main-container itself, whatever the template says. The request is " +
			"Total Process Memory, which is resource.memory in a FlinkDeployment; the limit is the request times " +
			"kubernetes.jobmanager.memory.limit-factor or kubernetes.taskmanager.memory.limit-factor (1.0 by default, " +
			"from 1.15 on). The operator's standalone mode does the same. Other containers of the template keep what they " +
			"say.",
		Bad: "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: job\nspec:\n  flinkVersion: v1_20\n" +
			"  podTemplate:\n    spec:\n      containers:\n        - name: flink-main-container\n          resources:\n" +
			"            limits:\n              memory: 4Gi\n  jobManager:\n    resource:\n      memory: 2g\n" +
			"  taskManager:\n    resource:\n      memory: 2g\n",
		Good: "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: job\nspec:\n  flinkVersion: v1_20\n" +
			"  jobManager:\n    resource:\n      memory: 2g\n  taskManager:\n    resource:\n      memory: 4g\n",
		Kind: "kubernetes", Since: "1.13",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/resource-providers/native_kubernetes/#fields-overwritten-by-flink",
		},
	},
	Check: func(p *lint.Pass) {
		if p.Cluster.Workload == nil {
			return
		}
		var role *flink.Role
		var last *lint.Finding // requests and limits of one container are one mistake
		for _, m := range p.Cluster.Workload.TemplateMemory {
			span := m.Place.Value
			if span.Len() == 0 {
				span = m.Place.Entry
			}
			if last != nil && role == m.Role && last.Place.Document == m.Place.Document {
				last.Related = append(last.Related, lint.Related{Place: m.Place, Span: span, Message: "this, too"})
				continue
			}
			if last != nil {
				p.Report(*last)
			}
			role, last = m.Role, &lint.Finding{
				Place: m.Place, Span: span, Label: "replaced",
				Message: "Flink replaces the memory of flink-main-container by its Total Process Memory",
				Help:    "set resource.memory of the jobManager or the taskManager instead",
			}
		}
		if last != nil {
			p.Report(*last)
		}
	},
}

var versionsDisagree = &lint.Rule{
	ID: "flink-versions-disagree", Severity: lint.Warning,
	Doc: lint.Doc{
		Title: "The image and flinkVersion name different Flink versions",
		Why: "The operator writes the configuration for flinkVersion, and the image runs it. Where they differ the file " +
			"may have a name, options or a syntax that the running Flink does not read.",
		Does: "The operator writes a flink-conf.yaml where flinkVersion is a 1.x, and a config.yaml from 2.0 on. Flink 2 " +
			"does not read the first, Flink up to 1.18 not the second. Compared are the minor versions of flinkVersion " +
			"and of the image's tag; all other findings in the resource are those of flinkVersion.",
		Bad: "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: job\nspec:\n  image: flink:2.0\n" +
			"  flinkVersion: v1_20\n  jobManager:\n    resource:\n      memory: 2g\n  taskManager:\n    resource:\n      memory: 2g\n",
		Good: "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: job\nspec:\n  image: flink:2.0\n" +
			"  flinkVersion: v2_0\n  jobManager:\n    resource:\n      memory: 2g\n  taskManager:\n    resource:\n      memory: 2g\n",
		Kind: "kubernetes", Links: []string{operatorPage},
	},
	Check: func(p *lint.Pass) {
		w := p.Cluster.Workload
		if w == nil || w.Image.Version.IsZero() {
			return
		}
		for _, c := range w.Clues {
			if c.Evidence != source.FromFlinkVersion || c.Version.MinorRelease() == w.Image.Version.MinorRelease() {
				continue
			}
			span := c.Place.Value
			if span.Len() == 0 {
				span = c.Place.Entry
			}
			image := w.Image.Place.Value
			if image.Len() == 0 {
				image = w.Image.Place.Entry
			}
			p.Report(lint.Finding{
				Place: c.Place, Span: span, Label: c.Version.String(),
				Message: fmt.Sprintf("flinkVersion is %s, but the image has Flink %s", c.Version, w.Image.Version),
				Help:    "name the same version in both",
				Related: []lint.Related{{Place: w.Image.Place, Span: image, Message: w.Image.Version.String()}},
			})
		}
	},
}

// limitUnits are the units of container limits in powers of 1024, as Kubernetes and Compose write them.
var limitUnits = map[string]flink.Size{
	"": 1, "b": 1, "k": flink.KiB, "kb": flink.KiB, "m": flink.MiB, "mb": flink.MiB, "g": flink.GiB, "gb": flink.GiB,
	"Ki": flink.KiB, "Mi": flink.MiB, "Gi": flink.GiB,
}

// smallerUnits are the units to write what is no whole number of a larger one in.
var smallerUnits = map[string]string{"g": "m", "gb": "mb", "Gi": "Mi", "m": "k", "Mi": "Ki"}

// limitText writes a limit in the unit that it is written in, or in the next smaller one; "" where that is not clear.
func limitText(written string, was, size flink.Size) string {
	end := strings.IndexFunc(written, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(written)
	}
	unit := written[end:]
	n, err := strconv.ParseInt(written[:end], 10, 64)
	if step, ok := limitUnits[unit]; err != nil || !ok || flink.Size(n)*step != was {
		return ""
	}
	for {
		step := limitUnits[unit]
		if size%step == 0 {
			return strconv.FormatInt(int64(size/step), 10) + unit
		}
		smaller, ok := smallerUnits[unit]
		if !ok {
			return strconv.FormatInt(int64((size+step-1)/step), 10) + unit
		}
		unit = smaller
	}
}

// raiseLimit offers a larger limit, written as the one that is there.
func raiseLimit(limit *source.MemoryLimit, size flink.Size) []lint.Fix {
	d, span := limit.Place.Document, limit.Place.Value
	if d == nil || span.Len() == 0 || limit.State == source.Unknown {
		return nil
	}
	text := textIn(d, span)
	bare := strings.Trim(text, `"'`)
	raised := limitText(bare, limit.Size, size)
	if raised == "" || strings.Count(text, bare) != 1 {
		return nil
	}
	return []lint.Fix{{
		Title: "raise the limit to " + raised, Safety: lint.Unsafe,
		Edits: []source.Edit{{Document: d, Span: span, NewText: strings.Replace(text, bare, raised, 1)}},
	}}
}

// fitLimit offers to raise a container's limit to what its process takes, or to lower the process's total to the limit.
func fitLimit(process *source.Process, limit *source.MemoryLimit, total flink.Component) []lint.Fix {
	fixes := raiseLimit(limit, total.Size)
	key := process.Role.Prefix() + "process.size"
	o, set := process.Options[key]
	if !set || o.Place.IsZero() {
		return fixes
	}
	value := limit.Size.RoundDown().Config()
	m := flink.Calculate(process.Role, process.Reading, process.Cluster.Version, process.Config().With(key, value))
	if e, ok := o.Place.Document.SetValue(o, value); ok && m.OK() {
		fixes = append(fixes, lint.Fix{Title: "lower process.size to " + value + " (" + outcomeOf(m) + ")", Safety: lint.Unsafe, Edits: []source.Edit{e}})
	}
	return fixes
}
