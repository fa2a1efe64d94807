package lsp

import (
	"fmt"
	"runtime/debug"
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// logf writes to standard error: standard output is the protocol's.
func (s *server) logf(format string, args ...any) {
	if s.options.Log != nil {
		fmt.Fprintf(s.options.Log, "flinkmem-lint: %s\n", strings.TrimRight(fmt.Sprintf(format, args...), "\n"))
	}
}

// warn tells the client, and standard error.
func (s *server) warn(format string, args ...any) {
	s.tell(protocol.MessageTypeWarning, format, args...)
}

func (s *server) tell(kind protocol.MessageType, format string, args ...any) {
	s.logf(format, args...)
	s.notify(string(protocol.ServerWindowLogMessage), protocol.LogMessageParams{Type: kind, Message: fmt.Sprintf(format, args...)})
}

// survive is deferred where the server has to go on after a panic that is no message's.
func (s *server) survive(doing string) {
	if crash := recover(); crash != nil {
		s.crashed(doing, crash)
	}
}

// crashed tells of a panic.
func (s *server) crashed(doing string, crash any) {
	s.tell(protocol.MessageTypeError, "%s failed (%v): this is a bug in flinkmem-lint; please report it with the file", doing, crash)
	s.logf("%s", debug.Stack())
}
