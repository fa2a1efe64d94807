package rules

import (
	"slices"
	"strings"
	"sync"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
)

// memoryPrefixes are those under which every key is one of Flink's memory options, or a mistake.
var memoryPrefixes = []string{
	"taskmanager.memory.", "jobmanager.memory.", "taskmanager.heap.", "jobmanager.heap.", "taskmanager.network.memory.",
	"state.backend.rocksdb.memory.", "state.backend.forst.memory.", "taskmanager.process.", "jobmanager.process.",
}

// madeUp are keys that documentation, tutorials and generated pages made up, and what their writers want.
var madeUp = map[string][]string{
	"taskmanager.memory.heap.size":                     {"taskmanager.memory.task.heap.size"},
	"taskmanager.memory.jvm-heap.size":                 {"taskmanager.memory.task.heap.size"},
	"taskmanager.memory.java.size":                     {"taskmanager.memory.task.heap.size"},
	"taskmanager.memory.task.size":                     {"taskmanager.memory.task.heap.size"},
	"taskmanager.memory.task-heap.size":                {"taskmanager.memory.task.heap.size"},
	"taskmanager.memory.off-heap.size":                 {"taskmanager.memory.task.off-heap.size"},
	"taskmanager.memory.direct.size":                   {"taskmanager.memory.task.off-heap.size"},
	"taskmanager.memory.network.size":                  {"taskmanager.memory.network.min", "taskmanager.memory.network.max"},
	"taskmanager.memory.jvm-overhead.size":             {"taskmanager.memory.jvm-overhead.min", "taskmanager.memory.jvm-overhead.max"},
	"taskmanager.memory.metaspace.size":                {"taskmanager.memory.jvm-metaspace.size"},
	"taskmanager.process.size":                         {"taskmanager.memory.process.size"},
	"taskmanager.memory.total.size":                    {"taskmanager.memory.process.size"},
	"jobmanager.memory.size":                           {"jobmanager.memory.process.size"},
	"jobmanager.memory.jvm-heap.size":                  {"jobmanager.memory.heap.size"},
	"jobmanager.memory.jvm-overhead.size":              {"jobmanager.memory.jvm-overhead.min", "jobmanager.memory.jvm-overhead.max"},
	"jobmanager.memory.metaspace.size":                 {"jobmanager.memory.jvm-metaspace.size"},
	"jobmanager.memory.direct.size":                    {"jobmanager.memory.off-heap.size"},
	"jobmanager.memory.total.size":                     {"jobmanager.memory.process.size"},
	"jobmanager.memory.managed.fraction":               {},
	"jobmanager.memory.managed.size":                   {},
	"jobmanager.process.size":                          {"jobmanager.memory.process.size"},
	"state.backend.rocksdb.memory.managed.fraction":    {"taskmanager.memory.managed.fraction"},
	"state.backend.rocksdb.memory.fraction":            {"taskmanager.memory.managed.fraction"},
	"state.backend.rocksdb.block.cache.size":           {"state.backend.rocksdb.block.cache-size"},
	"taskmanager.memory.managed.memory.fraction":       {"taskmanager.memory.managed.fraction"},
	"taskmanager.memory.jvm.overhead.min":              {"taskmanager.memory.jvm-overhead.min"},
	"taskmanager.memory.network.memory.fraction":       {"taskmanager.memory.network.fraction"},
	"taskmanager.memory.framework.off-heap.batch.size": {"taskmanager.memory.framework.off-heap.batch-shuffle.size"},
}

// keysMeant are the options that the writer of an unknown key probably meant, the nearest first; memory says whether the
// key is a mistake for certain, because it is under a prefix that only Flink's memory options have.
func keysMeant(key string, v flink.Version) (suggestions []string, memory bool) {
	if s, ok := madeUp[key]; ok {
		return s, true
	}
	lower := strings.ToLower(key)
	memory = slices.ContainsFunc(memoryPrefixes, func(p string) bool { return strings.HasPrefix(lower, p) })
	if !memory && !strings.Contains(lower, "manager") && !strings.Contains(lower, "memory") {
		return nil, false // a key of something else
	}
	keys := keysOf(v)
	if n, ok := keys.squeezed[squeeze(lower)]; ok { // the same words, divided otherwise
		return []string{n}, memory
	}
	near := lint.Nearest(key, keys.names, 3)
	if !memory && len(near) > 0 && !oneSlip(lower, near[0]) {
		return nil, false // of a key elsewhere only a clear slip is spoken of
	}
	if len(near) > 1 && oneSlip(lower, near[0]) && !oneSlip(lower, near[1]) {
		near = near[:1]
	}
	return near, memory
}

// memoryKeys are the memory options that work in a version and are not deprecated.
type memoryKeys struct {
	names    []string
	squeezed map[string]string // by their letters alone
}

var memoryKeysOf sync.Map // flink.Version -> *memoryKeys

func keysOf(v flink.Version) *memoryKeys {
	v = v.MinorRelease()
	if k, ok := memoryKeysOf.Load(v); ok {
		return k.(*memoryKeys)
	}
	k := &memoryKeys{squeezed: map[string]string{}}
	for _, o := range flink.Options() {
		if o.Memory && o.WorksIn(v) && !o.Introduced.IsZero() && !o.DeprecatedIn(v) && len(o.ReplacedIn(v)) == 0 {
			k.names = append(k.names, o.Key)
			k.squeezed[squeeze(o.Key)] = o.Key
		}
	}
	memoryKeysOf.Store(v, k)
	return k
}

// dividers are what divides the words of a key.
var dividers = strings.NewReplacer(".", "", "-", "", "_", "", " ", "")

func squeeze(key string) string { return dividers.Replace(strings.ToLower(key)) }

// oneSlip reports whether two keys differ by so little that it is a typing error.
func oneSlip(a, b string) bool {
	return len(lint.Nearest(a, []string{b}, 1)) > 0 && abs(flink.Size(len(a)-len(b))) <= 2
}
