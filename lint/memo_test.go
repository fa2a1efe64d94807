package lint

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// stampedTexts are files in memory before the disk, with stamps.
type stampedTexts struct {
	Overlay
	stamps map[string]uint64
	disk   uint64
}

func (s *stampedTexts) Stamp(name string) uint64 {
	if stamp, ok := s.stamps[name]; ok {
		return stamp
	}
	return s.disk
}

// With a memo a run checks only what a change touches, and reports what one without reports.
func TestMemo(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"a/conf/flink-conf.yaml": "a: 1\n", "b/conf/flink-conf.yaml": "b: 1\n",
		"k/deployment.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: tm}\nspec:\n  template:\n    spec:\n      containers:\n      - name: tm\n        image: flink:1.17\n" +
			"        args: [taskmanager]\n        volumeMounts: [{name: conf, mountPath: /opt/flink/conf}]\n      volumes: [{name: conf, configMap: {name: conf}}]\n",
		"k/conf.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata:\n  flink-conf.yaml: |\n    k: 1\n",
	} {
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var mu sync.Mutex
	var checked []string
	rule := &Rule{ID: "all", Severity: Warning, CheckPart: func(p *Pass) {
		mu.Lock()
		checked = append(checked, filepath.ToSlash(p.Part.Document.Path))
		mu.Unlock()
		for _, o := range p.Part.Options {
			p.Report(Finding{Place: o.Place, Span: o.Place.Value, Message: o.Key + " is " + o.Value})
		}
	}}
	files := &stampedTexts{Overlay{Disk{}, map[string][]byte{}}, map[string]uint64{}, 1}
	o := Options{Rules: []*Rule{rule}, Dir: root, Files: files, Memo: &Memo{}, Keep: func(string) bool { return true }}
	run := func(want string, wantChecked ...string) {
		t.Helper()
		checked = nil
		result, err := Run(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i := range result.Findings {
			got = append(got, result.Findings[i].Message)
		}
		if strings.Join(got, ", ") != want || result.Files != 4 {
			t.Errorf("%d files: %s; want %s", result.Files, strings.Join(got, ", "), want)
		}
		if slices.Sort(checked); !slices.Equal(checked, wantChecked) {
			t.Errorf("checked %v, want %v", checked, wantChecked)
		}
	}
	edit := func(name, text string) {
		name = filepath.Join(root, filepath.FromSlash(name))
		files.Texts[name] = []byte(text)
		files.stamps[name] = uint64(len(files.stamps) + 100*len(text))
	}
	run("a is 1, b is 1, k is 1", "a/conf/flink-conf.yaml", "b/conf/flink-conf.yaml", "k/conf.yaml")
	run("a is 1, b is 1, k is 1")
	edit("a/conf/flink-conf.yaml", "a: 22\n")
	run("a is 22, b is 1, k is 1", "a/conf/flink-conf.yaml")
	edit("k/conf.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata:\n  flink-conf.yaml: |\n    k: 333\n")
	run("a is 22, b is 1, k is 333", "k/conf.yaml")
	edit(ConfigName, fmt.Sprintf("[rules]\n%s = \"info\"\n", rule.ID)) // a file that was looked for, and not there
	run("a is 22, b is 1, k is 333", "a/conf/flink-conf.yaml", "b/conf/flink-conf.yaml", "k/conf.yaml")
	run("a is 22, b is 1, k is 333")
	files.disk++
	run("a is 22, b is 1, k is 333", "a/conf/flink-conf.yaml", "b/conf/flink-conf.yaml", "k/conf.yaml")
	o.Files = &files.Overlay // without stamps nothing is kept
	run("a is 22, b is 1, k is 333", "a/conf/flink-conf.yaml", "b/conf/flink-conf.yaml", "k/conf.yaml")
}
