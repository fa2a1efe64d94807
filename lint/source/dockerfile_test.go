package source

import (
	"fmt"
	"strings"
	"testing"
)

func TestBuildImage(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"nothing", "# flink\n", ""},
		{"plain", "FROM flink:1.18.1\n", "flink:1.18.1 1.18.1 official"},
		{"platform", "FROM --platform=linux/amd64 apache/flink:1.19-java17 AS x\n", "apache/flink:1.19-java17 1.19 official"},
		{"argument", "ARG V=1.17\nARG TAG=${V}-java11\nFROM flink:$TAG\n", "flink:1.17-java11 1.17 official"},
		{"argument from outside", "ARG V\nFROM flink:${V}\n", "flink:1.20 1.20 official"},
		{"unknown argument", "ARG W\nFROM flink:${W}\n", " 0.0 official"},
		{"latest", "FROM flink\n", "flink 0.0 official latest user=flink"},
		{"stages", "FROM maven:3 AS build\nRUN mvn\nFROM flink:1.16 as base\nCOPY flink-conf.yaml conf/\nFROM base\nCOPY --from=build x.yaml /opt/flink/conf/config.yaml\nUSER 9999:9999\n",
			"flink:1.16 1.16 official user=flink flink-conf.yaml:/opt/flink/conf/flink-conf.yaml:root"},
		{"other base", "FROM eclipse-temurin:11\nARG FLINK_VERSION=1.15.2\n", "eclipse-temurin:11 1.15.2"},
		{"copies", "FROM flink:2.2\nCOPY [\"a/c.yaml\", \"/opt/flink/conf/config.yaml\"]\nADD --chown=flink:flink conf /opt/flink/conf\nCOPY app.jar /opt/flink/usrlib/\nCOPY https://x/flink-conf.yaml conf/\n",
			"flink:2.2 2.2 official user=flink a/c.yaml:/opt/flink/conf/config.yaml:root conf:/opt/flink/conf:flink"},
		{"owner", "FROM flink:2.2\nCOPY c.yaml $FLINK_HOME/conf/config.yaml\nRUN chown -R flink:flink /opt/flink\n", "flink:2.2 2.2 official user=flink c.yaml:/opt/flink/conf/config.yaml:flink"},
		{"mode", "FROM flink:2.2\nCOPY c.yaml conf/config.yaml\nRUN chmod 666 conf/config.yaml\n", "flink:2.2 2.2 official user=flink c.yaml:/opt/flink/conf/config.yaml:flink"},
		{"working folder", "FROM python:3\nENV FLINK_HOME=/opt/flink\nWORKDIR $FLINK_HOME\nWORKDIR conf\nCOPY flink-conf.yaml .\n", "python:3 0.0 flink-conf.yaml:/opt/flink/conf/flink-conf.yaml:root"},
		{"environment", "FROM flink:1.20\nENV A=1 FLINK_PROPERTIES=\"a.b: ${A}g\"\n", "flink:1.20 1.20 official env(a.b: 1g)"},
		{"old environment", "FROM flink:1.20\nENV FLINK_PROPERTIES a.b: 1\n", "flink:1.20 1.20 official env(a.b: 1)"},
		{"quotes of the old environment", "FROM flink:1.20\nENV FLINK_PROPERTIES 'a.b: 1 # c' \n", "flink:1.20 1.20 official env(a.b: 1 # c)"},
		{"signs of a shell", "FROM flink:1.20\nENV A=x;y FLINK_PROPERTIES=\"a.b: (1)\\nc: ${A}|#\" B=(\n", "flink:1.20 1.20 official env(a.b: (1)\\nc: x;y|#)"},
		{"no environment", "FROM flink:1.20\nENV FLINK_PROPERTIES=a.b: 1\n", "flink:1.20 1.20 official"},
		{"default of an argument", "FROM flink:1.20\nARG A=1\nENV B=$A\nENV FLINK_PROPERTIES=\"a.b: ${B}\"\n", "flink:1.20 1.20 official env(assumed a.b: 1)"},
		{"argument without a default", "FROM flink:1.20\nARG A\nENV FLINK_PROPERTIES=\"a.b: $A\"\n", "flink:1.20 1.20 official env(a.b: $A)"},
		{"echo", "FROM flink:1.18\nRUN set -e && echo \"a.b: 1\" >> $FLINK_HOME/conf/flink-conf.yaml && \\\n  # so\n  echo 'c: 2' >>conf/flink-conf.yaml && echo 'd: 3' >> /tmp/x\n", "flink:1.18 1.18 official a.b=1[a.b: 1] c=2[c: 2]"},
		{"echo without quotes", "FROM flink:1.18\nRUN echo a.b: 1 | tee -a /opt/flink/conf/flink-conf.yaml\n", "flink:1.18 1.18 official a.b=1[a.b: 1]"},
		{"echo of several lines", "FROM flink:1.18\nRUN echo -e \"a: 1\\nb: 2\" >> conf/flink-conf.yaml\n", "flink:1.18 1.18 official a=1[a: 1] b=2[b: 2]"},
		{"printf", "FROM flink:1.18\nRUN printf 'a: 1\\n' >> conf/flink-conf.yaml && printf '%s\\n' 'b: 2' 'c: 3' >> conf/flink-conf.yaml\n", "flink:1.18 1.18 official a=1[a: 1] b=2[b: 2] c=3[c: 3]"},
		{"block of a shell", "FROM flink:1.18\nRUN { echo 'a: 1'; echo 'b: 2'; } >> conf/flink-conf.yaml\n", "flink:1.18 1.18 official a=1[a: 1] b=2[b: 2]"},
		{"here-document", "FROM flink:1.18\nRUN cat <<EOF >> conf/flink-conf.yaml\na: 1\nb: 2\nEOF\nCOPY <<-\"X\" /opt/flink/conf/config.yaml\nc:\n  d: 3\nX\nUSER root\n", "flink:1.18 1.18 official user=root a=1[a: 1] b=2[b: 2] c.d=3[d: 3]"},
		{"entrypoint", "FROM flink:1.18\nCMD [\"x\"]\nENTRYPOINT [\"/docker-entrypoint.sh\"]\nCMD taskmanager -Da=1\n", "flink:1.18 1.18 official entrypoint=/docker-entrypoint.sh command=taskmanager -Da=1"},
		{"escape", "# escape=`\nFROM `\n  flink:1.17\n", "flink:1.17 1.17 official"},
		{"broken", "FROM\nFROM flink:1.17\nCOPY\nENV\nRUN\nRUN <<X\nENTRYPOINT [\nARG\nUSER\n\\", "flink:1.17 1.17 official entrypoint=["},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Read("Dockerfile", []byte(tt.text), Dockerfile)
			image := buildImage(d, map[string]string{"V": "1.20"})
			if tt.name != "argument from outside" {
				image = d.Image
			}
			if got := imageSummary(image); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func imageSummary(i *Image) string {
	if i == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %v", i.Reference, i.Version)
	if i.Official {
		b.WriteString(" official")
	}
	if i.Latest {
		b.WriteString(" latest")
	}
	if i.User != "" {
		b.WriteString(" user=" + i.User)
	}
	for _, m := range i.Files {
		fmt.Fprintf(&b, " %s:%s:%s", m.Path, m.Target, m.Owner)
	}
	if i.Properties != nil {
		assumed := ""
		if i.Properties.State == Assumed {
			assumed = "assumed "
		}
		fmt.Fprintf(&b, " env(%s%s)", assumed, i.Properties.Text.Decoded)
	}
	for _, p := range i.Appended {
		for _, o := range p.Options {
			fmt.Fprintf(&b, " %s=%s[%s]", o.Key, o.Value, o.Place.Document.slice(o.Place.Entry))
		}
	}
	for name, words := range map[string][]*Text{"entrypoint": i.Entrypoint} {
		if words != nil {
			fmt.Fprintf(&b, " %s=%s", name, decodedWords(words))
		}
	}
	if len(i.Command) > 0 {
		fmt.Fprintf(&b, " command=%s", decodedWords(i.Command))
	}
	return b.String()
}

