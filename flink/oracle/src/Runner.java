import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers configurations: what Flink loads, the memory of both processes, and the further checks. In the answer, sizes are
 * bytes, and an error is the chain of exceptions, each a pair of class and message, the outermost first.
 */
final class Runner {
    final Class<?> global = Reflection.cls(Reflection.F + "configuration.GlobalConfiguration");
    final Class<?> configuration = Reflection.cls(Reflection.F + "configuration.Configuration");
    final Class<?> tmOptions = Reflection.cls(Reflection.F + "configuration.TaskManagerOptions");
    final Class<?> jmOptions = Reflection.cls(Reflection.F + "configuration.JobManagerOptions");
    final Class<?> tmUtils = Reflection.cls(Reflection.F + "runtime.clusterframework.TaskExecutorProcessUtils");
    final Class<?> jmUtils = Reflection.cls(Reflection.F + "runtime.jobmanager.JobManagerProcessUtils", Reflection.F + "runtime.clusterframework.JobManagerProcessUtils");
    final Class<?> pmUtils = Reflection.cls(Reflection.F + "runtime.util.config.memory.ProcessMemoryUtils");
    final Class<?> bootstrap = Reflection.cls(Reflection.F + "runtime.clusterframework.BootstrapTools");
    final Class<?> confUtils = Reflection.cls(Reflection.F + "configuration.ConfigurationUtils");
    final Method load = Reflection.method(global, "loadConfiguration", 2);
    final Method legacyTm = Reflection.method(tmUtils, "getConfigurationMapLegacyTaskManagerHeapSizeToConfigOption", 2);
    final Method tmSpec = Reflection.method(tmUtils, "processSpecFromConfig", 1);
    final Method jmSpecLegacy = Reflection.method(jmUtils, "processSpecFromConfigWithNewOptionToInterpretLegacyHeap", 2);
    final Method jmSpec = Reflection.method(jmUtils, "processSpecFromConfig", 1);
    final FurtherChecks further = new FurtherChecks(this::chain);
    final Path dir; // the configuration directory; answers call it <dir>

    final boolean full; // also the -D options that BashJavaUtils hands to the started process

    Runner(boolean full) throws Exception {
        this.full = full;
        Path base = new File("/dev/shm").isDirectory() ? Path.of("/dev/shm") : Path.of(System.getProperty("java.io.tmpdir"));
        dir = Files.createTempDirectory(base, "flinkoracle");
    }

