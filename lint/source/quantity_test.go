package source

import (
	"errors"
	"math"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// TestOperatorMemory compares with recorded answers: what Flink 1.20's MemorySize and fabric8's Quantity make of the
// texts, called in the operator's order.
func TestOperatorMemory(t *testing.T) {
	for text, want := range map[string]flink.Size{
		"2048m": 2 << 30, "2g": 2 << 30, "2G": 2 << 30, "2 gb": 2 << 30, "2Gb": 2 << 30, "4096MB": 4 << 30, "1K": 1024, "1B": 1, "1t": 1 << 40,
		"2Gi": 2 << 30, "2gi": 2 << 30, "2GiB": 2 << 30, "2GIB": 2 << 30, "2048Mi": 2 << 30, "512mi": 512 << 20, "512 Mi": 512 << 20, " 1 Gi ": 1 << 30,
		"1\tGi": 1 << 30, "1 2Gi": 12 << 30, "1M i": 1 << 20, "1Ki": 1024, "1kib": 1024, "1Ti": 1 << 40, "1Pi": 1 << 50, "9Pi": 9 << 50, "1024Pi": 1 << 60,
		"2048": 2048, "100": 100, "0": 0, "0Gi": 0, "00Gi": 0, "-0": 0, "-0Gi": 0, "1.": 1, "1.Gi": 1 << 30, "+1024": 1024, "+1Gi": 1 << 30, "+1g": 1e9,
		"1e9": 1e9, "1E9": 1e9, "1e15": 1e15, "15e2": 1500, "1e+3": 1000, "1e0": 1, "1E5B": 100000, "1G1": 10, "1P": 1e15, "4p": 4e15,
		"9223372036854775807": math.MaxInt64, "8589934591Gi": 9223372035781033984,
	} {
		if got, err := parseOperatorMemory(text); err != nil || got != want {
			t.Errorf("%q is %d, %v; the operator reads %d", text, got, err, want)
		}
	}
	for text, want := range map[string]memoryFault{
		"": memoryEmpty, "   ": memoryEmpty, "B": memoryEmpty,
		"abc": memoryNoNumber, "Gi": memoryNoNumber, "e9": memoryNoNumber,
		"1.5Gi": memoryFraction, "0.5Gi": memoryFraction, ".5Gi": memoryFraction, "1.0Gi": memoryFraction, "1.5g": memoryFraction, "1.5m": memoryFraction,
		"2.5": memoryFraction, "1.0": memoryFraction, "1.5e9": memoryFraction, "1e-3": memoryFraction, "10e-1": memoryFraction, "1e-999999999": memoryFraction,
		"-1g": memoryNegative, "-1Gi": memoryNegative, "-1": memoryNegative, "-1e3": memoryNegative,
		"1n": memoryUnit, "1u": memoryUnit, "1i": memoryUnit, "1Bi": memoryUnit, "1BB": memoryUnit, "1MiBi": memoryUnit, "1GiBB": memoryUnit, "2Gbi": memoryUnit,
		"1Zi": memoryUnit, "1Gig": memoryUnit, "1Gi1": memoryUnit, "1e3Gi": memoryUnit, "1e3e": memoryUnit, "12e2Mi": memoryUnit, "1_000": memoryUnit,
		"0x10": memoryUnit, "1,5Gi": memoryUnit, "1\u00a0Gi": memoryUnit, "1e2147483648": memoryUnit,
		"1Ei": memoryOverflow, "7Ei": memoryOverflow, "1E": memoryOverflow, "1e": memoryOverflow, "1EB": memoryOverflow, "1e16": memoryOverflow, "1e999999999": memoryOverflow,
		"99999999999999999999": memoryOverflow, "9223372036854775808": memoryOverflow, "8589934592Gi": memoryOverflow, "9007199254740993Ki": memoryOverflow,
	} {
		_, err := parseOperatorMemory(text)
		var refused *operatorMemoryError
		if !errors.As(err, &refused) || refused.Fault != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestParseQuantity(t *testing.T) {
	for text, want := range map[string]flink.Size{
		"0": 0, "1": 1, "128974848": 128974848, "129e6": 129e6, "129E6": 129e6, "129M": 129e6, "123Mi": 123 << 20, "1k": 1000, "1Ki": 1024, "1G": 1e9,
		"2Gi": 2 << 30, "1.5Gi": 3 << 29, "0.5Gi": 1 << 29, ".5Gi": 1 << 29, "1.Gi": 1 << 30, "+2Gi": 2 << 30, "1T": 1e12, "1Ti": 1 << 40, "1P": 1e15, "1Pi": 1 << 50,
		"1E": 1e18, "1Ei": 1 << 60, "2048m": 3, "128974848000m": 128974848, "1u": 1, "1n": 1, "0n": 0, "1e3": 1000, "1e-3": 1, "1e+3": 1000, "1e99": math.MaxInt64,
		"1e999999999": math.MaxInt64, "1e-999999999": 1, "8Ei": math.MaxInt64, "99999999999999999999": math.MaxInt64,
	} {
		if got, ok := ParseQuantity(text); !ok || got != want {
			t.Errorf("%q is %d, %v; want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"", " ", "Gi", ".", "-", "-1Gi", "2g", "2GB", "2gi", "2 Gi", " 2Gi", "2Gi ", "1K", "2mb", "1e", "1e1.5", "1ee3", "1_000", "0x10", "1,5Gi", "lots",
		"1\u00a0Gi", "11111111111111111111111111111111111111111111111111111111111111111",
	} {
		if got, ok := ParseQuantity(text); ok {
			t.Errorf("%q is %d", text, got)
		}
	}
}
