package source

// Named reports whether a file's name alone is that of a Flink configuration, so that a file of that name is meant to be
// one: flink-conf.yaml, config.yaml, and copies and templates of them.
func Named(path string) bool {
	class := classify(path)
	return class != otherName && class != yamlName
}
