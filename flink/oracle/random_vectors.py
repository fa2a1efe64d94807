"""Random options of both processes, without end; most of them fit, or nearly."""
from vector_basis import G, J, JM_OK, K, M, T, ge, rng, spell


def randoms(minor):
    r = rng("random")
    keys = ["process", "flink", "task.heap", "managed.size", "managed.fraction", "network.minmax", "network.fraction", "task.off-heap",
            "framework.heap", "framework.off-heap", "metaspace", "overhead.minmax", "overhead.fraction"]
    prob = {"process": .55, "flink": .45, "task.heap": .4, "managed.size": .4, "managed.fraction": .25, "network.minmax": .35,
            "network.fraction": .25, "task.off-heap": .3, "framework.heap": .2, "framework.off-heap": .2,
            "metaspace": .3, "overhead.minmax": .3, "overhead.fraction": .25}
    while True:
        base = r.choice((1, 1, 2, 4, 8, 16)) * r.choice((512 * M, 700 * M, G, 1234567890))
        size = lambda lo, hi: int(base * r.uniform(lo, hi)) // r.choice((1, 1, K, M, M, M)) * 1
        rnd = lambda lo, hi: (lambda n: max(0, n - n % r.choice((1, K, M, M, M, 64 * M))))(int(base * r.uniform(lo, hi)))
        on = {k for k in keys if r.random() < prob[k]}
        kv = []
        put = lambda k, n: kv.append((T + k, spell(n, r)))
        if r.random() < .85:
            mode = r.random()
            meta = rnd(.02, .2) if "metaspace" in on else 256 * M
            fh = rnd(.02, .1) if "framework.heap" in on else 128 * M
            fo = rnd(.02, .1) if "framework.off-heap" in on else 128 * M
            to = rnd(0, .1) if "task.off-heap" in on else 0
            th, mm = rnd(.1, .5), rnd(.05, .4)
            net = r.choice((64 * M, 128 * M, 200 * M, 512 * M, rnd(.03, .15)))
            over = r.choice((192 * M, 256 * M, 500 * M, G, rnd(.03, .15)))
            flink = fh + fo + th + to + mm + net if mode < .5 else rnd(.5, 1.2)
            process = flink + meta + over if mode < .5 else rnd(.7, 1.4)
            jit = lambda n: max(0, n + r.choice((0, 0, 0, 0, 1, -1, M, -M, 64 * M)))
            for k, key, n in (("metaspace", "jvm-metaspace.size", meta), ("framework.heap", "framework.heap.size", fh),
                              ("framework.off-heap", "framework.off-heap.size", fo), ("task.off-heap", "task.off-heap.size", to),
                              ("task.heap", "task.heap.size", th), ("managed.size", "managed.size", mm),
                              ("flink", "flink.size", jit(flink)), ("process", "process.size", jit(process))):
                if k in on:
                    put(key, n)
            if "network.minmax" in on:
                lo, hi = r.choice(((net, net), (net, net + 256 * M), (0, net), (64 * M, G), (net, 8 * G)))
                if r.random() < .7:
                    put("network.min", lo)
                if r.random() < .8:
                    put("network.max", hi)
            if "overhead.minmax" in on:
                lo, hi = r.choice(((over, over), (0, over), (over, 4 * G), (192 * M, G), (0, 8 * G)))
                if r.random() < .7:
                    put("jvm-overhead.min", lo)
                if r.random() < .8:
                    put("jvm-overhead.max", hi)
            for k, key in (("managed.fraction", "managed.fraction"), ("network.fraction", "network.fraction"),
                           ("overhead.fraction", "jvm-overhead.fraction")):
                if k in on:
                    kv.append((T + key, r.choice(("0", "0.05", "0.1", "0.15", "0.2", "0.25", "0.3", "0.4", "0.5", "0.7", "0.123456"))))
            if r.random() < .3:
                kv.append(("taskmanager.numberOfTaskSlots", str(r.choice((1, 2, 3, 4, 8)))))
            if not ge(minor, "2.0") and r.random() < .08:
                kv.append(r.choice((("taskmanager.heap.size", spell(flink, r)), ("taskmanager.heap.mb", str(flink // M)),
                                    ("taskmanager.network.numberOfBuffers", str(net // 32768)))))
            if r.random() < .05:
                kv.append((r.choice(("taskmanager.network.memory.min", "taskmanager.network.memory.max")), spell(net, r)))
        if r.random() < .6:
            heap, off = r.choice((128 * M, 600 * M, G, rnd(.1, .6))), r.choice((0, 64 * M, 128 * M, rnd(.01, .2)))
            meta = r.choice((96 * M, 256 * M, 512 * M)) if r.random() < .3 else None
            over = r.choice((192 * M, 200 * M, 500 * M, rnd(.02, .2)))
            flink = heap + (off if r.random() < .8 else 128 * M)
            process = flink + (256 * M if meta is None else meta) + over
            jit = lambda n: max(0, n + r.choice((0, 0, 0, 0, 1, -1, M, -M)))
            for p, key, n in ((.5, "heap.size", heap), (.4, "off-heap.size", off), (.45, "flink.size", jit(flink)),
                              (.55, "process.size", jit(process))):
                if r.random() < p:
                    kv.append((J + key, spell(n, r)))
            if meta is not None:
                kv.append((J + "jvm-metaspace.size", spell(meta, r)))
            if r.random() < .25:
                kv.append((J + "jvm-overhead.min", spell(r.choice((0, over, 192 * M)), r)))
            if r.random() < .25:
                kv.append((J + "jvm-overhead.max", spell(r.choice((over, G, 8 * G)), r)))
            if r.random() < .2:
                kv.append((J + "jvm-overhead.fraction", r.choice(("0", "0.05", "0.1", "0.2", "0.5"))))
            if r.random() < .15:
                kv.append((J + "enable-jvm-direct-memory-limit", r.choice(("true", "false"))))
        else:
            kv += JM_OK
        r.shuffle(kv)
        yield kv
