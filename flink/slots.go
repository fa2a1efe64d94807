package flink

const slotsKey = "taskmanager.numberOfTaskSlots"

// TaskSlots is the number of slots of a TaskManager, as ConfigurationParserUtils.getSlot reads it: at least one, where
// -1 stands for one.
func TaskSlots(c Config, v Version) (int32, *OptionError) {
	n, from, err := optionReader{c, v}.integer(slotsKey)
	switch {
	case err != nil:
		return 0, err
	case n == -1:
		return 1, nil
	case n < 1:
		return 0, from.beyond(BelowMinimum, 1)
	}
	return n, nil
}

// PerSlot is an equal share of an amount of a TaskManager's memory.
func PerSlot(n Size, slots int32) Size { return n / Size(max(slots, 1)) }
