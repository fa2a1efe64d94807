"""Families of options that decide the memory calculation; each yields lists of (key, value)."""
import itertools

from vector_basis import G, J, JM_OK, M, T, TM_OK


def combos(minor):
    """Every subset of the options that decide which branch is taken, with values that fit, are short, are exact."""
    keys = [T + "process.size", T + "flink.size", T + "task.heap.size", T + "managed.size", T + "network"]
    sets = {"fit": [1792 * M, 1344 * M, 384 * M, 512 * M, (64 * M, 512 * M)],
            "exact": [1792 * M, 1280 * M, 384 * M, 512 * M, (128 * M, 128 * M)],
            "short": [1024 * M, 900 * M, 600 * M, 512 * M, (200 * M, 200 * M)],
            "big": [1792 * M, 4096 * M, 512 * M, 1024 * M, (1 * G, 2 * G)]}
    for name, vals in sets.items():
        for mask in itertools.product((0, 1), repeat=5):
            kv = []
            for on, key, v in zip(mask, keys, vals):
                if on and key.endswith("network"):
                    kv += [(key + ".min", f"{v[0] // M}m"), (key + ".max", f"{v[1] // M}m")]
                elif on:
                    kv.append((key, f"{v // M}m"))
            yield kv + JM_OK
    keys = [J + "process.size", J + "flink.size", J + "heap.size", J + "off-heap.size"]
    sets = {"fit": [1600 * M, 1152 * M, 1024 * M, 128 * M], "short": [512 * M, 300 * M, 256 * M, 400 * M],
            "mixed": [2048 * M, 1024 * M, 1024 * M, 256 * M], "tiny": [1024 * M, 128 * M, 100 * M, 128 * M],
            "nooff": [1600 * M, 1000 * M, 600 * M, 0]}
    for name, vals in sets.items():
        for mask in itertools.product((0, 1), repeat=4):
            yield TM_OK + [(k, f"{v // M}m") for on, k, v in zip(mask, keys, vals) if on]


def boundaries(minor):
    b = lambda n: f"{n}b"
    meta, fh, fo = 256 * M, 128 * M, 128 * M
    for d in (-1, 0, 1):
        for f in (600 * M, 1280 * M, 3 * G):
            # derived JVM overhead at its min and max
            for lim in (192 * M, G):
                yield [(T + "flink.size", b(f)), (T + "process.size", b(f + meta + lim + d))] + JM_OK
                yield TM_OK + [(J + "flink.size", b(f)), (J + "process.size", b(f + meta + lim + d))]
            yield [(T + "flink.size", b(f)), (T + "process.size", b(f + meta + d))] + JM_OK
            yield TM_OK + [(J + "flink.size", b(f)), (J + "process.size", b(f + meta + d))]
            yield [(T + "flink.size", b(f)), (T + "process.size", b(f + meta + d)), (T + "jvm-overhead.min", "0")] + JM_OK
            # the rest of the total Flink memory is the network memory: at its min, its max, and at nothing
            for net in (64 * M, G, 0):
                for low in ("64m", "0b"):
                    heap = f - fh - fo - 100 * M - net + d
                    if heap > 0:
                        yield [(T + "flink.size", b(f)), (T + "task.heap.size", b(heap)), (T + "managed.size", "100m"),
                               (T + "network.max", "1g"), (T + "network.min", low)] + JM_OK
                        yield [(T + "flink.size", b(f)), (T + "task.heap.size", b(heap)), (T + "managed.size", "100m")] + JM_OK
            # no task heap: nothing left for it
            yield [(T + "flink.size", b(f)), (T + "managed.size", b(f - fh - fo - 64 * M + d)), (T + "network.max", "64m")] + JM_OK
            yield [(T + "flink.size", b(f)), (T + "task.heap.size", b(f - fh - fo - 64 * M - 50 * M + d)), (T + "managed.fraction", "0"),
                   (T + "task.off-heap.size", "50m")] + JM_OK
        # metaspace + overhead against the total process memory
        yield [(T + "process.size", b(meta + 192 * M + d))] + JM_OK
        yield [(T + "process.size", b(meta + 192 * M + fh + fo + 64 * M + d)), (T + "managed.size", "0"),
               (T + "network.max", "64m")] + JM_OK
        yield TM_OK + [(J + "process.size", b(meta + 192 * M + d))]
        yield TM_OK + [(J + "process.size", b(meta + 192 * M + 128 * M + d))]
        for h in (128 * M, 600 * M, G):
            yield TM_OK + [(J + "flink.size", b(h + d)), (J + "off-heap.size", b(h))]
            yield TM_OK + [(J + "flink.size", b(h + d)), (J + "heap.size", b(h))]
            yield TM_OK + [(J + "flink.size", b(h + 128 * M + d)), (J + "heap.size", b(h)), (J + "off-heap.size", "128m")]
            yield TM_OK + [(J + "flink.size", b(h + 128 * M + d)), (J + "heap.size", b(h))]
            yield TM_OK + [(J + "heap.size", b(h + d))]
        yield TM_OK + [(J + "heap.size", b(128 * M + d)), (J + "off-heap.size", "0")]
        yield [(T + "task.heap.size", "100m"), (T + "managed.size", "100m"), (T + "process.size", b(0))] + JM_OK
    for p in (0, 1, 1000, 447 * M, 448 * M, 449 * M, 512 * M, 768 * M, 1024 * M, 1728 * M, 1729 * M, 10 * G, 64 * G, 1 << 40, 1 << 50,
              (1 << 63) - 1):
        yield [(T + "process.size", b(p))] + JM_OK
        yield [(T + "flink.size", b(p))] + JM_OK
        yield [(T + "task.heap.size", b(p)), (T + "managed.size", b(p))] + JM_OK
        yield TM_OK + [(J + "process.size", b(p))]
        yield TM_OK + [(J + "flink.size", b(p))]
        yield TM_OK + [(J + "heap.size", b(p))]


