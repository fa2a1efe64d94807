package flink

import "strings"

// LimitFactors are how many times its request native Kubernetes gives a container as its limit.
type LimitFactors struct{ Memory, CPU float64 }

// KubernetesLimits reads and checks the limit factors of a role's containers, as KubernetesJobManagerParameters and
// KubernetesTaskManagerParameters do: at least 1. Before 1.15 the limits are the requests.
func KubernetesLimits(role Role, c Config, v Version) (LimitFactors, *OptionError) {
	r := optionReader{c, v}
	prefix := "kubernetes." + strings.ToLower(role.String())
	memory, err := r.limitFactor(prefix + ".memory.limit-factor")
	if err != nil {
		return LimitFactors{}, err
	}
	cpu, err := r.limitFactor(prefix + ".cpu.limit-factor")
	if err != nil {
		return LimitFactors{}, err
	}
	return LimitFactors{Memory: memory, CPU: cpu}, nil
}

func (r optionReader) limitFactor(key string) (float64, *OptionError) {
	if !r.exists(key) {
		return 1, nil
	}
	f, from, err := r.double(key)
	if err == nil && !(f >= 1) {
		err = from.beyond(BelowMinimum, 1)
	}
	if err != nil {
		return 0, err
	}
	return f, nil
}
