package lint

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// Files is where the bytes of a file come from, so that an editor's open buffer can come before the disk. Names are
// absolute, in the operating system's spelling.
type Files interface {
	Open(name string) (fs.File, error)
}

// Disk is the file system itself.
type Disk struct{}

// Open opens a file for reading. It refuses a pipe, which would block until somebody writes.
func (Disk) Open(name string) (fs.File, error) {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errNotRegular}
	}
	return os.Open(name)
}

const (
	// maxFile is the size above which a file is not read: no Flink configuration comes near it.
	maxFile = 16 << 20
	// headSize is how much of a file decides whether it is binary.
	headSize = 8 << 10
)

// Reasons for leaving a file unread.
var (
	errLong       = errors.New("the program is longer than any app host; not read")
	errHuge       = fmt.Errorf("the file is larger than %d MiB, which no Flink configuration is; not read", maxFile>>20)
	errBinary     = errors.New("the file is binary; not read")
	errNotRegular = errors.New("not a regular file; write - to read standard input")
	errMissing    = errors.New("no such file or folder")
)

// readFile reads a file whole, up to maxFile bytes.
func readFile(files Files, name string) ([]byte, error) { return readFileUpTo(files, name, maxFile) }

func readFileUpTo(files Files, name string, most int) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, plainError(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, plainError(err)
	}
	if !info.Mode().IsRegular() {
		return nil, errNotRegular
	}
	if info.Size() > int64(most) {
		return nil, errHuge
	}
	return readText(f, int(info.Size()), most)
}

// readText reads a text of about the given size; it stops early at a binary and at the most bytes that it may have.
func readText(r io.Reader, size, most int) ([]byte, error) {
	// One byte more than expected lets the last Read see the end of the file without growing the buffer.
	content := make([]byte, 0, max(size, 511)+1)
	checked := false
	for {
		n, err := r.Read(content[len(content):cap(content)])
		content = content[:len(content)+n]
		if !checked && (len(content) >= headSize || err != nil) {
			checked = true
			if isBinary(content[:min(len(content), headSize)]) {
				return nil, errBinary
			}
		}
		switch {
		case err == io.EOF:
			return content, nil
		case err != nil:
			return nil, plainError(err)
		case len(content) > most:
			return nil, errHuge
		}
		if len(content) == cap(content) {
			content = append(content, 0)[:len(content)]
		}
	}
}

// isBinary reports whether a file starts like a binary: it has a zero byte, and a tenth of it is not text. A single zero
// byte is something that Flink reads, and a text in UTF-16 or UTF-32 with its mark is one that the reader has more to
// say about.
func isBinary(head []byte) bool {
	if bytes.IndexByte(head, 0) < 0 || bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) ||
		bytes.HasPrefix(head, []byte{0, 0, 0xfe, 0xff}) {
		return false
	}
	odd := 0
	for i := 0; i < len(head); {
		r, n := utf8.DecodeRune(head[i:])
		if r == utf8.RuneError && n == 1 || r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' {
			odd++
		}
		i += n
	}
	return 10*odd >= len(head)
}

// plainError says what went wrong without the path and the system call, which the caller knows.
func plainError(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errMissing
	case errors.Is(err, fs.ErrPermission):
		return errors.New("no permission to read it")
	}
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

// shownPath is how results name a file: relative to the working folder with slashes, absolute when outside it.
func shownPath(dir, name string) string {
	rel, err := filepath.Rel(dir, name)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return filepath.ToSlash(name)
	}
	return filepath.ToSlash(rel)
}
