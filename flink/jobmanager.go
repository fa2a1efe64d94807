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
		heap, offHeap = x.heapInside(flink, nil)
		metaspace, overhead, process = x.metaspaceAndOverhead(flink)
	case x.has(x.prefix + processSize):
		var from *Sum
		flink, metaspace, overhead, process, from = x.flinkFromProcess()
		heap, offHeap = x.heapInside(flink, from)
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
		sum, ok := less(flink, heap, offHeap)
		if ok && both.ok && sum.Left != 0 {
			x.fail(Problem{Code: HeapOffHeapNotFlink, Keys: x.setKeys(flink, heap, offHeap), Sum: sum})
			flink.ok = false
		}
		return heap, offHeap, flink
	}
	sum, ok := less(flink, heap)
	if ok && sum.Left < 0 {
		x.fail(Problem{Code: HeapExceedsFlink, Keys: x.setKeys(flink, heap), Sum: sum})
	}
	return heap, remainder(OffHeap, flink, sum, ok), flink
}

// heapInside leaves to the JVM heap what the off-heap memory does not take; nothing left is refused too
// (JobManagerFlinkMemoryUtils.deriveFromTotalFlinkMemory).
func (x *calculation) heapInside(flink part, from *Sum) (heap, offHeap part) {
	offHeap = x.size(OffHeap, jmOffHeap)
	sum, ok := less(flink, offHeap)
	if ok && sum.Left <= 0 {
		x.fail(Problem{Code: OffHeapExceedsFlink, Keys: x.setKeys(flink, offHeap), Sum: sum, From: from})
		ok = false
	}
	return remainder(Heap, flink, sum, ok), offHeap
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
