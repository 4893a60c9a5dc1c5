package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Twenty cameras and a hundred predictions a second. */
class LoadIT extends InBrowser {

    private static final int PER_SECOND = 100;
    private static final int WARM_UP = 3 * PER_SECOND;
    private static final int PREDICTIONS = 10 * PER_SECOND;
    private static final int MOST_BEHIND = 2 * PER_SECOND;
    private static final long MOST_HEAP_GROWTH_BYTES = 16L << 20;
    private static final String NEWEST_SHOWN =
            "Number((document.querySelector('#rows tr a[href^=\"/frames/\"]')?.pathname ?? '-0')"
                    + ".replace(/.*-/, ''))";

    LoadIT(Chromium chromium) {
        super(chromium);
    }

    @Test
    void shouldNotFallBehind() {
        // Given
        Instant now = Instant.now();
        MadeUpFleet.introduce(stub, now);
        openLive("/");
        awaitText("#headline", "2 of 20 cameras are in trouble: pier-2, gate");
        AtomicInteger sent = new AtomicInteger();
        ScheduledExecutorService cameras = Executors.newSingleThreadScheduledExecutor();
        Random random = new Random(5);

        // When
        var sending = cameras.scheduleAtFixedRate(
                () -> send(sent.incrementAndGet(), random), 0, 1_000_000L / PER_SECOND, TimeUnit.MICROSECONDS);
        await().atMost(Duration.ofSeconds(30)).until(() -> sent.get() >= WARM_UP);
        long before = chromium.heapBytes();
        AtomicInteger mostBehind = new AtomicInteger();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    int sentBefore = sent.get();
                    mostBehind.accumulateAndGet(sentBefore - chromium.number(NEWEST_SHOWN), Math::max);
                    return sentBefore >= PREDICTIONS;
                });
        sending.cancel(false);
        cameras.shutdown();

        // Then
        assertThat(mostBehind.get())
                .as("predictions that the page is behind at the most")
                .isLessThan(MOST_BEHIND);
        await().atMost(Duration.ofSeconds(3))
                .untilAsserted(() -> assertThat(chromium.number(NEWEST_SHOWN)).isEqualTo(sent.get()));
        assertThat(chromium.heapBytes() - before)
                .as("bytes that the heap grew by")
                .isLessThan(MOST_HEAP_GROWTH_BYTES);
        assertThat(chromium.number("document.querySelectorAll('#rows tr').length"))
                .isEqualTo(50);
        long pictures = stub.requests.stream()
                .filter(request -> request.path().endsWith("/image"))
                .count();
        assertThat(pictures)
                .as("pictures that were fetched, of %d frames", sent.get())
                .isLessThan(sent.get() / 2)
                .isGreaterThan(20);
        assertQuiet();
    }

    private void send(int number, Random random) {
        String camera = MadeUpFleet.CAMERAS.get(number % MadeUpFleet.CAMERAS.size());
        Instant at = Instant.now();
        stub.arrives(MadeUpFleet.certified("load-" + number, camera, at, random));
        if (number % 10 == 0) {
            stub.tells(
                    "statistics",
                    ContractJson.window(
                                    camera, at.truncatedTo(ChronoUnit.MINUTES), Duration.ofMinutes(1), 30, 3, "usual")
                            .put("closed", false));
        }
    }
}
