package source

import "github.com/flinkmem/flinkmem-lint/flink"

// Claim is how sure a dialect is that a file is its own.
type Claim int

// The claims, the weakest first.
const (
	NoClaim   Claim = iota
	MayClaim        // the name fits; the content decides
	FullClaim       // this dialect, whatever else is in the file
)

// Dialect is one way of writing Flink options into a file.
type Dialect struct {
	Kind Kind
	// Claim says whether a file is this dialect's: by its name alone where content is nil, which is all that file
	// discovery has; otherwise by both. Neighbour (may be nil) tells whether a file of that name is in the same folder.
	Claim func(path string, content []byte, neighbour func(name string) bool) Claim
	// Read fills the document's parts. It never fails: what cannot be read becomes a problem.
	Read func(*Document)
}

// dialects are all that there are, in the order in which they may claim a file.
var dialects = []Dialect{
	{Kind: Kubernetes, Claim: claimKubernetes, Read: readKubernetes},
	{Kind: Compose, Claim: claimCompose, Read: readCompose},
	{Kind: Dockerfile, Claim: claimDockerfile, Read: readDockerfile},
	{Kind: Dotenv, Claim: claimDotenv, Read: readDotenvFile},
	{Kind: Shell, Claim: claimShell, Read: readShell},
	{Kind: Aspire, Claim: claimAspire, Read: readAspire},
	{Kind: RuntimeConfig, Claim: claimRuntimeConfig, Read: readRuntimeConfigFile},
	{Kind: LaunchSettings, Claim: claimLaunchSettings, Read: readLaunchSettings},
	{Kind: MSBuild, Claim: claimMSBuild, Read: readMSBuild},
	{Kind: HelmValues, Claim: claimHelmValues, Read: readHelmValues},
	{Kind: Markdown, Claim: claimMarkdown, Read: readMarkdown},
	{Kind: FlinkConf, Claim: claimFlinkConf, Read: readFlinkConf},
	{Kind: ConfigYAML, Claim: claimConfigYAML, Read: readConfigYAML},
}

// Kinds are the dialects' names, for --kind.
func Kinds() []Kind {
	kinds := make([]Kind, len(dialects))
	for i, d := range dialects {
		kinds[i] = d.Kind
	}
	return kinds
}

func dialectOf(kind Kind) (*Dialect, bool) {
	for i := range dialects {
		if dialects[i].Kind == kind {
			return &dialects[i], true
		}
	}
	return nil, false
}

// versionsBetween are the known Flink versions in a range, oldest first; a zero end is open.
func versionsBetween(from, to flink.Version) []flink.Version {
	var versions []flink.Version
	for _, v := range flink.Versions() {
		if !v.Before(from) && (to.IsZero() || !to.Before(v)) {
			versions = append(versions, v)
		}
	}
	return versions
}
