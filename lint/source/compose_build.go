package source

import (
	"bytes"
	"slices"
)

// readBuiltForDotNet reads a Compose file that says nothing of Flink and .NET itself, but builds an image whose Dockerfile
// does of .NET; nil for any other file. Text gives the content of files beside it, and is asked for nothing unless the file
// is called like one of Compose and builds something.
func readBuiltForDotNet(file string, content []byte, text func(path string) []byte) *Document {
	if text == nil || !isComposeName(file) || classify(file) == otherName || !hasTopLevel(content, "services:") || !bytes.Contains(content, []byte("build:")) {
		return nil
	}
	d := newDocument(file, content, Compose)
	readCompose(d)
	builds := slices.ContainsFunc(d.References, func(name string) bool {
		if claimDockerfile(name, nil, nil) == NoClaim {
			return false
		}
		return mentionsDotNet(text(name))
	})
	if !builds {
		return nil
	}
	return d
}
