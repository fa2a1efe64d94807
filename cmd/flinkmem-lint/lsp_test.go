package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// The language server's own tests speak to the package; this is the command, with the flags that clients add.
func TestLSP(t *testing.T) {
	var in strings.Builder
	for _, m := range []string{
		`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}`,
		`{"jsonrpc":"2.0","method":"initialized","params":{}}`, `{"jsonrpc":"2.0","id":2,"method":"shutdown"}`, `{"jsonrpc":"2.0","method":"exit"}`,
	} {
		fmt.Fprintf(&in, "Content-Length: %d\r\n\r\n%s", len(m), m)
	}
	var out, log bytes.Buffer
	if status := run([]string{"lsp", "--stdio", "--clientProcessId=1"}, strings.NewReader(in.String()), &out, &log); status != 0 {
		t.Errorf("exit status %d: %s", status, &log)
	}
	for _, part := range []string{`"name":"flinkmem-lint"`, `"id":2,"result":null`} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("no %s in\n%s", part, &out)
		}
	}
	if status := run([]string{"lsp"}, strings.NewReader(""), &out, &log); status != 1 {
		t.Errorf("the end of the input: exit status %d", status)
	}
	if status := run([]string{"lsp", "file"}, strings.NewReader(""), &out, &log); status != exitUsage {
		t.Errorf("an argument: exit status %d", status)
	}
}