SPELLINGS = ["1g", "1 g", "1 gb", "1gb", "1GB", "1Gb", "1 GiB", "1gib", "1 gibibytes", "1GIBIBYTES", "1 gibibyte", "1024 mb", "1024m",
             "1024MB", "1048576k", "1048576 kb",
             "1048576 kibibytes", "1073741824", "1073741824b", "1073741824 bytes", "1073741824 byte", "1073741824B", "01g", "0001024m",
             "1t", "1 tb", "1tebibytes",
             "1p", "1pb", "1e9", "1E3m", "1.5g", "1,5g", "1.0g", "-1g", "- 1g", "+1g", "0", "0b", "0g", "0x400m", "1_024m", "1 024m", "g",
             "mb", "m1024", "1728", "1728 ",
             "1gg", "1g b", "1 m b", "1728m;", "1728m,", "9223372036854775807", "9223372036854775808", "8388607t", "8388608t",
             "18014398509481984k", "17179869184g",
             "8589934591g", "8589934592g", "99999999999999999999g", "\"1g\"", "'1g'", "\"1 gb\"", "\"1g", "1g\"", "1728m # note",
             "1728m# note", "#1728m", "null", "~", "true",
             "１g", "1\u00a0g", "1\u2003g", "1g\u00a0", "1728 m", "infinite", "Long.MAX_VALUE", "${TM_MEM}", "$(nproc)g", "50%", "1 728 mb",
             "1728mib", "1728 Mi", "1728Mi", "2Gi", "1 kB", "1K", "1024 k", "1728megabytes", "1728 megabytes", "1MB.", "1:g", "1: g"]


def units(minor):
    for s in SPELLINGS:
        yield [(T + "process.size", s)] + JM_OK
    for s in SPELLINGS[::2]:
        yield TM_OK + [(J + "process.size", s)]
    for key in (T + "managed.size", T + "network.max", T + "framework.off-heap.size", T + "jvm-metaspace.size", T + "jvm-overhead.max",
                T + "task.off-heap.size", J + "off-heap.size", J + "jvm-metaspace.size"):
        for s in ("512m", "512", "0", "abc", "-1", "1.5g", "100 mb", "1 gib", "8388608t", "\"100m\""):
            yield TM_OK + JM_OK + [(key, s)]


