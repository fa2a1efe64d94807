package flink

// Options of the JobManager's calculation alone.
const (
	jmHeap        = "jobmanager.memory.heap.size"
	jmOffHeap     = "jobmanager.memory.off-heap.size"
	jmDirectLimit = "jobmanager.memory.enable-jvm-direct-memory-limit"
	jmHeapSize    = "jobmanager.heap.size"
	jmHeapMB      = "jobmanager.heap.mb"
)

// jobManager is JobManagerProcessUtils.processSpecFromConfig.
func (x *calculation) jobManager(reading Reading) []part {
	x.mapLegacyHeap(reading, jmHeapSize, jmHeapMB, map[Reading]string{
		Standalone: jmHeap, Container: x.prefix + processSize,
	})
	var heap, offHeap, metaspace, overhead, flink, process part
	switch {
	case x.has(jmHeap):
		heap, offHeap, flink = x.fromHeap()
		metaspace, overhead, process = x.metaspaceAndOverhead(flink)
	case x.has(x.prefix + flinkSize):
		flink = x.size(TotalFlink, x.prefix+flinkSize)
		heap, offHeap = x.heapInside(flink)
		metaspace, overhead, process = x.metaspaceAndOverhead(flink)
	case x.has(x.prefix + processSize):
		flink, metaspace, overhead, process = x.flinkFromProcess()
		heap, offHeap = x.heapInside(flink)
	default:
		x.fail(Problem{Code: TotalMemoryMissing})
		return nil
	}
	x.directLimit()
	return []part{heap, offHeap, metaspace, overhead, flink, process}
}

// fromHeap is the branch in which the JVM heap is given (JobManagerFlinkMemoryUtils.deriveFromRequiredFineGrainedOptions).
func (x *calculation) fromHeap() (heap, offHeap, flink part) {
	heap = x.size(Heap, jmHeap)
	offHeap = x.size(OffHeap, jmOffHeap)
	if !x.has(x.prefix + flinkSize) {
		return heap, offHeap, x.add(TotalFlink, heap, offHeap)
	}
	flink = x.size(TotalFlink, x.prefix+flinkSize)
	if x.has(jmOffHeap) {
		both := x.add("", heap, offHeap)
		rest := less(flink, heap, offHeap)
		if rest.ok && both.ok && rest.left != 0 {
			x.fail(x.insideProblem(HeapOffHeapNotFlink, rest))
			flink.ok = false
		}
		return heap, offHeap, flink
	}
	rest := less(flink, heap)
	if rest.ok && rest.left < 0 {
		x.fail(x.insideProblem(HeapExceedsFlink, rest))
	}
	return heap, rest.remainder(OffHeap), flink
}

// heapInside leaves to the JVM heap what the off-heap memory does not take; nothing left is refused too
// (JobManagerFlinkMemoryUtils.deriveFromTotalFlinkMemory).
func (x *calculation) heapInside(flink part) (heap, offHeap part) {
	offHeap = x.size(OffHeap, jmOffHeap)
	rest := less(flink, offHeap)
	if rest.ok && rest.left <= 0 {
		x.fail(x.insideProblem(OffHeapExceedsFlink, rest))
		rest.ok = false
	}
	return rest.remainder(Heap), offHeap
}

// directLimit checks the switch that the JVM arguments depend on.
func (x *calculation) directLimit() {
	if !x.works(jmDirectLimit) || !x.conf.Has(jmDirectLimit) {
		return
	}
	text, ok := x.text(jmDirectLimit)
	if !ok {
		return
	}
	if _, err := parseBool(text); err != nil {
		x.fail(Problem{Code: ValueInvalid, Keys: []string{jmDirectLimit}, Value: text, Cause: err})
	}
}
