package flink

// RoundUp is the next size that a person would write, from the size on.
func (s Size) RoundUp() Size {
	step := s.step()
	return (s + step - 1) / step * step
}

// RoundDown is the last size that a person would write, up to the size; small sizes stay as they are.
func (s Size) RoundDown() Size {
	if s < MiB {
		return s
	}
	step := s.step()
	return s / step * step
}

func (s Size) step() Size {
	switch {
	case s > 4*GiB:
		return 256 * MiB
	case s > GiB:
		return 64 * MiB
	case s > 256*MiB:
		return 16 * MiB
	}
	return MiB
}
