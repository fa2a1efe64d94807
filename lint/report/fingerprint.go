package report

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/flinkmem/flinkmem-lint/lint"
	"github.com/flinkmem/flinkmem-lint/lint/source"
)

// fingerprints name findings so that they are known again in the next run, although lines have moved. It counts the findings
// that nothing else tells apart, in the order in which they are asked for.
type fingerprints struct {
	locate Locator
	seen   map[[sha256.Size]byte]int
	lines  map[*source.Document][]string
}

func newFingerprints(locate Locator) *fingerprints {
	return &fingerprints{locate: locate, seen: map[[sha256.Size]byte]int{}, lines: map[*source.Document][]string{}}
}

// own is what the baseline knows a finding by as well: the rule, the file, the process and the text that it is about. Another
// value there is another finding.
func (p *fingerprints) own(f *lint.Finding) string {
	role := ""
	if f.Role != nil {
		role = roleName(*f.Role)
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{f.Rule.ID, p.locate(f.Place.Document.Path), role, f.Subject()}, "\x00")))
	p.seen[sum]++
	return hex.EncodeToString(sum[:16]) + ":" + strconv.Itoa(p.seen[sum])
}

// line is what GitHub knows a finding by: the hash of its first line and of what follows.
func (p *fingerprints) line(f *lint.Finding) string {
	d := f.Place.Document
	hashes, known := p.lines[d]
	if !known {
		hashes = lineHashes(string(d.Bytes))
		p.lines[d] = hashes
	}
	return hashes[d.Lines.Line(f.Span.Start)-1]
}

// How GitHub's upload action computes primaryLocationLineHash. It warns of any other value, and where results come in past it,
// nobody else computes one.
const (
	hashBlock   = 100    // UTF-16 code units from the start of the line, without spaces and tabs
	hashModulus = 37     // of the polynomial, in 64 bits
	hashEnd     = 0xffff // stands behind the last character of the file
)

// lineHashes are the hashes of all lines of a file, each with the number of its occurrence.
func lineHashes(text string) []string {
	h := lineHasher{counts: map[uint64]int{}, power: 1}
	for range hashBlock {
		h.power *= hashModulus
	}
	afterCR := false
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		i += n
		switch {
		case r == '\n' && afterCR:
			afterCR = false
		case r == ' ' || r == '\t':
			afterCR = false
		case r == '\r' || r == '\n':
			h.take('\n')
			h.newLine = true
			afterCR = r == '\r'
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			h.take(uint64(high))
			h.take(uint64(low))
			afterCR = false
		default:
			h.take(uint64(r))
			afterCR = false
		}
	}
	h.take(hashEnd)
	for range hashBlock {
		h.shift(0)
	}
	return h.hashes
}

// lineHasher is a hash that rolls over the code units of a file.
type lineHasher struct {
	window  [hashBlock]uint64
	lines   [hashBlock]int // the line that begins at the place of the window, from 1; 0 for none
	at      int
	sum     uint64
	power   uint64 // of the modulus, for what leaves the window
	newLine bool   // the next code unit begins a line
	hashes  []string
	counts  map[uint64]int
}

// take adds the next code unit that counts.
func (h *lineHasher) take(unit uint64) {
	begins := h.newLine || h.hashes == nil
	h.newLine = false
	h.shift(unit)
	if begins {
		h.hashes = append(h.hashes, "")
		h.lines[(h.at+hashBlock-1)%hashBlock] = len(h.hashes)
	}
}

// shift moves the window on by one code unit. A line whose first one leaves it is complete.
func (h *lineHasher) shift(unit uint64) {
	if line := h.lines[h.at]; line > 0 {
		h.counts[h.sum]++
		h.hashes[line-1] = strconv.FormatUint(h.sum, 16) + ":" + strconv.Itoa(h.counts[h.sum])
		h.lines[h.at] = 0
	}
	h.sum = h.sum*hashModulus + unit - h.power*h.window[h.at]
	h.window[h.at] = unit
	h.at = (h.at + 1) % hashBlock
}
