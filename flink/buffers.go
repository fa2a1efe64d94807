package flink

import "math"

// Buffers are the network buffers of a TaskManager and how tasks may use them. From 2.0 on Flink fixes the values for
// streaming; they are what it uses.
type Buffers struct {
	Count                     int32 // network memory divided by Size, rounded down
	Size                      Size  // bytes of a buffer: the memory segment size
	PerChannel                int32 // exclusive to each channel
	FloatingPerGate           int32 // shared by the channels of a gate
	MaxPerChannel             int32 // of a subpartition; 0 in 1.10, which has no limit
	MaxOverdraftPerGate       int32 // 0 before 1.16
	RequiredPerGateMax        int32 // the most that a gate insists on; 0 where Flink chooses, and before 1.17
	SortShuffleMinBuffers     int32 // of a batch shuffle; 0 before 1.12
	SortShuffleMinParallelism int32 // from which batch shuffles sort; 0 before 1.12
	BatchShuffleReadMemory    Size  // bytes of framework off-heap memory; 0 before 1.13
}

const (
	perChannelKey         = "taskmanager.network.memory.buffers-per-channel"
	floatingPerGateKey    = "taskmanager.network.memory.floating-buffers-per-gate"
	maxPerChannelKey      = "taskmanager.network.memory.max-buffers-per-channel"
	maxOverdraftKey       = "taskmanager.network.memory.max-overdraft-buffers-per-gate"
	requiredPerGateKey    = "taskmanager.network.memory.read-buffer.required-per-gate.max"
	sortMinBuffersKey     = "taskmanager.network.sort-shuffle.min-buffers"
	sortMinParallelismKey = "taskmanager.network.sort-shuffle.min-parallelism"
	batchReadMemoryKey    = "taskmanager.memory.framework.off-heap.batch-shuffle.size"
	debloatEnabledKey     = "taskmanager.network.memory.buffer-debloat.enabled"
	debloatTargetKey      = "taskmanager.network.memory.buffer-debloat.target"
	debloatSamplesKey     = "taskmanager.network.memory.buffer-debloat.samples"
	debloatThresholdKey   = "taskmanager.network.memory.buffer-debloat.threshold-percentages"
	minSegmentSizeKey     = "taskmanager.memory.min-segment-size"
	startingSegmentKey    = "taskmanager.memory.starting-segment-size"
)

// The releases in which Flink's NettyShuffleEnvironmentConfiguration began to check what it reads.
var (
	debloatChecked = Version{Major: 1, Minor: 15}
	buffersChecked = Version{Major: 1, Minor: 17}
)

// fixedBuffers are what 2.0 and later use instead of the options that they dropped.
var fixedBuffers = map[string]int32{perChannelKey: 2, floatingPerGateKey: 8, maxPerChannelKey: 10, maxOverdraftKey: 20, sortMinParallelismKey: 1}

var buffersFixed = Version{Major: 2, Minor: 0}

// NetworkBuffers divides the network memory, a size in bytes that [Calculate] gives, into buffers, and reads and
// checks the options around them as NettyShuffleEnvironmentConfiguration.fromConfiguration does. Ports, encryption and
// compression are not checked.
func NetworkBuffers(c Config, v Version, network Size) (Buffers, *OptionError) {
	r := bufferReader{optionReader: optionReader{c, v}}
	var b Buffers
	if b.Size, r.err = SegmentSize(c, v); r.err != nil {
		return Buffers{}, r.err
	}
	if !v.Before(buffersFixed) {
		r.checkAll(debloatEnabledKey)
		if on, _, err := r.boolean(debloatEnabledKey); r.err == nil && err == nil && on {
			r.checkAll(startingSegmentKey)
		}
	}
	if _, err := TaskSlots(c, v); r.err == nil && err != nil && !err.Unknown() {
		r.err = err
	}
	r.checkAll("taskmanager.network.netty.server.numThreads", "taskmanager.network.netty.client.numThreads",
		"taskmanager.network.netty.server.backlog", "taskmanager.network.netty.client.connectTimeoutSec",
		"taskmanager.network.netty.sendReceiveBufferSize")
	b.Count = r.count(network, b.Size)
	r.checkAll("taskmanager.network.request-backoff.initial", "taskmanager.network.request-backoff.max",
		"taskmanager.network.partition-request-timeout")
	var perChannel, floating, required setting
	b.PerChannel, perChannel = r.buffers(perChannelKey)
	b.FloatingPerGate, floating = r.buffers(floatingPerGateKey)
	b.RequiredPerGateMax, required = r.buffers(requiredPerGateKey)
	b.MaxPerChannel, _ = r.buffers(maxPerChannelKey)
	b.MaxOverdraftPerGate, _ = r.buffers(maxOverdraftKey)
	b.BatchShuffleReadMemory = r.bytes(batchReadMemoryKey)
	b.SortShuffleMinBuffers, _ = r.buffers(sortMinBuffersKey)
	b.SortShuffleMinParallelism, _ = r.buffers(sortMinParallelismKey)
	requestTimeout := "taskmanager.network.memory.buffers-request-timeout"
	if !r.exists(requestTimeout) { // before 1.20
		requestTimeout = "taskmanager.network.memory.exclusive-buffers-request-timeout-ms"
	}
	r.checkAll("taskmanager.network.detailed-metrics", requestTimeout, "taskmanager.network.max-num-tcp-connections",
		"taskmanager.network.tcp-connection.enable-reuse-across-jobs", "taskmanager.network.hybrid-shuffle.spill-index-segment-size",
		"taskmanager.network.hybrid-shuffle.spill-index-region-group-size",
		"taskmanager.network.hybrid-shuffle.num-retained-in-memory-regions-max")
	if !v.Before(buffersChecked) {
		r.atLeast(perChannel, b.PerChannel, 0)
		if required.set {
			r.atLeast(required, b.RequiredPerGateMax, 1)
		}
		r.atLeast(floating, b.FloatingPerGate, 1)
	}
	if !v.Before(debloatChecked) {
		r.checkDebloating(b.Size)
	}
	if r.err != nil {
		return Buffers{}, r.err
	}
	return b, nil
}

