import java.io.File;
import java.io.InputStream;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Lists every option that the Flink jars on the class path declare, one JSON object a line. */
final class Catalogue {
    final Class<?> option = Reflection.cls("org.apache.flink.configuration.ConfigOption");
    final Class<?> override = Reflection.cls("org.apache.flink.annotation.docs.Documentation$OverrideDefault");
    final Class<?> exclude = Reflection.cls("org.apache.flink.annotation.docs.Documentation$ExcludeFromDocumentation");

    void scan() throws Exception {
        byte[] needle = "Lorg/apache/flink/configuration/ConfigOption;".getBytes(StandardCharsets.ISO_8859_1);
        List<String> failed = new ArrayList<>();
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String name = new File(jar).getName();
            if (!name.endsWith(".jar") || !name.startsWith("flink-") || name.startsWith("flink-shaded")) {
                continue;
            }
            try (JarFile jf = new JarFile(jar)) {
                for (Enumeration<JarEntry> e = jf.entries(); e.hasMoreElements(); ) {
                    JarEntry je = e.nextElement();
                    String n = je.getName();
                    if (!n.startsWith("org/apache/flink/") || !n.endsWith(".class") || n.contains("/shaded/")) {
                        continue;
                    }
                    byte[] b;
                    try (InputStream is = jf.getInputStream(je)) {
                        b = is.readAllBytes();
                    }
                    boolean constants = n.endsWith("/ConfigConstants.class") || n.endsWith("Options.class") || n.endsWith("Configuration.class");
                    if (!contains(b, needle) && !constants) {
                        continue;
                    }
                    String cn = n.substring(0, n.length() - 6).replace('/', '.');
                    try {
                        one(name, Class.forName(cn, true, Oracle.class.getClassLoader()), constants);
                    } catch (Throwable t) {
                        failed.add(name + " " + cn + " " + t);
                    }
                }
            }
        }
        for (String s : failed) {
            System.err.println("not scanned: " + s);
        }
    }

    static boolean contains(byte[] h, byte[] n) {
        outer:
        for (int i = 0; i + n.length <= h.length; i++) {
            for (int j = 0; j < n.length; j++) {
                if (h[i + j] != n[j]) {
                    continue outer;
                }
            }
            return true;
        }
        return false;
    }

    void one(String jar, Class<?> c, boolean constants) {
        Field[] fields = c.getDeclaredFields();
        for (Field f : fields) {
            if (!Modifier.isStatic(f.getModifiers())) {
                continue;
            }
            Map<String, Object> m = new LinkedHashMap<>();
            try {
                if (f.getType() == option) {
                    f.setAccessible(true);
                    Object o = f.get(null);
                    if (o == null) {
                        continue;
                    }
                    m.put("kind", "option");
                    describe(o, m);
                    Object ov = annotation(f, override);
                    if (ov != null) {
                        m.put("docDefault", Reflection.get(ov, "value"));
                    }
                    if (annotation(f, exclude) != null || (exclude != null && annotation(c, exclude) != null)) {
                        m.put("undocumented", true);
                    }
                } else if (constants && f.getType() == String.class && Modifier.isFinal(f.getModifiers())) {
                    f.setAccessible(true);
                    m.put("kind", "constant");
                    m.put("key", f.get(null));
                } else {
                    continue;
                }
            } catch (Throwable t) {
                System.err.println("not read: " + jar + " " + c.getName() + "." + f.getName() + " " + t);
                continue;
            }
            if (f.isAnnotationPresent(Deprecated.class)) {
                m.put("deprecatedField", true);
            }
            if (c.isAnnotationPresent(Deprecated.class)) {
                m.put("deprecatedClass", true);
            }
            m.put("class", c.getName());
            m.put("field", f.getName());
            m.put("jar", jar);
            if (!Modifier.isPublic(f.getModifiers()) || !Modifier.isPublic(c.getModifiers())) {
                m.put("public", false);
            }
            Oracle.OUT.println(Json.str(m));
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    static Object annotation(AnnotatedElement e, Class<?> a) {
        return a == null ? null : e.getAnnotation((Class) a);
    }

    void describe(Object o, Map<String, Object> m) throws Throwable {
        m.put("key", Reflection.get(o, "key"));
        Object def = Reflection.get(o, "defaultValue");
        Class<?> type = null;
        boolean list = false;
        try {
            type = (Class<?>) Reflection.get(o, "getClazz");
            list = (Boolean) Reflection.get(o, "isList");
        } catch (Throwable t) {
            // Flink 1.9: an option knows only its default value
            type = def == null ? String.class : def.getClass();
        }
        m.put("type", (list ? "List<" : "") + (type.isEnum() ? "Enum" : type.getSimpleName()) + (list ? ">" : ""));
        if (type.isEnum()) {
            List<String> vals = new ArrayList<>();
            for (Object e : type.getEnumConstants()) {
                vals.add(String.valueOf(e));
            }
            m.put("enum", vals);
        }
        m.put("default", render(def));
        if (def != null && def.getClass().getSimpleName().equals("MemorySize")) {
            m.put("defaultBytes", Reflection.get(def, "getBytes"));
        }
        if (def instanceof Duration) {
            m.put("defaultMillis", ((Duration) def).toMillis());
        }
        List<Object> fb = new ArrayList<>();
        try {
            for (Object k : (Iterable<?>) Reflection.get(o, "fallbackKeys")) {
                Map<String, Object> e = new LinkedHashMap<>();
                e.put("key", Reflection.get(k, "getKey"));
                e.put("deprecated", Reflection.get(k, "isDeprecated"));
                fb.add(e);
            }
        } catch (NoSuchMethodException t) {
            for (Object k : (Iterable<?>) Reflection.get(o, "deprecatedKeys")) {
                Map<String, Object> e = new LinkedHashMap<>();
                e.put("key", k);
                e.put("deprecated", true);
                fb.add(e);
            }
        }
        if (!fb.isEmpty()) {
            m.put("fallback", fb);
        }
    }

    static Object render(Object v) throws Throwable {
        if (v == null) {
            return null;
        }
        if (v instanceof Duration) {
            Class<?> tu = Reflection.cls("org.apache.flink.util.TimeUtils");
            Method fm = Reflection.method(tu, "formatWithHighestUnit", 1);
            return fm != null ? Reflection.call(null, fm, v) : v.toString();
        }
        if (v instanceof Collection) {
            List<String> l = new ArrayList<>();
            for (Object e : (Collection<?>) v) {
                l.add(String.valueOf(render(e)));
            }
            return String.join(";", l);
        }
        if (v instanceof Map) {
            List<String> l = new ArrayList<>();
            for (Map.Entry<?, ?> e : ((Map<?, ?>) v).entrySet()) {
                l.add(e.getKey() + ":" + e.getValue());
            }
            return String.join(",", l);
        }
        return String.valueOf(v);
    }
}
