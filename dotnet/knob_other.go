package dotnet

import "strings"

// others are the settings of the garbage collector that say nothing of how large the heap may be, by their names behind
// DOTNET_; a name in runtimeconfig.json follows behind a colon. They are here so that nobody takes them for unknown.
const others = `
	gcAllowVeryLargeObjects gcConservative gcForceCompact GCBreakOnOOM GCCacheSizeFromSysConf GCCompactRatio GCConfigLogEnabled
	GCConfigLogFile GCCpuGroup:System.GC.CpuGroup GCDBGCRatio GCDGen0GrowthMaxFactor:System.GC.DGen0GrowthMaxFactor
	GCDGen0GrowthMinFactor:System.GC.DGen0GrowthMinFactor GCDGen0GrowthPercent:System.GC.DGen0GrowthPercent
	GCDTargetTCP:System.GC.DTargetTCP GCEnableSpecialRegions GCEnabledInstructionSets GCGen0MaxBudget:System.GC.Gen0MaxBudget
	GCGen1MaxBudget GCGenAnalysisBytes GCGenAnalysisCmd GCGenAnalysisDump GCGenAnalysisGen GCGenAnalysisIndex
	GCGenAnalysisTimeMSec GCGenAnalysisTimeUSec GCGenAnalysisTrace GCLOHCompact GCLOHDataAlignment
	GCLOHThreshold:System.GC.LOHThreshold GCLatencyLevel GCLatencyMode GCLogEnabled GCLogFile GCLogFileSize GCLowSkipRatio
	GCMaxHeapCount:System.GC.MaxHeapCount GCNumaAware GCPath:System.GC.Path GCProvModeStress GCSegmentSize GCSpinCountUnit GCStress
	GCTrimYoungestKeepPercent GCWriteBarrier GCgen1size`

func otherKnobs() []*Knob {
	var knobs []*Knob
	for name := range strings.FieldsSeq(others) {
		env, config, _ := strings.Cut(name, ":")
		knobs = append(knobs, &Knob{Env: env, Config: config, Unit: Text, About: "A setting of the GC that has nothing to do with how large its heap may be."})
	}
	return knobs
}
