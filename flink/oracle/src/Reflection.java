import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Reaches Flink's classes by name: what one version lacks is null, not a compile error. */
final class Reflection {
    static final String F = "org.apache.flink.";

    private Reflection() {}

    static Class<?> cls(String... names) {
        for (String n : names) {
            try {
                return Class.forName(n);
            } catch (Throwable t) {
                // next
            }
        }
        return null;
    }

    static Method method(Class<?> c, String name, int params) {
        if (c == null) {
            return null;
        }
        for (Class<?> k = c; k != null; k = k.getSuperclass()) {
            for (Method m : k.getDeclaredMethods()) {
                if (m.getName().equals(name) && m.getParameterCount() == params) {
                    m.setAccessible(true);
                    return m;
                }
            }
        }
        return null;
    }

    static Object call(Object target, Method m, Object... a) throws Throwable {
        try {
            return m.invoke(target, a);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    static Object get(Object target, String name) throws Throwable {
        Method m = method(target.getClass(), name, 0);
        if (m == null) {
            throw new NoSuchMethodException(name);
        }
        return call(target, m);
    }

    static Object staticField(Class<?> c, String name) {
        try {
            Field f = c.getDeclaredField(name);
            f.setAccessible(true);
            return f.get(null);
        } catch (Throwable t) {
            return null;
        }
    }

    /** The bytes of a Flink MemorySize. */
    static long bytes(Object memorySize) throws Throwable {
        return (Long) get(memorySize, "getBytes");
    }
}
