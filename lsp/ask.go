package lsp

import (
	"encoding/json"
	"fmt"
)

// ask sends a request to the client; the answer is handed to then (nil: nobody cares) on the read loop.
func (s *server) ask(method string, params any, then func(*message)) {
	var body []byte
	if params != nil {
		var err error
		if body, err = json.Marshal(params); err != nil {
			s.logf("%s cannot be sent: %v", method, err)
			return
		}
	}
	s.mu.Lock()
	s.lastID++
	id := json.RawMessage(fmt.Sprintf(`"flinkmem-lint-%d"`, s.lastID))
	s.asked[string(id)] = then
	s.mu.Unlock()
	s.conn.write(&message{ID: id, Method: method, Params: body})
}

// call is [server.ask] for whoever waits for the answer.
func (s *server) call(method string, params, result any) {
	answer := make(chan *message, 1)
	s.ask(method, params, func(m *message) { answer <- m })
	select {
	case m := <-answer:
		if m.Error == nil && result != nil {
			if err := json.Unmarshal(m.Result, result); err != nil {
				s.logf("the answer to %s cannot be read: %v", method, err)
			}
		}
	case <-s.ctx.Done():
	}
}

// answered takes an answer of the client.
func (s *server) answered(m *message) {
	id := key(m.ID)
	s.mu.Lock()
	then, known := s.asked[id]
	delete(s.asked, id)
	s.mu.Unlock()
	if !known {
		return
	}
	if m.Error != nil {
		s.logf("the client refused request %s: %s", id, m.Error.Message)
	}
	if then != nil {
		then(m)
	}
}
