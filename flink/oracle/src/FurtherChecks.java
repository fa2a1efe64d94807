import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What Flink makes of options beside the memory calculation: each check gives a value or an error. */
final class FurtherChecks {
    final Class<?> parserUtils = Reflection.cls(Reflection.F + "runtime.util.ConfigurationParserUtils");
    final Class<?> netConf = Reflection.cls(Reflection.F + "runtime.taskmanager.NettyShuffleEnvironmentConfiguration");
    final Class<?> mmUtils = Reflection.cls(Reflection.F + "runtime.util.config.memory.ManagedMemoryUtils");
    final Class<?> rocks = Reflection.cls(Reflection.F + "contrib.streaming.state.RocksDBMemoryConfiguration", Reflection.F + "state.rocksdb.RocksDBMemoryConfiguration");
    final Class<?> smConf = Reflection.cls(Reflection.F + "runtime.resourcemanager.slotmanager.SlotManagerConfiguration");
    final Class<?> kjm = Reflection.cls(Reflection.F + "kubernetes.kubeclient.parameters.KubernetesJobManagerParameters");
    final Function<Throwable, List<Object>> chain;

    FurtherChecks(Function<Throwable, List<Object>> chain) {
        this.chain = chain;
    }

    /** All checks that this version has; those that need a TaskManager's memory are left out where tm has none. */
    @SuppressWarnings("unchecked")
    Map<String, Object> all(Object conf, Map<String, Object> tm) {
        Map<String, Object> x = new LinkedHashMap<>();
        attempt(x, "pageSize", () -> Reflection.call(null, Reflection.method(parserUtils, "getPageSize", 1), conf));
        Method slot = Reflection.method(parserUtils, "getSlot", 1);
        if (slot != null) {
            attempt(x, "slots", () -> Reflection.call(null, slot, conf));
        }
        Method nc = Reflection.method(netConf, "fromConfiguration", 4);
        if (nc != null && tm != null && tm.get("network") != null) {
            attempt(x, "network", () -> {
                Object ms = Reflection.cls(Reflection.F + "configuration.MemorySize").getConstructor(long.class).newInstance((Long) tm.get("network"));
                Object n = nc.getParameterTypes()[1] == long.class
                        ? null
                        : Reflection.call(null, nc, conf, ms, false, InetAddress.getLoopbackAddress());
                if (n == null) {
                    return null;
                }
                Map<String, Object> r = new LinkedHashMap<>();
                for (String g : Arrays.asList("numNetworkBuffers", "networkBufferSize", "networkBuffersPerChannel", "floatingNetworkBuffersPerGate",
                        "maxBuffersPerChannel", "maxOverdraftBuffersPerGate", "sortShuffleMinBuffers", "sortShuffleMinParallelism", "batchShuffleReadMemoryBytes")) {
                    Method mm = Reflection.method(n.getClass(), g, 0);
                    if (mm == null) {
                        mm = Reflection.method(n.getClass(), "get" + Character.toUpperCase(g.charAt(0)) + g.substring(1), 0);
                    }
                    if (mm != null) {
                        Object o = Reflection.call(n, mm);
                        r.put(g, o instanceof Number ? o : String.valueOf(o));
                    }
                }
                return r;
            });
        }
        Method w = Reflection.method(mmUtils, "getManagedMemoryUseCaseWeightsFromConfig", 1);
        if (w != null) {
            attempt(x, "managedWeights", () -> new TreeMap<>(stringKeys((Map<Object, Object>) Reflection.call(null, w, conf))));
        }
        if (rocks != null) {
            attempt(x, "rocksdb", () -> {
                Object rc;
                Method from = Reflection.method(rocks, "fromConfiguration", 1);
                if (from != null) {
                    rc = Reflection.call(null, from, conf);
                } else {
                    Constructor<?> k = rocks.getDeclaredConstructor();
                    k.setAccessible(true);
                    rc = Reflection.call(null, Reflection.method(rocks, "fromOtherAndConfiguration", 2), k.newInstance(), conf);
                }
                Reflection.get(rc, "validate");
                Map<String, Object> r = new LinkedHashMap<>();
                for (String g : Arrays.asList("isUsingManagedMemory", "isUsingFixedMemoryPerSlot", "getFixedMemoryPerSlot", "getWriteBufferRatio", "getHighPriorityPoolRatio",
                        "isUsingPartitionedIndexFilters")) {
                    Method mm = Reflection.method(rocks, g, 0);
                    if (mm != null) {
                        Object o = Reflection.call(rc, mm);
                        if (o != null && o.getClass().getName().endsWith("MemorySize")) {
                            o = Reflection.bytes(o);
                        }
                        r.put(g, o instanceof Number || o instanceof Boolean || o == null ? o : String.valueOf(o));
                    }
                }
                return r;
            });
        }
        if (smConf != null && tm != null && tm.get("network") != null) {
            Method from2 = Reflection.method(smConf, "fromConfiguration", 2);
            if (from2 != null) {
                attempt(x, "slotManager", () -> {
                    Class<?> wf = Reflection.cls(Reflection.F + "kubernetes.KubernetesWorkerResourceSpecFactory");
                    Object inst = wf == null ? null : Reflection.staticField(wf, "INSTANCE");
                    Object spec = inst == null ? Reflection.staticField(Reflection.cls(Reflection.F + "runtime.resourcemanager.WorkerResourceSpec"), "ZERO")
                            : Reflection.call(inst, Reflection.method(wf, "createDefaultWorkerResourceSpec", 1), conf);
                    Object sc = Reflection.call(null, from2, conf, spec);
                    Map<String, Object> r = new LinkedHashMap<>();
                    for (String g : Arrays.asList("getMaxTotalMem", "getMaxSlotNum", "getMaxTotalCpu", "getMinTotalMem", "getMinSlotNum", "getMinTotalCpu", "getRedundantTaskManagerNum")) {
                        Method mm = Reflection.method(smConf, g, 0);
                        if (mm != null) {
                            Object o = Reflection.call(sc, mm);
                            if (o != null && o.getClass().getName().endsWith("MemorySize")) {
                                o = Reflection.bytes(o);
                            }
                            r.put(g, o instanceof Integer || o instanceof Long ? o : String.valueOf(o));
                        }
                    }
                    return r;
                });
            }
        }
        if (kjm != null && Reflection.method(kjm, "getJobManagerMemoryLimitFactor", 0) != null) {
            attempt(x, "k8sJm", () -> {
                Class<?> csb = Reflection.cls(Reflection.F + "client.deployment.ClusterSpecification$ClusterSpecificationBuilder");
                Object cs = Reflection.get(csb.getConstructor().newInstance(), "createClusterSpecification");
                Object p = kjm.getConstructors()[0].newInstance(conf, cs);
                Map<String, Object> r = new LinkedHashMap<>();
                for (String g : Arrays.asList("getJobManagerMemoryLimitFactor", "getJobManagerCPULimitFactor", "getJobManagerCPU")) {
                    Method mm = Reflection.method(kjm, g, 0);
                    if (mm != null) {
                        r.put(g, String.valueOf(Reflection.call(p, mm)));
                    }
                }
                return r;
            });
        }
        Class<?> ktm = Reflection.cls(Reflection.F + "kubernetes.kubeclient.parameters.KubernetesTaskManagerParameters");
        if (Reflection.method(ktm, "getTaskManagerMemoryLimitFactor", 0) != null) {
            attempt(x, "k8sTm", () -> {
                // its constructor wants a started cluster's facts; the checks asked for need only the configuration
                Field theUnsafe = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
                theUnsafe.setAccessible(true);
                Object unsafe = theUnsafe.get(null);
                Object p = unsafe.getClass().getMethod("allocateInstance", Class.class).invoke(unsafe, ktm);
                Field fc = ktm.getSuperclass().getDeclaredField("flinkConfig");
                fc.setAccessible(true);
                fc.set(p, conf);
                Map<String, Object> r = new LinkedHashMap<>();
                for (String g : Arrays.asList("getTaskManagerMemoryLimitFactor", "getTaskManagerCPULimitFactor")) {
                    Method mm = Reflection.method(ktm, g, 0);
                    if (mm != null) {
                        r.put(g, String.valueOf(Reflection.call(p, mm)));
                    }
                }
                return r;
            });
        }
        return x;
    }

    static Map<String, Object> stringKeys(Map<Object, Object> in) {
        Map<String, Object> r = new TreeMap<>();
        in.forEach((k, v) -> r.put(String.valueOf(k), v));
        return r;
    }

    interface Attempt {
        Object get() throws Throwable;
    }

    void attempt(Map<String, Object> x, String key, Attempt a) {
        try {
            Object o = a.get();
            if (o != null) {
                x.put(key, o);
            }
        } catch (Throwable t) {
            x.put(key, Collections.singletonMap("error", chain.apply(t)));
        }
    }
}
