package flink_test

import (
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

func TestMeant(t *testing.T) {
	const size, fraction, slots, managed = "taskmanager.memory.process.size", "taskmanager.memory.managed.fraction", "taskmanager.numberOfTaskSlots", "state.backend.rocksdb.memory.managed"
	tests := []struct{ key, text, want string }{
		{size, "4Gi", "4g"}, {size, "4096Mi", "4g"}, {size, "1.5g", "1536m"}, {size, "1,5 GB", "1536m"}, {size, "1.5G", "1536m"},
		{size, `"4g"`, "4g"}, {size, "'512 mb'", "512m"}, {size, "512MB.", "512m"}, {size, "1728m;", "1728m"}, {size, "4_096m", "4g"},
		{size, "1,024m", "1g"}, {size, "1 024m", "1g"}, {size, "2 gigs", "2g"}, {size, "1.0g", "1g"}, {size, "0.5Gi", "512m"},
		{size, "-1g", ""}, {size, "abc", ""}, {size, "", ""}, {size, "50%", ""}, {size, "1.5", ""}, {size, "${MEM}", ""}, {size, "1p", ""},
		{size, "99999999999999999999g", ""},
		{fraction, "10%", "0.1"}, {fraction, "0,4", "0.4"}, {fraction, "1/2", "0.5"}, {fraction, `"0.4"`, "0.4"}, {fraction, "half", ""}, {fraction, "1/0", ""},
		{slots, "2.0", "2"}, {slots, "'4'", "4"}, {slots, "1_0", "10"}, {slots, "2.5", ""}, {slots, "4 slots", ""}, {slots, "3000000000", ""},
		{managed, "yes", "true"}, {managed, "Off", "false"}, {managed, `"true"`, "true"}, {managed, "maybe", ""},
	}
	for _, tt := range tests {
		o, ok := flink.Lookup(tt.key)
		if !ok {
			t.Fatalf("%s is not in the catalogue", tt.key)
		}
		if o.Check(tt.text, flink.Newest(), false) == nil {
			t.Errorf("%s: %q is accepted", tt.key, tt.text)
		}
		if got := o.Meant(tt.text, flink.Newest()); got != tt.want {
			t.Errorf("%s: %q was meant as %q, want %q", tt.key, tt.text, got, tt.want)
		}
	}
}

func TestSizeText(t *testing.T) {
	tests := []struct {
		size                  flink.Size
		people, exact, config string
	}{
		{0, "0 B", "0 B", "0b"},
		{96, "96 B", "96 B", "96b"},
		{1728 * flink.MiB, "1.69 GiB", "1.69 GiB (1811939328 bytes)", "1728m"},
		{flink.GiB, "1 GiB", "1 GiB", "1g"},
		{134217730, "128.00 MiB", "128.00 MiB (134217730 bytes)", "134217730b"},
		{3 * flink.KiB, "3 KiB", "3 KiB", "3k"},
		{-256 * flink.MiB, "-256 MiB", "-256 MiB", "-256m"},
		{flink.Unlimited, "unlimited", "unlimited", "9223372036854775807b"},
	}
	for _, tt := range tests {
		if got := tt.size.String(); got != tt.people {
			t.Errorf("%d: %q, want %q", int64(tt.size), got, tt.people)
		}
		if got := tt.size.Exact(); got != tt.exact {
			t.Errorf("%d: %q, want %q", int64(tt.size), got, tt.exact)
		}
		if got := tt.size.Config(); got != tt.config {
			t.Errorf("%d: %q, want %q", int64(tt.size), got, tt.config)
		}
		if back, err := flink.ParseSize(tt.config); tt.size >= 0 && (err != nil || back != tt.size) {
			t.Errorf("%q reads as %d (%v)", tt.config, int64(back), err)
		}
	}
}
