#!/usr/bin/env python3
"""Writes cases for ask.py: cases.py SEED COUNT. Seed 0 is a systematic walk through the settings, of whatever length it
takes; any other one mixes values that fit with odd ones."""
import itertools
import json
import random
import sys

MIB, GIB = 1 << 20, 1 << 30
LIMIT, PERCENT = "GCHeapHardLimit", "GCHeapHardLimitPercent"
KINDS = ("SOH", "LOH", "POH")
# what people write, and what it takes to tell a reader of numbers from another one
AMOUNTS = ["10000000", "0x18000000", "0X8000000", "1F400000", "0x1f400000", "268435456", "1073741824", "420000000", "256m", "1g", "2G", "1.5g", "300MB",
           "0x10000000 ", "  0x10000000", "\t10000000", "+10000000", "-F0000000", "-1", "0", "00", "0x", "0X", "0xz", "x", "h10000000", "", " ",
           "fffffffffffffffe", "10000000000000000", "100000000000000000000", "7fffffffffffffff", "1a0000000000", "100000000000", "10_000_000", "1,000", "10000000h", "1e8",
           "480000", "380000", "1000000", "1400000", "0x8000000#", "0b101", "0o777", "Infinity", "NaN", "null", "true", "٣"]
SHARES = ["0x19", "19", "1E", "28", "40", "50", "63", "64", "0x63", "0x64", "65", "70", "80", "90", "99", "4b", "0x4B", "32", "0", "", "-1", "1", "2", "0x0",
          "75%", "50 %", "p", "0.5", "100000032", "ffffffff", "+32", " 32", "3C", "5"]
JSON_AMOUNTS = ["134217728", '"134217728"', '"0x8000000"', '"8000000"', '"01000000000"', "1e8", "1.5e8", "209715200.0", '"256m"', '"256MB"', "0", "-1", '"-1"', "null", "true", "false",
                '""', '"x"', '" 209715200"', '"+209715200"', "18446744073709551615", "18446744073709551616", "9223372036854775808", "[268435456]", '{"a": 1}', '"0b11"', '"09"', "20971520", "4194304", "1e21", "-0", "0.5"]
JSON_SHARES = ["25", '"25"', '"0x19"', '"031"', "50", "50.0", "50.9", "99", "100", "101", "0", "-5", '"75%"', "true", "null", '"x"', "4294967346"]
FLAGS = ["1", "0", "true", "false", "0x1", "2", "-1", "", "x", "01", "yes", "True", "100000000", "ffffffff"]
JSON_FLAGS = ["true", "false", '"true"', '"false"', '"True"', '"FALSE"', "1", "0", '"1"', "null", '""']
COUNTS = ["1", "2", "3", "10", "0x2", "0", "", "x", "1x", "-1"]


