package rules

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var limitFactorBelowOne = &lint.Rule{
	ID: "limit-factor-below-one", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A memory limit factor below 1",
		Why: "A factor below 1 would allow a container less than its process needs. Flink refuses it, and no container is " +
			"started.",
		Does: "On native Kubernetes Flink requests its Total Process Memory for a container, and limits the container to " +
			"that times kubernetes.jobmanager.memory.limit-factor or kubernetes.taskmanager.memory.limit-factor. Both are " +
			"1.0 by default and have to be at least 1. A larger factor does not make the process larger: its memory is " +
			"computed from the request. Where Flink does not start its containers itself, it does not read these options.",
		Bad: "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: job\nspec:\n  flinkVersion: v1_20\n" +
			"  flinkConfiguration:\n    kubernetes.taskmanager.memory.limit-factor: \"0.8\"\n" +
			"  jobManager:\n    resource:\n      memory: 2g\n  taskManager:\n    resource:\n      memory: 2g\n",
		Good: "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: job\nspec:\n  flinkVersion: v1_20\n" +
			"  flinkConfiguration:\n    kubernetes.taskmanager.memory.limit-factor: \"1.2\"\n" +
			"  jobManager:\n    resource:\n      memory: 2g\n  taskManager:\n    resource:\n      memory: 2g\n",
		Kind: "kubernetes", Since: "1.15",
		Links: []string{
			"https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/config/#kubernetes",
		},
	},
	Check: func(p *lint.Pass) {
		for _, process := range p.Processes() {
			key := "kubernetes." + strings.ToLower(process.Role.String()) + ".memory.limit-factor"
			o, set := process.Options[key]
			if !set || o.Place.IsZero() || process.Reading != flink.Container {
				continue
			}
			known, ok := flink.Lookup(key)
			if !ok || !known.WorksIn(p.Version()) || known.Check(o.Value, p.Version(), true) != nil {
				continue // a text that is no number has its own rule
			}
			if f, err := flink.ParseFactor(o.Value); err != nil || f >= 1 {
				continue
			}
			role := process.Role
			p.Report(lint.Finding{
				Place: o.Place, Span: o.Place.Value, Role: &role, Label: "below 1",
				Message: fmt.Sprintf("%s is %s, and Flink refuses a factor below 1", key, strings.TrimSpace(o.Value)),
				Help:    "write 1.0 or more: the limit is the request times the factor",
				Fixes:   replaceValue(o, "1.0", "", lint.Unsafe),
			})
		}
	},
}

var resourceMemoryInvalid = &lint.Rule{
	ID: "resource-memory-invalid", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A resource memory that the operator cannot read",
		Why: "The operator refuses the whole resource over an amount of memory that it cannot read: nothing of it is " +
			"deployed.",
		Does: "The operator reads resource.memory as Flink's memory size first (2g, 2G and 2048m are 2 GiB, a number alone " +
			"is bytes), and where that fails as a Kubernetes quantity (2Gi). Decimals with a unit, such as 1.5g and " +
			"1.5Gi, are refused as both, and so is a number without quotes, because the field is a text. Requests and " +
			"limits in resources, which the operator reads from its 1.16 on, have to be more than nothing, and Kubernetes " +
			"quantities where both are set.",
		Bad: "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: job\nspec:\n  flinkVersion: v1_20\n" +
			"  jobManager:\n    resource:\n      memory: 1.5g\n  taskManager:\n    resource:\n      memory: 2g\n",
		Good: "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: job\nspec:\n  flinkVersion: v1_20\n" +
			"  jobManager:\n    resource:\n      memory: 1536m\n  taskManager:\n    resource:\n      memory: 2g\n",
		Kind: "kubernetes", Links: []string{operatorPage},
	},
	Check: func(p *lint.Pass) {
		reportNotes(p, source.NoteResourceMemory, lint.Finding{
			Label: "cannot be read", Message: "the operator cannot read this amount of memory",
			Help: "write a whole number and a unit, such as 1536m or 2g",
		})
	},
}

