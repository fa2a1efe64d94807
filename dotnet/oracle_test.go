package dotnet_test

import (
	"cmp"
	"os"
	"os/exec"
	"testing"

	"github.com/flinkmem/flinkmem-lint/dotnet/dotnettest"
)

// TestOracle asks the real .NET runtime about cases that nobody has seen before. make verify-dotnet runs it.
func TestOracle(t *testing.T) {
	if os.Getenv("DOTNET_ORACLE") == "" {
		t.Skip("asks the real .NET runtime, which takes Linux and Python 3: run make verify-dotnet, or set DOTNET_ORACLE=1")
	}
	if _, err := exec.LookPath("python3"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("python3 is not on the PATH, and CI has to ask the real .NET runtime")
		}
		t.Skip("python3 is not on the PATH: the real .NET runtime cannot be asked")
	}
	dotnettest.Ask(t, "setup")
	seed, count := cmp.Or(os.Getenv("DOTNET_ORACLE_SEED"), "1"), cmp.Or(os.Getenv("DOTNET_ORACLE_COUNT"), "60")
	answers := dotnettest.Ask(t, "fresh", seed, count)
	refused, limited := 0, 0
	for _, r := range answers {
		compare(t, &r)
		if r.Answer.Refused {
			refused++
		} else if r.Answer.Limit > 0 {
			limited++
		}
	}
	if refused < 3 || limited < 3 {
		t.Errorf("of %d answers %d are refusals and %d have a limit: they test too little", len(answers), refused, limited)
	}
	t.Logf("seed %s: %d answers, %d of them refusals, %d with a limit", seed, len(answers), refused, limited)
}
