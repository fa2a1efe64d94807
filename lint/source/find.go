package source

// get is the value at a path of keys below a map, aliases resolved; nil where there is none.
func (n *node) get(path ...string) *node {
	for _, key := range path {
		_, n = n.entry(key)
		if n == nil {
			return nil
		}
	}
	return n
}

// entry is the key and the value (aliases resolved) of an entry of a map: the last one of that key, which is what
// most programs take. Merge keys (<<) are followed.
func (n *node) entry(key string) (k, v *node) {
	if n == nil {
		return nil, nil
	}
	left := maxMerged
	return n.entryWithin(key, 0, &left)
}

// The limits of how deep merge keys are followed, and into how many maps, so that aliases inside their own anchor end.
const (
	maxMerges = 8
	maxMerged = 100
)

func (n *node) entryWithin(key string, depth int, left *int) (k, v *node) {
	if n = n.resolved(); n == nil || n.kind != mapNode || depth > maxMerges || *left == 0 {
		return nil, nil
	}
	*left--
	for i := 0; i+1 < len(n.children); i += 2 {
		if c := n.children[i]; c.kind == scalarNode && c.value == key {
			k, v = c, n.children[i+1].resolved()
		}
	}
	if k != nil {
		return k, v
	}
	for i := 0; i+1 < len(n.children); i += 2 {
		if c := n.children[i]; c.kind != scalarNode || c.value != "<<" || c.style != plainStyle {
			continue
		}
		merged := []*node{n.children[i+1]}
		if m := n.children[i+1].resolved(); m != nil && m.kind == listNode {
			merged = m.children
		}
		for _, m := range merged {
			if k, v = m.entryWithin(key, depth+1, left); k != nil {
				return k, v
			}
		}
	}
	return nil, nil
}

// items are the items of a list, aliases resolved; nil for anything else.
func (n *node) items() []*node {
	if n = resolve(n); n == nil || n.kind != listNode {
		return nil
	}
	items := make([]*node, 0, len(n.children))
	for _, c := range n.children {
		if c = c.resolved(); c != nil {
			items = append(items, c)
		}
	}
	return items
}

// text is the value of a scalar, and whether the node is one that is not null.
func (n *node) text() (string, bool) {
	if n = resolve(n); n == nil || n.kind != scalarNode {
		return "", false
	}
	if t, ok := n.typeOf(); ok && t == nullType {
		return "", false
	}
	return n.value, true
}

func resolve(n *node) *node {
	if n == nil {
		return nil
	}
	return n.resolved()
}