def systematic():
    for name, values in ((LIMIT, AMOUNTS), (PERCENT, SHARES)):
        for limit, value in itertools.product((None, 768 * MIB), values):
            yield {f"DOTNET_{name}": value}, None, limit
    for limit in (None, 640 * MIB):
        yield from (({}, {"System.GC.HeapHardLimit": v}, limit) for v in JSON_AMOUNTS)
        yield from (({}, {"System.GC.HeapHardLimitPercent": v}, limit) for v in JSON_SHARES)
    for name, value in itertools.product(("DOTNET_gcServer", "COMPlus_gcServer", "DOTNET_GCServer", "dotnet_gcServer", "DOTNET_gcserver", "DOTNET_GCgen0size"), FLAGS):
        yield {name: value}, None, None
    for value, other in itertools.product(FLAGS, ("true", "false")):
        yield {"DOTNET_gcServer": value}, {"System.GC.Server": other}, None
        yield {"DOTNET_gcServer": value, "COMPlus_gcServer": "1" if other == "true" else "0"}, None, None
    yield from (({}, {"System.GC.Server": v}, None) for v in JSON_FLAGS)
    # names
    for name in ("DOTNET_GCHeapHardlimit", "DOTNET_GCheapHardLimit", "Dotnet_GCHeapHardLimit", "COMPLUS_GCHeapHardLimit", "complus_GCHeapHardLimit", "DOTNET_GCHeapLimit",
                 "GCHeapHardLimit", "DOTNET_System_GC_HeapHardLimit", "DOTNET_GCHeapHardLimit ", "DOTNET__GCHeapHardLimit", "System.GC.HeapHardLimit"):
        yield {name: "10000000"}, None, GIB
    for name in ("system.gc.heapHardLimit", "System.GC.heapHardLimit", "System.GC.HeapHardLimits", "GCHeapHardLimit", "DOTNET_GCHeapHardLimit"):
        yield {}, {name: "268435456"}, GIB
    for name in ("System.GC.server", "System.Gc.Server", "ServerGarbageCollection", "System.GC.ServerGC"):
        yield {}, {name: "true"}, None
    # one layer over another
    for first, second, third in itertools.product(("10000000", "", "zz", "0"), ("8000000", "", "zz", None), ("201326592", '"zz"', None)):
        env = {"DOTNET_" + LIMIT: first} | ({"COMPlus_" + LIMIT: second} if second is not None else {})
        yield env, None if third is None else {"System.GC.HeapHardLimit": third}, 512 * MIB
    # limits for each kind of object, in bytes, as shares, in JSON
    for values in itertools.product((None, "0", "4000000"), repeat=3):
        yield {f"DOTNET_{LIMIT}{k}": v for k, v in zip(KINDS, values) if v is not None}, None, 512 * MIB
    for values in itertools.product((None, "14", "50"), repeat=3):
        yield {f"DOTNET_{LIMIT}{k}Percent": v for k, v in zip(KINDS, values) if v is not None}, None, 512 * MIB
    for values in ((33, 33, 33), (33, 33, 34), (98, 1, 1), (97, 1, 1), (1, 1, 1), (20, 30, 0), (100, 1, 1)):
        yield {}, {f"System.GC.HeapHardLimit{k}Percent": str(v) for k, v in zip(KINDS, values)}, 900 * MIB
    for sizes in ((5, 7, 6), (5, 7, 7), (5, 7, 8), (4, 1, 16), (40, 1, 1), (64, 32, 16)):
        yield {}, {f"System.GC.HeapHardLimit{k}": str(v * MIB) for k, v in zip(KINDS, sizes)}, 900 * MIB
    both = {f"DOTNET_{LIMIT}{k}": "4000000" for k in KINDS}
    shares = {f"DOTNET_{LIMIT}{k}Percent": "14" for k in KINDS}
    yield from ((both | extra, None, 512 * MIB) for extra in ({"DOTNET_" + LIMIT: "20000000"}, {"DOTNET_" + PERCENT: "32"}, shares, {f"DOTNET_{LIMIT}SOHPercent": "14"}))
    yield from ((shares | extra, None, 512 * MIB) for extra in ({"DOTNET_" + LIMIT: "20000000"}, {"DOTNET_" + PERCENT: "32"}))
    yield from ((shares | {f"DOTNET_{LIMIT}{k}": "zz"}, None, 512 * MIB) for k in KINDS)
    # the smallest heap, and the number of heaps
    for size, env in itertools.product((3, 5, 6, 7, 9, 16, 17, 24, 33), ({}, {"DOTNET_gcServer": "1"}, {"DOTNET_gcServer": "1", "DOTNET_GCHeapCount": "2"}, {"DOTNET_gcServer": "1", "DOTNET_GCHeapCount": "1"})):
        yield env | {"DOTNET_" + LIMIT: hex(size * MIB)}, None, None
    for value in COUNTS:
        yield {"DOTNET_gcServer": "1", "DOTNET_GCHeapCount": value}, None, None
        yield {"DOTNET_gcServer": "1"}, {"System.GC.HeapCount": f'"{value}"'}, 512 * MIB
    for env in ({}, {"DOTNET_gcServer": "1"}, {"DOTNET_gcServer": "1", "DOTNET_GCHeapCount": "2"}, {"DOTNET_gcServer": "1", "DOTNET_PROCESSOR_COUNT": "2"}, {"DOTNET_gcServer": "1", "DOTNET_" + LIMIT: "10000000"}):
        yield env, None, None, 1
        yield env, None, 512 * MIB, 1
    for value in ("1", "2", "0x1", "x", "0", "10000"):
        yield {"DOTNET_gcServer": "1", "DOTNET_PROCESSOR_COUNT": value}, None, None
    # containers
    for limit in (48 * MIB, 96 * MIB, 200 * MIB + 4097, 1000 * MIB + 1, 3 * GIB, 7 * GIB, 1 << 40):
        for env in ({}, {"DOTNET_gcServer": "1"}, {"DOTNET_" + PERCENT: "32"}, {"DOTNET_" + LIMIT: "0"}):
            yield env, None, limit
    # what has to do with the heap, and not with its limit; and what keeps the runtime from starting
    for name, value in (("GCConserveMemory", "7"), ("GCConserveMemory", "63"), ("GCHighMemPercent", "5A"), ("GCHighMemPercent", "90"), ("GCgen0size", "4000000"), ("GCgen0size", "64m"), ("gcConcurrent", "0"),
                        ("GCRetainVM", "1"), ("GCNoAffinitize", "1"), ("GCDynamicAdaptationMode", "1"), ("TieredPGO", "0"), ("GCLargePages", "1"), ("GCLargePages", "0"), ("GCRegionSize", "200000"),
                        ("GCRegionSize", "300000"), ("GCRegionSize", "0"), ("GCRegionRange", "1200000"), ("GCRegionRange", "80000000")):
        yield {"DOTNET_" + name: value}, None, None
        if name != "GCLargePages":  # with a limit, it is the system that has to grant them
            yield {"DOTNET_" + name: value, "DOTNET_gcServer": "1"}, None, 512 * MIB
    for value in ("200000", "400000", "1000000"):
        yield {"DOTNET_GCRegionSize": value, "DOTNET_" + LIMIT: "4000000"}, None, None
    yield from rarer()


