package main_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"

	"gopkg.in/yaml.v3"
)

// action is what of action.yml says what is run.
type action struct {
	Inputs  map[string]struct{ Default string }
	Outputs map[string]struct{ Value string }
	Runs    struct {
		Steps []struct {
			Name, ID, If, Shell, Run, Uses string
			WorkingDirectory               string `yaml:"working-directory"`
			Env                            map[string]string
		}
	}
}

func readAction(t *testing.T) *action {
	t.Helper()
	var a action
	if err := yaml.Unmarshal([]byte(readDoc(t, "action.yml")), &a); err != nil {
		t.Fatal(err)
	}
	return &a
}

var expression = regexp.MustCompile(`\$\{\{\s*(.*?)\s*\}\}`)

// Text of others gets into a script as a variable, never as a part of the script.
func TestActionInjectsNothing(t *testing.T) {
	for _, s := range readAction(t).Runs.Steps {
		if expression.MatchString(s.Run) {
			t.Errorf("step %q: an expression in its script", s.Name)
		}
		if s.Uses == "" && s.Shell != "bash" {
			t.Errorf("step %q: the shell is %q, not the bash that every runner has", s.Name, s.Shell)
		}
	}
}

// job is one use of the action, run as GitHub's runner does it.
type job struct {
	t         *testing.T
	inputs    map[string]string
	github    map[string]string // github.event.pull_request.base.sha and so on
	os, arch  string            // RUNNER_OS, RUNNER_ARCH
	workspace string

	log, summary string
	status       int
	outputs      map[string]string
	path         string // what later steps have on the PATH
}

// resolve is the value of an expression: the first alternative that has one.
func (j *job) resolve(steps map[string]map[string]string, text string) string {
	return expression.ReplaceAllStringFunc(text, func(m string) string {
		for name := range strings.SplitSeq(expression.FindStringSubmatch(m)[1], "||") {
			name = strings.TrimSpace(name)
			value, known := "", true
			switch parts := strings.Split(name, "."); {
			case parts[0] == "inputs":
				value, known = j.inputs[parts[1]]
			case parts[0] == "steps":
				value = steps[parts[1]][parts[3]]
			case parts[0] == "github":
				value = j.github[name]
			default:
				known = false
			}
			if !known {
				j.t.Fatalf("action.yml: %s: cannot be resolved", name)
			}
			if value != "" {
				return value
			}
		}
		return ""
	})
}

// run runs the steps of the action until one fails.
func (j *job) run() *job {
	j.t.Helper()
	a := readAction(j.t)
	for name, input := range a.Inputs {
		if _, given := j.inputs[name]; !given {
			j.inputs[name] = input.Default
		}
	}
	for name := range j.inputs {
		if _, known := a.Inputs[name]; !known {
			j.t.Fatalf("action.yml has no input %q", name)
		}
	}
	temp := j.t.TempDir()
	files := map[string]string{"GITHUB_OUTPUT": "", "GITHUB_PATH": "", "GITHUB_STEP_SUMMARY": "", "GITHUB_ENV": ""}
	steps := map[string]map[string]string{}
	for i, s := range a.Runs.Steps {
		if s.If != "" && s.If != "inputs.version == 'source'" {
			j.t.Fatalf("step %q: the condition %q is new to this test", s.Name, s.If)
		}
		if s.Uses != "" || j.status != 0 {
			continue // the machine has Go
		}
		script := filepath.Join(temp, fmt.Sprintf("step%d.sh", i))
		writeFile(j.t, script, s.Run)
		c := exec.Command("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script)
		c.Dir = filepath.Join(j.workspace, j.resolve(steps, s.WorkingDirectory))
		c.Env = append(os.Environ(), "GITHUB_ACTIONS=true", "GITHUB_WORKSPACE="+j.workspace, "RUNNER_OS="+j.os, "RUNNER_ARCH="+j.arch, "RUNNER_TEMP="+temp)
		for name := range files {
			files[name] = filepath.Join(temp, fmt.Sprint(name, i))
			writeFile(j.t, files[name], "")
			c.Env = append(c.Env, name+"="+files[name])
		}
		for name, value := range s.Env {
			c.Env = append(c.Env, name+"="+j.resolve(steps, value))
		}
		out, err := c.CombinedOutput()
		j.log += string(out)
		if err != nil {
			if c.ProcessState == nil {
				j.t.Fatal(err)
			}
			j.status = c.ProcessState.ExitCode()
		}
		j.summary += readFile(j.t, files["GITHUB_STEP_SUMMARY"])
		j.path += readFile(j.t, files["GITHUB_PATH"])
		if s.ID != "" {
			steps[s.ID] = map[string]string{}
			for line := range strings.Lines(readFile(j.t, files["GITHUB_OUTPUT"])) {
				name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
				steps[s.ID][name] = value
			}
		}
	}
	j.outputs = map[string]string{}
	for name, output := range a.Outputs {
		j.outputs[name] = j.resolve(steps, output.Value)
	}
	return j
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// releases serves a release of the program as it is, for this machine, and one with a wrong checksum as version 9.9.9.
var releases = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "flinkmem-lint-release")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "flinkmem-lint")
	build := exec.Command("go", "build", "-o", program, ".")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	binary, err := os.ReadFile(program)
	if err != nil {
		return "", err
	}
	var archive bytes.Buffer
	z := gzip.NewWriter(&archive)
	w := tar.NewWriter(z)
	for _, file := range []struct {
		name string
		text []byte
	}{{"LICENSE", []byte("text")}, {"flinkmem-lint", binary}} {
		if err := w.WriteHeader(&tar.Header{Name: file.name, Mode: 0o755, Size: int64(len(file.text))}); err != nil {
			return "", err
		}
		if _, err := w.Write(file.text); err != nil {
			return "", err
		}
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	if err := z.Close(); err != nil {
		return "", err
	}
	files := map[string][]byte{}
	for _, version := range []string{"0.1.0", "1.2.3", "1.3.0-rc.1", "9.9.9"} {
		name := fmt.Sprintf("flinkmem-lint_%s_%s_%s.tar.gz", version, runtime.GOOS, runtime.GOARCH)
		sum := sha256.Sum256(archive.Bytes())
		if version == "9.9.9" {
			sum[0]++
		}
		files["/v"+version+"/"+name] = archive.Bytes()
		files["/v"+version+"/checksums.txt"] = fmt.Appendf(nil, "%064x  other.tar.gz\n%x  %s\n", 1, sum, name)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if content, ok := files[r.URL.Path]; ok {
			w.Write(content)
			return
		}
		http.NotFound(w, r)
	}))
	return server.URL, nil // until the tests end
})

