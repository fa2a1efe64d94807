package flink

import "fmt"

// OptionFault says why Flink refuses an option's value, where no size of a memory component clashes.
type OptionFault string

// The faults of [OptionError].
const (
	// ValueUnknown is no fault of the configuration: the value is behind a template, and the answer depends on it.
	ValueUnknown    OptionFault = "value-unknown"
	ValueUnreadable OptionFault = "value-unreadable" // not of the option's type: Cause says why
	BelowMinimum    OptionFault = "below-minimum"    // less than Limit
	AboveMaximum    OptionFault = "above-maximum"    // more than Limit
	NotPowerOfTwo   OptionFault = "not-power-of-two"
	BelowOther      OptionFault = "below-other" // less than the option in With allows: Limit is its value
	AboveOther      OptionFault = "above-other" // more than the option in With allows: Limit is its value
	RatiosExceed    OptionFault = "ratios-exceed"
	TooManyBuffers  OptionFault = "too-many-buffers"
	UnknownEntry    OptionFault = "unknown-entry" // a map has an entry that Flink does not know
)

// OptionError says which option Flink refuses, and why, in the checks beside the memory calculation.
type OptionError struct {
	Key   string // as the configuration spells it; for a default, the option that would set it
	Value string // the text that is set; "" for a default
	Fault OptionFault
	Limit float64 // the bound that the value breaks, for the faults that name one
	With  string  // the other option involved, "" for none
	Entry string  // the entry of a map option at fault, "" for none
	Cause error   // why the text cannot be read
}

// Unknown reports that the configuration is not at fault: the value of Key cannot be known here.
func (e *OptionError) Unknown() bool { return e.Fault == ValueUnknown }

// ValueOr is the text that is set, or another one where the value is a default.
func (e *OptionError) ValueOr(standard string) string {
	if e.Value == "" {
		return standard
	}
	return e.Value
}

func (e *OptionError) Unwrap() error { return e.Cause }

func (e *OptionError) Error() string {
	key := e.Key
	if e.Entry != "" {
		key = fmt.Sprintf("%s, entry %s", key, e.Entry)
	}
	switch e.Fault {
	case ValueUnknown:
		return fmt.Sprintf("%s: the value cannot be known here", key)
	case ValueUnreadable:
		return fmt.Sprintf("%s: %v", key, e.Cause)
	case BelowMinimum:
		return fmt.Sprintf("%s: %s is less than %.15g", key, e.value(), e.Limit)
	case AboveMaximum:
		return fmt.Sprintf("%s: %s is more than %.15g", key, e.value(), e.Limit)
	case NotPowerOfTwo:
		return fmt.Sprintf("%s: %s is not a power of two", key, e.value())
	case BelowOther:
		return fmt.Sprintf("%s: %s is less than %s allows (%.15g)", key, e.value(), e.With, e.Limit)
	case AboveOther:
		return fmt.Sprintf("%s: %s is more than %s allows (%.15g)", key, e.value(), e.With, e.Limit)
	case RatiosExceed:
		return fmt.Sprintf("%s: %s leaves nothing beside %s", key, e.value(), e.With)
	case TooManyBuffers:
		return fmt.Sprintf("%s: more than %.15g network buffers", key, e.Limit)
	case UnknownEntry:
		return fmt.Sprintf("%s: Flink does not know the entry", key)
	}
	return fmt.Sprintf("%s: %s is refused", key, e.value())
}

func (e *OptionError) value() string {
	if e.Value == "" {
		return "the default"
	}
	return fmt.Sprintf("%q", e.Value)
}
