package lsp

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// message is one message of JSON-RPC 2.0: a request (id and method), a notification (method alone) or an answer (id alone).
type message struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *responseError  `json:"error,omitempty"`
}

// responseError is an error as the protocol sends it.
type responseError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func (e *responseError) Error() string { return e.Message }

// The error codes of JSON-RPC and of the protocol.
const (
	codeParseError           = -32700
	codeInvalidRequest       = -32600
	codeMethodNotFound       = -32601
	codeInvalidParams        = -32602
	codeInternalError        = -32603
	codeServerNotInitialized = -32002
	codeRequestCancelled     = -32800
)

func failure(code int, format string, args ...any) *responseError {
	return &responseError{code, fmt.Sprintf(format, args...)}
}

// parseMessage reads the body of a message. The error is to be answered to whoever sent it.
func parseMessage(body []byte) (*message, *responseError) {
	var m message
	if err := json.Unmarshal(body, &m); err != nil {
		if broken := new(json.SyntaxError); errors.As(err, &broken) {
			return nil, failure(codeParseError, "the message is no JSON")
		}
		return nil, failure(codeInvalidRequest, "the message is no object of JSON-RPC")
	}
	if m.Method == "" && len(m.ID) == 0 {
		return nil, failure(codeInvalidRequest, "the message has neither a method nor an id")
	}
	return &m, nil
}

// key is a form of an id that is the same however the id is written.
func key(id json.RawMessage) string {
	var b bytes.Buffer
	if json.Compact(&b, id) != nil {
		return string(id)
	}
	return b.String()
}

// asResponse is the error to answer for what a handler returned.
func asResponse(err error) *responseError {
	var e *responseError
	if errors.As(err, &e) {
		return e
	}
	return failure(codeInternalError, "%v", err)
}