var resourceMemoryIgnored = &lint.Rule{
	ID: "resource-memory-ignored", Severity: lint.Warning, Tag: lint.Unused,
	Doc: lint.Doc{
		Title: "The operator does not read this amount of memory",
		Why: "The amount looks like the size of the process, but the operator does not read it. The process gets another " +
			"size, or the operator refuses the resource because it has none.",
		Does: "The operator turns spec.jobManager.resource.memory and spec.taskManager.resource.memory into process.size. " +
			"From its 1.16 on resources take the place of resource: where they have requests or limits, the memory in " +
			"these counts, the request first, and resource is ignored even where they have no memory. Memory directly " +
			"below jobManager or taskManager is no field at all: the API server drops or refuses it.",
		Bad: "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: job\nspec:\n  flinkVersion: v1_20\n" +
			"  flinkConfiguration:\n    taskmanager.memory.process.size: 2g\n" +
			"  jobManager:\n    resource:\n      memory: 2g\n  taskManager:\n    memory: 4g\n",
		Good: "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: job\nspec:\n  flinkVersion: v1_20\n" +
			"  jobManager:\n    resource:\n      memory: 2g\n  taskManager:\n    resource:\n      memory: 4g\n",
		Kind: "kubernetes", Links: []string{operatorPage},
	},
	Check: func(p *lint.Pass) {
		reportNotes(p, source.NoteResourceIgnored, lint.Finding{
			Label: "ignored", Message: "the operator ignores resource.memory, because there are resources",
			Help: "keep one of the two",
		})
		reportNotes(p, source.NoteMemoryMisplaced, lint.Finding{
			Label: "no such field", Message: "memory stands one level too high: the operator reads resource.memory",
			Help: "indent it below resource:",
		})
	},
}

var requestAboveLimit = &lint.Rule{
	ID: "resource-request-above-limit", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "A memory request above its limit",
		Why: "Kubernetes does not start a container that requests more memory than it is limited to, and the operator " +
			"refuses the resource before it comes to that.",
		Does: "From its 1.16 on the operator turns resources.requests.memory into process.size, and the limit divided by " +
			"the request into the limit factor. It refuses a request above its limit. With only one of the two there is " +
			"nothing to compare: either is the size.",
		Bad: "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: job\nspec:\n  flinkVersion: v1_20\n" +
			"  jobManager:\n    resource:\n      memory: 2g\n  taskManager:\n    resources:\n      requests:\n        memory: 4Gi\n" +
			"      limits:\n        memory: 2Gi\n",
		Good: "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: job\nspec:\n  flinkVersion: v1_20\n" +
			"  jobManager:\n    resource:\n      memory: 2g\n  taskManager:\n    resources:\n      requests:\n        memory: 4Gi\n" +
			"      limits:\n        memory: 4Gi\n",
		Kind: "kubernetes", Links: []string{operatorPage},
	},
	Check: func(p *lint.Pass) {
		reportNotes(p, source.NoteRequestAboveLimit, lint.Finding{
			Label: "above the limit", Message: "the memory request of %s, and the operator refuses it",
			Help: "raise the limit, or lower the request",
		})
	},
}

// reportNotes reports what the cluster's workload notes under a code.
func reportNotes(p *lint.Pass, code source.NoteCode, f lint.Finding) {
	if p.Cluster.Workload == nil {
		return
	}
	message := f.Message // %s stands for the note's detail
	for _, n := range p.Cluster.Workload.Notes {
		if n.Code != code {
			continue
		}
		f.Place, f.Span, f.Role = n.Place, n.Place.Value, n.Role
		f.Message = strings.Replace(message, "%s", n.Detail, 1)
		if f.Span.Len() == 0 {
			f.Span = n.Place.Entry
		}
		if f.Fixes = nil; code == source.NoteResourceMemory {
			f.Fixes = meantResource(n)
		}
		if n.Role != nil && (code == source.NoteMemoryMisplaced || code == source.NoteResourceMemory) {
			f.Mends = []string{n.Role.Prefix() + "process.size"}
		}
		p.Report(f)
	}
}

