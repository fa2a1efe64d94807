package source

import (
	"bytes"
	"crypto/sha256"
	"path"
	"regexp"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// neighbour is a kind of file that may tell which Flink version is in use beside it.
type neighbour struct {
	names    []string
	patterns []*regexp.Regexp // the first group is the version; the first pattern that matches counts
}

const (
	versionPattern = `v?(\d+\.\d+(?:\.\d+)?)`
	// coreModules are those of Flink's own that have its version; connectors have one of their own.
	coreModules = `flink-(?:streaming-(?:java|scala)|clients|core|runtime|java|scala|dist|rpc|table-(?:api|planner|runtime|common)|statebackend|test-utils|python|cep|parent)[\w.$\{\}-]*`
)

// neighbours are the files that are looked for, the most telling first.
var neighbours = []neighbour{
	{[]string{"pom.xml"}, []*regexp.Regexp{
		regexp.MustCompile(`<(?:flink[.-]?version|flinkVersion|version\.flink|apache\.flink\.version|flink)>\s*` + versionPattern),
		regexp.MustCompile(`<groupId>\s*org\.apache\.flink\s*</groupId>\s*<artifactId>\s*` + coreModules + `\s*</artifactId>\s*<version>\s*` + versionPattern),
	}},
	{[]string{"build.gradle", "build.gradle.kts", "gradle.properties", "build.sbt", "libs.versions.toml", "gradle/libs.versions.toml"}, []*regexp.Regexp{
		regexp.MustCompile(`(?i)\bflink[._-]?version\b["')\]]*\s*[:=]\s*["']?` + versionPattern),
		regexp.MustCompile(`(?m)^\s*flink\s*=\s*["']` + versionPattern),
		regexp.MustCompile(`org\.apache\.flink["']?\s*(?::|%%?)\s*["']?` + coreModules + `["']?\s*(?::|%)\s*["']?` + versionPattern),
	}},
	{[]string{"requirements.txt", "pyproject.toml", "setup.py", "setup.cfg", "Pipfile", "environment.yml"}, []*regexp.Regexp{
		regexp.MustCompile(`(?i)\bapache-flink(?:\[[\w, -]*\])?["']?\s*(?:==|~=|===|=)\s*["']?[=~^]{0,2}` + versionPattern),
	}},
}

// NeighbourNames are the names of the files that [NeighbourVersions] looks for, for whoever watches them.
func NeighbourNames() []string {
	var names []string
	for _, n := range neighbours {
		for _, name := range n.names {
			if !strings.Contains(name, "/") { // in a folder of its own it has a name that is there without one
				names = append(names, name)
			}
		}
	}
	return names
}

// NeighbourVersions are the Flink versions that the files of a folder tell: pom.xml, Gradle and sbt builds, Python
// requirements, a Dockerfile, a Helm chart. Open gives the content of a file by its name; folder is the folder's path as shown to the
// user. Files disagree where they tell different ones; the first is the one to believe.
func NeighbourVersions(folder string, open func(name string) ([]byte, bool)) []Clue {
	var clues []Clue
	if content, ok := open("Dockerfile"); ok && mentionsFlink(content) {
		d := neighbourDocument(folder, "Dockerfile", content)
		if image := buildImage(d, nil); image != nil && !image.Version.IsZero() {
			clues = append(clues, Clue{Version: image.Version, Evidence: FromNeighbour, Place: image.Place})
		}
	}
	for _, name := range []string{"Chart.yaml", "../Chart.yaml"} { // beside the values, and above the templates
		if name != "Chart.yaml" && path.Base(folder) != "templates" {
			continue
		}
		content, ok := open(name)
		if !ok {
			continue
		}
		if v, at, ok := chartVersion(content); ok {
			d := neighbourDocument(folder, name, content)
			clues = append(clues, Clue{Version: v, Evidence: FromNeighbour, Place: Place{Document: d, Entry: at}})
		}
	}
	for _, n := range neighbours {
		for _, name := range n.names {
			content, ok := open(name)
			if !ok || !mentionsFlink(content) {
				continue
			}
			if v, at, ok := n.version(content); ok {
				d := neighbourDocument(folder, name, content)
				clues = append(clues, Clue{Version: v, Evidence: FromNeighbour, Place: Place{Document: d, Entry: at}})
			}
		}
	}
	return clues
}

func mentionsFlink(content []byte) bool {
	return bytes.Contains(content, []byte("flink")) || bytes.Contains(content, []byte("FLINK"))
}

func neighbourDocument(folder, name string, content []byte) *Document {
	return &Document{Path: path.Join(folder, name), Bytes: content, Hash: sha256.Sum256(content), Lines: NewLines(content)}
}

// version is the one that a file tells, and where it is written.
func (n neighbour) version(content []byte) (flink.Version, Span, bool) {
	for _, p := range n.patterns {
		for _, m := range p.FindAllSubmatchIndex(content, -1) {
			at := Span{m[2], m[3]}
			if v, _, ok := versionAt(string(content[at.Start:at.End])); ok {
				return v, at, true
			}
		}
	}
	return flink.Version{}, Span{}, false
}
