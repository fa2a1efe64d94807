package rules

import (
	"fmt"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// Explain says in words why Flink refuses a process: the message of the finding, and below it the sum.
func Explain(m *flink.Memory, p *flink.Problem) string {
	p = p.Root()
	f := statement(m.Role, p)
	if f.Message == "" && len(p.Keys) > 0 {
		if known, ok := flink.Lookup(p.Keys[0]); ok {
			f = wordValue(known, p.Keys[0], p.Value, m.Version, p.Cause)
		}
	}
	if f.Sum != "" {
		return f.Message + "\n" + f.Sum
	}
	return f.Message
}

// statement is the message and the sum of a problem of the calculation; empty where it is about a single value.
func statement(role flink.Role, p *flink.Problem) lint.Finding {
	u := sumUnit(p)
	s := p.Sum
	switch p.Code {
	case flink.TotalMemoryMissing:
		if role == flink.JobManager {
			return lint.Finding{Message: "the JobManager has no total memory: none of process.size, flink.size and heap.size is set"}
		}
		return lint.Finding{Message: "the TaskManager has no total memory: neither process.size nor flink.size is set, " +
			"nor are task.heap.size and managed.size both"}
	case flink.ComponentsExceedFlink:
		return lint.Finding{
			Message: fmt.Sprintf("the TaskManager's components need %s, %s more than its Total Flink Memory of %s",
				u.write(needed(s)), u.write(-s.Left), u.write(s.Total.Size)),
			Sum: u.from(p) + u.addition(s),
		}
	case flink.NetworkOutOfRange:
		bound, side := p.High, "above its maximum of "
		if s.Left < p.Low.Size {
			bound, side = p.Low, "below its minimum of "
		}
		if p.Low == p.High {
			side = "but the configured buffers take exactly "
		}
		return lint.Finding{
			Message: fmt.Sprintf("%s are left for network memory, %s%s", u.write(s.Left), side, u.term(*bound)),
			Sum:     u.from(p) + u.subtraction(s) + " (network memory)",
		}
	case flink.MetaspaceOverheadExceedProcess:
		return lint.Finding{
			Message: fmt.Sprintf("%s: JVM metaspace and JVM overhead alone need %s, but Total Process Memory is %s",
				role, u.write(needed(s)), u.write(s.Total.Size)),
			Sum: u.addition(s),
		}
	case flink.OverheadOutOfRange:
		bound, side := p.High, "above its maximum"
		if s.Left < p.Low.Size {
			bound, side = p.Low, "below its minimum"
		}
		return lint.Finding{
			Message: fmt.Sprintf("%s: JVM overhead of %s is %s of %s", role, u.write(s.Left), side, u.write(bound.Size)),
			Sum: fmt.Sprintf("%s, but Flink allows %s to %s (%s)", u.subtraction(s), u.write(p.Low.Size), u.write(p.High.Size),
				boundNames(p.Low, p.High)),
		}
	case flink.OffHeapExceedsFlink:
		return lint.Finding{
			Message: fmt.Sprintf("the JobManager's Total Flink Memory of %s leaves nothing for its heap", u.write(s.Total.Size)),
			Sum:     u.from(p) + u.subtraction(s) + " (JVM heap)",
		}
	case flink.HeapOffHeapNotFlink:
		relation := "more"
		if s.Left < 0 {
			relation = "less"
		}
		return lint.Finding{
			Message: fmt.Sprintf("the JobManager's Total Flink Memory of %s is %s %s than its heap and off-heap memory",
				u.write(s.Total.Size), u.write(abs(s.Left)), relation),
			Sum: u.addition(s),
		}
	case flink.HeapExceedsFlink:
		return lint.Finding{
			Message: fmt.Sprintf("the JobManager's heap of %s is larger than its Total Flink Memory of %s",
				u.write(needed(s)), u.write(s.Total.Size)),
			Sum: u.subtraction(s) + " (off-heap)",
		}
	case flink.CPUCoresInvalid:
		return lint.Finding{Message: fmt.Sprintf("%s is %s: a TaskManager needs a positive number of cores and slots",
			p.Keys[0], strings.TrimSpace(p.Value))}
	case flink.Overflow:
		return lint.Finding{Message: fmt.Sprintf("the %s's sizes add up to more bytes than 64 bits can count", role)}
	case flink.RangeInvalid:
		return lint.Finding{Message: rangeStatement(role, p)}
	case flink.ProcessBelowFlink:
		if s == nil {
			return lint.Finding{} // a number of buffers below nothing
		}
		return lint.Finding{
			Message: fmt.Sprintf("%s: Total Process Memory of %s is %s less than Total Flink Memory and JVM metaspace together",
				role, u.write(s.Total.Size), u.write(-s.Left)),
			Sum: u.addition(s) + ", and JVM overhead comes on top",
		}
	}
	return lint.Finding{}
}

// rangeStatement words a range whose minimum is above its maximum, or whose fraction is none.
func rangeStatement(role flink.Role, p *flink.Problem) string {
	if p.Low == nil {
		return fmt.Sprintf("%s is %s, but a fraction is at least 0 and less than 1", short(p.Keys[0]), strings.TrimSpace(p.Value))
	}
	u := commonUnit(p.Low.Size, p.High.Size, p.Low.Size-p.High.Size)
	named := func(t *flink.Term) string {
		s := short(t.Key) + " of " + u.write(t.Size)
		if t.Origin == flink.Default {
			s += " (default)"
		}
		return s
	}
	if p.Low.Origin == flink.Default {
		return fmt.Sprintf("%s: %s is below %s", role, named(p.High), named(p.Low))
	}
	return fmt.Sprintf("%s: %s is above %s", role, named(p.Low), named(p.High))
}

// boundNames names a minimum and a maximum, and says which are defaults.
func boundNames(low, high *flink.Term) string {
	name := func(t *flink.Term) string {
		if t.Origin == flink.Default {
			return short(t.Key) + ", default"
		}
		return short(t.Key)
	}
	if low.Origin == flink.Default && high.Origin == flink.Default {
		return short(low.Key) + " and " + short(high.Key) + ", defaults"
	}
	return name(low) + "; " + name(high)
}

// ExplainLoad says in words why Flink, or the program before it, refuses to load a file.
func ExplainLoad(p *source.Problem) string {
	if p.By != "" {
		return explainRefused(p)
	}
	if p.Code == source.DuplicateKey {
		return duplicateKeyMessage(p)
	}
	return fatalWording(p.Code).finding(p).Message
}
