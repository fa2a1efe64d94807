package source

import "testing"

func TestLines(t *testing.T) {
	const text = "\ufeffaé\r\n😀b\rc\n\nd"
	l := NewLines([]byte(text))
	if l.Count() != 5 {
		t.Errorf("%d lines", l.Count())
	}
	for i, want := range []string{"aé", "😀b", "c", "", "d"} {
		if got := l.Text(i + 1); got != want {
			t.Errorf("line %d is %q, want %q", i+1, got, want)
		}
	}
	for _, test := range []struct {
		offset, line, column, utf16 int
	}{
		{0, 1, 1, 1}, // the byte order mark
		{3, 1, 1, 1}, // a
		{4, 1, 2, 2}, // é
		{6, 1, 3, 3}, // the line's end
		{8, 2, 1, 1}, // the emoji
		{12, 2, 2, 3},
		{13, 2, 3, 4},
		{14, 3, 1, 1}, // c
		{16, 4, 1, 1}, // the empty line
		{17, 5, 1, 1}, // d
		{18, 5, 2, 2}, // the end
	} {
		line, column := l.Position(test.offset)
		line16, column16 := l.UTF16(test.offset)
		if line != test.line || column != test.column || line16 != test.line || column16 != test.utf16 {
			t.Errorf("offset %d is %d:%d and %d:%d, want %d:%d and %d", test.offset, line, column, line16, column16, test.line, test.column, test.utf16)
		}
		if test.offset == 0 {
			continue
		}
		if got := l.Offset(test.line, test.column); got != test.offset {
			t.Errorf("%d:%d is at %d, want %d", test.line, test.column, got, test.offset)
		}
		if got := l.OffsetUTF16(test.line, test.utf16); got != test.offset {
			t.Errorf("%d:%d in UTF-16 is at %d, want %d", test.line, test.utf16, got, test.offset)
		}
	}
	for _, test := range [][3]int{{1, 99, 6}, {99, 1, 18}, {0, 5, 3}} {
		if got := l.Offset(test[0], test[1]); got != test[2] {
			t.Errorf("%d:%d is at %d, want %d", test[0], test[1], got, test[2])
		}
	}
	if l := NewLines(nil); l.Count() != 1 || l.Text(1) != "" {
		t.Error("an empty file has one empty line")
	}
}
