package lint

import (
	"cmp"
	"slices"
	"strings"
)

// Nearest are the names that somebody who wrote name probably meant, the nearest first, at most n of them. It is empty
// where nothing is near: a wrong guess is worse than none.
func Nearest(name string, among []string, n int) []string {
	type candidate struct {
		name     string
		distance int
	}
	var near []candidate
	limit := max(1, min(4, len(name)/3))
	lower := strings.ToLower(name)
	for _, a := range among {
		if d := distance(lower, strings.ToLower(a), limit); d <= limit {
			near = append(near, candidate{a, d})
		}
	}
	slices.SortStableFunc(near, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.name, b.name))
	})
	var names []string
	for _, c := range near[:min(n, len(near))] {
		names = append(names, c.name)
	}
	return names
}

// distance is how many bytes have to be inserted, deleted, replaced or swapped with their neighbour to turn a into b;
// limit+1 stands for anything above the limit.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		best := row[0]
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			best = min(best, row[j+1])
		}
		if best > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// didYouMean is a clause that names the nearest of the names, or "".
func didYouMean(name string, among []string) string {
	if near := Nearest(name, among, 1); len(near) > 0 {
		return "; did you mean " + near[0] + "?"
	}
	return ""
}
