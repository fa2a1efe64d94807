package source

import (
	"sync"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// ConfigYAML is the dialect of config.yaml: YAML 1.2, read by Flink from 1.19 on.
const ConfigYAML Kind = "config"

// configYAMLReaders are the versions that read config.yaml.
var configYAMLReaders = sync.OnceValue(func() []flink.Version {
	return versionsBetween(flink.Version{Major: 1, Minor: 19}, flink.Version{})
})

func readConfigYAML(d *Document) {
	d.Parts = []*Part{{Document: d, Standard: true, Readers: configYAMLReaders()}}
}
