// Package lsp is the language server: what the command line reports, in an editor. It knows no dialect and no rule.
//
// The protocol's types and the Handler are those of github.com/tliron/glsp. Its own server is not used: it handles one
// message after the other, so that nothing can be cancelled, dies of a panic, and answers wrongly after shutdown.
package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/rules"
	"github.com/tliron/glsp"
)

// Options are what a server needs of the world around it.
type Options struct {
	In      io.Reader
	Out     io.Writer
	Log     io.Writer // for what a client cannot be told
	Version string    // the program's

	Rules []*lint.Rule // nil: all
	// After calls a function once a time has passed; stop keeps it from being called. nil: the clock.
	After func(d time.Duration, call func()) (stop func() bool)
	// Alive reports whether a process still runs. nil: the operating system's answer.
	Alive func(pid int) bool

	pushed func(*server) // tests learn that all diagnostics were pushed; may be nil
}

// The exit statuses that the protocol asks for.
const (
	exitOrderly = 0
	exitAbrupt  = 1 // exit, or the end of the input, without a shutdown before
)

// phase is how far the session is.
type phase int

const (
	fresh phase = iota
	running
	finished // after shutdown
)

// server is one session. The read loop alone changes the phase and the state; handlers get the snapshot of the state at
// the time that their message was read.
type server struct {
	options Options
	conn    *connection
	ctx     context.Context
	phase   phase
	stop    chan int // the exit status, from whoever ends the session first

	client  offers   // since initialize
	initial settings // of the initialization options

	lastStamp uint64 // of the read loop

	turn  chan struct{}          // held by whoever lints
	memos map[memoKey]*lint.Memo // of whoever has the turn
	told  string                 // the last error of a run; of whoever has the turn

	state   atomic.Pointer[snapshot]
	publish publisher
	configs goodConfigs

	mistaken sync.Map // settings of editors that were looked at, so that mistakes are told of once

	renderings renderings

	mu      sync.Mutex
	running map[string]context.CancelFunc // requests of the client, by id
	asked   map[string]func(*message)     // requests of the server, by id
	lastID  int
}

// Serve runs a session and returns its exit status.
func Serve(o Options) int {
	if o.Rules == nil {
		o.Rules = rules.All
	}
	if o.After == nil {
		o.After = func(d time.Duration, call func()) func() bool { return time.AfterFunc(d, call).Stop }
	}
	if o.Alive == nil {
		o.Alive = processAlive
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	s := &server{
		options: o, conn: newConnection(o.In, o.Out), ctx: ctx, stop: make(chan int, 1),
		turn: make(chan struct{}, 1), memos: map[memoKey]*lint.Memo{}, running: map[string]context.CancelFunc{}, asked: map[string]func(*message){},
	}
	s.state.Store(&snapshot{server: s})
	go func() { s.end(s.readMessages()) }()
	status := <-s.stop
	cancel()
	s.conn.close()
	select {
	case <-s.conn.drained:
	case <-time.After(time.Second): // the client does not read any more
	}
	return status
}

// end ends the session.
func (s *server) end(status int) {
	select {
	case s.stop <- status:
	default:
	}
}

// readMessages reads until exit or the end of the input.
func (s *server) readMessages() int {
	for {
		body, err := s.conn.read()
		if errors.Is(err, errTooLarge) {
			s.warn("%v", err)
			continue
		}
		if err != nil {
			return s.exitStatus()
		}
		m, fault := parseMessage(body)
		switch {
		case fault != nil:
			s.conn.write(&message{ID: json.RawMessage("null"), Error: fault})
		case m.Method == "":
			s.answered(m)
		case m.Method == "exit":
			return s.exitStatus()
		case len(m.ID) == 0:
			s.notified(m)
		default:
			s.requested(m)
		}
	}
}

func (s *server) exitStatus() int {
	if s.phase == finished {
		return exitOrderly
	}
	return exitAbrupt
}

// notified handles a notification, at once and in order: it may change the state.
func (s *server) notified(m *message) {
	if s.phase != running {
		return
	}
	h := &handling{server: s, ctx: s.ctx, now: s.state.Load()}
	_, known, valid, err := h.Handle(s.context(m))
	switch {
	case !known: // "$/..." and others that nobody needs an answer to
	case !valid:
		s.warn("%s: the parameters cannot be read: %v", m.Method, err)
	case err != nil:
		s.warn("%s: %v", m.Method, err)
	}
}

// requested starts to answer a request. What changes the phase is done at once, the rest beside the read loop.
func (s *server) requested(m *message) {
	switch {
	case s.phase == fresh && m.Method != "initialize":
		s.reply(m.ID, nil, failure(codeServerNotInitialized, "%s before initialize", m.Method))
		return
	case s.phase == finished, s.phase == running && m.Method == "initialize":
		s.reply(m.ID, nil, failure(codeInvalidRequest, "%s is not allowed any more", m.Method))
		return
	}
	ctx, cancel := context.WithCancel(s.ctx)
	h := &handling{server: s, ctx: ctx, now: s.state.Load()}
	if methods[m.Method].inOrder {
		defer cancel()
		result, err := h.answer(s.context(m))
		s.reply(m.ID, result, err)
		return
	}
	id := key(m.ID)
	s.mu.Lock()
	s.running[id] = cancel
	s.mu.Unlock()
	type answer struct {
		result any
		err    error
	}
	done := make(chan answer, 1)
	go func() {
		result, err := h.answer(s.context(m))
		done <- answer{result, err}
	}()
	go func() {
		defer cancel()
		var a answer
		select {
		case a = <-done:
		case <-ctx.Done():
		}
		if ctx.Err() != nil { // a handler that does not look at its context cannot delay the answer
			a = answer{err: failure(codeRequestCancelled, "cancelled")}
		}
		s.mu.Lock()
		delete(s.running, id)
		s.mu.Unlock()
		s.reply(m.ID, a.result, a.err)
	}()
}

// reply answers a request.
func (s *server) reply(id json.RawMessage, result any, err error) {
	m := &message{ID: id}
	if err == nil {
		if m.Result, err = json.Marshal(result); err == nil {
			s.conn.write(m)
			return
		}
	}
	m.Result, m.Error = nil, asResponse(err)
	s.conn.write(m)
}

// context is what glsp gives to a handler. Call has to be used beside the read loop, which reads the answer.
func (s *server) context(m *message) *glsp.Context {
	return &glsp.Context{Method: m.Method, Params: m.Params, Notify: s.notify, Call: s.call}
}

// notify sends a notification.
func (s *server) notify(method string, params any) {
	body, err := json.Marshal(params)
	if err != nil {
		s.logf("%s cannot be sent: %v", method, err)
		return
	}
	s.conn.write(&message{Method: method, Params: body})
}
