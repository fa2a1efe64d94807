package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// heapRoom is what a run may take before the collector works hard: collecting seldom saves a tenth of the time.
	heapRoom = 44 << 20
	// heapFull is the live heap from which on staying within heapRoom would cost more than it is worth.
	heapFull = heapRoom * 6 / 10
)

// tuneGC suits the garbage collector to a short run, unless the environment says how it is to work.
func tuneGC() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(heapRoom)
	afterEachGC(func() (again bool) {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		if live[0].Value.Kind() == metrics.KindUint64 && live[0].Value.Uint64() < heapFull {
			return true
		}
		debug.SetGCPercent(100)
		debug.SetMemoryLimit(math.MaxInt64)
		return false
	})
}

// afterEachGC calls a function after each collection, until it returns false: an object that nobody refers to is
// finalized by each of them.
func afterEachGC(call func() (again bool)) {
	type sentinel struct{ _ [16]byte }
	var finalize func(*sentinel)
	finalize = func(s *sentinel) {
		if call() {
			runtime.SetFinalizer(s, finalize)
		}
	}
	runtime.SetFinalizer(new(sentinel), finalize)
}
