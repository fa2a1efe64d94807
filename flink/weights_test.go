package flink

import (
	"maps"
	"strings"
	"testing"
)

// TestManagedWeights holds what Flink 1.12 to 2.3 answered to spellings that the recorded vectors lack.
func TestManagedWeights(t *testing.T) {
	type weights = map[string]int32
	all := func(operator, backend, python int32) weights {
		return weights{OperatorConsumer: operator, StateBackendConsumer: backend, PythonConsumer: python}
	}
	tests := []struct {
		options  string // key suffix = value, separated by |
		standard bool
		versions string
		want     weights
		fault    OptionFault
	}{
		{options: "=OPERATOR:1,DATAPROC:2,PYTHON:3", versions: "1.13 1.20", want: all(1, 2, 3)},
		{options: "=OPERATOR:1,DATAPROC:2,PYTHON:3", versions: "2.0 2.3", standard: true, want: weights{OperatorConsumer: 1, PythonConsumer: 3}},
		{options: "=OPERATOR:1,DATAPROC:2,PYTHON:3", versions: "1.12", fault: UnknownEntry},
		{options: "=DATAPROC:1", versions: "1.12", want: weights{BatchConsumer: 1, StateBackendConsumer: 1}},
		{options: "=DATAPROC:-1", versions: "1.12 1.20", fault: BelowMinimum},
		{options: "=FOO:abc", versions: "1.12", fault: ValueUnreadable},
		{options: "=FOO:abc", versions: "1.13 1.20", want: weights{}},
		{options: "=", versions: "1.12 1.20", want: weights{}},
		{options: "=,", versions: "1.12 1.20", want: weights{}},
		{options: "=PYTHON : 1 , ", versions: "1.12 1.20", want: weights{PythonConsumer: 1}},
		{options: "=PYTHON:1, ,", versions: "1.12 1.20", fault: ValueUnreadable},
		{options: "='PYTHON:1'", versions: "1.12 1.20", want: weights{PythonConsumer: 1}},
		{options: "='PYTHON:1' ,\"OPERATOR:'2'\"", versions: "1.13 1.20", want: weights{PythonConsumer: 1, OperatorConsumer: 2}},
		{options: "='PYTHON':1", versions: "1.12 1.20", fault: ValueUnreadable},
		{options: "='PYTHON:1", versions: "1.12 1.20", fault: ValueUnreadable},
		{options: "=''''PYTHON:1", versions: "1.12 1.20", fault: ValueUnreadable},
		{options: "=PYTH'ON:1", versions: "1.13 1.20", want: weights{}},
		{options: "=PYTHON:1:2", versions: "1.12 1.20", fault: ValueUnreadable},
		{options: "=:1", versions: "1.12 1.20", fault: ValueUnreadable},
		{options: "=PYTHON:1,PYTHON:1", versions: "1.12 1.20", fault: ValueUnreadable},
		{options: "=PYTHON:1\u00a0", versions: "1.12 1.20", fault: ValueUnreadable},
		{options: "=PYTHON:٣", versions: "1.12 1.20", want: weights{PythonConsumer: 3}},
		{options: "={OPERATOR: 1}", versions: "1.13 1.20", want: weights{}},
		{options: ".OPERATOR=1|.PYTHON=2", versions: "1.14 1.20", want: weights{OperatorConsumer: 1, PythonConsumer: 2}},
		{options: ".OPERATOR=1|.PYTHON=2", versions: "1.13", want: all(70, 70, 30)},
		{options: ".OPERATOR=1|=STATE_BACKEND:5", versions: "1.13 1.20", want: weights{StateBackendConsumer: 5}},
		{options: ".OPERATOR=x", versions: "1.14 1.20", fault: ValueUnreadable},
		{options: ".FOO=x|.a.b=1", versions: "1.14 1.20", want: weights{}},
		{options: ".DATAPROC=7", versions: "1.14 1.20", want: weights{OperatorConsumer: 7, StateBackendConsumer: 7}},
		{options: ".DATAPROC=7", versions: "2.0 2.3", standard: true, want: weights{}},

		{options: "={OPERATOR: 1, PYTHON: 2}", versions: "1.19 2.3", standard: true, want: weights{OperatorConsumer: 1, PythonConsumer: 2}},
		{options: "={\"OPERATOR\": \"1\", 'PYTHON':2,}", versions: "1.19 2.3", standard: true, want: weights{OperatorConsumer: 1, PythonConsumer: 2}},
		{options: "={OPERATOR: 1, OPERATOR: 2}", versions: "1.19 2.3", standard: true, fault: ValueUnreadable},
		{options: "={OPERATOR:1}", versions: "1.19 2.3", standard: true, want: weights{}},
		{options: "={}", versions: "1.19 2.3", standard: true, want: weights{}},
		{options: "={OPERATOR: null}", versions: "1.19 2.3", standard: true, want: weights{}},
		{options: "={OPERATOR: 0x10}", versions: "1.19 2.3", standard: true, want: weights{OperatorConsumer: 16}},
		{options: "={OPERATOR: 1.0}", versions: "1.19 2.3", standard: true, fault: ValueUnreadable},
		{options: "={OPERATOR: {a: 1}}", versions: "1.19 2.3", standard: true, fault: ValueUnreadable},
		{options: "=OPERATOR: 1\nPYTHON: 2", versions: "1.19 2.3", standard: true, want: weights{OperatorConsumer: 1, PythonConsumer: 2}},
		{options: "=OPERATOR : 1 , ,PYTHON:2", versions: "1.19 2.3", standard: true, fault: ValueUnreadable},
		{options: "=null", versions: "1.19 2.3", standard: true, fault: ValueUnreadable},
		{options: "=# x", versions: "1.19 2.3", standard: true, fault: ValueUnreadable},
	}
	for _, tt := range tests {
		c := Config{Values: map[string]string{}, Standard: tt.standard}
		for option := range strings.SplitSeq(tt.options, "|") {
			suffix, value, _ := strings.Cut(option, "=")
			c.Values[consumerWeightsKey+suffix] = value
		}
		for v := range strings.FieldsSeq(tt.versions) {
			got, err := ManagedWeights(c, MustVersion(v))
			switch {
			case err != nil && (err.Fault != tt.fault || !c.Has(err.Key)):
				t.Errorf("%s: %q fails with %v, want fault %q", v, tt.options, err, tt.fault)
			case err == nil && (tt.fault != "" || got == nil || !maps.Equal(got, tt.want)):
				t.Errorf("%s: %q = %v, want %v, fault %q", v, tt.options, got, tt.want, tt.fault)
			}
		}
	}
	if got, err := ManagedWeights(Config{Values: map[string]string{consumerWeightsKey: "x"}}, MustVersion("1.11")); got != nil || err != nil {
		t.Errorf("1.11 has no weights, got %v, %v", got, err)
	}
}
