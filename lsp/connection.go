package lsp

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
)

// maxMessage is the size above which a message is not read: no editor sends one like that.
const maxMessage = 64 << 20

var errTooLarge = fmt.Errorf("a message of more than %d MiB was skipped", maxMessage>>20)

// connection frames messages. One goroutine reads; any may write. What is written waits in a queue, so that no handler
// ever waits for a client that does not read.
type connection struct {
	in  *bufio.Reader
	out io.Writer

	mu      sync.Mutex
	changed sync.Cond
	queue   [][]byte
	closed  bool
	drained chan struct{}
}

func newConnection(in io.Reader, out io.Writer) *connection {
	c := &connection{in: bufio.NewReaderSize(in, 64<<10), out: out, drained: make(chan struct{})}
	c.changed.L = &c.mu
	go c.writeQueue()
	return c
}

// read reads the body of the next message. Lines that are no header are skipped, so that a stray print of a client's
// wrapper does not end the session. It returns errTooLarge for a message that it left out.
func (c *connection) read() ([]byte, error) {
	length := -1
	for {
		line, err := c.line()
		if err != nil {
			return nil, err
		}
		if line == "" {
			if length >= 0 {
				break
			}
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok || !strings.EqualFold(strings.TrimSpace(name), "Content-Length") {
			continue
		}
		if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && n >= 0 {
			length = n
		}
	}
	if length > maxMessage {
		if _, err := io.CopyN(io.Discard, c.in, int64(length)); err != nil {
			return nil, err
		}
		return nil, errTooLarge
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(c.in, body); err != nil {
		return nil, err
	}
	return body, nil
}

// line is a line of the header without its end. What is longer than a header's line is cut.
func (c *connection) line() (string, error) {
	var kept []byte
	for {
		part, err := c.in.ReadSlice('\n')
		if len(kept) < 4<<10 {
			kept = append(kept, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case err != nil:
			return "", err
		default:
			return strings.TrimRight(string(kept), "\r\n"), nil
		}
	}
}

// write queues a message.
func (c *connection) write(m *message) {
	m.Version = "2.0"
	body, err := json.Marshal(m)
	if err != nil { // of an answer that cannot be encoded; parameters and results are encoded already
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closed {
		c.queue = append(c.queue, append(fmt.Appendf(nil, "Content-Length: %d\r\n\r\n", len(body)), body...))
		c.changed.Signal()
	}
}

// close lets the queue run empty, and takes nothing more.
func (c *connection) close() {
	c.mu.Lock()
	c.closed = true
	c.changed.Signal()
	c.mu.Unlock()
}

func (c *connection) writeQueue() {
	defer close(c.drained)
	for {
		c.mu.Lock()
		for len(c.queue) == 0 && !c.closed {
			c.changed.Wait()
		}
		queue := c.queue
		c.queue = nil
		c.mu.Unlock()
		if len(queue) == 0 {
			return
		}
		for _, m := range queue {
			if _, err := c.out.Write(m); err != nil {
				c.close()
				return
			}
		}
	}
}
