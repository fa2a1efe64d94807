package source

import (
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

func TestImageOf(t *testing.T) {
	tests := []struct {
		reference string
		version   string // "" for none
		official  bool
		latest    bool
		user      string
	}{
		{"flink", "", true, true, "flink"},
		{"flink:latest", "", true, true, "flink"},
		{"flink:java17", "", true, true, "flink"},
		{"flink:scala_2.12-java11", "", true, true, "flink"},
		{"flink@sha256:0123456789abcdef", "", true, false, ""},
		{"flink:1.18.1-scala_2.12-java11@sha256:0123", "1.18.1", true, false, ""},
		{"flink:1.18.1-scala_2.12-java11", "1.18.1", true, false, ""},
		{"flink:1.20-java17", "1.20", true, false, ""},
		{" flink:2.2.1-java21 ", "2.2.1", true, false, "flink"},
		{"flink:2.1", "2.1", true, false, ""},
		{"apache/flink:2.0", "2.0", true, false, ""},
		{"docker.io/library/flink:1.17", "1.17", true, false, ""},
		{"registry.example.com:5000/mirror/flink:1.19.2", "1.19.2", true, false, ""},
		{"harbor.example.com:1080/flink/flink:cdc-3.0.1-flink-1.18.1", "1.18.1", true, false, ""},
		{"localhost:5000/flink", "", true, true, "flink"},
		{"bitnami/flink:1.20", "1.20", false, false, ""},
		{"docker.io/bitnami/flink:1.16.1-debian-11-r0", "1.16.1", false, false, ""},
		{"bitnami/flink:1", "1.20", false, false, ""},
		{"confluentinc/cp-flink:1.20.2-cp1", "1.20.2", false, false, ""},
		{"apache/flink-statefun:3.3.0", "1.16", false, false, ""},
		{"apache/flink-statefun:3.0.0-java11", "1.12", false, false, ""},
		{"apache/flink-statefun:9.0.0", "", false, false, ""},
		{"example/own-flink:1.18-cdc", "1.18", false, false, ""},
		{"example/own-flink:1.0", "", false, false, ""},
		{"example/flink-app:1.20.0", "", false, false, ""},
		{"example/flink-app:3.4-flink1.19", "1.19", false, false, ""},
		{"example/ourflink-base-1.17.0-scala_2.12-java11:2.4.1", "1.17", false, false, ""},
		{"example/my-java-flink:1.18", "1.18", false, false, ""},
		{"example/flink-sql:1.17.0-scala_2.12", "1.17", false, false, ""},
		{"example/flink_1_18:77", "1.18", false, false, ""},
		{"example/beam_flink1.16_job_server:2.50.0", "1.16", false, false, ""},
		{"example/app:v5-flink-v1.20.1", "1.20.1", false, false, ""},
		{"postgres:1.18", "", false, false, ""},
		{"", "", false, false, ""},
		{"flink:", "", true, true, "flink"},
		{"/:@", "", false, false, ""},
	}
	for _, tt := range tests {
		got := imageOf(tt.reference, Place{})
		want := flink.Version{}
		if tt.version != "" {
			want = flink.MustVersion(tt.version)
		}
		if got.Version != want || got.Official != tt.official || got.Latest != tt.latest || got.User != tt.user {
			t.Errorf("imageOf(%q) = version %v, official %v, latest %v, user %q; want %v, %v, %v, %q",
				tt.reference, got.Version, got.Official, got.Latest, got.User, want, tt.official, tt.latest, tt.user)
		}
	}
}
