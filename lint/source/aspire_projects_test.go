package source

import (
	"strings"
	"testing"
)

// TestAspireProjects finds the folder of AddProject<Projects.Name> through the project of the app host.
func TestAspireProjects(t *testing.T) {
	const chain = `b.AddProject<Projects.NAME>("x").WithEnvironment("DOTNET_gcServer", "1");`
	const host = "<Project>\n  <ItemGroup>\n    <ProjectReference Include=\"..\\My.Api-2\\My.Api-2.csproj\" />\n" +
		"    <ProjectReference Condition=\"'$(A)'=='b'\"\n      Include = '../src/9lives/9lives.fsproj'><Private>true</Private></ProjectReference>\n" +
		"    <ProjectReference Include=\"$(Root)/Hidden/Hidden.csproj\" />\n    <PackageReference Include=\"Other.csproj\" />\n  </ItemGroup>\n</Project>\n"
	tests := []struct {
		class string
		files map[string]string
		want  string // assembly@folder
	}{
		{"My_Api_2", map[string]string{"Host.csproj": host, "Program.cs": ""}, "My.Api-2@../My.Api-2"},
		{"_9lives", map[string]string{"Host.csproj": host}, "9lives@../src/9lives"},
		{"Hidden", map[string]string{"Host.csproj": host}, ""},
		{"Other", map[string]string{"Host.csproj": host}, ""},
		{"My_Api_2", map[string]string{"Host.csproj": host, "Second.csproj": host}, ""},
		{"My_Api_2", map[string]string{"Host.txt": host}, ""},
		{"My_Api_2", map[string]string{"Host.csproj": ""}, ""},
	}
	for _, tt := range tests {
		d := ReadWith("host/Program.cs", []byte(strings.ReplaceAll(chain, "NAME", tt.class)), ReadOptions{
			Text: func(path string) []byte { return []byte(tt.files[path]) },
			Names: func() []string {
				var names []string
				for name := range tt.files {
					names = append(names, name)
				}
				return names
			},
		})
		got := ""
		if c := d.Workloads[0].DotNet; len(c.Folders) > 0 {
			got = c.Assembly + "@" + strings.Join(c.Folders, ",")
		}
		if got != tt.want {
			t.Errorf("%s in %v: %q, want %q", tt.class, tt.files, got, tt.want)
		}
	}
}
