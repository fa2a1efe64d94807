package flink

// Range is a span of minor releases, both ends included.
type Range struct{ From, To Version }

// Contains reports whether the version's minor release lies in the range.
func (r Range) Contains(v Version) bool { return !v.Before(r.From) && !r.To.Before(v) }

// Option is what the catalogue knows about one key.
type Option struct {
	Key        string
	Memory     bool     // an option about memory: its defaults are known, and what became of it; of others names, type and versions
	Type       string   // as Flink's documentation writes it, such as "MemorySize" or "Map"; in the last version that has the option
	Types      []TypeIn // where the type changed over the versions
	Enum       []string // the values that an option of type Enum takes
	Introduced Version  // zero where the key was never an option of its own, only a fallback key
	Last       Version
	Removed    Version // zero where the newest known version still has it
	Works      []Range // versions in which setting the key has an effect, as an option or as a fallback key
	Unscanned  []Range // versions of which nothing is known, because the option's module could not be had
	Deprecated []Range
	ReplacedBy []Replacement // the options that fall back to this key
	Fallback   []Replacement // the keys that this option falls back to, in Flink's order
	Defaults   []DefaultValue
	Migration  *Migration

	Undocumented bool // Flink's documentation leaves it out, or says that it is internal
	Shell        bool // only the start scripts read it
}

// TypeIn is an option's type in a range of versions.
type TypeIn struct {
	Range
	Type string
}

// Replacement links a key and the option that replaces it, in a range of versions.
type Replacement struct {
	Key string
	Range
	Deprecated bool
}

// DefaultValue is an option's default in a range of versions.
type DefaultValue struct {
	Range
	Text  string // as Flink prints it; "" for none
	Bytes Size   // the size behind Text for a memory size, -1 otherwise
}

// Migration says what became of a key that no fallback covers.
type Migration struct {
	Auto       bool     // Flink itself still reads the old key, and maps it
	To         []string // the options to set instead
	Standalone []string // instead of To, where the reading decides
	Container  []string
	Unit       string // the old value's unit where it was a plain number, such as "mb"
	Note       string
}
