"""Writes what flinkmem-lint embeds: ../data/versions.json and ../data/catalogue.json, one fact or entry a line.

Only facts go in. Memory options come in full; of every other option the name, the type and the versions.
A range of versions is written "1.10-2.3", or "1.10" for a single one.
"""
import json
import pathlib

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"


def span(r):
    return r["from"] if r["from"] == r["to"] else f"{r['from']}-{r['to']}"


def relatives(refs):
    return [{"key": r["key"], "in": span(r), **({"deprecated": True} if r["deprecated"] else {})} for r in refs]


def singles(versions, order):
    """Versions as ranges of neighbours."""
    out = []
    for v in sorted(versions, key=order.index):
        if out and order.index(v) == order.index(out[-1]["to"]) + 1:
            out[-1]["to"] = v
        else:
            out.append({"from": v, "to": v})
    return [span(r) for r in out]


def entry(key, known, full, order):
    e = {"key": key}
    if full is not None:
        e["memory"] = True
    for name in ("type", "enum"):
        if name in known:
            e[name] = known[name]
    if "introduced" in known:
        e["in"] = span({"from": known["introduced"], "to": known["last"]})
    works = [span(w) for w in known["works"]]
    if works != [e.get("in")]:
        e["works"] = works
    for name, flag in (("undocumented", "undocumented"), ("shellOnly", "shell")):
        if known.get(name):
            e[flag] = True
    if "notScanned" in known:
        e["unscanned"] = singles(known["notScanned"], order)
    if "deprecated" in known:
        e["deprecated"] = [span(d) for d in known["deprecated"]]
    if "replacedBy" in known:
        e["replacedBy"] = relatives(known["replacedBy"])
    if full is None:
        return e
    if "types" in full:
        e["types"] = [{"in": span(t), "type": t["type"]} for t in full["types"]]
    if "fallbackKeys" in full:
        e["fallback"] = relatives(full["fallbackKeys"])
    defaults = []
    for d in full.get("defaults", []):
        x = {"in": span(d)}
        if d.get("default") is not None:
            x["text"] = d["default"]
        if "defaultBytes" in d:
            x["bytes"] = d["defaultBytes"]
        defaults.append(x)
    if defaults:
        e["defaults"] = defaults
    if "migration" in full:
        e["migration"] = {k: v for k, v in full["migration"].items() if v not in (False, [])}
    return e


def line(x):
    return json.dumps(x, ensure_ascii=False, separators=(",", ":"))


def write(versions, prefixes, patches, memory, every):
    """versions: {minor: release scanned}; memory, every: {key: facts} as merge_catalogue.py makes them."""
    order = list(versions)
    DATA.mkdir(exist_ok=True)
    lines = [f"{line(minor)}:{line(release)}" for minor, release in versions.items()]
    (DATA / "versions.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    entries = [line(entry(k, e, memory.get(k), order)) for k, e in sorted(every.items())]
    (DATA / "catalogue.json").write_text(
        '{"prefixes":[\n' + ",\n".join(line(p) for p in sorted(prefixes)) + "\n],\n"
        '"patches":[\n' + ",\n".join(line(p) for p in patches) + "\n],\n"
        '"options":[\n' + ",\n".join(entries) + "\n]}\n", encoding="utf-8")
