package source

import (
	"strings"
	"testing"

	"github.com/flinkmem/flinkmem-lint/flink"
)

func TestClaims(t *testing.T) {
	for path, want := range map[string]bool{
		"conf/flink-conf.yaml": true, "flink-conf.yml": true, "FLINK-CONF.YAML": true, `conf\flink-conf.yaml`: true, "config.yaml": true, "config.yml": true,
		"flink-conf.yaml.template": true, "flink-conf-prod.yaml.j2": true, "config.yaml.default": true, "flink-config.yaml": true,
		"values.yaml": true, "flink-conf": false, "config.yaml.d": false, "config.toml": false, "README.md": true, "README": false, "flink-conf.yaml.txt": false,
	} {
		if got := Claims(path); got != want {
			t.Errorf("%s: %t", path, got)
		}
	}
}

// TestKindByNameAndContent: which dialect a file is read in, "" for none.
func TestKindByNameAndContent(t *testing.T) {
	const (
		flat      = "taskmanager.memory.process.size: 1g\nparallelism.default: 2\n"
		nested    = "taskmanager:\n  memory:\n    process:\n      size: 1g\n"
		quoted    = "taskmanager.memory.process.size: '1g'\n"
		spring    = "server:\n  port: 80\nrest:\n  port: 8081\n"
		configMap = "apiVersion: v1\nkind: ConfigMap\ndata:\n  flink-conf.yaml: |\n    taskmanager.memory.process.size: 1g\n"
		compose   = "services:\n  taskmanager:\n    image: flink\n"
		values    = "taskmanager:\n  replicas: 2\n  image: x\n  resources: {}\n"
	)
	flinks := func(name string) bool { return name == "log4j-console.properties" }
	for _, test := range []struct {
		path, content string
		neighbour     func(string) bool
		want          Kind
	}{
		{"flink-conf.yaml", flat, nil, FlinkConf},
		{"flink-conf.yaml", nested, nil, FlinkConf},
		{"flink-conf.yaml", "", nil, FlinkConf},
		{"flink-conf.yaml", "\x00\xff", nil, FlinkConf},
		{"flink-conf.yaml", configMap, nil, Kubernetes},
		{"flink-conf-prod.yaml", flat, nil, FlinkConf},
		{"flink-conf-prod.yaml", nested, nil, ConfigYAML},
		{"flink-conf.yaml.bak", flat, nil, FlinkConf},
		{"flink-configmap.yaml", configMap, nil, Kubernetes},
		{"flink-config.yaml", flat, nil, FlinkConf},
		{"flink-config.yaml", quoted, nil, ConfigYAML},
		{"flink-config.yaml", nested, nil, ConfigYAML},
		{"config.yaml", flat, nil, ConfigYAML},
		{"config.yaml", nested, nil, ConfigYAML},
		{"config.yaml", spring, nil, ""},
		{"config.yaml", spring, flinks, ConfigYAML},
		{"config.yaml", "", nil, ""},
		{"config.yaml", "", flinks, ConfigYAML},
		{"config.yaml", configMap, flinks, Kubernetes},
		{"config.yaml", "\ufeff" + nested, nil, ConfigYAML},
		{"config.yaml", nested + "broken: 'x\n", nil, ConfigYAML},
		{"my-cluster.yaml", flat, nil, FlinkConf},
		{"my-cluster.yaml", nested, nil, ConfigYAML},
		{"my-cluster.yaml", spring, nil, ""},
		{"values.yaml", values, nil, ""},
		{"values.yaml", "config:\n  " + flat, nil, HelmValues},
		{"values-prod.yml.gotmpl", "flinkConfiguration:\n  " + strings.ReplaceAll(nested, "\n", "\n  "), nil, HelmValues},
		{"values.yaml", configMap, nil, Kubernetes},
		{"docker-compose.yml", compose, nil, Compose},
		{"notes.txt", flat, nil, ""},
	} {
		got := Kind("")
		if d := ReadWith(test.path, []byte(test.content), ReadOptions{Neighbour: test.neighbour}); d != nil {
			got = d.Kind
		}
		if got != test.want {
			t.Errorf("%s with %q is %q, want %q", test.path, test.content, got, test.want)
		}
	}
	for _, kind := range Kinds() {
		if d := Read("README.md", []byte("# Hello\n\n- x\n"), kind); d == nil || d.Kind != kind {
			t.Errorf("a file given as %s is not read as one", kind)
		}
	}
	if Read("flink-conf.yaml", []byte(flat), "no-such-kind") != nil {
		t.Error("an unknown kind is read")
	}
}

