package flink

import (
	"errors"
	"math"
	"testing"
)

func TestParseFraction(t *testing.T) {
	inf := math.Inf(1)
	tests := []struct {
		text     string
		standard bool
		want     float64
		fault    ValueFault
	}{
		{text: "0.1", want: 0.10000000149011612},
		{text: "0.1", standard: true, want: 0.10000000149011612},
		{text: " .4f ", want: 0.4000000059604645},
		{text: "+4e-1D", want: 0.4000000059604645},
		{text: "1.", want: 1},
		{text: "0x1.8p-2", want: 0.375},
		{text: "0X.8P1f", want: 1},
		{text: "-Infinity", want: -inf},
		{text: "1e50", want: inf},
		{text: "1e50", standard: true, want: inf}, // a quoted text: Java prints the plain number as 1.0E50
		{text: "1.0E50", want: inf},
		{text: "1.0E50", standard: true, fault: NumberRange},
		{text: "1.0E-50", standard: true, fault: NumberRange},
		{text: "-1.0E50", standard: true, fault: NumberRange},
		{text: "1.0E-50", want: 0},
		{text: "0.0", standard: true, want: 0},
		{text: "40000000000000000000000000000000000000000", standard: true, want: inf},
		{text: "", fault: NotANumber},
		{text: "f", fault: NotANumber},
		{text: ".", fault: NotANumber},
		{text: "0,4", fault: NotANumber},
		{text: "40%", fault: NotANumber},
		{text: "1_0", fault: NotANumber},
		{text: "1e", fault: NotANumber},
		{text: "0x1.8", fault: NotANumber},
		{text: "0x1_0p1", fault: NotANumber},
		{text: "inf", fault: NotANumber},
		{text: "nan", fault: NotANumber},
		{text: ".nan", standard: true, fault: NotANumber},
		{text: "NaNf", fault: NotANumber},
		{text: "\u00a00.1", fault: NotANumber},
	}
	for _, tt := range tests {
		got, err := parseFraction(tt.text, tt.standard)
		checkValue(t, tt.text, got, tt.want, err, tt.fault)
	}
	if f, err := parseFraction("-NaN", false); err != nil || f == f {
		t.Errorf("parseFraction(-NaN) = %v, %v, want NaN", f, err)
	}
}

func TestParseDouble(t *testing.T) {
	tests := []struct {
		text  string
		want  float64
		fault ValueFault
	}{
		{text: "0.1", want: 0.1},
		{text: "1e400", want: math.Inf(1)},
		{text: " 2d", want: 2},
		{text: "0x1p-1", want: 0.5},
		{text: "two", fault: NotANumber},
	}
	for _, tt := range tests {
		got, err := parseDouble(tt.text)
		checkValue(t, tt.text, got, tt.want, err, tt.fault)
	}
}

func TestParseInt(t *testing.T) {
	tests := []struct {
		text  string
		want  int32
		fault ValueFault
	}{
		{text: "010", want: 10},
		{text: "+3", want: 3},
		{text: "-2147483648", want: math.MinInt32},
		{text: "٣", want: 3},
		{text: "１２", want: 12},
		{text: "2147483648", fault: NumberRange},
		{text: "99999999999999999999", fault: NumberRange},
		{text: "", fault: NotAWholeNumber},
		{text: "+", fault: NotAWholeNumber},
		{text: "+-3", fault: NotAWholeNumber},
		{text: " 3", fault: NotAWholeNumber},
		{text: "2.0", fault: NotAWholeNumber},
		{text: "1_000", fault: NotAWholeNumber},
	}
	for _, tt := range tests {
		got, err := parseInt(tt.text)
		checkValue(t, tt.text, got, tt.want, err, tt.fault)
	}
}

func TestParseBool(t *testing.T) {
	tests := []struct {
		text  string
		want  bool
		fault ValueFault
	}{
		{text: "true", want: true},
		{text: "FaLſe", want: false}, // Java's upper case of ſ is S
		{text: "yes", fault: NotABoolean},
		{text: "true ", fault: NotABoolean},
		{text: "", fault: NotABoolean},
	}
	for _, tt := range tests {
		got, err := parseBool(tt.text)
		checkValue(t, tt.text, got, tt.want, err, tt.fault)
	}
}

func checkValue[T comparable](t *testing.T, text string, got, want T, err error, fault ValueFault) {
	t.Helper()
	var bad *ValueError
	switch errors.As(err, &bad) {
	case true:
		if bad.Fault != fault || bad.Text != text {
			t.Errorf("%q: error %+v, want fault %q", text, bad, fault)
		}
	case false:
		if fault != "" || err != nil || got != want {
			t.Errorf("%q = %v, %v, want %v, fault %q", text, got, err, want, fault)
		}
	}
}
