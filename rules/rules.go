// Package rules holds every rule of flinkmem-lint: its id, severity, documentation, check and fixes stand together.
package rules

import "github.com/flinkmem/flinkmem-lint/lint"

// All is the one list of rules, in the order in which `flinkmem-lint rules` shows them.
var All = []*lint.Rule{
	// Flink refuses to start a process.
	memoryTotalMissing,
	componentsExceedTotal,
	networkInconsistent,
	metaspaceOverheadExceed,
	processBelowFlink,
	overheadOutOfRange,
	offHeapExceedsTotal,
	heapOffHeapDiffer,
	heapExceedsTotal,
	minAboveMax,
	fractionOutOfRange,
	invalidMemorySize,
	invalidOptionValue,
	segmentSizeInvalid,
	coresInvalid,
	memoryOverflow,

	// It starts otherwise than its configuration says.
	missingMemoryUnit,
	totalSetTwice,
	taskHeapTiny,

	// Names.
	deprecatedOption,
	removedOption,
	unknownMemoryKey,

	// Containers, layers and operators.
	limitBelowProcess,
	limitFarAbove,
	optionOverridden,
	optionOfOtherProcess,
	propertiesUnused,
	propertiesCorrupted,
	missingFinalLineEnd,
	configFileWithoutEffect,
	templateMemoryIgnored,
	limitFactorBelowOne,
	resourceMemoryInvalid,
	resourceMemoryIgnored,
	requestAboveLimit,
	autotuningReplaces,
	versionsDisagree,
	jvmFlagOverrides,

	// How the file is written.
	configNotLoadable,
	manifestNotReadable,
	duplicateOption,
	configLineIgnored,
	configValueMisread,
	configNested,
	configFileNotRead,
}
