//go:build unix

package lint

import (
	"io/fs"
	"os"
	"syscall"
)

// keepOwner gives a new file to the owner of the one that it is to replace, as far as the user may: root, as in a container,
// must not take the files of a mounted folder for itself.
func keepOwner(f *os.File, of fs.FileInfo) {
	now, err := f.Stat()
	if err != nil {
		return
	}
	is, ok := now.Sys().(*syscall.Stat_t)
	was, known := of.Sys().(*syscall.Stat_t)
	if ok && known && (is.Uid != was.Uid || is.Gid != was.Gid) {
		if f.Chown(int(was.Uid), int(was.Gid)) != nil {
			_ = f.Chown(-1, int(was.Gid)) // who may not give files away may share them with a group
		}
	}
}
