package lint

import (
	"path"
	"strings"
)

// glob is a pattern over slash-separated paths: "**" as a whole segment stands for any number of folders (and, at the
// end, for everything inside one); within a segment "*", "?" and "[...]" are those of [path.Match].
type glob struct {
	text     string
	segments []string
}

// parseGlob reads a pattern; it must not be empty, and its brackets have to be closed.
func parseGlob(text string) (glob, error) {
	plain := strings.TrimLeft(strings.TrimPrefix(strings.TrimRight(text, "/"), "./"), "/")
	g := glob{text: text, segments: strings.Split(plain, "/")}
	for _, s := range g.segments {
		if s == "" {
			return glob{}, path.ErrBadPattern
		}
		if _, err := path.Match(s, ""); err != nil {
			return glob{}, err
		}
	}
	return g, nil
}

// match reports whether the pattern fits the whole path, which is given in segments.
func (g glob) match(segments []string) bool { return matchSegments(g.segments, segments) }

// covers reports whether the pattern fits the path or a folder that it is in.
func (g glob) covers(segments []string) bool {
	for n := 1; n <= len(segments); n++ {
		if g.match(segments[:n]) {
			return true
		}
	}
	return false
}

func matchSegments(pattern, segments []string) bool {
	for len(pattern) > 0 {
		if pattern[0] == "**" {
			for len(pattern) > 1 && pattern[1] == "**" {
				pattern = pattern[1:]
			}
			if len(pattern) == 1 {
				return len(segments) > 0
			}
			for i := range segments {
				if matchSegments(pattern[1:], segments[i:]) {
					return true
				}
			}
			return false
		}
		if len(segments) == 0 || !matchSegment(pattern[0], segments[0]) {
			return false
		}
		pattern, segments = pattern[1:], segments[1:]
	}
	return len(segments) == 0
}

func matchSegment(pattern, name string) bool {
	if !strings.ContainsAny(pattern, `*?[\`) {
		return pattern == name
	}
	ok, err := path.Match(pattern, name)
	return ok && err == nil
}