// meantResource writes an amount of memory as the operator reads it, where it is clear which one was meant.
func meantResource(n source.Note) []lint.Fix {
	d, at := n.Place.Document, n.Place.Value
	size, ok := flink.Lookup("taskmanager.memory.process.size")
	if !ok || at.Len() == 0 || n.Detail == "zero" || n.Detail == "empty" || n.Detail == "negative" {
		return nil
	}
	written := strings.Trim(string(d.Bytes[at.Start:at.End]), `"'`)
	meant := written
	if _, err := flink.ParseSize(written); err != nil || n.Detail != "not-text" {
		if meant = size.Meant(written, flink.Newest()); meant == "" || meant == written {
			return nil
		}
	}
	text := strconv.Quote(meant)
	return []lint.Fix{{Title: "write " + text, Safety: lint.Unsafe, Edits: []source.Edit{{Document: d, Span: at, NewText: text}}}}
}

var autotuningReplaces = &lint.Rule{
	ID: "autotuning-replaces-memory", Severity: lint.Info, Tag: lint.Unused,
	Doc: lint.Doc{
		Title: "The autoscaler's memory tuning replaces memory options",
		Why: "With the autoscaler's memory tuning the operator sets the TaskManager's sizes itself once it has seen the " +
			"job run. What is written here counts only until then.",
		Does: "With job.autoscaler.memory.tuning.enabled set to true the operator removes flink.size, task.heap.size and " +
			"managed.size, and sets process.size, network.min and network.max, jvm-metaspace.size, the fractions of " +
			"managed memory and JVM overhead, and a framework heap of 0. The total never exceeds the one in " +
			"spec.taskManager. Reported is each of the three options that it removes.",
		Bad: "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: job\nspec:\n  flinkVersion: v1_20\n" +
			"  flinkConfiguration:\n    job.autoscaler.memory.tuning.enabled: \"true\"\n    taskmanager.memory.managed.size: 1g\n" +
			"  jobManager:\n    resource:\n      memory: 2g\n  taskManager:\n    resource:\n      memory: 4g\n",
		Good: "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: job\nspec:\n  flinkVersion: v1_20\n" +
			"  flinkConfiguration:\n    job.autoscaler.memory.tuning.enabled: \"true\"\n" +
			"  jobManager:\n    resource:\n      memory: 2g\n  taskManager:\n    resource:\n      memory: 4g\n",
		Kind: "kubernetes", Links: []string{
			"https://nightlies.apache.org/flink/flink-kubernetes-operator-docs-stable/docs/custom-resource/autotuning/",
		},
	},
	Check: checkAutotuning,
}

func checkAutotuning(p *lint.Pass) {
	tm := p.Cluster.TaskManager
	if p.Cluster.Workload == nil || tm == nil {
		return
	}
	for _, n := range p.Cluster.Workload.Notes {
		if n.Code != source.NoteAutotuning {
			continue
		}
		for _, rest := range []string{"flink.size", "task.heap.size", "managed.size"} {
			o, set := tm.Options[flink.TaskManager.Prefix()+rest]
			if !set || o.Place.IsZero() {
				continue
			}
			p.Report(lint.Finding{
				Place: o.Place, Span: o.Place.Key, Label: "replaced",
				Message: "the autoscaler's memory tuning removes " + short(o.Key) + " once it tunes the job",
				Help:    "leave the size to the tuning, or switch it off",
				Related: []lint.Related{{Place: n.Place, Span: n.Place.Entry, Message: "switched on here"}},
			})
		}
	}
}
