#!/usr/bin/env python3
"""pack IN OUT GZ | inputs GZ | compare GZ OUT: a recorded vector is one line {in: <input>, out: <answer of the real Flink>}."""
import gzip
import json
import sys


def pack(src, ans, dst):
    with open(src, encoding="utf-8") as a, open(ans, encoding="utf-8") as b, open(dst, "wb") as raw, \
            gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=9, mtime=0) as z:  # same bytes every time
        for x, y in zip(a, b, strict=True):
            i, o = json.loads(x), json.loads(y)
            assert i["id"] == o.pop("id")
            z.write((json.dumps({"in": i, "out": o}, ensure_ascii=True, separators=(",", ":")) + "\n").encode())


def inputs(gz):
    for l in gzip.open(gz, "rt", encoding="utf-8"):
        print(json.dumps(json.loads(l)["in"]))


def compare(gz, ans):
    bad = n = 0
    for l, y in zip(gzip.open(gz, "rt", encoding="utf-8"), open(ans, encoding="utf-8"), strict=True):
        v, o = json.loads(l), json.loads(y)
        o.pop("id")
        n += 1
        if v["out"] != o:
            bad += 1
            if bad < 4:
                print("differs:", json.dumps(v["in"]), "\n recorded:", json.dumps(v["out"])[:1500], "\n now:     ", json.dumps(o)[:1500])
    print(gz.split("/")[-1], n, "vectors,", bad, "differ")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit({"pack": pack, "inputs": inputs, "compare": compare}[sys.argv[1]](*sys.argv[2:]))