FRACTIONS = ["0", "0.0", "-0.0", "0.1", "0.4", "0.5", "0.75", "0.9", "0.99", "0.999999", "0.99999999", "1", "1.0", "1.1", "2", "40",
             "-0.1", "-1", "1/2", "50%", "NaN", "Infinity", "1e-3", "1E-10", ".5", "5.", "0,4",
             "0.1f", "0.1d", "0x1p-1", "0.3333333333", "0.15", "\"0.4\"", "'0.4'", "abc", "true", "1e-50", "3.5e38", "1e400", "0.1L",
             "0_1", "00.4"]


def fractions(minor):
    for s in FRACTIONS:
        for key in (T + "managed.fraction", T + "network.fraction", T + "jvm-overhead.fraction"):
            yield [(T + "process.size", "4g"), (key, s)] + JM_OK
        yield [(T + "flink.size", "2g"), (T + "jvm-overhead.fraction", s)] + JM_OK
        yield [(T + "task.heap.size", "512m"), (T + "managed.size", "512m"), (T + "network.fraction", s)] + JM_OK
        yield TM_OK + [(J + "process.size", "4g"), (J + "jvm-overhead.fraction", s)]
        yield TM_OK + [(J + "flink.size", "4g"), (J + "jvm-overhead.fraction", s)]
    for a, b_ in itertools.product(("0.1", "0.4", "0.6", "0.9"), repeat=2):
        yield [(T + "process.size", "4g"), (T + "managed.fraction", a), (T + "network.fraction", b_)] + JM_OK
        yield [(T + "flink.size", "4g"), (T + "managed.fraction", a), (T + "network.fraction", b_), (T + "network.max", "16g")] + JM_OK
    for a in ("0.05", "0.1", "0.2", "0.33", "0.7"):
        # fraction set, but overridden by the totals: an INFO line only
        yield [(T + "process.size", "2g"), (T + "flink.size", "1500m"), (T + "jvm-overhead.fraction", a)] + JM_OK
        yield [(T + "flink.size", "2g"), (T + "task.heap.size", "512m"), (T + "managed.size", "512m"), (T + "network.fraction", a),
               (T + "network.max", "2g")] + JM_OK
        yield TM_OK + [(J + "process.size", "2g"), (J + "flink.size", "1500m"), (J + "jvm-overhead.fraction", a)]


def minmax(minor):
    pairs = [("2g", "1g"), ("1g", "1g"), ("1g", "1073741823b"), ("0", "0"), ("64m", None), (None, "32m"), (None, "63m"), ("2g", None),
             ("1025m", None), (None, "0"), ("10m", "20m"), ("300m", "400m"), ("0", "8g"),
             ("-1", "1g"), ("1g", "abc"), ("192m", "191m"), (None, "191m"), (None, "192m")]
    for lo, hi in pairs:
        for pre, base in ((T + "network", [(T + "process.size", "3g")]), (T + "network", [(T + "flink.size", "3g")]),
                          (T + "network", [(T + "task.heap.size", "1g"), (T + "managed.size", "1g")]),
                          (T + "network", [(T + "flink.size", "3g"), (T + "task.heap.size", "1g"), (T + "managed.size", "1g")]),
                          (T + "network", [(T + "flink.size", "3g"), (T + "task.heap.size", "1g")]),
                          (T + "jvm-overhead", [(T + "process.size", "3g")]), (T + "jvm-overhead", [(T + "flink.size", "3g")]),
                          (T + "jvm-overhead", [(T + "process.size", "3g"), (T + "flink.size", "2200m")]),
                          (J + "jvm-overhead", [(J + "process.size", "3g")]), (J + "jvm-overhead", [(J + "flink.size", "3g")]),
                          (J + "jvm-overhead", [(J + "heap.size", "1g")]),
                          (J + "jvm-overhead", [(J + "process.size", "3g"), (J + "heap.size", "2g")])):
            kv = list(base)
            kv += [(pre + ".min", lo)] if lo is not None else []
            kv += [(pre + ".max", hi)] if hi is not None else []
            yield kv + (TM_OK if pre.startswith(J) else JM_OK)


