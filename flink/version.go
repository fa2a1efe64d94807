package flink

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Version is a Flink release. Patch is 0 where only the minor release is known: apart from the one
// case that [PatchNote] names, Flink's memory options never changed within a minor release.
type Version struct{ Major, Minor, Patch int }

// ParseVersion reads "1.20", "1.20.1", "v1_20" (the operator's spelling) or "2.3-SNAPSHOT".
func ParseVersion(s string) (Version, error) {
	t := strings.TrimPrefix(strings.TrimSpace(s), "v")
	t = strings.ReplaceAll(t, "_", ".")
	t, _, _ = strings.Cut(t, "-")
	parts := strings.Split(t, ".")
	var nums [3]int
	if len(parts) < 2 || len(parts) > len(nums) {
		return Version{}, fmt.Errorf("%q is not a Flink version: write one such as 1.20 or 2.3.0", s)
	}
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 || n > 999 || strings.HasPrefix(p, "+") {
			return Version{}, fmt.Errorf("%q is not a Flink version: write one such as 1.20 or 2.3.0", s)
		}
		nums[i] = n
	}
	return Version{nums[0], nums[1], nums[2]}, nil
}

// MustVersion is [ParseVersion] for constants; it panics on a malformed text.
func MustVersion(s string) Version {
	v, err := ParseVersion(s)
	if err != nil {
		panic(err)
	}
	return v
}

// Compare orders versions: negative when v is older than w, 0 when equal, positive when newer.
func (v Version) Compare(w Version) int {
	return cmp.Or(cmp.Compare(v.Major, w.Major), cmp.Compare(v.Minor, w.Minor), cmp.Compare(v.Patch, w.Patch))
}

// Before reports whether v is older than the minor release w, ignoring patches.
func (v Version) Before(w Version) bool { return v.MinorRelease().Compare(w.MinorRelease()) < 0 }

// MinorRelease is the version without its patch: all of a minor release's patches behave alike.
func (v Version) MinorRelease() Version { return Version{Major: v.Major, Minor: v.Minor} }

// IsZero reports whether no version was given.
func (v Version) IsZero() bool { return v == Version{} }

// String writes "1.20", or "1.20.1" where a patch is known.
func (v Version) String() string {
	if v.Patch > 0 {
		return fmt.Sprintf("%d.%d.%d", v.Major, v.Minor, v.Patch)
	}
	return fmt.Sprintf("%d.%d", v.Major, v.Minor)
}
