//go:build !unix

package lsp

import "os"

// processAlive opens the process, which fails on Windows for one that has ended.
func processAlive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	_ = p.Release()
	return true
}
