package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"gopkg.in/yaml.v3"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/rules"
)

// damages are what may stand where something else is expected; nil takes the whole entry out.
var damages = []*yaml.Node{
	nil, {Kind: yaml.ScalarNode, Tag: "!!null"}, {Kind: yaml.ScalarNode, Value: "x"}, {Kind: yaml.SequenceNode}, {Kind: yaml.MappingNode},
	{Kind: yaml.SequenceNode, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Tag: "!!null"}, {Kind: yaml.MappingNode}}},
}

// TestDamagedStructures puts something else, or nothing, in the place of each node of the cases' YAML files, one at a time: whatever a
// manifest lacks, reading, linking and every rule go on. FLINKMEM_CORPUS names a folder of more files; it does all of them.
func TestDamagedStructures(t *testing.T) {
	files, every := caseFiles(t), 20
	if corpus := os.Getenv("FLINKMEM_CORPUS"); corpus != "" {
		every = 1
		err := filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				files[path], err = os.ReadFile(path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	for path, data := range files {
		if ext := filepath.Ext(path); ext != ".yaml" && ext != ".yml" {
			continue
		}
		eachDamage(data, func(damaged func() []byte) {
			if n++; n%every == 0 {
				survives(t, filepath.Base(path), damaged())
			}
		})
	}
	if n < 10_000 {
		t.Errorf("only %d ways to damage a file", n)
	}
}

// caseFiles are the inputs of the rules' cases.
func caseFiles(t *testing.T) map[string][]byte {
	t.Helper()
	cases, err := filepath.Glob("../../testdata/rules/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, name := range cases {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			files[name+"/"+f.Name] = f.Data
		}
	}
	return files
}

// eachDamage damages the documents of a text, one place and one way at a time.
func eachDamage(text []byte, do func(damaged func() []byte)) {
	var documents []*yaml.Node
	for decoder := yaml.NewDecoder(bytes.NewReader(text)); ; {
		var n yaml.Node
		if decoder.Decode(&n) != nil {
			break
		}
		documents = append(documents, &n)
	}
	written := func() []byte {
		var b bytes.Buffer
		e := yaml.NewEncoder(&b)
		for _, n := range documents {
			if e.Encode(n) != nil {
				return nil // an alias whose anchor is gone
			}
		}
		return b.Bytes()
	}
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		step := 1
		if n.Kind == yaml.MappingNode {
			step = 2
		}
		for i := step - 1; i < len(n.Content); i += step {
			all, was := n.Content, n.Content[i]
			for _, damage := range damages {
				if damage == nil && n.Kind == yaml.DocumentNode {
					continue
				}
				do(func() []byte {
					if damage == nil {
						n.Content = append(append([]*yaml.Node{}, all[:i+1-step]...), all[i+1:]...)
					} else {
						n.Content[i] = damage
					}
					defer func() { n.Content = all; all[i] = was }()
					return written()
				})
			}
			visit(was)
		}
	}
	for _, n := range documents {
		visit(n)
	}
}

// survives lints a text without a failure.
func survives(t *testing.T, name string, text []byte) {
	t.Helper()
	result, err := lint.Run(context.Background(), lint.Options{
		Rules: rules.All, Dir: t.TempDir(), Paths: []string{"-"}, StdinFilename: name, Stdin: bytes.NewReader(text), Jobs: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range result.Failures {
		if strings.Contains(f.Error(), "bug in flinkmem-lint") {
			t.Errorf("%v\n%s", f, text)
		}
	}
}
