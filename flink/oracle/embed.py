"""Writes what flinkmem-lint embeds: ../data/versions.json and ../data/catalogue.json, one fact or entry a line.

Only facts go in. Memory options come in full; of every other option the names, the type and the versions.
A range of versions is written "1.10-2.3", or "1.10" for a single one.
"""
import json
import pathlib

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"


def span(r):
    return r["from"] if r["from"] == r["to"] else f"{r['from']}-{r['to']}"


def spans(ranges):
    return [span(r) for r in ranges]


def relatives(refs):
    return [{"key": r["key"], "in": span(r), **({"deprecated": True} if r["deprecated"] else {})} for r in refs]


def default(d):
    x = {"in": span(d)}
    if "default" in d:
        x["text"] = d["default"]
    if "defaultBytes" in d:
        x["bytes"] = d["defaultBytes"]
    return x


def entry(key, facts, memory):
    """One option; facts that are empty or false are left out, and works where it says no more than in."""
    own = span({"from": facts["introduced"], "to": facts["last"]}) if "introduced" in facts else None
    works = spans(facts["works"])
    e = {"key": key, "memory": memory is not None, "type": facts.get("type"), "enum": facts.get("enum"), "in": own}
    if works != [own]:
        e["works"] = works
    e.update({
        "undocumented": facts.get("undocumented"), "shell": facts.get("shellOnly"),
        "unscanned": spans(facts.get("notScanned", [])), "deprecated": spans(facts.get("deprecated", [])),
        "replacedBy": relatives(facts["replacedBy"]), "fallback": relatives(facts["fallbackKeys"]),
    })
    if memory is not None:
        e.update({
            "types": [{"in": span(t), "type": t["type"]} for t in memory.get("types", [])],
            "defaults": [default(d) for d in memory["defaults"]],
            "migration": {k: v for k, v in memory.get("migration", {}).items() if v not in (False, [])},
        })
    return {k: v for k, v in e.items() if v or k == "works"}


def line(x):
    return json.dumps(x, ensure_ascii=False, separators=(",", ":"))


def block(name, entries):
    return line(name) + ":[\n" + ",\n".join(map(line, entries)) + "\n]"


def write(versions, prefixes, patches, memory, every):
    """versions: {minor: release scanned}; memory, every: {key: facts} as merge_catalogue.py makes them."""
    DATA.mkdir(exist_ok=True)
    lines = [f"{line(minor)}:{line(release)}" for minor, release in versions.items()]
    (DATA / "versions.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    options = [entry(k, facts, memory.get(k)) for k, facts in sorted(every.items())]
    (DATA / "catalogue.json").write_text(
        "{" + block("prefixes", sorted(prefixes)) + ",\n" + block("patches", patches) + ",\n" + block("options", options) + "}\n",
        encoding="utf-8")
