"""What the families of vectors share: units, prefixes, versions, seeds."""
import random

K, M, G = 1 << 10, 1 << 20, 1 << 30
T, J = "taskmanager.memory.", "jobmanager.memory."
JM_OK = [("jobmanager.memory.process.size", "1600m")]
TM_OK = [("taskmanager.memory.process.size", "1728m")]


def ge(v, ref):
    return tuple(map(int, v.split("."))) >= tuple(map(int, ref.split(".")))


def rng(*name):
    return random.Random("flinkmem/" + "/".join(map(str, name)))


def spell(n, r):
    """One of the ways to write n bytes."""
    opts = [f"{n}", f"{n}b", f"{n} bytes"]
    for mul, us in ((K, ("k", "kb", " kb", "K", " kibibytes")), (M, ("m", "mb", " mb", "M", "MB", " m", " mebibytes")),
                    (G, ("g", "gb", " gb", "G", "GB", " gibibytes"))):
        if n and n % mul == 0:
            opts += [f"{n // mul}{u}" for u in us] * 2
    return r.choice(opts)


def main_file(minor):
    return "config.yaml" if ge(minor, "2.0") else "flink-conf.yaml"
