//go:build unix

package lsp

import (
	"errors"
	"syscall"
)

// processAlive asks with the signal that is none. A process of somebody else is alive, too.
func processAlive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
