package source

import "github.com/flinkmem/flinkmem-lint/flink"

// Delete this file when flinkproperties.go defines these two.

func imageDefaults(flink.Version, flink.Role) []Option { return nil }

func readProperties(env *EnvText, _ flink.Version) *Part {
	return &Part{Document: env.Place.Document, Layer: LayerProperties}
}
