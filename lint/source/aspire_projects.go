package source

import (
	"bytes"
	"path"
	"regexp"
	"strings"
)

// projectReference is a reference to another project in a project of MSBuild.
var projectReference = regexp.MustCompile(`<ProjectReference\b[^>]*?\bInclude\s*=\s*["']([^"']+\.(?:cs|fs|vb)proj)["']`)

// maxProjectFile bounds how much of a project is searched for references.
const maxProjectFile = 1 << 20

// projectsBeside are the projects that an app host may add as AddProject<Projects.Name>: those that the project beside it
// refers to, by the names of the classes that Aspire's SDK makes of them. Nil where the app host adds none, and where it
// cannot be told whose file it is.
func projectsBeside(content []byte, how ReadOptions) map[string]string {
	if how.Names == nil || how.Text == nil || !bytes.Contains(content, []byte("AddProject<")) {
		return nil
	}
	host := ""
	for _, name := range how.Names() {
		switch strings.ToLower(path.Ext(name)) {
		case ".csproj", ".fsproj", ".vbproj":
		default:
			continue
		}
		if host != "" {
			return nil
		}
		host = name
	}
	if host == "" {
		return nil
	}
	text := how.Text(host)
	projects := map[string]string{}
	for _, m := range projectReference.FindAllSubmatch(text[:min(len(text), maxProjectFile)], -1) {
		file := path.Clean(strings.ReplaceAll(string(m[1]), `\`, "/"))
		if strings.ContainsAny(file, "$*") || path.IsAbs(file) {
			continue
		}
		projects[projectClass(strings.TrimSuffix(path.Base(file), path.Ext(file)))] = file
	}
	return projects
}

// projectClass is the name of the class that stands for a project: what cannot be in a name becomes an underscore.
func projectClass(project string) string {
	class := strings.Map(func(r rune) rune {
		if r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 0x7f {
			return r
		}
		return '_'
	}, project)
	if class != "" && class[0] >= '0' && class[0] <= '9' {
		class = "_" + class
	}
	return class
}
