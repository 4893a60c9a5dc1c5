import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Appends a line for each test class to the file that the environment's TEST_COSTS names: milliseconds of the processor, user and system, that this JVM
 * took meanwhile, and those of the processes that it started and that have ended; milliseconds that passed; the module; the class. The first line
 * of a JVM is what it took before its first test. For classes that run one after the other, as ours do.
 */
public final class ProcessorTime implements TestExecutionListener {

    private static boolean begun;

    private final Map<String, Reading> readings = new ConcurrentHashMap<>();

    private record Reading(long own, long children, long at) {

        /** As Linux counts, in hundredths of a second. */
        static Reading now() {
            try {
                String line = Files.readString(Path.of("/proc/self/stat"));
                String[] words = line.substring(line.lastIndexOf(')') + 2).split(" ");
                return new Reading(
                        10 * (Long.parseLong(words[11]) + Long.parseLong(words[12])),
                        10 * (Long.parseLong(words[13]) + Long.parseLong(words[14])),
                        System.nanoTime() / 1_000_000);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        synchronized (ProcessorTime.class) {
            if (!begun) {
                begun = true;
                Reading now = Reading.now();
                write(now.own, now.children, 0, "(the JVM of tests)");
            }
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (isClass(test)) {
            readings.put(test.getUniqueId(), Reading.now());
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Reading before = readings.remove(test.getUniqueId());
        if (before != null) {
            Reading now = Reading.now();
            write(
                    now.own - before.own,
                    now.children - before.children,
                    now.at - before.at,
                    ((ClassSource) test.getSource().orElseThrow()).getClassName());
        }
    }

    /** Nested ones are part of theirs. */
    private static boolean isClass(TestIdentifier test) {
        return test.getSource()
                .filter(source -> source instanceof ClassSource found && !found.getClassName().contains("$"))
                .isPresent();
    }

    private static synchronized void write(long own, long children, long passed, String name) {
        Path module = Path.of("").toAbsolutePath().getFileName();
        try {
            Files.writeString(
                    Path.of(System.getenv("TEST_COSTS")),
                    "%d\t%d\t%d\t%s\t%s%n".formatted(own, children, passed, module, name),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
