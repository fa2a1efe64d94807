package lsp

import (
	"bytes"

	"github.com/flinkmem/flinkmem-lint/flink"
	"github.com/flinkmem/flinkmem-lint/lint/report"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// showMemory answers with the picture of a process's memory, and shows it as a message to a client that does nothing
// with the answer of a command.
func (h *handling) showMemory(uri string, line uint32, role string) (any, error) {
	d, err := h.now.diagnoseFor(h.ctx, uri)
	if err != nil {
		return nil, err
	}
	for _, c := range d.clusters {
		for _, process := range c.Processes() {
			where, ok := h.now.stand(&c, process, uri)
			if !ok || where.Start.Line != line || process.Role.String() != role {
				continue
			}
			m := report.MemoryOf(c.Cluster, wording)
			if process.Role == flink.JobManager {
				m.TaskManager = nil
			} else {
				m.JobManager = nil
			}
			var b bytes.Buffer
			if err := report.MemoryText(&b, []report.Memory{m}, report.Style{}); err != nil {
				return nil, err
			}
			h.notify(string(protocol.ServerWindowShowMessage), protocol.ShowMessageParams{Type: protocol.MessageTypeInfo, Message: b.String()})
			return b.String(), nil
		}
	}
	return nil, failure(codeInvalidParams, "no %s on line %d any more", role, line+1)
}
