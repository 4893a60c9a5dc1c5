package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.steadfast.bundles.InputShape;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.smoothing.noise.NoiseKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the process holds is read from the system, because a leak in native code is not seen from Java. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is read from /proc")
class NativeMemoryTest {
    private static final long MIB = 1 << 20;

    /** A batch is 6 MiB, and the denoiser's output as much again: a leak of either shows after a few passes. */
    private static final TinyBundle LARGE =
            TinyBundle.colours().withInput(new InputShape(3, 128, 128), 32).withDenoiser("Negative", false);

    private static final int PASSES = 60;

    @TempDir
    Path directory = Path.of("");

    @Test
    void shouldHoldNoMoreAfterManyVotes() throws IOException {
        NoiseKey key = NoiseKey.of(new byte[NoiseKey.BYTES]);
        VoteRequest onePass = new VoteRequest(Images.grey(LARGE.input()), 0.5, key, 0, LARGE.batch());
        try (ModelBundle bundle = LARGE.open(directory, "Brightest");
                NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
            vote(voter, onePass, 10);
            long before = residentBytes();

            vote(voter, onePass, PASSES);

            assertThat(residentBytes() - before).isLessThan(100 * MIB);
        }
    }

    @Test
    void shouldHoldNoMoreAfterManyFailedOpenings() throws IOException {
        try (ModelBundle bundle = LARGE.open(directory, "Raising")) {
            failToOpen(bundle, PASSES); // as often as below: what allocators keep for later, they keep from now on
            long before = residentBytesAfterCleaning(0);

            failToOpen(bundle, PASSES);

            long limit = before + 200 * MIB; // a leak of the batch is 7 MiB each time
            assertThat(residentBytesAfterCleaning(limit)).isLessThan(limit);
        }
    }

    private static void vote(NoisyVoter voter, VoteRequest request, int times) {
        for (int i = 0; i < times; i++) {
            voter.vote(List.of(request));
        }
    }

    private static void failToOpen(ModelBundle bundle, int times) {
        for (int i = 0; i < times; i++) {
            assertThatExceptionOfType(ModelException.class).isThrownBy(() -> NoisyVoter.open(bundle, "cpu"));
            System.gc(); // so that direct buffers, which are not what is measured, do not pile up
        }
    }

    /**
     * What is resident once the garbage collector's cleaner, a thread of its own, has given back the direct buffers: they are not what is
     * measured. Waits for it until the limit is kept, for ten seconds at most.
     */
    private static long residentBytesAfterCleaning(long limit) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        long resident;
        do {
            System.gc();
            resident = residentBytes();
        } while (resident >= limit && System.nanoTime() < end);
        return resident;
    }

    private static long residentBytes() throws IOException {
        String resident = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(resident.replaceAll("[^0-9]", "")) * 1024;
    }
}
