package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"time"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// debounce is how long the server waits for the next keystroke before it lints.
const debounce = 150 * time.Millisecond

// publisher pushes diagnostics to a client that does not pull them.
type publisher struct {
	mu      sync.Mutex
	wait    func() bool        // stops the timer; nil where none runs
	cancel  context.CancelFunc // ends the run that is under way
	started bool
	stopped bool
	refresh bool // a client that pulls is to be told
	wake    chan struct{}

	// of the publishing goroutine alone
	sent  map[string]publication // what each URI was last sent
	drawn map[string]adornments  // what each open document was last drawn with
}

// publication is what is pushed of a document.
type publication struct {
	URI         string          `json:"uri"`
	Version     *int32          `json:"version,omitempty"`
	Diagnostics json.RawMessage `json:"diagnostics"`
}

func (p publication) same(other publication) bool {
	return (p.Version == nil) == (other.Version == nil) && (p.Version == nil || *p.Version == *other.Version) &&
		bytes.Equal(p.Diagnostics, other.Diagnostics)
}

// changed says that the state is another one. Refresh is true where a client that pulls cannot know by itself that other
// documents have changed as well.
func (s *server) changed(refresh bool) {
	p := &s.publish
	p.mu.Lock()
	defer p.mu.Unlock()
	refresh = refresh && s.client.Workspace.Diagnostics.RefreshSupport
	if p.stopped || s.client.pulls() && !refresh && !s.client.drawsAgain() {
		return
	}
	p.refresh = p.refresh || refresh
	if !p.started {
		p.started, p.wake = true, make(chan struct{}, 1)
		go s.publishing()
	}
	if p.cancel != nil {
		p.cancel()
	}
	if p.wait != nil {
		p.wait()
	}
	p.wait = s.options.After(debounce, func() {
		select {
		case p.wake <- struct{}{}:
		default:
		}
	})
}

func (p *publisher) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stopped = true
	if p.wait != nil {
		p.wait()
	}
	if p.cancel != nil {
		p.cancel()
	}
}

// publishing is the one goroutine that pushes, so that an older result never comes after a newer one.
func (s *server) publishing() {
	p := &s.publish
	p.sent = map[string]publication{}
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-p.wake:
		}
		ctx, cancel := context.WithCancel(s.ctx)
		p.mu.Lock()
		refresh := p.refresh
		p.cancel, p.refresh = cancel, false
		p.mu.Unlock()
		switch {
		case !s.client.pulls():
			s.push(ctx)
		case refresh:
			s.ask("workspace/diagnostic/refresh", nil, nil)
		}
		s.redraw(ctx)
		cancel()
		s.sayChanged()
		if s.options.pushed != nil {
			s.options.pushed(s)
		}
	}
}

// sayChanged tells a client that asked for it that what it has drawn may be old.
func (s *server) sayChanged() {
	if s.client.Experimental.Own.Changed {
		s.notify("flinkmem-lint/changed", struct{}{})
	}
}

// push sends what has changed since it was last sent. A snapshot that is not the last one any more is left to the next time.
func (s *server) push(ctx context.Context) {
	defer s.survive("publishing diagnostics")
	now := s.state.Load()
	d, err := now.diagnose(ctx)
	if err != nil || s.state.Load() != now {
		return
	}
	sent := s.publish.sent
	var news []publication // in no order: of a thousand files few have any
	for uri := range sent {
		if d.files[uri] == nil {
			news = append(news, publication{URI: uri, Diagnostics: json.RawMessage("[]")})
			delete(sent, uri)
		}
	}
	for uri, f := range d.files {
		p := publication{URI: uri, Diagnostics: now.rendered(f)}
		if b := now.open[uri]; b != nil && b.version >= 0 {
			p.Version = &b.version
		}
		if last, known := sent[uri]; known && last.same(p) {
			continue
		}
		sent[uri] = p
		news = append(news, p)
	}
	slices.SortFunc(news, func(a, b publication) int { return strings.Compare(a.URI, b.URI) })
	for _, p := range news {
		s.notify(protocol.ServerTextDocumentPublishDiagnostics, p)
	}
}
