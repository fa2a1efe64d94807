"""What no scan of Flink's classes can tell: which options count as memory options, which prefixes are open, what old keys turned into."""
import re

# Options of these classes are not keys of the cluster configuration file (table DDL, stream graph internals).
NOT_CLUSTER = {"FactoryUtil", "LookupJoinHintOptions", "MLPredictRuntimeConfigOptions", "VectorSearchRuntimeConfigOptions", "LookupOptions",
               "CollectSinkOperatorFactory", "GenericInMemoryCatalogFactoryOptions", "CommonModuleOptions", "ArrowTableSourceOptions",
               "PythonDynamicTableOptions", "StreamConfig", "SingleSessionManager"}
# Options of these classes are written relative to a prefix.
RELATIVE = {"InfluxdbReporterOptions": "metrics.reporter.<name>.", "PrometheusPushGatewayReporterOptions": "metrics.reporter.<name>.",
            "ReporterSetup": "metrics.reporter.<name>.", "MetricOptions": "metrics.reporter.<name>.",
            "TraceOptions": "traces.reporter.<name>.",
            "EventOptions": "events.reporter.<name>.", "SecurityOptions": "security.delegation.token.provider.<serviceName>.",
            "SqlGatewayRestOptions": "sql-gateway.endpoint.rest.", "CommonCatalogOptions": None,
            "FileCatalogStoreFactoryOptions": "table.catalog-store.file."}
# Anything below these is accepted by some component (prefix constants in Flink's classes, plus file systems and reporters that
# read their own keys).
PREFIXES = {
    "metrics.reporter.": "metric reporters: metrics.reporter.<name>.<any>",
    "traces.reporter.": "trace reporters (1.19 on)",
    "events.reporter.": "event reporters (2.1 on)",
    "containerized.master.env.": "environment of the JobManager container",
    "containerized.taskmanager.env.": "environment of the TaskManager containers",
    "flink.hadoop.": "passed to the Hadoop configuration, prefix cut",
    "flink.yarn.": "passed to the YARN configuration, prefix cut",
    "external-resource.": "external-resource.<resource_name>.<any>",
    "security.delegation.token.provider.": "delegation token providers",
    "s3.": "S3 file systems", "s3a.": "S3 file systems", "presto.s3.": "S3 file systems (Presto)", "fs.": "file systems",
    "gs.": "Google Cloud Storage file system", "oss.": "OSS file system", "fs.oss.": "OSS file system", "fs.azure.": "Azure file system",
    "table.catalog-store.": "table catalog store", "table.secret-store.": "table secret store",
    "pekko.": "passed on to the RPC system (1.18 on)", "akka.": "passed on to the RPC system (up to 1.17)",
    "kubernetes.operator.": "Flink Kubernetes operator", "job.autoscaler.": "autoscaler of the Flink Kubernetes operator",
    "jobmanager.web.": "old web options", "high-availability.": "pluggable high availability", "mesos.": "Mesos (up to 1.13)",
    "user.": "user keys", "env.": "read by the shell scripts too",
}
# Keys that only the start scripts read (never a ConfigOption in some versions). Known from the scripts, not from a scan.
SHELL = {"env.java.home": "String", "env.pid.dir": "String", "env.log.dir": "String", "env.log.max": "Integer", "env.log.level": "String",
         "env.ssh.opts": "String", "env.hadoop.conf.dir": "String", "env.yarn.conf.dir": "String", "env.hbase.conf.dir": "String",
         "zookeeper.heap.mb": "Integer"}

MEMORY = re.compile("|".join([
    r"^jobmanager\.memory\.", r"^taskmanager\.memory\.", r"^(job|task)manager\.heap\.(size|mb)$", r"^taskmanager\.numberOfTaskSlots$",
    r"^taskmanager\.cpu\.cores$", r"^taskmanager\.network\.memory\.", r"^taskmanager\.network\.numberOfBuffers$",
    r"^taskmanager\.network\.sort-shuffle\.", r"^taskmanager\.network\.hybrid-shuffle\.(num-retained|spill-index)",
    r"^taskmanager\.network\.(netty\.|sendReceive)?.*[bB]uffer",
    r"^state\.backend\.(rocksdb|forst)\.memory\.", r"^state\.backend\.(rocksdb|forst)\.(writebuffer|block)\.",
    r"^state\.backend\.(rocksdb|forst)\.write-batch-size$",
    r"^state\.backend\.forst\.cache\.", r"^state\.(backend|storage)\.fs\.(memory-threshold|write-buffer-size)$",
    r"^execution\.checkpointing\.(data-inline-threshold|write-buffer-size)$",
    r"^execution\.(sorted-inputs|sort-partition|sort-keyed-partition)\.memory$",
    r"^execution\.async-state\..*buffer-size$", r"^kubernetes\.(job|task)manager\.(memory|cpu)", r"^containerized\.heap-cutoff",
    r"^yarn\.heap-cutoff",
    r"^env\.java\.opts", r"^yarn\..*(memory|vcores)",
    r"^taskmanager\.runtime\.(sort-spilling-threshold|large-record-handler|hashjoin-bloom-filters|max-fan|sort-max-fan)",
    r"^table\.exec\.(resource\..*memory|spill-compression\.block-size|window-agg\.buffer-size-limit|mini-batch\.size|async-lookup\.buffer-capacity|async-scalar\.buffer-capacity)$",
    r"^python\.fn-execution\..*memory", r"^python\.fn-execution\.(arrow\.batch|bundle)\.size$", r"^python\.state\.cache-size$",
    r"^python\.map-state\.",
    r"^slotmanager\.(max|min)-total-resource\.", r"^slotmanager\.number-of-slots\.", r"^cluster\.fine-grained-resource",
    r"^mesos\.resourcemanager\.tasks\.(mem|cpus)$",
    r"^taskmanager\.debug\.memory\.", r"^jobmanager\.(web\.)?.*(heap|offload)", r"^zookeeper\.heap\.mb$",
    r"^taskmanager\.system-out\.log\.cache-upper-size$",
    r"^(state\.changelog\.)?dstl\.dfs\.(upload\.(buffer-size|max-in-flight)|batch\.persist-size-threshold|preemptive-persist-threshold)$",
    r"^job-event\.store\.write-buffer\.size$", r"^pipeline\.cep\.sharedbuffer\.cache\.(entry|event)-slots$",
    r"^pipeline\.watermark-alignment\.buffer-size$",
    r"^state\.backend$", r"^state\.backend\.type$", r"^minicluster\.number-of-taskmanagers$",
    r"^classloader\.fail-on-metaspace-oom-error$", r"^taskmanager\.jvm-exit-on-oom$", r"^akka\.framesize$", r"^pekko\.framesize$",
]))

