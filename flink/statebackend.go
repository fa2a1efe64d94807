package flink

import (
	"slices"
	"strings"
)

// StateBackend is where a job keeps its keyed state.
type StateBackend string

// The state backends that differ in the memory that they use.
const (
	HeapBackend    StateBackend = "heap" // on the JVM heap: hashmap, and up to 1.20 jobmanager and filesystem
	RocksDBBackend StateBackend = "rocksdb"
	ForStBackend   StateBackend = "forst"
	OtherBackend   StateBackend = "other" // a class that is not Flink's own, or a name that the version does not know
)

// Name is the state backend's name as Flink's documentation writes it.
func (b StateBackend) Name() string {
	switch b {
	case RocksDBBackend:
		return "RocksDB"
	case ForStBackend:
		return "ForSt"
	case HeapBackend:
		return "the heap state backend"
	}
	return "another state backend"
}

// Prefix is what the state backend's own options start with: "state.backend.rocksdb.".
func (b StateBackend) Prefix() string { return stateBackendKey + "." + string(b) + "." }

// Native reports whether the state backend keeps its state in native memory.
func (b StateBackend) Native() bool { return b == RocksDBBackend || b == ForStBackend }

const (
	stateBackendKey     = "state.backend"
	stateBackendTypeKey = "state.backend.type" // from 1.17 on, which falls back to the other
)

// The releases that know other names of state backends than the ones before them.
var (
	hashMapName = Version{Major: 1, Minor: 13}
	forStName   = Version{Major: 2, Minor: 0} // which also dropped jobmanager and filesystem
)

// BackendChoice is the state backend that a configuration names. A job may still choose another in its code.
type BackendChoice struct {
	Backend StateBackend
	Written bool   // false where Flink's default counts, the heap
	Key     string // as the configuration spells it
	Text    string
}

// ConfiguredBackend reads the state backend as StateBackendLoader.loadStateBackendFromConfig does: a short name in any
// case, or the name of a factory class. The error is that the value cannot be known.
func ConfiguredBackend(c Config, v Version) (BackendChoice, *OptionError) {
	r := optionReader{c, v}
	key := stateBackendKey
	if r.exists(stateBackendTypeKey) {
		key = stateBackendTypeKey
	}
	from, err := r.setting(key)
	if err != nil {
		return BackendChoice{}, err
	}
	if !from.set {
		return BackendChoice{Backend: HeapBackend, Key: from.key}, nil
	}
	return BackendChoice{Backend: backendNamed(from.text, v), Written: true, Key: from.key, Text: from.text}, nil
}

// StateBackendNames are the short names that a version knows, in the order in which people look for them.
func StateBackendNames(v Version) []string {
	names := []string{"hashmap", "rocksdb", "forst", "filesystem", "jobmanager"}
	return slices.DeleteFunc(names, func(name string) bool { return backendNamed(name, v) == OtherBackend })
}

// IsStateBackend reports whether an option names the state backend.
func IsStateBackend(key string) bool { return key == stateBackendKey || key == stateBackendTypeKey }

func backendNamed(text string, v Version) StateBackend {
	switch strings.ToLower(text) {
	case "rocksdb":
		return RocksDBBackend
	case "jobmanager", "filesystem":
		if v.Before(forStName) {
			return HeapBackend
		}
	case "hashmap":
		if !v.Before(hashMapName) {
			return HeapBackend
		}
	case "forst":
		if !v.Before(forStName) {
			return ForStBackend
		}
	}
	class, ours := strings.CutPrefix(text, "org.apache.flink.")
	switch class = class[strings.LastIndexByte(class, '.')+1:]; {
	case !ours:
	case class == "RocksDBStateBackendFactory" || class == "EmbeddedRocksDBStateBackendFactory":
		return RocksDBBackend
	case class == "ForStStateBackendFactory":
		return ForStBackend
	case class == "HashMapStateBackendFactory" || class == "MemoryStateBackendFactory" || class == "FsStateBackendFactory":
		return HeapBackend
	}
	return OtherBackend
}