def rarer():
    server = {"DOTNET_gcServer": "1"}
    # what stands in for the memory of the container
    for value, limit in itertools.product(("20000000", "1000", "zz", "0", "-1", "30000000000"), (None, GIB)):
        yield {"DOTNET_GCTotalPhysicalMemory": value}, None, limit
    for env in ({"DOTNET_" + PERCENT: "32"}, {"DOTNET_" + LIMIT: "4000000"}, {f"DOTNET_{LIMIT}{k}Percent": "14" for k in KINDS}):
        yield env | {"COMPlus_GCTotalPhysicalMemory": "20000001"}, None, GIB
    # regions, and the collector without them
    for value, env in itertools.product(("1", "8000", "10000", "80000", "40000000"), ({}, {"DOTNET_" + LIMIT: "20000000"})):
        if value != "1" or not env:  # which never ends
            yield {"DOTNET_GCRegionSize": value} | env, None, None
    for value in ("400000000000", "550000000000", "570000000000", "800000000000"):
        yield {"DOTNET_GCRegionRange": value}, None, None
    for value in ("1", "100000", "200000", "400000", "800000000000"):
        yield {"DOTNET_GCRegionRange": "4000000000", "DOTNET_" + LIMIT: value}, None, None
    for value in ("1000", "200000", "1000000", "400000000000"):
        yield {"DOTNET_GCName": "libclrgc.so", "DOTNET_" + LIMIT: value}, None, None
    yield {"DOTNET_GCName": "libclrgc.so", "DOTNET_GCRegionSize": "300000"}, None, 512 * MIB
    for name in ("RegionSize", "RegionRange"):
        yield {}, {"System.GC." + name: "3000000"}, 512 * MIB
    # the largest piece of the address space
    for value in ("110000000000", "120000000000"):
        yield {"DOTNET_" + LIMIT: value}, None, None
    for value in ("1c0000000000", "1f0000000000"):
        yield {f"DOTNET_{LIMIT}{k}": value for k in KINDS}, None, None
    # the processors of Server GC; those of other machines are left to them
    for value in ("0", "0-1", "1", "0,1", "1-1,0", " 0", "0, 1", "+0", "x", " ", "0 ", "0,", ",0", "0-", "-1", "1-0", "0:0-1", "1024", "99999999999999999999"):
        yield server | {"DOTNET_GCHeapAffinitizeRanges": value}, None, 512 * MIB
    for value, env in itertools.product(("0", "x"), ({"DOTNET_GCHeapAffinitizeMask": "1"}, {"DOTNET_GCHeapAffinitizeMask": "0"}, {"DOTNET_GCNoAffinitize": "1"}, {"DOTNET_GCHeapCount": "2"}, {"DOTNET_gcServer": "0"})):
        yield server | {"DOTNET_GCHeapAffinitizeRanges": value} | env, None, None
    for value in ("", "0"):
        yield server | {"DOTNET_GCHeapAffinitizeRanges": value}, {"System.GC.HeapAffinitizeRanges": '"0-"'}, None
    for value in ("100000001", "100000000", "ffffffffffffffff"):
        yield server | {"DOTNET_GCHeapCount": value}, None, None
    # a share of next to nothing is no limit
    for share, memory, limit in (("4b", "1", 157_854_800), (None, "1", 157_854_800), ("4b", "1", None), ("1", "60", None)):
        yield {"DOTNET_GCTotalPhysicalMemory": memory} | ({"COMPlus_" + PERCENT: share} if share else {}), None, limit


