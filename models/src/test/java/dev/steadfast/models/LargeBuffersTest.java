package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The environment that the launcher, the images and the build set for glibc's malloc. */
class LargeBuffersTest {
    private static final Logger LOG = LoggerFactory.getLogger(LargeBuffersTest.class);

    /** Of float32: 96 MiB, more than an arena other than the main one can hold. */
    private static final int VALUES = 24 << 20;

    private static final long PAGES = (long) VALUES * Float.BYTES / 4096;
    private static final int PASSES = 30;

    @Test
    void shouldNotFaultInTheSameMemoryWithEachPass() throws IOException {
        boolean tuned = System.getenv("GLIBC_TUNABLES") != null && System.getenv("MALLOC_ARENA_MAX") != null;
        if (!tuned) {
            LOG.warn(
                    "MALLOC_ARENA_MAX and GLIBC_TUNABLES are not set, so large buffers are not tried. Maven sets them");
        }
        assumeTrue(tuned);
        try (NDManager manager = PyTorchRuntime.engine().newBaseManager()) {
            int kept = 0;
            for (int pass = 0; pass < PASSES; pass++) {
                long before = pageFaults();
                manager.zeros(new Shape(VALUES)).close();
                kept += pageFaults() - before < PAGES / 10 ? 1 : 0;
            }

            // The first ones make room: an aligned buffer does not fit where one of the same size was.
            assertThat(kept).as("passes that found the memory of earlier ones").isGreaterThan(PASSES / 2);
        }
    }

    /** Of this thread, without reading from disk. */
    private static long pageFaults() throws IOException {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[7]);
    }
}
