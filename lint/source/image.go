package source

import (
	"slices"
	"strings"

	"github.com/flinkmem/flinkmem-lint/flink"
)

// statefunBundles are the Flink versions inside the images of Stateful Functions, by their own version.
var statefunBundles = map[string]flink.Version{
	"2.0": {Major: 1, Minor: 10}, "2.1": {Major: 1, Minor: 11}, "2.2": {Major: 1, Minor: 11},
	"3.0": {Major: 1, Minor: 12}, "3.1": {Major: 1, Minor: 13}, "3.2": {Major: 1, Minor: 14}, "3.3": {Major: 1, Minor: 16},
}

// otherEntrypoints are the owners of images called flink that start Flink in their own way.
var otherEntrypoints = []string{"bitnami", "bitnamilegacy", "bitnamisecure", "ververica"}

// flinkUserFrom is the first version whose official image runs as the user flink instead of root.
var flinkUserFrom = flink.Version{Major: 2, Minor: 2}

// imageOf reads the reference of a container image: registry/name:tag@digest. A version is taken from the tag or the
// name only where it can be Flink's and not the application's own.
func imageOf(reference string, place Place) Image {
	image := Image{Reference: strings.TrimSpace(reference), Place: place}
	path, tag, digest := splitReference(strings.ToLower(image.Reference))
	owner, name := "", path[strings.LastIndexByte(path, '/')+1:]
	if rest := strings.TrimSuffix(path[:len(path)-len(name)], "/"); rest != "" {
		owner = rest[strings.LastIndexByte(rest, '/')+1:]
	}
	image.Official = name == "flink" && !slices.Contains(otherEntrypoints, owner)
	image.Version = imageVersion(name, tag)
	if name == "flink" && image.Version.IsZero() && digest == "" {
		image.Latest = tag == "" || tag == "latest" || isVariant(tag)
	}
	if image.Official && (image.Latest || !image.Version.IsZero() && !image.Version.Before(flinkUserFrom)) {
		image.User = "flink"
	}
	return image
}

// mentionsFlink reports whether the reference has Flink's name in it.
func (i *Image) mentionsFlink() bool {
	ref := strings.ToLower(i.Reference)
	return strings.Contains(ref, "flink") || strings.Contains(ref, "statefun")
}

// splitReference cuts a reference in lower case into path, tag and digest. A colon before the last slash is that of a
// registry's port.
func splitReference(ref string) (path, tag, digest string) {
	path, digest, _ = strings.Cut(ref, "@")
	if i := strings.LastIndexByte(path, ':'); i > strings.LastIndexByte(path, '/') {
		path, tag = path[:i], path[i+1:]
	}
	return path, tag, digest
}

// imageVersion is Flink's version in an image of that name (its last segment) and tag, in lower case.
func imageVersion(name, tag string) flink.Version {
	if strings.HasSuffix(name, "statefun") {
		v, _, _ := versionAt(strings.TrimPrefix(tag, "v"))
		return statefunBundles[v.MinorRelease().String()]
	}
	if v := versionBehindFlink(tag); !v.IsZero() {
		return v
	}
	if v := versionBehindFlink(name); !v.IsZero() {
		return v
	}
	if !strings.Contains(name, "flink") {
		return flink.Version{}
	}
	v := firstVersion(tag)
	switch {
	case name == "flink":
		if v.IsZero() && len(tag) == 1 {
			v = flink.NewestOf(int(tag[0] - '0')) // a tag such as "1" of a repackaged image
		}
		return v
	case ofFlinkBuild(tag):
		return v
	case strings.HasSuffix(name, "flink") && !v.Before(oldestImage):
		return v
	case ofFlinkBuild(name):
		return firstVersion(name)
	}
	return flink.Version{} // the application's own version
}

// ofFlinkBuild reports whether a version stands beside those of Scala or Java, as in the tags of Flink's own images.
func ofFlinkBuild(s string) bool {
	return strings.Contains(s, "scala_2") || strings.Contains(s, "-java")
}

// oldestImage is the oldest version that the tag of an own image called ...flink, or a chart, is believed to name: a
// smaller one is likely to be the application's.
var oldestImage = flink.Version{Major: 1, Minor: 7}

// versionBehindFlink is the version right behind the word flink: "cdc-3.0.1-flink-1.18.1", "flink1.17-app", "flink_1_18".
func versionBehindFlink(s string) flink.Version {
	for {
		i := strings.Index(s, "flink")
		if i < 0 {
			return flink.Version{}
		}
		s = s[i+len("flink"):]
		rest := strings.TrimLeft(s, "-_:")
		rest = strings.TrimPrefix(rest, "v")
		if v, _, ok := versionAt(strings.Replace(rest, "_", ".", 1)); ok {
			return v
		}
	}
}

// firstVersion is the first text in a tag that can be a version of Flink; those of Scala and Java are not.
func firstVersion(tag string) flink.Version {
	for i := 0; i < len(tag); {
		n := digits(tag[i:])
		if n == 0 {
			i++
			continue
		}
		before := tag[:i]
		v, length, ok := versionAt(tag[i:])
		if ok && !endsWithAny(before, "scala_", "scala-", "scala", "java", "jdk", "jre", "debian-", "ubuntu-") {
			return v
		}
		i += max(n, length)
	}
	return flink.Version{}
}

// versionAt is the version at the start of a text, of two numbers at least, and its length. It is not ok where it cannot
// be one of Flink's.
func versionAt(s string) (v flink.Version, length int, ok bool) {
	end, numbers := 0, 0
	for numbers < 3 {
		n := digits(s[end:])
		if n == 0 {
			break
		}
		end, numbers = end+n, numbers+1
		if end >= len(s) || s[end] != '.' || digits(s[end+1:]) == 0 {
			break
		}
		if numbers < 3 {
			end++
		}
	}
	v, err := flink.ParseVersion(s[:end])
	if err != nil {
		return flink.Version{}, end, false
	}
	return v, end, v.Major >= 1 && v.Major <= flink.Newest().Major && v.Minor < 50
}

// isVariant reports whether a tag names a Scala or Java version alone, so that Flink's is the newest.
func isVariant(tag string) bool {
	return strings.HasPrefix(tag, "java") || strings.HasPrefix(tag, "scala")
}

func endsWithAny(s string, suffixes ...string) bool {
	for _, suffix := range suffixes {
		if strings.HasSuffix(s, suffix) {
			return true
		}
	}
	return false
}