def mixed(seed):
    r = random.Random(f"flinkmem/dotnet/{seed}")

    def amount():
        if r.random() < 0.5:
            return r.choice(AMOUNTS)
        n = r.choice((r.randrange(10 * MIB, 64 * MIB), r.randrange(GIB), r.randrange(16 * GIB)))
        return r.choice((f"{n:x}", f"{n:X}", f"0x{n:x}", str(n), f"{n // MIB}m", f"0{n:x}", f" {n:x} "))

    def share():
        return r.choice(SHARES) if r.random() < 0.5 else r.choice(("{:x}", "0x{:X}", "{}")).format(r.randrange(1, 130))

    while True:
        env, config = {}, {}
        prefix = lambda: r.choice(("DOTNET_", "DOTNET_", "DOTNET_", "COMPlus_", "dotnet_"))
        if r.random() < 0.55: env[prefix() + LIMIT] = amount()
        if r.random() < 0.15: env["COMPlus_" + LIMIT] = amount()
        if r.random() < 0.45: env[prefix() + PERCENT] = share()
        if r.random() < 0.35: env[prefix() + "gcServer"] = r.choice(FLAGS)
        if r.random() < 0.2: env["DOTNET_GCHeapCount"] = r.choice(COUNTS)
        if r.random() < 0.08: env[prefix() + "GCTotalPhysicalMemory"] = amount()
        if r.random() < 0.06: env["DOTNET_GCHeapAffinitizeRanges"] = r.choice(("0", "0-1", "1,0", "x", "0-", "", "1-0"))
        if r.random() < 0.06: env["DOTNET_GCRegionSize"] = r.choice(("100000", "200000", "0x800000", "300000", "10000", "x", "0"))
        if r.random() < 0.06: env["DOTNET_GCRegionRange"] = r.choice(("4000000000", "0x4000000", "1000000", "800000000000", "x"))
        if r.random() < 0.1: env["DOTNET_GCConserveMemory"] = r.choice("0579a")
        if r.random() < 0.12:
            kinds = KINDS if r.random() < 0.6 else r.sample(KINDS, 2)
            share_them = r.random() < 0.5
            for k in kinds: env[f"DOTNET_{LIMIT}{k}" + "Percent" * share_them] = f"{r.randrange(12, 40):x}" if share_them else hex(r.randrange(24, 200) * MIB)
        if r.random() < 0.4: config["System.GC.HeapHardLimit"] = r.choice(JSON_AMOUNTS) if r.random() < 0.5 else str(r.randrange(8 * MIB, 8 * GIB))
        if r.random() < 0.4: config["System.GC.HeapHardLimitPercent"] = r.choice(JSON_SHARES) if r.random() < 0.5 else str(r.randrange(1, 120))
        if r.random() < 0.4: config["System.GC.Server"] = r.choice(JSON_FLAGS)
        if r.random() < 0.1: config["System.GC.HeapCount"] = str(r.randrange(5))
        if r.random() < 0.05: config |= {f"System.GC.HeapHardLimit{k}Percent": str(r.randrange(1, 45)) for k in KINDS}
        limit = r.choice((None, None, 128 * MIB, 384 * MIB, GIB, 4 * GIB, r.randrange(64 * MIB, 6 * GIB)))
        yield env, config if config or r.random() < 0.3 else None, limit, 1 if r.random() < 0.08 else None


def main():
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    seen = set()
    for env, config, limit, *cpus in systematic() if seed == 0 else mixed(seed):
        case = {"environment": env, "runtimeconfig": config, "limit": limit} | ({"cpus": cpus[0]} if cpus and cpus[0] else {})
        key = json.dumps(case, sort_keys=True)
        if key in seen:
            continue
        if seed and len(seen) == count:
            break
        seen.add(key)
        print(json.dumps({"id": f"{seed}-{len(seen)}"} | case))


main()