def legacy(minor):
    N = "taskmanager.network.memory."
    for base in ([], TM_OK, [(T + "flink.size", "1280m")], [(T + "task.heap.size", "512m"), (T + "managed.size", "256m")],
                 [(T + "process.size", "1728m"), (T + "flink.size", "1280m")]):
        for kv in ([("taskmanager.heap.size", "1g")], [("taskmanager.heap.mb", "1024")],
                   [("taskmanager.heap.size", "1g"), ("taskmanager.heap.mb", "2048")], [("taskmanager.heap.mb", "-1")],
                   [("taskmanager.heap.mb", "1024m")], [("taskmanager.heap.size", "1024")], [("taskmanager.heap.size", "abc")],
                   [("taskmanager.heap.mb", "3000000")], [("taskmanager.heap.mb", "0")],
                   [(T + "size", "256m")], [(T + "size", "256")], [(T + "size", "256m"), (T + "managed.size", "300m")],
                   [(T + "fraction", "0.5")], [(T + "off-heap", "true")], [(T + "preallocate", "true")],
                   [(N + "fraction", "0.2")], [(N + "min", "100m")], [(N + "max", "100m")], [(N + "min", "2g"), (N + "max", "1g")],
                   [(N + "min", "100m"), (N + "max", "100m")],
                   [(N + "min", "100m"), (T + "network.min", "200m")], [(N + "fraction", "0.2"), (T + "network.fraction", "0.3")],
                   [(N + "max", "128m"), (T + "network.min", "256m")],
                   [("taskmanager.network.numberOfBuffers", "2048")], [("taskmanager.network.numberOfBuffers", "8192")],
                   [("taskmanager.network.numberOfBuffers", "2048"), (T + "network.fraction", "0.1")],
                   [("taskmanager.network.numberOfBuffers", "2048"), (N + "min", "64m")],
                   [("taskmanager.network.numberOfBuffers", "2048"), (T + "segment-size", "64kb")],
                   [("taskmanager.network.numberOfBuffers", "2048"), (T + "segment-size", "48kb")],
                   [("taskmanager.network.numberOfBuffers", "-5")], [("taskmanager.network.numberOfBuffers", "0")],
                   [("taskmanager.network.numberOfBuffers", "1024"), (T + "flink.size", "1280m"), (T + "task.heap.size", "400m"),
                    (T + "managed.size", "592m")],
                   [("taskmanager.network.numberOfBuffers", "5120"), (T + "flink.size", "1280m"), (T + "task.heap.size", "464m"),
                    (T + "managed.size", "400m")],
                   [("containerized.heap-cutoff-ratio", "0.3"), ("containerized.heap-cutoff-min", "600")],
                   [("yarn.heap-cutoff-min", "2000")], [("containerized.heap-cutoff-ratio", "1.5")],
                   [("containerized.heap-cutoff-min", "2000")]):
            yield base + kv + JM_OK
    for base in ([], JM_OK, [(J + "flink.size", "1g")], [(J + "heap.size", "1g")],
                 [(J + "process.size", "1600m"), (J + "off-heap.size", "64m")]):
        for kv in ([("jobmanager.heap.size", "1g")], [("jobmanager.heap.mb", "1024")],
                   [("jobmanager.heap.size", "1g"), ("jobmanager.heap.mb", "2048")], [("jobmanager.heap.mb", "-1")],
                   [("jobmanager.heap.mb", "1024m")],
                   [("jobmanager.heap.size", "1024")], [("jobmanager.heap.size", "abc")], [("jobmanager.heap.size", "100m")],
                   [("jobmanager.heap.mb", "100000")], [("jobmanager.heap.size", "400m"), ("containerized.heap-cutoff-ratio", "0.5")]):
            yield TM_OK + base + kv
