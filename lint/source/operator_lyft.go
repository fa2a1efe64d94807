package source

import (
	"math"
	"strconv"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// lyftManagers are the fields of a lyft FlinkApplication that describe the two processes, the memory that each gets
// without resources, and the memory of a process of a version before 1.11.
var lyftManagers = []struct {
	field  string
	role   flink.Role
	memory flink.Size
	heap   string
}{
	{"jobManagerConfig", flink.JobManager, 3 * flink.GiB, "jobmanager.heap.size"},
	{"taskManagerConfig", flink.TaskManager, flink.GiB, "taskmanager.heap.size"},
}

// The shares of a container that lyft's operator keeps back: of the process, and of the heap before 1.11.
const (
	lyftSystemFraction  = 0.2
	lyftOffHeapFraction = 0.5
)

// readLyftApplication reads lyft's FlinkApplication: Total Process Memory is what a share of the requested memory
// leaves, and counts more than flinkConfig. Both go into FLINK_PROPERTIES, so that the image's defaults are below them
// (config.go of August 2025).
func readLyftApplication(r *resource) {
	spec := resolve(r.node.get("spec"))
	if spec == nil || spec.kind != mapNode {
		return
	}
	w := r.standaloneWorkload()
	version, versioned := r.versionAndImage(w, spec, spec.get("image"))
	w.Partial = r.partial || !versioned
	w.Complete = !w.Partial
	r.partial = w.Partial
	if part := r.flinkConfiguration(spec.get("flinkConfig")); part != nil {
		w.Parts = append(w.Parts, part)
	}
	for _, m := range lyftManagers {
		manager := spec.get(m.field)
		r.replicas(w, m.role, manager)
		size := Option{Key: processSizeKey(m.role), Layer: LayerResource}
		field, fraction := "systemMemoryFraction", lyftSystemFraction
		if !version.IsZero() && version.Before(flink.Version{Major: 1, Minor: 11}) {
			size.Key, field, fraction = m.heap, "offHeapMemoryFraction", lyftOffHeapFraction
		}
		if version.IsZero() {
			size.State = Unknown
		}
		if o, ok := r.lyftSize(size, manager, field, fraction, m.memory); ok {
			w.Parts = append(w.Parts, r.sizePart(m.role, o))
		}
	}
}

// lyftSize is an option that the operator computes: what the fraction leaves of the requested memory, in kibibytes.
func (r *resource) lyftSize(o Option, manager *node, field string, fraction float64, memory flink.Size) (Option, bool) {
	text, state := r.value(manager.get(field))
	if f, err := strconv.ParseFloat(text, 64); err == nil && f >= 0 && f <= 1 {
		fraction = f
	}
	if state != Known {
		o.State = Unknown
	}
	key, resources := manager.entry("resources")
	switch a := r.amountOf(resources.get("requests"), "memory"); {
	case a != nil:
		o.Place = r.entryPlace(a.key, a.value)
		size, ok := ParseQuantity(a.text)
		if !ok || a.state != Known {
			o.Value, o.State = a.text, Unknown
			return o, a.state == Unknown
		}
		memory = size
	case r.partial:
		return o, false
	case resources != nil:
		memory, o.Place = 0, r.entryPlace(key, resources) // a limit alone does not count
	}
	if o.State == Known {
		left := math.Round(float64(memory) - float64(memory)*fraction)
		o.Value = strconv.FormatInt(int64(left/float64(flink.KiB)), 10) + "k"
	}
	return o, true
}
