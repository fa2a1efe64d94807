package flink

import (
	"maps"
	"math"
	"slices"
)

const consumerWeightsKey = "taskmanager.memory.managed.consumer-weights"

// The users of managed memory in a slot, as [ManagedWeights] names them.
const (
	BatchConsumer        = "BATCH_OP" // batch operators, 1.12 only
	OperatorConsumer     = "OPERATOR"
	StateBackendConsumer = "STATE_BACKEND"
	PythonConsumer       = "PYTHON"
)

// dataProcEntry stands for both the operators and the state backend: the only name for them in 1.12, kept for
// compatibility in 1.13 to 1.20.
const dataProcEntry = "DATAPROC"

var (
	firstWeights     = Version{Major: 1, Minor: 12}
	operatorWeights  = Version{Major: 1, Minor: 13} // DATAPROC was split
	noDataProcEntry  = Version{Major: 2, Minor: 0}
	consumerEntries  = []string{OperatorConsumer, StateBackendConsumer, PythonConsumer}
	consumerEntry112 = map[string][]string{dataProcEntry: {BatchConsumer, StateBackendConsumer}, PythonConsumer: {PythonConsumer}}
)

// ManagedWeights are the weights by which the users of managed memory share it, by user, as
// ManagedMemoryUtils.getManagedMemoryUseCaseWeightsFromConfig computes them; nil before 1.12. A user without a weight
// gets no memory. An entry that Flink does not know is an error in 1.12, and ignored from 1.13 on.
func ManagedWeights(c Config, v Version) (map[string]int32, *OptionError) {
	if v.Before(firstWeights) {
		return nil, nil
	}
	entries, from, err := optionReader{c, v}.mapOption(consumerWeightsKey)
	if err != nil {
		return nil, err
	}
	weights := map[string]int32{}
	if v.Before(operatorWeights) {
		for _, entry := range slices.Sorted(maps.Keys(entries)) {
			n, err := weight(c, from, entry, entries[entry])
			if err != nil {
				return nil, err
			}
			consumers, known := consumerEntry112[entry]
			if !known {
				err := from.refuse(UnknownEntry)
				err.Entry = entry
				return nil, err
			}
			for _, consumer := range consumers {
				weights[consumer] = n
			}
		}
		return weights, nil
	}
	if text, ok := entries[dataProcEntry]; ok && v.Before(noDataProcEntry) {
		n, err := weight(c, from, dataProcEntry, text)
		if err != nil {
			return nil, err
		}
		weights[OperatorConsumer], weights[StateBackendConsumer] = n, n
	}
	for _, entry := range consumerEntries {
		text, ok := entries[entry]
		if !ok {
			continue
		}
		n, err := weight(c, from, entry, text)
		if err != nil {
			return nil, err
		}
		weights[entry] = n
	}
	return weights, nil
}

// WeightEntries are the weights as they are written, by entry; nil where none are written or the version has none.
func WeightEntries(c Config, v Version) map[string]string {
	r := optionReader{c, v}
	entries, from, err := r.mapOption(consumerWeightsKey)
	if err != nil || !from.set || !r.exists(consumerWeightsKey) {
		return nil
	}
	return entries
}

// WeightNames are the entries that the version knows.
func WeightNames(v Version) []string {
	switch {
	case v.Before(operatorWeights):
		return []string{dataProcEntry, PythonConsumer}
	case v.Before(noDataProcEntry):
		return append(slices.Clone(consumerEntries), dataProcEntry)
	}
	return slices.Clone(consumerEntries)
}

// ManagedShare is the part of a slot's managed memory that a consumer gets where the others are in the slot as well, as
// ManagedMemoryUtils.convertToFractionOfSlot computes it; 1 before 1.12.
func ManagedShare(weights map[string]int32, consumer string, others ...string) float64 {
	if weights == nil {
		return 1
	}
	own := float64(weights[consumer])
	total := own
	for _, o := range others {
		total += float64(weights[o])
	}
	if total <= 0 {
		return 0
	}
	return math.Trunc(own/total*1e16) / 1e16
}

// weight reads the weight of one entry.
func weight(c Config, from setting, entry, text string) (int32, *OptionError) {
	if own := from.key + "." + entry; from.text == "" && c.Has(own) {
		from = setting{key: own, text: text, set: true}
	}
	n, cause := parseInt(text)
	var err *OptionError
	switch {
	case cause != nil:
		err = from.unreadable(cause)
	case n < 0:
		err = from.beyond(BelowMinimum, 0)
	default:
		return n, nil
	}
	err.Entry = entry
	return 0, err
}