func TestLink(t *testing.T) {
	config := func(path string) flink.Version {
		if strings.HasPrefix(path, "legacy/") {
			return flink.MustVersion("1.14")
		}
		return flink.Version{}
	}
	for _, test := range []struct {
		path, flag, want string
		evidence         Evidence
		candidates       int
	}{
		{"conf/flink-conf.yaml", "", flink.NewestOf(1).String(), FromAssumption, 11},
		{"conf/config.yaml", "", flink.Newest().String(), FromAssumption, len(versionsBetween(flink.MustVersion("1.19"), flink.Version{}))},
		{"conf/flink-conf.yaml", "1.15.2", "1.15.2", FromFlag, 0},
		{"flink-1.18.1/conf/flink-conf.yaml", "1.17", "1.17", FromFlag, 0},
		{"flink-1.18.1/conf/flink-conf.yaml", "", "1.18.1", FromNeighbour, 0},
		{"legacy/flink-1.14.4-bin-scala_2.12/flink-conf.yaml", "", "1.14.4", FromNeighbour, 0},
		{"flink-1.18.1/conf/flink-conf-1.17.yaml", "", "1.17", FromNeighbour, 0},
		{"flink/2.0/config.yaml", "", "2.0", FromNeighbour, 0},
		{"legacy/flink-conf.yaml", "", "1.14", FromConfig, 0},
		{"flink-kubernetes-operator-1.7.0/flink-conf.yaml", "", flink.NewestOf(1).String(), FromAssumption, 11},
		{"app-1.18/conf-v2/flink-conf.yaml", "", flink.NewestOf(1).String(), FromAssumption, 11},
		{"flink-scala_2.12/flink-conf-v2.yaml", "", flink.NewestOf(1).String(), FromAssumption, 11},
	} {
		kind := FlinkConf
		if strings.HasSuffix(test.path, "/config.yaml") {
			kind = ConfigYAML
		}
		how := LinkOptions{Config: config}
		if test.flag != "" {
			how.Flag = flink.MustVersion(test.flag)
		}
		cs := Link([]*Document{Read(test.path, []byte("taskmanager.memory.process.size: 1g\n"), kind)}, how)
		if len(cs) != 1 {
			t.Fatalf("%s: %d clusters", test.path, len(cs))
		}
		c := cs[0]
		if c.Version.String() != test.want || c.Evidence != test.evidence || len(c.Candidates) != test.candidates {
			t.Errorf("%s: %s (%s) of %v, want %s (%s) of %d", test.path, c.Version, c.Evidence, c.Candidates, test.want, test.evidence, test.candidates)
		}
		if ps := c.Processes(); len(ps) != 2 || ps[0].Configured || !ps[1].Configured || ps[1].Options["taskmanager.memory.process.size"].Value != "1g" {
			t.Errorf("%s: processes %+v", test.path, ps)
		}
	}
}

func TestConfigured(t *testing.T) {
	for in, want := range map[string][2]bool{
		"": {}, "taskmanager.numberOfTaskSlots: 2\n": {}, "jobmanager.rpc.address: x\n": {}, "taskmanager.memory.segment-size: 32k\n": {},
		"taskmanager.memory.managed.fraction: 0.4\n": {false, true}, "taskmanager.heap.mb: 1024\n": {false, true},
		"jobmanager.heap.size: 1g\n": {true, false}, "jobmanager.memory.jvm-overhead.max: 1g\n": {true, false},
		"taskmanager.network.memory.max: 1g\n": {false, true}, "taskmanager.network.memory.buffers-per-channel: 2\n": {},
	} {
		c := Link([]*Document{Read("flink-conf.yaml", []byte(in), FlinkConf)}, LinkOptions{})[0]
		if got := [2]bool{c.JobManager.Configured, c.TaskManager.Configured}; got != want {
			t.Errorf("%q: %v, want %v", in, got, want)
		}
	}
}

// TestLaterWins: of two spellings of one option, nested and flat, the later counts.
func TestLaterWins(t *testing.T) {
	for in, want := range map[string]string{
		"a.b: 1\na:\n  b: 2\n": "2", "a:\n  b: 2\na.b: 1\n": "1",
	} {
		c := Link([]*Document{Read("config.yaml", []byte(in), ConfigYAML)}, LinkOptions{})[0]
		if got := c.TaskManager.Options["a.b"].Value; got != want || len(c.Parts[0].Options) != 2 {
			t.Errorf("%q: %s, want %s; %d options", in, got, want, len(c.Parts[0].Options))
		}
	}
}
