package lsp

import (
	"fmt"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// firstScan lints everything that is open, and shows that it is under way. Whoever asks for diagnostics in the meantime waits
// for its result.
func (s *server) firstScan() {
	defer s.survive("the first scan")
	token := protocol.ProgressToken{Value: "flinkmem-lint-scan"}
	shown := s.client.Window.WorkDoneProgress
	if shown {
		s.call("window/workDoneProgress/create", protocol.WorkDoneProgressCreateParams{Token: token}, nil)
		s.notify("$/progress", protocol.ProgressParams{Token: token, Value: protocol.WorkDoneProgressBegin{Kind: "begin", Title: "Flink's memory"}})
	}
	d, err := s.state.Load().diagnose(s.ctx)
	if !shown {
		return
	}
	message := "stopped"
	if err == nil {
		message = fmt.Sprintf("files of Flink: %d", d.count)
	}
	s.notify("$/progress", protocol.ProgressParams{Token: token, Value: protocol.WorkDoneProgressEnd{Kind: "end", Message: &message}})
}