func newJob(t *testing.T, inputs map[string]string, files ...string) *job {
	t.Helper()
	for _, program := range []string{"bash", "curl", "git"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(err)
			}
			t.Skipf("the steps of action.yml were not run: %v", err)
		}
	}
	if runtime.GOOS == "windows" {
		t.Skip("the steps of action.yml were not run: this test serves no archive for Windows")
	}
	url, err := releases()
	if err != nil {
		t.Fatal(err)
	}
	if inputs["mirror"] == "" {
		inputs["mirror"] = url
	}
	j := &job{
		t: t, inputs: inputs, workspace: t.TempDir(), github: map[string]string{"github.action_path": absolute(t, root)},
		os: map[string]string{"linux": "Linux", "darwin": "macOS"}[runtime.GOOS], arch: map[string]string{"amd64": "X64", "arm64": "ARM64"}[runtime.GOARCH],
	}
	for i := 0; i < len(files); i += 2 {
		writeFile(t, filepath.Join(j.workspace, files[i]), files[i+1])
	}
	return j
}

func absolute(t *testing.T, name string) string {
	t.Helper()
	abs, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	return abs
}

func (j *job) git(args ...string) string {
	j.t.Helper()
	c := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always"}, args...)...)
	c.Dir = j.workspace
	out, err := c.CombinedOutput()
	if err != nil {
		j.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (j *job) want(status int, outputs map[string]string, said ...string) {
	j.t.Helper()
	if j.status != status {
		j.t.Errorf("exit status %d, want %d", j.status, status)
	}
	for name, want := range outputs {
		if j.outputs[name] != want {
			j.t.Errorf("output %s is %q, want %q", name, j.outputs[name], want)
		}
	}
	for _, text := range said {
		if !strings.Contains(j.log, text) {
			j.t.Errorf("the log lacks %q", text)
		}
	}
	if j.t.Failed() {
		j.t.Logf("log:\n%s\noutputs: %q", j.log, j.outputs)
	}
}

const (
	twoTotals = "taskmanager.memory.process.size: 8g\ntaskmanager.memory.flink.size: 4g\n"
	outdated  = "taskmanager.memory.process.size: 8g\ntaskmanager.network.memory.fraction: 0.11\n"
)

func TestAction(t *testing.T) {
	t.Run("annotates, counts, and writes SARIF and the summary", func(t *testing.T) {
		j := newJob(t, map[string]string{"sarif": "out/lint.sarif"}, "conf/flink-conf.yaml", twoTotals, "old/flink-conf.yaml", outdated).run()
		j.want(1, map[string]string{"exit-status": "1", "errors": "1", "warnings": "1", "infos": "0", "sarif": "./out/lint.sarif"},
			"knows Flink", "::error file=conf/flink-conf.yaml,line=1,", "::warning file=old/flink-conf.yaml,line=2,")
		if sarif := readFile(t, filepath.Join(j.workspace, "out/lint.sarif")); !strings.Contains(sarif, `"jvm-overhead-out-of-range"`) {
			t.Errorf("the SARIF file lacks the finding:\n%s", sarif)
		}
		if !strings.Contains(j.summary, "jvm-overhead-out-of-range") {
			t.Errorf("the summary lacks the finding:\n%s", j.summary)
		}
		version := exec.Command("flinkmem-lint", "version")
		version.Path = filepath.Join(strings.TrimSpace(j.path), "flinkmem-lint")
		if out, err := version.CombinedOutput(); err != nil || version.Path != j.outputs["program"] {
			t.Errorf("later steps find %s (%v): %s", version.Path, err, out)
		}
	})
	t.Run("passes", func(t *testing.T) {
		newJob(t, map[string]string{"version": "v1.2.3"}, "flink-conf.yaml", "taskmanager.memory.process.size: 8g\n").run().
			want(0, map[string]string{"exit-status": "0", "errors": "0", "warnings": "0", "sarif": ""})
	})
	t.Run("flags, paths with blanks, text", func(t *testing.T) {
		newJob(t, map[string]string{
			"paths": "a b\r\n-c\n", "args": "--flink-version=1.18\n\n--ignore\ntm-task-heap-tiny\n", "annotations": "false", "fail-level": "warning", "version": "1.3.0-rc.1",
		}, "a b/flink-conf.yaml", outdated, "-c/flink-conf.yaml", outdated, "d/flink-conf.yaml", twoTotals).run().
			want(1, map[string]string{"errors": "0", "warnings": "2"}, "a b/flink-conf.yaml:2:1: warning", "-c/flink-conf.yaml:2:1: warning")
	})
	t.Run("inputs are no code", func(t *testing.T) {
		evil := `$(touch evil)"; touch evil; '` + "`touch evil`"
		j := newJob(t, map[string]string{"paths": evil, "args": "--flink-version=" + evil, "sarif": ""}).run()
		j.want(2, map[string]string{"exit-status": "2", "errors": ""}, "--flink-version")
		if _, err := os.Stat(filepath.Join(j.workspace, "evil")); err == nil {
			t.Error("an input was run")
		}
	})
	t.Run("another working directory", func(t *testing.T) {
		j := newJob(t, map[string]string{"working-directory": "sub", "sarif": "lint.sarif"}, "sub/flink-conf.yaml", twoTotals, "flink-conf.yaml", twoTotals).run()
		j.want(1, map[string]string{"errors": "1", "sarif": "sub/lint.sarif"}, "::error file=sub/flink-conf.yaml,")
		readFile(t, filepath.Join(j.workspace, j.outputs["sarif"]))
	})
	t.Run("a wrong checksum", func(t *testing.T) {
		j := newJob(t, map[string]string{"version": "9.9.9"}).run()
		j.want(3, map[string]string{"program": ""}, "::error title=flinkmem-lint::", "checksums.txt says")
		if j.path != "" {
			t.Error("it is on the PATH all the same")
		}
	})
	t.Run("a release that is not there", func(t *testing.T) {
		newJob(t, map[string]string{"version": "4.0.4"}).run().want(3, nil, "cannot be downloaded")
	})
	t.Run("no version", func(t *testing.T) {
		newJob(t, map[string]string{"version": "../../evil"}).run().want(3, nil, "is no version")
	})
	t.Run("a machine without a release", func(t *testing.T) {
		j := newJob(t, map[string]string{})
		j.arch = "ARM"
		j.run().want(3, nil, "there is no release for ARM")
	})
	t.Run("built from source", func(t *testing.T) {
		newJob(t, map[string]string{"version": "source", "mirror": "file:///nowhere"}, "flink-conf.yaml", twoTotals).run().want(1, map[string]string{"errors": "1"})
	})
}

// A pull request is compared with its base, which a shallow checkout does not have.
func TestActionOnlyChanged(t *testing.T) {
	origin := newJob(t, map[string]string{}, "old/flink-conf.yaml", twoTotals)
	origin.git("init", "-q", "-b", "main")
	origin.git("config", "uploadpack.allowAnySHA1InWant", "true")
	origin.git("add", ".")
	origin.git("commit", "-q", "-m", "start")
	base := origin.git("rev-parse", "HEAD")
	writeFile(t, filepath.Join(origin.workspace, "new/flink-conf.yaml"), outdated)
	origin.git("add", ".")
	origin.git("commit", "-q", "-m", "change")

	for _, event := range []string{"pull_request.base.sha", "merge_group.base_sha", "before"} {
		t.Run(event, func(t *testing.T) {
			j := newJob(t, map[string]string{"only-changed": "true"})
			j.git("clone", "-q", "--depth=1", "file://"+origin.workspace, ".")
			j.github["github.event."+event] = base
			j.run().want(0, map[string]string{"errors": "0", "warnings": "1"}, "::warning file=new/flink-conf.yaml,")
		})
	}
	for name, before := range map[string]string{"a new branch": strings.Repeat("0", 40), "started by hand": ""} {
		t.Run(name, func(t *testing.T) {
			j := newJob(t, map[string]string{"only-changed": "true"})
			j.git("clone", "-q", "--depth=1", "file://"+origin.workspace, ".")
			j.github["github.event.before"] = before
			j.run().want(1, map[string]string{"errors": "1", "warnings": "1"}, "::notice title=flinkmem-lint::nothing to compare with")
		})
	}
	t.Run("a base that is gone", func(t *testing.T) {
		j := newJob(t, map[string]string{"only-changed": "true"})
		j.git("clone", "-q", "--depth=1", "file://"+origin.workspace, ".")
		j.github["github.event.before"] = strings.Repeat("1", 40)
		j.run().want(2, map[string]string{"exit-status": ""}, "cannot be fetched")
	})
}
