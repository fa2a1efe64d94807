package source

import (
	"strings"
	"testing"
)

func TestNeighbourVersions(t *testing.T) {
	tests := []struct {
		name, content, want string
	}{
		{"pom.xml", "<properties><java.version>11</java.version><flink.version>1.17.1</flink.version></properties>", "1.17.1"},
		{"pom.xml", "<flink.version>${x}</flink.version><dependency>\n<groupId>org.apache.flink</groupId>\n<artifactId>flink-streaming-java_2.12</artifactId>\n<version>1.13.6</version>", "1.13.6"},
		{"pom.xml", "<groupId>org.apache.flink</groupId><artifactId>flink-connector-kafka</artifactId><version>3.0.1-1.18</version>", ""},
		{"pom.xml", "<spark.version>1.17.1</spark.version>", ""},
		{"build.gradle", "ext {\n  flinkVersion = '1.17.1'\n}", "1.17.1"},
		{"build.gradle.kts", `val flinkVersion = "1.20"`, "1.20"},
		{"build.gradle.kts", `extra["flinkVersion"] = "1.18.0"`, "1.18"},
		{"build.gradle", `implementation "org.apache.flink:flink-clients:1.16.2"`, "1.16.2"},
		{"build.sbt", `"org.apache.flink" %% "flink-streaming-scala" % "1.14.4"`, "1.14.4"},
		{"gradle/libs.versions.toml", "[versions]\nkafka = \"3.1\"\nflink = \"2.0.0\"\n", "2.0"},
		{"requirements.txt", "pandas==2.1\napache-flink==1.18.1\n", "1.18.1"},
		{"requirements.txt", "apache-flink-libraries==1.18.1\n", ""},
		{"pyproject.toml", `apache-flink = "^1.19"`, "1.19"},
		{"pyproject.toml", `dependencies = ["apache-flink~=2.1.0"]`, "2.1"},
		{"Dockerfile", "ARG FLINK=1.19.2\nFROM flink:${FLINK}-java17\n", "1.19.2"},
		{"Dockerfile", "FROM eclipse-temurin:17\nENV FLINK_VERSION=1.16.0\n", "1.16"},
		{"Dockerfile", "FROM python:3.11\nRUN pip install flink-thing\n", ""},
		{"Chart.yaml", "name: flink\nappVersion: 1.18.1\n", "1.18.1"},
		{"../Chart.yaml", "name: flink\nappVersion: 1.18.1\n", ""}, // above another folder than templates
		{"README.md", "flink.version 1.17", ""},
	}
	for _, tt := range tests {
		clues := NeighbourVersions("some/folder", func(name string) ([]byte, bool) {
			return []byte(tt.content), name == tt.name
		})
		got := ""
		if len(clues) > 0 {
			c := clues[0]
			got = c.Version.String()
			if c.Evidence != FromNeighbour || c.Place.Document.Path != "some/folder/"+tt.name {
				t.Errorf("%s: %v in %s", tt.name, c.Evidence, c.Place.Document.Path)
			}
			if written := c.Place.Document.slice(c.Place.Entry); tt.name != "Dockerfile" && !strings.HasPrefix(written, got) {
				t.Errorf("%s: the place holds %q, not %s", tt.name, written, got)
			}
		}
		if got != tt.want || len(clues) > 1 {
			t.Errorf("%s %q: %q of %d, want %q", tt.name, tt.content, got, len(clues), tt.want)
		}
	}
}
