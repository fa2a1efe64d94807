package lint

import (
	"path/filepath"

	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// open reads a file that was found; nil where it is none of Flink's.
func (f *file) open(o *Options) (doc *source.Document, failure *Failure) {
	defer func() {
		if crash := recover(); crash != nil {
			doc, failure = nil, &Failure{f.shown, bug("reading the file", crash)}
		}
	}()
	content, err := f.read(o)
	if err != nil {
		// A folder may hold anything; what was named, or is called like a Flink configuration, was meant to be read.
		if f.explicit || source.Named(f.shown) || err != errBinary && err != errHuge {
			return nil, &Failure{f.shown, err}
		}
		return nil, nil
	}
	how := source.ReadOptions{Kind: o.Kind, Neighbour: f.neighbour(), Text: f.beside(o), Names: f.names}
	if !f.explicit && !source.Named(f.shown) {
		how.Kind = "" // --kind is about Flink's files, not about everything else in the folder
	}
	path := f.shown
	if path == StdinName {
		path = anyName
	}
	doc = source.ReadWith(path, content, how)
	if doc == nil || o.Kind != "" && doc.Kind != o.Kind {
		return nil, nil
	}
	if doc.GivenUp {
		if f.explicit {
			return nil, &Failure{f.shown, errLong}
		}
		return nil, nil
	}
	doc.Path = f.shown
	return doc, nil
}

func (f *file) read(o *Options) ([]byte, error) {
	if !f.stdin {
		return readFile(o.Files, f.name)
	}
	if o.Stdin == nil {
		return nil, errMissing
	}
	return readText(o.Stdin, headSize, maxFile)
}

// neighbour tells what lies beside the file; nil where nothing is known of its folder.
func (f *file) neighbour() func(string) bool {
	if f.folder == nil {
		return nil
	}
	return f.folder.has
}

// beside gives the content of files by their paths from the file's folder, nil for what cannot be read.
func (f *file) beside(o *Options) func(string) []byte {
	return func(path string) []byte {
		content, err := readFile(o.Files, filepath.Join(filepath.Dir(f.name), filepath.FromSlash(path)))
		if err != nil {
			return nil
		}
		return content
	}
}

// names are those in the file's folder.
func (f *file) names() []string { return folderNames(filepath.Dir(f.name)) }
