package source

// Edit replaces a span of a document. It holds only for the bytes that Document.Hash names.
type Edit struct {
	Document *Document
	Span     Span
	NewText  string
}
