package rules

import (
	"fmt"
	"slices"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

const (
	dockerPage   = "https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/resource-providers/standalone/docker/"
	operatorPage = "https://nightlies.apache.org/flink/flink-kubernetes-operator-docs-stable/docs/custom-resource/reference/"
)

var optionOverridden = &lint.Rule{
	ID: "option-overridden", Severity: lint.Warning, Tag: lint.Unused,
	Doc: lint.Doc{
		Title: "A memory option is overridden by a later layer",
		Why: "The option looks as if it counted, but a later layer sets another value, and nothing says that this one was " +
			"lost.",
		Does: "The options of a process come in layers, and the last one counts: the configuration file, then " +
			"FLINK_PROPERTIES or the operator's flinkConfiguration, then the operator's resource sizes, then -D on the " +
			"command line. The operator turns resource.memory of jobManager and taskManager into their process.size, so " +
			"one in flinkConfiguration has no effect. Values that mean the same, such as 2g and 2048m, are not reported.",
		Bad: "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: job\nspec:\n  flinkVersion: v1_20\n" +
			"  flinkConfiguration:\n    taskmanager.memory.process.size: 4g\n  jobManager:\n    resource:\n      memory: 2g\n" +
			"  taskManager:\n    resource:\n      memory: 2g\n",
		Good: "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nmetadata:\n  name: job\nspec:\n  flinkVersion: v1_20\n" +
			"  jobManager:\n    resource:\n      memory: 2g\n  taskManager:\n    resource:\n      memory: 4g\n",
		Kind: "kubernetes", Links: []string{operatorPage},
	},
	Check: checkOverridden,
}

func checkOverridden(p *lint.Pass) {
	for _, process := range p.Processes() {
		for _, part := range p.Cluster.Parts {
			if part.Role != nil && *part.Role != process.Role {
				continue
			}
			for _, o := range part.Options {
				counts, ok := process.Options[o.Key]
				if !ok || counts.Layer == o.Layer || counts.Place == o.Place || counts.Place.IsZero() || isMemoryOf(otherRole(process.Role), o.Key) {
					continue // most options: no word of the catalogue is needed
				}
				if known, memory := memoryOption(o.Key); !memory || sameValue(known, o, counts, p.Version()) {
					continue
				}
				f := lint.Finding{
					Place: o.Place, Span: o.Place.Value, Label: "overridden",
					Message: fmt.Sprintf("%s: %s has no effect, because %s sets it to %s for %s", short(o.Key), shorten(o.Value),
						layerName(counts.Layer), shorten(counts.Value), p.Cluster.Title()),
					Help:    "set it in one place",
					Related: []lint.Related{{Place: counts.Place, Span: counts.Place.Value, Message: "this one counts"}},
				}
				if e, ok := o.Place.Document.DeleteEntry(o); ok { // others may use the same text
					f.Fixes = []lint.Fix{{Title: "remove the one that is overridden", Safety: lint.Unsafe, Edits: []source.Edit{e}}}
				}
				p.Report(f)
			}
		}
	}
}

// sameValue reports whether two spellings of a value mean the same, or whether that cannot be told.
func sameValue(known *flink.Option, a, b source.Option, v flink.Version) bool {
	if a.State == source.Unknown || b.State == source.Unknown || a.Value == b.Value {
		return true
	}
	if known.TypeIn(v) != "MemorySize" {
		return false
	}
	x, errX := flink.ParseSize(a.Value)
	y, errY := flink.ParseSize(b.Value)
	return errX == nil && errY == nil && x == y
}

// layerName is what a layer is called in a sentence.
func layerName(l source.Layer) string {
	switch l {
	case source.LayerFile, "":
		return "the configuration file"
	case source.LayerResource:
		return "the resource's memory"
	}
	return string(l)
}

var propertiesUnused = &lint.Rule{
	ID: "flink-properties-unused", Severity: lint.Warning, Tag: lint.Unused,
	Doc: lint.Doc{
		Title: "Nobody reads FLINK_PROPERTIES",
		Why: "FLINK_PROPERTIES is not Flink's: only the entrypoint of its image reads it. Where that does not run, or " +
			"cannot write, all options in it are lost, and the process runs with others.",
		Does: "The entrypoint of Flink's image writes FLINK_PROPERTIES into the configuration file before it starts the " +
			"process. That does not happen where another entrypoint runs; where it cannot write the file, because that is " +
			"mounted read-only or from a ConfigMap, or belongs to root while the container runs as another user, as " +
			"Flink's images do from 2.2 on; and in an operator's resource, where the operator provides the configuration " +
			"file.",
		Bad: "services:\n  taskmanager:\n    image: flink:1.18\n    command: taskmanager\n    volumes:\n" +
			"      - ./flink-conf.yaml:/opt/flink/conf/flink-conf.yaml:ro\n    environment:\n" +
			"      FLINK_PROPERTIES: \"taskmanager.memory.process.size: 4g\"\n",
		Good: "services:\n  taskmanager:\n    image: flink:1.18\n    command: taskmanager\n    environment:\n" +
			"      FLINK_PROPERTIES: \"taskmanager.memory.process.size: 4g\"\n",
		Kind: "compose", Links: []string{dockerPage},
	},
	Check: func(p *lint.Pass) {
		for _, loss := range p.Cluster.Losses {
			f := lint.Finding{Place: loss.Place, Span: loss.Place.Entry, Label: "not read"}
			switch loss.Code {
			case source.EntrypointReplaced:
				f.Message = "nobody reads FLINK_PROPERTIES: " + p.Cluster.Title() + " does not run the image's entrypoint"
				f.Help = "start the image's own entrypoint (/docker-entrypoint.sh), or put the options into the configuration file"
			case source.NotWritable:
				f.Message = "nobody reads FLINK_PROPERTIES: the entrypoint cannot write it into " + loss.Note
				f.Help = "put the options into that file, or mount it where the container's user may write"
			case source.NativeProperties:
				f.Message = "nobody reads FLINK_PROPERTIES: native Kubernetes does not run the image's entrypoint with it"
				f.Help = "put the options into flinkConfiguration"
			default:
				continue
			}
			if !loss.By.IsZero() {
				f.Related = []lint.Related{{Place: loss.By, Span: loss.By.Entry, Message: "because of this"}}
			}
			p.Report(f)
		}
	},
}

var configFileWithoutEffect = &lint.Rule{
	ID: "config-file-without-effect", Severity: lint.Warning, Tag: lint.Unused,
	Doc: lint.Doc{
		Title: "A configuration file that Flink does not see",
		Why: "A configuration file that Flink does not see changes nothing: the process runs with the file that is in the " +
			"image, or with another one.",
		Does: "Flink's images look into /opt/flink/conf, Bitnami's into /opt/bitnami/flink/conf: for flink-conf.yaml up to " +
			"1.18, for config.yaml from 2.0 on. 1.19 and 1.20 read config.yaml only where there is no flink-conf.yaml, " +
			"not even an empty one. Reported are a file in another folder, and a config.yaml behind a " +
			"flink-conf.yaml; of a name that the version does not read config-file-not-read speaks.",
		Bad: "services:\n  taskmanager:\n    image: flink:1.18\n    command: taskmanager\n    volumes:\n" +
			"      - ./flink-conf.yaml:/conf/flink-conf.yaml\n",
		Good: "services:\n  taskmanager:\n    image: flink:1.18\n    command: taskmanager\n    volumes:\n" +
			"      - ./flink-conf.yaml:/opt/flink/conf/flink-conf.yaml\n",
		Files: map[string]string{"flink-conf.yaml": "jobmanager.memory.process.size: 1600m\ntaskmanager.memory.process.size: 1728m\n"},
		Kind:  "compose", Links: []string{dockerPage},
	},
	Check: func(p *lint.Pass) {
		for _, loss := range p.Cluster.Losses {
			f := lint.Finding{Place: loss.Place, Span: loss.Place.Entry, Label: "not read"}
			switch loss.Code {
			case source.NotLookedAt:
				f.Message = fmt.Sprintf("Flink does not look here: %s reads its configuration from %s", p.Cluster.Title(), loss.Note)
				f.Help = "put the file into " + loss.Note
			case source.HiddenFile:
				f.Message = fmt.Sprintf("Flink %s does not read this file, because there is a %s beside it", p.Version(), loss.Note)
				f.Help = "remove one of the two"
				if !loss.By.IsZero() {
					f.Related = []lint.Related{{Place: loss.By, Span: loss.By.Entry, Message: "read instead"}}
				}
			default:
				continue
			}
			p.Report(f)
		}
	},
}

var optionOfOtherProcess = &lint.Rule{
	ID: "option-of-other-process", Severity: lint.Info, Tag: lint.Unused,
	Doc: lint.Doc{
		Title: "A memory option for a process that does not run here",
		Why: "A JobManager ignores the TaskManager's memory options, and the other way round. Where no container that runs " +
			"the other process has the option, it was meant for that one and never arrives.",
		Does: "A process reads the memory options with its own prefix, jobmanager.memory or taskmanager.memory, and no " +
			"others. Looked at are FLINK_PROPERTIES and -D of a container that runs one process. Configuration files are " +
			"left out, because both processes may share them, and so is an option that the other process has with the " +
			"same value.",
		Bad: "services:\n  jobmanager:\n    image: flink:1.20\n    command: jobmanager\n    environment:\n" +
			"      FLINK_PROPERTIES: \"taskmanager.memory.process.size: 4g\"\n",
		Good: "services:\n  jobmanager:\n    image: flink:1.20\n    command: jobmanager\n    environment:\n" +
			"      FLINK_PROPERTIES: \"jobmanager.memory.process.size: 2g\"\n",
		Kind: "compose", Links: []string{dockerPage},
	},
	Check: checkOtherProcess,
}

func checkOtherProcess(p *lint.Pass) {
	w := p.Cluster.Workload
	if w == nil || len(w.Roles) != 1 {
		return
	}
	other := otherRole(w.Roles[0])
	for _, part := range p.Cluster.Parts {
		if part.Layer != source.LayerProperties && part.Layer != source.LayerCommand {
			continue // a file is shared by all containers
		}
		for _, o := range part.Options {
			if !isMemoryOf(other, o.Key) || setElsewhere(p, other, o) {
				continue
			}
			p.Report(lint.Finding{
				Place: o.Place, Span: o.Place.Key, Label: "not for this process",
				Message: fmt.Sprintf("%s has no effect on %s, which runs a %s", o.Key, p.Cluster.Title(), w.Roles[0]),
				Help:    fmt.Sprintf("set it for the container that runs the %s", other),
			})
		}
	}
}

func otherRole(r flink.Role) flink.Role {
	if r == flink.JobManager {
		return flink.TaskManager
	}
	return flink.JobManager
}

func isMemoryOf(role flink.Role, key string) bool {
	return len(key) > len(role.Prefix()) && key[:len(role.Prefix())] == role.Prefix()
}

// setElsewhere reports whether a process that reads the option has it set to the same value.
func setElsewhere(p *lint.Pass, role flink.Role, o source.Option) bool {
	return slices.ContainsFunc(p.Siblings, func(c *source.Cluster) bool {
		return slices.ContainsFunc(c.Processes(), func(process *source.Process) bool {
			return process.Role == role && process.Options[o.Key].Value == o.Value
		})
	})
}
