package lsp

import "time"

// parentPoll is how often the server looks whether the process that started it still runs. Most clients that die close
// the input, too, which is noticed at once.
const parentPoll = 5 * time.Second

// watchParent ends the session when the parent process has ended.
func (s *server) watchParent(pid int) {
	s.options.After(parentPoll, func() {
		if s.ctx.Err() != nil {
			return
		}
		if !s.options.Alive(pid) {
			s.logf("the process %d, which started the server, has ended", pid)
			s.end(exitAbrupt)
			return
		}
		s.watchParent(pid)
	})
}
