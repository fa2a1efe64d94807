package rules

import (
	"fmt"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// short is an option's key as a sum writes it: without the prefix that all memory options of the process share.
func short(key string) string {
	for _, role := range []flink.Role{flink.JobManager, flink.TaskManager} {
		if s, ok := strings.CutPrefix(key, role.Prefix()); ok {
			return s
		}
	}
	return key
}

// unit is what the sizes of one explanation are written in, so that people can follow the arithmetic.
type unit struct {
	size flink.Size
	name string
}

// commonUnit is the largest unit in which the sizes can be told apart: GiB where all are whole, else MiB; bytes where
// something would be rounded to nothing.
func commonUnit(sizes ...flink.Size) unit {
	u := unit{flink.GiB, "GiB"}
	for _, s := range sizes {
		if s < 0 {
			s = -s
		}
		switch {
		case s == 0 || s == flink.Unlimited:
		case s < flink.MiB/100:
			return unit{1, "bytes"}
		case s%flink.GiB != 0:
			u = unit{flink.MiB, "MiB"}
		}
	}
	return u
}

func (u unit) write(s flink.Size) string {
	if s == flink.Unlimited {
		return "unlimited"
	}
	if s%u.size == 0 {
		return fmt.Sprintf("%d %s", int64(s/u.size), u.name)
	}
	return fmt.Sprintf("%.2f %s", float64(s)/float64(u.size), u.name)
}

// sumUnit is the common unit of everything in a problem's sum.
func sumUnit(p *flink.Problem) unit {
	var sizes []flink.Size
	for _, s := range []*flink.Sum{p.Sum, p.From} {
		if s == nil {
			continue
		}
		sizes = append(sizes, s.Total.Size, s.Left)
		for _, t := range s.Parts {
			sizes = append(sizes, t.Size)
		}
	}
	if p.Sum != nil {
		for _, bound := range []*flink.Term{p.Low, p.High} {
			if bound != nil && bound.Size != flink.Unlimited {
				sizes = append(sizes, bound.Size, bound.Size-p.Sum.Left)
			}
		}
	}
	return commonUnit(sizes...)
}

// term writes a number of a sum and where it comes from: "256 MiB (JVM metaspace, default)".
func (u unit) term(t flink.Term) string {
	return u.write(t.Size) + " (" + whence(t) + ")"
}

func whence(t flink.Term) string {
	switch {
	case t.Origin == flink.Explicit && t.Key != "":
		return short(t.Key)
	case t.Origin == flink.Default:
		return label(t) + ", default"
	case t.Origin == flink.Clamped && t.Bound == "min":
		return label(t) + ", its minimum"
	case t.Origin == flink.Clamped:
		return label(t) + ", its maximum"
	case t.Fraction != 0:
		return fmt.Sprintf("%s, %s of %s", label(t), fraction(t.Fraction), t.Of.Label())
	}
	return label(t)
}

func label(t flink.Term) string { return short(t.Label) }

// fraction writes a fraction as people do: the shortest text that is the same 32-bit float.
func fraction(f float64) string { return fmt.Sprint(float32(f)) }

// subtraction writes "total - part - part = left"; parts of nothing are left out.
func (u unit) subtraction(s *flink.Sum) string {
	var b strings.Builder
	b.WriteString(u.term(s.Total))
	for _, t := range s.Parts {
		if t.Size != 0 {
			b.WriteString(" - " + u.term(t))
		}
	}
	return b.String() + " = " + u.write(s.Left)
}

// addition writes "part + part = sum".
func (u unit) addition(s *flink.Sum) string {
	var parts []string
	var sum flink.Size
	for _, t := range s.Parts {
		if t.Size != 0 {
			parts = append(parts, u.term(t))
			sum += t.Size
		}
	}
	text := strings.Join(parts, " + ")
	if len(parts) > 1 {
		text += " = " + u.write(sum)
	}
	return text
}

// from writes how a derived total came about, as a line of its own; "" where it was set.
func (u unit) from(p *flink.Problem) string {
	if p.From == nil {
		return ""
	}
	return u.subtraction(p.From) + " (" + p.Sum.Total.Label + ")\n"
}

// needed is what the parts of a sum take together.
func needed(s *flink.Sum) flink.Size { return s.Total.Size - s.Left }

// list joins names as a sentence does: "a, b and c".
func list(names []string, last string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " " + last + " " + names[len(names)-1]
}

// termsOf are components as numbers of a sum.
func termsOf(m *flink.Memory, names ...flink.Name) []flink.Term {
	var ts []flink.Term
	for _, n := range names {
		c, _ := m.Component(n)
		t := flink.Term{Label: n.Label(), Size: c.Size, Origin: c.Origin, Fraction: c.Fraction, Of: c.Of, Bound: c.Bound}
		if len(c.Keys) == 1 {
			t.Key = c.Keys[0]
		}
		if c.Remainder {
			t.Origin, t.Key = flink.Derived, ""
		}
		ts = append(ts, t)
	}
	return ts
}

// remainderSum writes how a component came about that is what others leave of a total.
func remainderSum(m *flink.Memory, total flink.Name, parts []flink.Term, rest flink.Name) string {
	p := &flink.Problem{Sum: &flink.Sum{Total: termsOf(m, total)[0], Parts: parts, Left: m.Size(rest)}}
	if c, _ := m.Component(total); total == flink.TotalFlink && c.Remainder {
		p.From = &flink.Sum{Total: termsOf(m, flink.TotalProcess)[0], Parts: termsOf(m, flink.Metaspace, flink.Overhead), Left: c.Size}
	}
	u := sumUnit(p)
	return u.from(p) + u.subtraction(p.Sum) + " (" + rest.Label() + ")"
}

// leftOver writes how network memory, the JVM overhead or the JobManager's heap came about where it is what the others
// leave.
func leftOver(m *flink.Memory, rest flink.Name) string {
	switch rest {
	case flink.Overhead:
		return remainderSum(m, flink.TotalProcess, termsOf(m, flink.TotalFlink, flink.Metaspace), rest)
	case flink.Heap:
		return remainderSum(m, flink.TotalFlink, termsOf(m, flink.OffHeap), rest)
	}
	inner := termsOf(m, flink.FrameworkHeap, flink.TaskHeap, flink.FrameworkOffHeap, flink.TaskOffHeap, flink.Managed)
	return remainderSum(m, flink.TotalFlink, inner, rest)
}
