"""Families of options around the memory calculation; each yields lists of (key, value)."""
import itertools

from vector_basis import JM_OK, T, TM_OK, ge


def slots(minor):
    for s in ("0", "-1", "1", "2", "4", "64", "1000000", "2147483647", "2147483648", "abc", "2.0", "1e3", "0x4", "1_0", "\"4\"", "'4'",
              "4m", "+4", "04", "true", "-0"):
        yield TM_OK + JM_OK + [("taskmanager.numberOfTaskSlots", s)]
    for s in ("0", "0.0", "-1", "0.5", "1", "4", "1e3", "abc", "NaN", "Infinity", "-0.0", "1.23456789012345", "500m", "\"2.5\"", "1/2"):
        yield TM_OK + JM_OK + [("taskmanager.cpu.cores", s)]
        yield TM_OK + JM_OK + [("taskmanager.cpu.cores", s), ("taskmanager.numberOfTaskSlots", "4")]
    for a, b_ in itertools.product(("1.0", "0.5", "2", "0", "-1", "abc"), repeat=2):
        if ge(minor, "1.15"):
            yield TM_OK + JM_OK + [("kubernetes.taskmanager.memory.limit-factor", a), ("kubernetes.jobmanager.memory.limit-factor", b_)]
    for s in ("0", "-1", "1", "10g", "1.5g", "abc", "64m"):
        yield TM_OK + JM_OK + [("slotmanager.max-total-resource.memory", s)]
        yield TM_OK + JM_OK + [("slotmanager.max-total-resource.memory", "4g"), ("slotmanager.min-total-resource.memory", s)]
        yield TM_OK + JM_OK + [("slotmanager.number-of-slots.max", s), ("taskmanager.numberOfTaskSlots", "4")]
        yield TM_OK + JM_OK + [("slotmanager.number-of-slots.max", "8"), ("slotmanager.number-of-slots.min", s),
                               ("taskmanager.numberOfTaskSlots", "4")]
    for s in ("true", "false", "TRUE", "yes", "1", "\"true\"", "", "on"):
        yield TM_OK + JM_OK + [("jobmanager.memory.enable-jvm-direct-memory-limit", s or "tru")]


def buffers(minor):
    for s in ("32kb", "4kb", "4095", "4096", "5000", "1m", "0", "64k", "48kb", "2g", "3g", "abc", "1.5k", "1", "16 kb"):
        yield TM_OK + JM_OK + [(T + "segment-size", s)]
        yield TM_OK + JM_OK + [(T + "min-segment-size", s)]
        yield TM_OK + JM_OK + [(T + "starting-segment-size", s)]
        yield TM_OK + JM_OK + [(T + "framework.off-heap.batch-shuffle.size", s)]
    for key in ("taskmanager.network.memory.buffers-per-channel", "taskmanager.network.memory.floating-buffers-per-gate",
                "taskmanager.network.memory.max-buffers-per-channel",
                "taskmanager.network.memory.max-overdraft-buffers-per-gate", "taskmanager.network.sort-shuffle.min-buffers",
                "taskmanager.network.sort-shuffle.min-parallelism",
                "taskmanager.network.memory.read-buffer.required-per-gate.max",
                "taskmanager.network.memory.buffer-debloat.threshold-percentages", "taskmanager.network.memory.buffer-debloat.samples",
                "taskmanager.network.memory.exclusive-buffers-request-timeout-ms"):
        for s in ("0", "-1", "2", "100000", "abc"):
            yield TM_OK + JM_OK + [(key, s)]
    for s in ("1s", "0", "-1 s", "abc", "500 ms"):
        yield TM_OK + JM_OK + [("taskmanager.network.memory.buffer-debloat.enabled", "true"),
                               ("taskmanager.network.memory.buffer-debloat.target", s)]
        yield TM_OK + JM_OK + [("taskmanager.network.memory.buffer-debloat.enabled", "true"),
                               ("taskmanager.network.memory.buffer-debloat.period", s)]


def consumers(minor):
    W = T + "managed.consumer-weights"
    for s in ("OPERATOR:70,STATE_BACKEND:70,PYTHON:30", "DATAPROC:70,PYTHON:30", "DATAPROC:60,OPERATOR:10,PYTHON:30", "OPERATOR:0",
              "OPERATOR:-1", "OPERATOR:abc", "OPERATOR", "OPERATOR:70;PYTHON:30", "FOO:1", "OPERATOR:1.5", "operator:70",
              "OPERATOR: 70, PYTHON: 30", "{OPERATOR: 70, PYTHON: 30}", "'OPERATOR:70','PYTHON:30'", "OPERATOR:70,OPERATOR:30",
              "PYTHON:100", "STATE_BACKEND:1", "OPERATOR:70,"):
        yield TM_OK + JM_OK + [(W, s)]
    yield TM_OK + JM_OK + [(W + ".OPERATOR", "60"), (W + ".PYTHON", "40")]
    yield TM_OK + JM_OK + [(W + ".OPERATOR", "-60")]
    R = "state.backend.rocksdb.memory."
    for s in ("true", "false", "abc"):
        for kv in ([], [(R + "fixed-per-slot", "256m")], [(R + "fixed-per-tm", "1g")],
                   [(R + "fixed-per-slot", "256m"), (R + "fixed-per-tm", "1g")]):
            yield TM_OK + JM_OK + [(R + "managed", s)] + kv
    for s in ("0", "-1", "abc", "1.5g", "256"):
        yield TM_OK + JM_OK + [(R + "fixed-per-slot", s)]
        yield TM_OK + JM_OK + [(R + "fixed-per-tm", s)]
    for a, b_ in itertools.product(("0", "0.1", "0.5", "0.6", "0.9", "1", "1.1", "-0.1", "abc"), repeat=2):
        yield TM_OK + JM_OK + [(R + "write-buffer-ratio", a), (R + "high-prio-pool-ratio", b_)]
    for s in ("true", "false"):
        yield TM_OK + JM_OK + [(R + "partitioned-index-filters", s), (R + "high-prio-pool-ratio", "0.6")]
    for s in ("0", "-1", "64mb", "abc"):
        yield TM_OK + JM_OK + [("state.backend.rocksdb.writebuffer.size", s)]
        yield TM_OK + JM_OK + [("state.backend.rocksdb.block.cache-size", s)]
