package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// texts are arguments, one a line, in a document of their own.
func texts(args ...string) []*Text {
	d := &Document{Path: "x.yaml", Bytes: []byte(strings.Join(args, "\n"))}
	d.Lines = NewLines(d.Bytes)
	var out []*Text
	at := 0
	for _, a := range args {
		out = append(out, fileText(d).cut(at, at+len(a)))
		at += len(a) + 1
	}
	return out
}

func describe(c commandLine) string {
	var b strings.Builder
	for _, r := range c.Roles {
		fmt.Fprintf(&b, "%s ", map[flink.Role]string{flink.JobManager: "jm", flink.TaskManager: "tm"}[r])
	}
	if c.Entrypoint {
		b.WriteString("entrypoint ")
	}
	if c.Client {
		b.WriteString("client ")
	}
	for _, o := range c.Options {
		fmt.Fprintf(&b, "%s=%s", o.Key, o.Value)
		if o.State == Unknown {
			b.WriteString("?")
		}
		b.WriteString(" ")
	}
	return strings.TrimSpace(b.String())
}

func TestCommandLines(t *testing.T) {
	list := strings.Fields
	for _, c := range []struct {
		entrypoint, args []string
		want             string
	}{
		{nil, nil, "entrypoint"},
		{nil, list("jobmanager"), "jm entrypoint"},
		{nil, list("standalone-job --job-classname a.B -Dx.y=1 -- -Dmine=2"), "jm entrypoint x.y=1"},
		{nil, list("taskmanager -D a=b=c -Dd= -D"), "tm entrypoint a=b=c d="},
		{nil, list("history-server"), "entrypoint client"},
		{nil, list("bin/taskmanager.sh start-foreground -Da=$(X)"), "tm entrypoint a=$(X)?"},
		{nil, list("flink run -Da=1 x.jar"), "entrypoint client a=1"},
		{list("/docker-entrypoint.sh"), list("jobmanager"), "jm entrypoint"},
		{list("tini -g -- /docker-entrypoint.sh taskmanager"), nil, "tm entrypoint"},
		{list("/opt/flink/bin/jobmanager.sh"), list("start-foreground"), "jm"},
		{list("taskmanager.sh stop"), nil, ""},
		{list("bin/start-cluster.sh"), nil, "jm tm"},
		{list("flink-daemon.sh start taskexecutor"), nil, "tm"},
		{list("flink-console.sh historyserver"), nil, "client"},
		{[]string{"bash", "-xc", "sleep 3; cd /opt && exec gosu flink ./bin/taskmanager.sh start-foreground -D'a.b'=\"1 g\" \\\n -Dc=2"}, nil, "tm a.b=1 g c=2"},
		{[]string{"sh", "-c"}, []string{"if nc -z jobmanager 8081; then\n /docker-entrypoint.sh taskmanager # -Dx=y\nfi"}, "tm entrypoint"},
		{[]string{"sh", "-c", "while ! nc -z jm 6123; do sleep 2; done; flink run x.jar; echo done"}, nil, "client"},
		{[]string{"sh", "-c", "sleep 5; /start.sh"}, nil, ""},
		{list("bash /mine.sh taskmanager -Da=1"), nil, "tm entrypoint a=1"},
		{list("/mine.sh"), list("jobmanager"), "jm entrypoint"},
		{list("/wait-for.sh jobmanager 8081"), nil, ""},
		{list("sleep infinity"), nil, "client"},
		{[]string{"sh", "-c", "sh -c 'sh -c \"taskmanager.sh start\"'"}, nil, "tm"},
		{[]string{"sh", "-c", "flink run -Da=1 x.jar & taskmanager.sh start-foreground -Db={{ .Values.b | quote }} -Dc=`d`"}, nil, "tm b={{ .Values.b | quote }}? c=`d`?"},
	} {
		if got := describe(parseCommandLine(texts(c.entrypoint...), texts(c.args...))); got != c.want {
			t.Errorf("%q %q:\n got %s\nwant %s", c.entrypoint, c.args, got, c.want)
		}
	}
}

func TestShellWords(t *testing.T) {
	for script, want := range map[string]string{
		"a 'b c' d\\ e\n":               "a|b c|d e",
		"a \"b\\\"c\" '' x'y'z":         "a|b\"c||xyz",
		"a && b || c; d | e & f":        "a;b;c;d;e;f",
		"a \\\n b # c d\ne":             "a|b;e",
		"a $(b c) ${d e} $f":            "a|$(b c)|${d e}|$f",
		"cat <<EOF > x\nit's\nEOF\nb":   "cat|>|x;b",
		"a <<<b c":                      "a|<<<b|c",
		"a '":                           "a|",
		"a \\":                          "a",
		"then {{ x 'y' }}b c":           "{{ x 'y' }}b|c",
		"a \"{{ include \"b\" . }}\" c": "a|{{ include \"b\" . }}|c",
		"x=1 y; (z) # \n\r\n":           "x=1|y;z",
		"a\"b\\\nc\" d":                 "abc|d",
		"a <b >c":                       "a|<b|>c",
	} {
		var got []string
		for _, words := range splitShell(texts(script)[0]) {
			var line []string
			for _, w := range words {
				line = append(line, w.Decoded)
			}
			got = append(got, strings.Join(line, "|"))
		}
		if s := strings.Join(got, ";"); s != want {
			t.Errorf("%q:\n got %s\nwant %s", script, s, want)
		}
	}
}

func TestShellScripts(t *testing.T) {
	script := `#!/bin/sh
# flink run -Dtaskmanager.memory.process.size=1g
"$FLINK_HOME"/bin/flink run-application -t yarn-application \
  -Djobmanager.memory.process.size=1600m \
  -D "taskmanager.memory.process.size=$TM" -Drest.port=1 -c a.B x.jar
$FLINK_HOME/bin/yarn-session.sh -d -jm 1024 -tm 4g -s 2
flink run -m yarn-cluster -yjm 2048m -ynm name -yD taskmanager.memory.size=1
flink cancel -Dtaskmanager.memory.process.size=1g
bin/taskmanager.sh start -Dtaskmanager.memory.managed.fraction=0.1
`
	d := Read("run.sh", []byte(script), "")
	if d == nil || d.Kind != Shell {
		t.Fatal("not read")
	}
	var got strings.Builder
	for _, p := range d.Parts {
		fmt.Fprintf(&got, "%s:", p.Name)
		if p.Role != nil {
			fmt.Fprintf(&got, " %v", *p.Role)
		}
		for _, o := range p.Options {
			fmt.Fprintf(&got, " %s=%s/%d", o.Key, o.Value, o.State)
			if written := d.slice(o.Place.Value); o.State == Known && !strings.HasPrefix(o.Value, written) {
				t.Errorf("%s: %q", o.Key, written)
			}
		}
		got.WriteString("\n")
		if !p.Fragment || p.Layer != LayerCommand || p.Document != d {
			t.Errorf("%+v", p)
		}
	}
	want := `flink run-application: jobmanager.memory.process.size=1600m/0 taskmanager.memory.process.size=$TM/2
yarn-session.sh: jobmanager.memory.process.size=1024m/0 taskmanager.memory.process.size=4g/0 taskmanager.numberOfTaskSlots=2/0
flink run: taskmanager.memory.size=1/0 jobmanager.memory.process.size=2048m/0
taskmanager.sh: TaskManager taskmanager.memory.managed.fraction=0.1/0
`
	if got.String() != want {
		t.Errorf("got\n%swant\n%s", got.String(), want)
	}
}