// bufferReader reads options until the first error, as Flink does.
type bufferReader struct {
	optionReader
	err *OptionError
}

// count is the number of buffers, which has to fit into 31 bits.
func (r *bufferReader) count(network, segment Size) int32 {
	n := network / segment
	if n > math.MaxInt32 {
		if r.err == nil {
			key := "taskmanager.memory.network.max"
			if r.conf.Has(segmentSizeKey) {
				key = segmentSizeKey
			}
			r.err = &OptionError{Key: key, Value: r.conf.Values[key], Fault: TooManyBuffers, Limit: math.MaxInt32}
		}
		return 0
	}
	return int32(n)
}

func (r *bufferReader) buffers(key string) (int32, setting) {
	if n, fixed := fixedBuffers[key]; fixed && !r.version.Before(buffersFixed) {
		return n, setting{key: key}
	}
	if r.err != nil || !r.exists(key) {
		return 0, setting{key: key}
	}
	n, from, err := r.integer(key)
	r.err = err
	return n, from
}

func (r *bufferReader) bytes(key string) Size {
	if r.err != nil || !r.exists(key) {
		return 0
	}
	n, _, err := r.size(key)
	r.err = err
	return n
}

func (r *bufferReader) checkAll(keys ...string) {
	for _, key := range keys {
		if r.err == nil {
			r.err = r.check(key)
		}
	}
}

func (r *bufferReader) atLeast(from setting, n, least int32) {
	if r.err == nil && from.set && n < least {
		r.err = from.beyond(BelowMinimum, float64(least))
	}
}

// checkDebloating follows BufferDebloatConfiguration, which is checked whether debloating is on or off.
func (r *bufferReader) checkDebloating(segment Size) {
	r.checkAll(debloatTargetKey)
	smallest, minFrom := r.segment(minSegmentSizeKey)
	starting, startFrom := segment, setting{}
	if !r.version.Before(buffersFixed) {
		starting, startFrom = r.segment(startingSegmentKey)
	}
	r.checkAll(debloatThresholdKey, debloatSamplesKey)
	r.checkDebloatBounds(segment, smallest, minFrom, starting, startFrom)
	r.checkAll(debloatEnabledKey)
}

func (r *bufferReader) checkDebloatBounds(segment, smallest Size, minFrom setting, starting Size, startFrom setting) {
	if r.err != nil {
		return
	}
	samples, samplesFrom, samplesErr := r.integer(debloatSamplesKey)
	target, targetFrom, targetErr := r.duration(debloatTargetKey)
	millis, fits := target.millis()
	switch {
	case minFrom.known() && smallest <= 0:
		r.err = minFrom.beyond(BelowMinimum, 1)
	case samplesErr == nil && samples <= 0:
		r.err = samplesFrom.beyond(BelowMinimum, 1)
	case minFrom.known() && smallest > segment:
		r.err = minFrom.above(segmentSizeKey, segment)
	case targetErr == nil && !fits:
		r.err = targetFrom.unreadable(&ValueError{Text: targetFrom.text, Fault: NumberRange})
	case targetErr == nil && millis <= 0:
		r.err = targetFrom.beyond(BelowMinimum, 1)
	case startFrom.known() && starting > segment:
		r.err = startFrom.above(segmentSizeKey, segment)
	case startFrom.known() && minFrom.known() && smallest > starting:
		r.err = minFrom.above(startFrom.key, starting)
		if !minFrom.set {
			r.err = startFrom.refuse(BelowOther)
			r.err.Limit, r.err.With = float64(smallest), minFrom.key
		}
	}
}

// segment reads a size of memory segments that has to fit into 31 bits. One that cannot be known has no key.
func (r *bufferReader) segment(key string) (Size, setting) {
	if r.err != nil {
		return 0, setting{}
	}
	n, from, err := r.size(key)
	switch {
	case err != nil && err.Unknown():
		return 0, setting{}
	case err == nil && n > math.MaxInt32:
		err = from.beyond(AboveMaximum, math.MaxInt32)
	}
	r.err = err
	return n, from
}

func (s setting) known() bool { return s.key != "" }

// above is the error of a size that exceeds another option's.
func (s setting) above(other string, limit Size) *OptionError {
	e := s.beyond(AboveOther, float64(limit))
	e.With = other
	return e
}
