package dev.steadfast.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogPaceTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // as System.nanoTime may be, it overflows soon
    private final LogPace pace = LogPace.of(Duration.ofMinutes(1), nanos::get);
    private final List<Long> written = new ArrayList<>();

    @Test
    void shouldWriteALineAMinuteAndTellHowManyWereKeptBack() {
        for (int second = 0; second <= 120; second++) {
            pace.log(written::add);
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }

        assertThat(written).containsExactly(0L, 59L, 59L);
    }
}
