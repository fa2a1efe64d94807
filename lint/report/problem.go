package report

import (
	"fmt"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// reasons are the problems of the calculation in a few words.
var reasons = map[flink.Code]string{
	flink.TotalMemoryMissing:             "no total memory is set",
	flink.ComponentsExceedFlink:          "the components exceed Total Flink Memory",
	flink.NetworkOutOfRange:              "what is left for the network is outside its range",
	flink.MetaspaceOverheadExceedProcess: "JVM metaspace and JVM overhead exceed Total Process Memory",
	flink.ProcessBelowFlink:              "Total Process Memory is below Total Flink Memory and JVM metaspace",
	flink.OverheadOutOfRange:             "the JVM overhead that is left is outside its range",
	flink.RangeInvalid:                   "a range or a fraction is not valid",
	flink.SizeInvalid:                    "this is not a memory size",
	flink.ValueInvalid:                   "this value does not suit its option",
	flink.HeapOffHeapNotFlink:            "JVM heap and off-heap do not add up to Total Flink Memory",
	flink.HeapExceedsFlink:               "the JVM heap exceeds Total Flink Memory",
	flink.OffHeapExceedsFlink:            "off-heap memory leaves no JVM heap in Total Flink Memory",
	flink.LegacyHeapInvalid:              "the old heap option cannot be mapped",
	flink.CPUCoresInvalid:                "the number of CPU cores is not valid",
	flink.SegmentSizeInvalid:             "the memory segment size is not valid",
	flink.Overflow:                       "the sizes exceed what 64 bits can hold",
}

// problemText words a problem in a line, with its sum where it has one.
func problemText(_ *flink.Memory, p *flink.Problem) string {
	root := p.Root()
	text := reasons[root.Code]
	if len(root.Keys) > 0 {
		text += " (" + strings.Join(root.Keys, ", ") + ")"
	}
	switch {
	case root.Value != "":
		text += fmt.Sprintf(": %q", root.Value)
	case root.Sum != nil && root.Sum.Total.Label != "":
		text += ": " + root.Sum.Total.Size.String()
		for _, t := range root.Sum.Parts {
			if t.Size != 0 {
				text += fmt.Sprintf(" - %v (%s)", t.Size, t.Label)
			}
		}
		text += " = " + root.Sum.Left.String()
	}
	if root.Low != nil && root.High != nil {
		text += fmt.Sprintf(", but Flink allows %v to %v", root.Low.Size, root.High.Size)
	}
	return text
}

// loadText words a syntax problem by its code.
func loadText(p *source.Problem) string {
	text := strings.ReplaceAll(string(p.Code), "-", " ")
	if p.Detail != "" {
		text += " (" + p.Detail + ")"
	}
	return text
}
