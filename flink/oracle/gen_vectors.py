#!/usr/bin/env python3
"""Make the input vectors for one Flink minor: `gen_vectors.py <minor> [count]` writes JSON lines {id, file, text | files[, dynamic]}.

Reproducible: every family draws from a generator seeded by its own name, so adding a family leaves the others alone, and the
same configuration has the same id in every version.
"""
import hashlib
import json
import pathlib
import sys

from file_vectors import raw
from further_vectors import buffers, consumers, slots
from memory_vectors import boundaries, combos, fractions, legacy, minmax, units
from random_vectors import randoms
from vector_basis import ge, rng

HERE = pathlib.Path(__file__).resolve().parent
VERSIONS = json.loads((HERE / "versions.json").read_text())


def nested(kv):
    root = {}
    for k, v in kv:
        d = root
        ps = k.split(".")
        for p in ps[:-1]:
            d = d.setdefault(p, {})
            if not isinstance(d, dict):
                return None
        if ps[-1] in d:
            return None
        d[ps[-1]] = v
    out = []

    def walk(d, ind):
        for k, v in d.items():
            if isinstance(v, dict):
                out.append("  " * ind + k + ":\n")
                walk(v, ind + 1)
            else:
                out.append("  " * ind + f"{k}: {v}\n")
    walk(root, 0)
    return "".join(out)


def render(kv, minor, r):
    flat = "".join(f"{k}: {v}\n" for k, v in kv)
    std = ge(minor, "2.0") or (ge(minor, "1.19") and r.random() < .5)
    if std and r.random() < .5:
        n = nested(kv)
        if n is not None:
            return {"file": "config.yaml", "text": n}
    return {"file": "config.yaml" if std else "flink-conf.yaml", "text": flat}


FAMILIES = [("combo", combos), ("boundary", boundaries), ("unit", units), ("fraction", fractions), ("minmax", minmax), ("legacy", legacy),
            ("slots", slots), ("buffers", buffers), ("consumers", consumers)]
# share of each family kept where a version gets few vectors
SHARE = {"combo": .35, "boundary": .22, "unit": .25, "fraction": .12, "minmax": .2, "legacy": .3, "slots": .22, "buffers": .22,
         "consumers": .22, "raw": .35}


def vec(fam, v):
    body = json.dumps({k: v[k] for k in sorted(v)}, sort_keys=True)
    return {"id": fam + "-" + hashlib.sha1(body.encode()).hexdigest()[:10], **v}


def make(minor, count):
    full = count > 2000
    seen, out = set(), []

    def add(fam, v, share):
        x = vec(fam, v)
        if x["id"] in seen:
            return
        seen.add(x["id"])
        # kept by a hash of the content: the small versions share their vectors with the large ones
        if full or int(hashlib.sha1(("keep" + x["id"]).encode()).hexdigest()[:6], 16) / 0xffffff < share:
            out.append(x)

    for fam, f in FAMILIES:
        for i, kv in enumerate(f(minor)):
            add(fam, render(kv, minor, rng(fam, i)), SHARE[fam])
    for v in raw(minor):
        add("raw", v, 1 if ("files" in v or "dynamic" in v) else SHARE["raw"])
    if len(out) > count * .85:
        r = rng("cut")
        r.sample(range(len(out)), int(count * .85))  # draws once more than it needs; without this the recorded inputs would change
        out = [out[i] for i in sorted(r.sample(range(len(out)), int(count * .85)))]
    for i, kv in enumerate(randoms(minor)):
        if len(out) >= count:
            break
        x = vec("random", render(kv, minor, rng("random", i)))
        if x["id"] not in seen:
            seen.add(x["id"])
            out.append(x)
    return out


if __name__ == "__main__":
    minor = sys.argv[1]
    for x in make(minor, int(sys.argv[2]) if len(sys.argv) > 2 else VERSIONS[minor]["vectors"]):
        print(json.dumps(x))
