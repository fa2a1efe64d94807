package lint

import (
	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// exampleNames are what a file of each kind is usually called.
var exampleNames = map[source.Kind]string{
	source.FlinkConf: "flink-conf.yaml", source.ConfigYAML: "config.yaml", source.Kubernetes: "manifest.yaml",
	source.Compose: "docker-compose.yml", source.Dockerfile: "Dockerfile", source.Dotenv: ".env", source.Shell: "start.sh",
	source.HelmValues: "values.yaml", source.Markdown: "guide.md",
	source.RuntimeConfig: "app.runtimeconfig.json", source.MSBuild: "App.csproj", source.LaunchSettings: "Properties/launchSettings.json", source.Aspire: "AppHost.cs",
}

// Dialect is the kind of file that Bad and Good are.
func (d *Doc) Dialect() source.Kind {
	if d.Kind == "" {
		return source.FlinkConf
	}
	return d.Kind
}

// ExampleName is the name of the file that Bad and Good are, relative to that of Files.
func (d *Doc) ExampleName() string { return exampleNames[d.Dialect()] }

// ExampleVersion is the Flink version that the examples are checked for; zero where they say it themselves.
func (d *Doc) ExampleVersion() flink.Version {
	switch {
	case d.Version != "":
		return flink.MustVersion(d.Version)
	case d.Dialect() == source.FlinkConf:
		return flink.NewestOf(1) // 2.0 reads config.yaml alone
	case d.Dialect() == source.ConfigYAML:
		return flink.Newest()
	}
	return flink.Version{}
}
