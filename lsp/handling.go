package lsp

import (
	"context"
	"encoding/json"

	"github.com/tliron/glsp"
)

// handling is the handling of one message, with the state as it was when the message was read. It is a [glsp.Handler].
type handling struct {
	*server
	ctx context.Context // ends when the request is cancelled
	now *snapshot
}

var _ glsp.Handler = (*handling)(nil)

// method is one method of the protocol that the server knows.
type method struct {
	// handle reads the parameters and does the work; its error is a *[paramsError] where they cannot be read.
	handle func(*handling, json.RawMessage) (any, error)
	// inOrder is true for a request that is handled on the read loop: it changes what later messages meet.
	inOrder bool
}

type paramsError struct{ error }

// request is a method with parameters of a type.
func request[P any](handle func(*handling, *P) (any, error)) method {
	return method{handle: func(h *handling, params json.RawMessage) (any, error) {
		var p P
		if len(params) > 0 {
			if err := json.Unmarshal(params, &p); err != nil {
				return nil, &paramsError{err}
			}
		}
		return handle(h, &p)
	}}
}

// notification is a method without an answer. All of them are handled in order.
func notification[P any](handle func(*handling, *P) error) method {
	return request(func(h *handling, p *P) (any, error) { return nil, handle(h, p) })
}

// Handle handles a message. A panic is an error of this message, and no more.
func (h *handling) Handle(c *glsp.Context) (result any, validMethod, validParams bool, err error) {
	m, known := methods[c.Method]
	if !known {
		return nil, false, false, nil
	}
	defer func() {
		if crash := recover(); crash != nil {
			h.crashed(c.Method, crash)
			result, validMethod, validParams = nil, true, true
			err = failure(codeInternalError, "%s failed: %v", c.Method, crash)
		}
	}()
	result, err = m.handle(h, c.Params)
	if wrong, ok := err.(*paramsError); ok {
		return nil, true, false, wrong.error
	}
	return result, true, true, err
}

// answer is the result of a request, or the error that the protocol has for it.
func (h *handling) answer(c *glsp.Context) (any, error) {
	result, known, valid, err := h.Handle(c)
	switch {
	case !known:
		return nil, failure(codeMethodNotFound, "method not supported: %s", c.Method)
	case !valid:
		return nil, failure(codeInvalidParams, "%s: %v", c.Method, err)
	}
	return result, err
}
