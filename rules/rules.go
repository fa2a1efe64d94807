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
	networkOptionInvalid,
	taskSlotsInvalid,
	coresInvalid,
	memoryOverflow,

	// It starts otherwise than its configuration says.
	missingMemoryUnit,
	totalSetTwice,
	managedFractionIgnored,
	fractionWithoutEffect,
	taskHeapTiny,
	jobManagerHeapSmall,
	metaspaceSmall,
	frameworkMemoryChanged,
	sizeImplausible,

	// State backends, and who uses managed memory.
	rocksDBRatio,
	weightsInvalid,
	fixedPerSlot,
	unmanagedRocksDB,
	rocksDBSmall,
	rocksDBIgnored,
	weightsIncomplete,
	managedMissing,
	managedUnused,
	pythonUnaccounted,
	noJemalloc,
	overheadCapped,

	// Network memory and task slots.
	networkBuffersInsufficient,
	batchShuffleBuffers,
	networkAbsorbsRemainder,
	networkMaxDefaultChanged,
	numberOfBuffersReplaces,
	batchReadExceeds,
	slotLimitBelow,

	// Names.
	deprecatedOption,
	removedOption,
	optionNotYetKnown,
	unknownMemoryKey,

	// Containers, layers and operators.
	limitBelowProcess,
	limitFarAbove,
	flinkSizeInContainer,
	optionOverridden,
	optionOfOtherProcess,
	propertiesUnused,
	propertiesCorrupted,
	missingFinalLineEnd,
	configFileWithoutEffect,
	templateMemoryIgnored,
	limitFactorBelowOne,
	envNotText,
	resourceMemoryInvalid,
	resourceMemoryIgnored,
	requestAboveLimit,
	autotuningReplaces,
	versionsDisagree,
	jvmFlagOverrides,
	localExecutionIgnored,
	jvmFlagWithoutEffect,

	// Flink and .NET in one container.
	flinkNetOvercommit,
	flinkNetNoRoom,
	flinkNetTaskHeap,
	flinkNetWithdrawn,
	flinkNetInteger,
	envNotRead,

	// The garbage collector of .NET.
	dotNetSuffix,
	dotNetDecimalLimit,
	dotNetDecimalPercent,
	dotNetRewritten,
	dotNetPerHeap,
	dotNetTooSmall,
	dotNetNoStart,
	dotNetAboveContainer,
	dotNetLimitBeaten,
	dotNetNameCase,
	dotNetIgnored,
	dotNetOldPrefix,
	dotNetServerSmall,
	dotNetServerNoEffect,
	dotNetAboveRequest,
	runtimeConfigNotReadable,
	runtimeConfigMisread,
	runtimeConfigMisplaced,

	// How the file is written.
	configNotLoadable,
	manifestNotReadable,
	duplicateOption,
	configLineIgnored,
	configValueMisread,
	configNested,
	configFileNotRead,

	// What is left of earlier findings.
	unusedIgnore,
	staleBaseline,
}