func decodedWords(words []*Text) string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = w.Decoded
	}
	return strings.Join(all, " ")
}

func TestClaimDockerfile(t *testing.T) {
	for name, want := range map[string]Kind{
		"Dockerfile": Dockerfile, "a/Dockerfile.flink": Dockerfile, "flink.Dockerfile": Dockerfile, "FlinkHive.dockerfile": Dockerfile,
		"Containerfile": Dockerfile, "linux-Dockerfile": Dockerfile, "Dockerfile-2.1": Dockerfile, "dockerfiles.md": "", "docker.txt": "", "notes.md": "",
	} {
		got := Kind("")
		if d := Read(name, []byte("FROM flink:1.18\n"), ""); d != nil {
			got = d.Kind
		}
		if got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if Read("Dockerfile", []byte("FROM nginx\n"), "") != nil {
		t.Error("a Dockerfile that has nothing to do with Flink is read")
	}
}

func TestReadDotenv(t *testing.T) {
	const text = "\ufeff# a comment\nA=1\nexport B = two words # why\nC='$A # x'\nD=\"a\\n${A}\nb\" # why\nE=${A}m\nF=$X\nnothing\n=x\nG=\nH: 5\r\nI=a#b\nJ=\"open\nK=${X:-7}\n"
	want := []string{"A=1", "B=two words", "C=$A # x", "D=a\n1\nb", "E=1m", "F=?$X", "G=", "H=5", "I=a#b", "J=\"open", "K=~7"}
	d := Read(".env", []byte(text), Dotenv)
	var got []string
	for _, v := range readDotenv(d, nil) {
		value := v.Value.Decoded
		switch v.State {
		case Unknown:
			value = "?" + value
		case Assumed:
			value = "~" + value
		}
		got = append(got, v.Name+"="+value)
		if name := d.slice(v.Place.Key); name != v.Name {
			t.Errorf("%s is said to stand at %q", v.Name, name)
		}
	}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func FuzzDockerfile(f *testing.F) {
	f.Add("ARG V=1.17\nFROM flink:$V AS x\nENV FLINK_PROPERTIES=\"a: 1\" B=2\nCOPY [\"a.yaml\", \"conf/config.yaml\"]\nRUN echo \"a: ${B}\" >> conf/flink-conf.yaml\n")
	f.Add("FROM flink\nRUN cat <<EOF | tee -a /opt/flink/conf/flink-conf.yaml\na: 1\nEOF\nRUN printf '%s\\n' a \\\n b >> conf/config.yaml\nENTRYPOINT [\"x\"]\n")
	f.Fuzz(func(t *testing.T, text string) {
		d := Read("Dockerfile", []byte(text), Dockerfile)
		if d.Image != nil {
			checkWorkload(t, &Workload{Document: d, Image: *d.Image})
		}
		for _, v := range readDotenv(d, nil) {
			if s := v.Place.Value; s.Start < 0 || s.End > len(text) || s.Start > s.End {
				t.Errorf("a span of %v in %d bytes", s, len(text))
			}
		}
		NeighbourVersions("", func(string) ([]byte, bool) { return []byte(text), true })
	})
}