# What a key that no fallback covers turned into. auto: Flink itself still reads the old key (in works) and maps it so.
# standalone / container: the start scripts and the Kubernetes or YARN entry points map a heap size to different options.
MIGRATION = {
    "taskmanager.heap.size": {"auto": True, "standalone": ["taskmanager.memory.flink.size"],
                              "container": ["taskmanager.memory.process.size"]},
    "taskmanager.heap.mb": {"auto": True, "standalone": ["taskmanager.memory.flink.size"],
                            "container": ["taskmanager.memory.process.size"], "unit": "mb"},
    "jobmanager.heap.size": {"auto": True, "since": "1.11", "standalone": ["jobmanager.memory.heap.size"],
                             "container": ["jobmanager.memory.process.size"]},
    "jobmanager.heap.mb": {"auto": True, "since": "1.11", "standalone": ["jobmanager.memory.heap.size"],
                           "container": ["jobmanager.memory.process.size"], "unit": "mb"},
    "containerized.heap-cutoff-ratio": {"auto": False,
                                        "to": ["jobmanager.memory.jvm-overhead.fraction", "taskmanager.memory.jvm-overhead.fraction"],
                                        "note": "1.10: JobManager only; 1.11 on: ignored"},
    "containerized.heap-cutoff-min": {"auto": False, "to": ["jobmanager.memory.jvm-overhead.min", "taskmanager.memory.jvm-overhead.min"],
                                      "unit": "mb", "note": "1.10: JobManager only; 1.11 on: ignored"},
    "yarn.heap-cutoff-ratio": {"auto": False,
                               "to": ["jobmanager.memory.jvm-overhead.fraction", "taskmanager.memory.jvm-overhead.fraction"]},
    "yarn.heap-cutoff-min": {"auto": False, "to": ["jobmanager.memory.jvm-overhead.min", "taskmanager.memory.jvm-overhead.min"],
                             "unit": "mb"},
    "taskmanager.memory.size": {"auto": True, "to": ["taskmanager.memory.managed.size"],
                                "note": "1.9: a number without unit is megabytes; 1.10 on: bytes"},
    "taskmanager.memory.fraction": {"auto": False, "to": ["taskmanager.memory.managed.fraction"],
                                    "note": "1.10 on: ignored; the base changed too (free heap then, total Flink memory now)"},
    "taskmanager.memory.off-heap": {"auto": False, "to": [], "note": "1.10 on: ignored, managed memory is always off-heap"},
    "taskmanager.memory.preallocate": {"auto": False, "to": [], "note": "1.10 on: ignored"},
    "taskmanager.network.numberOfBuffers": {"auto": True, "to": ["taskmanager.memory.network.min", "taskmanager.memory.network.max"],
                                            "unit": "taskmanager.memory.segment-size",
                                            "note": "1.10 to 1.20: size = buffers * segment size, only when no network min, max or fraction (old or new key) is set; 2.0 on: ignored"},
    "mesos.resourcemanager.tasks.mem": {"auto": False, "to": ["taskmanager.memory.process.size"], "unit": "mb"},
    "python.fn-execution.buffer.memory.size": {"auto": False, "to": ["taskmanager.memory.managed.size"],
                                               "note": "1.12 on: ignored; see python.fn-execution.memory.managed and the PYTHON consumer weight"},
    "python.fn-execution.framework.memory.size": {"auto": False, "to": ["taskmanager.memory.managed.size"],
                                                  "note": "1.12 on: ignored; see python.fn-execution.memory.managed and the PYTHON consumer weight"},
    "taskmanager.network.memory.buffers-per-channel": {"auto": False, "to": [], "note": "2.0 on: ignored, fixed at 2"},
    "taskmanager.network.memory.floating-buffers-per-gate": {"auto": False, "to": [], "note": "2.0 on: ignored, fixed at 8"},
    "taskmanager.network.memory.max-buffers-per-channel": {"auto": False, "to": [], "note": "2.0 on: ignored, fixed at 10"},
    "taskmanager.network.memory.max-overdraft-buffers-per-gate": {"auto": False, "to": [], "note": "2.0 on: ignored, fixed at 20"},
    "taskmanager.network.sort-shuffle.min-parallelism": {"auto": False, "to": [], "note": "2.0 on: ignored, fixed at 1"},
}
# Defaults that differed in one patch of a minor release, seen by scanning flink-core of every x.y.0, too.
PATCHES = [{"key": "taskmanager.memory.jvm-metaspace.size", "release": "1.10.0", "text": "96 mb", "bytes": 100663296}]
