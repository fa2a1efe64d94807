package rules

import (
	"fmt"
	"slices"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

var rocksDBRatio = &lint.Rule{
	ID: "rocksdb-ratio-invalid", Severity: lint.Error,
	Doc: lint.Doc{
		Title: "RocksDB's write buffers and its high-priority pool do not fit together",
		Why: "Flink does not create the state backend, so that no job with keyed state runs. The TaskManagers themselves start, and " +
			"the fault shows only when a job is submitted. Where the configuration does not name the state backend this is a " +
			"warning.",
		Does: "Write buffers with the ratio w take 2/3 w of RocksDB's memory, which Flink charges to a block cache of (3-w)/3. " +
			"The high-priority pool with the ratio h is a part of that cache. Flink refuses 2w/(3-w) + h >= 1, whether managed " +
			"memory or a fixed size bounds RocksDB, or nothing. It checks neither ratio alone. ForSt does the same with its own options.",
		Bad: "taskmanager.memory.process.size: 4g\nstate.backend.type: rocksdb\nstate.backend.rocksdb.memory.write-buffer-ratio: 0.8\n" +
			"state.backend.rocksdb.memory.high-prio-pool-ratio: 0.3\n",
		Good: "taskmanager.memory.process.size: 4g\nstate.backend.type: rocksdb\nstate.backend.rocksdb.memory.write-buffer-ratio: 0.8\n" +
			"state.backend.rocksdb.memory.high-prio-pool-ratio: 0.1\n",
		Version: "1.20", Links: []string{rocksDBPage},
	},
	Check: checkRatios,
}

func checkRatios(p *lint.Pass) {
	tm := p.Cluster.TaskManager
	if tm == nil || p.Cluster.LoadError() != nil {
		return
	}
	c := tm.Config()
	choice, unknown := flink.ConfiguredBackend(c, p.Version())
	for _, b := range []flink.StateBackend{flink.RocksDBBackend, flink.ForStBackend} {
		named := unknown == nil && choice.Written
		if named && choice.Backend != b {
			continue
		}
		m, err := flink.NativeStateMemory(b, c, p.Version())
		if err == nil || err.Fault != flink.RatiosExceed {
			continue // a value that is no number has its own rule
		}
		o, ok := writtenOption(tm, err.Key)
		if !ok {
			continue
		}
		f := wordRatios(b, m, c, o)
		other, set := writtenOption(tm, err.With)
		if set {
			f.Related = []lint.Related{{Place: other.Place, Span: spanOf(other.Place, other.Place.Value), Message: "the other ratio"}}
		}
		if !named {
			f.Message = "where a job uses " + b.Name() + ", " + f.Message
		}
		if !named || o.State == source.Assumed || set && other.State == source.Assumed {
			f.Severity = lint.Warning
		}
		if p.Assumed() {
			f.Versions = slices.DeleteFunc(slices.Clone(p.Candidates()), func(v flink.Version) bool {
				_, err := flink.NativeStateMemory(b, c, v)
				return !usesBackend(c, v, b) || err == nil || err.Fault != flink.RatiosExceed
			})
		}
		p.Report(f)
	}
}

// wordRatios shows the sum, and what the option may be at most beside the other.
func wordRatios(b flink.StateBackend, m flink.RocksDB, c flink.Config, o source.Option) lint.Finding {
	const writeRest, highRest = "write-buffer-ratio", "high-prio-pool-ratio"
	name := func(rest string) string {
		if c.Has(b.Prefix() + "memory." + rest) {
			return rest
		}
		return rest + ", default"
	}
	w, h := m.WriteBufferRatio, m.HighPriorityPoolRatio
	role := flink.TaskManager
	f := lint.Finding{
		Place: o.Place, Span: spanOf(o.Place, o.Place.Value), Role: &role, Label: "too large",
		Message: fmt.Sprintf("Flink does not create the state backend: the write buffers and the high-priority pool of %s do not fit into its cache", b.Name()),
		Sum: fmt.Sprintf("2 x %v / (3 - %v) + %v = %.2f (%s; %s), but it has to be less than 1", w, w, h, m.RatioSum(),
			name(writeRest), name(highRest)),
	}
	if high := m.HighestPoolRatio(); high >= 0.1 {
		f.Help = fmt.Sprintf("with %s %v, %s has to be less than %.2f", writeRest, w, highRest, high)
	} else {
		f.Help = fmt.Sprintf("with %s %v, %s has to be less than %.2f", highRest, h, writeRest, m.HighestWriteBufferRatio())
	}
	f.Help += "; the defaults are 0.5 and 0.1"
	return f
}
