package lsp

import (
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
)

// nameOf is the absolute name of the file that a URI names, "" for one that is no file.
func nameOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return ""
	}
	return fileName(u.Host, u.Path, runtime.GOOS == "windows")
}

// fileName is the system's spelling of a URI's host and path.
func fileName(host, path string, windows bool) string {
	if windows {
		if host != "" {
			return filepath.Clean(`\\` + host + filepath.FromSlash(path))
		}
		if len(path) > 2 && path[0] == '/' && path[2] == ':' {
			path = strings.ToUpper(path[1:2]) + path[2:]
		}
	}
	if path == "" {
		return ""
	}
	return filepath.Clean(filepath.FromSlash(path))
}

// uriOf is the URI of an absolute name.
func uriOf(name string) string {
	path := filepath.ToSlash(name)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}
