package dotnet_test

import (
	"testing"

	"github.com/flinkmem/flinkmem-lint/dotnet"
	"github.com/flinkmem/flinkmem-lint/dotnet/dotnettest"
)

// TestRecorded compares with all that the real runtime answered.
func TestRecorded(t *testing.T) {
	started, refused, limited, doubtful := 0, 0, 0, 0
	for _, r := range dotnettest.Read(t) {
		compare(t, &r)
		if dotnet.Evaluate(r.Settings(), r.Host()).Doubtful {
			doubtful++
		}
		switch {
		case r.Answer.Refused:
			refused++
		case r.Answer.Limit > 0:
			limited++
		default:
			started++
		}
	}
	if doubtful*50 > started+refused+limited {
		t.Errorf("%d cases are left to luck", doubtful)
	}
	if started < 100 || refused < 100 || limited < 100 {
		t.Errorf("%d without a limit, %d refused, %d with a limit: they test too little", started, refused, limited)
	}
}

func compare(t *testing.T, r *dotnettest.Recorded) {
	t.Helper()
	o := dotnet.Evaluate(r.Settings(), r.Host())
	want := r.Answer
	switch {
	case !o.Known():
		t.Errorf("%s: unknown: %v", r.ID, o.Unknown)
	case o.Doubtful && want.Refused: // another run may say otherwise
	case o.OK() == want.Refused:
		t.Errorf("%s: %+v: the runtime refuses: %v; here: %q", r.ID, r.Case, want.Refused, o.Refusal)
	case want.Refused:
	case o.HeapLimit != want.Limit || o.ServerGC != want.ServerGC || o.Heaps != want.Heaps:
		t.Errorf("%s: %+v: got limit %d, server %v, heaps %d; the runtime says %+v", r.ID, r.Case, o.HeapLimit, o.ServerGC, o.Heaps, want)
	}
}
