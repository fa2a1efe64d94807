import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Asks the real Apache Flink classes on the class path. One source for every Flink version: Flink is reached by reflection
 * only, so this compiles with no Flink on the class path.
 *
 * <p>{@code java -cp CP:BUILD Oracle catalogue} writes one JSON line per ConfigOption (and per String constant) found.
 *
 * <p>{@code java -cp CP:BUILD Oracle run [full]} reads JSON lines {id, file, text[, files][, dynamic]} and writes one JSON line
 * each: what GlobalConfiguration parsed, and what the TaskManager and JobManager memory calculation gives.
 */
public final class Oracle {
    static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);

    public static void main(String[] args) throws Exception {
        System.setOut(System.err); // nothing that Flink prints may reach the answers
        Logs.setUp();
        switch (args.length > 0 ? args[0] : "") {
            case "catalogue":
                new Catalogue().scan();
                break;
            case "run":
                new Runner(args.length > 1 && args[1].equals("full")).loop();
                break;
            default:
                System.err.println("usage: Oracle catalogue | run");
                System.exit(2);
        }
        OUT.flush();
        System.exit(0);
    }
}
