package source

import (
	"fmt"
	"strings"
	"testing"
)

// Thirty lines that name the variable before them twice would make ten gigabytes.
func doublingVariables(format string) string {
	var b strings.Builder
	for i := 1; i <= 30; i++ {
		fmt.Fprintf(&b, format+"\n", i, i-1, i-1)
	}
	return b.String()
}

func TestVariablesThatDoubleStayBounded(t *testing.T) {
	t.Run("plain", func(t *testing.T) {
		v := composeVariables{"A": strings.Repeat("a", maxFilled)}
		if got, state := v.expandAll("$A", 0); state != Known || len(got) != maxFilled {
			t.Errorf("one variable at the bound: %d bytes, %v", len(got), state)
		}
		if got, state := v.expandAll("$A$A", 0); state != Unknown || got != "" {
			t.Errorf("beyond the bound: %d bytes, %v", len(got), state)
		}
	})
	t.Run("text", func(t *testing.T) {
		v := composeVariables{"A": strings.Repeat("a", maxFilled)}
		text := &Text{Decoded: "$A$A", pieces: []piece{{0, 4, 0, 4}}}
		filled := v.fill(text)
		if filled.state != Unknown || len(filled.Decoded) != maxFilled+2 {
			t.Errorf("%d bytes, %v", len(filled.Decoded), filled.state)
		}
	})
	t.Run("dockerfile", func(t *testing.T) {
		d := Read("Dockerfile", []byte("FROM flink:1.20\nENV A0=aaaaaaaaaa\n"+
			doublingVariables("ENV A%d=${A%d}${A%d}")+"ENV FLINK_PROPERTIES=$A30\n"), Dockerfile)
		if d.Image == nil || d.Image.Properties == nil {
			t.Fatal("no properties")
		}
		if n := len(d.Image.Properties.Text.Decoded); n > maxFilled {
			t.Errorf("%d bytes of properties", n)
		}
	})
	t.Run("kubernetes", func(t *testing.T) {
		var env strings.Builder
		env.WriteString("        - {name: A0, value: aaaaaaaaaa}\n")
		for i := 1; i <= 30; i++ {
			fmt.Fprintf(&env, "        - {name: A%d, value: $(A%d)$(A%d)}\n", i, i-1, i-1)
		}
		d := Read("tm.yaml", []byte("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: tm}\nspec:\n  template:\n    spec:\n"+
			"      containers:\n      - name: tm\n        image: flink:1.20\n        args: [taskmanager]\n        env:\n"+env.String()+
			"        - {name: FLINK_PROPERTIES, value: $(A30)}\n"), Kubernetes)
		if len(d.Workloads) != 1 || d.Workloads[0].Properties == nil {
			t.Fatal("no properties")
		}
		if n := len(d.Workloads[0].Properties.Text.Decoded); n > 2*maxFilled {
			t.Errorf("%d bytes of properties", n)
		}
	})
}
