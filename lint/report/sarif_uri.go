package report

import (
	"strings"
	"unicode/utf8"
)

// Locator tells where a file stands for programs that know the repository and not the working folder: from a name as shown to
// the user to one relative to the repository's root, with slashes. A file outside it has an absolute name.
type Locator func(path string) string

// uriOf is a located name as a URI: relative, or with the scheme file where the name is absolute.
func uriOf(name string) string {
	switch {
	case strings.HasPrefix(name, "//"): // a share: //server/folder
		return "file:" + percentEncoded(name, "")
	case strings.HasPrefix(name, "/"):
		return "file://" + percentEncoded(name, "")
	case hasDrive(name):
		return "file:///" + name[:2] + percentEncoded(name[2:], "")
	}
	return percentEncoded(name, ":") // what stands before a colon would be a scheme
}

// hasDrive reports whether a name is an absolute one of Windows, such as C:/flink/conf.
func hasDrive(name string) bool {
	return len(name) > 2 && name[1] == ':' && name[2] == '/' && ('a' <= name[0]|0x20 && name[0]|0x20 <= 'z')
}

// percentEncoded encodes everything in a path but what RFC 3986 allows there; further signs are encoded as well.
func percentEncoded(path, further string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(path) {
		c := path[i]
		switch {
		case strings.IndexByte(further, c) < 0 && c < utf8.RuneSelf && pathByte(c):
			b.WriteByte(c)
		default:
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

func pathByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("/-._~!$&'()*+,;=:@", c) >= 0
}
