package source

import (
	"slices"
	"strconv"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// The notes on an operator's resource.
const (
	// NoteResourceMemory is an amount of memory that the operator, or the API server before it, refuses. Detail is
	// "empty", "no-number", "unit", "fraction", "negative", "overflow", "zero", or "not-text" for a number without quotes
	// in resource.memory.
	NoteResourceMemory NoteCode = "resource-memory-invalid"
	// NoteResourceIgnored is a resource.memory beside resources, which make the operator ignore it.
	NoteResourceIgnored NoteCode = "resource-ignored"
	// NoteMemoryMisplaced is memory one level too high: spec.taskManager.memory.
	NoteMemoryMisplaced NoteCode = "resource-memory-misplaced"
	// NoteRequestAboveLimit is a memory request above its limit, which the operator refuses.
	NoteRequestAboveLimit NoteCode = "resource-request-above-limit"
	// NoteAutotuning is the autoscaler's memory tuning: it replaces what is written.
	NoteAutotuning NoteCode = "autotuning"
)

// mainContainer is the container of a pod template that runs Flink; others are sidecars.
const mainContainer = "flink-main-container"

// readFlinkDeployment reads the Apache operator's FlinkDeployment. Confluent's FlinkApplication has the same spec.
func readFlinkDeployment(r *resource) { readDeploymentSpec(r, r.node.get("spec")) }

// readBlueGreenDeployment reads a FlinkBlueGreenDeployment, which runs one FlinkDeployment or two of the same spec.
func readBlueGreenDeployment(r *resource) {
	readDeploymentSpec(r, r.node.get("spec", "template", "spec"))
}

// readSessionJob reads a FlinkSessionJob. It runs no processes; those of the session cluster stay as they are.
func readSessionJob(r *resource) {
	if part := r.flinkConfiguration(r.node.get("spec", "flinkConfiguration")); part != nil {
		part.Fragment = true
		r.doc.Parts = append(r.doc.Parts, part)
	}
}

// readDeploymentSpec reads the spec of a FlinkDeployment. The operator layers flinkConfiguration below the sizes of
// jobManager and taskManager (FlinkConfigBuilder of operator 1.16).
func readDeploymentSpec(r *resource, spec *node) {
	if spec = resolve(spec); spec == nil || spec.kind != mapNode {
		return
	}
	w := r.workload()
	w.Roles = []flink.Role{flink.JobManager, flink.TaskManager}
	w.Reading, w.Generated, w.Entrypoint = flink.Container, true, true
	if mode, _ := spec.get("mode").text(); mode == "standalone" {
		w.Reading = flink.Standalone
	}
	version, versioned := r.versionAndImage(w, spec, spec.get("image"))
	w.Partial = r.partial || !versioned
	w.Complete = !w.Partial
	r.partial = w.Partial
	configuration := r.flinkConfiguration(spec.get("flinkConfiguration"))
	if part := configuration; part != nil {
		part.Standard = version.Major >= 2 // which of its files the operator writes
		w.Parts = append(w.Parts, part)
		noteAutotuning(w, part)
	}
	common := mainEnvironment(spec.get("podTemplate"))
	var roles []flink.Role
	for _, m := range managers {
		if common == nil || mainEnvironment(spec.get(m.field, "podTemplate")) == nil { // else what the two make together is not known
			roles = append(roles, m.role)
		}
	}
	r.podTemplate(w, spec.get("podTemplate"), nil, roles)
	for _, m := range managers {
		manager := spec.get(m.field)
		if part := r.resourceSizes(w, m.role, manager); part != nil {
			part.leadTo(configuration)
			w.Parts = append(w.Parts, part)
		}
		r.replicas(w, m.role, manager)
		role := m.role
		beside := []flink.Role{role}
		if !slices.Contains(roles, role) {
			beside = nil
		}
		r.podTemplate(w, manager.get("podTemplate"), &role, beside)
	}
}

// mainEnvironment is the env of the main container in a pod template, nil where there is none.
func mainEnvironment(template *node) *node {
	for _, container := range template.get("spec", "containers").items() {
		if name, _ := container.get("name").text(); name == mainContainer {
			return container.get("env")
		}
	}
	return nil
}

// managers are the fields of a spec that describe the two processes.
var managers = []struct {
	field string
	role  flink.Role
}{{"jobManager", flink.JobManager}, {"taskManager", flink.TaskManager}}

// versionAndImage reads spec.flinkVersion and the image. It reports whether either is written: a patch has neither.
func (r *resource) versionAndImage(w *Workload, spec, image *node) (version flink.Version, written bool) {
	key, value := spec.entry("flinkVersion")
	if text, state := r.value(value); text != "" {
		written = true
		if v, err := flink.ParseVersion(text); err == nil && state == Known {
			version = v
			w.Clues = append(w.Clues, Clue{Version: v, Evidence: FromFlinkVersion, Place: r.entryPlace(key, value)})
		}
	}
	if text, state := r.value(image); text != "" {
		written = true
		if state == Known {
			w.Image = imageOf(text, r.place(image.resolved()))
		}
	}
	return version, written
}

// replicas reads how many processes of a role there are to be.
func (r *resource) replicas(w *Workload, role flink.Role, manager *node) {
	text, state := r.value(manager.get("replicas"))
	if n, err := strconv.Atoi(text); err == nil && state == Known {
		if w.Replicas == nil {
			w.Replicas = map[flink.Role]int{}
		}
		w.Replicas[role] = n
	}
}

// autotuningKeys switch the autoscaler's memory tuning on; the second one is the fallback of the first.
var autotuningKeys = []string{"job.autoscaler.memory.tuning.enabled", "kubernetes.operator.job.autoscaler.memory.tuning.enabled"}

func noteAutotuning(w *Workload, part *Part) {
	for _, key := range autotuningKeys {
		for i := len(part.Options) - 1; i >= 0; i-- {
			if o := &part.Options[i]; o.Key == key {
				if o.Value == "true" && o.State == Known {
					w.Notes = append(w.Notes, Note{Code: NoteAutotuning, Place: o.Place})
				}
				return
			}
		}
	}
}

// podTemplate reads what a pod template says of the main container: memory, which Flink overwrites with what it
// computes, FLINK_PROPERTIES, which nobody reads, and the TaskManager's allocator. The role is nil for the template of
// both; beside are the processes that are sure to run with what it says of .NET.
func (r *resource) podTemplate(w *Workload, template *node, role *flink.Role, beside []flink.Role) {
	r.dotNetContainers(w, template, beside)
	for _, container := range template.get("spec", "containers").items() {
		if name, _ := container.get("name").text(); name != mainContainer {
			continue
		}
		w.Notes = append(w.Notes, (&pod{resource: r}).environment(container).notes...)
		for _, kind := range []string{"requests", "limits"} {
			key, value := container.get("resources", kind).entry("memory")
			text, state := r.value(value)
			size, ok := ParseQuantity(text)
			if key == nil || !ok && state != Unknown {
				continue
			}
			w.TemplateMemory = append(w.TemplateMemory, MemoryLimit{Size: size, Place: r.entryPlace(key, value), Role: role, State: state})
		}
		for _, env := range container.get("env").items() {
			name, value := env.get("name"), env.get("value")
			if name == nil || value == nil || value.kind != scalarNode {
				continue
			}
			place := r.text.place(name.span, value.span, env.span)
			switch text, _ := name.text(); {
			case text == propertiesKey && w.Properties == nil:
				w.Properties = &EnvText{Text: embed(r.text, value), Place: place}
			case text == noJemallocKey && (role == nil || *role == flink.TaskManager):
				text, state := r.value(value)
				w.NoJemalloc = &Option{Key: noJemallocKey, Value: text, State: state, Place: place}
			}
		}
	}
}
