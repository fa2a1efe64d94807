package source

import (
	"math"
	"strconv"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// What FlinkCluster's custom resource definition and its operator fill in.
const (
	clusterDefaultMemory = 2 * flink.GiB
	clusterProcessRatio  = 80 // percent of the container
)

// readFlinkCluster reads a FlinkCluster of spotify's operator, which GoogleCloudPlatform's became: Total Process Memory
// is a share of the container's limit, and flinkProperties count more (flinkcluster_converter.go of July 2026).
func readFlinkCluster(r *resource) {
	spec := resolve(r.node.get("spec"))
	if spec == nil || spec.kind != mapNode {
		return
	}
	w := r.standaloneWorkload()
	w.Generated = true
	version, versioned := r.versionAndImage(w, spec, spec.get("image", "name"))
	w.Partial = r.partial || !versioned
	w.Complete = !w.Partial
	r.partial = w.Partial
	for _, m := range managers {
		manager := spec.get(m.field)
		r.replicas(w, m.role, manager)
		if o, ok := r.clusterSize(m.role, manager, version); ok {
			w.Parts = append(w.Parts, r.sizePart(m.role, o))
		}
	}
	if part := r.flinkConfiguration(spec.get("flinkProperties")); part != nil {
		part.Standard = version.Major >= 2
		w.Parts = append(w.Parts, part)
	}
}

// standaloneWorkload is a workload of both processes that the image's start scripts run.
func (r *resource) standaloneWorkload() *Workload {
	w := r.workload()
	w.Roles = []flink.Role{flink.JobManager, flink.TaskManager}
	w.Reading, w.Entrypoint = flink.Standalone, true
	return w
}

func (r *resource) sizePart(role flink.Role, o Option) *Part {
	return &Part{Document: r.doc, Name: r.name, Namespace: r.namespace, Layer: LayerResource, Role: &role, Text: r.text, Options: []Option{o}}
}

// clusterSize is the Total Process Memory that the operator computes from 1.10 on; before, it sets the heap.
func (r *resource) clusterSize(role flink.Role, manager *node, version flink.Version) (Option, bool) {
	o := Option{Key: processSizeKey(role), Layer: LayerResource}
	ratioText, ratioState := r.value(manager.get("memoryProcessRatio"))
	ratio, err := strconv.ParseInt(ratioText, 10, 64)
	if err != nil {
		ratio = clusterProcessRatio
	}
	memory := clusterDefaultMemory
	switch a := r.containerMemory(manager); {
	case a != nil:
		o.Place = r.entryPlace(a.key, a.value)
		size, ok := ParseQuantity(a.text)
		if !ok || a.state != Known {
			o.Value, o.State = a.text, Unknown
			return o, a.state == Unknown
		}
		memory = size
	case r.partial || manager.get("resources") != nil:
		return o, false
	}
	switch {
	case ratioState != Known || version.IsZero():
		o.State = Unknown
	case version.Before(flink.Version{Major: 1, Minor: 10}) || ratio < 0 || ratio > 100:
		return o, false
	default:
		size := math.Ceil(float64(int64(memory)*ratio) / 100)
		o.Value = strconv.FormatInt(int64(math.Ceil(size/float64(flink.MiB))), 10) + "m"
	}
	return o, memory > 0
}

// containerMemory is the limit of a container, without one its request.
func (r *resource) containerMemory(manager *node) *amount {
	for _, kind := range []string{"limits", "requests"} {
		a := r.amountOf(manager.get("resources", kind), "memory")
		if a == nil {
			continue
		}
		if size, ok := ParseQuantity(a.text); !ok || size > 0 {
			return a
		}
	}
	return nil
}
