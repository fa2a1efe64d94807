package dotnet

// Effect is what comes of a setting.
type Effect int

// The effects.
const (
	// InEffect is a setting that the runtime takes.
	InEffect Effect = iota
	// NotAKnob is a name that the runtime does not know, or does not know yet in that layer (Verdict.Knob is there then).
	// [Meant] may say which one was meant.
	NotAKnob
	// Empty is a variable without a value, which counts as one that is not set.
	Empty
	// Overridden is a setting that a stronger layer, or DOTNET_ before COMPlus_, gives as well. Verdict.By is that one.
	Overridden
	// Malformed is a value without a number at its start, or with one that is too large, and a boolean in JSON that is
	// not true or false. The default counts: no other layer takes its place.
	Malformed
	// OutOfRange is a percentage that is not from 1 to 99: the default counts.
	OutOfRange
	// Beaten is a setting that another one of the same process makes moot: a share beside an amount, either beside limits
	// for each kind of object. Verdict.By is that one.
	Beaten
	// Moot is a setting of Server GC where there is none.
	Moot
)

// Verdict is what the runtime makes of one setting.
type Verdict struct {
	Knob   *Knob // nil for a name that no runtime knows
	Effect Effect
	// Number is what the runtime reads, where it reads a number.
	Number Number
	// By is the index of the setting that takes the effect away, -1 where there is none.
	By int
}

// Refusal is a reason for which the runtime does not start.
type Refusal string

// The refusals.
const (
	// PerHeapIncomplete are limits for each kind of object of which one is missing: small, large and pinned objects all
	// need theirs.
	PerHeapIncomplete Refusal = "per-heap-limits-incomplete"
	// PerHeapPercent are shares for each kind of object that are not from 1 to 99, or are 100 or more together.
	PerHeapPercent Refusal = "per-heap-percent-invalid"
	// HeapTooSmall is a limit that not even the first pieces of the heap fit in.
	HeapTooSmall Refusal = "heap-limit-too-small"
	// HeapTooLarge is a limit, or a range, for which there is no address space.
	HeapTooLarge Refusal = "heap-limit-too-large"
	// LargePages are large pages without a limit of the heap.
	LargePages Refusal = "large-pages-without-limit"
	// RegionSize is a size of the heap's pieces that is no power of two, or below 64 KiB.
	RegionSize Refusal = "region-size-invalid"
	// BadRanges are processors for Server GC that are no list of numbers and ranges.
	BadRanges Refusal = "affinitize-ranges-invalid"
)

// Origin is what the limit of the heap comes from.
type Origin int

// The origins.
const (
	NoLimit          Origin = iota // nothing limits the heap but the machine
	ContainerDefault               // 75 % of the container's memory
	MemoryDefault                  // 75 % of GCTotalPhysicalMemory
	FromBytes                      // GCHeapHardLimit
	FromPercent                    // GCHeapHardLimitPercent
	FromPerHeap                    // the limits for each kind of object, in bytes or percent
)

// Outcome is what the runtime makes of settings.
type Outcome struct {
	// Unknown are the names of settings without whose values nothing can be said, or "container limit".
	Unknown []string
	// Refusal is why the runtime does not start, "" where it does. Culprits are the indexes of the settings behind it.
	Refusal  Refusal
	Culprits []int
	// Doubtful is true where the heap is hardly larger than its first pieces: where the system puts it decides whether
	// the runtime starts.
	Doubtful bool
	// HeapLimit is the most that the heap may take, in bytes; 0 where nothing limits it or where it is a share of a
	// machine whose memory is not known.
	HeapLimit int64
	Origin    Origin
	// From are the indexes of the settings that give the limit.
	From []int
	// Share is the percentage that the limit was computed with, 0 where it was not.
	Share int
	// ServerGC is whether Server GC runs; ServerFrom is the index of the setting that decides, -1 for the default.
	ServerGC   bool
	ServerFrom int
	// Heaps is the number of heaps, 0 where it is not known.
	Heaps int
	// Adaptive is whether Server GC adapts the number of heaps to the application (DATAS).
	Adaptive bool
	// Verdicts are those of the settings, in their order.
	Verdicts []Verdict
}

// OK reports whether the runtime starts.
func (o *Outcome) OK() bool { return o.Refusal == "" }

// Known reports whether all that counts is known.
func (o *Outcome) Known() bool { return len(o.Unknown) == 0 }

// Ignored are the indexes of the settings that have no effect, in their order.
func (o *Outcome) Ignored() []int {
	var ignored []int
	for i, v := range o.Verdicts {
		if v.Effect != InEffect {
			ignored = append(ignored, i)
		}
	}
	return ignored
}

// The numbers of the runtime.
const (
	// DefaultShare is the percentage of a container's memory that the heap may take where nothing else is set.
	DefaultShare = 75
	// DefaultFloor is the least that this comes to.
	DefaultFloor int64 = 20 << 20
	// heapPiece is the smallest region, of which each heap needs firstPieces at the start, and sparePieces more to be
	// sure of them.
	heapPiece   = 1 << 20
	firstPieces = 19
	sparePieces = 5
	// segmentsLibrary is the garbage collector that has segments instead of regions, which need less.
	segmentsLibrary       = "libclrgc.so"
	firstSegments   int64 = 2 << 20
	// smallestPiece is the smallest region that may be asked for.
	smallestPiece = 64 << 10
	// reserve is how many times its limit the heap reserves of the address space, in one piece. The largest one lies below
	// the program, which the kernel loads at two thirds of the 47 bits, and up to addressShift above that.
	reserve      = 5
	addressSpace = 1 << 47 / 3 * 2
	addressShift = 1 << 40
	// page is what the kernel counts a container's memory in: a limit between two pages is the lower one.
	page = 4 << 10
	// heapPer is how much of the limit there has to be for each heap of Server GC.
	heapPer = 16 << 20
	// maxProcessors is above the number of any processor.
	maxProcessors = 1024
	// totalMemory is the knob that takes the place of the memory of container and machine.
	totalMemory = "GCTotalPhysicalMemory"
)

// Evaluate computes what the runtime makes of settings on a host. Of one name in one layer the last setting counts.
func Evaluate(settings []Setting, host Host) *Outcome {
	e := &evaluation{settings: settings, host: host, out: &Outcome{ServerFrom: -1, Verdicts: make([]Verdict, len(settings))}}
	e.assign()
	e.server()
	e.limit()
	e.start()
	return e.out
}
