package flink

// Parallelism is parallelism.default, the parallelism of a job that says nothing else; 1 where it is not set.
func Parallelism(c Config, v Version) (int32, *OptionError) {
	n, from, err := optionReader{c, v}.integer("parallelism.default")
	if err != nil || !from.set {
		return 1, err
	}
	return n, nil
}

var (
	floatingRequired = Version{Major: 1, Minor: 11} // an input gate insists on one floating buffer
	gateLimited      = Version{Major: 1, Minor: 17} // read-buffer.required-per-gate.max
)

// Exchange is the number of network buffers that Flink insists on for the subtasks of one all-to-all exchange in one
// TaskManager. Without them a task fails with "Insufficient number of network buffers".
type Exchange struct {
	Subtasks int64 // of the producer, and as many of the consumer, in the TaskManager
	Remote   int64 // channels of an input gate whose producers run in other TaskManagers
	Output   int64 // buffers of one result partition
	Input    int64 // buffers of one input gate
}

// Total is the number of buffers that all subtasks of the exchange insist on.
func (e Exchange) Total() int64 { return e.Subtasks * (e.Output + e.Input) }

// Exchange is what a pipelined all-to-all exchange of the given parallelism insists on in a TaskManager whose slots it
// fills: the least that is possible, with as many producers as consumers in the TaskManager. It follows
// ResultPartitionFactory (one buffer for each subpartition, and one more) and SingleInputGateFactory: the exclusive
// buffers of the remote channels, and one floating buffer; in 1.17 and later InputGateSpecUtils, which bounds both by
// read-buffer.required-per-gate.max.
func (b Buffers) Exchange(v Version, slots, parallelism int32) Exchange {
	p := int64(max(parallelism, 1))
	e := Exchange{Subtasks: min(int64(slots), p)}
	e.Remote = p - e.Subtasks
	e.Output = p + 1
	exclusive, floating := int64(b.PerChannel), int64(1)
	if v.Before(floatingRequired) {
		floating = 0
	}
	if limit := int64(b.RequiredPerGateMax); limit > 0 && !v.Before(gateLimited) {
		required := min(limit, exclusive*p+1)
		exclusive = min(exclusive, (required-1)/p)
		floating = required - exclusive*p
	}
	e.Input = exclusive*e.Remote + floating
	return e
}

// BatchOutput is the number of buffers that Flink insists on for one blocking result partition of the given number of
// subpartitions: those of a sort shuffle from the least parallelism for one on, else one for each subpartition and one
// more (ResultPartitionFactory; NettyShuffleUtils from 1.14 on).
func (b Buffers) BatchOutput(subpartitions int32) int64 {
	if b.SortShuffleMinBuffers > 0 && subpartitions >= b.SortShuffleMinParallelism {
		return int64(b.SortShuffleMinBuffers)
	}
	return int64(subpartitions) + 1
}
