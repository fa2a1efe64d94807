import java.util.LinkedHashSet;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What Flink logs while it is asked. */
final class Logs {
    private Logs() {}

    static final LinkedHashSet<String> LINES = new LinkedHashSet<>();
    static boolean capture;

    static void setUp() {
        Logger root = Logger.getLogger("");
        for (Handler h : root.getHandlers()) {
            root.removeHandler(h);
        }
        root.setLevel(Level.INFO);
        root.addHandler(
                new Handler() {
                    @Override
                    public void publish(LogRecord r) {
                        if (!capture || r.getLoggerName() == null || !r.getLoggerName().startsWith("org.apache.flink")) {
                            return;
                        }
                        String m = r.getMessage();
                        if (r.getLevel().intValue() < Level.WARNING.intValue()
                                && (r.getLoggerName().endsWith("NettyConfig") || m.contains("configuration property: ") || m.startsWith("Using standard YAML parser")
                                        || m.startsWith("Using legacy YAML parser"))) {
                            return;
                        }
                        String n = r.getLoggerName();
                        LINES.add((r.getLevel().intValue() >= Level.SEVERE.intValue() ? "ERROR" : r.getLevel().intValue() >= Level.WARNING.intValue() ? "WARN" : "INFO")
                                + " " + n.substring(n.lastIndexOf('.') + 1) + ": " + m);
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                });
    }
}
