package source

import (
	"bytes"
	"crypto/sha256"
	"strings"
)

// ReadOptions are what the reader of a file may be told.
type ReadOptions struct {
	// Kind is the dialect to read the file as, whatever its name and content say; "" to decide by these.
	Kind Kind
	// Neighbour tells whether a file of that name is in the same folder; nil where that is not known.
	Neighbour func(name string) bool
	// Text gives the content of a file, by its path from the folder of this one; nil where there is none. It may be nil.
	Text func(path string) []byte
	// Names gives the names in the folder of the file. It may be nil.
	Names func() []string
}

// Read reads a file as the dialect given, or, for "", as the one that its name and content show. It returns nil for a
// file that is not Flink's and for a kind that does not exist. It keeps content and does not change it.
func Read(path string, content []byte, kind Kind) *Document {
	return ReadWith(path, content, ReadOptions{Kind: kind})
}

// ReadWith is [Read] with more to go by.
func ReadWith(path string, content []byte, how ReadOptions) *Document {
	dialect, ok := dialectOf(how.Kind)
	if how.Kind == "" {
		dialect, ok = claimant(path, content, how.Neighbour)
	}
	if !ok {
		if how.Kind == "" {
			return readBuiltForDotNet(path, content, how.Text)
		}
		return nil
	}
	d := newDocument(path, content, dialect.Kind)
	if how.Neighbour != nil {
		switch name := path[strings.LastIndexByte(path, '/')+1:]; {
		case d.Kind == ConfigYAML && name == "config.yaml":
			d.Rival = how.Neighbour("flink-conf.yaml")
		case d.Kind == FlinkConf && name == "flink-conf.yaml":
			d.Rival = how.Neighbour("config.yaml")
		}
	}
	if d.Kind == Aspire {
		d.projects = projectsBeside(content, how)
	}
	dialect.Read(d)
	if how.Kind == "" && d.empty() {
		return nil
	}
	return d
}

func newDocument(path string, content []byte, kind Kind) *Document {
	return &Document{Path: path, Bytes: content, Hash: sha256.Sum256(content), Kind: kind, Lines: NewLines(content)}
}

// Plain is a file that is none of Flink's, for what another document takes from it.
func Plain(path string, content []byte) *Document {
	return newDocument(path, content, "")
}

// Claims reports whether a file of that name may be one of Flink's, so that it is worth opening.
func Claims(path string) bool {
	for i := range dialects {
		if dialects[i].Claim(path, nil, nil) != NoClaim {
			return true
		}
	}
	return false
}

// claimant is the dialect with the best claim to the file; the first of equals.
func claimant(path string, content []byte, neighbour func(string) bool) (*Dialect, bool) {
	if content == nil {
		content = []byte{}
	}
	best, claim := (*Dialect)(nil), MayClaim
	for i := range dialects {
		if c := dialects[i].Claim(path, content, neighbour); c > claim {
			best, claim = &dialects[i], c
		}
	}
	return best, best != nil
}

// withoutMark is the content without its byte order mark.
func withoutMark(content []byte) []byte { return bytes.TrimPrefix(content, byteOrderMark) }