    void loop() throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = in.readLine()) != null; ) {
            if (!line.isBlank()) {
                @SuppressWarnings("unchecked")
                Map<String, Object> v = (Map<String, Object>) new Json(line).value();
                Oracle.OUT.println(Json.str(one(v)));
            }
        }
        for (File f : dir.toFile().listFiles()) {
            f.delete();
        }
        dir.toFile().delete();
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> one(Map<String, Object> v) throws Exception {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", v.get("id"));
        for (File f : dir.toFile().listFiles()) {
            f.delete();
        }
        Map<String, Object> files = new LinkedHashMap<>();
        if (v.get("files") != null) {
            files.putAll((Map<String, Object>) v.get("files"));
        }
        if (v.get("file") != null) {
            files.put((String) v.get("file"), v.get("text"));
        }
        for (Map.Entry<String, Object> e : files.entrySet()) {
            Files.write(dir.resolve(e.getKey()), ((String) e.getValue()).getBytes(StandardCharsets.UTF_8));
        }
        Logs.LINES.clear();
        Logs.capture = true;
        Object conf = null;
        try {
            Object dyn = null;
            if (v.get("dynamic") != null) {
                dyn = configuration.getConstructor().newInstance();
                Method set = configuration.getMethod("setString", String.class, String.class);
                for (Map.Entry<String, Object> e : ((Map<String, Object>) v.get("dynamic")).entrySet()) {
                    set.invoke(dyn, e.getKey(), e.getValue());
                }
            }
            conf = Reflection.call(null, load, dir.toString(), dyn);
            out.put("loaded", new TreeMap<>((Map<String, String>) Reflection.get(conf, "toMap")));
        } catch (Throwable t) {
            out.put("loadError", chain(t));
        }
        logs(out, "loadLog");
        if (conf == null) {
            return out;
        }
        if (tmUtils != null) {
            Map<String, Object> tm = tm(conf, "TOTAL_FLINK_MEMORY");
            out.put("tm", tm);
            logs(out, "tmLog");
            if (legacyTm != null) {
                Map<String, Object> c = tm(conf, "TOTAL_PROCESS_MEMORY");
                if (!c.equals(tm)) {
                    out.put("tmContainer", c); // how the active (Kubernetes, YARN) resource managers read a legacy heap size
                }
                Logs.LINES.clear();
            }
        }
        if (jmUtils != null) {
            Map<String, Object> jm = jm(conf, "JVM_HEAP_MEMORY");
            out.put("jm", jm);
            logs(out, "jmLog");
            if (jmSpecLegacy != null) {
                Map<String, Object> c = jm(conf, "TOTAL_PROCESS_MEMORY");
                if (!c.equals(jm)) {
                    out.put("jmContainer", c); // Kubernetes and YARN deployments
                }
                Logs.LINES.clear();
            }
        } else {
            out.put("jmLegacy", jmLegacy(conf));
            Logs.LINES.clear();
        }
        Map<String, Object> extra = further.all(conf, (Map<String, Object>) out.get("tm"));
        if (!extra.isEmpty()) {
            out.put("extra", extra);
        }
        logs(out, "extraLog");
        Logs.capture = false;
        return out;
    }

    void logs(Map<String, Object> out, String key) {
        if (!Logs.LINES.isEmpty()) {
            List<String> l = new ArrayList<>();
            for (String s : Logs.LINES) {
                l.add(clean(s));
            }
            out.put(key, l);
            Logs.LINES.clear();
        }
    }

    String clean(String s) {
        return s == null ? null : s.replace(dir.toString(), "<dir>");
    }

    List<Object> chain(Throwable t) {
        List<Object> l = new ArrayList<>();
        for (int i = 0; t != null && i < 8; t = t.getCause(), i++) {
            l.add(Arrays.asList(t.getClass().getName(), clean(t.getMessage())));
        }
        return l;
    }

    void put(Map<String, Object> m, String key, Object spec, String getter) throws Throwable {
        Method g = Reflection.method(spec.getClass(), getter, 0);
        if (g != null) {
            Object x = Reflection.call(spec, g);
            m.put(key, x == null ? null : Reflection.bytes(x));
        }
    }

    Map<String, Object> tm(Object conf, String legacyTarget) {
        Map<String, Object> m = new LinkedHashMap<>();
        try {
            Object c = legacyTm == null ? conf : Reflection.call(null, legacyTm, conf, Reflection.staticField(tmOptions, legacyTarget));
            Object spec = Reflection.call(null, tmSpec, c);
            put(m, "frameworkHeap", spec, "getFrameworkHeapSize");
            put(m, "frameworkOffHeap", spec, "getFrameworkOffHeapMemorySize");
            put(m, "taskHeap", spec, "getTaskHeapSize");
            put(m, "taskOffHeap", spec, "getTaskOffHeapSize");
            put(m, "network", spec, "getNetworkMemSize");
            put(m, "managed", spec, "getManagedMemorySize");
            Method mo = Reflection.method(spec.getClass(), "getJvmMetaspaceAndOverhead", 0);
            if (mo != null) {
                put(m, "metaspace", Reflection.call(spec, mo), "getMetaspace");
                put(m, "overhead", Reflection.call(spec, mo), "getOverhead");
            } else {
                put(m, "metaspace", spec, "getJvmMetaspaceSize");
                put(m, "overhead", spec, "getJvmOverheadSize");
            }
            put(m, "totalFlink", spec, "getTotalFlinkMemorySize");
            put(m, "totalProcess", spec, "getTotalProcessMemorySize");
            Object cpu = Reflection.call(spec, Reflection.method(spec.getClass(), "getCpuCores", 0));
            m.put("cpu", String.valueOf(Reflection.method(cpu.getClass(), "getValue", 0) != null ? Reflection.get(cpu, "getValue") : cpu));
            if (Reflection.method(spec.getClass(), "getNumSlots", 0) != null) {
                m.put("slots", Reflection.get(spec, "getNumSlots"));
            }
            Method jvm = Reflection.method(pmUtils, "generateJvmParametersStr", 1);
            if (jvm == null) {
                jvm = Reflection.method(Reflection.cls(Reflection.F + "runtime.clusterframework.TaskExecutorProcessUtils"), "generateJvmParametersStr", 1);
            }
            m.put("jvmArgs", Reflection.call(null, jvm, spec));
            if (full) {
                m.put("dynamicConfigs", sortDynamic((String) Reflection.call(null, Reflection.method(tmUtils, "generateDynamicConfigsStr", 1), spec)));
            }
        } catch (Throwable t) {
            m.clear();
            m.put("error", chain(t));
        }
        return m;
    }

    /** "-D a=b -D c=d" in HashMap order differs by version only by accident: sort it. */
    static String sortDynamic(String s) {
        String[] p = s.trim().split("(^|\\s)-D\\s");
        List<String> l = new ArrayList<>();
        for (String x : p) {
            if (!x.isBlank()) {
                l.add("-D " + x.trim());
            }
        }
        l.sort(null);
        return String.join(" ", l);
    }

    Map<String, Object> jm(Object conf, String legacyTarget) {
        Map<String, Object> m = new LinkedHashMap<>();
        try {
            Object spec = jmSpecLegacy != null
                    ? Reflection.call(null, jmSpecLegacy, conf, Reflection.staticField(jmOptions, legacyTarget))
                    : Reflection.call(null, jmSpec, conf);
            put(m, "heap", spec, "getJvmHeapMemorySize");
            put(m, "offHeap", spec, "getJvmDirectMemorySize");
            put(m, "metaspace", spec, "getJvmMetaspaceSize");
            put(m, "overhead", spec, "getJvmOverheadSize");
            put(m, "totalFlink", spec, "getTotalFlinkMemorySize");
            put(m, "totalProcess", spec, "getTotalProcessMemorySize");
            Method args = Reflection.method(jmUtils, "generateJvmParametersStr", 2);
            m.put("jvmArgs", args != null ? Reflection.call(null, args, spec, conf) : Reflection.call(null, Reflection.method(pmUtils, "generateJvmParametersStr", 1), spec));
            Method dyn = Reflection.method(jmUtils, "generateDynamicConfigsStr", 1);
            if (dyn != null && full) {
                m.put("dynamicConfigs", sortDynamic((String) Reflection.call(null, dyn, spec)));
            }
        } catch (Throwable t) {
            m.clear();
            m.put("error", chain(t));
        }
        return m;
    }

    /** Flink 1.10 and before: the JobManager has a heap size only, and containers cut off a share of it. */
    Map<String, Object> jmLegacy(Object conf) {
        Map<String, Object> m = new LinkedHashMap<>();
        try {
            Object ms = Reflection.call(null, Reflection.method(confUtils, "getJobManagerHeapMemory", 1), conf);
            int mb = (Integer) Reflection.get(ms, "getMebiBytes");
            m.put("heapMb", mb);
            Method cut = Reflection.method(bootstrap, "calculateHeapSize", 2);
            if (cut != null) {
                m.put("containerHeapMb", Reflection.call(null, cut, mb, conf));
            }
        } catch (Throwable t) {
            m.put("error", chain(t));
        }
        return m;
    }
}
